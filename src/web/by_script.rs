//! A form with files that our script sends, so as to say how far they are. It asks where the answer leads and goes there itself: a
//! browser that follows for a script would take what the next page has to say once (`flash`), and nobody would read it.

use axum::extract::Request;
use axum::http::header::{HeaderName, HeaderValue, LOCATION};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

/// What the script says of itself.
const ASKS: HeaderName = HeaderName::from_static("x-rongcuo-progress");
/// Where the answer leads.
const NEXT: HeaderName = HeaderName::from_static("x-rongcuo-next");
/// That a page is ours: the script shows no other in place of a form that was typed.
const PAGE: HeaderName = HeaderName::from_static("x-rongcuo-page");

/// Names where an answer leads, in place of leading there.
pub async fn told_where(request: Request, next: Next) -> Response {
    let asks = request.method() == Method::POST && request.headers().contains_key(ASKS);
    let mut answer = next.run(request).await;
    if !asks {
        return answer;
    }
    if answer.status().is_redirection()
        && let Some(there) = answer.headers_mut().remove(LOCATION)
    {
        *answer.status_mut() = StatusCode::NO_CONTENT;
        answer.headers_mut().insert(NEXT, there);
    } else {
        answer.headers_mut().insert(PAGE, HeaderValue::from_static("yes"));
    }
    answer
}
