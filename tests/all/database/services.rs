//! A service (送达) is recorded as it happened, and reaches a party's page only where the party agreed to that (practice).

use super::attack::refused;
use crate::world::World;

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
