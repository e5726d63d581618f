//! R6: a deadline's value follows from its causes, and its causes from events.

use super::attack::{KEPT, refused};
use crate::world::World;

#[tokio::test]
async fn a_deadline_is_never_edited() {
    let world = World::new().await;
    let id = world.case().initiated().await.id();
    let running = format!("case_id = '{id}' AND state = 'running'");
    for (rule, sql) in [
        (
            "events_first",
            format!("UPDATE deadlines SET days = 60 WHERE {running}"),
        ),
        (
            "events_first",
            format!("UPDATE deadlines SET from_on = from_on + 30 WHERE {running}"),
        ),
        (
            "events_first",
            format!("UPDATE deadlines SET state = 'met', ended_on = '2026-03-04' WHERE {running}"),
        ),
        (
            "events_first",
            format!(
                r#"INSERT INTO deadline_causes SELECT id, 2, case_id, 2, '{{"cause":"extended","days":30}}' FROM deadlines WHERE {running}"#
            ),
        ),
        (KEPT, "UPDATE deadline_causes SET cause = '{}'".into()),
        (KEPT, "DELETE FROM deadline_causes".into()),
        (KEPT, "DELETE FROM deadlines".into()),
    ] {
        refused(&world, rule, &sql).await;
    }
}
