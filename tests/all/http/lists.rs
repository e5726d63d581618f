//! 工作台, 案件 and 我的案件: what their chips say.

use time::Duration;
use time::macros::datetime;

use crate::world::World;

/// 2023-10-07 is a make-up workday of the State Council's notice, and a holiday of 凉山州.
#[tokio::test]
async fn chips_count_by_the_calendar_of_the_body() {
    let world = World::new().await;
    let people = &world.people;
    sqlx::query("UPDATE bodies SET calendar = 'liangshan' WHERE id = $1")
        .bind(people.body.id.0)
        .execute(&world.database.owner)
        .await
        .expect("a body with holidays of its own");
    world.app.clock.set(datetime!(2023-10-04 09:00 +8));
    let story = world.case().filed().await;
    for (user, list) in [
        (people.body.officer.user, "/work?pile=officer"),
        (people.body.officer.user, "/cases"),
        (people.applicant.user, "/my"),
    ] {
        let page = world.as_user(user).await.get(list).await;
        page.says(200, "剩余 5 个工作日").is_silent_on("剩余 6 个工作日");
    }
    story.initiated().await;
    for (user, list) in [
        (people.body.officer.user, "/work?pile=officer"),
        (people.applicant.user, "/my"),
    ] {
        let page = world.as_user(user).await.get(list).await;
        page.says(200, "剩余 15 个工作日")
            .is_silent_on("剩余 16 个工作日");
    }
}

/// A row that does not open says so, and is no link.
#[tokio::test]
async fn an_officer_of_the_body_who_is_not_assigned_sees_the_row_alone() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    story.submitted(story.link().await).await;
    let mut spare = world.as_user(world.people.body.spare.user).await;
    let href = format!("/cases/{}", story.id());
    let page = spare.get("/cases").await;
    page.says(200, "非本人承办，仅显示台账信息")
        .is_silent_on(&format!("{href}\""));
    for pile in ["officer", "approver", "party", "desk"] {
        let page = spare.get(&format!("/work?pile={pile}")).await;
        page.says(200, "工作台").is_silent_on(&href);
    }
}

/// What is done at the same time has a line each, with its own deadline, and a link to the form itself.
#[tokio::test]
async fn work_is_a_list_of_things_each_with_its_own_deadline() {
    let world = World::new().await;
    let story = world.case().determined().await;
    let body = &world.people.body;
    let mut officer = world.as_user(body.officer.user).await;
    let page = officer.get("/work").await;
    page.says(200, "为蓉港供应链服务有限公司作澄清说明")
        .says(200, "送达容错认定书：");
    let form = officer
        .get(&page.link("为蓉港供应链服务有限公司作澄清说明"))
        .await;
    form.says(200, "由哪个单位作出");
    let parties = officer.get("/work?pile=party").await;
    parties.says(200, "等蓉港供应链服务有限公司报告整改情况");
    // What was sent is no longer the officer's; the approver opens the act itself, the drafter sees that it waits.
    let first = story.case().await.parties[0].clone();
    story.submitted(story.clarification(&first)).await;
    let page = officer.get("/work").await;
    page.is_silent_on("作澄清说明").says(200, "送达容错认定书：");
    officer
        .get("/work?pile=approver")
        .await
        .says(200, "审批：作出澄清说明");
    let mut approver = world.as_user(body.approver.user).await;
    let page = approver.get("/work").await;
    page.says(200, "待我审批").says(200, "林知远送审");
    let act = approver.get(&page.link("审批：作出澄清说明")).await;
    act.says(200, "同意").says(200, "退回");
    let desk = approver.get("/work?pile=desk").await;
    desk.says(200, "本机关已逾期和本周届满的事项");
}

#[tokio::test]
async fn what_burns_comes_first_and_every_page_goes_on_behind_the_last() {
    let world = World::new().await;
    for _ in 0..26 {
        world.case().filed().await;
    }
    let mut officer = world.as_user(world.people.body.officer.user).await;
    let first = officer.get("/work").await;
    first
        .says(200, "作出是否启动的决定")
        .is_silent_on("rc-group--late");
    let second = officer.get(&first.link("下一页")).await;
    second.says(200, "作出是否启动的决定");
    assert_ne!(first.main(), second.main());
    world.app.clock.advance(Duration::days(21));
    world.case().filed().await;
    let mut officer = world.as_user(world.people.body.officer.user).await;
    let page = officer.get("/work").await;
    page.says(200, "rc-group--late");
    for odd in [
        "nonsense",
        "5_-9999-01-01_00000000000000000000000000000000_0",
        "9_none__",
        "9_none_00000000000000000000000000000000_0",
    ] {
        let page = officer.get(&format!("/work?after={odd}")).await;
        page.says(200, "已逾期");
    }
}

#[tokio::test]
async fn a_number_is_found_with_whatever_brackets_a_keyboard_has() {
    let world = World::new().await;
    let number = world.case().filed().await.case().await.number;
    let mut officer = world.as_user(world.people.body.officer.user).await;
    for (opening, closing) in [("〔", "〕"), ("[", "]"), ("（", "）"), ("(", ")"), ("【", "】 ")] {
        let typed = number.replace('〔', opening).replace('〕', closing);
        officer.get(&cases("q", &typed)).await.says(200, &number);
    }
    officer
        .get(&cases("q", "[2019]"))
        .await
        .says(200, "没有找到这样的案件");
}

#[tokio::test]
async fn late_cases_are_found_alone() {
    let world = World::new().await;
    let late = world.case().filed().await.case().await.number;
    world.app.clock.advance(Duration::days(21));
    let fresh = world.case().filed().await.case().await.number;
    let mut officer = world.as_user(world.people.body.officer.user).await;
    officer.get("/work").await.says(200, "rc-tile--late");
    let list = officer.get("/cases?deadline=late").await;
    list.says(200, &late)
        .is_silent_on(&fresh)
        .says(200, "value=\"late\" selected");
    officer.get("/cases").await.says(200, &late).says(200, &fresh);
}

fn cases(name: &str, value: &str) -> String {
    let value = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
    format!("/cases?{name}={value}")
}
