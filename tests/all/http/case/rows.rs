//! Rows that repeat: one more and one less without saving, with everything that was typed.

use super::{Desk, fields};
use crate::world::World;

#[tokio::test]
async fn a_correction_is_added_and_taken_out_before_anything_is_saved() {
    let world = World::new().await;
    let story = world.case().reported().await;
    let mut desk = Desk::of(&world, world.people.body.officer.user, story.id()).await;
    let opened = desk.open("/determination").await;
    opened.says(200, "再加一条").says(200, "id=\"d-1-1-what\"");
    opened
        .is_silent_on("id=\"d-1-2-what\"")
        .is_silent_on("value=\"less-1-1\"");
    let typed = [
        ("d-1-reasons", "写到一半的理由"),
        ("d-1-1-what", "第一条要求"),
        ("rows-1", "1"),
    ];
    let more = [fields(&typed), fields(&[("do", "more-1")])].concat();
    let page = desk.send_from(&opened, "/determination", &more).await;
    for kept in [
        "写到一半的理由",
        "第一条要求",
        "id=\"d-1-2-what\"",
        "value=\"less-1-1\"",
        "name=\"rows-1\" value=\"2\"",
    ] {
        page.says(200, kept);
    }
    let second = [
        ("d-1-2-what", "第二条要求"),
        ("d-1-2-who", "unit"),
        ("d-1-2-unit", "丙公司"),
        ("rows-1", "2"),
    ];
    let less = [
        fields(&typed[..2]),
        fields(&second),
        fields(&[("do", "less-1-1")]),
    ]
    .concat();
    let page = desk.send_from(&page, "/determination", &less).await;
    page.says(200, "第二条要求")
        .says(200, "丙公司")
        .is_silent_on("第一条要求");
    page.is_silent_on("id=\"d-1-2-what\"");
    // What happened meanwhile is still told.
    assert_eq!(page.hidden("version"), opened.hidden("version"));
    let far = [
        fields(&second[..3]),
        fields(&[("d-1-2-due", "2099-01-01"), ("do", "submit")]),
    ]
    .concat();
    let page = desk.send_from(&page, "/determination", &far).await;
    page.says(422, "第 2 条纠错要求的完成时限写");
    assert!(story.case().await.acts.is_empty(), "nothing was saved");
}
