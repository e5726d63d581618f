//! Somebody before the screen: finds links, buttons and fields by what is written there, and by nothing else.

use std::path::Path;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use thirtyfour::prelude::*;

use crate::accessible::Watch;
use crate::driver::Chromedriver;
use crate::effort::{Cost, Effort};
use crate::server::TestServer;

/// Where the last sight of a failed test is kept.
pub const KEPT: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/browser");
/// Opens the folds round an element.
const UNFOLD: &str = "for (let it = arguments[0]; it; it = it.parentElement) if (it.tagName === 'DETAILS') it.open = true; \
     arguments[0].scrollIntoView({ block: 'center' });";
/// How often a thing is looked for, 50 ms apart.
const LOOKS: usize = 60;

/// A person with a browser.
pub struct Reader<'a> {
    /// The window.
    pub driver: WebDriver,
    /// Looks at every page that is left by a link or a button, where somebody asked for it.
    pub watch: Option<Watch>,
    /// Under which name what was seen last is kept, where the test fails.
    pub name: String,
    // What the journey costs.
    effort: Mutex<Effort>,
    server: &'a TestServer,
    // Where on the page fields are looked for.
    place: String,
    _chromedriver: Chromedriver,
}

impl<'a> Reader<'a> {
    /// Before an empty window.
    pub async fn new(server: &'a TestServer) -> Self {
        Self::with(server, true).await
    }

    /// The same, with or without scripts.
    pub async fn with(server: &'a TestServer, scripts: bool) -> Self {
        let chromedriver = Chromedriver::start();
        let driver = chromedriver.window(scripts).await;
        Self {
            driver,
            watch: None,
            name: std::thread::current()
                .name()
                .unwrap_or("browser")
                .replace("::", "-"),
            effort: Mutex::default(),
            server,
            place: String::new(),
            _chromedriver: chromedriver,
        }
    }

    /// Keeps what is on the screen, and the page behind it, below the target folder.
    async fn keep(&self) {
        let folder = Path::new(KEPT);
        let (image, page) = (self.driver.screenshot_as_png().await, self.driver.source().await);
        let image = image.unwrap_or_default();
        let page = page.unwrap_or_else(|why| why.to_string());
        let at = |ending: &str| folder.join(format!("{}.{ending}", self.name));
        let kept = std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(at("png"), image))
            .and_then(|()| std::fs::write(at("html"), page));
        match kept {
            Ok(()) => eprintln!("kept: {}, .html", at("png").display()),
            Err(why) => eprintln!("nothing kept in {KEPT}: {why}"),
        }
    }

    /// Goes to an address of the server.
    pub async fn go(&self, path: &str) {
        let there = format!("{}{path}", self.server.address);
        self.driver.goto(there).await.expect("the page loads");
    }

    /// Stands at the door as nobody.
    pub async fn leave(&mut self) {
        self.anywhere();
        self.driver.delete_all_cookies().await.expect("cookies to delete");
        self.go("/").await;
    }

    /// Enters as one of the demo's people, after whoever was there before.
    pub async fn enter(&mut self, name: &str) {
        self.leave().await;
        self.effort().sits(name);
        self.find(&format!(
            "//li[contains(., '{name}')]//button[starts-with(normalize-space(.), '进入')]"
        ))
        .await
        .click()
        .await
        .expect("a button");
        self.sees("退出").await;
    }

    /// What the journey cost so far.
    pub fn effort(&self) -> MutexGuard<'_, Effort> {
        self.effort.lock().expect("nobody panics with it")
    }

    /// The last press put something into a field.
    pub fn quoted(&self) {
        let mut effort = self.effort();
        let own = effort.own();
        own.clicks -= 1;
        own.quotes += 1;
    }

    /// The last pages were looked at for the sake of the test alone.
    pub fn aside(&self, loads: usize) {
        self.effort().own().loads -= loads;
    }

    // Counts a deed, after the page on which it is done.
    async fn counts(&self, deed: impl FnOnce(&mut Cost)) {
        let seen = Effort::looks(&self.driver).await;
        let mut effort = self.effort();
        if let Some(seen) = seen {
            effort.saw(seen);
        }
        deed(effort.own());
    }

    /// From now on fields are looked for on the sheet with this title.
    pub fn on_sheet(&mut self, title: &str) {
        let heading = format!("h2[contains(normalize-space(.), '{title}')]");
        self.place = format!("//section[{heading} or details/summary/{heading}]");
    }

    /// From now on fields are looked for in the group with this legend, on the sheet with this title.
    pub fn in_group(&mut self, sheet: &str, legend: &str) {
        self.on_sheet(sheet);
        self.place += &format!("//fieldset[legend[contains(normalize-space(.), '{legend}')]]");
    }

    /// From now on fields are looked for on the whole page.
    pub fn anywhere(&mut self) {
        self.place.clear();
    }

    /// Follows a link or presses a button.
    pub async fn press(&self, text: &str) {
        self.press_where(&format!("contains(normalize-space(.), '{text}')"))
            .await;
    }

    /// The same where nothing else is written on it.
    pub async fn press_just(&self, text: &str) {
        self.press_where(&format!("normalize-space(.) = '{text}'")).await;
    }

    async fn press_where(&self, condition: &str) {
        self.look().await;
        let it = format!("//*[self::a or self::button][{condition}]");
        let it = self.find(&it).await;
        self.counts(|cost| cost.clicks += 1).await;
        self.click(&it).await;
    }

    // As a person does who first brings the thing before their eyes.
    async fn click(&self, it: &WebElement) {
        let arguments = vec![it.to_json().expect("an element")];
        let shown = self.driver.execute(UNFOLD, arguments).await;
        shown.expect("folds open");
        it.click().await.expect("a thing to click");
    }

    /// How long the page is, in pixels.
    pub async fn height(&self) -> u64 {
        let seen = Effort::looks(&self.driver).await.expect("a page");
        seen.1
    }

    /// Opens every fold of the page.
    pub async fn unfold(&self) {
        let all = "document.querySelectorAll('details').forEach(it => { it.open = true; });";
        self.driver.execute(all, vec![]).await.expect("folds open");
    }

    /// Looks at the page with the watcher's eyes.
    pub async fn look(&self) {
        if let Some(watch) = &self.watch {
            watch.look(&self.driver).await;
        }
    }

    /// The same for a page that is of a kind of its own by what it says.
    pub async fn look_at(&self, kind: &str) {
        if let Some(watch) = &self.watch {
            watch.look_at(&self.driver, kind).await;
        }
    }

    /// Whether the page's own scripts run.
    pub async fn has_scripts(&self) -> bool {
        self.driver.find(By::Css("html.rc-scripted")).await.is_ok()
    }

    /// Writes into the field with this label.
    pub async fn write(&self, label: &str, text: &str) {
        let field = self.field(label).await;
        self.counts(|cost| cost.fields += 1).await;
        field
            .clear()
            .await
            .unwrap_or_else(|it| panic!("「{label}」 takes no text: {it}"));
        field
            .send_keys(text)
            .await
            .unwrap_or_else(|it| panic!("「{label}」 takes no text: {it}"));
    }

    /// Gives a day to the field with this label; how one types it depends on the browser's language.
    pub async fn date(&self, label: &str, day: &str) {
        let field = self.field(label).await;
        self.counts(|cost| cost.fields += 1).await;
        let arguments = vec![field.to_json().expect("an element"), day.into()];
        let script = "arguments[0].value = arguments[1]; \
                      arguments[0].dispatchEvent(new Event('input', { bubbles: true }));";
        self.driver
            .execute(script, arguments)
            .await
            .expect("a date to set");
    }

    /// Chooses an answer of a question.
    pub async fn choose(&self, legend: &str, answer: &str) {
        let group = format!("//fieldset[legend[contains(normalize-space(.), '{legend}')]]");
        let it = format!(
            "{}{group}//label[contains(normalize-space(.), '{answer}')]",
            self.place
        );
        let it = self.find(&it).await;
        self.counts(|cost| cost.fields += 1).await;
        self.click(&it).await;
    }

    /// Ticks the box with this label, unless it is ticked.
    pub async fn tick(&self, label: &str) {
        if self.field(label).await.is_selected().await.expect("a box") {
            return;
        }
        let it = format!("{}//label[contains(normalize-space(.), '{label}')]", self.place);
        let it = self.find(&it).await;
        self.counts(|cost| cost.fields += 1).await;
        self.click(&it).await;
    }

    /// Picks from a list.
    pub async fn pick(&self, label: &str, option: &str) {
        let list = self.field(label).await;
        self.counts(|cost| cost.fields += 1).await;
        let it = format!("./option[contains(normalize-space(.), '{option}')]");
        let found = list.find(By::XPath(it)).await;
        found
            .unwrap_or_else(|_| panic!("no 「{option}」 in the list 「{label}」"))
            .click()
            .await
            .expect("an option");
    }

    /// Chooses a file.
    pub async fn attach(&self, label: &str, path: &str) {
        let field = self.field(label).await;
        self.counts(|cost| cost.files += 1).await;
        field.send_keys(path).await.expect("a field for files");
    }

    /// Waits until the page says so.
    pub async fn sees(&self, text: &str) {
        for _ in 0..LOOKS {
            if self.text().await.contains(text) {
                self.counts(|_| {}).await;
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.lost(text).await;
    }

    /// All that the page says now.
    pub async fn text(&self) -> String {
        match self.driver.find(By::Tag("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    async fn field(&self, label: &str) -> WebElement {
        let exact = format!("{}//label[normalize-space(.) = '{label}']", self.place);
        let within = format!("{}//label[contains(normalize-space(.), '{label}')]", self.place);
        let is_exact = self.driver.find(By::XPath(&exact)).await.is_ok();
        let it = if is_exact { exact } else { within };
        let labels = self.driver.find_all(By::XPath(&it)).await.unwrap_or_default();
        assert!(
            labels.len() < 2,
            "{} fields have the label 「{label}」",
            labels.len()
        );
        let id = self.find(&it).await.attr("for").await.expect("a label");
        let id = id.unwrap_or_else(|| panic!("the label 「{label}」 belongs to no field"));
        self.driver
            .find(By::Id(id))
            .await
            .unwrap_or_else(|_| panic!("the label 「{label}」 belongs to a field that is not there"))
    }

    async fn find(&self, xpath: &str) -> WebElement {
        for _ in 0..LOOKS {
            let found = self.driver.find_all(By::XPath(xpath)).await.unwrap_or_default();
            for it in &found {
                if it.is_displayed().await.unwrap_or(false) {
                    return it.clone();
                }
            }
            // In a fold: one more press opens it.
            for it in found {
                let arguments = vec![it.to_json().expect("an element")];
                let opened = self.driver.execute(UNFOLD, arguments).await;
                if opened.is_ok() && it.is_displayed().await.unwrap_or(false) {
                    self.counts(|cost| cost.clicks += 1).await;
                    return it;
                }
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.lost(xpath).await
    }

    async fn lost(&self, what: &str) -> ! {
        let at = self
            .driver
            .current_url()
            .await
            .map_or_else(|it| it.to_string(), |it| it.to_string());
        panic!("not seen: {what}\nat {at}, where it says\n{}", self.text().await);
    }
}

/// A test that fails leaves what was on the screen.
impl Drop for Reader<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let keep = || tokio::runtime::Handle::current().block_on(self.keep());
            tokio::task::block_in_place(keep);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_is_lost_leaves_what_it_saw() {
        let name = format!("lost-{}", std::process::id());
        let kept = |ending: &str| Path::new(KEPT).join(format!("{name}.{ending}"));
        let lost = name.clone();
        let failed = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("threads to run on");
            runtime.block_on(async {
                let server = TestServer::start().await;
                let mut reader = Reader::new(&server).await;
                reader.name = lost;
                reader.go("/law").await;
                reader.press("没有这个按钮").await;
            });
        });
        assert!(failed.join().is_err(), "there is no such button");
        let image = std::fs::read(kept("png")).expect("a screenshot");
        assert!(image.starts_with(b"\x89PNG"));
        let page = std::fs::read_to_string(kept("html")).expect("the page");
        assert!(page.contains("办法"));
        for ending in ["png", "html"] {
            std::fs::remove_file(kept(ending)).expect("a file of its own");
        }
    }
}
