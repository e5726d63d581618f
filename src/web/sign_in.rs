//! The sign-in page (登录), and in a demo the identities one may step into.
//! Only the page: who signs in and what a session is, is for the session's own file.

use askama::Template;
use askama_web::WebTemplate;

use crate::web::form::{Typed, Wrong};
use crate::web::frame::Frame;

/// What a person who is not signed in sees.
#[derive(Template, WebTemplate)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    /// The frame, without a person.
    pub frame: Frame,
    /// What was typed; a password is never shown again.
    pub typed: Typed,
    /// What is wrong with it.
    pub wrong: Wrong,
    /// Where the person wanted to go.
    pub next: Option<String>,
    /// The demo's people; empty outside a demo.
    pub demo: Vec<Identities>,
}

/// The demo's people of one body or kind.
pub struct Identities {
    /// The body, or 申请人.
    pub name: String,
    /// Its people.
    pub people: Vec<Identity>,
}

/// One of the demo's people.
pub struct Identity {
    /// Their user id.
    pub id: String,
    /// What they are: 经办人.
    pub role: String,
    /// Their fictitious name.
    pub name: String,
}
