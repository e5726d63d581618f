//! The account page (我的账户): who I am here, and a new password.

use askama::Template;
use askama_web::WebTemplate;

use crate::web::form::{Typed, Wrong};
use crate::web::frame::Frame;

/// My own account.
#[derive(Template, WebTemplate)]
#[template(path = "account.html")]
pub struct AccountPage {
    /// The frame.
    pub frame: Frame,
    /// Passwords are never shown again: this only keeps the shape of a form.
    pub typed: Typed,
    /// What is wrong with the new password.
    pub wrong: Wrong,
    /// My name.
    pub name: String,
    /// What I sign in with.
    pub username: String,
    /// What I may do and where: 成都高新区管委会 · 经办人.
    pub roles: Vec<String>,
    /// The first sign-in of an account somebody else made: nothing else before this.
    pub must_change: bool,
}
