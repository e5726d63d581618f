//! What is kept outside the database: the files of the object store, and the ends of the chains that were noted elsewhere.

use std::process::Output;

use super::{audit, output, tamper, verify};
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
    let (listed, kept) = audit(&world, &["anchor"]);
    let cases = kept.lines().filter(|line| line.starts_with("成高管容"));
    assert!(listed && cases.count() == 2, "{kept}");
    let file = world.data().join("anchor.txt");
    std::fs::write(&file, &kept).expect("room for it");
    let words = ["verify", "--anchor", file.to_str().expect("UTF-8")];
    let against_it = || audit(&world, &words);
    world.case().filed().await;
    assert!(against_it().0, "what was added since is no fault");

    let first = "(SELECT id FROM cases WHERE serial = 1)";
    let last = format!("case_id = {first} AND seq = (SELECT max(seq) FROM events WHERE case_id = {first})");
    tamper(
        &world,
        &format!("UPDATE events SET at = at + interval '1 minute' WHERE {last}; UPDATE events e SET digest = event_digest(e) WHERE {last}"),
    )
    .await;
    assert!(
        against_it()
            .1
            .contains("成高管容〔2026〕1号 第 8 号事件：与留存的摘要不符"),
        "{:?}",
        against_it()
    );

    std::fs::write(&file, kept.replace("〕2号", "〕9号")).expect("room for it");
    assert!(
        against_it()
            .1
            .contains("成高管容〔2026〕9号 第 1 号事件：与留存的摘要不符，或者缺失")
    );
    std::fs::write(&file, "成高管容〔2026〕1号 8").expect("room for it");
    let Output { status, stderr, .. } = output(&world, &words);
    let said = String::from_utf8_lossy(&stderr);
    assert!(
        status.code() == Some(2) && said.contains("第 1 行看不懂"),
        "{said}"
    );
}
