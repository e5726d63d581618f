//! Each request gets a number. Its lines in the log bear it, a page of a failure shows it to be quoted, and the answer
//! carries it as `X-Request-Id`. What is logged of a request is its method, its path, its status and its time: no query,
//! no name, nothing typed.

use std::fmt;
use std::sync::Arc;

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::Instant;
use tracing::Instrument;

use crate::platform::random;

#[derive(Debug, Clone)]
pub struct Number(Arc<str>);

impl Number {
    fn new() -> Self {
        let bytes = random::secret::<5>().unwrap_or_default();
        Self(bytes.map(|byte| format!("{byte:02X}")).concat().into())
    }
}

impl Default for Number {
    fn default() -> Self {
        Self("-".into())
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Numbers the request and logs how it went.
pub async fn numbered(mut request: Request, next: Next) -> Response {
    let number = Number::new();
    let span = tracing::info_span!("request", number = %number, method = %request.method(), path = request.uri().path());
    request.extensions_mut().insert(number.clone());
    let began = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = began.elapsed();
    span.in_scope(|| {
        tracing::debug!(
            status = response.status().as_u16(),
            ms = took.as_millis(),
            "answered"
        )
    });
    if let Ok(value) = HeaderValue::from_str(&number.0) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}
