//! The doors: who may knock how often, from where a form may come, by which name we are called, and what every answer says to
//! the browser.

use argon2::password_hash::PasswordHasher;
use argon2::{Algorithm, Argon2, Params, Version};
use axum::body::Body;
use axum::http::Request;
use rongcuo::store::people;

use crate::world::browser::{Browser, Page};
use crate::world::{PASSWORD, World};

const ATTACKER: &str = "203.0.113.9";

/// Behind a proxy of ours, which names the visitor's address last.
async fn proxied() -> World {
    World::with(&[("RONGCUO_HTTPS", "1")]).await
}

async fn tries(browser: &mut Browser, from: &str, username: &str, password: &str) -> Page {
    let request = Request::post("/session")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("x-forwarded-for", from);
    let form = format!("username={username}&password={}", password.replace(' ', "+"));
    browser.send(request, Body::from(form)).await
}

#[tokio::test]
async fn the_owner_gets_in_while_somebody_guesses() {
    let world = proxied().await;
    world.person("lin", None).await;
    let mut own = world.browser();
    tries(&mut own, "198.51.100.1", "lin", PASSWORD).await.leads_to();

    let mut attacker = world.browser();
    let mut refused = 0;
    for _ in 0..12 {
        let page = tries(&mut attacker, ATTACKER, "lin", "wrong").await;
        refused += u32::from(page.status.as_u16() == 429);
    }
    assert_eq!(refused, 7, "guessing costs");
    let page = tries(&mut attacker, "203.0.113.200", "lin", PASSWORD).await;
    page.says(429, "登录暂缓");
    assert_eq!(page.header("retry-after"), "2");

    // From elsewhere, in a browser that nobody knows; and in the own browser even from where the attacker sits.
    tries(&mut world.browser(), "198.51.100.7", "lin", PASSWORD)
        .await
        .leads_to();
    tries(&mut own, ATTACKER, "lin", PASSWORD).await.leads_to();
}

#[tokio::test]
async fn a_browser_that_many_share_is_known_to_some_of_them() {
    let world = proxied().await;
    world.person("lin", None).await;
    let mut browser = world.browser();
    for other in 0..40 {
        browser.plant(&format!("__Host-rongcuo_device_{other:08x}"), "x");
    }
    let page = tries(&mut browser, ATTACKER, "lin", PASSWORD).await;
    let cookies = page.headers.get_all("set-cookie").iter();
    let cookies: Vec<_> = cookies.filter_map(|it| it.to_str().ok()).collect();
    let gone = |it: &&&str| it.contains("rongcuo_device_") && it.contains("Max-Age=0");
    assert_eq!(cookies.iter().filter(gone).count(), 25, "{cookies:?}");
    let secure = |it: &&str| it.contains("Secure") && it.contains("Path=/");
    assert!(
        cookies.iter().filter(gone).all(secure),
        "a browser takes no other: {cookies:?}"
    );
}

#[tokio::test]
async fn a_browser_is_known_to_one_account_until_its_password_changes() {
    let world = proxied().await;
    let lin = world.person("lin", None).await;
    world.person("wang", None).await;
    let mut browser = world.browser();
    let page = tries(&mut browser, ATTACKER, "lin", PASSWORD).await;
    let cookies: Vec<_> = page.headers.get_all("set-cookie").iter().collect();
    let known = cookies.iter().filter_map(|it| it.to_str().ok());
    let known: Vec<_> = known.filter(|it| it.contains("rongcuo_device_")).collect();
    assert_eq!(known.len(), 1);
    for part in [
        "__Host-",
        "HttpOnly",
        "Secure",
        "SameSite=Strict",
        "Max-Age=7776000",
        "Path=/",
    ] {
        assert!(known[0].contains(part), "{known:?}");
    }
    for (name, locked) in [("lin", false), ("wang", true)] {
        for _ in 0..6 {
            tries(&mut world.browser(), ATTACKER, name, "wrong").await;
        }
        let page = tries(&mut browser, ATTACKER, name, PASSWORD).await;
        assert_eq!(page.status.as_u16() == 429, locked, "{name}");
    }
    let mut db = world.database.owner.acquire().await.expect("a connection");
    let digest = world
        .app
        .passwords
        .digest(lin.0, PASSWORD.into())
        .await
        .expect("a digest");
    people::set_password(&mut db, lin, &digest, false)
        .await
        .expect("a reset");
    tries(&mut browser, ATTACKER, "lin", PASSWORD)
        .await
        .says(429, "登录暂缓");
}

#[tokio::test]
async fn forty_people_of_one_office_sign_in_at_once() {
    let world = proxied().await;
    for n in 0..40 {
        world.person(&format!("lin{n}"), None).await;
    }
    let all: Vec<_> = (0..40)
        .map(|n| {
            let mut browser = world.browser();
            tokio::spawn(async move {
                let page = tries(&mut browser, ATTACKER, &format!("lin{n}"), PASSWORD).await;
                page.status.as_u16()
            })
        })
        .collect();
    for each in all {
        assert_eq!(each.await.expect("no panic"), 303);
    }
}

#[tokio::test]
async fn what_a_proxy_names_is_an_address_or_nothing() {
    let world = proxied().await;
    world.person("lin", None).await;
    // The last one counts; what is no address is as if it had not been named.
    for n in 0..5 {
        let made_up = format!("10.9.{n}.1, 203.0.113.{n}:4711");
        tries(&mut world.browser(), &made_up, "lin", "wrong")
            .await
            .says(422, "不正确");
    }
    tries(
        &mut world.browser(),
        "198.51.100.7, 203.0.113.77",
        "lin",
        PASSWORD,
    )
    .await
    .says(429, "登录暂缓");
    for n in 0..5 {
        tries(&mut world.browser(), &format!("x{n}"), "lin", "wrong")
            .await
            .says(422, "不正确");
    }
    tries(&mut world.browser(), "another word", "lin", PASSWORD)
        .await
        .says(429, "登录暂缓");
}

#[tokio::test]
async fn a_digest_of_lesser_cost_is_made_anew_at_the_next_sign_in() {
    let world = World::new().await;
    let lin = world.person("lin", None).await;
    let params = Params::new(8 * 1024, 1, 1, None).expect("parameters");
    let cheap = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let cheap = cheap
        .hash_password(format!("{lin} {PASSWORD}").as_bytes())
        .expect("a digest")
        .to_string();
    let mut db = world.database.owner.acquire().await.expect("a connection");
    people::set_password(&mut db, lin, &cheap, false)
        .await
        .expect("a password");
    world.signed_in("lin").await;
    let kept = people::account(&mut db, lin)
        .await
        .expect("an account")
        .password_digest;
    assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
    world.signed_in("lin").await;
    let again = people::account(&mut db, lin)
        .await
        .expect("an account")
        .password_digest;
    assert_eq!(kept, again);
}

#[tokio::test]
async fn a_reset_beats_a_change_under_way() {
    let world = World::new().await;
    let lin = world.person("lin", None).await;
    let mut browser = world.signed_in("lin").await;
    let digest = world
        .app
        .passwords
        .digest(lin.0, "one-time".into())
        .await
        .expect("a digest");
    let mut reset = world.database.owner.begin().await.expect("a transaction");
    people::set_password(&mut reset, lin, &digest, true)
        .await
        .expect("a reset");
    // The change has read the old password, and waits for the row.
    let change = tokio::spawn(async move {
        let fields = [
            ("old", PASSWORD),
            ("new", "a new one 2027"),
            ("again", "a new one 2027"),
        ];
        browser.post("/account", &fields).await
    });
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    reset.commit().await.expect("the reset");
    change.await.expect("no panic").says(422, "由管理员重置");
    let mut db = world.database.owner.acquire().await.expect("a connection");
    let kept = people::account(&mut db, lin)
        .await
        .expect("an account")
        .password_digest;
    assert_eq!(kept, digest);
}

#[tokio::test]
async fn a_post_without_any_origin_needs_our_referer() {
    let world = World::with(&[("RONGCUO_HOST", "here.example")]).await;
    world.person("lin", None).await;
    let token = world
        .signed_in("lin")
        .await
        .cookie("rongcuo")
        .expect("a session")
        .to_owned();
    let sends = async |referer: Option<&str>| {
        let mut browser = world.browser().old();
        browser.plant("rongcuo", &token);
        let mut request = Request::post("/applications").header("host", "here.example");
        if let Some(referer) = referer {
            request = request.header("referer", referer);
        }
        browser.send(request, Body::empty()).await
    };
    for foreign in [
        None,
        Some(""),
        Some("http://evil.example/"),
        Some("http://here.example.evil.example/"),
        Some("http://evil.example/http://here.example/my"),
    ] {
        let page = sends(foreign).await;
        page.says(403, "没有说明这份表单来自哪个页面")
            .says(403, "极速模式");
    }
    sends(Some("http://here.example/my")).await.leads_to();
    // Nobody's cookie, nobody's harm: signing in is open to every browser.
    let mut old = world.browser().old();
    let fields = [("username", "lin"), ("password", PASSWORD)];
    old.post("/session", &fields).await.leads_to();
}

#[tokio::test]
async fn by_another_name_nobody_is_answered() {
    let world = World::new().await;
    let opens = async |host: &str, path: &str| {
        let request = Request::get(path).header("host", host);
        world.browser().send(request, Body::empty()).await
    };
    opens("localhost:8080", "/").await.says(200, "登录");
    opens("127.0.0.1:8080", "/").await.says(200, "登录");
    opens("evil.example:8080", "/")
        .await
        .says(400, "不在这个网址提供服务");
    opens("10.0.0.1:8080", "/healthz").await.says(200, "alive");
}

#[tokio::test]
async fn every_answer_tells_the_browser_to_be_careful() {
    let world = proxied().await;
    world.person("lin", None).await;
    let mut browser = world.browser();
    let page = tries(&mut browser, ATTACKER, "lin", PASSWORD).await;
    for (name, value) in [
        ("strict-transport-security", "max-age=31536000"),
        ("x-frame-options", "SAMEORIGIN"),
        ("cross-origin-opener-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(page.header(name), value, "{name}");
    }
    assert!(page.header("permissions-policy").contains("camera=()"));
    let page = browser.post("/session/end", &[]).await;
    assert_eq!(page.header("clear-site-data"), r#""cache", "storage""#);
    let cookies: Vec<_> = page.headers.get_all("set-cookie").iter().collect();
    assert!(cookies.len() >= 2, "the session's and what was done");
    for cookie in cookies {
        assert!(cookie.to_str().expect("text").contains("; Secure"), "{cookie:?}");
    }
    let plain = World::new().await.browser().get("/").await;
    assert_eq!(
        plain.header("strict-transport-security"),
        "",
        "only where people come by https"
    );
}

#[tokio::test]
async fn odd_cursors_are_no_fault() {
    let world = World::new().await;
    let story = world.case().served().await;
    let odd = [
        "",
        "%00",
        "%FF%FE",
        "'",
        "%25",
        "none",
        "-1",
        "NaN",
        "99999999999999999999",
        "9223372036854775807",
        "-9223372036854775808_00000000-0000-0000-0000-000000000000",
        "9223372036854775807_00000000-0000-0000-0000-000000000000",
        "253402300800000000_00000000-0000-0000-0000-000000000000",
        "open_none_00000000-0000-0000-0000-000000000000",
        "ended_-5000-01-01_00000000-0000-0000-0000-000000000000",
        "open_9999-12-31_00000000-0000-0000-0000-000000000000",
        "2199-12-31",
        "-5000-01-01",
        "+262143-12-31",
        "infinity",
        "2026-02-30",
        "%E2%80%AE",
        "a%20b%20c%20d",
        "%F0%9F%A6%80",
        "due",
        "newest",
        "oldest",
        "late",
    ];
    let long = "%E5%AE%B9".repeat(2_000);
    let case = format!("/cases/{}", story.id());
    // Each page with what it reads of its address.
    let pages = [
        ("/", vec!["next"]),
        ("/work", vec!["pile", "after"]),
        (
            "/cases",
            vec![
                "q", "stage", "outcome", "officer", "body", "from", "to", "deadline", "sort", "after",
            ],
        ),
        ("/cases.xlsx", vec!["q", "from", "after"]),
        ("/my", vec!["after"]),
        ("/zone", vec!["after"]),
        (case.as_str(), vec!["before"]),
        ("/law", vec!["after"]),
        ("/help", vec!["after"]),
        ("/account", vec!["after"]),
    ];
    let people = &world.people;
    let mut asked = 0;
    for user in [
        people.body.officer.user,
        people.office.approver.user,
        people.applicant.user,
    ] {
        let mut browser = world.as_user(user).await;
        for (path, names) in &pages {
            for value in odd.iter().copied().chain([long.as_str()]) {
                let alone = names.iter().map(|name| format!("{path}?{name}={value}"));
                let both = format!("{path}?sort=oldest&{}={value}", names.last().expect("a name"));
                for href in alone.chain([both]) {
                    let page = browser.get(&href).await;
                    assert!(page.status.as_u16() < 500, "{href}: {}", page.status);
                    asked += 1;
                }
            }
        }
    }
    assert!(asked > 1_000, "{asked}");
}
