//! The case page of a party: what it is asked about, whose turn it is, what it has not read, what it handed in.

use super::{Desk, fields};
use crate::world::World;

const STATEMENT: &str = "我只是按照会议决定办理。";

#[tokio::test]
async fn a_party_is_told_what_it_is_asked_about_before_it_is_heard() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().initiated().await;
    story.approved(story.link().await).await;
    let mut own = Desk::of(&world, people.individual.user, story.id()).await;
    own.open("")
        .await
        .says(200, "事情经过")
        .says(200, "上级主管部门")
        .says(200, "某事项")
        .says(200, "待您办理：陈述意见（陆见微）")
        .is_silent_on("有据")
        .is_silent_on("028-00000000")
        .is_silent_on("内部办理时限");
    own.open("/filing").await.says(404, "没有");
    // Who filed reads its own application from the beginning.
    let filed = world.case().filed().await;
    let mut filer = Desk::of(&world, people.applicant.user, filed.id()).await;
    filer
        .open("")
        .await
        .says(200, "事情经过")
        .says(200, "审查是否启动容错程序，至 ")
        .says(200, "机关启动剩余");
}

#[tokio::test]
async fn a_party_is_told_which_document_it_has_not_opened() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    story.everything_served().await;
    let applicant = world.people.applicant.user;
    let mut own = Desk::of(&world, applicant, story.id()).await;
    let page = own.open("").await;
    page.says(200, "启动容错程序通知书</a>，请先阅读");
    let case = story.case().await;
    let notice = case
        .documents
        .iter()
        .find(|it| it.party == Some(case.parties[0].id));
    let notice = notice.expect("each party is told").id;
    own.open(&format!("/documents/{notice}")).await.says(200, "启动");
    own.open("").await.is_silent_on("请先阅读").is_silent_on("未读");
}

#[tokio::test]
async fn whatever_is_handed_in_has_its_receipt() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().initiated().await;
    story.approved(story.link().await).await;
    let party = story.case().await.parties[1].id;
    let mut own = Desk::of(&world, people.individual.user, story.id()).await;
    let hearing = format!("/parties/{party}/hearing");
    let statement = fields(&[("kind", "statement"), ("text", STATEMENT)]);
    let sent = own.send_file(&hearing, &statement, "%PDF-1.7 signed").await;
    assert_eq!(sent.done(), "hear");
    let page = own.open("").await;
    page.says(200, "意见已提交，经办人会在核实报告中写明是否采纳")
        .says(200, "您提交的材料")
        .says(200, "现由");
    let href = page.link("查看、打印回执");
    assert!(href.ends_with("/receipts/hear-2-1"), "{href}");
    own.browser
        .get(&href)
        .await
        .says(200, "号-意2-1")
        .says(200, STATEMENT)
        .says(200, "a.pdf")
        .says(200, "2026年3月4日")
        .says(200, "接下来")
        .says(200, "不表示已经采纳");
    own.open("").await.is_silent_on("查看、打印回执");
    for (user, status) in [
        (people.individual.user, 200),
        (people.body.officer.user, 200),
        (people.applicant.user, 404),
        (people.body.spare.user, 404),
        (people.superior.officer.user, 404),
    ] {
        let mut desk = Desk::of(&world, user, story.id()).await;
        let receipt = desk.open("/receipts/hear-2-1").await;
        assert_eq!(receipt.status.as_u16(), status, "{user}");
        for none in ["hear-2-2", "hear-1-1", "nonsense"] {
            let none = desk.open(&format!("/receipts/{none}")).await;
            assert_eq!(none.status.as_u16(), 404);
        }
    }
}

#[tokio::test]
async fn a_document_is_unread_until_its_addressee_opens_it() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().served().await;
    let mut officer = Desk::of(&world, people.body.officer.user, story.id()).await;
    let determination = story
        .case()
        .await
        .determination_of(story.case().await.parties[1].id)
        .expect("it was determined")
        .document;
    let path = format!("/documents/{determination}");
    officer.open(&path).await.says(200, "容错认定书");
    let mut own = Desk::of(&world, people.individual.user, story.id()).await;
    let unread = own.open("").await.main().matches("未读").count();
    let listed = own.browser.get("/my").await.main().matches("未读").count();
    assert!(unread >= 2 && listed >= 1, "{unread} {listed}");
    own.open(&path).await.says(200, "容错认定书");
    let page = own.open("").await;
    page.says(200, "已读");
    // On top and in the list.
    assert_eq!(page.main().matches("未读").count(), unread - 2);
    assert_eq!(
        own.browser.get("/my").await.main().matches("未读").count(),
        listed - 1
    );
}
