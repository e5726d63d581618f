//! Two clocks: the program's and the database's. While they differ, nothing is done that would bear a wrong time; and neither a
//! jump of one nor of the other locks anybody out.

use rongcuo::store::schema;
use time::{Duration, OffsetDateTime};

use crate::world::{PASSWORD, World};

async fn databases(world: &World) -> OffsetDateTime {
    let mut db = world.app.pool.acquire().await.expect("a connection");
    schema::clock(&mut db).await.expect("a time")
}

#[tokio::test]
async fn while_the_clocks_differ_no_form_is_taken_and_the_server_is_not_ready() {
    let world = World::new().await;
    world.person("lin", None).await;
    world.database.is_real().await;
    let mut browser = world.browser();
    browser.get("/readyz").await.says(503, "clocks");
    world.app.clock.set(databases(&world).await);
    browser.get("/readyz").await.says(200, "ready");
    let mut browser = world.signed_in("lin").await;
    let begin = [("once", "0198c000-0000-7000-8000-000000000001")];
    for apart in [Duration::seconds(8), Duration::seconds(-8)] {
        world.app.clock.set(databases(&world).await + apart);
        browser.get("/my").await.says(200, "我的案件");
        browser.get("/readyz").await.says(503, "clocks");
        browser
            .post("/applications", &begin)
            .await
            .says(503, "系统时间不对");
    }
    world.app.clock.set(databases(&world).await);
    browser.post("/applications", &begin).await.leads_to();
}

#[tokio::test]
async fn a_clock_that_jumps_back_locks_nobody_out() {
    let world = World::new().await;
    world.person("lin", None).await;
    for name in ["lin", "nobody-1", "nobody-2"] {
        let fields = [("username", name), ("password", "wrong")];
        world
            .browser()
            .post("/session", &fields)
            .await
            .says(422, "不正确");
    }
    world.app.clock.advance(-Duration::DAY);
    let fields = [("username", "lin"), ("password", PASSWORD)];
    world.browser().post("/session", &fields).await.leads_to();
}

#[tokio::test]
async fn a_server_that_is_about_to_end_is_not_ready() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.get("/readyz").await.says(200, "ready");
    world.app.set_ending();
    browser.get("/readyz").await.says(503, "about to end");
    browser.get("/").await.says(200, "登录");
}
