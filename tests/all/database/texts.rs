//! What lists are searched by is copied by the database from where it stands, and written by nobody.

use super::attack::{KEPT, denied, refused};
use crate::world::World;

#[tokio::test]
async fn a_text_that_is_searched_is_not_changed_or_taken_away() {
    let world = World::new().await;
    world.case().filed().await;
    for sql in [
        "UPDATE case_texts SET said = 'x'",
        "UPDATE case_texts SET about = about || 'x'",
        "DELETE FROM case_texts",
    ] {
        refused(&world, KEPT, sql).await;
    }
    denied(
        &world,
        "INSERT INTO case_texts (case_id, source, about) SELECT id, 'case', 'x' FROM cases",
    )
    .await;
    denied(&world, "TRUNCATE case_texts").await;
}

/// Even the owner adds no other words than those of the source.
#[tokio::test]
async fn a_text_that_is_added_says_what_its_source_says() {
    let world = World::new().await;
    world.case().filed().await;
    let owner = &world.database.owner;
    let added =
        "INSERT INTO case_texts (case_id, source, about, said) SELECT id, 'event', '01', '别的话' FROM cases";
    sqlx::query(added)
        .execute(owner)
        .await
        .expect("its first event, once more");
    let same: bool = sqlx::query_scalar(
        "SELECT count(*) = 2 AND count(DISTINCT said) = 1 FROM case_texts WHERE source = 'event'",
    )
    .fetch_one(owner)
    .await
    .expect("the texts");
    assert!(same);
    let untold =
        "INSERT INTO case_texts (case_id, source, about, said) SELECT id, 'event', '99', '别的话' FROM cases";
    let done = sqlx::query(untold).execute(owner).await.expect("nothing to say");
    assert_eq!(done.rows_affected(), 0);
}

/// A table of the attacker's does not run the function that copies with the owner's rights.
#[tokio::test]
async fn a_table_of_the_attackers_copies_nothing() {
    let world = World::new().await;
    let sql = "CREATE TEMPORARY TABLE cases (LIKE public.cases); CREATE TRIGGER copy AFTER INSERT ON cases FOR EACH ROW EXECUTE FUNCTION case_texts_copy()";
    denied(&world, sql).await;
}

#[tokio::test]
async fn a_word_is_looked_for_by_its_pairs_and_one_character_by_itself() {
    let world = World::new().await;
    let ask = async |sql: &'static str| -> bool {
        sqlx::query_scalar(sql)
            .fetch_one(&world.database.app)
            .await
            .expect("an answer")
    };
    for sql in [
        "SELECT searchable(' 成高管【２０２６】 1号Ａ') = '成高管(2026)1号a'",
        "SELECT cardinality(grams('中国中')) = 4 AND grams('') = '{}'",
        "SELECT grams('自由贸易试验区') @> grams_of_word('贸易') AND grams('自由贸易') @> grams_of_word('贸')",
        "SELECT NOT grams('自由贸易') @> grams_of_word('由易') AND grams_of_word('') = '{}'",
        "SELECT NOT grams('𠮷野') @> grams_of_word('中国') AND grams('𠮷野') @> grams_of_word('𠮷野')",
        "SELECT told_by_its_grams('贸易') AND told_by_its_grams('贸') AND NOT told_by_its_grams('贸易区') AND NOT told_by_its_grams('𠮷')",
        "SELECT NOT grams('\u{24e00}\u{20001}') @> grams_of_word('一') AND NOT told_by_its_grams('')",
        "SELECT sentences('{\"a\": \"中 国\", \"b\": [\"0a1b\", {\"c\": \"你\"}]}') = E'中国\\n你'",
        "SELECT sentences('x') IS NULL AND sentences('{\"a\": \"\\u0000国\"}') IS NULL",
    ] {
        assert!(ask(sql).await, "{sql}");
    }
}
