//! What ends a request that cannot be answered. Each is a page in Chinese that says what to do and leads on; of a failure
//! it shows a number to quote and never the cause, which stands in the log under that number, once.

use std::error::Error;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use time::Duration;

use crate::domain::refusal::Refusal;
use crate::platform::App;
use crate::platform::blobs::BlobFailure;
use crate::platform::bounds::{FORM_BYTES_MAX, UPLOAD_BYTES_MAX};
use crate::platform::passwords::NoDigest;
use crate::platform::random::NoRandomness;
use crate::store::{Failure, pool};
use crate::web::ending::EndPage;
use crate::web::frame::Frame;
use crate::web::number::Number;
use crate::web::visitor::{self, Visitor};

const MB: usize = 1024 * 1024;
const _: () = assert!(
    UPLOAD_BYTES_MAX == 50 * MB && FORM_BYTES_MAX == 2 * MB,
    "the words of `TooLarge` say so"
);

/// Why a request ends without the page it asked for.
#[derive(Debug, Clone)]
pub enum Nope {
    /// 303: nobody is signed in; the address one wanted to go to.
    SignedOut(String),
    /// 303: it goes on at that address.
    Elsewhere(String),
    /// 400: the request itself is broken.
    BadRequest,
    /// 400: the request makes no sense, for this reason.
    Bad(&'static str),
    /// 403: not for this person, for this reason.
    Forbidden(&'static str),
    /// 403: the law stands against it, and there is no form to say so in.
    Refused(Refusal),
    /// 403: the form came from another site.
    CrossSite,
    /// 403: the browser does not say where the form came from.
    FromNowhere,
    /// 404: there is nothing here, or nothing this person may see.
    NotFound,
    /// 405: the page exists, but not for this method.
    Method,
    /// 409: something changed meanwhile, and there is no page of its own to say what.
    Conflict,
    /// 413: more than we take.
    TooLarge,
    /// 429: too often; try again after so long.
    TooMany(Duration),
    /// 503: too much to do, or the database is away.
    Busy,
    /// 503: this server's clock differs from the database's, or runs behind what was done before.
    ClockWrong,
    /// 500: a fault of ours.
    Failed(Arc<dyn Error + Send + Sync>),
}

impl Nope {
    /// A fault of ours.
    pub fn failed(cause: impl Error + Send + Sync + 'static) -> Self {
        Self::Failed(Arc::new(cause))
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::SignedOut(_) | Self::Elsewhere(_) => StatusCode::SEE_OTHER,
            Self::BadRequest | Self::Bad(_) => StatusCode::BAD_REQUEST,
            Self::Forbidden(_) | Self::Refused(_) | Self::CrossSite | Self::FromNowhere => {
                StatusCode::FORBIDDEN
            }
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy | Self::ClockWrong => StatusCode::SERVICE_UNAVAILABLE,
            Self::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn words(&self) -> (&'static str, Vec<String>) {
        let (title, advice): (_, &[&str]) = match self {
            Self::SignedOut(_) => ("请先登录", &["登录以后会回到您要去的页面。"]),
            Self::Elsewhere(_) => ("已经办好", &["请从首页进入查看。"]),
            Self::BadRequest => (
                "这个请求无法读懂",
                &["可能是传送过程中出了错。请返回上一页，刷新以后再试一次。"],
            ),
            Self::Bad(why) => return ("请求无效", vec![(*why).to_owned()]),
            Self::Forbidden(why) => return ("您无权办理该事项", vec![(*why).to_owned()]),
            Self::Refused(refusal) => return ("您无权办理该事项", vec![format!("{refusal}。")]),
            Self::CrossSite => (
                "没有接受这次提交",
                &[
                    "这份表单不是从本系统的页面提交的，为安全起见没有接受，什么也没有改变。请从本系统打开页面重新填写。",
                ],
            ),
            Self::FromNowhere => (
                "没有接受这次提交",
                &[
                    "您的浏览器没有说明这份表单来自哪个页面，为安全起见没有接受，什么也没有改变。",
                    "请换用新版浏览器重新填写；使用双核浏览器的，请切换到极速模式，不要用兼容模式。",
                ],
            ),
            Self::NotFound => (
                "没有找到这个页面",
                &[
                    "请检查地址是否完整。页面可能已经不在，也可能不对您开放。",
                    "如果是从本系统的链接来到这里，请回到首页重新查找。",
                ],
            ),
            Self::Method => (
                "这个地址不能这样打开",
                &["它只接受表单提交，或者只供查看。请从本系统的页面进入。"],
            ),
            Self::Conflict => (
                "内容已更新",
                &["别人已经先办理了。请返回上一页，刷新以后查看最新情况。"],
            ),
            Self::TooLarge => (
                "提交的内容太大",
                &[
                    "一次上传的文件合计不能超过 50 MB，文字合计不能超过 2 MB。什么也没有保存。",
                    "请返回上一页，分几次上传，或者压缩扫描件的分辨率。",
                ],
            ),
            Self::TooMany(wait) => {
                let seconds = wait.whole_seconds() + 1;
                return ("尝试得太频繁", vec![format!("请在 {seconds} 秒以后再试。")]);
            }
            Self::ClockWrong => (
                "系统时间不对",
                &[
                    "服务器的时钟与数据库的不一致，或者早于这件案件上一次办理的时间，什么也没有改变。请联系系统管理员核对时钟，然后再试。",
                ],
            ),
            Self::Busy => (
                "系统正忙",
                &["现在暂时不能办理，什么也没有改变。请过一分钟再试。"],
            ),
            Self::Failed(_) => (
                "系统异常",
                &["这不是您的原因。您的操作没有完成，什么也没有改变。请稍后再试；还是不行的，请联系管理员。"],
            ),
        };
        (title, advice.iter().map(|line| (*line).to_owned()).collect())
    }

    fn page(&self, frame: Frame, number: &Number) -> Response {
        let (title, advice) = self.words();
        let home = match frame.me {
            Some(_) => "回到首页",
            None => "登录",
        };
        let page = EndPage {
            frame: frame.titled(title),
            status: self.status().as_u16(),
            title: title.to_owned(),
            advice,
            number: matches!(self, Self::Failed(_)).then(|| number.to_string()),
            links: vec![("/".into(), home.into()), ("/help".into(), "使用帮助".into())],
        };
        (self.status(), page).into_response()
    }
}

impl IntoResponse for Nope {
    // Only the bare status: the page is written by `pages` below, which knows who is here and under which number.
    fn into_response(self) -> Response {
        if let Self::SignedOut(wanted) = &self {
            return Redirect::to(&visitor::sign_in_href(wanted)).into_response();
        }
        if let Self::Elsewhere(href) = &self {
            return Redirect::to(href).into_response();
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The layer that gives every answer without a page its page: ours, axum's and those of other layers alike.
pub async fn pages(State(app): State<App>, request: Request, next: Next) -> Response {
    let visitor = request.extensions().get::<Visitor>().cloned();
    let number = request.extensions().get::<Number>().cloned().unwrap_or_default();
    let response = next.run(request).await;
    let frame = || Frame::of(&app, visitor.unwrap_or_default());
    dressed(response, frame, &number)
}

/// An answer with its page.
pub fn dressed(response: Response, frame: impl FnOnce() -> Frame, number: &Number) -> Response {
    let Some(nope) = ending(&response) else {
        return response;
    };
    if let Nope::Failed(cause) = &nope {
        tracing::error!(number = %number, cause = %chain(cause.as_ref()), "a request failed");
    }
    let mut page = nope.page(frame(), number);
    keep(&response, &mut page, header::ALLOW);
    if let Nope::TooMany(wait) = nope {
        let seconds = HeaderValue::from(wait.whole_seconds().unsigned_abs() + 1);
        page.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    page
}

fn ending(response: &Response) -> Option<Nope> {
    let status = response.status();
    if status.is_success() || status.is_redirection() || is_page(response.headers()) {
        return None;
    }
    if let Some(nope) = response.extensions().get::<Nope>() {
        return Some(nope.clone());
    }
    Some(match status {
        StatusCode::NOT_FOUND => Nope::NotFound,
        StatusCode::FORBIDDEN => Nope::Forbidden("这件事由其他人员或者其他机构办理。"),
        StatusCode::METHOD_NOT_ALLOWED => Nope::Method,
        StatusCode::CONFLICT => Nope::Conflict,
        StatusCode::PAYLOAD_TOO_LARGE => Nope::TooLarge,
        StatusCode::TOO_MANY_REQUESTS => Nope::TooMany(Duration::MINUTE),
        StatusCode::SERVICE_UNAVAILABLE => Nope::Busy,
        status if status.is_client_error() => Nope::BadRequest,
        status => Nope::failed(std::io::Error::other(format!(
            "an answer {status} without a page"
        ))),
    })
}

fn is_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

fn keep(from: &Response, to: &mut Response, name: header::HeaderName) {
    if let Some(value) = from.headers().get(&name) {
        to.headers_mut().insert(name, value.clone());
    }
}

fn chain(error: &dyn Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        said.push_str(": ");
        said.push_str(&error.to_string());
        cause = error.source();
    }
    said
}

impl From<sqlx::Error> for Nope {
    fn from(error: sqlx::Error) -> Self {
        Failure::from(error).into()
    }
}

impl From<Failure> for Nope {
    fn from(failure: Failure) -> Self {
        if failure.passes() {
            pool::doubt();
            tracing::warn!(cause = %chain(&failure), "the database does not answer");
            return Self::Busy;
        }
        if failure.clock_wrong() {
            tracing::error!(cause = %chain(&failure), "this server's clock is wrong");
            return Self::ClockWrong;
        }
        Self::failed(failure)
    }
}

macro_rules! fault_of_ours {
    ($($error:ty),+) => {$(
        impl From<$error> for Nope {
            fn from(error: $error) -> Self {
                Self::failed(error)
            }
        }
    )+};
}
fault_of_ours!(NoRandomness, NoDigest);

impl From<BlobFailure> for Nope {
    fn from(failure: BlobFailure) -> Self {
        if failure.full() {
            tracing::error!(cause = %chain(&failure), "there is no room for files");
            return Self::Busy;
        }
        Self::failed(failure)
    }
}
