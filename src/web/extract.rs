//! What a handler may ask for. Each of these answers a bad request with a page of ours; axum's own answer in English,
//! so `clippy.toml` forbids them.

use std::convert::Infallible;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, OptionalFromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use http_body_util::BodyExt;
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;

use crate::domain::actor::Actor;
use crate::domain::blank::{breaks_the_line, is_left_out};
use crate::platform::App;
use crate::platform::bounds::{DECODED_AT_ONCE_BYTES_MAX, FIELDS_MAX, FORM_BYTES_MAX, READ_BYTES_MAX};
use crate::web::error::Nope;
use crate::web::form::{Stamp, Typed};
use crate::web::frame::Frame;
use crate::web::visitor::Visitor;

mod piecemeal;
mod upload;

pub use upload::Upload;

/// What stands in the address; 404 where it does not fit.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = Nope;

    #[expect(
        clippy::disallowed_types,
        reason = "this is the extractor that everybody else is told to use"
    )]
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Nope> {
        let path = <axum::extract::Path<T> as FromRequestParts<App>>::from_request_parts(parts, app).await;
        path.map(|axum::extract::Path(it)| Self(it))
            .map_err(|_| Nope::NotFound)
    }
}

/// What stands behind the question mark; one that cannot be read is an empty one.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Default> FromRequestParts<App> for Query<T> {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let query = axum_extra::extract::Query::from_request_parts(parts, app).await;
        Ok(Self(
            query.map(|axum_extra::extract::Query(it)| it).unwrap_or_default(),
        ))
    }
}

pub struct Form {
    pub typed: Typed,
    /// Which version was seen, and the one-time id.
    pub stamp: Stamp,
}

impl FromRequest<App> for Form {
    type Rejection = Nope;

    async fn from_request(request: Request, app: &App) -> Result<Self, Nope> {
        if !is_form(request.headers()) {
            return Err(Nope::BadRequest);
        }
        let mut typed = read_form(request, FORM_BYTES_MAX).await?;
        let stamp = typed.take_stamp(app.clock.now());
        Ok(Self { typed, stamp })
    }
}

// A body of another kind would read as one field with a strange name.
fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE);
    kind.is_none_or(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"))
}

/// Reads a form of up to so many bytes.
pub async fn read_form(request: Request, most: usize) -> Result<Typed, Nope> {
    let (parts, body) = request.into_parts();
    let body = read_body(&parts.headers, body, most).await?;
    if body.iter().filter(|it| **it == b'&').count() >= FIELDS_MAX {
        return Err(Nope::TooLarge);
    }
    if body.len() <= DECODED_AT_ONCE_BYTES_MAX {
        return pairs(&body);
    }
    let decoding = tokio::task::spawn_blocking(move || pairs(&body));
    decoding.await.map_err(Nope::failed)?
}

fn pairs(body: &[u8]) -> Result<Typed, Nope> {
    let text = std::str::from_utf8(body).map_err(|_| Nope::BadRequest)?;
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    let pairs: Option<_> = pairs.map(pair).collect();
    pairs.map(Typed).ok_or(Nope::BadRequest)
}

// Strict where the usual decoders put a replacement character: a text that is not UTF-8 is refused, not spoilt.
fn pair(pair: &str) -> Option<(String, String)> {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    Some((decoded(name)?, decoded(value)?))
}

fn decoded(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    Some(storable(
        percent_decode_str(&spaced).decode_utf8().ok()?.into_owned(),
    ))
}

/// A text as it is kept: every form and upload comes through here, so nothing behind it meets an odd character.
pub fn storable(text: String) -> String {
    if !text.chars().any(|it| is_left_out(it) || breaks_the_line(it)) {
        return text;
    }
    let line = |it| if breaks_the_line(it) { '\n' } else { it };
    text.chars().filter(|it| !is_left_out(*it)).map(line).collect()
}

async fn read_body(headers: &HeaderMap, body: Body, most: usize) -> Result<Bytes, Nope> {
    if announced(headers).is_some_and(|length| length > most) {
        drain(body).await;
        return Err(Nope::TooLarge);
    }
    to_bytes(body, most)
        .await
        .map_err(|error| too_large_or_broken(&error))
}

// A browser that is still sending hears no answer: it is let finish, within reason, and what it sends is thrown away.
async fn drain(body: Body) {
    let mut body = body;
    let mut seen = 0;
    while let Some(Ok(frame)) = body.frame().await {
        seen += frame.data_ref().map_or(0, Bytes::len);
        if seen > READ_BYTES_MAX {
            return;
        }
    }
}

fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn too_large_or_broken(error: &(dyn std::error::Error + 'static)) -> Nope {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<http_body_util::LengthLimitError>() {
            return Nope::TooLarge;
        }
        cause = error.source();
    }
    Nope::BadRequest
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Actor {
    type Rejection = Nope;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Nope> {
        here(parts).ok_or_else(|| Nope::SignedOut(parts.uri.path().to_owned()))
    }
}

impl OptionalFromRequestParts<App> for Actor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Option<Self>, Infallible> {
        Ok(here(parts))
    }
}

fn here(parts: &Parts) -> Option<Actor> {
    let session = parts.extensions.get::<Visitor>()?.session.as_ref()?;
    Some(session.actor.clone())
}

impl FromRequestParts<App> for Frame {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::of(app, Visitor::from_request_parts(parts, app).await?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(body: &'static [u8]) -> Result<Typed, Nope> {
        read_form(Request::new(Body::from(body)), 100).await
    }

    #[tokio::test]
    async fn a_form_is_read_in_its_order_and_only_as_utf8() {
        let typed = read(b"b=1&a=%E5%AE%B9+%E9%94%99&b=2&&c")
            .await
            .expect("a good form");
        assert_eq!(
            typed,
            Typed::from([("b", "1"), ("a", "容 错"), ("b", "2"), ("c", "")])
        );
        let nul = read(b"a=1%002").await.expect("a form without it");
        assert_eq!(nul, Typed::from([("a", "12")]));
        let odd = read("a=容\u{202E}错\u{2028}\u{FFFF}纠\t错\u{7}\r\n".as_bytes()).await;
        assert_eq!(
            odd.expect("a form without them"),
            Typed::from([("a", "容错\n纠\t错\r\n")])
        );
        assert!(matches!(read(b"a=%C8%DD").await, Err(Nope::BadRequest)), "GBK");
        assert!(matches!(read(&[b'a'; 101]).await, Err(Nope::TooLarge)));
    }
}
