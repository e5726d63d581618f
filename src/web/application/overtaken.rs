//! Somebody of the unit saved the same application meanwhile: what was typed here is shown beside what stands there now,
//! and can be kept all the same, or let go.

use askama::Template;
use askama_web::WebTemplate;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::draft::Draft;
use super::section::Section;
use crate::casework::Stamp;
use crate::domain::dates::short_moment;
use crate::platform::App;
use crate::web::extract::Form;
use crate::web::form::{Typed, Wrong};
use crate::web::frame::Frame;

/// Both texts, and the choice between them.
#[derive(Template, WebTemplate)]
#[template(path = "application/overtaken.html")]
pub struct OvertakenPage {
    frame: Frame,
    stamp: Stamp,
    typed: Typed,
    href: String,
    saved: String,
    rows: Vec<Difference>,
}

/// A field with the two texts.
struct Difference {
    label: &'static str,
    mine: String,
    theirs: String,
}

impl OvertakenPage {
    /// The page, as an answer 409.
    pub fn show(app: &App, now: Draft, section: Section, form: &Form) -> Response {
        let theirs = now.answers.section(section);
        let rows = section.fields().iter().map(|(name, label)| Difference {
            label,
            mine: form.typed.all(name).join("、"),
            theirs: theirs.all(name).join("、"),
        });
        let page = Self {
            rows: rows.filter(|row| row.mine != row.theirs).collect(),
            frame: now.frame(app, "有人先保存了", &Wrong::default()),
            stamp: now.stamp(),
            typed: form.typed.clone(),
            href: now.href(&section.path()),
            saved: short_moment(now.saved_at, now.today),
        };
        (StatusCode::CONFLICT, page).into_response()
    }
}
