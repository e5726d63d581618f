//! Fields that are asked for by a choice: another choice does not demand them, and what stands in them is shown whatever is chosen.

use super::{Desk, fields};
use crate::world::World;

const OPEN: &str = "rc-asked rc-asked--a rc-asked--open";

#[tokio::test]
async fn a_choice_does_not_demand_the_fields_of_another() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let officer = world.people.body.officer.user;
    let mut desk = Desk::of(&world, officer, story.id()).await;
    let case = story.case().await;
    let party = case.parties[1].id;
    let path = format!("/parties/{party}/hearing");
    let opened = desk.open(&path).await;
    opened.says(200, "data-asks=\"a\"").is_silent_on(OPEN);
    let one = officer.to_string();
    let today = story.today().to_string();
    let alone = fields(&[
        ("kind", "statement"),
        ("text", "座谈"),
        ("held_on", &today),
        ("officers", &one),
    ]);
    desk.send_from(&opened, &path, &alone).await.says(422, OPEN);
    let unreachable = fields(&[
        ("kind", "unreachable"),
        ("text", "三次去电无人接听"),
        ("held_on", &today),
        ("officers", &one),
    ]);
    let page = desk.send_file(&path, &unreachable, "%PDF-1.7 x").await;
    assert_eq!(page.done(), "hear");
    let hearings = story.case().await.hearings;
    assert!(hearings[0].officers.is_empty(), "nobody was present");
}

#[tokio::test]
async fn a_notice_that_nobody_needs_is_not_asked_for_its_day() {
    let world = World::new().await;
    let story = world.case().determined().await;
    let mut desk = Desk::of(&world, world.people.body.officer.user, story.id()).await;
    let opened = desk.open("/notice").await;
    opened.says(200, "data-asks=\"b\"").is_silent_on("rc-asked--open");
    let typed = fields(&[
        ("kind", "nobody"),
        ("units", "写错地方的单位"),
        ("on", "不是日期"),
    ]);
    let page = desk.send_from(&opened, "/notice", &typed).await;
    page.says(422, "写明为什么没有需要通报的单位");
    page.says(422, OPEN).says(422, "写错地方的单位");
    let right = fields(&[
        ("kind", "nobody"),
        ("why", "没有其他单位参与"),
        ("on", "不是日期"),
    ]);
    desk.does("/notice", &right, "notify").await;
}
