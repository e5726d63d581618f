//! Every end of a request is a page of ours, inside the headers that keep browsers careful.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::routing::get;
use rongcuo::platform::App;
use rongcuo::web::layers;

use crate::world::World;
use crate::world::browser::{Browser, Page};

fn careful(page: &Page) {
    let policy = page.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'self'") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert!(policy.contains("frame-ancestors 'none'") && policy.contains("form-action 'self'"));
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("referrer-policy"), "same-origin");
    assert!(!page.header("x-request-id").is_empty());
}

#[tokio::test]
async fn an_address_without_a_page_and_a_method_without_one() {
    let world = World::new().await;
    world.person("lin", None).await;
    let page = world.browser().get("/nowhere").await;
    page.says(404, "没有找到这个页面").says(404, "登录");
    careful(&page);
    assert_eq!(page.header("cache-control"), "no-store");
    let page = world.signed_in("lin").await.get("/static/0/rongcuo.css").await;
    page.says(404, "林知远").says(404, "我的案件");
    let page = world.browser().get("/session").await;
    page.says(405, "这个地址不能这样打开");
    assert_eq!(page.header("allow"), "POST");
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let world = World::with(&[("RONGCUO_HOST", "here.example")]).await;
    let mut browser = world.browser();
    let from = |site: &str| {
        Request::post("/session/end")
            .header("host", "here.example")
            .header("sec-fetch-site", site)
    };
    let page = browser.send(from("cross-site"), Body::empty()).await;
    page.says(403, "不是从本系统的页面提交的");
    careful(&page);
    assert_eq!(
        browser
            .send(from("same-origin"), Body::empty())
            .await
            .status
            .as_u16(),
        303
    );
}

#[tokio::test]
async fn a_panic_shows_a_number_and_never_its_cause() {
    let world = World::new().await;
    let mut browser = around(&world.app, Router::new().route("/", get(panics)));
    let page = browser.get("/").await;
    page.says(500, "系统异常").is_silent_on("secret");
    page.says(500, page.header("x-request-id"));
    careful(&page);
}

async fn panics() -> &'static str {
    panic!("secret")
}

fn around(app: &App, pages: Router<App>) -> Browser {
    let router = layers::around_all(layers::around_pages(pages, app), false);
    Browser::new(&router.with_state(app.clone()))
}

#[tokio::test]
async fn without_the_database_there_is_a_page_and_the_server_says_it_is_not_ready() {
    let world = World::new().await;
    let mut browser = world.browser();
    assert_eq!(browser.get("/readyz").await.status.as_u16(), 200);
    world.app.pool.close().await;
    let page = browser.get("/").await;
    page.says(503, "系统正忙");
    careful(&page);
    browser.plant("rongcuo", "a token");
    browser.get("/law").await.says(503, "系统正忙");
    assert_eq!(browser.get("/readyz").await.status.as_u16(), 503);
    assert_eq!(browser.get("/healthz").await.status.as_u16(), 200);
}

#[tokio::test]
async fn style_and_script_are_kept_for_ever_under_the_name_of_their_content() {
    let world = World::new().await;
    let mut browser = world.browser();
    let page = browser.get("/").await;
    let at = page.text.find("/static/").expect("the page names its stylesheet");
    let href = page.text[at..]
        .split('"')
        .next()
        .expect("an address ends")
        .to_owned();
    let style = browser.get(&href).await;
    style.says(200, ".govuk-");
    assert_eq!(
        style.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    careful(&style);
}
