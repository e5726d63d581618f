//! R4 (A12.3): who is tolerated is told at the same time what to put right.

use rongcuo::domain::case::Case;
use rongcuo::domain::correction::Responsible;
use rongcuo::domain::determination::CorrectionDemand;
use rongcuo::domain::ids::ActId;
use rongcuo::domain::step::Step;
use serde_json::{Value, json};
use time::macros::date;
use uuid::Uuid;

use super::attack::{DENIED, Forged, KEPT, lawful, refused};
use crate::world::story::Story;
use crate::world::{World, paper};

/// A determination that waits: both parties as the report has them, and the body is to put something right.
async fn submitted(story: &Story<'_>) -> ActId {
    let mut step = paper::determination(&story.case().await, story.today());
    step.parties[0].corrections = vec![CorrectionDemand {
        what: "整改".into(),
        responsible: Responsible::Body,
        due: date!(2027 - 09 - 01),
    }];
    story.submitted(Step::Determine(step)).await
}

/// The determination of the party of that number.
fn determination(no: i16) -> Uuid {
    Uuid::from_u128(u128::from(no.unsigned_abs()))
}

/// Everything that the determination tells, by hand and lawfully but for the corrections, which are the caller's.
fn by_hand<'a>(world: &World, case: &'a Case, act: ActId) -> Forged<'a> {
    let mut event = Forged::of(case, "determine")
        .carries_out(act, world.people.body.approver.user)
        .to("determined")
        .clocks();
    for party in &case.parties {
        let document = Uuid::now_v7();
        let (outcome, lenience) = match party.no {
            1 => ("tolerated", Some("exempt")),
            _ => ("not_tolerated", None),
        };
        let provision = lenience.map(|_| "某条例第一条，可以免予");
        let number = format!("成高管容错认〔2026〕{}号", party.no);
        event = event
            .issues(document, "determination", (party.id.0, &number, i32::from(party.no)))
            .fact(
                "determined",
                json!({"id": determination(party.no), "party": party.id, "outcome": outcome, "lenience": lenience, "provision": provision, "document": document}),
            );
    }
    event
}

/// The correction as it was approved, but for these fields.
fn required(change: &Value) -> Value {
    let mut fact = json!({"fact": "correction_required", "id": Uuid::from_u128(77), "determination": determination(1), "what": "整改",
                          "responsible": "body", "due": "2027-09-01"});
    fact.as_object_mut()
        .expect("a fact")
        .extend(change.as_object().expect("fields").clone());
    fact
}

#[tokio::test]
async fn no_tolerance_without_a_correction() {
    let world = World::new().await;
    let story = world.case().reported().await;
    let act = submitted(&story).await;
    let sql = by_hand(&world, &story.case().await, act).sql();
    refused(&world, "r4_tolerance_with_correction", &sql).await;
}

#[tokio::test]
async fn with_the_correction_that_was_approved_the_same_is_lawful() {
    let world = World::new().await;
    let story = world.case().reported().await;
    let act = submitted(&story).await;
    let case = story.case().await;
    let with = |change: &Value| by_hand(&world, &case, act).tells(required(change)).sql();
    let sql = with(&json!({}));
    for (rule, sql) in [
        ("r5_as_approved", with(&json!({"due": "2028-09-01"}))),
        ("r5_as_approved", with(&json!({"what": "无"}))),
        (
            "r5_as_approved",
            with(&json!({"responsible": {"unit": "某单位"}})),
        ),
        (
            "r5_as_approved",
            with(&json!({"determination": determination(2)})),
        ),
        (
            "r5_as_approved",
            with(&json!({"determination": Uuid::from_u128(9)})),
        ),
        (
            "r6_clocks_of_the_step",
            sql.replace("\"kind\":\"feedback\"", "\"kind\":\"verification\""),
        ),
        ("r6_clocks_of_the_step", sql.replace("\"days\":3", "\"days\":15")),
        (
            "events_digest_acts",
            sql.replace("'digest', encode(act_digest(id)", "'digest', encode(sha256('')"),
        ),
        (
            "r8_numbers_say_serial",
            sql.replace("容错认〔2026〕1号', '", "容错异〔2026〕1号', '"),
        ),
        (
            "events_first",
            sql.replace("\"number\":\"成高管容错认〔2026〕1号\"", "\"number\":\"x\""),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
    lawful(&world, &sql).await;
}

/// What an act may say and the law does not let it.
#[tokio::test]
async fn a_correction_is_due_later_and_somebody_is_responsible() {
    let world = World::new().await;
    let story = world.case().reported().await;
    let elsewhere = world.case().filed().await.case().await.parties[0].id;
    let (case, body) = (story.case().await, &world.people.body);
    let with = |change: &Value| {
        let fact = required(change);
        let (party, document) = (case.parties[0].id, Uuid::now_v7());
        let demand = json!({"what": fact["what"], "responsible": fact["responsible"], "due": fact["due"]});
        let step = json!({"parties": [{"party": party, "lenience": "exempt", "provision": "某条例", "corrections": [demand]}]});
        Forged::of(&case, "determine")
            .approved(&step, (body.officer.user, body.approver.user))
            .issues(document, "determination", (party.0, "成高管容错认〔2026〕1号", 1))
            .to("determined")
            .clocks()
            .fact(
                "determined",
                json!({"id": determination(1), "party": party, "outcome": "tolerated", "lenience": "exempt", "provision": "某条例", "document": document}),
            )
            .tells(fact)
            .sql()
    };
    for (rule, change) in [
        ("r4_requirements_due", json!({"due": "2026-03-01"})),
        ("r4_requirements_due", json!({"due": story.today()})),
        (
            "r4_requirements_begin",
            json!({"responsible": {"party": elsewhere}}),
        ),
        (
            "r4_requirements_begin",
            json!({"responsible": {"party": case.parties[1].id}}),
        ),
        (
            "r4_requirements_begin",
            json!({"responsible": {"unit": " 陆见微"}}),
        ),
        ("corrections_responsible_check", json!({"responsible": {}})),
        ("corrections_responsible_check", json!({"responsible": "nobody"})),
        (
            "corrections_responsible_check",
            json!({"responsible": {"unit": " "}}),
        ),
        ("written_check", json!({"what": " "})),
        // Lawful so far, but it says nothing of the other party (A9.1).
        ("a9_1_every_party_determined", json!({})),
    ] {
        refused(&world, rule, &with(&change)).await;
    }
}

#[tokio::test]
async fn what_was_required_stays() {
    let world = World::new().await;
    let case = world.case().determined().await.case().await;
    let id = case.id;
    for (rule, sql) in [
        (KEPT, format!("DELETE FROM corrections WHERE case_id = '{id}'")),
        (DENIED, "TRUNCATE corrections CASCADE".into()),
        (
            KEPT,
            format!("UPDATE corrections SET due = '2030-01-01' WHERE case_id = '{id}'"),
        ),
        (
            KEPT,
            format!("UPDATE corrections SET what = '无' WHERE case_id = '{id}'"),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
}
