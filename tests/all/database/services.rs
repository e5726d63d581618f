//! A service (送达) is recorded as it happened, and reaches a party's page only where the party agreed to that (practice).

use rongcuo::domain::document::DocumentKind;
use rongcuo::domain::initiation::{Declining, Ground};
use rongcuo::domain::step::Step;

use super::attack::refused;
use crate::world::{World, paper};

#[tokio::test]
async fn a_service_has_happened_and_an_electronic_one_was_agreed_to() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let (case, file) = (story.case().await, world.file().await);
    let notice = case
        .documents
        .iter()
        .find(|it| it.party == Some(case.parties[1].id))
        .expect("each party is told");
    let service = |means: &str, on: &str| {
        format!(
            "INSERT INTO services VALUES ('{}', '{}', '{means}', '{on}', '办公室', '本人', '{file}', '{}', '2026-03-05')",
            notice.id, case.id, world.people.body.officer.user
        )
    };
    for (rule, sql) in [
        ("services_have_happened", service("direct", "2026-03-06")),
        ("services_after_issue", service("direct", "2026-03-03")),
        ("services_by_consent", service("electronic", "2026-03-05")),
        ("events_first", service("direct", "2026-03-05")),
        (
            "events_first",
            format!(
                "UPDATE parties SET electronic = true WHERE id = '{}'",
                case.parties[1].id
            ),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
}

#[tokio::test]
async fn who_filed_is_served_electronically_by_its_own_consent() {
    let world = World::new().await;
    let mut filing = paper::application(world.people.body.id, world.case().today());
    filing.applicant.electronic = false;
    let story = world.case().filed_by(&world.people.applicant, &filing).await;
    let declining = Declining {
        ground: Ground::NoCircumstance,
        reason: "所述情形不属于第七条规定的任何一项".into(),
    };
    story.approved(Step::Decline(declining)).await;
    let case = story.case().await;
    let notice = case
        .documents
        .iter()
        .find(|it| it.kind == DocumentKind::DeclineNotice);
    let sql = format!(
        "INSERT INTO services VALUES ('{}', '{}', 'electronic', day_of(now()), '', '', NULL, '{}', now())",
        notice.expect("it is told").id,
        case.id,
        world.people.body.officer.user
    );
    refused(&world, "services_by_consent", &sql).await;
}
