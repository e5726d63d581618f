//! R5: drafter and approver are two people of the body; parties never act; an objection is decided by its addressee.

use rongcuo::domain::ids::{ActId, BodyId, UserId};
use rongcuo::domain::step::Step;

use super::attack::{KEPT, approval, done, refused};
use crate::world::{World, paper};

fn approve(act: ActId, by: UserId) -> String {
    format!("UPDATE acts SET state = 'approved', approved_by = '{by}', decided_at = now() WHERE id = '{act}'")
}

fn becomes(act: ActId, state: &str, by: UserId) -> String {
    let (counted, step) = match state {
        "waiting" => (
            ", submissions = submissions + 1",
            "(SELECT step FROM acts WHERE id = act_id)",
        ),
        _ => ("", "NULL"),
    };
    format!(
        "UPDATE acts SET state = '{state}', decided_at = now(){counted} WHERE id = '{act}';
         INSERT INTO act_moves SELECT act_id, 1 + max(no), now(), '{by}', '{state}', 'x', {step} FROM act_moves WHERE act_id = '{act}' GROUP BY act_id;"
    )
}

/// The guards of an act's moves; which of them speaks first is all the same.
const MOVES: &str = "acts_moves|acts_are_kept";

#[tokio::test]
async fn what_becomes_of_an_act_is_kept_as_a_move_by_who_may() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let act = story.submitted(story.initiation()).await;
    let body = &world.people.body;
    let (drafter, approver) = (body.officer.user, body.approver.user);
    let silently = |state: &str| format!("UPDATE acts SET state = '{state}' WHERE id = '{act}';");
    let other = format!("UPDATE acts SET typed = '[]', step = '{{}}', state = 'waiting' WHERE id = '{act}'");
    let forged = |no: &str, state: &str, by: UserId| {
        format!(
            "INSERT INTO act_moves SELECT '{act}', {no}, now(), '{by}', '{state}', '', NULL FROM act_moves WHERE act_id = '{act}' LIMIT 1"
        )
    };
    for (rule, sql) in [
        (MOVES, silently("returned")),
        (MOVES, silently("lapsed")),
        (MOVES, silently("taken_back")),
        (MOVES, silently("draft")),
        (MOVES, format!("{} {other}", silently("returned"))),
        (MOVES, format!("{} {other}", silently("draft"))),
        ("r5_four_eyes", becomes(act, "returned", drafter)),
        ("r5_four_eyes", becomes(act, "returned", body.second.user)),
        (MOVES, becomes(act, "taken_back", approver)),
        (MOVES, becomes(act, "draft", approver)),
        (MOVES, becomes(act, "lapsed", approver)),
        (MOVES, forged("2", "returned", approver)),
        (MOVES, forged("2", "waiting", drafter)),
        (
            MOVES,
            format!("{} {}", silently("waiting"), forged("2", "waiting", drafter)),
        ),
        (
            MOVES,
            format!(
                "{}; {}",
                approve(act, approver),
                forged("2", "approved", body.deputy.user)
            ),
        ),
        (
            MOVES,
            becomes(act, "returned", approver).replace("1 + max(no)", "7"),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
    done(&world, &becomes(act, "returned", approver)).await;
    done(&world, &becomes(act, "waiting", drafter)).await;
    done(&world, &becomes(act, "draft", drafter)).await;
}

#[tokio::test]
async fn what_waits_is_approved_as_it_is_by_another_of_the_body() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let act = story.submitted(story.initiation()).await;
    let body = &world.people.body;
    let drafter = body.officer.user;
    for (rule, sql) in [
        ("r5_four_eyes", approve(act, drafter)),
        (
            "r5_four_eyes",
            format!(
                "UPDATE users SET approver = true WHERE id = '{drafter}'; {}",
                approve(act, drafter)
            ),
        ),
        ("r5_four_eyes", approve(act, body.second.user)),
        ("r5_four_eyes", approve(act, world.people.superior.approver.user)),
        ("r5_four_eyes", approve(act, world.people.applicant.user)),
        ("acts_take_effect", approval(act, body.approver.user)),
        (
            "acts_identity",
            format!(
                "UPDATE acts SET drafted_by = '{}' WHERE id = '{act}'",
                body.second.user
            ),
        ),
        (
            "acts_identity",
            format!("UPDATE acts SET kind = 'decline' WHERE id = '{act}'"),
        ),
        (
            "acts_identity",
            format!("UPDATE acts SET changes_status = false WHERE id = '{act}'"),
        ),
        (
            "r5_four_eyes",
            format!("UPDATE acts SET step = '{{}}' WHERE id = '{act}'"),
        ),
        (
            "r5_four_eyes",
            format!("UPDATE acts SET typed = '[]' WHERE id = '{act}'"),
        ),
        (
            "r5_four_eyes",
            format!("UPDATE acts SET state = 'draft', step = NULL WHERE id = '{act}'"),
        ),
        (KEPT, format!("DELETE FROM acts WHERE id = '{act}'")),
        (KEPT, "UPDATE act_moves SET note = '同意'".into()),
    ] {
        refused(&world, rule, &sql).await;
    }
}

#[tokio::test]
async fn an_act_begins_as_a_draft_of_the_bodys_own_staff() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let (id, people) = (story.id(), &world.people);
    let (body, other) = (people.body.id, people.superior.id);
    let insert = |body: BodyId, kind: &str, state: &str, by: UserId, changes: bool| {
        format!(
            "INSERT INTO acts (id, case_id, body_id, kind, state, changes_status, typed, step, drafted_by, drafted_at, submitted_at, approved_by)
             VALUES (gen_random_uuid(), '{id}', '{body}', '{kind}', '{state}', {changes}, '[]', '{{}}', '{by}', now(), now(),
                     CASE WHEN '{state}' = 'approved' THEN '{}'::uuid END)",
            people.body.approver.user
        )
    };
    let officer = people.body.officer.user;
    for (rule, sql) in [
        (
            "acts_begin_as_drafts",
            insert(body, "report", "approved", officer, true),
        ),
        (
            "r5_whose_act",
            insert(other, "report", "waiting", people.superior.officer.user, true),
        ),
        (
            "r5_whose_act",
            insert(body, "decide_objection", "waiting", officer, true),
        ),
        (
            "r5_who_drafts",
            insert(body, "report", "waiting", people.applicant.user, true),
        ),
        (
            "r5_who_drafts",
            insert(body, "report", "waiting", people.superior.officer.user, true),
        ),
        ("acts_kind", insert(body, "report", "waiting", officer, false)),
        ("acts_kind", insert(body, "hear", "waiting", officer, false)),
    ] {
        refused(&world, rule, &sql).await;
    }
}

#[tokio::test]
async fn officers_are_staff_and_do_not_approve() {
    let world = World::new().await;
    let story = world.case().heard().await;
    let act = story
        .submitted(Step::Report(paper::report(&story.case().await)))
        .await;
    let (id, body) = (story.id(), &world.people.body);
    let assign = |user: UserId| {
        format!(
            "INSERT INTO assignments (case_id, round, user_id, from_at) VALUES ('{id}', 1, '{user}', now());"
        )
    };
    for (rule, sql) in [
        ("r5_officers_are_staff", assign(world.people.individual.user)),
        (
            "r5_officers_are_staff",
            assign(world.people.superior.officer.user),
        ),
        ("events_first", assign(body.spare.user)),
        (
            "r5_four_eyes",
            format!(
                "{} {}",
                assign(body.approver.user),
                approve(act, body.approver.user)
            ),
        ),
        (
            "r5_parties_never_act|parties_stay",
            format!(
                "UPDATE parties SET user_id = '{}', unit_id = NULL WHERE case_id = '{id}' AND no = 1",
                body.officer.user
            ),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
}

#[tokio::test]
async fn a_determination_needs_its_own_permission_and_what_is_decided_stays() {
    let world = World::new().await;
    let story = world.case().reported().await;
    let determination = paper::determination(&story.case().await, story.today());
    let act = story.submitted(Step::Determine(determination)).await;
    refused(
        &world,
        "r5_four_eyes",
        &approve(act, world.people.body.deputy.user),
    )
    .await;
    for sql in [
        "UPDATE acts SET step = '{}' WHERE state = 'approved'".to_owned(),
        format!(
            "UPDATE acts SET approved_by = '{}' WHERE state = 'approved'",
            world.people.body.deputy.user
        ),
        "UPDATE acts SET state = 'returned', approved_by = NULL WHERE state = 'approved'".to_owned(),
    ] {
        refused(&world, "acts_decided_stay", &sql).await;
    }
}

#[tokio::test]
async fn an_objection_is_decided_by_its_addressee_alone() {
    let world = World::new().await;
    let story = world.case().objected().await;
    let (case, people) = (story.case().await, &world.people);
    let (id, objection) = (case.id, case.objections[0].id);
    let decided = "decided_on = '2026-03-10', result = 'upheld', investigation = 'x', reasons = 'x'";
    let own = format!("(SELECT act_id FROM events WHERE case_id = '{id}' AND kind = 'report')");
    let raise = |addressee: BodyId| {
        format!(
            "INSERT INTO objections (id, case_id, party_id, determination_id, addressee_id, contested, grounds, new_facts, by_user, received_at)
             SELECT gen_random_uuid(), case_id, party_id, id, '{addressee}', 'x', 'x', '', '{}', now() FROM determinations WHERE case_id = '{id}' LIMIT 1",
            people.applicant.user
        )
    };
    for (rule, sql) in [
        (
            "r5_addressee_decides",
            format!("UPDATE objections SET {decided}, act_id = {own} WHERE id = '{objection}'"),
        ),
        (
            "objections_check",
            format!("UPDATE objections SET {decided} WHERE id = '{objection}'"),
        ),
        (
            "objections_stay",
            format!(
                "UPDATE objections SET addressee_id = '{}' WHERE id = '{objection}'",
                people.office.id
            ),
        ),
        ("a8_4_addressee", raise(people.body.id)),
        ("events_first", raise(people.office.id)),
        (KEPT, format!("DELETE FROM objections WHERE id = '{objection}'")),
    ] {
        refused(&world, rule, &sql).await;
    }
    let act = story.submitted(story.upholding().await).await;
    refused(&world, "r5_four_eyes", &approve(act, people.body.approver.user)).await;
    let moved = format!(
        "UPDATE users SET body_id = '{}' WHERE id = '{}';",
        people.superior.id, people.body.approver.user
    );
    refused(
        &world,
        "users_belong|r5_four_eyes",
        &format!("{moved} {}", approve(act, people.body.approver.user)),
    )
    .await;
}
