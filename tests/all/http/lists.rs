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
    for list in ["/work?pile=approver", "/cases"] {
        let page = spare.get(list).await;
        page.says(200, "不由您承办，只显示台账")
            .is_silent_on(&format!("/cases/{}\"", story.id()));
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
async fn the_tile_of_late_cases_leads_to_these_alone() {
    let world = World::new().await;
    let late = world.case().filed().await.case().await.number;
    world.app.clock.advance(Duration::days(21));
    let fresh = world.case().filed().await.case().await.number;
    let mut officer = world.as_user(world.people.body.officer.user).await;
    officer.get("/work").await.says(200, "/cases?deadline=late");
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
