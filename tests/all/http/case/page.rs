//! The page of a case as staff read it: what it is about, what it leads to, and what a party is not shown.

use rongcuo::domain::objection::ObjectionResult;

use super::Desk;
use crate::world::World;
use crate::world::browser::Page;

/// What the application tells of whom, and the telephone.
const OWN_WORDS: [&str; 3] = ["未经核实", "干部管理权限", "主张的情形"];

/// The text of each stage of the step bar.
fn steps(page: &Page) -> Vec<String> {
    let bar = page.text.split("rc-steps\"").nth(1).unwrap_or_default();
    let bar = bar.split("</ol>").next().unwrap_or_default();
    let step = |it: &str| {
        let done = it.starts_with("step--done");
        let (_, text) = it.split_once("<b>").unwrap_or_default();
        let text = text
            .split("</li>")
            .next()
            .unwrap_or_default()
            .replace("</b>", " ");
        format!("{}{text}", if done { "✓" } else { "" })
    };
    let steps = bar
        .split("rc-steps__step rc-steps__")
        .flat_map(|it| it.split("rc-steps__step\""));
    steps.filter(|it| it.contains("<b>")).map(step).collect()
}

#[tokio::test]
async fn what_a_case_is_about_comes_first_for_those_inside_alone() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().initiated().await;
    let mut officer = Desk::of(&world, people.body.officer.user, story.id()).await;
    let page = officer.open("").await;
    for words in OWN_WORDS {
        page.says(200, words);
    }
    page.says(200, "正在了解核查")
        .says(200, "联系人")
        .says(200, "id=\"claim-6\"");
    // Before the report each cell leads to what is claimed.
    page.says(200, "href=\"#claim-1\"").says(200, "主张");
    officer
        .browser
        .get(&page.link("申请书全文"))
        .await
        .says(200, "申请书");
    for user in [people.applicant.user, people.individual.user] {
        let mut party = Desk::of(&world, user, story.id()).await;
        let page = party.open("").await;
        for words in OWN_WORDS {
            page.is_silent_on(words);
        }
        page.is_silent_on("claim-").is_silent_on("/print");
    }
}

#[tokio::test]
async fn every_cell_of_the_matrix_opens_its_finding() {
    let world = World::new().await;
    let story = world.case().determined().await;
    let mut officer = Desk::of(&world, world.people.body.officer.user, story.id()).await;
    let page = officer.open("").await;
    page.says(200, "不能予以容错").is_silent_on("href=\"#claim-1\"");
    let findings = page
        .links()
        .into_iter()
        .filter(|it| it.href.contains("#finding-"));
    let findings: Vec<_> = findings.map(|it| it.href).collect();
    assert_eq!(findings.len(), 12, "{findings:?}");
    for href in findings {
        let (report, id) = href.split_once('#').expect("a place on the report");
        let report = officer.browser.get(report).await;
        report.says(200, &format!("id=\"{id}\"")).says(200, "综合考虑");
    }
    let report = officer.browser.get(&page.link("核实报告和初步意见")).await;
    report.says(200, "批准 · 内部文书").says(200, "证据 1：");
}

#[tokio::test]
async fn the_list_and_the_case_say_the_same_of_a_determination() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().determined().await;
    for (said, ends) in [("已认定 · 部分容错", false), ("已办结 · 部分容错", true)] {
        let story = if ends {
            world.case().closed().await
        } else {
            world.case().determined().await
        };
        let mut officer = Desk::of(&world, people.body.officer.user, story.id()).await;
        let tag = format!("govuk-tag--green\">{said}</strong>");
        officer.open("").await.says(200, &tag);
        officer.browser.get("/cases").await.says(200, &tag);
    }
    // A party is told its own, once that has reached it.
    let mut party = Desk::of(&world, people.individual.user, story.id()).await;
    party.open("").await.says(200, "已认定").is_silent_on("已认定 · ");
    story.everything_served().await;
    let mut party = Desk::of(&world, people.individual.user, story.id()).await;
    party
        .open("")
        .await
        .says(200, "govuk-tag--grey\">已认定 · 不予容错</strong>");
}

#[tokio::test]
async fn the_step_bar_has_days_and_does_not_step_back_when_an_objection_was_upheld() {
    let world = World::new().await;
    let story = world.case().objected().await;
    let officer = world.people.body.officer.user;
    let mut desk = Desk::of(&world, officer, story.id()).await;
    let bar = steps(&desk.open("").await);
    assert!(
        bar[0].starts_with("✓启动 ") && bar[0].contains("第 1 个工作日"),
        "{bar:?}"
    );
    assert!(bar[3].starts_with("异议 至 "), "{bar:?}");
    let story = story.upheld().await;
    let mut desk = Desk::of(&world, officer, story.id()).await;
    let bar = steps(&desk.open("").await);
    assert!(
        bar[2].starts_with("✓认定 3月") && bar[3].starts_with("✓异议 3月") && bar[3].ends_with("维持"),
        "{bar:?}"
    );
    assert_eq!(bar[4], "办结 待办结");
    let set_aside = world.case().served().await;
    set_aside.objects(1, world.people.superior.id).await;
    let decision = set_aside.decision(1, ObjectionResult::SetAside).await;
    set_aside.approved(decision).await;
    let mut desk = Desk::of(&world, world.people.body.approver.user, set_aside.id()).await;
    let bar = steps(&desk.open("").await);
    assert!(
        bar[1].starts_with("核实 第 2 轮，至 ") && bar[2].starts_with("认定 第 1 轮 "),
        "{bar:?}"
    );
    assert!(bar[3].ends_with("撤销"), "{bar:?}");
}

#[tokio::test]
async fn a_late_deadline_tells_a_party_whose_delay_it_is() {
    let world = World::new().await;
    let story = world.case().filed().await;
    world.app.clock.advance(time::Duration::days(21));
    let mut own = Desk::of(&world, world.people.applicant.user, story.id()).await;
    own.open("").await.says(200, "机关启动逾期");
    let mut officer = Desk::of(&world, world.people.body.officer.user, story.id()).await;
    officer
        .open("")
        .await
        .says(200, "启动逾期")
        .is_silent_on("机关启动逾期");
}

#[tokio::test]
async fn one_button_is_the_next_thing_and_the_rest_stands_in_folds() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().served().await;
    let mut officer = Desk::of(&world, people.body.officer.user, story.id()).await;
    let page = officer.open("").await;
    let button = page.text.split("govuk-button\" href=").count() - 1;
    assert_eq!(button, 1, "{}", page.main());
    page.says(200, "暂不能办理的事项").says(200, "已结束的期限（");
    page.says(200, "（第 1 日，共 5 日）");
    let closed = world.case().closed().await;
    let mut approver = Desk::of(&world, people.body.approver.user, closed.id()).await;
    let page = approver.open("").await;
    let (_, fold) = page.text.split_once("其他事项").expect("a fold");
    assert!(fold.contains("更换经办人"), "{}", page.main());
    assert!(
        !page.text.contains("govuk-button\" href="),
        "nothing is to be done"
    );
    // Only the last stage of the history stands open.
    let (_, history) = page.text.split_once("id=\"history\"").expect("the history");
    assert_eq!(history.matches("<details class=\"rc-fold\"").count(), 4);
    assert_eq!(history.matches("<details class=\"rc-fold\" open>").count(), 1);
}

#[tokio::test]
async fn the_whole_case_is_printed_unfolded_for_staff_alone() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().closed().await;
    // Long after the days by which things were to be put right, which they were.
    (0..90).for_each(|_| story.next_day());
    for user in [people.body.officer.user, people.body.approver.user] {
        let mut desk = Desk::of(&world, user, story.id()).await;
        let page = desk.open("/print").await;
        page.says(200, "查明的事实")
            .says(200, "提交申请")
            .says(200, "办结案件")
            .says(200, "整改 第 1 条")
            .is_silent_on("rc-chip--late");
        page.is_silent_on("rc-rail")
            .is_silent_on("<details class=\"rc-fold\">")
            .is_silent_on("可办事项");
    }
    for user in [
        people.applicant.user,
        people.individual.user,
        people.body.spare.user,
    ] {
        let mut desk = Desk::of(&world, user, story.id()).await;
        desk.open("/print").await.says(404, "没有");
    }
}
