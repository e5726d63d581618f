//! The layers around every page, outermost first: request id, security headers, compression, session, error pages, panic
//! catcher, timeout, our own name, CSRF, body limit.

use std::any::Any;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, HeaderValue, ORIGIN, REFERRER_POLICY,
    SET_COOKIE, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, Method};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::csrf::{CsrfLayer, ProtectionError};

use crate::platform::App;
use crate::platform::bounds::{PAGE_TIMEOUT, UPLOAD_BYTES_MAX, UPLOAD_TIMEOUT};
use crate::store::pool;
use crate::web::by_script;
use crate::web::error::{self, Nope};
use crate::web::number;
use crate::web::pace::PacedBody;
use crate::web::visitor::{self, Visitor, is_multipart};

const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'";

/// No page of ours asks for any of these.
const PERMISSIONS: &str =
    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=()";

/// Below this, compressing costs more than it saves.
const COMPRESS_BYTES_MIN: u64 = 1_024;

/// Around the pages: needs the database to know who is here. The last one named is the outermost.
pub fn around_pages(pages: Router<App>, app: &App) -> Router<App> {
    let refuse = |_: ProtectionError| Nope::CrossSite.into_response();
    pages
        .layer(DefaultBodyLimit::max(UPLOAD_BYTES_MAX))
        .layer(from_fn(from_our_page))
        .layer(CsrfLayer::new().with_rejection_response(refuse))
        .layer(from_fn_with_state(app.clone(), by_our_name))
        .layer(from_fn(timeout))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(app.clone(), error::pages))
        .layer(from_fn_with_state(app.clone(), visitor::recognised))
        .layer(from_fn(by_script::told_where))
}

/// Around everything, files and health included. `https`: whether people reach us so.
pub fn around_all(all: Router<App>, https: bool) -> Router<App> {
    let worth_it = SizeAbove::new(COMPRESS_BYTES_MIN)
        .and(NotForContentType::IMAGES)
        .and(NotForContentType::const_new("application/pdf"));
    all.layer(
        CompressionLayer::new()
            .quality(CompressionLevel::Fastest)
            .compress_when(worth_it),
    )
    .layer(map_response(move |response| security_headers(response, https)))
    .layer(from_fn(number::numbered))
    .layer(from_fn(watched))
}

/// Who hangs, or is too slow, is told to try again.
async fn timeout(request: Request, next: Next) -> Response {
    let here = request
        .extensions()
        .get::<Visitor>()
        .is_some_and(|it| it.session.is_some());
    let limit = if here && is_multipart(request.headers()) {
        UPLOAD_TIMEOUT
    } else {
        PAGE_TIMEOUT
    };
    let answer = next.run(request.map(PacedBody::of));
    let answer = pool::within(limit, answer).await;
    answer.unwrap_or_else(|| Nope::Busy.into_response())
}

/// Who hangs up may leave a connection to the database in the middle of a question.
async fn watched(request: Request, next: Next) -> Response {
    pool::watched(next.run(request)).await
}

fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let said = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("without a word");
    Nope::failed(std::io::Error::other(format!("a handler panicked: {said}"))).into_response()
}

/// A form that comes with our cookie says where it was filled in: the other layer hears those who say `Origin` or
/// `Sec-Fetch-Site`; browsers too old for both send our cookie with anybody's form, and say at most the page's address.
async fn from_our_page(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let says = headers.contains_key(ORIGIN) || headers.contains_key("sec-fetch-site");
    let with_our_cookie = request
        .extensions()
        .get::<Visitor>()
        .is_some_and(|it| it.token.is_some());
    if request.method() == Method::POST
        && with_our_cookie
        && !says
        && visitor::page_of_ours(headers).is_none()
    {
        return Nope::FromNowhere.into_response();
    }
    next.run(request).await
}

/// Another site can have its own name lead to our address, and then reads our pages as its own (DNS rebinding).
async fn by_our_name(State(app): State<App>, request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).and_then(|it| it.to_str().ok());
    if host.is_some_and(|host| !app.config.answers_to(host)) {
        return Nope::Bad("本系统不在这个网址提供服务。请使用管理员公布的网址；管理员请检查 RONGCUO_HOST。")
            .into_response();
    }
    next.run(request).await
}

async fn security_headers(mut response: Response, https: bool) -> Response {
    let headers = response.headers_mut();
    if https {
        headers.insert(
            STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
        only_by_https(headers);
    }
    let always: [(HeaderName, &'static str); 5] = [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // For browsers that do not know `frame-ancestors`.
        (X_FRAME_OPTIONS, "SAMEORIGIN"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
        // Not `no-referrer`: with it browsers send `Origin: null`, and every form would be refused.
        (REFERRER_POLICY, "same-origin"),
    ];
    for (name, value) in always {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // The bytes of somebody's file come with a stricter policy of their own.
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(POLICY));
    // Pages tell of people; only what says otherwise itself may be kept.
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Cookies that are bound to a page or forgotten with the browser are set where no setting is at hand.
fn only_by_https(headers: &mut HeaderMap) {
    let cookies: Vec<_> = headers.get_all(SET_COOKIE).iter().cloned().collect();
    headers.remove(SET_COOKIE);
    for cookie in cookies {
        let text = cookie.to_str().unwrap_or_default();
        let secure = text.split("; ").any(|it| it == "Secure");
        let made = HeaderValue::try_from(format!("{text}; Secure")).ok();
        headers.append(SET_COOKIE, made.filter(|_| !secure).unwrap_or(cookie));
    }
}
