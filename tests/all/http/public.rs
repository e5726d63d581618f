//! What everybody reads: who this is for, help, the law.

use axum::body::Body;
use axum::http::Request;

use crate::world::World;

#[tokio::test]
async fn signed_out_it_is_said_what_this_is_and_whom_to_ask() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser
        .get("/")
        .await
        .says(200, "这里办理中国（四川）自由贸易试验区的容错纠错案件")
        .says(200, "没有账号，或者忘记密码")
        .says(200, "系统管理员");
}

#[tokio::test]
async fn the_demo_begins_with_who_applies() {
    let world = World::new().await;
    let people = &world.people;
    for user in [
        people.office.officer.user,
        people.body.officer.user,
        people.applicant.user,
    ] {
        world.make_demo(user);
    }
    let page = world.browser().get("/").await.main();
    let (_, page) = page.split_once("演示账号").expect("the demo's people");
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}: {page}"));
    assert!(at("申请人、当事人") < at("经办人"), "{page}");
}

#[tokio::test]
async fn help_answers_each_role() {
    let world = World::new().await;
    let page = world.browser().get("/help").await;
    for words in [
        "怎么申请容错？",
        "怎么陈述意见？",
        "怎么提出异议？",
        "今天先办什么？",
        "怎么审批、怎么退回？",
        "怎么处理异议？",
        "50 MB",
    ] {
        page.says(200, words);
    }
}

#[tokio::test]
async fn the_law_leads_back_to_where_one_came_from_and_to_no_other_site() {
    let world = World::with(&[("RONGCUO_HOST", "host")]).await;
    let mut browser = world.browser();
    for (from, back) in [
        ("http://host/cases?q=1", Some("/cases?q=1")),
        ("http://host/law", None),
        ("http://elsewhere/cases", None),
        ("http://host//elsewhere", None),
        ("nonsense", None),
    ] {
        let request = Request::get("/law")
            .header("host", "host")
            .header("referer", from);
        let page = browser.send(request, Body::empty()).await;
        page.says(200, "目录").says(200, "容错的六项条件");
        let links = page.links();
        let led = links.iter().find(|it| it.words == "返回刚才的页面");
        assert_eq!(led.map(|it| it.href.as_str()), back, "{from}");
    }
}
