//! A case's forms by HTTP: wrong and right, returned and amended, overtaken, sent twice, and kept from those
//! whom they do not concern.

mod acts;
mod after;
mod closed;
mod drafting;
mod drafts;
mod files;
mod forms;
mod history;
mod own;
mod page;
mod referral;
mod report;
mod reveal;
mod rows;
mod sight;
mod trial;
mod workload;

use rongcuo::domain::ids::UserId;

use crate::world::World;
use crate::world::browser::{Browser, Page};

/// What is typed.
pub type Fields = Vec<(String, String)>;

/// Fields as they are written down in a test.
pub fn fields(typed: &[(&str, &str)]) -> Fields {
    typed
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// Somebody at work on one case.
pub struct Desk {
    pub browser: Browser,
    case: String,
}

impl Desk {
    /// The desk of this person, with this case on it.
    pub async fn of(world: &World, user: UserId, case: impl std::fmt::Display) -> Self {
        Self {
            browser: world.as_user(user).await,
            case: format!("/cases/{case}"),
        }
    }

    /// Opens a page of the case.
    pub async fn open(&mut self, path: &str) -> Page {
        let href = format!("{}{path}", self.case);
        self.browser.get(&href).await
    }

    /// Opens a form, fills it in and sends it.
    pub async fn send(&mut self, path: &str, typed: &Fields) -> Page {
        let opened = self.open(path).await;
        self.send_from(&opened, path, typed).await
    }

    /// Sends a form that was opened before.
    pub async fn send_from(&mut self, opened: &Page, path: &str, typed: &Fields) -> Page {
        let (version, once) = (opened.hidden("version"), opened.hidden("once"));
        let revision = opened.maybe_hidden("revision").unwrap_or_default();
        let mut pairs = vec![
            ("version", version.as_str()),
            ("once", &once),
            ("revision", &revision),
        ];
        pairs.extend(typed.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let href = format!("{}{path}", self.case);
        self.browser.post(&href, &pairs).await
    }

    /// The same with a file.
    pub async fn send_file(&mut self, path: &str, typed: &Fields, file: &str) -> Page {
        let opened = self.open(path).await;
        self.send_file_from(&opened, path, typed, file).await
    }

    /// Sends a form that was opened before, with a file.
    pub async fn send_file_from(&mut self, opened: &Page, path: &str, typed: &Fields, file: &str) -> Page {
        let part = |name: &str, value: &str| {
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let mut body = part("version", &opened.hidden("version")) + &part("once", &opened.hidden("once"));
        for (name, value) in typed {
            body += &part(name, value);
        }
        // Several files are told apart by a line.
        for (file, name) in file.split('\n').zip('a'..) {
            body += &format!(
                "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}.pdf\"\r\n\r\n{file}\r\n"
            );
        }
        body += "--x--\r\n";
        let href = format!("{}{path}", self.case);
        self.browser
            .post_raw(&href, "multipart/form-data; boundary=x", body)
            .await
    }

    /// Sends it, and is led back to the case, which says what was done.
    pub async fn does(&mut self, path: &str, typed: &Fields, done: &str) {
        let page = self.send(path, typed).await;
        // Who decided goes on with what is to be decided next; who saved a draft stays on its form.
        let to = match done {
            "saved" => format!("{}{path}", self.case),
            _ if path.ends_with("/approval") => "/work".to_owned(),
            _ => self.case.clone(),
        };
        assert_eq!(page.leads_to(), to, "{path}");
        assert_eq!(page.done(), done, "{path}");
    }
}
