//! Stylesheet, script and icon: compiled in, and named by their content, so that browsers may keep them for ever.

use std::sync::LazyLock;

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use sha2::{Digest, Sha256};

const CSS: &[u8] = include_bytes!("../../static/rongcuo.css");
const JS: &[u8] = include_bytes!("../../static/rongcuo.js");
const ICON: &[u8] = include_bytes!("../../static/favicon.svg");
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The address of the stylesheet.
pub static CSS_HREF: LazyLock<String> = LazyLock::new(|| named(CSS, "rongcuo.css"));
/// The address of the script.
pub static JS_HREF: LazyLock<String> = LazyLock::new(|| named(JS, "rongcuo.js"));

fn named(content: &[u8], name: &str) -> String {
    let digest = Sha256::digest(content);
    let hash: String = digest[..6].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("/static/{hash}/{name}")
}

/// The addresses of the assets.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let asset = |kind: &'static str, content: &'static [u8]| {
        get(
            move || async move { ([(CONTENT_TYPE, kind), (CACHE_CONTROL, FOR_EVER)], content).into_response() },
        )
    };
    Router::new()
        .route(&CSS_HREF, asset("text/css; charset=utf-8", CSS))
        .route(&JS_HREF, asset("text/javascript; charset=utf-8", JS))
        .route(
            "/favicon.svg",
            get(|| async {
                (
                    [
                        (CONTENT_TYPE, "image/svg+xml"),
                        (CACHE_CONTROL, "public, max-age=86400"),
                    ],
                    ICON,
                )
            }),
        )
}
