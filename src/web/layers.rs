//! The layers around every page, outermost first: request id, security headers, compression, session, error pages, panic
//! catcher, timeout, CSRF, body limit.

use std::any::Any;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::csrf::{CsrfLayer, ProtectionError};

use crate::platform::App;
use crate::platform::bounds::{PAGE_TIMEOUT, UPLOAD_BYTES_MAX, UPLOAD_TIMEOUT};
use crate::web::error::{self, Nope};
use crate::web::number;
use crate::web::pace::PacedBody;
use crate::web::visitor::{self, Visitor, is_multipart};

const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'";

/// Below this, compressing costs more than it saves.
const COMPRESS_BYTES_MIN: u64 = 1_024;

/// Around the pages: needs the database to know who is here. The last one named is the outermost.
pub fn around_pages(pages: Router<App>, app: &App) -> Router<App> {
    let refuse = |_: ProtectionError| Nope::CrossSite.into_response();
    pages
        .layer(DefaultBodyLimit::max(UPLOAD_BYTES_MAX))
        .layer(CsrfLayer::new().with_rejection_response(refuse))
        .layer(from_fn(timeout))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(app.clone(), error::pages))
        .layer(from_fn_with_state(app.clone(), visitor::recognised))
}

/// Around everything, files and health included.
pub fn around_all(all: Router<App>) -> Router<App> {
    let worth_it = SizeAbove::new(COMPRESS_BYTES_MIN)
        .and(NotForContentType::IMAGES)
        .and(NotForContentType::const_new("application/pdf"));
    all.layer(
        CompressionLayer::new()
            .quality(CompressionLevel::Fastest)
            .compress_when(worth_it),
    )
    .layer(map_response(security_headers))
    .layer(from_fn(number::numbered))
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
    match tokio::time::timeout(limit, answer).await {
        Ok(response) => response,
        Err(_) => Nope::Busy.into_response(),
    }
}

fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let said = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("without a word");
    Nope::failed(std::io::Error::other(format!("a handler panicked: {said}"))).into_response()
}

async fn security_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let always: [(HeaderName, &'static str); 2] = [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
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
