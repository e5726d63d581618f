//! A service (送达) is recorded as it happened, and reaches a party's page only where the party agreed to that (practice).

use rongcuo::domain::case::Case;
use rongcuo::domain::document::DocumentKind;
use rongcuo::domain::ids::{DocumentId, FileId, UserId};
use rongcuo::domain::step::Step;
use serde_json::json;
use time::Date;
use time::macros::date;

use super::attack::{Forged, KEPT, lawful, refused};
use crate::world::{World, paper};

/// A service by an officer of the body on a day, recorded on another.
fn served(
    world: &World,
    case: &Case,
    document: DocumentId,
    means: &str,
    (on, recorded): (&str, Date),
    file: Option<FileId>,
) -> String {
    let place = if means == "electronic" { "" } else { "办公室" };
    Forged::of(case, "serve")
        .by(world.people.body.officer.user)
        .on(recorded)
        .fact("served", json!({"document": document, "means": means, "served_on": on, "place": place, "recipient": place, "proof": file}))
        .sql()
}

#[tokio::test]
async fn a_service_has_happened_and_an_electronic_one_was_agreed_to() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let elsewhere = world.case().initiated().await.case().await.documents[1].id;
    let (case, file) = (story.case().await, Some(world.file().await));
    let notice = case
        .documents
        .iter()
        .find(|it| it.party == Some(case.parties[1].id));
    let notice = notice.expect("each party is told").id;
    let service = |document, means: &str, on: &str, file| {
        served(&world, &case, document, means, (on, date!(2026 - 03 - 05)), file)
    };
    for (rule, sql) in [
        (
            "services_have_happened",
            service(notice, "direct", "2026-03-06", file),
        ),
        (
            "services_after_issue",
            service(notice, "direct", "2026-03-03", file),
        ),
        (
            "services_after_issue",
            service(elsewhere, "direct", "2026-03-05", file),
        ),
        (
            "services_by_consent",
            service(notice, "electronic", "2026-03-05", None),
        ),
        ("services_check", service(notice, "direct", "2026-03-05", None)),
        (
            "services_means_check",
            service(notice, "pigeon", "2026-03-05", file),
        ),
        (
            KEPT,
            format!(
                "UPDATE parties SET electronic = true WHERE id = '{}'",
                case.parties[1].id
            ),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
    lawful(&world, &service(notice, "direct", "2026-03-05", file)).await;
}

#[tokio::test]
async fn who_signs_serves_what_was_issued_in_that_moment_and_nothing_else() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let Step::Link(mut link) = story.link().await else {
        panic!("it is a link")
    };
    link.electronic = true;
    story.approved(Step::Link(link)).await;
    let (case, body) = (story.case().await, &world.people.body);
    let notice = case
        .documents
        .iter()
        .find(|it| it.party == Some(case.parties[1].id));
    let notice = notice.expect("each party is told").id;
    let by = |user: UserId| {
        let day = story.today();
        let service = json!({"document": notice, "means": "electronic", "served_on": day.to_string(), "place": "", "recipient": "", "proof": null});
        Forged::of(&case, "serve")
            .by(user)
            .on(day)
            .fact("served", service)
            .sql()
    };
    refused(&world, "events_actor", &by(body.approver.user)).await;
    lawful(&world, &by(body.officer.user)).await;
}

#[tokio::test]
async fn who_filed_is_served_electronically_by_its_own_consent() {
    let world = World::new().await;
    let mut filing = paper::application(world.people.body.id, world.case().today());
    filing.applicant.electronic = false;
    let story = world.case().filed_by(&world.people.applicant, &filing).await;
    let story = story.declined().await;
    let case = story.case().await;
    let notice = case
        .documents
        .iter()
        .find(|it| it.kind == DocumentKind::DeclineNotice);
    let notice = notice.expect("it is told").id;
    let day = story.today();
    let electronic = served(&world, &case, notice, "electronic", (&day.to_string(), day), None);
    refused(&world, "services_by_consent", &electronic).await;
    let file = Some(world.file().await);
    lawful(
        &world,
        &served(&world, &case, notice, "direct", (&day.to_string(), day), file),
    )
    .await;
}
