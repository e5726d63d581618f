//! Errors are pages that lead on. One enum at the door; lower floors know no HTTP. A failure is logged once, here, with the
//! number its page shows; its cause is never shown.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::ending::EndPage;
use super::frame::Frame;
use crate::platform::blobs::BlobFailure;
use crate::store::Failure;

/// Why a request ends without its page.
#[derive(Debug)]
pub enum Nope {
    /// There is no such page, or none for this person.
    NotFound,
    /// The person may not do this.
    Forbidden(&'static str),
    /// The request makes no sense.
    Bad(&'static str),
    /// The request is too large.
    TooLarge,
    /// The address knows no such method.
    Method,
    /// It took too long.
    Busy,
    /// Something failed; the number is logged with its cause.
    Failed(String),
}

impl Nope {
    fn failed(cause: &dyn std::fmt::Display) -> Self {
        let number = uuid::Uuid::new_v4().simple().to_string()[..10].to_owned();
        tracing::error!(number, "request failed: {cause}");
        Self::Failed(number)
    }

    fn page(self) -> EndPage {
        let home = ("/".to_owned(), "返回首页".to_owned());
        let help = ("/help".to_owned(), "使用帮助".to_owned());
        let (status, title, advice, number) = match self {
            Self::NotFound => (
                404,
                "没有这个页面",
                vec![
                    "地址可能有误，或者您没有查看它的权限。",
                    "案件请从“案件”或者“我的案件”中打开。",
                ],
                None,
            ),
            Self::Forbidden(why) => (403, "不能办理", vec![why], None),
            Self::Bad(why) => (400, "没有看懂这个请求", vec![why], None),
            Self::TooLarge => (
                413,
                "内容太大",
                vec!["一次提交的全部文件不能超过 50 MB。请压缩或者分几次提交。"],
                None,
            ),
            Self::Method => (
                405,
                "这个地址不能这样使用",
                vec!["请从页面上的链接和按钮进入。"],
                None,
            ),
            Self::Busy => (
                503,
                "系统正忙",
                vec!["您的操作可能没有完成。请稍后打开案件核对，再试一次。"],
                None,
            ),
            Self::Failed(number) => (
                500,
                "系统出错了",
                vec![
                    "您的操作没有完成，已保存的内容不受影响。请稍后再试。",
                    "仍不行的，请把下面的编号告诉系统管理员。",
                ],
                Some(number),
            ),
        };
        EndPage {
            frame: Frame::plain(title),
            status,
            title: title.to_owned(),
            advice: advice.into_iter().map(str::to_owned).collect(),
            number,
            links: vec![home, help],
        }
    }
}

impl IntoResponse for Nope {
    fn into_response(self) -> Response {
        let page = self.page();
        let status = StatusCode::from_u16(page.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, page).into_response()
    }
}

impl From<sqlx::Error> for Nope {
    fn from(error: sqlx::Error) -> Self {
        Self::failed(&error)
    }
}

impl From<Failure> for Nope {
    fn from(error: Failure) -> Self {
        Self::failed(&error)
    }
}

impl From<BlobFailure> for Nope {
    fn from(error: BlobFailure) -> Self {
        Self::failed(&error)
    }
}

/// The page for an address that nobody knows.
pub async fn not_found() -> Nope {
    Nope::NotFound
}

/// The page for a method that an address does not know.
pub async fn wrong_method() -> Nope {
    Nope::Method
}

/// The page after a panic: the cause is in the log already.
pub fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    Nope::failed(&"panic").into_response()
}
