//! The account page (我的账户): who I am here, and a new password.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::domain::actor::Actor;
use crate::platform::App;
use crate::store::audit::Deed;
use crate::store::{self, people, sessions};
use crate::web::door::Form;
use crate::web::error::Nope;
use crate::web::session::{MustChange, Token};

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

/// How long a password is at least.
const PASSWORD_CHARS_MIN: usize = 12;

/// My account.
pub async fn show(State(app): State<App>, actor: Actor, must: MustChange) -> Result<AccountPage, Nope> {
    page(&app, &actor, must.0, Wrong::default()).await
}

async fn page(app: &App, actor: &Actor, must_change: bool, wrong: Wrong) -> Result<AccountPage, Nope> {
    let own = people::account(&mut *app.pool.acquire().await?, actor.user).await?;
    let place = actor
        .body
        .as_ref()
        .map(|it| it.short_name.clone())
        .or_else(|| actor.unit_name.clone());
    let place = place.unwrap_or_else(|| "个人".into());
    let roles = [
        (actor.officer, "经办人"),
        (actor.approver, "负责人"),
        (actor.approves_determinations, "容错认定审批"),
    ];
    let mut roles: Vec<_> = roles
        .iter()
        .filter(|it| it.0)
        .map(|it| format!("{place} · {}", it.1))
        .collect();
    if roles.is_empty() {
        roles.push(format!("{place} · 申请人"));
    }
    Ok(AccountPage {
        frame: Frame::for_page(app, Some(actor), "我的账户").errors(!wrong.is_empty()),
        typed: Typed::default(),
        wrong,
        name: actor.name.clone(),
        username: own.username,
        roles,
        must_change,
    })
}

/// A new password: the old one is asked, and every other session ends.
pub async fn submit(
    State(app): State<App>,
    actor: Actor,
    must: MustChange,
    token: Token,
    form: Form,
) -> Result<Response, Nope> {
    if actor.demo {
        return Err(Nope::Forbidden("演示身份没有口令，不能修改。"));
    }
    let own = people::account(&mut *app.pool.acquire().await?, actor.user).await?;
    let new = form.typed.text("new").to_owned();
    let mut wrong = weak(&new, &own.username, form.typed.text("again"));
    let old_matches = app
        .passwords
        .matches(form.typed.text("old").to_owned(), Some(own.password_digest))
        .await;
    if !old_matches {
        wrong.add("old", "原口令不对，请重新输入");
    }
    if !wrong.is_empty() {
        let page = page(&app, &actor, must.0, wrong).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let digest = app
        .passwords
        .digest(new)
        .await
        .map_err(|_| Nope::Bad("这个口令不能使用，请换一个。"))?;
    let at = app.clock.now();
    let mut tx = app.pool.begin().await?;
    people::set_password(&mut tx, actor.user, &digest, false).await?;
    sessions::end_all(&mut tx, actor.user).await?;
    sessions::begin(&mut tx, &token.0, actor.user, at).await?;
    store::audit::record(&mut tx, actor.user, Deed::PasswordChanged, None, at).await?;
    tx.commit().await?;
    Ok(Redirect::to("/?done=password").into_response())
}

fn weak(new: &str, username: &str, again: &str) -> Wrong {
    let mut wrong = Wrong::default();
    if new.chars().count() < PASSWORD_CHARS_MIN {
        wrong.add("new", format!("新口令至少 {PASSWORD_CHARS_MIN} 个字符"));
    } else if new.to_lowercase().contains(username) {
        wrong.add("new", "新口令不能包含用户名");
    }
    if new != again {
        wrong.add("again", "两次输入的新口令不一样");
    }
    wrong
}
