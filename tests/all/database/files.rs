//! A file that an event names stands in it, was brought by who took the step, and lies in no other case: else one could be read that
//! nobody meant to show.

use rongcuo::domain::actor::Actor;
use rongcuo::domain::case::Case;
use rongcuo::domain::ids::FileId;
use serde_json::json;
use uuid::Uuid;

use super::attack::{Forged, lawful, refused};
use crate::world::World;

const RULE: &str = "files_are_brought";

fn evidence<'a>(case: &'a Case, by: &Actor, file: FileId) -> Forged<'a> {
    let own = case
        .parties
        .iter()
        .find(|it| it.unit.is_some() && it.unit == by.unit);
    let taken = json!({"id": Uuid::now_v7(), "by_party": own.map(|it| it.id), "name": "x", "kind": "written", "source": "x", "proves": "x",
                       "condition": null, "party": null, "taken_on": "2026-03-03", "file": file});
    Forged::of(case, "take_evidence")
        .by(by.user)
        .fact("evidence_taken", taken)
}

#[tokio::test]
async fn a_file_is_told_by_who_brought_it_and_lies_in_one_case() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let (case, people) = (story.case().await, &world.people);
    let other = world.case().initiated().await;
    let elsewhere = other.evidence().await;
    let rongcuo::domain::step::Step::TakeEvidence(it) = &elsewhere else {
        panic!("it is evidence")
    };
    let (theirs, officer) = (it.file, &people.body.officer);
    other.takes(officer, elsewhere.clone()).await;
    let (own, of_the_unit) = (world.file().await, world.file_of(&people.applicant).await);
    for event in [
        evidence(&case, officer, theirs),
        evidence(&case, &people.applicant, own),
        evidence(&case, officer, of_the_unit),
        evidence(&case, officer, own).alone(),
    ] {
        refused(&world, RULE, &event.sql()).await;
    }
    lawful(&world, &evidence(&case, officer, own).sql()).await;
    lawful(&world, &evidence(&case, &people.applicant, of_the_unit).sql()).await;
}

#[tokio::test]
async fn a_proof_of_service_is_of_this_case_and_of_who_served() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let (case, people) = (story.case().await, &world.people);
    let notice = case
        .documents
        .iter()
        .find(|it| it.party == Some(case.parties[1].id));
    let notice = notice.expect("each party is told").id;
    let service = |proof: FileId| {
        let served = json!({"document": notice, "means": "direct", "served_on": "2026-03-04", "place": "x", "recipient": "x", "proof": proof});
        Forged::of(&case, "serve")
            .by(people.body.officer.user)
            .fact("served", served)
            .sql()
    };
    refused(&world, RULE, &service(world.file_of(&people.applicant).await)).await;
    lawful(&world, &service(world.file().await)).await;
}

#[tokio::test]
async fn an_application_stays_its_writers_with_what_its_side_brought() {
    let world = World::new().await;
    let application = world.case().application().await;
    let people = &world.people;
    let attached = |file: FileId| {
        format!(
            "INSERT INTO application_files (application_id, file_id, name) VALUES ('{application}', '{file}', 'x')"
        )
    };
    refused(&world, RULE, &attached(world.file().await)).await;
    lawful(&world, &attached(world.file_of(&people.applicant).await)).await;
    for set in [
        format!("user_id = '{}'", people.individual.user),
        "unit_id = NULL".to_owned(),
        "created_at = created_at - interval '1 day'".to_owned(),
    ] {
        let sql = format!("UPDATE applications SET {set} WHERE id = '{application}'");
        refused(&world, "applications_stay", &sql).await;
    }
}

/// What is read back page by page begins behind the id that is all zeros.
#[tokio::test]
async fn nothing_hides_under_the_id_that_is_all_zeros() {
    let world = World::new().await;
    let case = world.case().filed().await.case().await;
    let nil = Uuid::nil();
    let file = format!(
        "INSERT INTO files VALUES ('{nil}', sha256('x'), 1, 'text/plain', 'x', '{}', now())",
        case.filer.user
    );
    refused(&world, "files_have_an_id", &file).await;
    let again = format!(
        "INSERT INTO cases (id, number, body_id, year, serial, title, received_at, filed_by, filer_name, status)
         SELECT '{nil}', '成高管容〔2026〕2号', body_id, year, 2, title, received_at, filed_by, filer_name, 'submitted' FROM cases"
    );
    refused(&world, "cases_have_an_id", &again).await;
}
