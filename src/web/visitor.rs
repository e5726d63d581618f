//! Who is here: looked up once for each request, with one query and only where a cookie was sent. Everybody else asks
//! the `Visitor` that this layer leaves with the request.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::platform::App;
use crate::store::limits;
use crate::store::pool;
use crate::store::sessions::{self, Session, TokenDigest};
use crate::web::error::{Nope, dressed};
use crate::web::flash::{self, Flash};
use crate::web::frame::Frame;
use crate::web::number::Number;
use crate::web::rescue::expired_session;

/// Who sent a request, and where to.
#[derive(Debug, Clone, Default)]
pub struct Visitor {
    pub session: Option<Session>,
    /// The digest of the cookie's token, whether or not a session stands for it.
    pub token: Option<TokenDigest>,
    /// What is to be said on the page.
    pub flash: Option<Flash>,
    /// The path asked for.
    pub path: String,
}

impl Visitor {
    /// Whether nothing comes before a new password.
    pub fn must_change_password(&self) -> bool {
        self.session
            .as_ref()
            .is_some_and(|session| session.must_change_password)
    }
}

/// The session's cookie. Where all is https the prefix binds it to this very host.
pub fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-rongcuo" } else { "rongcuo" }
}

/// Finds out who is here, and leaves the `Visitor` with the request.
pub async fn recognised(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let found = pool::within(limits::PATIENCE, find(&app, request.headers(), path)).await;
    let visitor = match found.unwrap_or(Err(sqlx::Error::PoolTimedOut)) {
        Ok(visitor) => visitor,
        Err(failure) => {
            let number = request.extensions().get::<Number>().cloned().unwrap_or_default();
            let frame = || Frame::of(&app, Visitor::default());
            return dressed(Nope::from(failure).into_response(), frame, &number);
        }
    };
    let says = visitor.flash.is_some() && request.method() == Method::GET;
    let said = says.then(|| flash::said(&visitor.path));
    request.extensions_mut().insert(visitor);
    let response = next.run(request).await;
    match said.filter(|_| response.status() == StatusCode::OK) {
        Some(said) => (CookieJar::new().add(said), response).into_response(),
        None => response,
    }
}

async fn find(app: &App, headers: &HeaderMap, path: String) -> sqlx::Result<Visitor> {
    let token = token(app, headers);
    let session = match &token {
        Some(token) => standing(app, token).await?,
        None => None,
    };
    Ok(Visitor {
        session,
        token,
        flash: Flash::left(headers, &path),
        path,
    })
}

fn token(app: &App, headers: &HeaderMap) -> Option<TokenDigest> {
    let jar = CookieJar::from_headers(headers);
    let cookie = jar.get(cookie_name(app.config.https))?;
    Some(app.secret.digest(cookie.value()))
}

async fn standing(app: &App, token: &TokenDigest) -> sqlx::Result<Option<Session>> {
    let mut db = app.pool.acquire().await?;
    let at = app.clock.now();
    let session = sessions::who(&mut db, &app.known, token, at).await?;
    if session.as_ref().is_some_and(|session| session.stale(at)) {
        sessions::seen(&mut db, token, at).await?;
    }
    Ok(session)
}

/// The layer around all pages for signed-in people. Nobody here: a page is asked for again after signing in, and a form
/// is kept on the sign-in page. A password that somebody else chose is changed before anything else.
pub async fn signed_in(State(app): State<App>, request: Request, next: Next) -> Response {
    let visitor = request.extensions().get::<Visitor>();
    match visitor.and_then(|it| it.session.as_ref()) {
        Some(session) if session.must_change_password && request.uri().path() != "/account" => {
            Redirect::to("/account").into_response()
        }
        Some(_) => next.run(request).await,
        None if matches!(*request.method(), Method::GET | Method::HEAD) => {
            Nope::SignedOut(wanted(&request)).into_response()
        }
        None => expired_session::on_sign_in_page(&app, request)
            .await
            .into_response(),
    }
}

/// The layer that takes no form while our clock and the database's differ: what is done would bear a wrong time.
pub async fn by_one_clock(request: Request, next: Next) -> Response {
    let session = request
        .extensions()
        .get::<Visitor>()
        .and_then(|it| it.session.as_ref());
    match session {
        Some(session) if !session.clocks_agree() && *request.method() == Method::POST => {
            tracing::error!(
                seconds = session.clock_ahead,
                "our clock is ahead of the database's"
            );
            Nope::ClockWrong.into_response()
        }
        _ => next.run(request).await,
    }
}

fn wanted(request: &Request) -> String {
    request
        .uri()
        .path_and_query()
        .map_or_else(|| "/".to_owned(), ToString::to_string)
}

// What a query's value may show as it is; everything else is written with %.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.');

/// The sign-in page that leads back to an address of ours.
pub fn sign_in_href(wanted: &str) -> String {
    match own(wanted) {
        Some("/") | None => "/".to_owned(),
        Some(wanted) => format!("/?next={}", utf8_percent_encode(wanted, PLAIN)),
    }
}

/// The address, if it is one of ours: nobody is led elsewhere by a link to our sign-in page.
pub fn own(wanted: &str) -> Option<&str> {
    let ours = wanted.starts_with('/')
        && !wanted.starts_with("//")
        && wanted
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    ours.then_some(wanted)
}

/// The page of ours that a link on it led from here, unless it is this one.
pub fn came_from(headers: &HeaderMap, here: &str) -> Option<String> {
    let path = page_of_ours(headers)?;
    let name = path.split(['?', '#']).next();
    (name != Some(here)).then(|| path.to_owned())
}

/// The page of ours that a request says it comes from.
pub fn page_of_ours(headers: &HeaderMap) -> Option<&str> {
    let said = |name: header::HeaderName| headers.get(name).and_then(|it| it.to_str().ok());
    let (_, rest) = said(header::REFERER)?.split_once("://")?;
    own(rest.strip_prefix(said(header::HOST)?)?)
}

/// The network address the request came from, as far as we know: the one that our proxy names last, where there is one and
/// it names an address.
pub fn address(app: &App, headers: &HeaderMap, peer: Option<SocketAddr>) -> Option<IpAddr> {
    let named = headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .and_then(|value| forwarded(value.to_str().ok()?.rsplit(',').next()?.trim()))
        .filter(|_| app.config.https);
    named.or(peer.map(|it| it.ip()))
}

// Some proxies write the port, too.
fn forwarded(named: &str) -> Option<IpAddr> {
    let address = named.parse::<IpAddr>().ok();
    address.or_else(|| named.parse::<SocketAddr>().ok().map(|it| it.ip()))
}

/// Whether the body is a form with files.
pub fn is_multipart(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_our_own_are_led_to() {
        for ours in ["/work", "/cases/1?x=2&y=3", "/"] {
            assert_eq!(own(ours), Some(ours));
        }
        for others in [
            "",
            "work",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\r\nb",
        ] {
            assert_eq!(own(others), None, "{others:?}");
        }
        assert_eq!(sign_in_href("/cases?q=一&p=2"), "/");
        assert_eq!(sign_in_href("/cases?q=a&p=2"), "/?next=/cases%3Fq%3Da%26p%3D2");
    }
}
