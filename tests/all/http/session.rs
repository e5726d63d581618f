//! Who gets in, for how long, and what is not told.

use rongcuo::store::sessions::SESSIONS_OF_A_PERSON_MAX;
use time::Duration;

use crate::world::browser::Browser;
use crate::world::{PASSWORD, World};

async fn tries(browser: &mut Browser, username: &str, password: &str) -> u16 {
    let page = browser
        .post("/session", &[("username", username), ("password", password)])
        .await;
    page.status.as_u16()
}

#[tokio::test]
async fn signing_in_leads_to_where_one_wanted_to_go_and_signing_out_ends_it() {
    let world = World::new().await;
    let body = world.body("A").await;
    world.person("lin", Some(body)).await;
    let mut browser = world.browser();
    assert_eq!(
        browser.get("/account?x=1").await.leads_to(),
        "/?next=/account%3Fx%3D1"
    );
    let page = browser.get("/?next=/account%3Fx%3D1").await;
    page.says(200, "登录").is_silent_on("演示账号");
    let fields = [
        ("username", " LIN "),
        ("password", PASSWORD),
        ("next", "/account?x=1"),
    ];
    let page = browser.post("/session", &fields).await;
    assert_eq!(page.leads_to(), "/account?x=1");
    let all = page.headers.get_all("set-cookie").iter();
    let mut all = all.map(|it| it.to_str().expect("a cookie").to_owned());
    let cookie = all.find(|it| it.starts_with("rongcuo=")).expect("a session");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(
        !cookie.contains("Secure") && !cookie.contains("Max-Age"),
        "{cookie}"
    );
    browser.get("/account").await.says(200, "林知远 · 经办人");
    assert_eq!(browser.get("/").await.leads_to(), "/work");
    let token = browser.cookie("rongcuo").expect("a session").to_owned();
    assert_eq!(browser.post("/session/end", &[]).await.leads_to(), "/");
    browser.get("/").await.says(200, "已退出登录");
    browser.get("/").await.is_silent_on("已退出登录");
    browser.plant("rongcuo", &token);
    assert_eq!(browser.get("/account").await.leads_to(), "/?next=/account");
}

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let world = World::new().await;
    world.person("lin", None).await;
    for elsewhere in ["https://evil.example", "//evil.example", "/\\evil.example"] {
        let fields = [("username", "lin"), ("password", PASSWORD), ("next", elsewhere)];
        assert_eq!(world.browser().post("/session", &fields).await.leads_to(), "/my");
    }
}

#[tokio::test]
async fn who_writes_to_the_database_makes_no_session_for_a_cookie() {
    let world = World::new().await;
    let approver = world.people.body.approver.user;
    sqlx::query("INSERT INTO sessions (token_digest, user_id, started_at, seen_at, ends_at) VALUES (sha256('forged'), $1, $2, $2, $2 + interval '1 hour')")
        .bind(approver.0)
        .bind(world.app.clock.now())
        .execute(&world.database.app)
        .await
        .expect("a row");
    let mut forger = world.browser();
    forger.plant("rongcuo", "forged");
    assert_eq!(forger.get("/account").await.status.as_u16(), 303);
}

#[tokio::test]
async fn a_copied_digest_is_nobodys_password() {
    let world = World::new().await;
    world.person("lin", None).await;
    sqlx::query("UPDATE users SET password_digest = (SELECT password_digest FROM users WHERE username = 'lin') WHERE username = 'gx.approver'")
        .execute(&world.database.app)
        .await
        .expect("a password");
    assert_eq!(tries(&mut world.browser(), "gx.approver", PASSWORD).await, 422);
    assert_eq!(tries(&mut world.browser(), "lin", PASSWORD).await, 303);
}

#[tokio::test]
async fn a_one_time_password_is_good_for_a_week() {
    let world = World::new().await;
    world.person("lin", None).await;
    sqlx::query("UPDATE users SET must_change_password = true WHERE username = 'lin'")
        .execute(&world.database.owner)
        .await
        .expect("a password that somebody else chose");
    let fields = [("username", "lin"), ("password", PASSWORD)];
    world
        .app
        .clock
        .set(time::OffsetDateTime::now_utc() + Duration::days(8));
    let page = world.browser().post("/session", &fields).await;
    page.says(422, "这个一次性密码已经过期：它在 7 天内有效");
    world
        .app
        .clock
        .set(time::OffsetDateTime::now_utc() + Duration::days(6));
    assert_eq!(tries(&mut world.browser(), "lin", PASSWORD).await, 303);
}

#[tokio::test]
async fn signing_in_gives_a_new_token_and_ends_the_old_session() {
    let world = World::new().await;
    world.person("lin", None).await;
    let mut browser = world.signed_in("lin").await;
    let old = browser.cookie("rongcuo").expect("a session").to_owned();
    assert_eq!(tries(&mut browser, "lin", PASSWORD).await, 303);
    assert_ne!(browser.cookie("rongcuo"), Some(old.as_str()));
    let mut thief = world.browser();
    thief.plant("rongcuo", &old);
    assert_eq!(thief.get("/account").await.status.as_u16(), 303);
    let kept: Vec<Vec<u8>> = sqlx::query_scalar("SELECT token_digest FROM sessions WHERE ended_at IS NULL")
        .fetch_all(&world.database.owner)
        .await
        .expect("a list of sessions");
    assert_eq!(kept.len(), 1);
}

#[tokio::test]
async fn a_session_ends_when_idle_and_after_half_a_day_whatever_happens() {
    let world = World::new().await;
    world.person("lin", None).await;
    let mut idle = world.signed_in("lin").await;
    world.app.clock.advance(Duration::minutes(29));
    assert_eq!(idle.get("/account").await.status.as_u16(), 200);
    world.app.clock.advance(Duration::minutes(30));
    assert_eq!(idle.get("/account").await.status.as_u16(), 303);
    let mut busy = world.signed_in("lin").await;
    for _ in 0..35 {
        world.app.clock.advance(Duration::minutes(20));
        assert_eq!(busy.get("/account").await.status.as_u16(), 200);
    }
    world.app.clock.advance(Duration::minutes(20));
    assert_eq!(busy.get("/account").await.status.as_u16(), 303);
}

#[tokio::test]
async fn an_unknown_a_closed_and_a_mistyped_account_get_the_same_answer() {
    let world = World::new().await;
    let closed = world.person("closed-one", None).await;
    world.person("mistyped-one", None).await;
    let mut db = world.database.owner.acquire().await.expect("a connection");
    rongcuo::store::people::disable(&mut db, closed, world.app.clock.now())
        .await
        .expect("an account to close");
    let mut answers = Vec::new();
    for (username, password) in [
        ("unknown-one", PASSWORD),
        ("closed-one", PASSWORD),
        ("mistyped-one", "wrong password"),
    ] {
        let fields = [("username", username), ("password", password)];
        let page = world.browser().post("/session", &fields).await;
        page.says(422, "用户名或者密码不正确").is_silent_on(password);
        answers.push(page.text.replace(username, "…"));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
}

#[tokio::test]
async fn who_keeps_failing_in_one_place_is_slowed_down_there_even_with_the_right_password() {
    let world = World::new().await;
    world.person("lin", None).await;
    let mut browser = world.browser();
    for _ in 0..5 {
        assert_eq!(tries(&mut browser, "lin", "wrong").await, 422);
    }
    let fields = [("username", "lin"), ("password", PASSWORD)];
    let page = browser.post("/session", &fields).await;
    page.says(429, "登录暂缓");
    assert_eq!(page.header("retry-after"), "2");
    world.app.clock.advance(Duration::seconds(2));
    assert_eq!(tries(&mut browser, "lin", PASSWORD).await, 303);
    assert_eq!(tries(&mut browser, "lin", "wrong").await, 422, "all forgiven");
    for n in 0..26 {
        tries(&mut browser, &format!("guess{n}"), "wrong").await;
    }
    assert_eq!(
        tries(&mut browser, "another", "wrong").await,
        429,
        "one address, many names"
    );
}

#[tokio::test]
async fn a_closed_account_is_out_at_once() {
    let world = World::new().await;
    let lin = world.person("lin", None).await;
    let mut browser = world.signed_in("lin").await;
    let mut db = world.database.owner.acquire().await.expect("a connection");
    rongcuo::store::people::disable(&mut db, lin, world.app.clock.now())
        .await
        .expect("an account to close");
    assert_eq!(browser.get("/account").await.status.as_u16(), 303);
}

#[tokio::test]
async fn a_new_password_is_checked_and_ends_all_other_sessions() {
    let world = World::new().await;
    world.person("lin", None).await;
    let mut other = world.signed_in("lin").await;
    let mut browser = world.signed_in("lin").await;
    for (old, new, again, words) in [
        ("", "a new one 2027", "a new one 2027", "输入现在的密码"),
        ("wrong", "a new one 2027", "a new one 2027", "现在的密码不正确"),
        (PASSWORD, "short", "short", "至少 10 个字符"),
        (
            PASSWORD,
            "this is Lin's own",
            "this is Lin's own",
            "不能包含用户名",
        ),
        (PASSWORD, PASSWORD, PASSWORD, "要和现在的不同"),
        (PASSWORD, "a new one 2027", "a new one 2028", "不一致"),
    ] {
        let page = browser
            .post("/account", &[("old", old), ("new", new), ("again", again)])
            .await;
        page.says(422, words)
            .says(422, "有错误：")
            .is_silent_on("a new one");
    }
    let fields = [
        ("old", PASSWORD),
        ("new", "a new one 2027"),
        ("again", "a new one 2027"),
    ];
    assert_eq!(browser.post("/account", &fields).await.leads_to(), "/account");
    browser.get("/account").await.says(200, "密码已经更换");
    assert_eq!(other.get("/account").await.status.as_u16(), 303);
    assert_eq!(tries(&mut world.browser(), "lin", PASSWORD).await, 422);
    assert_eq!(tries(&mut world.browser(), "lin", "a new one 2027").await, 303);
}

#[tokio::test]
async fn nothing_comes_before_a_password_of_ones_own() {
    let world = World::new().await;
    let body = world.body("A").await;
    let lin = world.person("lin", Some(body)).await;
    let mut db = world.app.pool.acquire().await.expect("a connection");
    let digest = world
        .app
        .passwords
        .digest(lin.0, PASSWORD.into())
        .await
        .expect("a digest");
    rongcuo::store::people::set_password(&mut db, lin, &digest, true)
        .await
        .expect("a password somebody else chose");
    let mut browser = world.signed_in("lin").await;
    assert_eq!(browser.get("/cases/0/initiation").await.leads_to(), "/account");
    browser.get("/account").await.says(200, "首次登录");
    let fields = [
        ("old", PASSWORD),
        ("new", "a new one 2027"),
        ("again", "a new one 2027"),
    ];
    assert_eq!(browser.post("/account", &fields).await.leads_to(), "/work");
    browser.get("/account").await.is_silent_on("首次登录");
}

#[tokio::test]
async fn only_a_demo_identity_can_be_stepped_into_and_it_has_no_password() {
    let world = World::with(&[("RONGCUO_DEMO", "1")]).await;
    let body = world.body("A").await;
    let real = world.person("real", Some(body)).await.to_string();
    let mut browser = world.browser();
    browser.get("/").await.is_silent_on("演示");
    let page = browser.post("/demo/session", &[("user", &real)]).await;
    page.says(404, "没有找到");
    let demo = world.person("demo", Some(body)).await;
    world.make_demo(demo);
    let page = browser.get("/").await;
    page.says(200, "演示环境")
        .says(200, "进入")
        .says(200, "A管委会")
        .is_silent_on(&real);
    let page = browser
        .post("/demo/session", &[("user", &demo.to_string())])
        .await;
    assert_eq!(page.leads_to(), "/work");
    browser.get("/account").await.says(200, "演示账号没有密码");
    let fields = [
        ("old", "!"),
        ("new", "a new one 2027"),
        ("again", "a new one 2027"),
    ];
    browser
        .post("/account", &fields)
        .await
        .says(422, "演示账号没有密码，不能更换");
    assert_eq!(tries(&mut world.browser(), "demo", "!").await, 422);
}

#[tokio::test]
async fn behind_https_the_cookie_is_bound_to_the_host_and_the_proxy_names_the_visitor() {
    let world = World::with(&[("RONGCUO_HTTPS", "1")]).await;
    world.person("lin", None).await;
    let page = world
        .browser()
        .post("/session", &[("username", "lin"), ("password", PASSWORD)])
        .await;
    let cookies = page.headers.get_all("set-cookie").into_iter();
    let cookies: Vec<_> = cookies.map(|it| it.to_str().expect("a text")).collect();
    let bound = |it: &&str| it.starts_with("__Host-rongcuo=") && it.contains("Secure");
    assert!(cookies.iter().any(bound), "{cookies:?}");
    assert!(cookies.iter().all(|it| it.contains("Secure")), "{cookies:?}");
}

#[tokio::test]
async fn what_happens_at_the_sign_in_is_recorded() {
    let world = World::new().await;
    world.person("lin", None).await;
    let mut browser = world.browser();
    tries(&mut browser, "lin", "wrong").await;
    tries(&mut browser, "lin", PASSWORD).await;
    browser.post("/session/end", &[]).await;
    let deeds: Vec<(String, bool)> = sqlx::query_as(
        "SELECT what, user_id IS NOT NULL FROM audit WHERE what LIKE 's%i%n%' AND what NOT LIKE 'story%'",
    )
    .fetch_all(&world.database.owner)
    .await
    .expect("the audit trail");
    let mut deeds: Vec<_> = deeds
        .iter()
        .map(|(what, known)| (what.as_str(), *known))
        .collect();
    deeds.sort_unstable();
    assert_eq!(
        deeds,
        [
            ("session_begun", true),
            ("session_ended", true),
            ("sign_in", true),
            ("sign_in_failed", false)
        ]
    );
}

#[tokio::test]
async fn nobody_steps_into_a_demo_that_is_not_open_or_has_ended() {
    for settings in [
        &[][..],
        &[("RONGCUO_DEMO", "1"), ("RONGCUO_LISTEN", "0.0.0.0:8080")],
    ] {
        let world = World::with(settings).await;
        let demo = world.person("demo", None).await;
        world.make_demo(demo);
        let mut browser = world.browser();
        browser.get("/").await.is_silent_on("进入");
        let page = browser
            .post("/demo/session", &[("user", &demo.to_string())])
            .await;
        page.says(404, "没有找到");
    }
    let world = World::with(&[("RONGCUO_DEMO", "1")]).await;
    let demo = world.person("demo", None).await;
    world.make_demo(demo);
    let mut browser = world.browser();
    let fields = [("user", demo.to_string())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    browser.post("/demo/session", &fields).await.leads_to();
    let mut owner = world.database.owner.acquire().await.expect("a connection");
    rongcuo::store::demo::end(&mut owner, world.app.clock.now())
        .await
        .expect("the owner ends it");
    browser.get("/account").await.leads_to();
    browser.post("/demo/session", &fields).await.says(404, "没有找到");
}

#[tokio::test]
async fn a_person_is_signed_in_at_so_many_places_and_the_oldest_gives_way() {
    let world = World::new().await;
    world.person("lin", None).await;
    let mut first = world.signed_in("lin").await;
    first
        .get("/account")
        .await
        .says(200, "最近七天没有")
        .is_silent_on("没有退出");
    let mut others = vec![];
    for _ in 1..SESSIONS_OF_A_PERSON_MAX {
        world.app.clock.advance(Duration::MINUTE);
        others.push(world.signed_in("lin").await);
    }
    let last = others.last_mut().expect("ten in all");
    last.get("/account")
        .await
        .says(200, "2026年3月3日（周二） 09:08（另有 9 处登录没有退出）");
    world.app.clock.advance(Duration::MINUTE);
    let mut eleventh = world.signed_in("lin").await;
    eleventh.get("/account").await.says(200, "另有 9 处登录没有退出");
    assert!(first.get("/account").await.leads_to().contains("next="));
    for other in &mut others {
        other.get("/account").await.says(200, "lin");
    }
}
