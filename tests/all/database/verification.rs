//! 中止, 恢复 and 延期: the period stands still, goes on and is extended with its step and in no other way, and only while it is
//! not over.

use rongcuo::domain::case::Case;
use rongcuo::domain::dates::shanghai_day;
use rongcuo::domain::deadline::DeadlineKind;
use serde_json::json;
use time::Duration;

use super::attack::{Forged, lawful, refused};
use crate::world::World;
use crate::world::story::Story;

/// A suspension that two people made.
fn suspension<'a>(story: &Story<'_>, case: &'a Case, reason: &str) -> Forged<'a> {
    let body = &story.world.people.body;
    let step = json!({"reason": reason});
    Forged::of(case, "suspend")
        .approved(&step, (body.officer.user, body.approver.user))
        .to("suspended")
        .fact("suspended", step)
}

#[tokio::test]
async fn a_period_stands_still_with_a_reason_and_while_it_is_not_over() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let case = story.case().await;
    let clock = case
        .deadlines
        .iter()
        .find(|it| it.kind == DeadlineKind::Verification);
    let clock = clock.expect("it runs");
    let due = clock
        .deadline()
        .and_then(|it| it.due(case.calendar()))
        .expect("a day");
    lawful(&world, &suspension(&story, &case, "等待审计结论").clocks().sql()).await;
    refused(
        &world,
        "written_check",
        &suspension(&story, &case, "　").clocks().sql(),
    )
    .await;
    refused(
        &world,
        "r6_clocks_of_the_step",
        &suspension(&story, &case, "等待审计结论").sql(),
    )
    .await;
    let today = shanghai_day(case.history.last().expect("events").entry.at);
    for (rule, cause) in [
        (
            "r6_clocks_of_the_step",
            json!({"cause": "stopped", "on": today - Duration::DAY, "why": "中止"}),
        ),
        ("r6_clocks_of_the_step", json!({"cause": "extended", "days": 10})),
        ("r6_clocks_of_the_step", json!({"cause": "met", "on": today})),
    ] {
        let sql = suspension(&story, &case, "等待审计结论").clock(Some(clock), "verification", &cause);
        refused(&world, rule, &sql.sql()).await;
    }
    for (day, over) in [(due, false), (due + Duration::DAY, true)] {
        let body = &world.people.body;
        let step = json!({"reason": "等待审计结论"});
        let sql = Forged::of(&case, "suspend")
            .on(day)
            .approved(&step, (body.officer.user, body.approver.user))
            .to("suspended")
            .fact("suspended", step)
            .clocks()
            .sql();
        match over {
            true => refused(&world, "a8_2_verification_over", &sql).await,
            false => lawful(&world, &sql).await,
        }
    }
}

#[tokio::test]
async fn what_stands_still_goes_on_with_its_step_alone() {
    let world = World::new().await;
    let story = world.case().suspended().await;
    let case = story.case().await;
    let body = &world.people.body;
    let people = (body.officer.user, body.approver.user);
    let step = json!({"reason": "审计结论已经作出"});
    let resumption = || {
        Forged::of(&case, "resume")
            .approved(&step, people)
            .to("verifying")
            .fact("resumed", step.clone())
    };
    lawful(&world, &resumption().clocks().sql()).await;
    refused(&world, "r6_clocks_of_the_step", &resumption().sql()).await;
    let again = Forged::of(&case, "suspend")
        .approved(&step, people)
        .to("suspended")
        .fact("suspended", step.clone());
    refused(&world, "status_transitions", &again.clocks().sql()).await;
}

#[tokio::test]
async fn a_period_is_extended_once_by_ten_days_at_most_and_as_decided() {
    let world = World::new().await;
    let body = &world.people.body;
    let people = (body.officer.user, body.approver.user);
    let extension = |case: &Case, days: i32, given: i32| {
        let clock = case
            .deadlines
            .iter()
            .find(|it| it.kind == DeadlineKind::Verification);
        let step = json!({"days": days, "reason": "须向三个部门调取材料"});
        Forged::of(case, "extend")
            .approved(&step, people)
            .fact("extended", step)
            .clock(
                clock,
                "verification",
                &json!({"cause": "extended", "days": given}),
            )
            .sql()
    };
    let case = world.case().initiated().await.case().await;
    lawful(&world, &extension(&case, 10, 10)).await;
    refused(&world, "a8_2_extended_by_ten", &extension(&case, 11, 11)).await;
    refused(&world, "a8_2_extended_by_ten", &extension(&case, 0, 0)).await;
    refused(&world, "a8_2_extended_as_decided", &extension(&case, 5, 10)).await;
    let again = world.case().extended().await.case().await;
    refused(&world, "a8_2_extended_once", &extension(&again, 1, 1)).await;
}
