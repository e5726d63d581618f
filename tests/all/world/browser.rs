//! A browser without a screen: calls the router in the process, keeps cookies, follows nothing by itself.

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::Response;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use tower::ServiceExt;

use super::form::plain;

/// Somebody's browser.
pub struct Browser {
    router: Router,
    cookies: Vec<(String, String)>,
    old: bool,
}

/// An answer, read to its end.
pub struct Page {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its text.
    pub text: String,
    /// The same as it came, for what is no text.
    pub bytes: Bytes,
}

impl Browser {
    /// A new one, without cookies.
    pub fn new(router: &Router) -> Self {
        Self {
            router: router.clone(),
            cookies: Vec::new(),
            old: false,
        }
    }

    /// A browser from before `Sec-Fetch-Site`.
    pub fn old(mut self) -> Self {
        self.old = true;
        self
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.as_str())
    }

    /// Puts a cookie into it.
    pub fn plant(&mut self, name: &str, value: &str) {
        self.cookies.retain(|(n, _)| n != name);
        if !value.is_empty() {
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
    }

    /// Opens a page.
    pub async fn get(&mut self, href: &str) -> Page {
        self.send(Request::get(href), Body::empty()).await
    }

    /// Sends a form.
    pub async fn post(&mut self, href: &str, fields: &[(&str, &str)]) -> Page {
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        self.post_raw(href, "application/x-www-form-urlencoded", pairs.join("&"))
            .await
    }

    /// Sends a body as it is.
    pub async fn post_raw(&mut self, href: &str, kind: &str, body: impl Into<Body>) -> Page {
        self.send(
            Request::post(href).header(header::CONTENT_TYPE, kind),
            body.into(),
        )
        .await
    }

    /// Sends any request, with the cookies.
    pub async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Page {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let says = |name| request.headers_ref().is_some_and(|it| it.contains_key(name));
        let silent = self.old || says("sec-fetch-site") || says("origin");
        let request = match silent {
            true => request,
            false => request.header("sec-fetch-site", "same-origin"),
        };
        let request = request
            .header(header::COOKIE, cookies.join("; "))
            .body(body)
            .expect("a well-formed request");
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router never fails");
        self.take_cookies(&response);
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a whole answer");
        Page {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
        }
    }

    fn take_cookies(&mut self, response: &Response) {
        let set: Vec<String> = response
            .headers()
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok().map(str::to_owned))
            .collect();
        for cookie in set {
            let pair = cookie.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a cookie has a name");
            self.plant(name, value);
        }
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

impl Page {
    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Where it leads.
    #[track_caller]
    pub fn leads_to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.main());
        self.header("location")
    }

    /// The code of what the page that follows is to say was done, if it is meant for that page.
    pub fn done(&self) -> String {
        let meant_for = format!("@{}", self.leads_to());
        let mut cookies = self.headers.get_all("set-cookie").iter();
        let left = cookies.find_map(|it| it.to_str().ok()?.strip_prefix("rongcuo_flash="));
        let left = left.and_then(|it| it.split(';').next()).unwrap_or_default();
        let left = percent_decode_str(left).decode_utf8_lossy();
        left.strip_suffix(&meant_for).unwrap_or_default().to_owned()
    }

    /// It is this, and says so.
    #[track_caller]
    pub fn says(&self, status: u16, words: &str) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.main());
        assert!(
            self.text.contains(words),
            "{words} is not on the page, which says\n{}",
            self.main()
        );
        self
    }

    /// It does not say so.
    #[track_caller]
    pub fn is_silent_on(&self, words: &str) -> &Self {
        assert!(
            !self.text.contains(words),
            "{words} is on the page, which says\n{}",
            self.main()
        );
        self
    }

    /// It says all of these, one after the other.
    #[track_caller]
    pub fn in_order(&self, words: &[&str]) -> &Self {
        let mut rest = self.text.as_str();
        for it in words {
            let Some((_, after)) = rest.split_once(it) else {
                panic!("{it} does not come in this order: {words:?}\n{}", self.main());
            };
            rest = after;
        }
        self
    }

    /// The value of a hidden field, as the browser would send it.
    pub fn hidden(&self, name: &str) -> String {
        self.maybe_hidden(name).expect("the field is there")
    }

    /// The same of a field that not every page has.
    pub fn maybe_hidden(&self, name: &str) -> Option<String> {
        let from = format!("name=\"{name}\" value=\"");
        let at = self.text.find(&from)? + from.len();
        Some(plain(self.text[at..].split('"').next().unwrap_or_default()))
    }
}
