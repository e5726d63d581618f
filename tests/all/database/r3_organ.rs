//! R3 (A3, A9.2): the body concludes nothing that an organ elsewhere is to decide first.

use rongcuo::domain::case::{Authority, Case};
use rongcuo::domain::filing::{Filing, Pursuit};
use rongcuo::domain::step::Step;
use serde_json::json;
use uuid::Uuid;

use super::attack::{Forged, refused};
use crate::world::story::Story;
use crate::world::{World, paper};

/// A case that is reported, as it was filed with this change.
async fn reported<'w>(world: &'w World, change: impl FnOnce(&mut Filing)) -> Case {
    let story: Story<'w> = world.case();
    let mut filing = paper::application(world.people.body.id, story.today());
    change(&mut filing);
    let story = story.filed_by(&world.people.applicant, &filing).await;
    story.reported().await.case().await
}

/// Both determinations that R1 leaves: tolerated of the first party, not tolerated of the second; each by hand, with its act
/// and document, and lawful but for R3 and for what the other party is owed (R4, A9.1).
fn determinations(world: &World, case: &Case) -> [String; 2] {
    let body = &world.people.body;
    [
        (0, "tolerated", Some("exempt"), Some("某条例")),
        (1, "not_tolerated", None, None),
    ]
    .map(|(party, outcome, lenience, provision)| {
        let (party, document) = (case.parties[party].id, Uuid::now_v7());
        let step = json!({"parties": [{"party": party, "lenience": lenience, "provision": provision}]});
        Forged::of(case, "determine")
            .approved(&step, (body.officer.user, body.approver.user))
            .issues(document, "determination", (party.0, "成高管容错认〔2026〕1号", 1))
            .to("determined")
            .clocks()
            .fact(
                "determined",
                json!({"id": Uuid::now_v7(), "party": party, "outcome": outcome, "lenience": lenience, "provision": provision, "document": document}),
            )
            .sql()
    })
}

#[tokio::test]
async fn nothing_is_concluded_while_an_organ_holds_the_authority_over_a_party() {
    let world = World::new().await;
    let case = reported(&world, |it| {
        it.parties[1].authority = Authority::Organ("某市委组织部".into());
    })
    .await;
    for sql in determinations(&world, &case) {
        refused(&world, "r3_no_conclusion_for_an_organ", &sql).await;
    }
}

/// What the report found counts, and not what the applicant wrote.
#[tokio::test]
async fn a_determination_rests_on_the_authority_that_the_report_found() {
    let world = World::new().await;
    let organ = || Authority::Organ("某市委组织部".into());
    for (claimed, found, rule) in [
        (Authority::Body, organ(), "r3_no_conclusion_for_an_organ"),
        (organ(), Authority::Body, "a9_1_every_party_determined"),
    ] {
        let mut filing = paper::application(world.people.body.id, world.case().today());
        filing.parties[1].authority = claimed;
        let story = world
            .case()
            .filed_by(&world.people.applicant, &filing)
            .await
            .heard()
            .await;
        let mut report = paper::report(&story.case().await);
        report.parties[1].authority = found;
        story.approved(Step::Report(report)).await;
        for sql in determinations(&world, &story.case().await) {
            refused(&world, rule, &sql).await;
        }
    }
}

#[tokio::test]
async fn nothing_is_concluded_while_an_organ_has_opened_a_case_unless_it_is_the_body() {
    let world = World::new().await;
    let own = world.case().filed().await.case().await.body;
    let own = format!("{}督查室", own.short_name);
    for (pursuer, pursuit, rule) in [
        ("某市纪检监察机关", Pursuit::Opened, "r3_organ_is_seized"),
        ("某市纪检监察机关", Pursuit::Proposed, "r3_organ_is_seized"),
        (
            "某市纪检监察机关",
            Pursuit::Enquiry,
            "a9_1_every_party_determined",
        ),
        (own.as_str(), Pursuit::Opened, "a9_1_every_party_determined"),
    ] {
        let case = reported(&world, |it| {
            (it.accountability.pursuer, it.accountability.pursuit) = (pursuer.into(), pursuit);
        })
        .await;
        for sql in determinations(&world, &case) {
            refused(&world, rule, &sql).await;
        }
    }
}

#[tokio::test]
async fn the_database_knows_the_bodys_own_departments_as_the_domain_does() {
    let world = World::new().await;
    let body = world.case().filed().await.case().await.body;
    for organ in [
        body.name.clone(),
        format!("{}督查室", body.name),
        format!("{}督查室", body.short_name),
        format!("{}党工委", body.name),
        format!("{}纪工委", body.short_name),
        format!("{}监察室", body.short_name),
        format!("{}监委", body.short_name),
        format!("{}组织部", body.short_name),
        format!("某市派驻{}工作组", body.name),
        "某机关".into(),
        String::new(),
    ] {
        let known: bool = sqlx::query_scalar("SELECT is_of_the_body($1, $2)")
            .bind(&organ)
            .bind(body.id.0)
            .fetch_one(&world.database.app)
            .await
            .expect("an answer");
        assert_eq!(known, body.comprises(&organ), "{organ}");
    }
}
