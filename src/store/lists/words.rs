//! What the words of a search hit. The index names the texts that have all pairs of a word; whether these stand together the text
//! tells. A rare word is looked up whole; of a common one it is enough to know that it is.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::domain::actor::Actor;

/// A word with more hits than this is common.
const HITS_MAX: i64 = 5_000;

/// A word of a search.
#[derive(Debug)]
pub(super) struct Word {
    pub text: String,
    /// The people of the reader's body whose names hold it.
    pub people: Vec<Uuid>,
    /// The cases that have it somewhere; of a common word some.
    pub hits: Vec<Uuid>,
    /// Those of them that have it in what lists show.
    pub open: Vec<Uuid>,
    /// Those of them that have it in number or matter.
    pub row: Vec<Uuid>,
    /// Whether these are all.
    pub complete: bool,
}

/// Looks the words up, each by itself.
pub(super) async fn looked_up(
    db: &mut PgConnection,
    reader: &Actor,
    words: &[&str],
) -> sqlx::Result<Vec<Word>> {
    let mut all = vec![];
    for word in words {
        all.push(look_up(db, reader, word).await?);
    }
    Ok(all)
}

/// Indexes `users_body`, `case_texts_grams`, `cases_officers`.
async fn look_up(db: &mut PgConnection, reader: &Actor, word: &str) -> sqlx::Result<Word> {
    let people = sqlx::query_scalar!(
        "SELECT id FROM users WHERE body_id = $1 AND strpos(searchable(name), searchable($2)) > 0",
        reader.body.as_ref().map(|it| it.id.0),
        word,
    );
    let people = people.fetch_all(&mut *db).await?;
    let hits = sqlx::query!(
        r#"
        (SELECT case_id AS "case!", NOT within AS "open!", source = 'case' AS "row!" FROM case_texts
         WHERE grams @> grams_of_word($1) AND strpos(said, searchable($1)) > 0 LIMIT $3)
        UNION ALL
        (SELECT id, true, false FROM cases WHERE officers && $2 LIMIT $3)
        "#,
        word,
        &people,
        HITS_MAX + 1,
    );
    let hits = hits.fetch_all(db).await?;
    let mut all: Vec<_> = hits.iter().map(|it| it.case).collect();
    let mut open: Vec<_> = hits.iter().filter(|it| it.open).map(|it| it.case).collect();
    let mut row: Vec<_> = hits.iter().filter(|it| it.row).map(|it| it.case).collect();
    for ids in [&mut all, &mut open, &mut row] {
        ids.sort_unstable();
        ids.dedup();
    }
    Ok(Word {
        text: word.to_owned(),
        people,
        complete: i64::try_from(hits.len()).is_ok_and(|hits| hits <= HITS_MAX),
        hits: all,
        open,
        row,
    })
}
