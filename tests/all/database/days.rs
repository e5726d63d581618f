//! Nothing is done before there is what it is about: hearing, notice, correction (A8.2, A9.1, A12.3).

use super::attack::refused;
use crate::world::World;

#[tokio::test]
async fn nobody_is_heard_before_the_initiation() {
    let world = World::new().await;
    let case = world.case().initiated().await.case().await;
    let hearing = |on: &str| {
        format!(
            "INSERT INTO hearings SELECT gen_random_uuid(), id, '{}', 1, 'statement', '意见', '{on}', officers, '', NULL, false, officers[1], now()
             FROM cases, (SELECT array_agg(user_id) AS officers FROM assignments WHERE case_id = '{}') AS a WHERE id = '{}'",
            case.parties[1].id, case.id, case.id
        )
    };
    for (rule, on) in [
        ("a8_2_heard_while_verifying", "2026-03-03"),
        ("a8_2_heard_while_verifying", "2099-01-01"),
        ("events_first", "2026-03-04"),
    ] {
        refused(&world, rule, &hearing(on)).await;
    }
}

#[tokio::test]
async fn no_unit_is_notified_before_the_determination() {
    let world = World::new().await;
    let story = world.case().determined().await;
    let notice = |on: &str| {
        format!(
            "INSERT INTO notices SELECT id, 1, '乙单位', '结果', '{on}', NULL, filed_by, now() FROM cases WHERE id = '{}'",
            story.id()
        )
    };
    for (rule, on) in [
        ("a9_1_notified_after_determination", "2026-03-06"),
        ("a9_1_notified_after_determination", "2099-01-01"),
        ("events_first", "2026-03-07"),
    ] {
        refused(&world, rule, &notice(on)).await;
    }
}

#[tokio::test]
async fn nothing_is_put_right_before_the_application() {
    let world = World::new().await;
    let case = world.case().determined().await.case().await;
    let report = |on: &str| {
        format!(
            "INSERT INTO correction_reports VALUES ('{}', 1, '原因', '措施', '{on}', NULL, '{}', now())",
            case.corrections[0].id, case.filer.user
        )
    };
    for (rule, on) in [
        ("a12_3_done_in_the_case", "2026-03-02"),
        ("a12_3_done_in_the_case", "2099-01-01"),
        ("events_first", "2026-03-03"),
    ] {
        refused(&world, rule, &report(on)).await;
    }
}
