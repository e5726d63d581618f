//! While an act is drafted: it begins with what was found before, its documents stand beside the form with what is still open
//! marked, and what is approved says the same.

use super::{Desk, Fields, fields};
use crate::world::World;
use crate::world::browser::Page;
use crate::world::form::plain;
use rongcuo::domain::status::Status;

const REASONS: &str = "经查，该事项系先行先试中的探索性失误，已经及时补办。";

/// The determination of both parties, the first tolerated.
fn determination(due: &str, party: &str) -> Fields {
    fields(&[
        ("d-1-lenience", "exempt"),
        ("d-1-provision", "《内部问责办法》第十四条，可以免予"),
        ("d-1-reasons", REASONS),
        ("d-1-1-what", "修订细则"),
        ("d-1-1-who", party),
        ("d-1-1-due", due),
        ("d-2-reasons", "账目显示存在不当往来。"),
    ])
}

fn with(typed: &Fields, more: &[(&str, &str)]) -> Fields {
    [typed.clone(), fields(more)].concat()
}

/// The text of the papers on a page, without what comes with the approval: number, date, and the word of a demo.
fn papers(page: &Page) -> Vec<String> {
    let papers = page.text.split("<article class=\"rc-paper").skip(1);
    let text = |paper: &str| {
        let paper = paper.split("</article>").next().unwrap_or_default();
        let body = paper.split("rc-paper__to\">").nth(1).unwrap_or_default();
        let body = body.split("rc-paper__sign").next().unwrap_or_default();
        let without = body
            .split('<')
            .map(|it| it.split_once('>').map_or(it, |(_, text)| text));
        plain(&without.collect::<String>())
            .split_whitespace()
            .collect::<String>()
    };
    papers.map(text).collect()
}

#[tokio::test]
async fn a_determination_begins_with_the_report_and_looks_like_what_is_issued() {
    let world = World::new().await;
    let story = world.case().reported().await;
    let body = &world.people.body;
    let case = story.case().await;
    let mut desk = Desk::of(&world, body.officer.user, story.id()).await;

    let opened = desk.open("/determination").await;
    opened
        .says(200, "已带入核实报告的内容")
        .says(200, "不具备“出于公心”：")
        .says(200, "【待选择：处理方式】")
        .says(200, "【待填写：依据的条款和幅度】")
        .says(
            200,
            "完成时限：<mark class=\"rc-gap-mark\">【待填写：完成时限】</mark>（含当日）。",
        );
    assert_eq!(papers(&opened).len(), 2);
    assert!(
        papers(&opened)[0].contains("查明。具备“遵纪守法”"),
        "{:?}",
        papers(&opened)
    );

    let due = (story.today() + time::Duration::days(40)).to_string();
    let typed = determination(&due, &case.parties[0].id.to_string());
    let page = desk
        .send("/determination", &with(&typed, &[("do", "preview")]))
        .await;
    page.says(200, REASONS).is_silent_on("rc-gap-mark\">【");
    page.is_silent_on("有错误：");
    assert_eq!(page.hidden("version"), opened.hidden("version"));
    let seen = papers(&page);
    let again = desk.open("/determination").await;
    again.is_silent_on(REASONS).says(200, "已带入核实报告的内容");

    desk.does("/determination", &typed, "submitted").await;
    let act = story.case().await.acts[0].id;
    let mut approver = Desk::of(&world, body.approver.user, story.id()).await;
    let approval = format!("/acts/{act}/approval");
    assert_eq!(papers(&approver.open(&approval).await), seen);
    let approved = fields(&[("verdict", "approve"), ("note", "")]);
    approver.does(&approval, &approved, "approved").await;
    let case = story.case().await;
    assert_eq!(case.status, Status::Determined);
    let issued = case.documents.iter().rev().take(2);
    let issued: Vec<_> = issued.map(|it| it.id).collect();
    let mut read = vec![];
    for document in issued.iter().rev() {
        read.extend(papers(&desk.open(&format!("/documents/{document}")).await));
    }
    assert_eq!(read, seen, "what was seen is what is issued");
}

#[tokio::test]
async fn one_party_of_a_determination_stands_open_and_every_one_in_which_something_is_wrong() {
    const OPEN: &str = "<details class=\"rc-about__fold\" name=\"party\" open>";
    const SHUT: &str = "<details class=\"rc-about__fold\" name=\"party\">";
    let world = World::new().await;
    let story = world.case().reported().await;
    let case = story.case().await;
    let mut desk = Desk::of(&world, world.people.body.officer.user, story.id()).await;
    let [first, second] = ["id=\"party-1-title\"", "id=\"party-2-title\""];
    desk.open("/determination").await.in_order(&[
        OPEN,
        first,
        "✓ 应当予以容错",
        SHUT,
        second,
        "✗ 不能予以容错",
    ]);
    let due = (story.today() + time::Duration::days(40)).to_string();
    let typed = determination(&due, &case.parties[0].id.to_string());
    let without = |names: &[&str]| {
        let kept = typed.iter().filter(|(name, _)| !names.contains(&name.as_str()));
        kept.cloned().collect::<Vec<_>>()
    };
    let page = desk.send("/determination", &without(&["d-2-reasons"])).await;
    page.says(422, "写明").in_order(&[SHUT, first, OPEN, second]);
    // Where both are open, neither is shut by the other.
    let page = desk
        .send("/determination", &without(&["d-1-reasons", "d-2-reasons"]))
        .await;
    page.says(422, "写明").is_silent_on("name=\"party\"");
}

#[tokio::test]
async fn a_preview_is_for_whoever_may_draft_and_keeps_the_version_that_was_seen() {
    let world = World::new().await;
    let story = world.case().reported().await;
    let people = &world.people;
    let typed = fields(&[("do", "preview"), ("d-1-reasons", REASONS)]);
    let body = &people.body;
    let mut desk = Desk::of(&world, body.officer.user, story.id()).await;
    let opened = desk.open("/determination").await;
    for user in [
        body.approver.user,
        people.applicant.user,
        people.individual.user,
        people.superior.officer.user,
    ] {
        let mut other = Desk::of(&world, user, story.id()).await;
        let page = other.send_from(&opened, "/determination", &typed).await;
        assert!([403, 404, 409].contains(&page.status.as_u16()), "{}", page.status);
        page.is_silent_on("rc-paper").is_silent_on("具备“遵纪守法”");
    }
    let page = desk.send_from(&opened, "/determination", &typed).await;
    page.says(200, REASONS);
    assert!(story.case().await.acts.is_empty(), "nothing is saved");
}

#[tokio::test]
async fn every_act_that_issues_documents_shows_them_while_little_is_written() {
    let world = World::new().await;
    let officer = world.people.body.officer.user;
    let story = world.case().filed().await;
    let mut desk = Desk::of(&world, officer, story.id()).await;
    let preview = fields(&[("do", "preview")]);
    let page = desk.send("/initiation", &preview).await;
    page.says(
        200,
        "本案由<mark class=\"rc-gap-mark\">【待选择：经办人】</mark>负责调查核实",
    );
    let page = desk.send("/declining", &preview).await;
    page.says(200, "【待选择：依据】").says(200, "理由如下：");
    let story = world.case().initiated().await;
    let mut desk = Desk::of(&world, officer, story.id()).await;
    let page = desk.send("/suspension", &preview).await;
    page.says(200, "【待填写：中止的原因】");
    let page = desk.send("/extension", &preview).await;
    page.says(200, "【待选择：延长】")
        .says(200, "【待填写：延长的原因】");
}

#[tokio::test]
async fn a_clarification_begins_with_the_determination() {
    let world = World::new().await;
    let story = world.case().served().await;
    let party = story.case().await.parties[0].id;
    let mut desk = Desk::of(&world, world.people.body.officer.user, story.id()).await;
    let page = desk.open(&format!("/parties/{party}/clarification")).await;
    page.says(200, "已按容错认定书拟好")
        .says(200, "认定予以容错，免予追责问责。")
        .says(200, "不作负面评价")
        .is_silent_on("id=\"preview\"");
}

#[tokio::test]
async fn a_decision_begins_with_what_was_determined_and_its_blanks_are_to_be_filled_in() {
    let world = World::new().await;
    let story = world.case().objected().await;
    let case = story.case().await;
    let path = format!("/objections/{}/decision", case.objections[0].id);
    let mut desk = Desk::of(&world, world.people.superior.officer.user, story.id()).await;
    let page = desk.open(&path).await;
    page.says(200, "原认定的事实和理由：理由")
        .says(200, "本机关调查核实：【待填写：")
        .says(200, "【待选择：处理结果】");
    let opened = page.form(&format!("/cases/{}{path}", story.id()));
    let sent = with(&opened.fields, &[("result", "upheld")]);
    let sent: Fields = sent
        .into_iter()
        .filter(|(name, _)| name != "version" && name != "once")
        .collect();
    let page = desk.send(&path, &sent).await;
    page.says(422, "还有标着“待填写”的地方，请写完或者删去");
    page.says(422, "维持");
}
