//! What a handler may ask for: our own extractors, so that a bad address, query or form is answered in our language, and
//! every form brings its stamp along.

use axum::RequestPartsExt;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::error::Nope;
use super::form::Typed;
use super::upload::{self, UploadedFile};
use crate::casework::Stamp;

/// How large a form without files may be.
const FORM_BYTES_MAX: usize = 2 * 1024 * 1024;
/// How many fields a form may have.
const FIELDS_MAX: usize = 3_000;

/// The parts of the address; a bad one is our 404.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send + 'static, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Nope;

    #[expect(
        clippy::disallowed_types,
        reason = "the one place that turns axum's into ours"
    )]
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Nope> {
        let path = parts.extract::<axum::extract::Path<T>>().await;
        path.map(|axum::extract::Path(it)| Self(it))
            .map_err(|_| Nope::NotFound)
    }
}

/// The query of the address; what cannot be read counts as not said.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Default, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Nope;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Nope> {
        let query = axum_extra::extract::Query::<T>::from_request_parts(parts, state).await;
        Ok(Self(query.map(|it| it.0).unwrap_or_default()))
    }
}

/// A form with its stamp.
pub struct Form {
    /// What was typed, without the stamp.
    pub typed: Typed,
    /// What it was filled in against, and its one-time id.
    pub stamp: Stamp,
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Nope;

    async fn from_request(request: Request, _: &S) -> Result<Self, Nope> {
        let body = axum::body::to_bytes(request.into_body(), FORM_BYTES_MAX)
            .await
            .map_err(|_| Nope::TooLarge)?;
        let pairs: Vec<(String, String)> = form_urlencoded::parse(&body)
            .into_owned()
            .take(FIELDS_MAX)
            .collect();
        Ok(Self::of(pairs))
    }
}

impl Form {
    fn of(pairs: Vec<(String, String)>) -> Self {
        let clean = |text: String| text.replace('\0', "");
        let mut typed = Typed(
            pairs
                .into_iter()
                .map(|(name, value)| (clean(name), clean(value)))
                .collect(),
        );
        let stamp = Stamp {
            version: typed.text("version").parse().unwrap_or(0),
            once: typed.text("once").parse().unwrap_or_else(|_| Uuid::new_v4()),
        };
        typed.0.retain(|(name, _)| name != "version" && name != "once");
        Self { typed, stamp }
    }
}

/// A form with files.
pub struct Upload {
    /// What was typed, without the stamp.
    pub typed: Typed,
    /// What it was filled in against, and its one-time id.
    pub stamp: Stamp,
    /// The files that came along, or what is wrong with one, by field.
    pub files: Vec<(String, Result<UploadedFile, String>)>,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Nope;

    async fn from_request(request: Request, state: &S) -> Result<Self, Nope> {
        let bad = |_| Nope::Bad("上传的内容不完整，请返回上一页重试。");
        let mut parts = Multipart::from_request(request, state)
            .await
            .map_err(|_| Nope::Bad("请从页面上的表单提交。"))?;
        let (mut pairs, mut files) = (vec![], vec![]);
        while let Some(part) = parts.next_field().await.map_err(bad)? {
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(file_name) => {
                    let bytes = part.bytes().await.map_err(|_| Nope::TooLarge)?;
                    if !(file_name.is_empty() && bytes.is_empty()) {
                        files.push((name, upload::checked(&file_name, bytes)));
                    }
                }
                None if pairs.len() < FIELDS_MAX => pairs.push((name, part.text().await.map_err(bad)?)),
                None => {}
            }
        }
        let Form { typed, stamp } = Form::of(pairs);
        Ok(Self { typed, stamp, files })
    }
}

impl Upload {
    /// The file of a field, if one came and nothing is wrong with it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn file(&self, field: &str) -> Result<Option<&UploadedFile>, String> {
        match self.files.iter().find(|(name, _)| name == field) {
            Some((_, Ok(file))) => Ok(Some(file)),
            Some((_, Err(wrong))) => Err(wrong.clone()),
            None => Ok(None),
        }
    }
}
