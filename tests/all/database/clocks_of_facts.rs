//! R6: a clock begins and ends with what it is for, on its day, once, and about nothing else.

use rongcuo::domain::case::Clock;
use rongcuo::domain::deadline::DeadlineKind;
use serde_json::{Value, json};
use uuid::Uuid;

use super::attack::{Forged, done, lawful, refused};
use crate::world::World;

const RULE: &str = "r6_clocks_of_the_step";

#[tokio::test]
async fn a_period_begins_once_and_about_the_case_and_the_last_ends_today() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let (case, body) = (story.case().await, &world.people.body);
    let step = json!({"reason": "x", "officers": [body.officer.user, body.second.user]});
    let initiated = || {
        Forged::of(&case, "initiate")
            .approved(&step, (body.officer.user, body.approver.user))
            .to("verifying")
            .clocks()
            .fact("initiated", json!({"reason": "x"}))
            .fact("assigned", json!({"officers": step["officers"]}))
    };
    let begins = json!({"cause": "started", "on": story.today(), "days": 15});
    let about = |subject: Value| {
        let sql = initiated().sql();
        let old = "\"kind\":\"verification\",\"subject\":null";
        let new = format!("\"kind\":\"verification\",\"subject\":{subject}");
        assert!(sql.contains(old), "{sql}");
        sql.replace(old, &new)
    };
    let met = json!({"cause": "met", "on": story.today()}).to_string();
    let earlier = initiated()
        .sql()
        .replace(&met, "{\"cause\":\"met\",\"on\":\"2026-03-02\"}");
    for (rule, sql) in [
        (RULE, about(json!(case.parties[0].id))),
        (RULE, earlier),
        (
            "r6_one_runs",
            initiated().clock(None, "verification", &begins).sql(),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
    lawful(&world, &initiated().sql()).await;
}

#[tokio::test]
async fn an_objection_starts_the_addressees_clock_and_comes_again_on_new_facts_only() {
    let world = World::new().await;
    let story = world.case().upheld().await;
    story.everything_served().await;
    let (case, people) = (story.case().await, &world.people);
    let determined = &case.determinations[1];
    let objected = |addressee, new_facts: &str, clock: bool| {
        let id = Uuid::now_v7();
        let fact = json!({"id": id, "determination": determined.id, "party": determined.party, "addressee": addressee,
                          "contested": "x", "grounds": "x", "new_facts": new_facts, "file": null});
        let event = Forged::of(&case, "object")
            .by(people.individual.user)
            .to("objected")
            .fact("objected", fact);
        let started = json!({"deadline": Uuid::now_v7(), "kind": "objection", "subject": id, "due": "2099-12-30", "provisional": false,
                             "cause": {"cause": "started", "on": event.today(), "days": DeadlineKind::Objection.days()}});
        match clock {
            true => event.fact("clock_moved", started).sql(),
            false => event.alone().sql(),
        }
    };
    refused(
        &world,
        "r6_clocks_of_the_facts",
        &objected(people.office.id, "", false),
    )
    .await;
    refused(&world, "a8_4_new_facts", &objected(people.superior.id, " ", true)).await;
    lawful(&world, &objected(people.superior.id, "新的会议记录", true)).await;
    lawful(&world, &objected(people.office.id, "", true)).await;
}

#[tokio::test]
async fn feedback_is_given_with_the_last_determination() {
    let world = World::new().await;
    let story = world.case().determined().await;
    let (case, officer) = (story.case().await, world.people.body.officer.user);
    let today = story.today();
    let clock: &Clock = case
        .deadlines
        .iter()
        .find(|it| it.is(DeadlineKind::Feedback, None))
        .expect("the feedback runs");
    let mut files = vec![];
    for _ in 0..3 {
        files.push(world.file().await);
    }
    let served = |document, file: usize, met: Option<&str>| {
        let fact = json!({"document": document, "means": "direct", "served_on": today, "place": "x", "recipient": "x", "proof": files[file]});
        let event = Forged::of(&case, "serve")
            .by(officer)
            .on(today)
            .fact("served", fact);
        let event = event.version(case.version + i32::from(met.is_some()));
        match met {
            Some(on) => event
                .clock(Some(clock), "feedback", &json!({"cause": "met", "on": on}))
                .sql(),
            None => event.sql(),
        }
    };
    let rule = "a9_1_feedback_is_given";
    let (on, notice) = (
        today.to_string(),
        case.documents.iter().find(|it| it.service.is_none()),
    );
    let notice = notice.expect("something waits").id;
    let documents: Vec<_> = case.determinations.iter().map(|it| it.document).collect();
    if !documents.contains(&notice) {
        refused(&world, rule, &served(notice, 2, Some(&on))).await;
    }
    refused(&world, rule, &served(documents[0], 0, Some(&on))).await;
    done(&world, &served(documents[0], 0, None)).await;
    refused(&world, rule, &served(documents[1], 1, Some("2026-03-08"))).await;
    lawful(&world, &served(documents[1], 1, Some(&on))).await;
}
