//! The list that somebody looked at last, to lead back to it from a case: with its filter and its place. A cookie carries the
//! address; one that is none of a list of ours is not followed, so a planted one leads nowhere else.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

use crate::web::frame::Frame;
use crate::web::visitor::own;

const COOKIE: &str = "rongcuo_list";

/// A browser keeps no cookie beyond some 4,000 bytes, and each % is three in it.
const HREF_BYTES_MAX: usize = 1500;

/// The lists, and how one is led back to each. The first is where one begins.
const LISTS: [(&str, &str); 2] = [("/work", "返回工作台"), ("/cases", "返回案件列表")];

/// The list that somebody looked at last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameFrom {
    href: String,
    text: &'static str,
}

impl CameFrom {
    fn read(jar: &CookieJar) -> Self {
        let kept = jar.get(COOKIE).map(Cookie::value).unwrap_or_default();
        let known = LISTS.iter().find_map(|(list, text)| {
            let rest = own(kept)?.strip_prefix(list)?;
            (rest.is_empty() || rest.starts_with('?')).then(|| (kept.to_owned(), *text))
        });
        let (href, text) = known.unwrap_or_else(|| (LISTS[0].0.to_owned(), LISTS[0].1));
        Self { href, text }
    }

    /// Leads back there.
    pub fn frame(self, frame: Frame) -> Frame {
        frame.back(self.href, self.text)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for CameFrom {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::read(&CookieJar::from_headers(&parts.headers)))
    }
}

/// Remembers the list at this address, for as long as the browser is open.
pub fn remember(href: &str) -> CookieJar {
    let kept = if href.len() > HREF_BYTES_MAX { "" } else { href };
    CookieJar::new().add(cookie(kept.to_owned()))
}

/// Forgets it: whoever signs in next looked at no list yet.
pub fn forget() -> Cookie<'static> {
    let mut gone = cookie(String::new());
    gone.make_removal();
    gone
}

fn cookie(href: String) -> Cookie<'static> {
    Cookie::build((COOKIE, href))
        .path("/cases")
        .http_only(true)
        .same_site(SameSite::Lax)
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back(value: &str) -> String {
        CameFrom::read(&CookieJar::new().add(cookie(value.to_owned()))).href
    }

    #[test]
    fn one_is_led_back_to_lists_alone() {
        for list in [
            "/work",
            "/work?pile=desk",
            "/cases",
            "/cases?q=%E8%93%89&sort=newest",
        ] {
            assert_eq!(back(list), list);
        }
        for other in [
            "",
            "//evil.example",
            "https://evil.example/cases",
            "/cases/1",
            "/workshop",
            "/account",
            "/cases?a\r\nb",
        ] {
            assert_eq!(back(other), "/work", "{other:?}");
        }
    }
}
