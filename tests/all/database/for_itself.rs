//! A party objects, and wishes for no clarification, itself; an officer enters with a scan what one without an account wrote.

use rongcuo::domain::case::Case;
use rongcuo::domain::ids::{FileId, PartyId, UserId};
use serde_json::{Value, json};
use time::macros::date;
use uuid::Uuid;

use super::attack::{Forged, lawful, refused};
use crate::world::World;

#[tokio::test]
async fn nobody_wishes_a_clarification_away_but_the_party_it_is_owed_to() {
    let world = World::new().await;
    let story = world.case().served().await;
    let (case, people) = (story.case().await, &world.people);
    let elsewhere = world.case().served().await.case().await.parties[0].id;
    let (tolerated, other) = (case.parties[0].id, case.parties[1].id);
    let (file, scan) = (world.file_of(&people.applicant).await, world.file().await);
    let waiver = |party: PartyId, by: UserId, on: &str| {
        let file = if by == people.body.officer.user {
            scan
        } else {
            file
        };
        let waived = json!({"party": party, "text": "不需要", "stated_on": on, "file": file});
        Forged::of(&case, "waive_clarification")
            .by(by)
            .fact("clarification_waived", waived)
    };
    let (unit, person, officer) = (
        people.applicant.user,
        people.individual.user,
        people.body.officer.user,
    );
    let once = waiver(tolerated, unit, "2026-03-07");
    let twice = once.clone().fact(
        "clarification_waived",
        json!({"party": tolerated, "text": "不需要", "stated_on": "2026-03-07"}),
    );
    for (rule, event) in [
        ("about_a_party", waiver(elsewhere, unit, "2026-03-11")),
        ("a11_owed", waiver(other, person, "2026-03-07")),
        ("a11_owed", waiver(tolerated, unit, "2026-03-06")),
        ("a11_wished_by_the_party", waiver(tolerated, person, "2026-03-07")),
        (
            "a11_wished_by_the_party",
            waiver(tolerated, officer, "2026-03-07"),
        ),
        ("a11_once", twice),
    ] {
        refused(&world, rule, &event.sql()).await;
    }
    lawful(&world, &once.sql()).await;
    let waived = story.waived().await.case().await;
    let said = json!({"party": tolerated, "by": "某机关", "form": "meeting", "audience": "职工", "made_on": "2026-03-07", "text": "已经容错"});
    let again = Forged::of(&waived, "clarify")
        .approved(&said, (officer, people.body.approver.user))
        .fact("clarified", said);
    refused(&world, "a11_once", &again.sql()).await;
}

#[tokio::test]
async fn nobody_objects_but_the_party() {
    let world = World::new().await;
    let story = world.case().served().await;
    let (case, people) = (story.case().await, &world.people);
    let objection = |by: UserId, addressee| {
        let determined = &case.determinations[1];
        let objected = json!({"id": Uuid::now_v7(), "determination": determined.id, "party": determined.party, "addressee": addressee,
                              "contested": "x", "grounds": "x", "new_facts": "", "file": null});
        Forged::of(&case, "object")
            .by(by)
            .to("objected")
            .fact("objected", objected)
    };
    let (person, office) = (people.individual.user, people.office.id);
    for (rule, event) in [
        ("a8_4_by_the_party", objection(people.applicant.user, office)),
        ("a8_4_by_the_party", objection(people.body.officer.user, office)),
        ("a8_4_addressee", objection(person, people.body.id)),
        ("a8_4_one_open_objection", {
            let again = objection(person, office);
            objection(person, office).tells(again.facts().remove(0))
        }),
    ] {
        refused(&world, rule, &event.sql()).await;
    }
    lawful(&world, &objection(person, office).sql()).await;
    lawful(&world, &objection(person, people.superior.id).sql()).await;
}

#[tokio::test]
async fn an_objection_is_against_the_objectors_own_determination() {
    let world = World::new().await;
    let elsewhere = world.case().served().await.case().await;
    let case = world.case().served().await.case().await;
    let people = &world.people;
    for (determination, party) in [
        (case.determinations[0].id, case.parties[1].id),
        (elsewhere.determinations[1].id, case.parties[1].id),
        (elsewhere.determinations[1].id, elsewhere.parties[1].id),
    ] {
        let objected = json!({"id": Uuid::now_v7(), "determination": determination, "party": party, "addressee": people.office.id,
                              "contested": "x", "grounds": "x", "new_facts": "", "file": null});
        let event = Forged::of(&case, "object")
            .by(people.individual.user)
            .to("objected")
            .fact("objected", objected);
        refused(&world, "a8_4_something_determined", &event.sql()).await;
    }
}

#[tokio::test]
async fn an_officer_of_the_case_speaks_with_a_scan_for_a_party_without_an_account() {
    let world = World::new().await;
    let (story, people) = (world.case().initiated().await, &world.people);
    let body = &people.body;
    let parties = story.case().await.parties;
    let (unit, person) = (parties[0].id, parties[1].id);
    let scan = Some(world.file().await);
    for (party, by, scan, may) in [
        (unit, people.applicant.user, None, true),
        (unit, body.officer.user, scan, false),
        (person, people.applicant.user, scan, false),
        (person, people.individual.user, scan, false),
        (person, body.officer.user, None, false),
        (person, body.spare.user, scan, false),
        (person, body.second.user, scan, true),
    ] {
        let speaks: bool = sqlx::query_scalar("SELECT speaks_for($1, $2, $3, $4)")
            .bind(story.id().0)
            .bind(party.0)
            .bind(by.0)
            .bind(scan.map(|file| file.0))
            .fetch_one(&world.database.app)
            .await
            .expect("a plain answer");
        assert_eq!(speaks, may, "{by} for {party} {scan:?}");
    }
}

#[tokio::test]
async fn nobody_acts_for_two_parties_or_for_the_body_and_one() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let (case, people) = (story.case().await, &world.people);
    let body = &people.body;
    let (unit, person) = (case.parties[0].id, case.parties[1].id);
    let elsewhere = world.case().initiated().await.case().await.parties[1].id;
    assert!(
        case.party(unit)
            .is_some_and(|it| it.unit == people.applicant.unit)
    );
    let linked = |party: PartyId, account: &Value| {
        let step = json!({"party": party, "account": account, "proof": "当面核对", "electronic": true});
        let mut fact =
            json!({"party": party, "user": null, "unit": null, "proof": "当面核对", "electronic": true});
        fact.as_object_mut()
            .expect("a fact")
            .extend(account.as_object().expect("an account").clone());
        Forged::of(&case, "link")
            .approved(&step, (body.officer.user, body.approver.user))
            .fact("linked", fact)
            .sql()
    };
    let user = |user: UserId| json!({ "user": user });
    for (rule, sql) in [
        (
            "parties_have_an_account_each",
            linked(person, &user(people.applicant.user)),
        ),
        (
            "parties_have_an_account_each",
            linked(person, &json!({"unit": people.applicant.unit})),
        ),
        ("r5_parties_never_act", linked(person, &user(body.officer.user))),
        ("parties_stay", linked(unit, &user(people.individual.user))),
        ("about_a_party", linked(elsewhere, &user(people.individual.user))),
        ("links_check", linked(person, &json!({"user": null}))),
    ] {
        refused(&world, rule, &sql).await;
    }
    lawful(&world, &linked(person, &user(people.individual.user))).await;
    let heard = story.heard().await.case().await;
    let again = Forged::of(&heard, "link")
        .approved(&json!({"party": person, "account": {"user": people.superior.spare.user}, "proof": "x", "electronic": true}), (body.officer.user, body.approver.user))
        .fact("linked", json!({"party": person, "user": people.superior.spare.user, "unit": null, "proof": "x", "electronic": true}));
    refused(&world, "parties_stay", &again.sql()).await;
}

#[tokio::test]
async fn nobody_withdraws_an_objection_but_who_raised_it() {
    let world = World::new().await;
    let story = world.case().objected().await;
    let (case, people) = (story.case().await, &world.people);
    let objection = case.objections[0].id;
    let withdrawal = |by: UserId, objection: Uuid| {
        Forged::of(&case, "withdraw_objection").by(by).fact(
            "objection_withdrawn",
            json!({"objection": objection, "reason": "x", "file": null}),
        )
    };
    let own = || withdrawal(people.individual.user, objection.0);
    let elsewhere = world.case().objected().await.case().await.objections[0].id;
    for (rule, event) in [
        (
            "a8_4_by_the_party",
            withdrawal(people.applicant.user, objection.0).to("determined"),
        ),
        (
            "a8_4_by_the_party",
            withdrawal(people.body.officer.user, objection.0).to("determined"),
        ),
        (
            "a8_4_waits_for_a_decision",
            withdrawal(people.individual.user, elsewhere.0).to("determined"),
        ),
        ("a8_4_back_where_it_was", own().to("closed")),
        ("a8_4_objected_while_open", own()),
        ("a8_4_verified_again", own().to("verifying")),
    ] {
        refused(&world, rule, &event.sql()).await;
    }
    lawful(&world, &own().to("determined").sql()).await;
    let withdrawn = story.objection_withdrawn().await.case().await;
    let again = Forged::of(&withdrawn, "withdraw_objection")
        .by(people.individual.user)
        .fact(
            "objection_withdrawn",
            json!({"objection": objection, "reason": "x", "file": null}),
        );
    refused(&world, "status_transitions", &again.sql()).await;
}

#[tokio::test]
async fn a_decision_is_served_by_who_decided_it() {
    let world = World::new().await;
    let (case, people) = (world.case().upheld().await.case().await, &world.people);
    let file = world.file_of(&people.superior.officer).await;
    let decision = case.objections[0]
        .decided
        .as_ref()
        .expect("it is decided")
        .document;
    let served = |by: UserId| {
        Forged::of(&case, "serve")
            .by(by)
            .on(date!(2026 - 11 - 25))
            .fact("served", json!({"document": decision, "means": "direct", "served_on": "2026-11-25", "place": "x", "recipient": "x", "proof": file}))
            .sql()
    };
    refused(
        &world,
        "a8_4_served_by_its_issuer",
        &served(people.body.officer.user),
    )
    .await;
    refused(&world, "events_actor", &served(people.individual.user)).await;
    lawful(&world, &served(people.superior.officer.user)).await;
}

/// A hearing of the first party, with its officers.
fn hearing(
    case: &Case,
    kind: &str,
    own: bool,
    by: UserId,
    (officers, file): (&[UserId], Option<FileId>),
) -> String {
    let heard = json!({"id": Uuid::now_v7(), "by_party": own, "party": case.parties[0].id, "kind": kind, "text": "x", "held_on": "2026-03-04",
                       "officers": officers, "absent": "", "file": file});
    Forged::of(case, "hear").by(by).fact("heard", heard).sql()
}

#[tokio::test]
async fn nobody_speaks_or_brings_evidence_in_the_name_of_a_party() {
    let world = World::new().await;
    let (case, people) = (world.case().initiated().await.case().await, &world.people);
    let elsewhere = world.case().initiated().await.case().await.parties[0].id;
    let (unit, officer, second) = (
        people.applicant.user,
        people.body.officer.user,
        people.body.second.user,
    );
    let (first, file) = (case.parties[0].id, world.file_of(&people.applicant).await);
    let both = [officer, second];
    let evidence = |by: UserId, by_party: PartyId, party: PartyId| {
        let taken = json!({"id": Uuid::now_v7(), "by_party": by_party, "name": "x", "kind": "written", "source": "x", "proves": "x", "condition": null,
                           "party": party, "taken_on": "2026-03-04", "file": file});
        Forged::of(&case, "take_evidence")
            .by(by)
            .fact("evidence_taken", taken)
            .sql()
    };
    let held = |kind: &str, own, by, officers: &[UserId]| hearing(&case, kind, own, by, (officers, None));
    for (rule, sql) in [
        (
            "events_actor",
            held("statement", true, people.individual.user, &[]),
        ),
        (
            "a8_2_heard_in_its_own_name",
            held("statement", true, officer, &[]),
        ),
        (
            "r2_unreachable_with_proof",
            held("unreachable", false, officer, &both),
        ),
        (
            "a8_2_heard_in_its_own_name",
            hearing(&case, "unreachable", true, unit, (&[], Some(file))),
        ),
        ("a8_2_heard_by_two", held("statement", false, officer, &[officer])),
        (
            "a8_2_heard_by_two",
            held("statement", false, officer, &[officer, officer]),
        ),
        (
            "a8_2_heard_by_two",
            held("statement", false, officer, &[officer, people.body.spare.user]),
        ),
        // It has an account to write in.
        (
            "a8_2_heard_by_two",
            hearing(&case, "statement", false, officer, (&[officer], Some(file))),
        ),
        ("a8_2_waives_itself", held("waiver", false, officer, &[])),
        (
            "a8_2_waives_itself",
            hearing(&case, "waiver", false, officer, (&both, Some(file))),
        ),
        ("a8_2_heard_by_two", held("statement", false, unit, &both)),
        ("a8_2_brought_in_its_own_name", evidence(officer, first, first)),
        ("about_a_party", evidence(unit, first, elsewhere)),
        ("a8_2_brought_in_its_own_name", evidence(unit, elsewhere, first)),
    ] {
        refused(&world, rule, &sql).await;
    }
    lawful(&world, &held("statement", true, unit, &[])).await;
    lawful(&world, &held("statement", false, officer, &both)).await;
    lawful(&world, &evidence(unit, first, first)).await;
}

#[tokio::test]
async fn a_correction_is_reported_by_who_is_responsible_in_its_own_case() {
    let world = World::new().await;
    let story = world.case().served().await;
    let (case, people) = (story.case().await, &world.people);
    let elsewhere = world.case().served().await.case().await.corrections[0].id;
    let own = case.corrections[0].id;
    let report = |correction, by: UserId| {
        let reported = json!({"correction": correction, "causes": "x", "measures": "x", "done_on": "2026-03-07", "file": null});
        Forged::of(&case, "report_correction")
            .by(by)
            .fact("correction_reported", reported)
    };
    let (unit, person, officer) = (
        people.applicant.user,
        people.individual.user,
        people.body.officer.user,
    );
    let twice = report(own, unit).tells(report(own, unit).facts().remove(0));
    for (rule, event) in [
        ("a12_3_reported_by_the_responsible", report(own, person)),
        ("a12_3_reported_by_the_responsible", report(own, officer)),
        ("a12_3_reported_by_the_responsible", report(elsewhere, officer)),
        ("a12_3_reported_by_the_responsible", report(elsewhere, unit)),
        ("a12_3_state_follows", twice),
    ] {
        refused(&world, rule, &event.sql()).await;
    }
    lawful(&world, &report(own, unit).sql()).await;
    let judged = |correction, verified: bool| {
        let verdict = json!({"correction": correction, "verified": verified, "remark": "x"});
        Forged::of(&case, "verify_correction")
            .approved(&verdict, (officer, people.body.approver.user))
            .fact("correction_judged", verdict)
            .sql()
    };
    refused(&world, "a12_3_verified_by_verdict", &judged(own, true)).await;
    refused(&world, "a12_3_verified_by_verdict", &judged(elsewhere, false)).await;
}
