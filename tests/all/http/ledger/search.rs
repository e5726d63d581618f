//! What a word finds.

use rongcuo::domain::filing::{Filing, Matter};

use super::{asking, serials, sheet};
use crate::world::browser::Browser;
use crate::world::{World, paper};

async fn found(browser: &mut Browser, words: &str) -> Vec<i32> {
    let mut found = serials(&browser.get(&asking(&[("q", words)])).await);
    found.sort_unstable();
    found
}

/// A case with a story of its own, and an ordinary one that is verified.
async fn told() -> World {
    let world = World::new().await;
    let people = &world.people;
    let ordinary = paper::application(people.body.id, world.case().today());
    let filing = Filing {
        matter: Matter {
            title: "保税研发 100%_折扣'试点\"".into(),
            story: "企业反映龘靐设备通关迟缓，\n窗口先行放行。".into(),
            ..ordinary.matter.clone()
        },
        ..ordinary
    };
    world.case().filed_by(&people.applicant, &filing).await;
    world.case().reported().await;
    world
}

#[tokio::test]
async fn every_word_narrows_the_list_wherever_it_stands() {
    let world = told().await;
    let mut approver = world.as_user(world.people.body.approver.user).await;
    for (words, serials) in [
        // Of two characters, of one, of many; in the matter, a party's name, the facts, across a line end, the number.
        ("保税", vec![1]),
        ("龘", vec![1]),
        ("龘靐设备", vec![1]),
        ("迟缓,窗口先行放行", vec![1]),
        ("支付", vec![2]),
        ("蓉港", vec![1, 2]),
        ("高管容〔2026〕2号", vec![2]),
        ("[2026]2号", vec![2]),
        ("（２０２６）２号", vec![2]),
        // Whoever works on it.
        ("林知远", vec![2]),
        ("知远", vec![2]),
        // Several words: all of them, each wherever it stands.
        ("蓉港 龘靐", vec![1]),
        ("蓉港\u{3000}林知远  支付", vec![2]),
        ("保税 支付", vec![]),
        // Both pairs are there, the word is not.
        ("保税研究", vec![]),
        ("税研发保", vec![]),
        ("没有这样的词", vec![]),
        ("", vec![1, 2]),
    ] {
        assert_eq!(found(&mut approver, words).await, serials, "{words}");
    }
}

#[tokio::test]
async fn a_document_is_found_by_its_number_and_by_what_it_says() {
    let world = told().await;
    let number: String = sqlx::query_scalar("SELECT d.number FROM documents d JOIN cases c ON c.id = d.case_id WHERE c.serial = 2 ORDER BY d.issued_at DESC LIMIT 1")
        .fetch_one(&world.database.owner)
        .await
        .expect("a document");
    let mut approver = world.as_user(world.people.body.approver.user).await;
    assert_eq!(found(&mut approver, &number).await, [2], "{number}");
    assert_eq!(
        found(&mut approver, &number.replace('〔', "[").replace('〕', "]")).await,
        [2]
    );
}

/// What lies inside a case is looked for by those who may read it: the others would learn what it says by asking.
#[tokio::test]
async fn who_sees_the_row_alone_finds_the_case_by_its_row_alone() {
    let world = told().await;
    let body = &world.people.body;
    let text: String = sqlx::query_scalar("SELECT said FROM case_texts t JOIN cases c ON c.id = t.case_id WHERE c.serial = 2 AND source = 'document' LIMIT 1")
        .fetch_one(&world.database.owner)
        .await
        .expect("a text");
    let inside: String = text
        .lines()
        .max_by_key(|it| it.chars().count())
        .expect("a line")
        .chars()
        .take(20)
        .collect();
    let mut approver = world.as_user(body.approver.user).await;
    assert!(found(&mut approver, &inside).await.contains(&2), "{inside}");
    let mut officer = world.as_user(body.officer.user).await;
    assert!(found(&mut officer, &inside).await.contains(&2));
    let mut spare = world.as_user(body.spare.user).await;
    assert!(!found(&mut spare, &inside).await.contains(&2));
    for (words, serials) in [
        ("支付", vec![2]),
        ("陆见微 林知远", vec![2]),
        ("容〔2026〕2号", vec![2]),
    ] {
        assert_eq!(found(&mut spare, words).await, serials, "{words}");
    }
    // The first has no officer yet, so any of the body's is one of it.
    assert_eq!(found(&mut spare, "龘靐").await, [1]);
}

#[tokio::test]
async fn odd_characters_are_text_like_any_other() {
    let world = told().await;
    let mut approver = world.as_user(world.people.body.approver.user).await;
    for (words, serials) in [
        ("%", vec![1]),
        ("_", vec![1]),
        ("100%_", vec![1]),
        ("1__%", vec![]),
        ("'", vec![1]),
        ("'试点\"", vec![1]),
        ("\\", vec![]),
        ("'; DROP TABLE cases; --", vec![]),
        ("{}", vec![]),
        ("保\0税", vec![1]),
        ("\0", vec![1, 2]),
        ("𠮷野家", vec![]),
        ("<script>", vec![]),
    ] {
        assert_eq!(found(&mut approver, words).await, serials, "{words:?}");
    }
    assert_eq!(found(&mut approver, &"长".repeat(7_000)).await, [0; 0]);
    assert_eq!(found(&mut approver, &"x".repeat(10_000)).await, [0; 0]);
    assert_eq!(found(&mut approver, &"蓉港 ".repeat(3_000)).await, [1, 2]);
    let page = approver.get(&asking(&[("q", "<script>\"")])).await;
    page.is_silent_on("<script>\"").says(200, "没有找到这样的案件");
    for raw in [
        "/cases?q=%FF%FE",
        "/cases?q=%",
        "/cases?q=a&q=b",
        "/cases?q",
        "/cases?&&=&",
    ] {
        assert_eq!(approver.get(raw).await.status.as_u16(), 200, "{raw}");
    }
}

/// A word that thousands of cases have is not looked up whole: the list is walked, and answers the same.
#[tokio::test]
async fn a_common_word_is_found_like_a_rare_one() {
    let world = World::new().await;
    world.case().filed().await;
    sheet::many(&world, 5_100).await;
    let mut officer = world.as_user(world.people.body.officer.user).await;
    let first = officer.get(&asking(&[("q", "支付"), ("sort", "newest")])).await;
    first.says(200, "1000 件以上");
    let next = officer.get(&first.link("下一页")).await;
    let (first, next) = (serials(&first), serials(&next));
    assert_eq!((first.len(), next.len()), (25, 25));
    assert!(first.iter().all(|it| !next.contains(it)));
    let long = officer.get(&asking(&[("q", "便利化")])).await;
    long.says(200, "1000 件以上");
    assert_eq!(serials(&long).len(), 25);
    for (words, serials) in [
        ("支付 陆见微", vec![1]),
        ("陆见微 支付 便利化", vec![1]),
        ("支付 没有", vec![]),
    ] {
        assert_eq!(found(&mut officer, words).await, serials, "{words}");
    }
    let none = officer
        .get(&asking(&[("q", "支付 便利"), ("stage", "办结")]))
        .await;
    none.says(200, "没有找到这样的案件");
}

/// However far the hits of a word go, the list is as long as a reading of every text says.
#[tokio::test]
async fn the_count_is_that_of_every_text_that_has_the_words() {
    let world = World::new().await;
    world.case().filed().await;
    sheet::many(&world, 1_700).await;
    let mut approver = world.as_user(world.people.body.approver.user).await;
    for words in [
        "支付",
        "便利化",
        "支付 便利化",
        "便利化 陆见微",
        "陆见微",
        "便利支付",
        "化",
        "没有",
    ] {
        let each: Vec<_> = words.split(' ').map(str::to_owned).collect();
        let naive: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM cases c WHERE NOT EXISTS (
                 SELECT FROM unnest($1::text[]) word WHERE NOT EXISTS (
                     SELECT FROM case_texts t WHERE t.case_id = c.id AND strpos(t.said, searchable(word)) > 0))",
        )
        .bind(each)
        .fetch_one(&world.database.owner)
        .await
        .expect("a count");
        let page = approver.get(&asking(&[("q", words)])).await;
        let told = match naive {
            0 => "没有找到".to_owned(),
            1..=1000 => format!("{naive} 件"),
            _ => "1000 件以上".to_owned(),
        };
        page.says(200, &told);
    }
}
