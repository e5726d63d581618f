//! Drafts belong to the officers of the case: each sees them, one press takes them over, and of two who save at once, in two tabs
//! or as two people, the second keeps the text and sees the other's.

use rongcuo::domain::act::ActState;
use rongcuo::platform::bounds::ANSWERS_BYTES_MAX;

use super::{Desk, Fields, fields};
use crate::world::World;
use crate::world::story::Story;

fn extension(reason: &str) -> Fields {
    fields(&[("days", "5"), ("reason", reason)])
}

fn saved(reason: &str) -> Fields {
    [extension(reason), fields(&[("do", "save")])].concat()
}

/// Both officers of a case that is verified.
async fn officers<'w>(world: &'w World) -> (Story<'w>, Desk, Desk) {
    let story = world.case().initiated().await;
    let body = &world.people.body;
    let first = Desk::of(world, body.officer.user, story.id()).await;
    let second = Desk::of(world, body.second.user, story.id()).await;
    (story, first, second)
}

async fn act(story: &Story<'_>) -> rongcuo::domain::act::Act {
    let case = story.case().await;
    case.acts.first().expect("an act is under way").clone()
}

#[tokio::test]
async fn who_saves_stays_on_the_form_which_says_when() {
    let world = World::new().await;
    let (_, mut first, _) = officers(&world).await;
    first
        .does("/extension", &saved("须向三个部门调取材料"), "saved")
        .await;
    let page = first.open("/extension").await;
    page.says(200, "已保存 ").says(200, "须向三个部门调取材料");
    page.says(200, "name=\"revision\" value=\"1\"");
}

#[tokio::test]
async fn the_other_officer_reads_a_draft_and_takes_it_over_by_one_press() {
    let world = World::new().await;
    let (story, mut first, mut second) = officers(&world).await;
    let body = &world.people.body;
    first.does("/extension", &saved("陈述的第一稿"), "saved").await;
    let name = &body.officer.name;
    second
        .open("")
        .await
        .says(200, &format!("查看草稿（{name}起草）"));
    let page = second.open("/extension").await;
    page.says(200, &format!("{name}正在起草"))
        .says(200, "陈述的第一稿");
    page.says(200, "<fieldset class=\"rc-read\" disabled>")
        .is_silent_on("value=\"submit\"");
    let takeover = format!("/acts/{}/takeover", act(&story).await.id);
    for (who, status) in [
        (body.approver.user, 404),
        (body.spare.user, 404),
        (world.people.applicant.user, 404),
        (world.people.superior.officer.user, 404),
    ] {
        let mut other = Desk::of(&world, who, story.id()).await;
        let answer = other.send_from(&page, &takeover, &vec![]).await;
        assert_eq!(answer.status.as_u16(), status);
    }
    let late = first.open("/extension").await;
    for done in ["taken_over", "before"] {
        let answer = second.send_from(&page, &takeover, &vec![]).await;
        assert_eq!(answer.done(), done);
        assert!(answer.leads_to().ends_with("/extension"));
    }
    let it = act(&story).await;
    assert_eq!(it.drafted_by, body.second.user);
    assert_eq!(it.drafters, [body.officer.user, body.second.user]);
    second
        .open(&format!("/acts/{}", it.id))
        .await
        .says(200, "接手起草");
    // Whose it was meanwhile goes on typing: nothing is lost on either side.
    let answer = first.send_from(&late, "/extension", &saved("陈述的第二稿")).await;
    answer
        .says(409, "已有人先保存")
        .says(409, "陈述的第二稿")
        .says(409, "陈述的第一稿");
    second
        .does("/extension", &extension("接手以后写完"), "submitted")
        .await;
    assert_eq!(act(&story).await.state, ActState::Waiting);
}

#[tokio::test]
async fn of_two_tabs_the_second_is_shown_both_texts_and_decides() {
    let world = World::new().await;
    let (story, mut first, _) = officers(&world).await;
    let (one, two) = (first.open("/extension").await, first.open("/extension").await);
    first
        .send_from(&one, "/extension", &saved("第一个页面里写的"))
        .await
        .leads_to();
    let page = first
        .send_from(&two, "/extension", &saved("第二个页面里写的"))
        .await;
    page.says(409, "第一个页面里写的").says(409, "第二个页面里写的");
    page.says(409, "两边有 1 处不同");
    first.open("/extension").await.says(200, "第一个页面里写的");
    first
        .send_from(&page, "/extension", &saved("第二个页面里写的"))
        .await
        .leads_to();
    first.open("/extension").await.says(200, "第二个页面里写的");
    assert_eq!(story.case().await.acts.len(), 1);
}

#[tokio::test]
async fn of_two_people_the_second_takes_over_with_what_is_saved_then() {
    let world = World::new().await;
    let (story, mut first, mut second) = officers(&world).await;
    let opened = second.open("/extension").await;
    first.does("/extension", &saved("甲写的"), "saved").await;
    let page = second.send_from(&opened, "/extension", &saved("乙写的")).await;
    page.says(409, "甲写的").says(409, "乙写的").says(409, "由您起草");
    assert_eq!(act(&story).await.drafted_by, world.people.body.officer.user);
    let taken = [
        saved("乙写的"),
        fields(&[("take_over", &page.hidden("take_over"))]),
    ]
    .concat();
    second.send_from(&page, "/extension", &taken).await.leads_to();
    assert_eq!(act(&story).await.drafted_by, world.people.body.second.user);
    first
        .open("/extension")
        .await
        .says(200, "乙写的")
        .says(200, "接手起草");
}

#[tokio::test]
async fn a_form_that_saves_itself_stays_and_is_told_when_somebody_was_faster() {
    let world = World::new().await;
    let (_, mut first, _) = officers(&world).await;
    let itself = |reason: &str| [extension(reason), fields(&[("do", "autosave")])].concat();
    let (one, two) = (first.open("/extension").await, first.open("/extension").await);
    let answer = first.send_from(&one, "/extension", &itself("写到一半")).await;
    assert_eq!(answer.header("content-type"), "application/json");
    answer.says(200, "\"revision\":1").says(200, "\"saved\":\"");
    first.open("/extension").await.says(200, "写到一半");
    first
        .send_from(&two, "/extension", &itself("另一处"))
        .await
        .says(409, "写到一半");
    // What was opened before it was thrown away can be kept again.
    let links = first.open("").await.links();
    let act = links.iter().find_map(|it| it.href.split_once("/acts/"));
    let act = act.expect("an act").1.to_owned();
    let last = first.open("/extension").await;
    let asked = first.open(&format!("/acts/{act}/discard")).await;
    let gone = first
        .send_from(&asked, &format!("/acts/{act}/discard"), &vec![])
        .await;
    assert_eq!(gone.done(), "discarded");
    let page = first.send_from(&last, "/extension", &saved("还要保留的")).await;
    page.says(409, "这份草稿已经删除").says(409, "还要保留的");
    first
        .send_from(&page, "/extension", &saved("还要保留的"))
        .await
        .leads_to();
}

#[tokio::test]
async fn what_came_back_is_amended_by_either_officer() {
    let world = World::new().await;
    let (story, mut first, mut second) = officers(&world).await;
    let body = &world.people.body;
    first
        .does("/extension", &extension("须向三个部门调取材料"), "submitted")
        .await;
    let it = act(&story).await.id;
    let mut approver = Desk::of(&world, body.approver.user, story.id()).await;
    let verdict = fields(&[("verdict", "return"), ("note", "请写明是哪三个部门")]);
    approver
        .does(&format!("/acts/{it}/approval"), &verdict, "returned")
        .await;
    let work = second.browser.get("/work").await;
    work.says(200, "修改后重新送审：延长核实期限")
        .says(200, &format!("{}起草", body.officer.name));
    let page = second.open(&format!("/acts/{it}")).await;
    page.says(200, "请写明是哪三个部门").says(200, "接手修改");
    second.open("/extension").await.says(200, "请写明是哪三个部门");
    let answer = second
        .send_from(&page, &format!("/acts/{it}/takeover"), &vec![])
        .await;
    assert_eq!(answer.done(), "taken_over");
    second.open("/extension").await.says(200, "请写明是哪三个部门");
    second
        .does(
            "/extension",
            &extension("须向财政、审计、海关调取材料"),
            "submitted",
        )
        .await;
    let approval = fields(&[("verdict", "approve")]);
    approver
        .does(&format!("/acts/{it}/approval"), &approval, "approved")
        .await;
}

#[tokio::test]
async fn a_draft_is_no_longer_than_its_bound_and_what_was_kept_stays() {
    let world = World::new().await;
    let (_, mut first, _) = officers(&world).await;
    first.does("/extension", &saved("短的一稿"), "saved").await;
    let long = "a".repeat(ANSWERS_BYTES_MAX);
    let page = first.send("/extension", &saved(&long)).await;
    page.says(422, "填写的内容过长，没有保存")
        .says(422, "href=\"#reason\"");
    let kept: i64 = sqlx::query_scalar("SELECT max(length(typed::text))::bigint FROM acts")
        .fetch_one(&world.database.owner)
        .await
        .expect("the draft");
    assert!(kept < 1_000, "{kept}");
    first.open("/extension").await.says(200, "短的一稿");
}
