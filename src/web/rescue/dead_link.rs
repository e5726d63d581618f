//! A form that leads nowhere. When one comes to an address that is not there for this person (any more), because an
//! application was filed by a colleague, or a case went to another officer, the words that were typed are given back.
//! A handler that refuses before it has read the form leaves it unread; only then is it read here.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use askama::Template;
use askama_web::WebTemplate;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::platform::App;
use crate::web::error::Nope;
use crate::web::extract::Upload;
use crate::web::frame::Frame;
use crate::web::visitor::Visitor;

/// The words, and why they went nowhere.
#[derive(Template, WebTemplate)]
#[template(path = "rescue/dead_link.html")]
struct DeadLinkPage {
    frame: Frame,
    why: &'static str,
    texts: Vec<String>,
}

pub async fn give_back(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let unread = Unread::of(body);
    let lent = Request::from_parts(parts.clone(), Body::new(unread.lent()));
    let response = next.run(lent).await;
    let Some((status, why)) = lost(&response) else {
        return response;
    };
    let Some(body) = unread.taken_back() else {
        return response;
    };
    let visitor = parts.extensions.get::<Visitor>().cloned().unwrap_or_default();
    let Ok(upload) = Upload::without_files(Request::from_parts(parts, body), &app).await else {
        return response;
    };
    let texts: Vec<_> = upload.typed.texts().into_iter().map(str::to_owned).collect();
    if texts.is_empty() {
        return response;
    }
    let frame = Frame::of(&app, visitor).titled("您写的文字没有提交");
    (status, DeadLinkPage { frame, why, texts }).into_response()
}

fn lost(response: &Response) -> Option<(StatusCode, &'static str)> {
    let why = match response.extensions().get::<Nope>()? {
        Nope::NotFound => {
            "这一页已经不在，或者不再由您办理：申请可能已经由本单位的人提交或者删除，案件可能已经改由他人办理。"
        }
        Nope::Forbidden(why) => why,
        _ => return None,
    };
    Some((response.status(), why))
}

/// A body that is lent to a handler, and taken back if nobody has begun to read it.
struct Unread(Arc<Mutex<Option<Body>>>);

impl Unread {
    fn of(body: Body) -> Self {
        Self(Arc::new(Mutex::new(Some(body))))
    }

    fn lent(&self) -> Lent {
        Lent {
            unread: self.0.clone(),
            reading: None,
        }
    }

    fn taken_back(self) -> Option<Body> {
        take(&self.0)
    }
}

fn take(unread: &Mutex<Option<Body>>) -> Option<Body> {
    unread.lock().unwrap_or_else(PoisonError::into_inner).take()
}

struct Lent {
    unread: Arc<Mutex<Option<Body>>>,
    reading: Option<Body>,
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, axum::Error>>> {
        if self.reading.is_none() {
            self.reading = take(&self.unread);
        }
        match &mut self.reading {
            Some(body) => Pin::new(body).poll_frame(cx),
            None => Poll::Ready(None),
        }
    }
}
