//! The sign-in page (登录), and in a demo the identities one may step into.
//! What a session is, is for `session`.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::domain::actor::Actor;
use crate::domain::ids::UserId;
use crate::platform::App;
use crate::store::audit::Deed;
use crate::store::people::DemoPerson;
use crate::store::{self, sessions};
use crate::web::door::{Form, Query};
use crate::web::error::Nope;
use crate::web::form::{Typed, Wrong};
use crate::web::frame::Frame;
use crate::web::session;

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

/// The sign-in page, or straight on for who is here already.
pub async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, Nope> {
    let mut db = app.pool.acquire().await?;
    if let Some(token) = session::token(&headers)
        && let Some(present) = sessions::who(&mut db, &token.0, app.clock.now()).await?
    {
        return Ok(Redirect::to(home(&present.actor)).into_response());
    }
    drop(db);
    let next = asked.next.as_deref().and_then(own_path).map(str::to_owned);
    Ok(page(&app, Typed::default(), Wrong::default(), next)
        .await?
        .into_response())
}

/// What the sign-in page may be asked.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    next: Option<String>,
}

/// Where a person begins.
pub fn home(actor: &Actor) -> &'static str {
    if actor.staff() { "/work" } else { "/my" }
}

/// An address of ours, never somebody else's.
fn own_path(next: &str) -> Option<&str> {
    let ours = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\n', '\r']);
    (ours && next != "/").then_some(next)
}

async fn page(app: &App, typed: Typed, wrong: Wrong, next: Option<String>) -> Result<SignInPage, Nope> {
    let people = store::people::demo_people(&mut *app.pool.acquire().await?).await?;
    app.set_demo(!people.is_empty());
    let frame = Frame::for_page(app, None, "登录").errors(!wrong.is_empty());
    Ok(SignInPage {
        frame,
        typed,
        wrong,
        next,
        demo: grouped(people),
    })
}

fn grouped(people: Vec<DemoPerson>) -> Vec<Identities> {
    let mut groups: Vec<Identities> = vec![];
    for it in people {
        let name = it.body.clone().unwrap_or_else(|| "申请人和当事人".into());
        let role = match (it.approver, it.officer, &it.unit) {
            (true, ..) => "负责人".to_owned(),
            (_, true, _) => "经办人".to_owned(),
            (_, _, Some(unit)) => format!("申请人 · {unit}"),
            _ => format!("个人 · {}", it.position),
        };
        let person = Identity {
            id: it.id.to_string(),
            role,
            name: it.name,
        };
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.people.push(person),
            None => groups.push(Identities {
                name,
                people: vec![person],
            }),
        }
    }
    groups
}

/// Signs in by user name and password. The answer is the same whether the account exists or not.
pub async fn submit(State(app): State<App>, headers: HeaderMap, form: Form) -> Result<Response, Nope> {
    let (username, password) = (
        form.typed.text("username").trim().to_lowercase(),
        form.typed.text("password"),
    );
    let address = address(&headers);
    let at = app.clock.now();
    let waits = [
        app.failures_by_account.wait(&username, at),
        app.failures_by_address.wait(&address, at),
    ];
    if waits.iter().any(Option::is_some) {
        let wrong = Wrong::field("username", "登录失败次数过多，请稍等几分钟再试");
        return again(&app, &form.typed, wrong, StatusCode::TOO_MANY_REQUESTS).await;
    }
    let known = store::people::credentials(&mut *app.pool.acquire().await?, &username).await?;
    let (user, digest) = known.map_or((None, None), |it| (Some(UserId(it.id)), Some(it.password_digest)));
    let matches = app.passwords.matches(password.to_owned(), digest).await;
    let Some(user) = user.filter(|_| matches) else {
        app.failures_by_account.failed(&username, at);
        app.failures_by_address.failed(&address, at);
        let wrong = Wrong::field("username", "用户名或者口令不对，请检查后重新输入");
        return again(&app, &form.typed, wrong, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    app.failures_by_account.succeeded(&username);
    begin(&app, &headers, user, &form.typed, Deed::SignIn).await
}

async fn again(app: &App, typed: &Typed, wrong: Wrong, status: StatusCode) -> Result<Response, Nope> {
    let mut shown = typed.clone();
    shown.0.retain(|(name, _)| name == "username");
    let next = own_path(typed.text("next")).map(str::to_owned);
    Ok((status, page(app, shown, wrong, next).await?).into_response())
}

/// Who is slowed down together: those behind one address, as the proxy in front of us names it.
fn address(headers: &HeaderMap) -> String {
    let forwarded = headers.get("x-forwarded-for").and_then(|it| it.to_str().ok());
    forwarded
        .and_then(|it| it.rsplit(',').next())
        .unwrap_or("direct")
        .trim()
        .to_owned()
}

/// Steps into a demo identity. There is no such thing outside a demo.
pub async fn step_in(State(app): State<App>, headers: HeaderMap, form: Form) -> Result<Response, Nope> {
    let user: UserId = form.typed.text("user").parse().map_err(|_| Nope::NotFound)?;
    if !store::people::is_demo(&mut *app.pool.acquire().await?, user).await? {
        return Err(Nope::NotFound);
    }
    begin(&app, &headers, user, &form.typed, Deed::DemoSignIn).await
}

/// Rotates the session: the old one ends, a new token begins.
async fn begin(
    app: &App,
    headers: &HeaderMap,
    user: UserId,
    typed: &Typed,
    deed: Deed,
) -> Result<Response, Nope> {
    let at = app.clock.now();
    let (text, token) = session::new_token().map_err(|_| Nope::Bad("暂时不能登录，请稍后再试。"))?;
    let mut tx = app.pool.begin().await?;
    if let Some(old) = session::token(headers) {
        sessions::end(&mut tx, &old.0).await?;
    }
    sessions::begin(&mut tx, &token.0, user, at).await?;
    store::audit::record(&mut tx, user, deed, None, at).await?;
    tx.commit().await?;
    let next = own_path(typed.text("next")).unwrap_or("/");
    Ok(session::with_cookie(
        Redirect::to(next),
        Some(&text),
        session::https(headers),
    ))
}

/// Signs out.
pub async fn end(State(app): State<App>, headers: HeaderMap) -> Result<Response, Nope> {
    if let Some(token) = session::token(&headers) {
        sessions::end(&mut *app.pool.acquire().await?, &token.0).await?;
    }
    Ok(session::with_cookie(
        Redirect::to("/"),
        None,
        session::https(&headers),
    ))
}

/// What was typed when the session had ended, with a way to keep it.
#[derive(Template, WebTemplate)]
#[template(path = "expired.html")]
struct ExpiredPage {
    frame: Frame,
    carried: Vec<(String, String)>,
}

/// The session ended while a form was filled in: the text is shown so that it can be kept, and the way to sign in again.
pub async fn expired(app: &App, _wanted: String, carried: Vec<(String, String)>) -> Result<Response, Nope> {
    let shown = |(name, value): &(String, String)| {
        !["version", "once", "password", "old", "new", "again"].contains(&name.as_str())
            && !value.trim().is_empty()
    };
    let carried = carried.into_iter().filter(shown).collect();
    let frame = Frame::for_page(app, None, "登录已经过期");
    Ok((StatusCode::UNAUTHORIZED, ExpiredPage { frame, carried }).into_response())
}
