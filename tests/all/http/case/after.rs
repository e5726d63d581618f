//! The forms that follow a determination: service, notice, objection, correction, clarification, closure.

use super::trial::Trial;
use super::{Desk, fields};
use crate::world::{World, paper};
use rongcuo::domain::correction::{CorrectionReport, Responsible};
use rongcuo::domain::deadline::DeadlineKind;
use rongcuo::domain::samples::steps;
use rongcuo::domain::status::Status;
use rongcuo::domain::step::Step;

#[tokio::test]
async fn documents_are_served_and_others_told() {
    let world = World::new().await;
    let officer = world.people.body.officer.user;
    let story = world.case().determined().await;
    let case = story.case().await;
    let [first, second] = [0, 1].map(|no| case.determinations[no].document);
    let path = format!("/documents/{first}/service");
    let mut desk = Desk::of(&world, officer, story.id()).await;
    let wrong = fields(&[("means", "direct"), ("place", "当事单位办公室")]);
    let page = desk.send(&path, &wrong).await;
    for words in ["写明送达日期", "写明签收人或者见证人", "上传送达回证", "一并送达"]
    {
        page.says(422, words);
    }
    // Both were issued together and go the same way: two services on one receipt.
    let receipt = fields(&[
        ("means", "direct"),
        ("served_on", &story.today().to_string()),
        ("place", "当事单位办公室"),
        ("recipient", "本人签收"),
        ("also", &second.to_string()),
    ]);
    let page = desk.send_file(&path, &receipt, "%PDF-1.7 receipt").await;
    assert_eq!(page.done(), "serve");
    let after = story.case().await;
    assert_eq!(after.seq, case.seq + 2, "each has its own event");
    for document in [first, second] {
        let served = after.document(document).and_then(|it| it.served_on());
        assert_eq!(served, Some(story.today()));
    }
    Trial {
        who: officer,
        path: "/notice".into(),
        wrong: &[
            ("kind", "units"),
            ("text", "通报认定的结论"),
            ("on", "2026-03-01"),
        ],
        says: &["写明通报了哪些单位", "不可能：通报的日期在认定之日（"],
        right: fields(&[("kind", "nobody"), ("why", "没有其他相关单位")]),
        done: "notify",
    }
    .run(&story)
    .await;
}

#[tokio::test]
async fn who_agreed_to_electronic_service_is_served_with_the_approval() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().filed_agreeing().await.reported().await;
    let determination = crate::world::paper::determination(&story.case().await, story.today());
    let act = story.submitted(Step::Determine(determination)).await;
    let approval = format!("/acts/{act}/approval");
    let mut approver = Desk::of(&world, people.body.approver.user, story.id()).await;
    let page = approver.open(&approval).await;
    page.says(200, "印发容错认定书，批准时即电子送达");
    page.says(200, "印发容错认定书，由经办人送达");
    let approved = fields(&[("verdict", "approve")]);
    approver.does(&approval, &approved, "approved").await;
    let case = story.case().await;
    let [first, second] = [0, 1].map(|no| case.determinations[no].document);
    let mut own = Desk::of(&world, people.applicant.user, story.id()).await;
    own.open(&format!("/documents/{first}"))
        .await
        .says(200, "容错认定书");
    let mut other = Desk::of(&world, people.individual.user, story.id()).await;
    other
        .open(&format!("/documents/{second}"))
        .await
        .says(404, "没有");
    let mut officer = Desk::of(&world, people.body.officer.user, story.id()).await;
    let page = officer.open("").await;
    page.says(200, &format!("/documents/{second}/service"));
    page.is_silent_on(&format!("/documents/{first}/service"));
    page.says(200, "电子送达");
}

#[tokio::test]
async fn a_party_objects_and_the_addressee_decides() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().served().await;
    let party = story.case().await.parties[1].id;
    let superior = people.superior.id.to_string();
    Trial {
        who: people.individual.user,
        path: format!("/parties/{party}/objection"),
        wrong: &[("contested", "出于公心一项"), ("grounds", " ")],
        says: &["选择向哪个机关提出", "写明异议的理由"],
        right: fields(&[
            ("addressee", &superior),
            ("contested", "出于公心一项"),
            ("grounds", "没有谋取任何私利，有账目可以证明。"),
        ]),
        done: "object",
    }
    .run(&story)
    .await;
    let objection = story.case().await.objections[0].id;
    Trial {
        who: people.superior.officer.user,
        path: format!("/objections/{objection}/decision"),
        wrong: &[("investigation", " "), ("reasons", "")],
        says: &["写明本机关怎样调查核实", "逐个争点写明理由", "选择维持还是撤销"],
        right: fields(&[
            ("investigation", "调阅了全部证据，并向当事人核实。"),
            ("reasons", "账目显示存在不当往来，异议不成立。"),
            ("result", "upheld"),
        ]),
        done: "submitted",
    }
    .run(&story)
    .await;
}

#[tokio::test]
async fn a_party_withdraws_its_objection_and_nobody_decides_it_any_more() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().objected().await;
    let objection = story.case().await.objections[0].id;
    let waits = story.submitted(story.upholding().await).await;
    let mut addressee = Desk::of(&world, people.superior.approver.user, story.id()).await;
    addressee.browser.get("/work").await.says(200, "异议处理决定");
    Trial {
        who: people.individual.user,
        path: format!("/objections/{objection}/withdrawal"),
        wrong: &[("reason", " ")],
        says: &["写明撤回异议的原因"],
        right: fields(&[("reason", "已经了解认定的理由")]),
        done: "withdraw_objection",
    }
    .run(&story)
    .await;
    assert_eq!(story.case().await.status, Status::Determined);
    let mut own = Desk::of(&world, people.individual.user, story.id()).await;
    own.open("").await.says(200, "已撤回").says(200, "提出异议");
    addressee.browser.get("/work").await.is_silent_on("异议处理决定");
    addressee.open(&format!("/acts/{waits}")).await.says(200, "失效");
    let path = format!("/objections/{objection}/decision");
    let mut officer = Desk::of(&world, people.superior.officer.user, story.id()).await;
    officer.open(&path).await.says(409, "暂不能办理");
    let mut other = Desk::of(&world, people.applicant.user, story.id()).await;
    other.open("").await.is_silent_on("撤回异议");
}

#[tokio::test]
async fn what_was_set_aside_is_made_anew_by_others() {
    let world = World::new().await;
    let body = &world.people.body;
    let story = world.case().set_aside().await;
    let (old, spare, deputy) = (
        body.officer.user.to_string(),
        body.spare.user.to_string(),
        body.deputy.user.to_string(),
    );
    let mut desk = Desk::of(&world, body.approver.user, story.id()).await;
    let form = desk.open("/assignment").await;
    form.says(200, "许清和").says(200, "第 2 轮");
    assert!(!form.text.contains("周明谦"), "who took part is not offered");
    let part = desk
        .send(
            "/assignment",
            &fields(&[("officers", &old), ("officers", &spare)]),
        )
        .await;
    part.says(422, "没有参加过本案办理的人");
    Trial {
        who: body.approver.user,
        path: "/assignment".into(),
        wrong: &[("officers", &spare)],
        says: &["核实须由两名以上经办人进行"],
        right: fields(&[("officers", &spare), ("officers", &deputy)]),
        done: "assign",
    }
    .run(&story)
    .await;
    let mut desk = Desk::of(&world, body.spare.user, story.id()).await;
    let page = desk.open("").await;
    page.says(200, "各当事人所处轮次")
        .says(200, "已被撤销")
        .says(200, "重新核实通知书")
        .says(200, "承办（第 2 轮）");
    let mut before = Desk::of(&world, body.officer.user, story.id()).await;
    before.open("").await.says(404, "");
}

#[tokio::test]
async fn a_party_whose_determination_stands_is_told_nothing_of_another_round() {
    let world = World::new().await;
    let story = world.case().set_aside().await;
    let mut own = Desk::of(&world, world.people.individual.user, story.id()).await;
    own.open("").await.says(200, "异议处理中");
    let page = own.open("").await;
    assert!(!page.text.contains("已被撤销"), "the decision has not reached it");
    let mut other = Desk::of(&world, world.people.applicant.user, story.id()).await;
    let page = other.open("").await;
    page.says(200, "已认定");
    for word in ["第 2 轮", "已被撤销", "核实中"] {
        assert!(!page.text.contains(word), "{word}");
    }
    story.everything_served().await;
    let page = own.open("").await;
    page.says(200, "已被撤销")
        .says(200, "核实中")
        .says(200, "第 2 轮");
}

#[tokio::test]
async fn what_is_owed_is_corrected_and_verified_before_the_case_is_closed() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().served().await;
    let correction = story.case().await.corrections[0].id;
    let today = story.today().to_string();
    Trial {
        who: people.applicant.user,
        path: format!("/corrections/{correction}/report"),
        wrong: &[("causes", "台账制度不完善"), ("done_on", "2026-01-05")],
        says: &["写明采取了哪些措施", "不可能：完成日期在收到申请之日（"],
        right: fields(&[
            ("causes", "台账制度不完善"),
            ("measures", "修订制度"),
            ("done_on", &today),
        ]),
        done: "report_correction",
    }
    .run(&story)
    .await;
    Trial {
        who: people.body.officer.user,
        path: format!("/corrections/{correction}/verdict"),
        wrong: &[("remark", "现场查验过台账")],
        says: &["选择验收结果"],
        right: fields(&[("verified", "yes"), ("remark", "现场查验过台账")]),
        done: "submitted",
    }
    .run(&story)
    .await;
    let mut desk = Desk::of(&world, people.body.officer.user, story.id()).await;
    desk.open("/closure").await.says(409, "纠错要求");
    let ready = world.case().corrected().await.clarified().await;
    let mut desk = Desk::of(&world, people.body.officer.user, ready.id()).await;
    desk.does("/closure", &fields(&[("remark", "")]), "submitted")
        .await;
}

#[tokio::test]
async fn a_party_gets_its_clarification_or_says_that_it_needs_none() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().served().await;
    let party = story.case().await.parties[0].id;
    let today = story.today().to_string();
    Trial {
        who: people.body.officer.user,
        path: format!("/parties/{party}/clarification"),
        wrong: &[("by", "成都高新区管委会")],
        says: &["选择澄清的形式", "写明澄清说明的内容"],
        right: fields(&[
            ("by", "成都高新区管委会"),
            ("form", "meeting"),
            ("audience", "全体职工"),
            ("made_on", &today),
            ("text", "该事项已经认定容错"),
        ]),
        done: "submitted",
    }
    .run(&story)
    .await;
    let waiving = world.case().served().await;
    let party = waiving.case().await.parties[0].id;
    Trial {
        who: people.applicant.user,
        path: format!("/parties/{party}/clarification/waiver"),
        wrong: &[("text", "")],
        says: &["写明不需要作澄清说明"],
        right: fields(&[("text", "本单位不需要澄清说明")]),
        done: "waive_clarification",
    }
    .run(&waiving)
    .await;
}

#[tokio::test]
async fn a_decision_after_closure_lies_on_its_addressees_desk_until_it_is_served() {
    let world = World::new().await;
    let (officer, own) = (&world.people.superior.officer, &world.people.body.officer);
    let story = world.case().closed().await.upheld().await;
    assert_eq!(story.case().await.status, Status::Closed);
    let owed = "送达异议处理决定书";
    let mut desk = Desk::of(&world, officer.user, story.id()).await;
    desk.browser.get("/work").await.says(200, owed).says(200, "剩余");
    desk.open("").await.says(200, owed);
    let document = story.case().await.documents.pop().expect("the decision");
    let path = format!("/documents/{}/service", document.id);
    let mut body = Desk::of(&world, own.user, story.id()).await;
    body.browser.get("/work").await.is_silent_on(owed);
    body.open("").await.is_silent_on(&path);
    body.open(&format!("/documents/{}", document.id))
        .await
        .says(200, "异议处理决定书");
    body.open(&path).await.says(403, "无权办理该事项");
    let receipt = fields(&[
        ("means", "direct"),
        ("served_on", &story.today().to_string()),
        ("place", "当事人住处"),
        ("recipient", "本人签收"),
    ]);
    let page = desk.send_file(&path, &receipt, "%PDF-1.7 receipt").await;
    assert_eq!(page.done(), "serve");
    desk.browser.get("/work").await.is_silent_on(owed);
}

#[tokio::test]
async fn what_was_served_on_the_due_date_was_in_time_though_it_is_recorded_later() {
    let world = World::new().await;
    let story = world.case().determined().await;
    let case = story.case().await;
    let feedback = case.deadlines.iter().find(|it| it.kind == DeadlineKind::Feedback);
    let feedback = format!("/deadlines/{}", feedback.expect("it runs").id);
    world.app.clock.advance(time::Duration::days(5));
    let mut desk = Desk::of(&world, world.people.body.officer.user, story.id()).await;
    desk.open(&feedback).await.says(200, "逾期 1 个工作日");
    for determined in &case.determinations {
        let receipt = fields(&[
            ("means", "direct"),
            ("served_on", "2026-03-11"),
            ("place", "当事单位办公室"),
            ("recipient", "本人签收"),
        ]);
        let path = format!("/documents/{}/service", determined.document);
        let page = desk.send_file(&path, &receipt, "%PDF-1.7 receipt").await;
        assert_eq!(page.done(), "serve");
    }
    let told = "data-label=\"日期\">3月11日（周三）</td><td data-label=\"影响\">办理完成";
    desk.open(&feedback).await.says(200, "按期完成").says(200, told);
}

#[tokio::test]
async fn a_returned_correction_tells_its_responsible_why_and_keeps_the_last_report() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().served().await;
    let act = story.report_and_submit_verdict(false).await;
    story.approves(act, &people.body.approver).await;
    let correction = story.case().await.corrections[0].id;
    let mut own = Desk::of(&world, people.applicant.user, story.id()).await;
    own.open("").await.says(200, "退回整改：已核对");
    let page = own.open(&format!("/corrections/{correction}/report")).await;
    page.says(200, "上一次报告被退回").says(200, "已经修订制度");
}

#[tokio::test]
async fn nothing_is_clarified_before_the_determination() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().served().await;
    let party = story.case().await.parties[0].id;
    let mut officer = Desk::of(&world, people.body.officer.user, story.id()).await;
    let made = fields(&[
        ("by", "成都高新区管委会"),
        ("form", "meeting"),
        ("audience", "全体职工"),
        ("made_on", "2026-03-06"),
        ("text", "该事项已经认定容错"),
    ]);
    let path = format!("/parties/{party}/clarification");
    let page = officer.send(&path, &made).await;
    page.says(422, "不可能：日期在认定之日（").says(422, "全体职工");
}

/// What somebody else is to put right because of a party, the party reads in its own paper; what was reported on it, it does not.
#[tokio::test]
async fn what_a_unit_reports_is_not_shown_to_the_party_and_the_unit_is_told_in_writing() {
    let world = World::new().await;
    let people = &world.people;
    let story = world.case().reported().await;
    let case = story.case().await;
    let mut officer = Desk::of(&world, people.body.officer.user, story.id()).await;
    let (first, second) = (case.parties[0].id.to_string(), case.parties[1].id.to_string());
    let form = officer.open("/determination").await;
    let rows = form.text.split("name=\"d-1-1-who\"").nth(1).expect("a choice");
    let choices = rows.split("</select>").next().expect("its end");
    assert!(
        choices.contains(&first) && !choices.contains(&second),
        "{choices}"
    );

    let mut determination = paper::determination(&case, story.today());
    determination.parties[0].corrections[0].responsible = Responsible::Unit("丁单位".into());
    story.approved(Step::Determine(determination)).await;
    story.everything_served().await;
    let nobody = fields(&[("kind", "nobody"), ("why", "不涉及")]);
    officer
        .send("/notice", &nobody)
        .await
        .says(422, "纠错要求由丁单位承担");
    officer.open("/notice").await.says(200, "丁单位");
    let told = [
        ("kind", "units"),
        ("units", "丁单位"),
        ("text", "送交认定书副本"),
        ("on", &story.today().to_string()),
    ];
    officer.does("/notice", &fields(&told), "notify").await;

    let report = CorrectionReport {
        measures: "丁单位核对了全部台账".into(),
        file: None,
        ..steps::put_right(story.case().await.corrections[0].id, story.today())
    };
    story
        .takes(&people.body.officer, Step::ReportCorrection(report))
        .await;
    officer.open("").await.says(200, "核对了全部台账");
    let mut own = Desk::of(&world, people.applicant.user, story.id()).await;
    own.open("")
        .await
        .says(200, "丁单位")
        .is_silent_on("核对了全部台账");
    let paper = story.case().await.determinations[0].document;
    own.open(&format!("/documents/{paper}"))
        .await
        .says(200, "抄送：丁单位");
}
