//! An act between two persons: nobody approves an own draft, what is returned comes back with its reason, and of two who
//! act at once the second keeps the text.

use rongcuo::domain::ids::ActId;
use rongcuo::domain::samples::steps;
use rongcuo::domain::status::Status;
use rongcuo::domain::step::Step;

use super::{Desk, Fields, fields};
use crate::world::World;
use crate::world::story::Story;

const REASON: &str = "材料齐全，拟按照办法第八条第一项启动。";

fn initiation(world: &World, reason: &str) -> Fields {
    let body = &world.people.body;
    vec![
        ("reason".into(), reason.into()),
        ("officers".into(), body.officer.user.to_string()),
        ("officers".into(), body.second.user.to_string()),
    ]
}

async fn only_act(story: &Story<'_>) -> ActId {
    let acts = story.case().await.acts;
    assert_eq!(acts.len(), 1);
    acts[0].id
}

async fn desks<'w>(world: &World, story: &Story<'w>) -> (Desk, Desk) {
    let body = &world.people.body;
    (
        Desk::of(world, body.officer.user, story.id()).await,
        Desk::of(world, body.approver.user, story.id()).await,
    )
}

#[tokio::test]
async fn a_returned_act_is_amended_and_approved() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let (mut officer, mut approver) = desks(&world, &story).await;
    officer
        .does("/initiation", &initiation(&world, REASON), "submitted")
        .await;
    officer.open("/initiation").await.leads_to();
    let approval = format!("/acts/{}/approval", only_act(&story).await);
    approver
        .open(&approval)
        .await
        .says(200, "批准后的结果")
        .says(200, REASON);

    let page = approver
        .send(&approval, &fields(&[("note", "写到一半的意见")]))
        .await;
    page.says(422, "选择同意或者退回").says(422, "写到一半的意见");
    let page = approver
        .send(&approval, &fields(&[("verdict", "return"), ("note", " ")]))
        .await;
    page.says(422, "写明退回的原因");
    let returned = fields(&[("verdict", "return"), ("note", "请补充情形对照")]);
    approver.does(&approval, &returned, "returned").await;

    let page = officer.open("/initiation").await;
    page.says(200, "请补充情形对照").says(200, REASON);
    let amended = "逐项对照后，符合先行先试情形，拟启动。";
    officer
        .does("/initiation", &initiation(&world, amended), "submitted")
        .await;
    officer.open(&approval).await.is_silent_on("程序核对");
    approver.open(&approval).await.says(200, amended);
    let opinion = "同意启动，注意核实订单号复用的原因。";
    let approved = fields(&[("verdict", "approve"), ("note", opinion)]);
    approver.does(&approval, &approved, "approved").await;
    assert_eq!(story.case().await.status, Status::Verifying);
    // What the approver wrote stays with the act and in the history, and no party reads it.
    officer.open("").await.says(200, opinion);
    let act = approval.trim_end_matches("/approval");
    officer.open(act).await.says(200, opinion);
    let mut party = Desk::of(&world, world.people.applicant.user, story.id()).await;
    party.open("").await.is_silent_on(opinion);
    party.open(&format!("{act}/sheet")).await.says(404, "没有");
    let page = officer.open(act).await;
    let sheet = officer.browser.get(&page.link("审批单（可打印）")).await;
    for line in [
        "审批单",
        "启动容错程序",
        "林知远",
        "送审（第 1 稿）",
        "请补充情形对照",
        "送审（第 2 稿）",
        "负责人 顾怀信",
        opinion,
    ] {
        sheet.says(200, line);
    }
}

/// What a party says while the report waits: it cannot be approved, and lies there to be returned with the reason.
#[tokio::test]
async fn a_report_that_a_party_spoke_after_is_returned_and_approved_when_it_came_back() {
    let world = World::new().await;
    let story = world.case().heard().await;
    let report = Step::Report(crate::world::paper::report(&story.case().await));
    let act = story.submitted(report.clone()).await;
    let (mut officer, mut approver) = desks(&world, &story).await;
    let href = format!("/acts/{act}");
    let approval = format!("{href}/approval");
    let opened = approver.open(&approval).await;
    opened
        .says(200, "送审以后没有收到当事人新的意见")
        .is_silent_on("请退回补充");
    let before = story.case().await;
    let own = steps::hearing(before.parties[1].id, &[], story.today());
    story.takes(&world.people.individual, Step::Hear(own)).await;
    assert_eq!(story.case().await.version, before.version);

    let why = "送审以后收到陆见微的意见，请退回补充";
    let approved = fields(&[("verdict", "approve"), ("note", "")]);
    approver
        .send_from(&opened, &approval, &approved)
        .await
        .says(422, why);
    let page = approver.open(&approval).await;
    page.says(200, why);
    let form = page.form(&format!("/cases/{}{approval}", story.id()));
    let returned = form.fields;
    assert!(
        returned.contains(&("verdict".into(), "return".into())),
        "{returned:?}"
    );
    officer.open(&href).await.says(200, "您可以收回修改");
    approver
        .does(
            &approval,
            &fields(&[("verdict", "return"), ("note", why)]),
            "returned",
        )
        .await;
    officer.open("/report").await.says(200, why);

    let again = story.submitted(report).await;
    assert_eq!(again, act);
    approver.does(&approval, &approved, "approved").await;
    assert_eq!(story.case().await.status, Status::Determining);
}

#[tokio::test]
async fn a_draft_that_was_never_sent_has_no_sheet() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let (mut officer, _) = desks(&world, &story).await;
    let saved = fields(&[("reason", "半句话"), ("do", "save")]);
    officer.does("/initiation", &saved, "saved").await;
    let act = format!("/acts/{}", only_act(&story).await);
    officer.open(&act).await.is_silent_on("审批单");
    officer.open(&format!("{act}/sheet")).await.says(404, "没有");
}

#[tokio::test]
async fn findings_and_outcome_come_first_and_lead_to_reasons_and_evidence() {
    let world = World::new().await;
    let story = world.case().heard().await;
    let approver = world.people.body.approver.user;
    let mut desk = Desk::of(&world, approver, story.id()).await;
    let report = crate::world::paper::report(&story.case().await);
    let act = story.submitted(Step::Report(report.clone())).await;
    let page = desk.open(&format!("/acts/{act}/approval")).await;
    let (first, second) = (&report.parties[0], &report.parties[1]);
    assert_ne!(first.duty(), second.duty());
    for line in [
        "六项条件和结果",
        "✓ 应当予以容错",
        "✗ 不能予以容错",
        "href=\"#finding-2-public_spirit\"",
        "id=\"finding-2-public_spirit\"",
        "去审批",
    ] {
        page.says(200, line);
    }
    // Where both are found alike it is said once, under the links of both.
    page.in_order(&[
        "2 名当事人相同的内容",
        "id=\"finding-1-law_abiding\"",
        "id=\"finding-2-law_abiding\"",
        "遵纪守法",
        "id=\"finding-2-public_spirit\"",
    ]);
    page.in_order(&["id=\"findings\"", "查明的事实", "批准后的结果", "id=\"decide\""]);
    desk.browser.get(&page.link("证据 1《")).await.says(200, "");
    desk.does(
        &format!("/acts/{act}/approval"),
        &fields(&[("verdict", "approve")]),
        "approved",
    )
    .await;

    let determination = crate::world::paper::determination(&story.case().await, story.today());
    let next = story.submitted(Step::Determine(determination)).await;
    let page = desk.open(&format!("/acts/{next}/approval")).await;
    page.says(200, "✓ 应当予以容错，免予追责问责");
    page.says(200, &format!("/acts/{act}#finding-2-public_spirit"));
    // Of several letters the approver opens the one to be read.
    page.says(200, "将要印发的文书（2 份）")
        .is_silent_on("<details class=\"govuk-details\" open>");
}

#[tokio::test]
async fn who_decides_on_an_objection_reads_its_grounds_first() {
    let world = World::new().await;
    let story = world.case().objected().await;
    let act = story.submitted(story.upholding().await).await;
    let case = story.case().await;
    let approver = world.people.superior.approver.user;
    let mut desk = Desk::of(&world, approver, story.id()).await;
    let page = desk.open(&format!("/acts/{act}/approval")).await;
    page.in_order(&[
        "异议内容",
        &case.objections[0].grounds,
        "处理结果",
        "批准后的结果",
    ]);
    let contested = case
        .determination_of(case.parties[1].id)
        .expect("it is contested");
    page.says(200, &format!("/documents/{}", contested.document));
}

#[tokio::test]
async fn the_approver_reads_what_is_different_from_the_returned_draft() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let (mut officer, mut approver) = desks(&world, &story).await;
    officer
        .does("/initiation", &initiation(&world, REASON), "submitted")
        .await;
    let act = format!("/acts/{}", only_act(&story).await);
    let approval = format!("{act}/approval");
    approver.open(&approval).await.is_silent_on("与上次退回稿");
    let returned = fields(&[("verdict", "return"), ("note", "请写明是哪一款")]);
    approver.does(&approval, &returned, "returned").await;
    let saved = [initiation(&world, "还没有写完"), fields(&[("do", "save")])].concat();
    officer.does("/initiation", &saved, "saved").await;
    let page = approver.open(&act).await;
    page.says(200, REASON).is_silent_on("还没有写完");

    let amended = REASON.replace("第八条第一项", "第八条第一项、第二项");
    officer
        .does("/initiation", &initiation(&world, &amended), "submitted")
        .await;
    for desk in [&mut approver, &mut officer] {
        let page = desk.open(&act).await;
        page.says(200, "与退回稿对照（1 处）");
        page.says(200, "请写明是哪一款").says(200, "退回：");
        page.says(200, "材料齐全，拟按照办法第八条第一项<ins");
        page.says(200, "增加“</span>、第二项<span").is_silent_on("<del");
    }
}

#[tokio::test]
async fn resubmitting_the_same_is_seen() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let (mut officer, mut approver) = desks(&world, &story).await;
    officer
        .does("/initiation", &initiation(&world, REASON), "submitted")
        .await;
    let approval = format!("/acts/{}/approval", only_act(&story).await);
    let returned = fields(&[("verdict", "return"), ("note", "请再看")]);
    approver.does(&approval, &returned, "returned").await;
    officer
        .does("/initiation", &initiation(&world, REASON), "submitted")
        .await;
    approver.open(&approval).await.says(200, "与退回的完全相同");
}

#[tokio::test]
async fn the_checks_of_procedure_are_the_rules_own() {
    let world = World::new().await;
    let story = world.case().reported().await;
    let mut it = crate::world::paper::determination(&story.case().await, story.today());
    it.deliberation = None;
    let act = story.submitted(Step::Determine(it)).await;
    let read = |user| {
        let world = &world;
        let id = story.id();
        async move {
            Desk::of(world, user, id)
                .await
                .open(&format!("/acts/{act}"))
                .await
        }
    };
    let body = &world.people.body;
    let page = read(body.approver.user).await;
    for line in [
        "起草人不是您",
        "您有审批容错认定的权限",
        "每名当事人的意见都已听取",
        "有经批准的初步意见",
        "予以容错的，同时提出了纠错要求",
        "认定期限：",
    ] {
        page.says(200, line);
    }
    page.says(200, "href=\"/law#a12-3\"").is_silent_on("不符合：");
    let page = read(body.deputy.user).await;
    page.says(200, "不符合：").says(200, "您没有审批容错认定的权限");
    page.is_silent_on("name=\"verdict\"");
}

#[tokio::test]
async fn nobody_approves_an_own_draft() {
    let world = World::new().await;
    let both = world.people.body.officer.user;
    sqlx::query("UPDATE users SET approver = true WHERE id = $1")
        .bind(both.0)
        .execute(&world.database.owner)
        .await
        .expect("an account with both roles");
    let story = world.case().filed().await;
    let mut desk = Desk::of(&world, both, story.id()).await;
    desk.does("/initiation", &initiation(&world, REASON), "submitted")
        .await;
    let act = only_act(&story).await;
    let approval = format!("/acts/{act}/approval");
    let opened = desk.open(&approval).await;
    opened.is_silent_on("name=\"verdict\"");
    let case = desk.open("/initiation").await;
    assert_eq!(case.done(), "waiting");
    let stamp = story.stamp().await;
    let (version, once) = (stamp.version.to_string(), stamp.once.to_string());
    let typed = [
        ("version", version.as_str()),
        ("once", &once),
        ("verdict", "approve"),
    ];
    let href = format!("/cases/{}{approval}", story.id());
    desk.browser
        .post(&href, &typed)
        .await
        .says(422, "起草人不能审批自己起草的文书");
    assert_eq!(story.case().await.status, Status::Submitted);
}

#[tokio::test]
async fn a_draft_is_kept_for_its_drafter_and_an_act_is_taken_back() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let (mut officer, mut approver) = desks(&world, &story).await;
    officer
        .does(
            "/initiation",
            &fields(&[("reason", "半句话"), ("do", "save")]),
            "saved",
        )
        .await;
    officer.open("/initiation").await.says(200, "半句话");
    let act = only_act(&story).await;
    approver.open(&format!("/acts/{act}")).await.says(404, "没有");
    let mut party = Desk::of(&world, world.people.applicant.user, story.id()).await;
    party.open(&format!("/acts/{act}")).await.says(404, "没有");
    officer
        .does("/initiation", &initiation(&world, REASON), "submitted")
        .await;

    let approval = format!("/acts/{act}/approval");
    let seen = approver.open(&approval).await;
    let back = format!("/acts/{act}/recall");
    let own = officer.open(&format!("/acts/{act}")).await;
    for (other, status) in [(&mut party, 404), (&mut approver, 403)] {
        let page = other.send_from(&own, &back, &vec![]).await;
        assert_eq!(page.status.as_u16(), status);
    }
    for done in ["taken_back", "before"] {
        let page = officer.send_from(&own, &back, &vec![]).await;
        assert_eq!(page.done(), done);
    }
    officer.open("/initiation").await.says(200, REASON);
    let late = fields(&[("verdict", "return"), ("note", "写好的退回意见")]);
    let page = approver.send_from(&seen, &approval, &late).await;
    page.says(409, "刚刚有了变化")
        .says(409, "收回修改")
        .says(409, "写好的退回意见");
    assert_eq!(story.case().await.status, Status::Submitted);
}

#[tokio::test]
async fn who_recalls_an_act_that_was_returned_meanwhile_loses_nothing() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let (mut officer, mut approver) = desks(&world, &story).await;
    officer
        .does("/initiation", &initiation(&world, REASON), "submitted")
        .await;
    let act = only_act(&story).await;
    let own = officer.open(&format!("/acts/{act}")).await;
    let verdict = fields(&[("verdict", "return"), ("note", "请补充理由")]);
    approver
        .does(&format!("/acts/{act}/approval"), &verdict, "returned")
        .await;
    let page = officer
        .send_from(&own, &format!("/acts/{act}/recall"), &vec![])
        .await;
    page.says(409, "没有收回，也没有删除").says(409, "请补充理由");
    let own = officer.open(&format!("/acts/{act}")).await;
    own.says(200, "删除这份草稿").is_silent_on("收回修改</button>");
    let asked = officer.open(&format!("/acts/{act}/discard")).await;
    asked.says(200, "要办这一项须重新起草");
    for done in ["discarded", "before"] {
        let page = officer
            .send_from(&asked, &format!("/acts/{act}/discard"), &vec![])
            .await;
        assert_eq!(page.done(), done);
    }
}

#[tokio::test]
async fn a_form_that_was_overtaken_keeps_every_word() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let (mut officer, _) = desks(&world, &story).await;
    let opened = officer.open("/initiation").await;
    let mut filer = Desk::of(&world, world.people.applicant.user, story.id()).await;
    filer
        .does("/withdrawal", &fields(&[("reason", "另行处理")]), "withdraw")
        .await;
    let page = officer
        .send_from(&opened, "/initiation", &initiation(&world, REASON))
        .await;
    page.says(409, "您填写时，这件案件有了变化")
        .says(409, "撤回申请")
        .says(409, REASON);
}

#[tokio::test]
async fn a_form_sent_twice_takes_effect_once() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let (mut officer, mut approver) = desks(&world, &story).await;
    let opened = officer.open("/initiation").await;
    for done in ["submitted", "before"] {
        let page = officer
            .send_from(&opened, "/initiation", &initiation(&world, REASON))
            .await;
        assert_eq!(page.done(), done);
    }
    let approval = format!("/acts/{}/approval", only_act(&story).await);
    let opened = approver.open(&approval).await;
    for done in ["approved", "before"] {
        let page = approver
            .send_from(&opened, &approval, &fields(&[("verdict", "approve")]))
            .await;
        assert_eq!(page.done(), done);
    }
    assert_eq!(story.case().await.status, Status::Verifying);
}

#[tokio::test]
async fn after_a_decision_the_next_one_is_offered() {
    let world = World::new().await;
    let (first, second) = (world.case().filed().await, world.case().filed().await);
    first.submitted(first.initiation()).await;
    second.submitted(second.initiation()).await;
    let mut approver = Desk::of(&world, world.people.body.approver.user, first.id()).await;
    let approval = format!("/acts/{}/approval", only_act(&first).await);
    approver
        .does(&approval, &fields(&[("verdict", "approve")]), "approved")
        .await;
    let page = approver.browser.get("/work").await;
    page.says(200, "已批准");
    let next = approver
        .browser
        .get(&page.link("下一件：审批：启动容错程序"))
        .await;
    next.says(200, "批准后的结果");
    approver.browser.get("/work").await.is_silent_on("下一件");
}
