//! 工作台, 案件 and 我的案件: what their chips say.

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
