//! `rongcuo audit verify` finds what somebody changed who can switch the database's guards off.

mod configuration;
mod guards;
mod kept;
mod law;
mod moves;
mod registers;
mod rows;
mod rules;
mod signatures;
mod trail;

use std::process::{Command, Output};

use rongcuo::casework::{self, Answer, Draft, Verdict};
use rongcuo::domain::act::ActState;
use rongcuo::domain::procedure::Kind;
use rongcuo::platform::signing::Record;
use rongcuo::store::acts::Kept;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};

use crate::world::World;

pub fn verify(world: &World) -> (bool, String) {
    audit(world, &["verify"])
}

/// The program, as this world's server would run it.
fn program(world: &World, words: &[&str]) -> Command {
    let url = world.database.options("rongcuo_app").to_url_lossy();
    let mut program = Command::new(env!("CARGO_BIN_EXE_rongcuo"));
    program
        .args(words)
        .env("DATABASE_URL", url.as_str())
        .env("RONGCUO_DATA", world.data())
        .env_remove("RONGCUO_OWNER_DATABASE_URL");
    program
}

fn output(world: &World, words: &[&str]) -> Output {
    let mut program = program(world, &[&["audit"], words].concat());
    // What a test wrote bears the dates of its story; what is read is held to be real.
    world
        .database
        .as_superuser("SET session_replication_role = replica; DELETE FROM story_time");
    let output = program.output().expect("the program runs");
    let again = "SET session_replication_role = replica; INSERT INTO story_time DEFAULT VALUES";
    world.database.as_superuser(again);
    output
}

fn audit(world: &World, words: &[&str]) -> (bool, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = output(world, words);
    assert!(
        matches!(status.code(), Some(0 | 1)),
        "{}",
        String::from_utf8_lossy(&stderr)
    );
    assert!(
        stderr.is_empty() || status.success(),
        "{}",
        String::from_utf8_lossy(&stderr)
    );
    let said = String::from_utf8(stdout).expect("UTF-8");
    // Said each time where no root key is given, whatever else is found.
    let unrooted = words[0] == "verify" && !words.contains(&"--root");
    assert_eq!(said.contains(UNROOTED), unrooted, "{said}");
    (status.success(), said.replace(UNROOTED, ""))
}

const UNROOTED: &str = "没有给出根公钥（--root）：签名是对照数据库里登记的公钥核对的，公钥本身没有核对。\n";

/// Signs everything anew that is there: whoever forged it also had the server's key.
async fn signed_anew(world: &World) {
    let mut db = superuser(world).await;
    let (signer, key) = (&world.app.signer, world.app.signer.key().public().bytes());
    run(&mut db, "DELETE FROM signatures").await;
    for (what, table) in [(Record::Event, "events"), (Record::Move, "act_moves")] {
        let digests = sqlx::query_scalar(AssertSqlSafe(format!("SELECT digest FROM {table}")));
        let digests: Vec<Vec<u8>> = digests.fetch_all(&mut db).await.expect("digests");
        for digest in digests {
            sqlx::query("INSERT INTO signatures VALUES ($1, $2, $3)")
                .bind(&digest)
                .bind(key.as_slice())
                .bind(signer.sign(what, &digest))
                .execute(&mut db)
                .await
                .expect("a signature");
        }
    }
}

/// As the superuser, with every trigger asleep.
async fn tamper(world: &World, sql: &str) {
    run(&mut superuser(world).await, sql).await;
}

#[tokio::test]
async fn what_nobody_touched_is_in_order() {
    let world = World::new().await;
    world.case().filed().await;
    world.case().closed().await.upheld().await;
    world.case().determined().await.served_by_hand_last_week().await;
    let (good, said) = verify(&world);
    assert!(good, "{said}");
    assert!(said.starts_with("核对无误：案件 3 件，"), "{said}");
    assert_eq!(said.lines().count(), 1);
}

#[tokio::test]
async fn a_returned_act_that_is_saved_again_stays_in_order() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let (officer, approver) = (&world.people.body.officer, &world.people.body.approver);
    let act = story.submitted(story.initiation()).await;
    let verdict = Verdict::Return("请补充理由".into());
    let (app, stamp) = (&world.app, story.stamp().await);
    let returned = casework::decide(app, approver, story.id(), act, stamp, verdict).await;
    assert!(matches!(returned, Ok(Answer::Done(_))));
    let half = Draft {
        kind: Kind::Initiate,
        subject: None,
        typed: vec![("reason".into(), "改到一半".into())],
        step: None,
        // Submitted and returned.
        seen: 2,
        takes_over: false,
    };
    let saved = casework::draft(app, officer, story.id(), story.stamp().await, half).await;
    assert!(matches!(
        saved,
        Ok(Answer::Done(Kept {
            state: ActState::Returned,
            ..
        }))
    ));
    assert_eq!(story.case().await.acts[0].state, ActState::Returned);
    let (good, said) = verify(&world);
    assert!(good, "{said}");
}

async fn superuser(world: &World) -> PgConnection {
    let mut db = PgConnection::connect_with(&world.database.options("postgres"))
        .await
        .expect("the superuser");
    run(&mut db, "SET session_replication_role = replica").await;
    db
}

async fn run(db: &mut PgConnection, sql: &str) {
    let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(db).await;
    done.unwrap_or_else(|error| panic!("{error}: {sql}"));
}
