//! The stylesheet, the script and the icon, carried in the program. Their addresses bear a digest of their content, so
//! that a browser may keep them for ever and never shows an old one.

use std::sync::LazyLock;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::platform::blobs::Sha256Name;

struct Asset {
    href: String,
    content_type: &'static str,
    content: &'static [u8],
}

fn asset(name: &str, content_type: &'static str, content: &'static [u8]) -> Asset {
    let digest = Sha256Name::of(content).to_string();
    Asset {
        href: format!("/static/{}/{name}", &digest[..16]),
        content_type,
        content,
    }
}

static CSS: LazyLock<Asset> = LazyLock::new(|| {
    asset(
        "rongcuo.css",
        "text/css; charset=utf-8",
        include_bytes!("../../static/rongcuo.css"),
    )
});

static JS: LazyLock<Asset> = LazyLock::new(|| {
    asset(
        "rongcuo.js",
        "text/javascript; charset=utf-8",
        include_bytes!("../../static/rongcuo.js"),
    )
});

static ICON: &[u8] = include_bytes!("../../static/favicon.svg");

/// The address of the stylesheet.
pub fn css_href() -> &'static str {
    &CSS.href
}

/// The address of the script.
pub fn js_href() -> &'static str {
    &JS.href
}

/// `GET` of [`css_href`].
pub async fn css() -> Response {
    kept_for_ever(&CSS)
}

/// `GET` of [`js_href`].
pub async fn js() -> Response {
    kept_for_ever(&JS)
}

/// `GET /favicon.svg`.
pub async fn icon() -> Response {
    let headers = [
        (CONTENT_TYPE, "image/svg+xml"),
        (CACHE_CONTROL, "public, max-age=86400"),
    ];
    (headers, ICON).into_response()
}

fn kept_for_ever(asset: &'static Asset) -> Response {
    let headers = [
        (CONTENT_TYPE, asset.content_type),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, asset.content).into_response()
}
