//! Each act's form until the determination: what is wrong is said beside its field and what was typed stays; what is right goes its way.

use rongcuo::domain::samples::steps;
use rongcuo::domain::status::Status;

use super::trial::Trial;
use super::{Desk, Fields, fields};
use crate::world::World;
use crate::world::story::Story;

const REASON: &str = "材料齐全，拟按照办法第八条第一项办理。";

fn initiation(story: &Story<'_>) -> Fields {
    let body = &story.world.people.body;
    vec![
        ("reason".into(), REASON.into()),
        ("officers".into(), body.officer.user.to_string()),
        ("officers".into(), body.second.user.to_string()),
    ]
}

#[tokio::test]
async fn a_filed_case_is_initiated_declined_or_withdrawn() {
    let world = World::new().await;
    let officer = world.people.body.officer.user;
    let twice = officer.to_string();
    let story = world.case().filed().await;
    Trial {
        who: officer,
        path: "/initiation".into(),
        wrong: &[("reason", " "), ("officers", &twice), ("officers", &twice)],
        says: &["写明为什么认为符合容错情形和条件", "核实须由两名以上经办人进行"],
        right: initiation(&story),
        done: "submitted",
    }
    .run(&story)
    .await;

    let story = world.case().filed().await;
    Trial {
        who: officer,
        path: "/declining".into(),
        wrong: &[("reason", " ")],
        says: &["选择不予启动的依据", "写明不予启动的理由"],
        right: fields(&[("ground", "no_circumstance"), ("reason", REASON)]),
        done: "submitted",
    }
    .run(&story)
    .await;

    let story = world.case().filed().await;
    Trial {
        who: world.people.applicant.user,
        path: "/withdrawal".into(),
        wrong: &[("reason", " ")],
        says: &["写明撤回的原因"],
        right: fields(&[("reason", "另行处理")]),
        done: "withdraw",
    }
    .run(&story)
    .await;
    assert_eq!(story.case().await.status, Status::Withdrawn);
}

#[tokio::test]
async fn the_verification_is_suspended_and_resumed() {
    let world = World::new().await;
    let officer = world.people.body.officer.user;
    let story = world.case().heard().await;
    Trial {
        who: officer,
        path: "/suspension".into(),
        wrong: &[("reason", "　")],
        says: &["写明中止核实的原因", "今天批准中止的，连今天在内还剩"],
        right: fields(&[("reason", "等待审计结论")]),
        done: "submitted",
    }
    .run(&story)
    .await;
    let story = world.case().heard().await;
    story.approved(steps::suspend()).await;
    assert_eq!(story.case().await.status, Status::Suspended);
    story.next_day();
    Trial {
        who: officer,
        path: "/resumption".into(),
        wrong: &[("reason", "　")],
        says: &["写明为什么可以恢复核实", "从下一个工作日起继续计算"],
        right: fields(&[("reason", "审计结论已经作出")]),
        done: "submitted",
    }
    .run(&story)
    .await;
    let mut desk = Desk::of(&world, officer, story.id()).await;
    let page = desk.open("").await;
    page.says(200, "停止计算").says(200, "中止核实通知书");
    let clock = story.case().await.deadlines[1].id;
    let reckoning = desk.open(&format!("/deadlines/{clock}")).await;
    reckoning
        .says(200, "停止计算中，恢复以后还有")
        .says(200, "停止计算：中止");
    let closed = desk.browser.get(&format!("/cases/{}/report", story.id())).await;
    closed.says(409, "该事项暂不能办理");
}

#[tokio::test]
async fn the_verification_is_extended_once_and_the_form_says_until_when() {
    let world = World::new().await;
    let officer = world.people.body.officer.user;
    let story = world.case().initiated().await;
    Trial {
        who: officer,
        path: "/extension".into(),
        wrong: &[("days", "11"), ("reason", "须向三个部门调取材料")],
        says: &["选择延长几个工作日", "10 个工作日，至"],
        right: fields(&[("days", "10"), ("reason", "须向三个部门调取材料")]),
        done: "submitted",
    }
    .run(&story)
    .await;
    let story = world.case().extended().await;
    let mut desk = Desk::of(&world, officer, story.id()).await;
    desk.open("").await.says(200, "延长核实期限通知书");
    let clock = story.case().await.deadlines[1].id;
    let reckoning = desk.open(&format!("/deadlines/{clock}")).await;
    reckoning.says(200, "延长 5 个工作日").says(200, "满 20 个工作日");
    desk.open("/extension")
        .await
        .says(409, "本轮核实的期限已经延长过一次");
}

#[tokio::test]
async fn a_party_is_linked_and_heard_and_evidence_is_taken() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().initiated().await;
    let party = story.case().await.parties[1].id;
    Trial {
        who: people.body.officer.user,
        path: format!("/parties/{party}/account"),
        wrong: &[("username", "nobody"), ("proof", "当面核对身份证件")],
        says: &["没有这个用户名"],
        right: fields(&[("username", "individual"), ("proof", "当面核对身份证件")]),
        done: "submitted",
    }
    .run(&story)
    .await;
    let (one, two) = (
        people.body.officer.user.to_string(),
        people.body.second.user.to_string(),
    );
    let text = "在座谈中说明了经过";
    Trial {
        who: people.body.officer.user,
        path: format!("/parties/{party}/hearing"),
        wrong: &[
            ("kind", "statement"),
            ("text", text),
            ("held_on", "2026-03-03"),
            ("officers", &one),
        ],
        says: &["不可能：听取意见的日期在启动之日（", "须有两名以上经办人在场"],
        right: fields(&[
            ("kind", "statement"),
            ("text", text),
            ("held_on", &story.today().to_string()),
            ("officers", &one),
            ("officers", &two),
        ]),
        done: "hear",
    }
    .run(&story)
    .await;

    let mut desk = Desk::of(&world, people.body.second.user, story.id()).await;
    let typed = fields(&[
        ("name", "办公会会议纪要"),
        ("kind", "minutes"),
        ("source", "办公室"),
        ("proves", "经过集体决定"),
        ("condition", "due_process"),
        ("taken_on", &story.today().to_string()),
    ]);
    let mut late = typed.clone();
    late.retain(|(name, _)| name != "taken_on");
    late.push(("taken_on".into(), "2099-01-01".into()));
    let page = desk.send_file("/evidence", &late, "<html>").await;
    page.says(422, "内容不是PDF，是网页").says(422, "不接受这种文件");
    page.says(422, "有 2 处需要修改")
        .says(422, "id=\"taken_on-error\"");
    page.says(422, "办公会会议纪要");
    let page = desk.send_file("/evidence", &typed, "%PDF-1.7 x").await;
    assert_eq!(page.done(), "take_evidence");
}

#[tokio::test]
async fn a_determination_is_drafted() {
    let world = World::new().await;
    let officer = world.people.body.officer.user;
    let story = world.case().reported().await;
    let due = (story.today() + time::Duration::days(30)).to_string();
    let first = story.case().await.parties[0].id.to_string();
    Trial {
        who: officer,
        path: "/determination".into(),
        wrong: &[("d-1-reasons", "只写了第一名的理由")],
        says: &["的认定事实和理由"],
        right: fields(&[
            ("d-1-lenience", "exempt"),
            ("d-1-provision", "某条例第一条，可以免予"),
            ("d-1-reasons", "理由一"),
            ("d-1-1-what", "修订细则"),
            ("d-1-1-who", &first),
            ("d-1-1-due", &due),
            ("d-2-reasons", "理由二"),
        ]),
        done: "submitted",
    }
    .run(&story)
    .await;
}
