//! A form that comes after the session has ended. It is carried through the
//! sign-in page, and after signing in it is laid before the person again, to be sent as it is. Whoever else signs in there
//! does not read it. It travels in the page, not in the database: nobody is signed in whose it would be.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use crate::domain::actor::Actor;
use crate::domain::ids::UserId;
use crate::platform::App;
use crate::platform::bounds::{FIELDS_MAX, FORM_BYTES_MAX};
use crate::store::sessions;
use crate::web::error::Nope;
use crate::web::extract::{Upload, storable};
use crate::web::form::{Typed, Wrong};
use crate::web::frame::Frame;
use crate::web::sign_in::{SignInPage, identities};
use crate::web::visitor::{Visitor, is_multipart, own};

/// No text of a form holds it (`storable`).
const BETWEEN: &str = "\0";

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
    // The files have to be chosen again. Who was here before may send them to their end, and read why; nobody else.
    let upload = match whose {
        Some(_) => Upload::without_files(request, app).await?,
        None => Upload::of_a_stranger(request, app).await?,
    };
    let Upload { mut typed, stamp, .. } = upload;
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
        let text = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(carried).ok()?).ok()?;
        let mut words = text.split(BETWEEN).map(|word| storable(word.to_owned()));
        let kept = Self {
            whose: words.next()?.parse().ok(),
            action: words.next().filter(|it| own(it).is_some())?,
            files: words.next()? == "files",
            typed: Typed(std::iter::from_fn(|| words.next().zip(words.next())).collect()),
        };
        (kept.typed.0.len() <= FIELDS_MAX).then_some(kept)
    }

    /// As the sign-in page carries it, in letters that neither a page nor a form makes longer; nothing where nothing was typed,
    /// or more than a form may hold.
    pub fn carried(&self) -> Option<String> {
        if self.typed.0.is_empty() {
            return None;
        }
        let whose = self.whose.map(|it| it.to_string()).unwrap_or_default();
        let files = if self.files { "files" } else { "" };
        let mut text = [&whose, self.action.as_str(), files].join(BETWEEN);
        for word in self.typed.0.iter().flat_map(|(name, value)| [name, value]) {
            text.push_str(BETWEEN);
            text.push_str(word);
        }
        (text.len() <= FORM_BYTES_MAX).then(|| BASE64_URL_SAFE_NO_PAD.encode(text))
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
