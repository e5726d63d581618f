//! Every register held to its events once more, for `rongcuo audit verify`: a row is, field by field, what its event says at its
//! place, and each fact has its row. One question for all of them, asked here and not by a function of the database, which who
//! owns the tables could replace.

use sqlx::types::Json;
use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;

/// A row that is not what the events say.
pub struct Differing {
    pub case: Uuid,
    /// The code of the fact that the register keeps.
    pub fact: String,
    /// The event, and the fact's place in it.
    pub key: String,
    pub how: Difference,
}

/// How a row and its event differ.
pub enum Difference {
    /// No event tells of the row.
    Untold,
    /// The row that an event tells of is gone.
    Missing,
    /// These fields say something else.
    Otherwise(Vec<String>),
    /// The event is one of a step that does not tell it.
    OfAnotherStep,
    /// The act that the event carries out does not say it (R5).
    Unapproved,
}

type Row = (Uuid, String, bool, bool, Json<Vec<String>>);

/// The rows of these cases that are not what their events say; 100 of a register at most.
pub async fn differing(db: &mut PgConnection, cases: &[Uuid]) -> sqlx::Result<Vec<Differing>> {
    let mut found = vec![];
    for (fact, register) in registers(db).await? {
        let rows: Vec<Row> = sqlx::query_as(AssertSqlSafe(comparison(&register)))
            .bind(cases)
            .bind(&fact)
            .fetch_all(&mut *db)
            .await?;
        found.extend(
            rows.into_iter()
                .map(|(case, key, untold, missing, fields)| Differing {
                    case,
                    fact: fact.clone(),
                    key,
                    how: match (untold, missing) {
                        (true, _) => Difference::Untold,
                        (_, true) => Difference::Missing,
                        _ => Difference::Otherwise(fields.0),
                    },
                }),
        );
    }
    Ok(found)
}

/// The facts that their step does not tell, or that the act which was approved does not say: who switched the guards off may
/// have written both the event and the row; 100 of a register at most. What an act must say, the register's own function tells,
/// which the guards hold to what the migrations made.
pub async fn unlawful(db: &mut PgConnection, cases: &[Uuid]) -> sqlx::Result<Vec<Differing>> {
    let rows = sqlx::query!(
        r#"
        SELECT r.fact, c.relname::text AS "register!", p.proname::text AS "approved?" FROM registers r JOIN pg_class c ON c.oid = r.register
        LEFT JOIN pg_proc p ON p.proname = r.approved AND p.pronamespace = 'public'::regnamespace ORDER BY c.relname
        "#
    );
    let mut found = vec![];
    for it in rows.fetch_all(&mut *db).await? {
        let told = sqlx::query_as(AssertSqlSafe(lawfulness(it.approved.as_deref())))
            .bind(cases)
            .bind(&it.fact);
        let told: Vec<(Uuid, String, bool)> = told.fetch_all(&mut *db).await?;
        found.extend(told.into_iter().map(|(case, key, elsewhere)| Differing {
            case,
            fact: it.fact.clone(),
            key,
            how: match elsewhere {
                true => Difference::OfAnotherStep,
                false => Difference::Unapproved,
            },
        }));
    }
    Ok(found)
}

fn lawfulness(approved: Option<&str>) -> String {
    let approved = match approved {
        Some(function) => {
            format!("e.act_id IS NULL OR public.\"{function}\"(a.step -> 'step', t.fact) IS TRUE")
        }
        None => "true".to_owned(),
    };
    format!(
        "SELECT e.case_id, concat(e.seq, '.', t.fact_no), e.kind <> ALL (r.steps) IS TRUE
         FROM events e JOIN registers r ON r.fact = $2 LEFT JOIN public.acts a ON a.id = e.act_id,
              jsonb_array_elements(e.body::jsonb -> 'facts') WITH ORDINALITY AS t (fact, fact_no)
         WHERE e.case_id = ANY($1) AND t.fact ->> 'fact' = $2 AND (e.kind <> ALL (r.steps) OR NOT ({approved}))
         ORDER BY e.case_id, e.seq, t.fact_no LIMIT 100"
    )
}

/// Each fact with its register, by name. What stands in this list the guards hold to what the migrations made.
async fn registers(db: &mut PgConnection) -> sqlx::Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        r#"
        SELECT r.fact, c.relname::text AS "register!" FROM registers r JOIN pg_class c ON c.oid = r.register
        WHERE c.relnamespace = 'public'::regnamespace ORDER BY c.relname
        "#
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    Ok(rows.map(|row| (row.fact, row.register)).collect())
}

fn comparison(register: &str) -> String {
    format!(
        "WITH told AS (
             SELECT e.case_id, e.seq, t.fact_no, jsonb_strip_nulls(t.fact) AS says
             FROM events e, jsonb_array_elements(e.body::jsonb -> 'facts') WITH ORDINALITY AS t (fact, fact_no)
             WHERE e.case_id = ANY($1) AND t.fact ->> 'fact' = $2),
         stands AS (
             SELECT r.case_id, r.seq, r.fact_no,
                    jsonb_strip_nulls(to_jsonb(r) - '{{case_id,seq,fact_no}}'::text[] || jsonb_build_object('fact', $2::text)) AS says
             FROM public.\"{register}\" r WHERE r.case_id = ANY($1))
         SELECT case_id, concat(seq, '.', fact_no), t.says IS NULL, s.says IS NULL,
                (SELECT coalesce(jsonb_agg(k), '[]') FROM jsonb_object_keys(t.says || s.says) k WHERE t.says -> k IS DISTINCT FROM s.says -> k)
         FROM told t FULL JOIN stands s USING (case_id, seq, fact_no)
         WHERE t.says IS DISTINCT FROM s.says ORDER BY case_id, seq, fact_no LIMIT 100"
    )
}
