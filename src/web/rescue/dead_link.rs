//! A form that leads nowhere. When one comes to an address that is not there for this person (any more), because an
//! application was filed by a colleague, or a case went to another officer, the words that were typed are given back.
//! A handler that refuses before it has read the form leaves it unread; only then is it read here. Where the database does
//! not answer, the whole form is laid before the person again, to be sent as it is a minute later.

use askama::Template;
use askama_web::WebTemplate;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::platform::App;
use crate::store::{limits, pool};
use crate::web::error::Nope;
use crate::web::extract::Upload;
use crate::web::frame::Frame;
use crate::web::rescue::expired_session::KeptPage;
use crate::web::rescue::lent::Sent;
use crate::web::visitor::{Visitor, is_multipart};

/// The words, and why they went nowhere.
#[derive(Template, WebTemplate)]
#[template(path = "rescue/dead_link.html")]
struct DeadLinkPage {
    frame: Frame,
    why: &'static str,
    texts: Vec<String>,
}

const BUSY: &str = "系统正忙，现在暂时不能办理，什么也没有改变。填写内容已保留，请过一分钟照原样再提交。";
const CLOCK_WRONG: &str = "系统时间不对，现在不能办理，什么也没有改变。填写内容已保留；请联系系统管理员核对服务器的时钟，然后照原样再提交。";

pub async fn give_back(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let sent = Sent::of(body);
    let lent = Request::from_parts(parts.clone(), Body::new(sent.lent()));
    let response = tokio::select! {
        response = next.run(lent) => response,
        () = given_up(&sent) => Nope::Busy.into_response(),
    };
    let given_back = match response.extensions().get().cloned() {
        Some(Nope::Busy) => once_more(&app, parts, &sent, BUSY).await,
        Some(Nope::ClockWrong) => once_more(&app, parts, &sent, CLOCK_WRONG).await,
        Some(nope) => words(&app, parts, &sent, nope).await,
        None => None,
    };
    given_back.unwrap_or(response)
}

/// Waits as long as a form may ask the database. Said before the form is dropped.
async fn given_up(sent: &Sent) {
    sent.silence(limits::FORM_PATIENCE).await;
    pool::doubt();
}

/// The form, to be sent again as it is. Passwords are not laid before anybody.
async fn once_more(app: &App, parts: Parts, sent: &Sent, why: &'static str) -> Option<Response> {
    let action = parts.uri.path().to_owned();
    if action == "/account" {
        return None;
    }
    let visitor = parts.extensions.get::<Visitor>().cloned().unwrap_or_default();
    let files = is_multipart(&parts.headers);
    let body = match sent.unread() {
        Some(body) => body,
        None if files || sent.whole() => sent.seen(),
        // Half a form is nothing to send again: the browser has all of it, one page back.
        None => return None,
    };
    let upload = Upload::without_files(Request::from_parts(parts, body), app);
    let upload = tokio::time::timeout(limits::PATIENCE, upload).await.ok()?;
    let Upload { mut typed, stamp, .. } = upload.ok()?;
    typed.put_stamp(stamp);
    let page = KeptPage {
        frame: Frame::of(app, visitor).titled("您刚才填写的内容"),
        why,
        action,
        files,
        typed,
    };
    Some((StatusCode::SERVICE_UNAVAILABLE, page).into_response())
}

/// The words of a form that leads nowhere.
async fn words(app: &App, parts: Parts, sent: &Sent, nope: Nope) -> Option<Response> {
    let (status, why) = lost(&nope)?;
    let body = sent.unread()?;
    let visitor = parts.extensions.get::<Visitor>().cloned().unwrap_or_default();
    let upload = Upload::without_files(Request::from_parts(parts, body), app).await;
    let texts: Vec<_> = upload
        .ok()?
        .typed
        .texts()
        .into_iter()
        .map(str::to_owned)
        .collect();
    if texts.is_empty() {
        return None;
    }
    let frame = Frame::of(app, visitor).titled("您写的文字没有提交");
    Some((status, DeadLinkPage { frame, why, texts }).into_response())
}

fn lost(nope: &Nope) -> Option<(StatusCode, &'static str)> {
    match nope {
        Nope::NotFound => Some((
            StatusCode::NOT_FOUND,
            "这一页已经不在，或者不再由您办理：申请可能已经由本单位的人提交或者删除，案件可能已经改由他人办理。",
        )),
        Nope::Forbidden(why) => Some((StatusCode::FORBIDDEN, why)),
        _ => None,
    }
}
