//! What a journey costs each of its people: pages loaded, things pressed, fields filled in, and the longest page.

use std::collections::BTreeMap;
use std::fmt;

use thirtyfour::prelude::*;

use crate::accessible::kind;

/// So many kinds of pages are told, the highest first.
const HIGHEST: usize = 12;

/// The costs of a journey, by person.
#[derive(Default)]
pub struct Effort {
    people: BTreeMap<String, Cost>,
    who: String,
    /// When the page that is shown began to load, which no two loads share.
    shown: Option<f64>,
    /// Of each kind of page the highest that was seen, in pixels.
    kinds: BTreeMap<String, u64>,
}

/// What it cost one person.
#[derive(Debug, Default, Clone)]
pub struct Cost {
    /// Signed in so often; the page that this led to is one of the loads.
    pub sittings: usize,
    /// A redirect and its page are one.
    pub loads: usize,
    pub clicks: usize,
    /// Fields written, answers chosen, boxes ticked.
    pub fields: usize,
    pub files: usize,
    /// What was put into a field by one press (引用); no click.
    pub quotes: usize,
    /// What an approver decided.
    pub decisions: usize,
    /// The height of the longest page with a form, in pixels, and its address.
    pub form: (u64, String),
    /// The same of other pages.
    pub page: (u64, String),
}

impl Effort {
    /// From now on this person is before the screen.
    pub fn sits(&mut self, who: &str) {
        who.clone_into(&mut self.who);
        self.own().sittings += 1;
    }

    pub fn own(&mut self) -> &mut Cost {
        self.people.entry(self.who.clone()).or_default()
    }

    /// Looks whether another page is there than when it looked last, and how long it is.
    pub async fn looks(driver: &WebDriver) -> Option<Seen> {
        let script = "return [performance.timeOrigin, document.documentElement.scrollHeight, location.pathname, \
                      document.querySelector('main form textarea, main form input:not([type=hidden])') !== null];";
        let seen = driver.execute(script, vec![]).await.ok()?;
        serde_json::from_value(seen.json().clone()).ok()
    }

    /// Counts what was seen.
    pub fn saw(&mut self, (begun, height, path, form): Seen) {
        let another = self.shown.replace(begun) != Some(begun);
        let highest = self.kinds.entry(kind(&path)).or_default();
        *highest = height.max(*highest);
        let own = self.own();
        own.loads += usize::from(another);
        let longest = if form { &mut own.form } else { &mut own.page };
        if height > longest.0 {
            *longest = (height, path);
        }
    }

    /// What it cost one of them so far.
    pub fn of(&self, who: &str) -> Cost {
        self.people.get(who).cloned().unwrap_or_default()
    }

    /// What it cost all of them together.
    pub fn all(&self) -> Cost {
        self.people.values().fold(Cost::default(), |all, it| Cost {
            sittings: all.sittings + it.sittings,
            loads: all.loads + it.loads,
            clicks: all.clicks + it.clicks,
            fields: all.fields + it.fields,
            files: all.files + it.files,
            quotes: all.quotes + it.quotes,
            decisions: all.decisions + it.decisions,
            form: all.form.max(it.form.clone()),
            page: all.page.max(it.page.clone()),
        })
    }
}

/// When the page began to load, its height, its address, and whether it has a form.
type Seen = (f64, u64, String, bool);

impl fmt::Display for Effort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "sittings loads clicks quotes fields files decisions  longest form / page"
        )?;
        let all = ("all".to_owned(), self.all());
        for (who, it) in self.people.iter().chain([(&all.0, &all.1)]) {
            let Cost {
                sittings,
                loads,
                clicks,
                quotes,
                fields,
                files,
                decisions,
                form,
                page,
            } = it;
            writeln!(
                f,
                "{sittings:8} {loads:5} {clicks:6} {quotes:6} {fields:6} {files:5} {decisions:9}  {who}  {} px {} / {} px {}",
                form.0, form.1, page.0, page.1
            )?;
        }
        let mut kinds: Vec<_> = self.kinds.iter().map(|(kind, height)| (height, kind)).collect();
        kinds.sort_unstable();
        for (height, kind) in kinds.iter().rev().take(HIGHEST) {
            writeln!(f, "{height:8} px {kind}")?;
        }
        Ok(())
    }
}
