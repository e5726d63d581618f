//! Signing in and out. The token is new at each sign-in, comes from the operating system's randomness, lives in the
//! cookie alone, and is known to the database by its digest only. The answer, and the time it takes, is the same
//! whether the account is unknown, closed, or the password wrong. Of sessions begun and ended the database keeps the trace.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use sqlx::PgConnection;
use time::Duration;

use crate::domain::ids::UserId;
use crate::platform::App;
use crate::platform::bounds::{SIGN_IN_BYTES_MAX, SIGN_IN_WORDS_BYTES_MAX};
use crate::platform::guesses::Place;
use crate::platform::passwords::Passwords;
use crate::platform::random;
use crate::store::audit::{self, Deed};
use crate::store::people::{self, Credentials};
use crate::store::sessions::{self, Session};
use crate::web::came_from;
use crate::web::device;
use crate::web::error::Nope;
use crate::web::extract::read_form;
use crate::web::flash::Flash;
use crate::web::form::{Reading, Typed, Wrong};
use crate::web::frame::{Frame, home};
use crate::web::rescue::expired_session::Kept;
use crate::web::sign_in::{self, SignInPage};
use crate::web::visitor::{self, Visitor, cookie_name, own};

/// The longest password we take the trouble to digest.
pub const PASSWORD_CHARS_MAX: usize = 200;

/// How long a password that somebody else chose can be signed in with.
pub const ONE_TIME: Duration = Duration::days(7);

/// `POST /session`: signs in.
pub async fn begin(State(app): State<App>, visitor: Visitor, request: Request) -> Result<Response, Nope> {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|it| it.0);
    let headers = request.headers().clone();
    let from = visitor::address(&app, &headers, peer);
    let typed = form(request).await?;
    let (username, password) = match read(&typed) {
        Ok(both) => both,
        Err(wrong) => return again(&app, typed, wrong, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    // No connection is held while the digest is made.
    let account = people::credentials(&mut *app.pool.acquire().await?, &username).await?;
    let at = app.clock.now();
    let known = account
        .as_ref()
        .and_then(|it| device::known(&app, &headers, UserId(it.id), &it.password_digest, at));
    let place = known.map_or(Place::Network(from), Place::Known);
    let guess = match app.guesses.attempt(&username, &place, at) {
        Ok(guess) => guess,
        Err(wait) => return too_often(&app, typed, wait).await,
    };
    let Some(account) = verified(&app, account, &password).await? else {
        guess.failed();
        let wrong = Wrong::field(
            "password",
            "用户名或者密码不正确。请检查以后再试；忘记密码请联系本单位系统管理员。",
        );
        return again(&app, typed, wrong, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    guess.succeeded();
    if account.must_change_password && at - account.password_set_at > ONE_TIME {
        let days = ONE_TIME.whole_days();
        let says = format!("这个一次性密码已经过期：它在 {days} 天内有效。请联系本单位系统管理员重置密码。");
        return again(
            &app,
            typed,
            Wrong::refused(says),
            StatusCode::UNPROCESSABLE_ENTITY,
        )
        .await;
    }
    let user = UserId(account.id);
    let digest = renewed(&app, account, password).await?;
    let (cookie, session) = start(&app, &visitor, user, Deed::SignIn).await?;
    let jar = CookieJar::new()
        .add(cookie)
        .add(came_from::forget())
        .add(device::cookie(&app, user, &digest)?);
    let forgotten = device::too_many(&app, &headers, user);
    let jar = forgotten.into_iter().fold(jar, CookieJar::add);
    Ok((jar, welcome(&app, &session, &typed)).into_response())
}
/// `POST /demo/session`: steps into a demo identity, where a demo is open; nobody else can be stepped into.
pub async fn begin_demo(
    State(app): State<App>,
    visitor: Visitor,
    request: Request,
) -> Result<Response, Nope> {
    let typed = form(request).await?;
    let user: UserId = typed.text("user").parse().map_err(|_| Nope::NotFound)?;
    if !app.config.demo_is_open() || !people::is_demo(&mut *app.pool.acquire().await?, user).await? {
        return Err(Nope::NotFound);
    }
    let (cookie, session) = start(&app, &visitor, user, Deed::DemoSignIn).await?;
    Ok((
        CookieJar::new().add(cookie).add(came_from::forget()),
        welcome(&app, &session, &typed),
    )
        .into_response())
}

/// `POST /session/end`: signs out. Whoever is not signed in is signed out, too.
pub async fn end(State(app): State<App>, visitor: Visitor) -> Result<Response, Nope> {
    if let Some(token) = &visitor.token {
        let mut db = app.pool.acquire().await?;
        sessions::end(&mut db, token).await?;
    }
    let mut gone = cookie(&app, String::new());
    gone.make_removal();
    let jar = CookieJar::new().add(gone).add(came_from::forget());
    // Not the cookies: of those one stays, by which the browser is known again.
    let clear = [("clear-site-data", r#""cache", "storage""#)];
    Ok((clear, jar, Flash::SignedOut.at("/")).into_response())
}

/// Its page is shown to anybody with what was typed, and with a kept form that has a bound of its own.
async fn form(request: Request) -> Result<Typed, Nope> {
    let typed = read_form(request, SIGN_IN_BYTES_MAX).await?;
    let words = typed.0.iter().filter(|(name, _)| name != "kept");
    match words.map(|(name, value)| name.len() + value.len()).sum::<usize>() <= SIGN_IN_WORDS_BYTES_MAX {
        true => Ok(typed),
        false => Err(Nope::TooLarge),
    }
}

fn read(typed: &Typed) -> Result<(String, String), Wrong> {
    let mut reading = Reading::new(typed);
    let username = reading.line("username", "输入用户名").to_lowercase();
    let password = typed.text("password").to_owned();
    if password.is_empty() {
        reading.wrong("password", "输入密码");
    }
    // Longer than any password can be: it is wrong, and need not be digested.
    if password.chars().count() > PASSWORD_CHARS_MAX {
        reading.wrong("password", format!("密码最多 {PASSWORD_CHARS_MAX} 个字符"));
    }
    reading.done((username, password))
}

/// The account, if the password is its own.
async fn verified(
    app: &App,
    account: Option<Credentials>,
    password: &str,
) -> Result<Option<Credentials>, Nope> {
    let known = account.as_ref().map(|it| (it.id, it.password_digest.clone()));
    if app.passwords.matches(password.to_owned(), known).await {
        return Ok(account);
    }
    let mut db = app.pool.acquire().await?;
    audit::record(&mut db, None, Deed::SignInFailed, None, app.clock.now()).await?;
    Ok(None)
}

/// The digest of the account, made anew where digests cost more by now.
async fn renewed(app: &App, account: Credentials, password: String) -> Result<String, Nope> {
    if !Passwords::outdated(&account.password_digest) {
        return Ok(account.password_digest);
    }
    let new = app.passwords.digest(account.id, password).await?;
    let both = (account.password_digest.as_str(), new.as_str());
    let mut db = app.pool.acquire().await?;
    let user = UserId(account.id);
    match people::replace_password(&mut db, user, both, account.must_change_password).await? {
        true => Ok(new),
        false => Ok(account.password_digest),
    }
}

/// Begins a new session and ends the one whose cookie was sent, in one transaction.
async fn start(
    app: &App,
    visitor: &Visitor,
    user: UserId,
    deed: Deed<'_>,
) -> Result<(Cookie<'static>, Session), Nope> {
    let at = app.clock.now();
    let mut tx = app.pool.begin().await?;
    if let Some(old) = &visitor.token {
        sessions::end(&mut tx, old).await?;
    }
    let (cookie, session) = open(app, &mut tx, user).await?;
    audit::record(&mut tx, user, deed, None, at).await?;
    tx.commit().await?;
    Ok((cookie, session))
}

/// A new session of this person, and the cookie that stands for it. Somebody may have closed the account this very moment.
pub async fn open(
    app: &App,
    db: &mut PgConnection,
    user: UserId,
) -> Result<(Cookie<'static>, Session), Nope> {
    let token = random::secret::<32>()?.map(|byte| format!("{byte:02x}")).concat();
    let digest = app.secret.digest(&token);
    let at = app.clock.now();
    sessions::begin(db, &digest, user, at).await?;
    let session = sessions::who(db, &app.known, &digest, at)
        .await?
        .ok_or(Nope::Forbidden("这个账号已经停用，请联系本单位系统管理员。"))?;
    Ok((cookie(app, token), session))
}

fn cookie(app: &App, token: String) -> Cookie<'static> {
    let https = app.config.https;
    Cookie::build((cookie_name(https), token))
        .path("/")
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Lax)
        .build()
}

fn welcome(app: &App, session: &Session, typed: &Typed) -> Response {
    let kept = Kept::read(typed.text("kept")).filter(|_| !session.must_change_password);
    if let Some(page) = kept.and_then(|kept| kept.page(app, &session.actor)) {
        return page.into_response();
    }
    let wanted = own(typed.text("next")).unwrap_or(home(&session.actor));
    Redirect::to(wanted).into_response()
}

/// The page carries no kept form, which would cost more than the refusal: the browser still has it.
async fn too_often(app: &App, mut typed: Typed, wait: Duration) -> Result<Response, Nope> {
    let seconds = wait.whole_seconds() + 1;
    let mut says = format!("尝试次数太多，登录暂缓。请在 {seconds} 秒以后再试。");
    if !typed.text("kept").is_empty() {
        says.push_str("您填写的内容没有丢失：到时候请刷新本页，让浏览器重新发送。");
    }
    typed.clear("kept");
    let page = again(app, typed, Wrong::refused(says), StatusCode::TOO_MANY_REQUESTS).await?;
    Ok(([(header::RETRY_AFTER, seconds.to_string())], page).into_response())
}

async fn again(app: &App, mut typed: Typed, wrong: Wrong, status: StatusCode) -> Result<Response, Nope> {
    typed.clear("password");
    let page = SignInPage {
        frame: Frame::for_page(app, None, "登录").errors(!wrong.is_empty()),
        next: own(typed.text("next")).map(str::to_owned),
        kept: Kept::read(typed.text("kept")).and_then(|kept| kept.carried()),
        demo: sign_in::identities(app).await?,
        typed,
        wrong,
    };
    Ok((status, page).into_response())
}
