//! 移送 and 退回 (A9.2): a case goes whole to another organ; nothing is concluded while that decides (R3), no clock of the body runs, and
//! what it answers lies in the file.

use rongcuo::domain::case::{Authority, Case};
use rongcuo::domain::filing::{Filing, Pursuit};
use rongcuo::domain::objection::ObjectionResult;
use rongcuo::domain::referral::ReturnGround;
use rongcuo::domain::samples::{self as s, steps};
use rongcuo::domain::step::Step;
use serde_json::{Value, json};
use time::Duration;
use uuid::Uuid;

use super::attack::{Forged, KEPT, denied, lawful, refused};
use crate::world::story::Story;
use crate::world::{World, paper};

/// A referral that two people made, with these fields changed.
fn referral<'a>(world: &World, case: &'a Case, changed: &Value) -> Forged<'a> {
    let body = &world.people.body;
    let forged = Forged::of(case, "refer");
    let mut step = json!({"organ": s::ORGAN, "reason": "权限在贵机关", "proposal": "", "follow_up": forged.today() + Duration::days(30)});
    let fields = changed.as_object().expect("fields").clone();
    step.as_object_mut().expect("fields").extend(fields);
    forged
        .approved(&step, (body.officer.user, body.approver.user))
        .to("referred")
        .fact("referred", step)
}

async fn reported(world: &World, change: impl FnOnce(&mut Filing)) -> Case {
    let story = world.case();
    let mut filing = paper::application(world.people.body.id, story.today());
    change(&mut filing);
    let story = story.filed_by(&world.people.applicant, &filing).await;
    story.reported().await.case().await
}

#[tokio::test]
async fn a_case_goes_whole_to_another_organ() {
    let world = World::new().await;
    let elsewhere = || Authority::Organ(s::ORGAN.into());
    let case = world.case().for_an_organ().await.case().await;
    let nothing = json!({});
    lawful(&world, &referral(&world, &case, &nothing).clocks().sql()).await;
    let proposed = json!({"proposal": "建议免予追责问责"});
    lawful(&world, &referral(&world, &case, &proposed).clocks().sql()).await;
    let today = Forged::of(&case, "refer").today();
    for (rule, changed) in [
        ("a9_2_to_another_organ", json!({"organ": case.body.name})),
        ("a9_2_to_who_decides", json!({"organ": "某无关机关"})),
        ("follow_up_is_to_come", json!({"follow_up": today})),
        ("written_check", json!({"reason": "　"})),
    ] {
        let sql = referral(&world, &case, &changed).clocks().sql();
        refused(&world, rule, &sql).await;
    }
    let sql = referral(&world, &case, &nothing).sql();
    refused(&world, "r6_clocks_of_the_step", &sql).await;
    let mixed = reported(&world, |it| it.parties[1].authority = elsewhere()).await;
    let apart = reported(&world, |it| {
        it.parties[0].authority = elsewhere();
        it.parties[1].authority = Authority::Organ("别的机关".into());
    })
    .await;
    let ours = world.case().reported().await.case().await;
    for case in [&mixed, &apart, &ours] {
        let sql = referral(&world, case, &nothing).clocks().sql();
        refused(&world, "a9_2_all_belong_there", &sql).await;
    }
    let seized = reported(&world, |it| {
        it.accountability.pursuer = s::ORGAN.into();
        it.accountability.pursuit = Pursuit::Opened;
    })
    .await;
    lawful(&world, &referral(&world, &seized, &nothing).clocks().sql()).await;
}

#[tokio::test]
async fn a_referral_says_what_was_approved_and_writes_to_the_organ_and_to_each_party() {
    let world = World::new().await;
    let body = &world.people.body;
    let case = world.case().for_an_organ().await.case().await;
    let follow_up = Forged::of(&case, "refer").today() + Duration::days(30);
    let step = |proposal: &str| json!({"organ": s::ORGAN, "reason": "权限在贵机关", "proposal": proposal, "follow_up": follow_up});
    let otherwise = Forged::of(&case, "refer")
        .approved(&step(""), (body.officer.user, body.approver.user))
        .to("referred")
        .fact("referred", step("建议免予追责问责"));
    refused(&world, "r5_as_approved", &otherwise.clocks().sql()).await;
    let unwritten = referral(&world, &case, &json!({})).clocks().alone().sql();
    refused(&world, "documents_of_the_step", &unwritten).await;
}

#[tokio::test]
async fn nothing_is_concluded_or_fed_back_while_an_organ_decides() {
    let world = World::new().await;
    let body = &world.people.body;
    let case = world.case().referred().await.case().await;
    let people = (body.officer.user, body.approver.user);
    let party = case.parties[0].id;
    let day = Forged::of(&case, "notify").today();
    let determined = |status: &str| {
        let document = Uuid::now_v7();
        let step = json!({"parties": [{"party": party, "lenience": "exempt", "provision": "某条例", "corrections": []}]});
        Forged::of(&case, "determine")
            .approved(&step, people)
            .issues(document, "determination", (party.0, "成高管容错认〔2026〕1号", 1))
            .to(status)
            .fact("determined", json!({"id": Uuid::now_v7(), "party": party, "outcome": "tolerated", "lenience": "exempt", "provision": "某条例", "document": document}))
            .sql()
    };
    refused(&world, "status_transitions", &determined("determined")).await;
    let notice = json!({"concerned": "nobody", "units": null, "text": null, "notified_on": null, "why_nobody": "没有"});
    let notified = Forged::of(&case, "notify")
        .by(body.officer.user)
        .fact("notified", notice);
    refused(&world, "status_transitions", &notified.sql()).await;
    let clarification = json!({"party": party, "by": "本机关", "form": "written", "audience": "全体", "made_on": day, "text": "说明"});
    let clarified = Forged::of(&case, "clarify")
        .approved(&clarification, people)
        .fact("clarified", clarification);
    refused(&world, "status_transitions", &clarified.sql()).await;
    let closed = json!({"remark": ""});
    let closed = Forged::of(&case, "close")
        .approved(&closed, people)
        .to("closed")
        .fact("closed", closed);
    refused(&world, "status_transitions", &closed.sql()).await;
    for (rule, status) in [
        ("status_follows_events", "determining"),
        ("status_transitions", "determined"),
    ] {
        let sql = format!("UPDATE cases SET status = '{status}' WHERE id = '{}';", case.id);
        refused(&world, rule, &sql).await;
    }
}

/// Reported in a second round, over which an organ is asked once more, while the first party was never told of the determination
/// of the first round, which stands.
async fn in_a_second_round(world: &World) -> Story<'_> {
    let story = world.case().returned().await;
    let people = &world.people;
    let determination = paper::determination(&story.case().await, story.today());
    story.approved(Step::Determine(determination)).await;
    let first = story.case().await.determinations[0].document;
    story.everything_served_but(Some(first)).await;
    story.objects(2, people.superior.id).await;
    story
        .approved(story.decision(2, ObjectionResult::SetAside).await)
        .await;
    story.takes(&people.body.approver, story.assignment()).await;
    story.everything_served_but(Some(first)).await;
    let case = story.case().await;
    let hearing = steps::hearing(case.parties[1].id, &case.officers, story.today());
    let officer = story.officer().await;
    story.takes(&officer, Step::Hear(hearing)).await;
    // Whom the first organ left to the body, another turns out to decide over.
    let mut report = paper::report(&story.case().await);
    report.parties[0].authority = Authority::Organ(ANOTHER.into());
    story.approved(Step::Report(report)).await;
    story
}

const ANOTHER: &str = "某市委组织部";

#[tokio::test]
async fn in_a_later_round_no_determination_is_fed_back_while_an_organ_decides() {
    let world = World::new().await;
    let story = in_a_second_round(&world).await;
    let waiting = story.case().await;
    // The feedback of the first round and the clarification would go on.
    let running = Forged::of(&waiting, "refer");
    let body = &world.people.body;
    let step = json!({"organ": ANOTHER, "reason": "权限在贵机关", "proposal": "", "follow_up": running.today() + Duration::days(30)});
    let running = running
        .approved(&step, (body.spare.user, body.approver.user))
        .to("referred")
        .fact("referred", step)
        .clocks();
    refused(&world, "r3_clocks_stand_still", &running.sql()).await;
    story.approved(steps::refer(ANOTHER, story.today())).await;
    let case = story.case().await;
    let proof = world.file_of(&story.officer().await).await;
    let served = |document| {
        let forged = Forged::of(&case, "serve").by(body.spare.user);
        let day = forged.today();
        let fact = json!({"document": document, "means": "direct", "served_on": day, "place": "办公室", "recipient": "签收", "proof": proof});
        forged.fact("served", fact).sql()
    };
    let first = case.determinations[0].document;
    refused(&world, "r3_no_feedback_while_referred", &served(first)).await;
    let notice = case.documents.last().expect("they were issued").id;
    lawful(&world, &served(notice)).await;
}

#[tokio::test]
async fn the_letters_to_an_organ_reach_no_page_here() {
    let world = World::new().await;
    let mut filing = paper::application(world.people.body.id, world.case().today());
    filing.applicant.electronic = true;
    for party in &mut filing.parties {
        party.authority = Authority::Organ(s::ORGAN.into());
    }
    let story = world.case().filed_by(&world.people.applicant, &filing).await;
    let story = story.reported().await;
    story.approved(steps::refer(s::ORGAN, story.today())).await;
    let case = story.case().await;
    let for_the_organ: Vec<_> = case
        .documents
        .iter()
        .filter(|it| it.kind.is_for_an_organ())
        .collect();
    assert_eq!(for_the_organ.len(), 2);
    for it in for_the_organ {
        assert_eq!(it.service, None, "{}", it.kind);
        let day = Forged::of(&case, "serve").today();
        let served = json!({"document": it.id, "means": "electronic", "served_on": day, "place": "", "recipient": "", "proof": null});
        let sql = Forged::of(&case, "serve")
            .by(world.people.body.officer.user)
            .fact("served", served);
        refused(&world, "services_by_consent", &sql.sql()).await;
    }
}

#[tokio::test]
async fn what_an_organ_answers_lies_in_the_file_and_leads_back() {
    let world = World::new().await;
    let body = &world.people.body;
    let people = (body.officer.user, body.approver.user);
    let case = world.case().answered().await.case().await;
    let (before, letter) = (case.evidence[0].id, case.evidence[1].id);
    let returned = |letter, dated, to: &str| {
        let step = json!({"ground": "left_to_us", "number": "某函〔2026〕1号", "dated": dated, "letter": letter, "said": "由你机关认定"});
        Forged::of(&case, "record_return")
            .approved(&step, people)
            .to(to)
            .fact("organ_returned", step)
    };
    let today = Forged::of(&case, "record_return").today();
    lawful(&world, &returned(letter, today, "determining").clocks().sql()).await;
    for (rule, letter, dated) in [
        ("returned_in_writing", before, today),
        ("returned_after_the_referral", letter, today + Duration::DAY),
        ("returned_after_the_referral", letter, today - Duration::days(9)),
    ] {
        refused(
            &world,
            rule,
            &returned(letter, dated, "determining").clocks().sql(),
        )
        .await;
    }
    refused(
        &world,
        "status_transitions",
        &returned(letter, today, "determined").clocks().sql(),
    )
    .await;
    refused(
        &world,
        "r6_clocks_of_the_step",
        &returned(letter, today, "determining").sql(),
    )
    .await;
}

#[tokio::test]
async fn only_what_the_organ_left_to_the_body_is_determined() {
    let world = World::new().await;
    let story = world.case().returned().await;
    let case = story.case().await;
    story
        .approved(Step::Determine(paper::determination(&case, story.today())))
        .await;
    let story = world.case().answered().await;
    let more = steps::record_return(&story.case().await, ReturnGround::Incomplete, story.today());
    story.approved(more).await;
    let case = story.case().await;
    let (body, party) = (&world.people.body, case.parties[1].id);
    let document = Uuid::now_v7();
    let step = json!({"parties": [{"party": party, "lenience": null, "provision": null, "corrections": []}]});
    let sql = Forged::of(&case, "determine")
        .approved(&step, (body.officer.user, body.approver.user))
        .issues(document, "determination", (party.0, "成高管容错认〔2026〕3号", 3))
        .to("determined")
        .clocks()
        .fact("determined", json!({"id": Uuid::now_v7(), "party": party, "outcome": "not_tolerated", "lenience": null, "provision": null, "document": document}))
        .sql();
    refused(&world, "r3_no_conclusion_for_an_organ", &sql).await;
}

#[tokio::test]
async fn what_was_referred_is_written_once() {
    let world = World::new().await;
    let case = world.case().returned().await.case().await;
    for sql in [
        format!("UPDATE referrals SET proposal = '' WHERE case_id = '{}'", case.id),
        format!("DELETE FROM organ_returns WHERE case_id = '{}'", case.id),
    ] {
        refused(&world, KEPT, &sql).await;
    }
    denied(&world, "INSERT INTO referrals DEFAULT VALUES").await;
}
