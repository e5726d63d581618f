//! The stylesheet, the script and the icon, carried in the program. Their addresses bear a digest of their content, so
//! that a browser may keep them for ever and never shows an old one.
//!
//! A debug build reads them from `static/` at every request: a style that was just compiled is seen without a build.

use std::borrow::Cow;
use std::sync::LazyLock;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::platform::blobs::Sha256Name;

struct Asset {
    name: &'static str,
    content_type: &'static str,
    built_in: &'static [u8],
    path: LazyLock<String>,
}

static CSS: Asset = Asset {
    name: "rongcuo.css",
    content_type: "text/css; charset=utf-8",
    built_in: include_bytes!("../../static/rongcuo.css"),
    path: LazyLock::new(|| format!("/static/{}/rongcuo.css", tag(CSS.built_in))),
};

static JS: Asset = Asset {
    name: "rongcuo.js",
    content_type: "text/javascript; charset=utf-8",
    built_in: include_bytes!("../../static/rongcuo.js"),
    path: LazyLock::new(|| format!("/static/{}/rongcuo.js", tag(JS.built_in))),
};

static ICON: &[u8] = include_bytes!("../../static/favicon.svg");

fn tag(content: &[u8]) -> String {
    Sha256Name::of(content).to_string()[..16].to_owned()
}

impl Asset {
    fn content(&self) -> Cow<'static, [u8]> {
        if cfg!(debug_assertions) {
            let file = format!("{}/static/{}", env!("CARGO_MANIFEST_DIR"), self.name);
            if let Ok(content) = std::fs::read(file) {
                return content.into();
            }
        }
        self.built_in.into()
    }

    /// What was changed since the build has another address, or the browser would show what it keeps.
    fn href(&self) -> String {
        let content = self.content();
        if *content == *self.built_in {
            return self.path.clone();
        }
        format!("{}?{}", *self.path, tag(&content))
    }

    fn kept_for_ever(&self) -> Response {
        let headers = [
            (CONTENT_TYPE, self.content_type),
            (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        ];
        (headers, self.content()).into_response()
    }
}

/// Where the stylesheet is routed.
pub fn css_path() -> &'static str {
    &CSS.path
}

/// Where the script is routed.
pub fn js_path() -> &'static str {
    &JS.path
}

pub fn css_href() -> String {
    CSS.href()
}

pub fn js_href() -> String {
    JS.href()
}

pub async fn css() -> Response {
    CSS.kept_for_ever()
}

pub async fn js() -> Response {
    JS.kept_for_ever()
}

pub async fn icon() -> Response {
    let headers = [
        (CONTENT_TYPE, "image/svg+xml"),
        (CACHE_CONTROL, "public, max-age=86400"),
    ];
    (headers, ICON).into_response()
}
