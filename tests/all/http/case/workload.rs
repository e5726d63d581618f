//! What each has in hand beside the names that one chooses among: the body's open cases and what the own work list holds.

use rongcuo::domain::samples::steps;

use crate::http::case::Desk;
use crate::world::World;
use crate::world::browser::{Browser, Page};

/// What stands beside a name on a form.
fn beside(page: &Page, name: &str) -> String {
    let main = page.main();
    let mut lines = main.lines();
    let line =
        lines.find(|it| it.starts_with(&format!("{name}（")) || it.starts_with(&format!("{name} 在办")));
    let line = line.unwrap_or_else(|| panic!("{name} is not offered:\n{main}"));
    let from = line
        .find("在办案件")
        .unwrap_or_else(|| panic!("nothing beside {name}: {line}"));
    line[from..].to_owned()
}

/// How many things stand in a pile of the person's own work list.
async fn listed(browser: &mut Browser, pile: &str) -> usize {
    let page = browser.get(&format!("/work?pile={pile}")).await;
    page.text.matches("rc-task__what").count()
}

#[tokio::test]
async fn beside_each_name_stands_what_the_person_has_in_hand_as_the_own_work_list_has_it() {
    let world = World::new().await;
    let body = &world.people.body;
    world.case().initiated().await;
    world.case().heard().await;
    world.case().closed().await;
    let waits = world.case().heard().await;
    waits.submitted(steps::extend(5)).await;
    let mut officer = world.as_user(body.officer.user).await;
    let own = listed(&mut officer, "officer").await;
    assert!(own > 1, "the officer has things to do: {own}");
    let mut approver = world.as_user(body.approver.user).await;
    let to_decide = listed(&mut approver, "approver").await;
    assert!(to_decide > 0, "something waits for the approver");

    // Of what nobody has yet, nobody is told to have it.
    let filed = world.case().filed().await;
    let mut desk = Desk::of(&world, body.officer.user, filed.id()).await;
    let page = desk.open("/initiation").await;
    assert_eq!(beside(&page, "林知远"), format!("在办案件 3 件，待办 {own} 项"));
    assert_eq!(beside(&page, "许清和"), "在办案件 0 件，待办 0 项");
    assert_eq!(
        beside(&page, "顾怀信"),
        format!("在办案件 0 件，待办 {to_decide} 项")
    );
    // A form that comes back says it again.
    let again = desk
        .send("/initiation", &vec![("do".into(), "submit".into())])
        .await;
    assert_eq!(again.status, 422);
    assert_eq!(beside(&again, "许清和"), "在办案件 0 件，待办 0 项");
}

#[tokio::test]
async fn who_replaces_or_names_officers_of_a_later_round_reads_it_too() {
    let world = World::new().await;
    let body = &world.people.body;
    let story = world.case().initiated().await;
    let mut desk = Desk::of(&world, body.approver.user, story.id()).await;
    let page = desk.open("/officers").await;
    assert!(
        beside(&page, "林知远").starts_with("在办案件 1 件，待办 "),
        "who leaves"
    );
    assert_eq!(beside(&page, "许清和"), "在办案件 0 件，待办 0 项", "who comes");
    let again = world.case().set_aside().await;
    let mut desk = Desk::of(&world, body.approver.user, again.id()).await;
    let page = desk.open("/assignment").await;
    assert_eq!(beside(&page, "许清和"), "在办案件 0 件，待办 0 项");
    // Whom a hearing names is no choice of who works on the case.
    let mut officer = Desk::of(&world, body.officer.user, story.id()).await;
    let party = story.case().await.parties[0].id;
    let page = officer.open(&format!("/parties/{party}/hearing")).await;
    page.says(200, "在场的经办人").is_silent_on("在办案件");
}
