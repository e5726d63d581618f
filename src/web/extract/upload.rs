//! A form with files. A file that is not taken is said beside its field, like any other mistake, so that the page can be
//! shown again with everything typed: one of the wrong kind, an empty one, one too large, one that broke off on its way.
//! A form that could have brought files and came without any is read all the same.

use std::sync::Arc;

use axum::extract::multipart::Multipart;
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use uuid::Uuid;

use super::piecemeal::{Piecemeal, Tap};
use super::{Form, announced, drain};
use crate::platform::App;
use crate::platform::bounds::{FORM_BYTES_MAX, HEAD_OF_A_FIELD_BYTES_MAX, READ_BYTES_MAX};
use crate::web::error::Nope;
use crate::web::form::{Stamp, Typed};
use crate::web::upload::UploadedFile;
use crate::web::visitor::{Visitor, is_multipart};

mod reader;

use reader::{End, Files, Reader};

const BROKEN_OFF: &str = "传送中断，文件没有收全。请重新选择文件，再提交一次";

pub struct Upload {
    pub typed: Typed,
    /// Which version was seen, and the one-time id.
    pub stamp: Stamp,
    files: Vec<(String, Result<UploadedFile, String>)>,
    broken_off: bool,
}

impl Upload {
    /// The file of a field, if one came.
    ///
    /// # Errors
    /// What is wrong with it, to be said beside the field.
    pub fn file(&mut self, field: &str) -> Result<Option<UploadedFile>, String> {
        if self.broken_off {
            return Err(BROKEN_OFF.into());
        }
        match self.files.iter().position(|(name, _)| name == field) {
            Some(place) => self.files.swap_remove(place).1.map(Some),
            None => Ok(None),
        }
    }

    /// All files of a field that takes several, in their order: each, or what is wrong with it.
    pub fn files(&mut self, field: &str) -> Vec<Result<UploadedFile, String>> {
        if self.broken_off {
            return vec![Err(BROKEN_OFF.into())];
        }
        let all = std::mem::take(&mut self.files).into_iter();
        let (own, others): (Vec<_>, Vec<_>) = all.partition(|(name, _)| name == field);
        self.files = others;
        own.into_iter().map(|(_, file)| file).collect()
    }

    fn empty() -> Self {
        Self {
            typed: Typed::default(),
            stamp: Stamp {
                version: -1,
                once: Uuid::nil(),
            },
            files: Vec::new(),
            broken_off: false,
        }
    }
}

impl FromRequest<App> for Upload {
    type Rejection = Nope;

    async fn from_request(request: Request, app: &App) -> Result<Self, Nope> {
        let here = request
            .extensions()
            .get::<Visitor>()
            .and_then(|it| it.session.as_ref());
        let files = here.map_or(Files::Dropped, |it| Files::Of(it.actor.user));
        if !is_multipart(request.headers()) {
            return Self::plain(request, app).await;
        }
        if announced(request.headers()).is_some_and(|length| length > READ_BYTES_MAX) {
            drain(request.into_body()).await;
            return Err(Nope::TooLarge);
        }
        Self::received(request, app, files, READ_BYTES_MAX).await
    }
}

impl Upload {
    /// Only what was typed; files are dropped as they come.
    ///
    /// # Errors
    /// The form cannot be read, or is too large.
    pub async fn without_files(request: Request, app: &App) -> Result<Self, Nope> {
        Self::typed_within(request, app, READ_BYTES_MAX).await
    }

    /// The same for somebody whom we do not know: what comes before a file is enough, and no file is waited for.
    ///
    /// # Errors
    /// The form cannot be read, or is too large.
    pub async fn of_a_stranger(request: Request, app: &App) -> Result<Self, Nope> {
        Self::typed_within(request, app, FORM_BYTES_MAX + HEAD_OF_A_FIELD_BYTES_MAX).await
    }

    async fn typed_within(request: Request, app: &App, most: usize) -> Result<Self, Nope> {
        match is_multipart(request.headers()) {
            true => Self::received(request, app, Files::Dropped, most).await,
            false => Self::plain(request, app).await,
        }
    }

    async fn plain(request: Request, app: &App) -> Result<Self, Nope> {
        let Form { typed, stamp } = Form::from_request(request, app).await?;
        Ok(Self {
            typed,
            stamp,
            ..Self::empty()
        })
    }

    async fn received(request: Request, app: &App, files: Files, most: usize) -> Result<Self, Nope> {
        let at = app.clock.now();
        let tap = Arc::new(Tap::default());
        let mut form = open(request, app, &tap, most).await?;
        let mut upload = Self::empty();
        let read = Reader::new(app, tap, files, &mut upload).read(&mut form).await;
        match read {
            Err(End::Refused(nope)) => return Err(nope),
            Err(End::BrokenOff) if upload.typed.0.is_empty() => return Err(Nope::BadRequest),
            Err(End::BrokenOff) => upload.broken_off = true,
            Ok(()) => {}
        }
        upload.stamp = upload.typed.take_stamp(at);
        Ok(upload)
    }
}

async fn open(request: Request, app: &App, tap: &Arc<Tap>, most: usize) -> Result<Multipart, Nope> {
    let mut request = request.map(|body| Piecemeal::of(body, tap));
    DefaultBodyLimit::max(most).apply(&mut request);
    Multipart::from_request(request, app)
        .await
        .map_err(|_| Nope::BadRequest)
}
