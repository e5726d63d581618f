//! What is kept outside the database: the files of the object store, and the ends of the chains that were noted elsewhere.

use std::process::Output;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{ED25519, UnparsedPublicKey};
use sha2::{Digest, Sha256};

use super::signatures::key_says;
use super::{audit, output, signed_anew, tamper, verify};
use crate::world::World;

#[tokio::test]
async fn a_damaged_file_is_found_and_named() {
    let world = World::new().await;
    world.case().initiated().await.evidence().await;
    let name = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
    let path = world.data().join("files/2d").join(name);
    for (bytes, named) in [
        (Some(&b"y"[..]), "材料 材料.pdf"),
        (Some(&b""[..]), "原件与摘要不符"),
        (None, "原件缺失"),
    ] {
        match bytes {
            Some(bytes) => std::fs::write(&path, bytes),
            None => std::fs::remove_file(&path),
        }
        .expect("the file lies there");
        let (good, said) = verify(&world);
        assert!(!good && said.contains(named), "{said}");
        std::fs::write(&path, b"x").expect("room for it");
    }
    assert!(verify(&world).0);
}

#[tokio::test]
async fn what_was_kept_elsewhere_finds_an_end_that_was_written_anew_and_a_case_that_is_gone() {
    let world = World::new().await;
    world.case().determined().await;
    world.case().filed().await;
    let file = world.data().join("anchor");
    let name = file.to_str().expect("UTF-8");
    let (listed, said) = audit(&world, &["anchor", name]);
    assert!(listed && said == "已经写下 2 件案件的摘要。\n", "{said}");
    let heads = world.data().join("anchor.heads");
    let kept = std::fs::read_to_string(&heads).expect("the heads");
    let cases = kept.lines().filter(|line| line.starts_with("成高管容"));
    assert_eq!(cases.count(), 2, "{kept}");
    let words = ["verify", "--anchor", name];
    let against_it = || audit(&world, &words);
    world.case().filed().await;
    assert!(against_it().0, "what was added since is no fault");

    // Whoever writes an end anew has the server's key, too.
    let first = "(SELECT id FROM cases WHERE serial = 1)";
    let last = format!("case_id = {first} AND seq = (SELECT max(seq) FROM events WHERE case_id = {first})");
    tamper(
        &world,
        &format!("UPDATE events SET at = at + interval '1 minute' WHERE {last}; UPDATE events e SET digest = event_digest(e) WHERE {last}"),
    )
    .await;
    signed_anew(&world).await;
    assert!(
        against_it()
            .1
            .contains("成高管容〔2026〕1号 第 8 号事件：与留存的摘要不符"),
        "{:?}",
        against_it()
    );
    tamper(
        &world,
        "DELETE FROM events e USING cases c WHERE c.id = e.case_id AND c.serial = 2; DELETE FROM cases WHERE serial = 2",
    )
    .await;
    assert!(
        against_it()
            .1
            .contains("成高管容〔2026〕2号 第 1 号事件：与留存的摘要不符，或者缺失")
    );

    for (changed, named) in [
        (kept.replace("〕2号", "〕9号"), "anchor 不符"),
        ("成高管容〔2026〕1号 8".into(), "第 1 行看不懂"),
    ] {
        std::fs::write(&heads, changed).expect("room for it");
        let Output { status, stderr, .. } = output(&world, &words);
        let said = String::from_utf8_lossy(&stderr);
        assert!(status.code() == Some(2) && said.contains(named), "{said}");
    }
}

/// A checkpoint read and checked by nothing of ours: C2SP's signed-note and tlog-checkpoint, RFC 6962.
fn checked(note: &str, vkey: &str, heads: &str) {
    let (text, below) = note.split_at(note.rfind("\n\n").expect("an empty line") + 1);
    let [name, hash, key]: [&str; 3] = vkey.splitn(3, '+').collect::<Vec<_>>().try_into().expect("a key");
    let key = STANDARD.decode(key).expect("base64");
    let id = Sha256::digest([name.as_bytes(), b"\n", &key].concat());
    assert_eq!(
        hash,
        id[..4].iter().map(|it| format!("{it:02x}")).collect::<String>()
    );
    let mut lines = below
        .lines()
        .filter_map(|it| it.strip_prefix(&format!("— {name} ")));
    let made = STANDARD
        .decode(lines.next().expect("a signature"))
        .expect("base64");
    assert_eq!(made[..4], id[..4]);
    UnparsedPublicKey::new(&ED25519, &key[1..])
        .verify(text.as_bytes(), &made[4..])
        .expect("a right signature");
    let [origin, size, root]: [&str; 3] = text.lines().collect::<Vec<_>>().try_into().expect("three lines");
    assert_eq!((origin, size), (name, heads.lines().count().to_string().as_str()));
    let leaves = heads.lines().map(|it| [b"\0", it.as_bytes()].concat());
    let mut level: Vec<_> = leaves.map(Sha256::digest).collect();
    // Pairs, level by level: what is left over rises as it is.
    while level.len() > 1 {
        let mut above = vec![];
        for pair in level.chunks(2) {
            above.push(match pair {
                [left, right] => Sha256::new()
                    .chain_update([1])
                    .chain_update(left)
                    .chain_update(right)
                    .finalize(),
                rest => rest[0],
            });
        }
        level = above;
    }
    assert_eq!(root, STANDARD.encode(level[0]));
}

#[tokio::test]
async fn anybody_checks_a_checkpoint_and_a_superior_body_countersigns_it() {
    let world = World::new().await;
    world.case().initiated().await;
    world.case().filed().await;
    world.case().filed().await;
    let path = |name: &str| world.data().join(name).to_str().expect("UTF-8").to_owned();
    let (file, key) = (path("anchor"), path("superior.key"));
    assert!(audit(&world, &["anchor", &file]).0);
    let read = |name: &str| std::fs::read_to_string(path(name)).expect("a file");
    let (ours, superior) = (
        key_says(&world, &["show"]),
        key_says(&world, &["new", &key, "--name", "四川省自贸办"]),
    );
    let (ours, superior) = (ours.trim(), superior.trim());
    checked(&read("anchor"), ours, &read("anchor.heads"));

    let words = ["verify", "--anchor", &file, "--witness", superior];
    let (good, said) = audit(&world, &words);
    assert!(
        !good && said.contains("留存的摘要：没有 四川省自贸办 有效的签名"),
        "{said}"
    );
    key_says(&world, &["countersign", "--key", &key, &file]);
    checked(&read("anchor"), ours, &read("anchor.heads"));
    let (good, said) = audit(&world, &words);
    assert!(good, "{said}");

    // A checkpoint of somebody else's making.
    let forged = read("anchor").replace("— rongcuo ", "— rongcuo AAAA");
    std::fs::write(&file, forged).expect("room for it");
    let (good, said) = audit(&world, &words);
    assert!(
        !good && said.contains("留存的摘要：没有本系统有效的签名"),
        "{said}"
    );
}
