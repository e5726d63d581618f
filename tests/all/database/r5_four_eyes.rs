//! R5: drafter and approver are two people of the body; parties never act; an objection is decided by its addressee.

use rongcuo::domain::determination::Deliberation;
use rongcuo::domain::ids::{ActId, BodyId, UserId};
use rongcuo::domain::step::Step;

use serde_json::json;
use time::macros::date;
use uuid::Uuid;

use super::attack::{Forged, KEPT, approval, done, lawful, refused};
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

const MOVES: &str = "acts_moves";

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
        ("acts_are_kept", format!("{} {other}", silently("returned"))),
        ("acts_are_kept", format!("{} {other}", silently("draft"))),
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
        ("acts_take_effect", approval(act, body.approver.user, "now()")),
        (
            "r5_who_drafts",
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

/// An officer takes over what another has at hand, as it is; whoever had it at hand does not approve it.
#[tokio::test]
async fn a_draft_is_taken_over_by_an_officer_and_whoever_drafted_it_never_approves() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let act = story.submitted(story.initiation()).await;
    let body = &world.people.body;
    done(&world, &becomes(act, "returned", body.approver.user)).await;
    let taken = |by: UserId| format!("UPDATE acts SET drafted_by = '{by}' WHERE id = '{act}';");
    let told = |by: UserId| {
        format!(
            "INSERT INTO act_moves SELECT '{act}', 1 + max(no), now(), '{by}', 'taken_over', '', NULL FROM act_moves WHERE act_id = '{act}';"
        )
    };
    let (second, superior) = (body.second.user, world.people.superior.officer.user);
    let also = format!(
        "UPDATE acts SET drafted_by = '{second}', typed = '[]' WHERE id = '{act}'; {}",
        told(second)
    );
    for (rule, sql) in [
        (MOVES, taken(second)),
        (MOVES, told(second)),
        (MOVES, format!("{}{}", taken(second), told(body.spare.user))),
        (
            MOVES,
            format!("{}{}{}", taken(second), told(second), told(second)),
        ),
        ("r5_who_drafts", format!("{}{}", taken(superior), told(superior))),
        (
            "r5_who_drafts",
            format!("{}{}", taken(body.approver.user), told(body.approver.user)),
        ),
        ("r5_who_drafts", also),
    ] {
        refused(&world, rule, &sql).await;
    }
    done(&world, &format!("{}{}", taken(second), told(second))).await;
    refused(&world, MOVES, &becomes(act, "waiting", body.officer.user)).await;
    done(&world, &becomes(act, "waiting", second)).await;
    for drafter in [second, body.officer.user] {
        let sql = format!(
            "UPDATE users SET approver = true WHERE id = '{drafter}'; {}",
            approve(act, drafter)
        );
        refused(&world, "r5_four_eyes", &sql).await;
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

/// Who is replaced stays one who took part, and who comes is an officer at once.
#[tokio::test]
async fn officers_do_not_approve() {
    let world = World::new().await;
    let story = world.case().heard().await;
    let act = story
        .submitted(Step::Report(paper::report(&story.case().await)))
        .await;
    let case = story.case().await;
    let body = &world.people.body;
    let (approver, deputy) = (body.approver.user, body.deputy.user);
    let replaced = |by: UserId| {
        Forged::of(&case, "replace")
            .by(approver)
            .fact(
                "replaced",
                json!({"out": body.second.user, "by": by, "reason": "岗位调整"}),
            )
            .sql()
    };
    let sql = format!("{} {}", replaced(deputy), approve(act, deputy));
    refused(&world, "r5_four_eyes", &sql).await;
    let by_hand = format!(
        "UPDATE cases SET officers = '{{}}' WHERE id = '{}'; {sql}",
        case.id
    );
    refused(&world, "officers_follow_events", &by_hand).await;
    let back = format!(
        "UPDATE cases SET officers = officers[1:1] WHERE id = '{0}'; {1}; UPDATE cases SET officers = '{{{2},{3}}}' WHERE id = '{0}'",
        case.id,
        approve(act, deputy),
        body.officer.user,
        body.second.user,
    );
    refused(&world, "officers_follow_events", &back).await;
    lawful(&world, &replaced(deputy)).await;
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

/// Who stands as 回避 in the deliberation does not approve the determination, however the name is written there.
#[tokio::test]
async fn who_was_recused_in_the_deliberation_does_not_approve() {
    let world = World::new().await;
    let story = world.case().reported().await;
    let body = &world.people.body;
    let (drafter, approver) = (&body.officer, &body.approver);
    let mut it = paper::determination(&story.case().await, story.today());
    let text = || "无".to_owned();
    for recused in [
        format!("某某、{}同志（近亲属）", approver.name),
        format!("某某　{}", approver.name),
        drafter.name.clone(),
    ] {
        it.deliberation = Some(Deliberation {
            meeting: text(),
            held_on: story.today(),
            present: "主任、副主任".into(),
            absent: text(),
            recused: recused.clone(),
            views: text(),
            minutes: text(),
        });
        let case = story.case().await;
        let step = serde_json::to_value(&it).expect("JSON");
        let event = Forged::of(&case, "determine").approved(&step, (drafter.user, approver.user));
        refused(
            &world,
            "r5_recused_in_deliberation",
            &event.to("determined").clocks().sql(),
        )
        .await;
    }
    for (list, names) in [
        ("无", false),
        ("王芳华、李四", true),
        ("王芳主任等", true),
        ("李四和王芳", true),
        ("王、芳", false),
        ("李　四，王芳", true),
        ("李四 王芳", true),
    ] {
        let sql = format!("SELECT names_person('{list}', '王芳')");
        let said: bool = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .fetch_one(&world.database.app)
            .await
            .expect("a question");
        assert_eq!(
            (said, rongcuo::domain::determination::names(list, "王芳")),
            (names, names),
            "{list}"
        );
    }
}

#[tokio::test]
async fn an_objection_is_decided_by_its_addressee_alone() {
    let world = World::new().await;
    let story = world.case().objected().await;
    let elsewhere = world.case().objected().await.case().await.objections[0].id;
    let (case, people) = (story.case().await, &world.people);
    let objection = case.objections[0].id;
    let (body, superior) = (&people.body, &people.superior);
    let said =
        |objection| json!({"objection": objection, "investigation": "x", "reasons": "x", "result": "upheld"});
    let decided = |objection, addressee: BodyId| {
        let mut fact = said(objection);
        (fact["addressee"], fact["decided_on"], fact["document"]) =
            (json!(addressee), json!("2026-11-20"), json!(Uuid::now_v7()));
        fact
    };
    let event = |it, (drafter, approver): (UserId, UserId)| {
        Forged::of(&case, "decide_objection")
            .on(date!(2026 - 11 - 20))
            .approved(&said(it), (drafter, approver))
            .to("determined")
    };
    let theirs = (superior.officer.user, superior.approver.user);
    let own = (body.spare.user, body.deputy.user);
    for (rule, sql) in [
        ("r5_whose_act", event(objection, own).sql()),
        (
            "r5_whose_act",
            event(
                objection,
                (people.office.officer.user, people.office.approver.user),
            )
            .sql(),
        ),
        ("r5_whose_act", event(elsewhere, theirs).sql()),
        (
            "r5_as_approved",
            event(objection, theirs)
                .fact("objection_decided", decided(elsewhere, superior.id))
                .sql(),
        ),
        (
            "r5_addressee_decides",
            event(objection, theirs)
                .fact("objection_decided", decided(objection, people.office.id))
                .sql(),
        ),
        (
            KEPT,
            format!(
                "UPDATE objections SET addressee = '{}' WHERE id = '{objection}'",
                people.office.id
            ),
        ),
        (KEPT, format!("DELETE FROM objections WHERE id = '{objection}'")),
    ] {
        refused(&world, rule, &sql).await;
    }
    let act = story.submitted(story.upholding().await).await;
    refused(&world, "r5_four_eyes", &approve(act, body.approver.user)).await;
    let moved = format!(
        "UPDATE users SET body_id = '{}' WHERE id = '{}';",
        superior.id, body.approver.user
    );
    let moved = format!("{moved} {}", approve(act, body.approver.user));
    refused(&world, "users_belong", &moved).await;
}
