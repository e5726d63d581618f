//! What became of acts that are not approved, and when a record was written.

use rongcuo::casework::{self, Answer, Verdict};
use rongcuo::domain::act::Undoing;
use rongcuo::domain::ids::ActId;
use rongcuo::platform::random::new_id;

use super::rules::CHAINED;
use super::{audit, signed_anew, tamper, verify};
use crate::world::World;
use crate::world::story::Story;

/// An initiation that the approver returned.
async fn returned(story: &Story<'_>) -> ActId {
    let world = story.world;
    let act = story.submitted(story.initiation()).await;
    let verdict = Verdict::Return("请补充理由".into());
    let approver = &world.people.body.approver;
    let stamp = story.stamp().await;
    let answer = casework::decide(&world.app, approver, story.id(), act, stamp, verdict).await;
    assert!(matches!(answer, Ok(Answer::Done(()))));
    act
}

/// What is said after this was done with every guard asleep.
async fn found(sql: &str, named: &str) {
    let world = World::new().await;
    returned(&world.case().filed().await).await;
    assert!(verify(&world).0, "{}", verify(&world).1);
    tamper(&world, sql).await;
    let (good, said) = verify(&world);
    assert!(!good && said.contains(named), "{sql}: {said}");
}

#[tokio::test]
async fn what_an_act_that_was_returned_says_is_what_its_moves_came_to() {
    let another = "(SELECT id FROM users WHERE username = 'gx.deputy')";
    for (sql, named) in [
        (
            "UPDATE act_moves SET note = '无须补充' WHERE state = 'returned'".into(),
            "审批经过第 2 条（已退回）：内容与摘要不符",
        ),
        (
            "UPDATE act_moves SET at = at - interval '1 day' WHERE state = 'waiting'".into(),
            "审批经过第 1 条（待审批）：内容与摘要不符",
        ),
        (
            "DELETE FROM act_moves WHERE state = 'waiting'".into(),
            "审批经过第 2 条（已退回）：之前的第 1 条缺失",
        ),
        (
            format!("UPDATE acts SET drafted_by = {another}, drafters = ARRAY[{another}]"),
            "：drafters 与审批经过不符",
        ),
        (
            "UPDATE acts SET typed = '[[\"reason\", \"另一种说法\"]]'".into(),
            "：typed 与审批经过不符",
        ),
        (
            "UPDATE acts SET submitted_at = submitted_at - interval '1 day', decided_at = decided_at - interval '1 day'".into(),
            "：submitted_at、decided_at 与审批经过不符",
        ),
        (
            "UPDATE acts SET state = 'draft', submissions = 0".into(),
            "：state、submissions 与审批经过不符",
        ),
    ] {
        let sql: String = sql;
        found(&sql, named).await;
    }
}

#[tokio::test]
async fn a_returned_act_that_vanishes_leaves_a_gap_or_is_missed_by_what_was_kept_elsewhere() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let act = returned(&story).await;
    let file = world.data().join("anchor.txt");
    let file = file.to_str().expect("UTF-8");
    assert!(audit(&world, &["anchor", file]).0);
    let words = ["verify", "--anchor", file];
    // Its drafter throws it away, and begins another.
    let (app, officer) = (&world.app, &world.people.body.officer);
    let once = new_id(app.clock.now());
    let thrown = casework::undo(app, officer, story.id(), act, once, Undoing::Discard).await;
    assert!(matches!(thrown, Ok(Answer::Done(()))));
    story.submitted(story.initiation()).await;
    assert!(audit(&world, &words).0, "{}", audit(&world, &words).1);

    let gone = format!("DELETE FROM act_moves WHERE act_id = '{act}'; DELETE FROM acts WHERE id = '{act}'");
    tamper(&world, &gone).await;
    let (good, said) = verify(&world);
    assert!(
        !good && said.contains("审批经过第 4 条（待审批）：之前的第 1 条缺失"),
        "{said}"
    );
    let renumbered = "UPDATE act_moves SET seq = seq - 3";
    tamper(&world, &format!("{renumbered}; {CHAINED}")).await;
    // Who did this had the server's key, too.
    signed_anew(&world).await;
    let (good, said) = audit(&world, &words);
    assert!(
        !good && said.contains("1号 审批经过第 2 条：与留存的摘要不符，或者缺失"),
        "{said}"
    );
}

#[tokio::test]
async fn a_record_says_when_it_was_written_whatever_date_it_bears() {
    let world = World::new().await;
    world.database.is_real().await;
    let now = sqlx::query_scalar("SELECT clock_timestamp()").fetch_one(&world.database.app);
    world.app.clock.set(now.await.expect("a time"));
    returned(&world.case().filed().await).await;
    assert!(verify(&world).0, "{}", verify(&world).1);
    for (back, table, named) in [
        (
            "1 hour",
            "events",
            "第 1 号事件：所记的时间与写入数据库的时间相差 60 分钟",
        ),
        (
            "-1 hour",
            "act_moves",
            "审批经过第 2 条（已退回）：所记的时间与写入数据库的时间相差 60 分钟",
        ),
    ] {
        let dated = format!("UPDATE {table} SET at = at - interval '{back}'");
        tamper(&world, &format!("{dated}; {CHAINED}")).await;
        signed_anew(&world).await;
        let (good, said) = verify(&world);
        assert!(!good && said.contains(named), "{said}");
        let again = dated.replace("- interval", "+ interval");
        tamper(&world, &format!("{again}; {CHAINED}")).await;
        signed_anew(&world).await;
        assert!(verify(&world).0);
    }
}

#[tokio::test]
async fn a_story_that_is_told_among_real_work_is_found() {
    let world = World::new().await;
    world.database.is_real().await;
    let now = sqlx::query_scalar("SELECT clock_timestamp()").fetch_one(&world.database.app);
    world.app.clock.set(now.await.expect("a time"));
    let story = world.case().filed().await;
    rongcuo::store::schema::begin_story(&world.database.owner)
        .await
        .expect("the owner tells a story");
    returned(&story).await;
    world.database.is_real().await;
    let (good, said) = verify(&world);
    assert!(
        !good && said.contains("审批经过第 1 条（待审批）：写于演示故事之中，而此前已有实际办理的事件"),
        "{said}"
    );
}
