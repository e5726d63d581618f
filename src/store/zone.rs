//! Figures of the bodies that one watches over (practice): what is in hand and what is late, what came and ended each month, how
//! it was determined. Numbers alone: no title, no person, no content.

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::domain::dates::{SHANGHAI, week_ends};
use crate::domain::deadline::DeadlineKind;
use crate::domain::ids::BodyId;
use crate::domain::status::Status;

/// So many cases of a body stand in a status.
pub struct InHand {
    pub body: BodyId,
    pub body_name: String,
    /// `None`: the body has none in hand.
    pub status: Option<Status>,
    pub cases: i64,
    /// Those whose deadline lies behind.
    pub late: i64,
    /// Those of them late by the law's own period.
    pub late_by_law: i64,
    /// Due from today to the end of the week.
    pub near: i64,
}

/// What the bodies have in hand, by body and status. Index `cases_in_hand`.
pub async fn in_hand(db: &mut PgConnection, bodies: &[BodyId], today: Date) -> sqlx::Result<Vec<InHand>> {
    let legal = DeadlineKind::ALL.iter().filter(|it| it.legal());
    let legal: Vec<_> = legal.map(|it| it.code().to_owned()).collect();
    sqlx::query_as!(
        InHand,
        r#"
        SELECT b.id AS "body: BodyId", b.short_name AS body_name, c.status AS "status?: Status", count(c.id) AS "cases!",
               count(*) FILTER (WHERE c.due_on < $2) AS "late!", count(*) FILTER (WHERE c.due_on < $2 AND c.due_kind = ANY ($4)) AS "late_by_law!",
               count(*) FILTER (WHERE c.due_on BETWEEN $2 AND $3) AS "near!"
        FROM bodies b
        LEFT JOIN cases c ON c.body_id = b.id AND NOT c.ended
        WHERE b.id = ANY ($1)
        GROUP BY b.id, c.status
        ORDER BY b.code
        "#,
        &ids(bodies),
        today,
        week_ends(today),
        &legal,
    )
    .fetch_all(db)
    .await
}

/// What came to a body in a month.
pub struct Received {
    pub body: BodyId,
    /// Its first day, in Shanghai.
    pub month: Date,
    pub cases: i64,
}

/// The cases received since that day, by body and month. Index `cases_received`.
pub async fn received(db: &mut PgConnection, bodies: &[BodyId], since: Date) -> sqlx::Result<Vec<Received>> {
    sqlx::query_as!(
        Received,
        r#"
        SELECT body_id AS "body: BodyId", date_trunc('month', received_at AT TIME ZONE 'Asia/Shanghai')::date AS "month!", count(*) AS "cases!"
        FROM cases WHERE body_id = ANY ($1) AND received_at >= $2
        GROUP BY 1, 2
        "#,
        &ids(bodies),
        midnight(since),
    )
    .fetch_all(db)
    .await
}

/// What became of cases and parties in a month.
pub struct Became {
    /// Its first day, in Shanghai.
    pub month: Date,
    /// `closed` and `declined` of a case; of a party how it was determined: the code of its lenience, or `not_tolerated`.
    pub what: String,
    pub count: i64,
}

/// What ended and was determined since that day; a determination that was set aside does not count. Index `events_outcomes`.
pub async fn became(db: &mut PgConnection, bodies: &[BodyId], since: Date) -> sqlx::Result<Vec<Became>> {
    sqlx::query_as!(
        Became,
        r#"
        SELECT date_trunc('month', e.at AT TIME ZONE 'Asia/Shanghai')::date AS "month!",
               coalesce(d.lenience, d.outcome, e.to_status) AS "what!", count(*) AS "count!"
        FROM events e
        JOIN cases c ON c.id = e.case_id AND c.body_id = ANY ($1)
        LEFT JOIN determinations d ON d.case_id = e.case_id AND d.seq = e.seq
        WHERE e.kind IN ('close', 'decline', 'determine') AND e.at >= $2 AND (d.id IS NULL OR NOT set_aside(d.id))
        GROUP BY 1, 2
        "#,
        &ids(bodies),
        midnight(since),
    )
    .fetch_all(db)
    .await
}

fn ids(bodies: &[BodyId]) -> Vec<uuid::Uuid> {
    bodies.iter().map(|it| it.0).collect()
}

fn midnight(day: Date) -> OffsetDateTime {
    day.midnight().assume_offset(SHANGHAI)
}
