//! 当事单位和个人: the list of those who may be held accountable, each with a page of its own.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use uuid::Uuid;

use super::draft::Draft;
use super::section::Section;
use super::task::{self, Task, TaskState};
use crate::domain::case::PartyKind;
use crate::domain::filing::PARTIES_MAX;
use crate::domain::regulation::Article;
use crate::platform::App;
use crate::web::form::Wrong;
use crate::web::frame::Frame;
use crate::web::tag::Tag;

#[derive(Template, WebTemplate)]
#[template(path = "application/parties.html")]
pub struct PartiesPage {
    frame: Frame,
    rows: Vec<Row>,
    add: Option<String>,
    next: String,
}

struct Row {
    name: String,
    about: String,
    authority: String,
    href: String,
    finished: bool,
}

impl Row {
    fn state(&self) -> Tag {
        Tag::of(if self.finished {
            TaskState::Done
        } else {
            TaskState::Begun
        })
    }
}

impl PartiesPage {
    fn finished(&self) -> bool {
        !self.rows.is_empty() && self.rows.iter().all(|row| row.finished)
    }

    fn add_words(&self) -> &'static str {
        if self.rows.is_empty() {
            "添加当事单位或者个人"
        } else {
            "添加另一名当事单位或者个人"
        }
    }

    /// Who is finished is led on, and may still add another one.
    fn add_class(&self) -> &'static str {
        if self.finished() {
            "govuk-button--secondary"
        } else {
            ""
        }
    }

    fn most(&self) -> usize {
        PARTIES_MAX
    }
}

pub async fn show(State(app): State<App>, draft: Draft) -> PartiesPage {
    let keys = draft.answers.parties();
    PartiesPage {
        frame: draft.step(&app, "当事单位和个人", &Wrong::default(), Task::Parties),
        add: (keys.len() < PARTIES_MAX).then(|| draft.href("parties/new")),
        rows: keys.into_iter().map(|key| row(&draft, key)).collect(),
        next: draft.href(&task::after_parties(&draft.answers, draft.writer())),
    }
}

fn row(draft: &Draft, key: Uuid) -> Row {
    let section = Section::Party(key);
    let typed = draft.answers.section(section);
    let named = |name: &str, or: &str| match typed.text(name).trim() {
        "" => or.to_owned(),
        text => text.to_owned(),
    };
    let kind = PartyKind::from_code(typed.text("kind")).map_or("未选择", PartyKind::short);
    let own = if typed.has("own", "yes") {
        "，申请人本身"
    } else {
        ""
    };
    Row {
        name: named("name", "（未填写）"),
        about: format!("{kind}{own} · {}", named("position", "身份未填写")),
        authority: match typed.text("authority") {
            "body" => "受理机构".to_owned(),
            "organ" => named("organ", "机关未填写"),
            _ => "未选择".to_owned(),
        },
        href: draft.href(&section.path()),
        finished: task::finished(section, &draft.answers, draft.writer()),
    }
}
