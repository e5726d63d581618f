//! A browser in which somebody has signed in before is known again by a cookie of theirs: their own mistakes are counted there
//! apart from what strangers guess. It opens nothing by itself. The digest of the password signs it, so no secret of ours is
//! kept for it, every server of ours knows it, and a new password makes all browsers unknown again.

use axum::http::HeaderMap;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use time::{Duration, OffsetDateTime};

use crate::domain::ids::UserId;
use crate::platform::App;
use crate::platform::random::{self, NoRandomness};

/// How long a browser is known after somebody has signed in there.
const KNOWN: Duration = Duration::days(90);

/// So many others a browser is known to besides.
const OTHERS_MAX: usize = 15;

/// The cookie with which this browser is known to this account.
pub fn cookie(app: &App, user: UserId, password_digest: &str) -> Result<Cookie<'static>, NoRandomness> {
    let browser = random::secret::<16>()?.map(|byte| format!("{byte:02x}")).concat();
    let until = (app.clock.now() + KNOWN).unix_timestamp();
    let signature = signed(user, &browser, until, password_digest)
        .finalize()
        .into_bytes();
    let signature: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(
        Cookie::build((name(app, user), format!("{browser}.{until}.{signature}")))
            .path("/")
            .http_only(true)
            .secure(app.config.https)
            .same_site(SameSite::Strict)
            .max_age(KNOWN)
            .build(),
    )
}

/// Which browser this is, if it is known to this account.
pub fn known(
    app: &App,
    headers: &HeaderMap,
    user: UserId,
    password_digest: &str,
    at: OffsetDateTime,
) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    let mut parts = jar.get(&name(app, user))?.value().split('.');
    let (browser, until, signature) = (parts.next()?, parts.next()?, parts.next()?);
    let until: i64 = until.parse().ok()?;
    let signed = signed(user, browser, until, password_digest);
    signed.verify_slice(&bytes(signature)?).ok()?;
    (until > at.unix_timestamp()).then(|| browser.to_owned())
}

/// The cookies by which a browser that many share is to be known no more, beside this account's own: all are sent with every
/// request, whose head has a bound here and at proxies.
pub fn too_many(app: &App, headers: &HeaderMap, user: UserId) -> Vec<Cookie<'static>> {
    let (own, prefix) = (name(app, user), prefix(app));
    let jar = CookieJar::from_headers(headers);
    let others = jar.iter().map(Cookie::name);
    let others = others.filter(|it| it.starts_with(&prefix) && *it != own);
    let gone = |name: &str| {
        let cookie = Cookie::build((name.to_owned(), "")).path("/").http_only(true);
        cookie.secure(app.config.https).removal().build()
    };
    others.skip(OTHERS_MAX).map(gone).collect()
}

// One cookie for each account: several people may share a browser.
fn name(app: &App, user: UserId) -> String {
    let [.., a, b, c, d] = *user.0.as_bytes();
    format!("{}{a:02x}{b:02x}{c:02x}{d:02x}", prefix(app))
}

fn prefix(app: &App) -> String {
    let host = if app.config.https { "__Host-" } else { "" };
    format!("{host}rongcuo_device_")
}

fn signed(user: UserId, browser: &str, until: i64, password_digest: &str) -> Hmac<Sha256> {
    let key = password_digest.as_bytes();
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key may have any length");
    mac.update(format!("known browser {user} {browser} {until}").as_bytes());
    mac
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let pairs = hex.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}
