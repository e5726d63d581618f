//! `rongcuo backup` and `rongcuo restore`: the drill, and what is no backup.

use std::fs;
use std::path::PathBuf;

use sqlx::Connection;

use super::{Shell, bare};
use crate::world::World;
use crate::world::database::TestDatabase;

/// A world with a case, a file and somebody signed in, and where its backup lies.
async fn backed_up() -> (World, Shell, PathBuf) {
    let world = World::new().await;
    world.case().initiated().await.evidence().await;
    world.person("lin", None).await;
    world.signed_in("lin").await;
    world.database.is_real().await;
    let mut shell = Shell::at(&world.database, "rongcuo_app", "rongcuo");
    let data = world.data().display().to_string();
    shell.settings.push(("RONGCUO_DATA", data));
    let said = shell.runs("backup copy");
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(said.out.contains("已经备份到 copy：数据库，材料"), "{}", said.out);
    let folder = shell.here().join("copy");
    (world, shell, folder)
}

async fn count(database: &TestDatabase, sql: &'static str) -> i64 {
    let mut db = sqlx::PgConnection::connect_with(&database.options("postgres"))
        .await
        .expect("the superuser");
    sqlx::query_scalar(sql)
        .fetch_one(&mut db)
        .await
        .expect("a number")
}

const TABLES: &str = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace";

#[tokio::test]
async fn what_was_backed_up_comes_back_into_an_empty_place_and_nowhere_else() {
    let (_world, shell, folder) = backed_up().await;
    let twice = shell.runs("backup copy");
    assert!(
        twice.code == 1 && twice.err.contains("不是空的，没有备份"),
        "{}",
        twice.err
    );

    let empty = bare().await;
    let other = Shell::at(&empty, "rongcuo_app", "rongcuo");
    let restore = format!("restore {}", folder.display());
    let said = other.runs(&restore);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(said.out.contains("核对无误：案件 1 件"), "{}", said.out);
    let open = "SELECT count(*) FROM sessions WHERE ended_at IS NULL";
    assert_eq!(
        count(&empty, open).await,
        0,
        "who was signed in then is signed in no more"
    );

    let twice = other.runs(&restore);
    assert!(
        twice.code == 1 && twice.err.contains("已经有数据，没有恢复"),
        "{}",
        twice.err
    );
}

#[tokio::test]
async fn a_backup_that_was_changed_or_is_not_whole_is_not_restored() {
    let (_world, _shell, folder) = backed_up().await;
    let empty = bare().await;
    let other = Shell::at(&empty, "rongcuo_app", "rongcuo");
    let restore = format!("restore {}", folder.display());
    let refused = |why: &str| {
        let said = other.runs(&restore);
        assert!(
            said.code == 1 && said.err.contains(why),
            "{}{}",
            said.out,
            said.err
        );
    };

    let dump = folder.join("database.dump");
    let good = fs::read(&dump).expect("the database");
    let mut bad = good.clone();
    let middle = bad.len() / 2;
    bad[middle] ^= 1;
    fs::write(&dump, bad).expect("room for it");
    refused("备份以后被改动或者损坏");
    fs::write(&dump, good).expect("room for it");
    let list = folder.join("backup.json");
    let whole = fs::read(&list).expect("the list");
    fs::remove_file(&list).expect("it is there");
    refused("不是完整的备份");
    assert_eq!(count(&empty, TABLES).await, 0);

    fs::write(&list, whole).expect("room for it");
    let name = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
    fs::write(folder.join("files/2d").join(name), b"y").expect("the file lies there");
    let said = other.runs(&restore);
    assert!(
        said.code == 1 && said.out.contains("没有复制"),
        "{}{}",
        said.out,
        said.err
    );
}

#[test]
fn samples_are_printed() {
    let shell = Shell::with(&[]);
    assert!(
        shell
            .runs("sample systemd")
            .out
            .contains("ExecStart=/usr/local/bin/rongcuo serve")
    );
    assert!(
        shell
            .runs("sample nginx")
            .out
            .contains("proxy_pass http://rongcuo;")
    );
}
