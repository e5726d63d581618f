//! What was just done, said once on the next page. The cookie carries the code of a known sentence, never a text: nobody
//! can make a page of ours say something by planting a cookie.

use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use time::Duration;

use crate::domain::coded::coded;

coded! {
    /// A sentence about what was just done.
    Flash {
        /// A session ended by its owner.
        SignedOut = "signed_out", "已退出登录";
        /// A password changed.
        PasswordChanged = "password_changed", "口令已经更换，您在其他地方的登录已经退出";
    }
}

const COOKIE: &str = "rongcuo_flash";

impl Flash {
    /// Goes to a page of ours and says this there.
    pub fn at(self, href: &str) -> Response {
        (CookieJar::new().add(self.cookie()), Redirect::to(href)).into_response()
    }

    /// The cookie that carries it to the next page.
    pub fn cookie(self) -> Cookie<'static> {
        Cookie::build((COOKIE, self.code()))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .max_age(Duration::MINUTE)
            .build()
    }

    /// What the last answer left to be said.
    pub fn left(headers: &HeaderMap) -> Option<Self> {
        Self::from_code(CookieJar::from_headers(headers).get(COOKIE)?.value())
    }
}

/// The cookie that makes it forgotten.
pub fn said() -> Cookie<'static> {
    let mut cookie = Cookie::build((COOKIE, "")).path("/").build();
    cookie.make_removal();
    cookie
}
