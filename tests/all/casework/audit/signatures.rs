//! What a hand with psql writes, however lawful, is not signed by the program; and which keys count.

use rongcuo::casework::{self, Answer, Verdict};
use rongcuo::domain::ids::{ActId, UserId};
use rongcuo::platform::App;
use rongcuo::platform::keys::SigningKey;
use rongcuo::platform::signing::Record;
use serde_json::json;

use super::rules::CHAINED;
use super::{audit, program, run, superuser, tamper, verify};
use crate::database::attack::{Forged, done};
use crate::world::World;
use crate::world::story::Story;

/// What `rongcuo key` says.
pub fn key_says(world: &World, words: &[&str]) -> String {
    let output = program(world, &[&["key"], words].concat()).output();
    let output = output.expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?}: {said}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

const UNSIGNED: &str = "没有签名，不是由程序写入的";

/// A whole initiation by hand, lawful in all.
async fn initiated_by_hand(story: &Story<'_>) {
    let (case, body) = (story.case().await, &story.world.people.body);
    let officers = json!({"officers": [body.officer.user, body.second.user]});
    let sql = Forged::of(&case, "initiate")
        .approved(&officers, (body.officer.user, body.approver.user))
        .to("verifying")
        .clocks()
        .fact("assigned", officers)
        .sql();
    done(story.world, &sql).await;
}

/// What is said, and that each of these is among it.
fn named(world: &World, expected: &[&str]) -> String {
    let (good, said) = verify(world);
    assert!(!good);
    for it in expected {
        assert!(said.lines().any(|line| line.contains(it)), "{it}: {said}");
    }
    said
}

#[tokio::test]
async fn an_initiation_that_nobody_made_is_named_though_it_is_lawful_in_all() {
    let world = World::new().await;
    let story = world.case().filed().await;
    assert!(verify(&world).0);
    initiated_by_hand(&story).await;
    let said = named(
        &world,
        &[
            "1号 第 2 号事件：没有签名，不是由程序写入的",
            "1号 审批经过第 1 条（待审批）：没有签名，不是由程序写入的",
            "1号 审批经过第 2 条（已批准）：没有签名，不是由程序写入的",
        ],
    );
    assert_eq!(said.matches(UNSIGNED).count(), 3, "{said}");
}

/// Files are known by their digest: a second row of one would open it to whom it says brought it.
#[tokio::test]
async fn a_file_that_is_said_to_be_somebody_elses_by_hand_is_named() {
    let world = World::new().await;
    let (theirs, people) = (world.file().await, &world.people);
    assert!(verify(&world).0);
    let again = |columns: &str, values: &str| {
        format!(
            "INSERT INTO files (id, sha256, size, media_type, name, uploaded_by, uploaded_at{columns})
             SELECT gen_random_uuid(), sha256, size, media_type, 'mine.pdf', '{}', now(){values} FROM files WHERE id = '{theirs}'",
            people.applicant.user
        )
    };
    let copied = again(", public_key, signature", ", public_key, signature");
    done(&world, &again("", "")).await;
    let said = named(&world, &["材料 mine.pdf"]);
    assert!(said.contains(UNSIGNED), "{said}");
    assert_eq!(said.lines().filter(|it| it.contains("mine.pdf")).count(), 1);
    done(&world, &copied).await;
    named(&world, &["签名与内容不符"]);
}

/// A move of an act, by hand.
fn moved(act: ActId, by: UserId, state: &str, step: &str) -> String {
    format!(
        "INSERT INTO act_moves SELECT '{act}', 1 + max(no), now(), '{by}', '{state}', 'x', {step} FROM act_moves WHERE act_id = '{act}';"
    )
}

#[tokio::test]
async fn what_waits_is_not_taken_back_submitted_anew_or_returned_in_anothers_name() {
    for returned in [false, true] {
        let world = World::new().await;
        let story = world.case().filed().await;
        let act = story.submitted(story.initiation()).await;
        assert!(verify(&world).0);
        let body = &world.people.body;
        let becomes =
            |state: &str, also: &str| format!("UPDATE acts SET state = '{state}'{also} WHERE id = '{act}';");
        if returned {
            let sql = becomes("returned", ", decided_at = now()")
                + &moved(act, body.approver.user, "returned", "NULL");
            done(&world, &sql).await;
            named(&world, &["审批经过第 2 条（已退回）：没有签名"]);
            continue;
        }
        let drafter = body.officer.user;
        let words = ", typed = '[[\"reason\", \"另一个理由\"]]', saved_at = now(), submitted_at = now(), submissions = 2";
        let sql = [
            becomes("draft", ""),
            moved(act, drafter, "draft", "NULL"),
            becomes("waiting", words),
            moved(
                act,
                drafter,
                "waiting",
                &format!("(SELECT step FROM acts WHERE id = '{act}')"),
            ),
        ];
        done(&world, &sql.concat()).await;
        let said = named(
            &world,
            &[
                "审批经过第 2 条（草稿）：没有签名",
                "审批经过第 3 条（待审批）：没有签名",
            ],
        );
        assert_eq!(said.lines().count(), 3, "nothing else shows it: {said}");
    }
}

#[tokio::test]
async fn a_history_that_was_chained_anew_has_no_signatures() {
    let world = World::new().await;
    world.case().heard().await;
    let other = "UPDATE hearings SET text = '另一种说法';
        UPDATE events e SET body = jsonb_set(body::jsonb, '{facts,0,text}', '\"另一种说法\"')::text WHERE kind = 'hear'";
    tamper(&world, &format!("{other}; {CHAINED}")).await;
    named(
        &world,
        &[
            "1号 第 5 号事件：没有签名",
            "个签名，它们所签的事件或者审批经过已经不在",
        ],
    );
}

#[tokio::test]
async fn a_signature_is_of_one_record_alone() {
    let world = World::new().await;
    let story = world.case().filed().await;
    initiated_by_hand(&story).await;
    let copied = "INSERT INTO signatures SELECT e.digest, s.public_key, s.signature FROM events e, signatures s WHERE e.seq = 2 LIMIT 1";
    tamper(&world, copied).await;
    named(&world, &["1号 第 2 号事件：签名与内容不符"]);
}

/// Signs what is unsigned, with a key of one's own that is registered.
async fn signed_by(world: &World, key: &SigningKey) {
    let mut db = superuser(world).await;
    run(&mut db, "INSERT INTO signing_keys SELECT sha256('x'), 'x'").await;
    sqlx::query("INSERT INTO signing_keys VALUES ($1, $2)")
        .bind(key.public().bytes().as_slice())
        .bind(key.public().name())
        .execute(&mut db)
        .await
        .expect("a key");
    for (what, table) in [(Record::Event, "events"), (Record::Move, "act_moves")] {
        let unsigned =
            format!("SELECT digest FROM {table} WHERE digest NOT IN (SELECT digest FROM signatures)");
        let unsigned = sqlx::query_scalar(sqlx::AssertSqlSafe(unsigned));
        let unsigned: Vec<Vec<u8>> = unsigned.fetch_all(&mut db).await.expect("digests");
        for digest in unsigned {
            sqlx::query("INSERT INTO signatures VALUES ($1, $2, $3)")
                .bind(&digest)
                .bind(key.public().bytes().as_slice())
                .bind(key.sign(&what.message(&digest)))
                .execute(&mut db)
                .await
                .expect("a signature");
        }
    }
}

/// A root key in the world's folder: its private file, and the file for the audit.
fn root(world: &World) -> (String, String) {
    let path = |name: &str| world.data().join(name).to_str().expect("UTF-8").to_owned();
    let (private, public) = (path("root.key"), path("root.pub"));
    let vkey = key_says(world, &["new", &private, "--name", "根密钥"]);
    std::fs::write(&public, vkey).expect("room for it");
    (private, public)
}

/// Has the root key certify the server's, and keeps that in the database.
fn certified(world: &World, root: &str) -> String {
    let key = key_says(world, &["show"]).trim().to_owned();
    let file = world.data().join("certificate");
    let certificate = key_says(world, &["certify", "--root", root, &key]);
    std::fs::write(&file, certificate).expect("room for it");
    key_says(world, &["accept", file.to_str().expect("UTF-8")]);
    key
}

#[tokio::test]
async fn a_key_counts_when_the_root_key_certified_it() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let (private, public) = root(&world);
    let rooted = || audit(&world, &["verify", "--root", &public]);
    let (good, said) = rooted();
    assert!(
        !good && said.contains("第 1 号事件：签名所用的密钥") && said.contains("没有经根密钥认证"),
        "{said}"
    );
    // Of another root nobody asks.
    let another = world.data().join("another.key");
    let another = another.to_str().expect("UTF-8");
    key_says(&world, &["new", another, "--name", "根密钥"]);
    certified(&world, another);
    assert!(!rooted().0);
    certified(&world, &private);
    assert!(rooted().0, "{}", rooted().1);

    // Who writes by hand brings a key along.
    initiated_by_hand(&story).await;
    signed_by(&world, &SigningKey::new("rongcuo").expect("a key")).await;
    assert!(!verify(&world).1.contains("签名"), "{}", verify(&world).1);
    let (good, said) = rooted();
    assert!(!good && said.contains("第 2 号事件：签名所用的密钥"), "{said}");
    assert_eq!(said.matches("没有经根密钥认证").count(), 3, "{said}");
}

#[tokio::test]
async fn a_key_that_was_changed_vouches_for_what_it_signed_until_it_ended() {
    let mut world = World::new().await;
    world.case().filed().await;
    let (private, public) = root(&world);
    let old = certified(&world, &private);
    key_says(&world, &["rotate"]);
    let (pool, clock) = (world.app.pool.clone(), world.app.clock.clone());
    world.app = App::new(pool, clock, world.app.config.clone()).expect("a folder of its own");
    world.case().filed().await;
    let rooted = || audit(&world, &["verify", "--root", &public]);
    let (good, said) = rooted();
    assert!(
        !good && said.contains("2号 第 1 号事件：签名所用的密钥") && !said.contains("1号 第 1 号"),
        "{said}"
    );
    let new = certified(&world, &private);
    assert_ne!(old, new);
    assert!(rooted().0, "{}", rooted().1);

    let vkey = std::fs::read_to_string(&public).expect("a key");
    for (ended, found) in [("2099-01-01T00:00:00+08:00", 0), ("2020-01-01T00:00:00+08:00", 1)] {
        std::fs::write(&public, format!("{vkey}{old} {ended}\n")).expect("room for it");
        let (good, said) = rooted();
        assert_eq!(good, found == 0, "{said}");
        let named = said.lines().filter(|line| line.contains("已经停用")).count();
        assert_eq!(named, found, "{said}");
    }
}

#[tokio::test]
async fn the_program_signs_what_it_was_to_write_and_nothing_that_was_made_of_it() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let (app, officer) = (&world.app, &world.people.body.officer);
    let step = story.evidence().await;
    let take = async || {
        let stamp = story.stamp().await;
        casework::take(app, officer, story.id(), stamp, &step).await
    };
    let act = story.submitted(story.link().await).await;
    let return_ = async || {
        let (stamp, verdict) = (story.stamp().await, Verdict::Return("请核对账号".into()));
        let approver = &world.people.body.approver;
        casework::decide(app, approver, story.id(), act, stamp, verdict).await
    };
    let bent = |table: &str, how: &str| {
        format!(
            "CREATE FUNCTION bent_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {how}; RETURN NEW; END $$;
             CREATE TRIGGER {table}_0_bent BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION bent_{table}()"
        )
    };
    done(&world, &bent("events", "NEW.at := NEW.at + interval '1 second'")).await;
    done(&world, &bent("act_moves", "NEW.note := NEW.note || '！'")).await;
    for answer in [take().await, return_().await] {
        let failure = answer.err().expect("another record than it was given");
        assert!(format!("{failure:?}").contains("another record"), "{failure:?}");
    }
    done(
        &world,
        "DROP TRIGGER events_0_bent ON events; DROP TRIGGER act_moves_0_bent ON act_moves",
    )
    .await;
    assert!(verify(&world).0, "nothing was written: {}", verify(&world).1);
    assert!(matches!(take().await, Ok(Answer::Done(()))));
    assert!(matches!(return_().await, Ok(Answer::Done(()))));
    assert!(verify(&world).0, "{}", verify(&world).1);
}
