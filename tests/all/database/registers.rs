//! Registers write themselves: a row stands there because an event tells the fact, in the fact's words, and nobody writes,
//! changes or deletes one by hand. Each register is attacked, as the list in the database has them.

use rongcuo::domain::ids::UserId;
use serde_json::{Value, json};

use super::attack::{DENIED, Forged, KEPT, denied, lawful, refused, row};
use crate::store::facts;
use crate::world::World;
use crate::world::story::Story;

/// Each fact with its register.
async fn registers(world: &World) -> Vec<(String, String)> {
    let listed = sqlx::query_as("SELECT fact, register::text FROM registers ORDER BY fact");
    let listed: Vec<_> = listed
        .fetch_all(&world.database.owner)
        .await
        .expect("the registers");
    assert!(listed.len() > 20, "{listed:?}");
    listed
}

#[tokio::test]
async fn no_register_is_written_by_hand() {
    let world = World::new().await;
    let story = world.every_fact().await;
    for (fact, register) in registers(&world).await {
        for form in facts::stored(&fact) {
            let written = row(&story, &register, &form);
            denied(&world, &written).await;
            refused(&world, "events_first", &written).await;
        }
    }
}

/// A row that is there, told by an event long before, is not told again.
#[tokio::test]
async fn no_row_of_a_register_is_repeated() {
    let world = World::new().await;
    world.every_fact().await;
    for (_, register) in registers(&world).await {
        for fact_no in [0, -1, 99] {
            let again = format!(
                "INSERT INTO {register} SELECT (jsonb_populate_record(r, '{{\"fact_no\": {fact_no}}}')).* FROM {register} r LIMIT 1"
            );
            denied(&world, &again).await;
            refused(&world, "events_first", &again).await;
        }
    }
}

#[tokio::test]
async fn no_row_of_a_register_is_changed_or_taken_away() {
    let world = World::new().await;
    world.every_fact().await;
    for (_, register) in registers(&world).await {
        let rows: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {register}")))
            .fetch_one(&world.database.owner)
            .await
            .expect("a count");
        assert!(rows > 0, "{register} has a row to attack");
        for (rule, sql) in [
            (KEPT, format!("UPDATE {register} SET fact_no = fact_no + 1")),
            (KEPT, format!("UPDATE {register} SET case_id = case_id")),
            (KEPT, format!("DELETE FROM {register}")),
            (DENIED, format!("TRUNCATE {register} CASCADE")),
        ] {
            denied(&world, &sql).await;
            refused(&world, rule, &sql).await;
        }
    }
}

#[tokio::test]
async fn the_lists_of_registers_and_laws_are_not_changed() {
    let world = World::new().await;
    for list in ["registers", "laws"] {
        for (rule, sql) in [
            (KEPT, format!("DELETE FROM {list}")),
            (DENIED, format!("TRUNCATE {list}")),
        ] {
            denied(&world, &sql).await;
            refused(&world, rule, &sql).await;
        }
    }
    for sql in [
        "UPDATE registers SET steps = NULL",
        "UPDATE registers SET approved = NULL",
        "UPDATE laws SET statuses = '{}'",
        "UPDATE laws SET question = 'a_party_takes_part'",
    ] {
        denied(&world, sql).await;
        refused(&world, KEPT, sql).await;
    }
    denied(
        &world,
        "INSERT INTO registers VALUES ('pardoned', 'audit', NULL, NULL)",
    )
    .await;
    denied(
        &world,
        "INSERT INTO laws VALUES ('x', 'x', NULL, 'a_party_takes_part')",
    )
    .await;
}

fn notified(change: impl FnOnce(&mut Value)) -> Value {
    let mut fact = json!({"fact": "notified", "concerned": "nobody", "why_nobody": "没有其他相关单位"});
    change(&mut fact);
    fact
}

#[tokio::test]
async fn a_fact_has_the_fields_of_its_register_and_no_others() {
    let world = World::new().await;
    let case = world.case().determined().await.case().await;
    let event = || Forged::of(&case, "notify").by(world.people.body.officer.user);
    let (nothing, missing) = (
        |_: &mut Value| (),
        |it: &mut Value| it["why_nobody"] = Value::Null,
    );
    let units = |it: &mut Value| it["concerned"] = json!("units");
    for (rule, fact) in [
        ("notices_check", notified(missing)),
        ("notices_check", notified(units)),
        (
            "notices_concerned_check",
            notified(|it| it["concerned"] = json!("everybody")),
        ),
        ("events_first", notified(|it| it["remark"] = json!("x"))),
        ("events_first", notified(|it| it["case_id"] = json!(case.id.0))),
        ("events_first", notified(|it| it["seq"] = json!(1))),
        ("events_first", notified(|it| it["why_nobody"] = json!(1))),
        (
            "events_first",
            notified(|it| it["notified_on"] = json!("2026-3-7")),
        ),
        (
            "facts_have_a_register",
            notified(|it| it["fact"] = json!("pardoned")),
        ),
        ("facts_have_a_register", notified(|it| it["fact"] = Value::Null)),
        ("facts_have_a_register", json!("notified")),
        ("facts_of_the_step", json!({"fact": "closed", "remark": ""})),
        (
            "facts_of_the_step",
            json!({"fact": "round_began", "round": 2, "parties": [case.parties[0].id]}),
        ),
    ] {
        refused(&world, rule, &event().tells(fact).sql()).await;
    }
    lawful(&world, &event().tells(notified(nothing)).sql()).await;
}

/// Every fact, told by a step that does not tell it.
#[tokio::test]
async fn no_fact_is_told_by_another_step() {
    let world = World::new().await;
    let case = world.case().initiated().await.case().await;
    for (fact, register) in registers(&world).await {
        if ["heard", "clock_moved"].contains(&fact.as_str()) {
            continue;
        }
        let form = facts::stored(&fact).swap_remove(0);
        let event = Forged::of(&case, "hear")
            .by(world.people.body.officer.user)
            .tells(form);
        assert_ne!(register, "hearings");
        refused(&world, "facts_of_the_step", &event.sql()).await;
    }
}

/// An act says this, and its event tells something else.
async fn carried_out_otherwise(
    story: &Story<'_>,
    (kind, to): (&str, Option<&str>),
    (step, people): (&Value, (UserId, UserId)),
    fact: Value,
) {
    let case = story.case().await;
    let event = Forged::of(&case, kind)
        .approved(step, people)
        .clocks()
        .tells(fact);
    let event = to.map_or(event.clone(), |to| event.to(to));
    refused(story.world, "r5_as_approved", &event.sql()).await;
}

#[tokio::test]
async fn an_event_tells_what_its_approved_act_says() {
    let world = World::new().await;
    let body = &world.people.body;
    let (officer, second, spare) = (body.officer.user, body.second.user, body.spare.user);
    let people = (officer, body.approver.user);
    let filed = world.case().filed().await;
    let initiation = json!({"reason": "符合", "officers": [officer, second, spare]});
    for fact in [
        json!({"fact": "initiated", "reason": "另有理由"}),
        json!({"fact": "assigned", "officers": [officer, second]}),
        json!({"fact": "assigned", "officers": [officer, officer]}),
        json!({"fact": "assigned", "officers": [officer, second, spare, spare]}),
        json!({"fact": "assigned", "officers": [officer, second, spare, body.deputy.user]}),
    ] {
        carried_out_otherwise(
            &filed,
            ("initiate", Some("verifying")),
            (&initiation, people),
            fact,
        )
        .await;
    }
    let declining = json!({"ground": "no_circumstance", "reason": "不属于"});
    let declined = json!({"fact": "declined", "ground": "outside_scope", "reason": "不属于"});
    carried_out_otherwise(
        &filed,
        ("decline", Some("declined")),
        (&declining, people),
        declined,
    )
    .await;
    let served = world.case().served().await;
    let party = served.case().await.parties[0].id;
    let said = json!({"party": party, "by": "某机关", "form": "meeting", "audience": "职工", "made_on": "2026-03-07", "text": "已经容错"});
    let mut told = said.clone();
    (told["fact"], told["text"]) = (json!("clarified"), json!("另一种说法"));
    carried_out_otherwise(&served, ("clarify", None), (&said, people), told).await;
    let linking = json!({"party": party, "account": {"user": world.people.individual.user}, "proof": "当面核对", "electronic": true});
    for (user, proof, electronic) in [
        (world.people.individual.user, "另一证明", true),
        (world.people.individual.user, "当面核对", false),
        (spare, "当面核对", true),
    ] {
        let linked = json!({"fact": "linked", "party": party, "user": user, "unit": null, "electronic": electronic, "proof": proof});
        carried_out_otherwise(&served, ("link", None), (&linking, people), linked).await;
    }
}

#[tokio::test]
async fn an_event_tells_its_documents_files_and_application_as_they_are() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let case = story.case().await;
    let file = world.file().await;
    let issued = serde_json::to_value(&case.history[0].body.documents[0]).expect("JSON");
    let kept = json!({"id": file, "sha256": "00", "size": 1, "media_type": "application/pdf", "name": "x", "uploaded_by": case.filer.user, "uploaded_at": "2026-03-03T01:00:00Z"});
    let filing = serde_json::to_value(&case.history[0].body.filing).expect("JSON");
    let event = || Forged::of(&case, "hear").by(world.people.body.officer.user);
    for (rule, event) in [
        (
            "events_are_carried_out",
            event().says("documents", json!([{"id": "x"}])),
        ),
        // It is there, but another event issued it.
        (
            "events_are_carried_out",
            event().says("documents", json!([issued])),
        ),
        ("events_are_carried_out", event().says("files", json!([kept]))),
        ("events_are_carried_out", event().says("filing", filing)),
        ("events_say_facts", event().says("facts", json!(1)).alone()),
        ("events_say_facts", event().says("documents", Value::Null).alone()),
        ("events_say_facts", event().says("files", Value::Null).alone()),
    ] {
        refused(&world, rule, &event.sql()).await;
    }
    lawful(&world, &event().sql()).await;
}

/// Statements that run a trigger of ours on a table of the attacker's.
#[tokio::test]
async fn a_table_of_the_attackers_tells_nothing() {
    let world = World::new().await;
    let story = world.case().determined().await;
    let like = "CREATE TEMP TABLE mine (LIKE events);";
    let told = "INSERT INTO mine SELECT * FROM events ORDER BY at DESC, seq DESC LIMIT 1";
    let tells = "CREATE TRIGGER mine AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION events_tell();";
    denied(&world, &format!("{like} {tells} {told}")).await;
    refused(&world, "events_first", &format!("{like} {tells} {told}")).await;
    let child = "CREATE TEMP TABLE mine () INHERITS (events);";
    refused(&world, "events_first", &format!("{child} {tells} {told}")).await;
    let fact = notified(|_| ());
    let written = row(&story, "notices", &fact);
    let within = format!(
        "CREATE FUNCTION pg_temp.within() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN {written}; RETURN NULL; END $f$;
         CREATE TEMP TABLE mine (it int);
         CREATE TRIGGER mine AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION pg_temp.within(); INSERT INTO mine VALUES (1);"
    );
    denied(&world, &within).await;
    refused(&world, "events_first", &within).await;
    let stand_in = format!(
        "CREATE TEMP TABLE events AS SELECT '{}'::uuid AS case_id, 99 AS seq, '{{}}' AS body;",
        story.id()
    );
    refused(
        &world,
        "events_first",
        &format!(
            "{stand_in} {}",
            written.replace("FROM events", "FROM public.events")
        ),
    )
    .await;
}

/// Beside a lawful event too: a fact is told once, at its place.
#[tokio::test]
async fn a_row_is_not_repeated_while_its_event_is_written() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let case = story.case().await;
    let body = &world.people.body;
    let heard = json!({"fact": "heard", "id": uuid::Uuid::now_v7(), "by_party": false, "party": case.parties[0].id, "kind": "statement", "text": "意见",
                       "held_on": story.today(), "officers": [body.officer.user, body.second.user], "absent": "", "file": null});
    let event = Forged::of(&case, "hear")
        .by(body.officer.user)
        .tells(heard.clone())
        .sql();
    lawful(&world, &event).await;
    let written = row(&story, "hearings", &heard);
    for (rule, fact_no) in [
        ("hearings_fact_no", "0"),
        ("events_first", "-1"),
        ("hearings_id_key", "1"),
        ("events_first", "2"),
    ] {
        let again = written.replace("'fact_no', 99", &format!("'fact_no', {fact_no}"));
        refused(&world, rule, &format!("{event} {again}")).await;
    }
}
