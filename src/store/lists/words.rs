//! What the words of a search hit. The index names the texts that have all pairs of a word, which of two ordinary characters is the
//! word itself; whether longer ones stand together the text tells, and only so many texts are asked. A common word is not looked
//! up whole: it is enough to know that it is one, and some that have it.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::domain::actor::Actor;

/// A word with more hits than this is common.
const HITS_MAX: i64 = 5_000;
/// So many texts, and one more, are read for a word that its pairs alone do not prove.
const READ_MAX: i64 = 1_500;

/// A word of a search.
#[derive(Debug)]
pub(super) struct Word {
    pub text: String,
    /// The people of the reader's body whose names hold it.
    pub people: Vec<Uuid>,
    /// Cases that have it somewhere.
    pub hits: Vec<Uuid>,
    /// Those of them that have it in what lists show.
    pub open: Vec<Uuid>,
    /// Those of them that have it in number or matter.
    pub row: Vec<Uuid>,
    pub reach: Reach,
}

/// How far the hits of a word go.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// These are all.
    All,
    /// The others are among these cases.
    Among(Vec<Uuid>),
    /// The word is common: the others may be anywhere.
    Anywhere,
}

struct Row {
    word: String,
    people: Vec<Uuid>,
    theirs: Vec<Uuid>,
    exact: bool,
    found: i64,
    hits: Vec<Uuid>,
    open: Vec<Uuid>,
    row: Vec<Uuid>,
    candidates: Vec<Uuid>,
}

/// Looks the words up, each by itself, in one statement. Indexes `users_body`, `case_texts_grams`, `cases_officers`.
pub(super) async fn looked_up(
    db: &mut PgConnection,
    reader: &Actor,
    words: &[&str],
) -> sqlx::Result<Vec<Word>> {
    if words.is_empty() {
        return Ok(vec![]);
    }
    let words: Vec<_> = words.iter().map(|it| (*it).to_owned()).collect();
    let rows = sqlx::query_as!(
        Row,
        r#"
        SELECT w.word AS "word!", p.people AS "people!", c.theirs AS "theirs!", s.exact AS "exact!", h.found AS "found!",
               h.hits AS "hits!", h.open AS "open!", h.row AS "row!", h.candidates AS "candidates!"
        FROM unnest($2::text[]) WITH ORDINALITY w (word, place)
        CROSS JOIN LATERAL (SELECT searchable(w.word) AS plain, told_by_its_grams(w.word) AS exact OFFSET 0) s
        CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(u.id), '{}') AS people FROM users u WHERE u.body_id = $1 AND strpos(searchable(u.name), s.plain) > 0) p
        CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(o.id), '{}') AS theirs FROM (SELECT id FROM cases WHERE officers && p.people LIMIT $3::bigint + 1) o) c
        CROSS JOIN LATERAL (
            WITH hit AS MATERIALIZED (SELECT case_id, source, within, CASE WHEN NOT s.exact THEN said END AS said FROM case_texts
                                          WHERE grams @> grams_of_word(w.word) LIMIT $3::bigint + 1),
            sure AS MATERIALIZED (
                SELECT case_id, source, within FROM hit WHERE s.exact OR strpos(said, s.plain) > 0 LIMIT CASE WHEN s.exact THEN $3::bigint ELSE $4::bigint END + 1)
            SELECT (SELECT count(*) FROM hit) AS found,
                   coalesce(array_agg(case_id), '{}') AS hits,
                   coalesce(array_agg(case_id) FILTER (WHERE NOT within), '{}') AS open,
                   coalesce(array_agg(case_id) FILTER (WHERE source = 'case'), '{}') AS row,
                   CASE WHEN s.exact OR count(*) <= $4 THEN '{}' ELSE ARRAY(SELECT case_id FROM hit) END AS candidates
            FROM sure) h
        ORDER BY w.place
        "#,
        reader.body.as_ref().map(|it| it.id.0),
        &words,
        HITS_MAX,
        READ_MAX,
    );
    let rows = rows.fetch_all(db).await?;
    Ok(rows.into_iter().map(Word::of).collect())
}

impl Word {
    fn of(row: Row) -> Self {
        let few = |count: usize, most: i64| i64::try_from(count).is_ok_and(|it| it <= most);
        let known = row.found <= HITS_MAX && few(row.theirs.len(), HITS_MAX);
        let reach = match known {
            true if row.exact || few(row.hits.len(), READ_MAX) => Reach::All,
            true => Reach::Among(once(row.candidates, &row.theirs)),
            false => Reach::Anywhere,
        };
        Self {
            hits: once(row.hits, &row.theirs),
            open: once(row.open, &row.theirs),
            row: once(row.row, &[]),
            text: row.word,
            people: row.people,
            reach,
        }
    }
}

/// Each id once, those of the people's cases too.
fn once(mut ids: Vec<Uuid>, theirs: &[Uuid]) -> Vec<Uuid> {
    ids.extend(theirs);
    ids.sort_unstable();
    ids.dedup();
    ids
}
