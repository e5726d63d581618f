//! Who is here: the cookie, the session behind it, and the doors that need somebody. One query a request.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{CACHE_CONTROL, COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};

use super::error::Nope;
use super::sign_in;
use crate::domain::actor::Actor;
use crate::platform::App;
use crate::store::sessions;

const COOKIE_NAME: &str = "rongcuo";
/// How much of a form is carried over a sign-in.
const CARRIED_BYTES_MAX: usize = 512 * 1024;

/// The digest of the request's token: what the session table knows.
#[derive(Debug, Clone, Copy)]
pub struct Token(pub [u8; 32]);

/// A new token: what the cookie holds, and its digest.
///
/// # Errors
/// The system gives no randomness.
pub fn new_token() -> Result<(String, Token), getrandom::Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let digest = Token(Sha256::digest(text.as_bytes()).into());
    Ok((text, digest))
}

/// The token that a request brings.
pub fn token(headers: &HeaderMap) -> Option<Token> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|it| it.to_str().ok());
    let mut pairs = cookies
        .flat_map(|it| it.split(';'))
        .filter_map(|it| it.trim().split_once('='));
    let (_, value) = pairs.find(|(name, _)| *name == COOKIE_NAME)?;
    Some(Token(Sha256::digest(value.as_bytes()).into()))
}

/// A response that also sets the cookie, or takes it away.
pub fn with_cookie(response: impl IntoResponse, token: Option<&str>, https: bool) -> Response {
    let secure = if https { "; Secure" } else { "" };
    let cookie = match token {
        Some(token) => format!("{COOKIE_NAME}={token}; Path=/; HttpOnly; SameSite=Lax{secure}"),
        None => format!("{COOKIE_NAME}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}"),
    };
    let mut response = response.into_response();
    let value = HeaderValue::from_str(&cookie).expect("hex and fixed words are a header");
    response.headers_mut().append(SET_COOKIE, value);
    response
}

/// Whether people reach us by https: a proxy of ours says so.
pub fn https(headers: &HeaderMap) -> bool {
    headers
        .get("x-forwarded-proto")
        .is_some_and(|it| it.as_bytes() == b"https")
}

/// Who is here, for pages that everybody may read.
///
/// # Errors
/// The database failed.
pub async fn who(app: &App, headers: &HeaderMap) -> Result<Option<Actor>, Nope> {
    let Some(token) = token(headers) else {
        return Ok(None);
    };
    let present = sessions::who(&mut *app.pool.acquire().await?, &token.0, app.clock.now()).await?;
    Ok(present.map(|present| present.actor))
}

/// Lets only somebody through; others sign in first, and nothing they typed is lost.
pub async fn somebody(State(app): State<App>, mut request: Request, next: Next) -> Result<Response, Nope> {
    let token = token(request.headers());
    let mut db = app.pool.acquire().await?;
    let at = app.clock.now();
    let present = match token {
        Some(token) => sessions::who(&mut db, &token.0, at).await?,
        None => None,
    };
    let (Some(present), Some(token)) = (present, token) else {
        drop(db);
        return sign_in_first(&app, request).await;
    };
    if present.stale(at) {
        sessions::seen(&mut db, &token.0, at).await?;
    }
    drop(db);
    if present.must_change_password && request.uri().path() != "/account" {
        return Ok(Redirect::to("/account").into_response());
    }
    request.extensions_mut().insert(token);
    request
        .extensions_mut()
        .insert(MustChange(present.must_change_password));
    request.extensions_mut().insert(present.actor);
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Whether the password must be changed before anything else.
#[derive(Debug, Clone, Copy)]
pub struct MustChange(pub bool);

async fn sign_in_first(app: &App, request: Request) -> Result<Response, Nope> {
    let wanted = request
        .uri()
        .path_and_query()
        .map_or("/", |it| it.as_str())
        .to_owned();
    if request.method() != Method::POST {
        let next = utf8_percent_encode(&wanted, NON_ALPHANUMERIC);
        return Ok(Redirect::to(&format!("/?next={next}")).into_response());
    }
    let form = request
        .headers()
        .get("content-type")
        .and_then(|it| it.to_str().ok())
        .unwrap_or_default();
    let carried = if form.starts_with("application/x-www-form-urlencoded") {
        let body = axum::body::to_bytes(request.into_body(), CARRIED_BYTES_MAX)
            .await
            .unwrap_or_default();
        form_urlencoded::parse(&body).into_owned().collect()
    } else {
        vec![]
    };
    sign_in::expired(app, wanted, carried).await
}

impl<S: Send + Sync> FromRequestParts<S> for Actor {
    type Rejection = Nope;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Nope> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(Nope::Forbidden("请先登录。"))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Token {
    type Rejection = Nope;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Nope> {
        parts
            .extensions
            .get::<Self>()
            .copied()
            .ok_or(Nope::Forbidden("请先登录。"))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for MustChange {
    type Rejection = Nope;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Nope> {
        Ok(parts.extensions.get::<Self>().copied().unwrap_or(Self(false)))
    }
}
