//! What stands round every page: who may post, what browsers may load, how long a request may take. Headers stand outside
//! the panic's page, so that no answer is without them.

use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

use super::error::{self, Nope};
use super::upload::UPLOAD_BYTES_MAX;
use crate::platform::App;

/// How long one request may take.
const PATIENCE: Duration = Duration::from_secs(30);
const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The pages with everything round them.
pub fn round(pages: Router<App>) -> Router<App> {
    let header = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    let cross_site = CsrfLayer::new().with_rejection_response(|_| {
        Nope::Forbidden("这个请求不是从本系统的页面发出的，没有执行。").into_response()
    });
    pages.layer(
        ServiceBuilder::new()
            .layer(TraceLayer::new_for_http())
            .layer(header(CONTENT_SECURITY_POLICY, POLICY))
            .layer(header(X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .layer(header(X_FRAME_OPTIONS, "DENY"))
            .layer(header(REFERRER_POLICY, "same-origin"))
            .layer(CompressionLayer::new())
            .layer(CatchPanicLayer::custom(error::panicked))
            .layer(cross_site)
            .layer(from_fn(in_time))
            .layer(RequestBodyLimitLayer::new(UPLOAD_BYTES_MAX)),
    )
}

async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(PATIENCE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Nope::Busy.into_response(),
    }
}
