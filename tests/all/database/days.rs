//! Nothing is done before there is what it is about: hearing, notice, correction (A8.2, A9.1, A12.3).

use serde_json::json;
use time::macros::date;
use uuid::Uuid;

use super::attack::{Forged, lawful, refused};
use crate::world::World;

#[tokio::test]
async fn nobody_is_heard_before_the_initiation() {
    let world = World::new().await;
    let case = world.case().initiated().await.case().await;
    let body = &world.people.body;
    let hearing = |on: &str| {
        let heard = json!({"id": Uuid::now_v7(), "by_party": false, "party": case.parties[1].id, "kind": "statement", "text": "意见", "held_on": on,
                           "officers": [body.officer.user, body.second.user], "absent": "", "file": null});
        Forged::of(&case, "hear")
            .by(body.officer.user)
            .fact("heard", heard)
            .sql()
    };
    for on in ["2026-03-03", "2026-03-05", "2099-01-01"] {
        refused(&world, "a8_2_heard_while_verifying", &hearing(on)).await;
    }
    lawful(&world, &hearing("2026-03-04")).await;
}

#[tokio::test]
async fn no_unit_is_notified_before_the_determination_and_each_once() {
    let world = World::new().await;
    let story = world.case().determined().await;
    let case = story.case().await;
    let units =
        |on: &str| json!({"concerned": "units", "units": "乙单位", "text": "结果", "notified_on": on});
    let event = || Forged::of(&case, "notify").by(world.people.body.officer.user);
    let notice = |on: &str| event().fact("notified", units(on));
    for on in ["2026-03-06", "2026-03-08", "2099-01-01"] {
        refused(&world, "a9_1_notified_after_determination", &notice(on).sql()).await;
    }
    let twice = notice("2026-03-07").fact("notified", units("2026-03-07")).sql();
    refused(&world, "a9_1_notified_once", &twice).await;
    lawful(&world, &notice("2026-03-07").sql()).await;
    let served = story.served().await.case().await;
    let again = Forged::of(&served, "notify")
        .by(world.people.body.officer.user)
        .fact("notified", units("2026-03-07"));
    refused(&world, "a9_1_notified_once", &again.sql()).await;
}

#[tokio::test]
async fn nothing_is_put_right_before_the_application() {
    let world = World::new().await;
    let case = world.case().determined().await.case().await;
    let report = |on: &str| {
        let reported = json!({"correction": case.corrections[0].id, "causes": "原因", "measures": "措施", "done_on": on, "file": null});
        Forged::of(&case, "report_correction")
            .by(case.filer.user)
            .fact("correction_reported", reported)
            .sql()
    };
    for on in ["2026-03-02", "2026-03-08", "2099-01-01"] {
        refused(&world, "a12_3_done_in_the_case", &report(on)).await;
    }
    lawful(&world, &report("2026-03-03")).await;
}

#[tokio::test]
async fn an_objection_is_decided_on_the_day_of_its_decision() {
    let world = World::new().await;
    let story = world.case().objected().await;
    let case = story.case().await;
    let (people, objection) = (&world.people, case.objections[0].id);
    let said = json!({"objection": objection, "investigation": "x", "reasons": "x", "result": "upheld"});
    let mut decided = said.clone();
    (decided["addressee"], decided["decided_on"], decided["document"]) = (
        json!(people.superior.id),
        json!("2026-03-07"),
        json!(Uuid::now_v7()),
    );
    let event = Forged::of(&case, "decide_objection")
        .on(date!(2026 - 03 - 10))
        .approved(
            &said,
            (people.superior.officer.user, people.superior.approver.user),
        )
        .to("determined")
        .fact("objection_decided", decided);
    refused(&world, "a8_4_decided_on_its_day", &event.sql()).await;
}
