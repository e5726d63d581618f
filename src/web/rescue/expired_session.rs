//! A form that comes after the session has ended. It is carried through the
//! sign-in page, and after signing in it is laid before the person again, to be sent as it is. Whoever else signs in there
//! does not read it. It travels in the page, not in the database: nobody is signed in whose it would be.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::domain::actor::Actor;
use crate::domain::ids::UserId;
use crate::platform::App;
use crate::store::sessions;
use crate::web::error::Nope;
use crate::web::extract::Upload;
use crate::web::form::{Typed, Wrong};
use crate::web::frame::Frame;
use crate::web::sign_in::{SignInPage, identities};
use crate::web::visitor::{Visitor, is_multipart, own};

/// What was typed, ready to be sent again.
#[derive(Template, WebTemplate)]
#[template(path = "rescue/expired_session.html")]
pub struct KeptPage {
    pub frame: Frame,
    /// Why it was not taken.
    pub why: &'static str,
    /// Where it is sent.
    pub action: String,
    /// Whether the form has files, which must be chosen again.
    pub files: bool,
    pub typed: Typed,
}

/// The sign-in page with the form that nobody signed in has sent. Passwords are not carried.
pub async fn on_sign_in_page(app: &App, request: Request) -> Result<Response, Nope> {
    let action = request.uri().path().to_owned();
    let files = is_multipart(request.headers());
    let whose = match request.extensions().get::<Visitor>().and_then(|it| it.token) {
        Some(token) => sessions::owner(&mut *app.pool.acquire().await?, &token).await?,
        None => None,
    };
    // The files have to be chosen again.
    let Upload { mut typed, stamp, .. } = Upload::without_files(request, app).await?;
    typed.put_stamp(stamp);
    if action == "/account" {
        typed = Typed::default();
    }
    let kept = Kept {
        whose,
        action,
        files,
        typed,
    };
    let page = SignInPage {
        frame: Frame::for_page(app, None, "登录"),
        typed: Typed::default(),
        wrong: Wrong::default(),
        next: None,
        kept: kept.carried(),
        demo: identities(app).await?,
    };
    Ok((StatusCode::UNAUTHORIZED, page).into_response())
}

/// A form on its way through the sign-in page.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct Kept {
    /// Who wrote it, as far as the ended session is still known.
    whose: Option<UserId>,
    action: String,
    files: bool,
    typed: Typed,
}

impl Kept {
    /// What the sign-in page carried, if it is something of ours.
    pub fn read(carried: &str) -> Option<Self> {
        let kept: Self = serde_json::from_str(carried).ok()?;
        own(&kept.action).is_some().then_some(kept)
    }

    /// As the sign-in page carries it; nothing where nothing was typed.
    pub fn carried(&self) -> Option<String> {
        if self.typed.0.is_empty() {
            return None;
        }
        Some(serde_json::to_string(self).expect("pairs of text are JSON"))
    }

    /// Lays it before the person again, if it is theirs.
    pub fn page(self, app: &App, actor: &Actor) -> Option<KeptPage> {
        let theirs = self.whose.is_none_or(|it| it == actor.user);
        theirs.then(|| KeptPage {
            frame: Frame::for_page(app, Some(actor), "您刚才填写的内容"),
            why: "您提交的时候，登录已经结束，所以没有提交。填写内容已保留，可以照原样继续提交。",
            action: self.action,
            files: self.files,
            typed: self.typed,
        })
    }
}
