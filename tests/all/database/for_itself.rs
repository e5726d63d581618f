//! A party objects, and wishes for no clarification, itself; an officer enters with a scan what one without an account wrote.

use rongcuo::domain::ids::{PartyId, UserId};

use super::attack::refused;
use crate::world::World;

#[tokio::test]
async fn nobody_wishes_a_clarification_away_but_the_party_it_is_owed_to() {
    let world = World::new().await;
    let (case, people) = (world.case().served().await.case().await, &world.people);
    let (tolerated, other) = (case.parties[0].id, case.parties[1].id);
    let file = world.file().await;
    let waiver = |party: PartyId, by: UserId, on: &str| {
        format!(
            "INSERT INTO clarifications (party_id, case_id, waived, made_on, text, file_id, by_user, at)
             VALUES ('{party}', '{}', true, '{on}', '不需要', '{file}', '{by}', now())",
            case.id
        )
    };
    let (unit, person, officer) = (
        people.applicant.user,
        people.individual.user,
        people.body.officer.user,
    );
    for (rule, sql) in [
        ("a11_owed", waiver(other, person, "2026-03-07")),
        ("a11_owed", waiver(tolerated, unit, "2026-03-06")),
        ("a11_wished_by_the_party", waiver(tolerated, person, "2026-03-07")),
        (
            "a11_wished_by_the_party",
            waiver(tolerated, officer, "2026-03-07"),
        ),
        ("events_first", waiver(tolerated, unit, "2026-03-07")),
    ] {
        refused(&world, rule, &sql).await;
    }
}

#[tokio::test]
async fn nobody_objects_but_the_party() {
    let world = World::new().await;
    let (case, people) = (world.case().served().await.case().await, &world.people);
    let objection = |by: UserId| {
        format!(
            "INSERT INTO objections (id, case_id, party_id, determination_id, addressee_id, contested, grounds, new_facts, by_user, received_at)
             SELECT gen_random_uuid(), case_id, party_id, id, '{}', 'x', 'x', '', '{by}', now() FROM determinations WHERE party_id = '{}'",
            people.office.id, case.parties[1].id
        )
    };
    for (rule, by) in [
        ("a8_4_by_the_party", people.applicant.user),
        ("a8_4_by_the_party", people.body.officer.user),
        ("events_first", people.individual.user),
    ] {
        refused(&world, rule, &objection(by)).await;
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
        let speaks: bool = sqlx::query_scalar("SELECT speaks_for($1, $2, $3)")
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
async fn nobody_acts_for_two_parties() {
    let world = World::new().await;
    let (case, people) = (world.case().initiated().await.case().await, &world.people);
    let (unit, person) = (case.parties[0].id, case.parties[1].id);
    let linked = |user: UserId| format!("UPDATE parties SET user_id = '{user}' WHERE id = '{person}'");
    assert!(
        case.party(unit)
            .is_some_and(|it| it.unit == people.applicant.unit)
    );
    for (rule, user) in [
        ("parties_have_an_account_each", people.applicant.user),
        ("events_first", people.individual.user),
    ] {
        refused(&world, rule, &linked(user)).await;
    }
}

#[tokio::test]
async fn a_decision_is_served_by_who_decided_it() {
    let world = World::new().await;
    let (case, people) = (world.case().upheld().await.case().await, &world.people);
    let file = world.file().await;
    let served = |by: UserId| {
        format!(
            "INSERT INTO services SELECT id, case_id, 'direct', '2026-11-25', 'x', 'x', '{file}', '{by}', now()
             FROM documents WHERE case_id = '{}' AND kind = 'objection_decision'",
            case.id
        )
    };
    for (rule, by) in [
        ("a8_4_served_by_its_issuer", people.body.officer.user),
        ("a8_4_served_by_its_issuer", people.individual.user),
        ("events_first", people.superior.officer.user),
    ] {
        refused(&world, rule, &served(by)).await;
    }
}

#[tokio::test]
async fn nobody_speaks_brings_or_reports_in_the_name_of_a_party() {
    let world = World::new().await;
    let (case, people) = (world.case().served().await.case().await, &world.people);
    let (unit, person, officer) = (
        people.applicant.user,
        people.individual.user,
        people.body.officer.user,
    );
    let (first, file) = (case.parties[0].id, world.file().await);
    let hearing = |kind: &str, own: bool, by: UserId, officers: &str| {
        format!(
            "INSERT INTO hearings VALUES (gen_random_uuid(), '{}', '{first}', 1, '{kind}', 'x', '2026-03-06', '{{{officers}}}', '', NULL, {own}, '{by}', now())",
            case.id
        )
    };
    let evidence = |by: UserId| {
        format!(
            "INSERT INTO evidence VALUES (gen_random_uuid(), '{}', 99, 'x', 'written', 'x', 'x', NULL, NULL, '2026-03-06', '{file}', '{first}', '{by}', now())",
            case.id
        )
    };
    let report = |by: UserId| {
        format!(
            "INSERT INTO correction_reports (correction_id, no, causes, measures, done_on, by_user, at) VALUES ('{}', 1, 'x', 'x', '2026-03-07', '{by}', now())",
            case.corrections[0].id
        )
    };
    for (rule, sql) in [
        (
            "a8_2_heard_in_its_own_name",
            hearing("statement", true, person, ""),
        ),
        (
            "a8_2_heard_in_its_own_name",
            hearing("unreachable", true, unit, ""),
        ),
        (
            "a8_2_heard_by_two",
            hearing("statement", false, officer, &officer.to_string()),
        ),
        ("a8_2_heard_by_two", hearing("waiver", false, officer, "")),
        ("a8_2_heard_by_two", hearing("statement", false, unit, "")),
        ("a8_2_brought_in_its_own_name", evidence(officer)),
        ("a12_3_reported_by_the_responsible", report(person)),
        ("a12_3_reported_by_the_responsible", report(officer)),
        ("events_first", report(unit)),
    ] {
        refused(&world, rule, &sql).await;
    }
}
