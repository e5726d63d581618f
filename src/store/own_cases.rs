//! The cases of an applicant: those it filed and those it is a party to, and what it owes in them. Same answer as
//! `domain::access` gives for one case, asked for all of them.

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::domain::calendar::CalendarName;
use crate::domain::deadline::DeadlineKind;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{CaseId, DocumentId, PartyId, UserId};
use crate::domain::procedure::Kind;
use crate::domain::status::Status;
use crate::store::lists::Outcomes;

/// A case in the list.
pub struct OwnCase {
    /// Its id.
    pub id: CaseId,
    /// Its number.
    pub number: String,
    /// Its matter.
    pub title: String,
    /// Where it stands, as `Sight::status` has it: that another party objected is nothing a party is told.
    pub status: Status,
    /// How its parties of this person were determined, of what has reached them.
    pub determined: Outcomes,
    /// The body's short name.
    pub body: String,
    /// The calendar it reckons by.
    pub calendar: CalendarName,
    /// The deadline that falls due next.
    pub due_on: Option<Date>,
    /// Its kind.
    pub due_kind: Option<DeadlineKind>,
    /// Its working days in all.
    pub due_days: Option<i16>,
    /// Whether its year's notice is missing (暂估).
    pub due_provisional: bool,
    /// When it was received (UTC).
    pub received_at: OffsetDateTime,
}

/// Where a page of the list ended.
#[derive(Debug, Clone, Copy)]
pub struct Cursor {
    /// The last case's receipt.
    pub at: OffsetDateTime,
    /// Its id.
    pub id: CaseId,
}

/// How many cases one page shows.
pub const PAGE: usize = 20;

/// The next page of the person's own cases, newest first, and one more to tell whether another follows.
/// Indexes `cases_filed_by`, `cases_filed_unit`, `parties_user`, `parties_unit`.
pub async fn page(db: &mut PgConnection, actor: &Actor, after: Option<Cursor>) -> sqlx::Result<Vec<OwnCase>> {
    sqlx::query_as!(
        OwnCase,
        r#"
        SELECT c.id, c.number, c.title, b.short_name AS body, b.calendar AS "calendar: CalendarName",
               CASE WHEN EXISTS (
                        SELECT FROM documents d JOIN party_accounts p ON p.party = d.party_id
                        WHERE d.case_id = c.id AND d.kind = 'objection_decision' AND (p."user" = $1 OR p.unit = $2)
                        AND NOT EXISTS (SELECT FROM services s WHERE s.document = d.id)) THEN 'objected'
                    WHEN c.status = 'objected' AND EXISTS (
                        SELECT FROM objections o JOIN party_accounts p ON p.party = o.party
                        WHERE o.case_id = c.id AND is_open(o) AND (p."user" = $1 OR p.unit = $2)) THEN 'objected'
                    WHEN c.status = 'objected' OR (known.round < c.round AND c.status <> 'closed') THEN (
                        SELECT e.to_status FROM events e WHERE e.case_id = c.id AND e.to_status IS NOT NULL AND e.to_status <> 'objected'
                        AND (e.to_status = 'closed' OR (e.round <= known.round AND NOT (e.to_status = 'verifying' AND e.kind IN ('decide_objection', 'withdraw_objection'))))
                        ORDER BY e.seq DESC LIMIT 1)
                    ELSE c.status END AS "status!: Status",
               ARRAY(SELECT coalesce(t.lenience, t.outcome) FROM party_accounts p JOIN determinations t ON t.party = p.party
                     JOIN services s ON s.document = t.document
                     WHERE t.case_id = c.id AND (p."user" = $1 OR p.unit = $2) AND stands(t)) AS "determined!: Outcomes",
               CASE WHEN known.round = c.round THEN nullif(c.due_on, 'infinity') END AS due_on,
               c.due_kind AS "due_kind: DeadlineKind", c.due_days, c.due_provisional, c.received_at
        FROM (
            SELECT id FROM cases WHERE filed_by = $1
            UNION SELECT id FROM cases WHERE filed_unit = $2
            UNION SELECT case_id FROM party_accounts WHERE "user" = $1
            UNION SELECT case_id FROM party_accounts WHERE unit = $2
        ) own
        JOIN cases c ON c.id = own.id
        JOIN bodies b ON b.id = c.body_id
        -- A round that another party's objection began is nothing this one is told; of its own it knows once it has the decision.
        CROSS JOIN LATERAL (
            SELECT coalesce(max(r.round), 1::smallint) AS round FROM rounds r JOIN party_accounts p ON p.case_id = r.case_id AND p.party = ANY (r.parties)
            WHERE r.case_id = c.id AND (p."user" = $1 OR p.unit = $2)
              AND (r.round = 1 OR r.round < c.round OR NOT EXISTS (SELECT FROM documents d WHERE d.party_id = p.party AND d.kind = 'objection_decision'
                                                 AND NOT EXISTS (SELECT FROM services s WHERE s.document = d.id)))) known
        WHERE $3::timestamptz IS NULL OR (c.received_at, c.id) < ($3, $4::uuid)
        ORDER BY c.received_at DESC, c.id DESC
        LIMIT $5
        "#,
        actor.user.0,
        actor.unit.map(|unit| unit.0),
        after.map(|it| it.at),
        after.map(|it| it.id.0),
        PAGE as i64 + 1,
    )
    .fetch_all(db)
    .await
}

/// Something a party is asked for.
pub struct Asked {
    pub case_id: CaseId,
    /// The case's number.
    pub number: String,
    /// The case's matter.
    pub title: String,
    pub step: Kind,
    pub about: Option<Uuid>,
    /// What, as a verb and its object.
    pub todo: String,
    /// By when.
    pub due_on: Option<Date>,
    /// Whether a law or a determination sets the day.
    pub legal: bool,
    /// The working days of its period.
    pub days: i16,
    /// Whether its year's notice is missing (暂估).
    pub provisional: bool,
    /// The calendar that the case's body reckons by.
    pub calendar: CalendarName,
}

/// What this person, or its unit, is asked for as a party; what is due first stands first.
/// Indexes `parties_user`, `parties_unit`, `tasks_party`.
pub async fn asked(db: &mut PgConnection, actor: &Actor) -> sqlx::Result<Vec<Asked>> {
    sqlx::query_as!(
        Asked,
        r#"
        SELECT c.id AS case_id, c.number, c.title, t.step AS "step!: Kind", t.about, t.todo, nullif(t.due_on, 'infinity') AS due_on, t.legal, t.days, t.provisional,
               b.calendar AS "calendar: CalendarName"
        FROM (SELECT party FROM party_accounts WHERE "user" = $1 UNION SELECT party FROM party_accounts WHERE unit = $2) own
        JOIN tasks t ON t.party = own.party
        JOIN cases c ON c.id = t.case_id
        JOIN bodies b ON b.id = c.body_id
        ORDER BY t.due_on, c.number, t.place
        LIMIT 50
        "#,
        actor.user.0,
        actor.unit.map(|unit| unit.0),
    )
    .fetch_all(db)
    .await
}

/// A document addressed to a party.
pub struct Paper {
    /// Its id.
    pub id: DocumentId,
    /// In which case.
    pub case_id: CaseId,
    /// To whom it was addressed.
    pub party: PartyId,
    /// Its kind.
    pub kind: DocumentKind,
    /// Its number (文号).
    pub number: String,
    /// The case's matter.
    pub title: String,
    /// When it was issued (UTC).
    pub issued_at: OffsetDateTime,
    /// Whether the determination it says is contested already, or was set aside.
    pub contested: bool,
    /// Whether this person has opened it.
    pub read: bool,
}

/// The newest documents that have reached this person or its unit as a party, five at most; what it has not opened yet stands
/// first. Indexes `parties_user`, `parties_unit`, `documents_party`, `objections_case`, `audit_case`.
pub async fn papers(db: &mut PgConnection, actor: &Actor) -> sqlx::Result<Vec<Paper>> {
    sqlx::query_as!(
        Paper,
        r#"
        SELECT d.id, d.case_id, own.id AS "party!", d.kind AS "kind: DocumentKind", d.number, c.title, d.issued_at,
               EXISTS (SELECT FROM determinations t WHERE t.document = d.id AND (NOT stands(t)
                       OR EXISTS (SELECT FROM objections o LEFT JOIN objection_decisions x ON x.objection = o.id LEFT JOIN services s ON s.document = x.document
                                  WHERE o.determination = t.id AND s.document IS NULL AND NOT is_withdrawn(o)))) AS "contested!",
               r.read AS "read!"
        FROM (SELECT party AS id FROM party_accounts WHERE "user" = $1 UNION SELECT party FROM party_accounts WHERE unit = $2) own
        JOIN documents d ON d.party_id = own.id
        JOIN services s ON s.document = d.id
        JOIN cases c ON c.id = d.case_id
        CROSS JOIN LATERAL (
            SELECT EXISTS (SELECT FROM audit a WHERE a.case_id = d.case_id AND a.user_id = $1 AND a.what = 'read'
                           AND a.detail->>'document' = d.id::text) AS read) r
        ORDER BY r.read, d.issued_at DESC, d.id DESC
        LIMIT 5
        "#,
        actor.user.0,
        actor.unit.map(|unit| unit.0),
    )
    .fetch_all(db)
    .await
}

/// The case that a person began with the form of this one-time id: both bear the same instant.
/// Primary key of `submissions`, index `cases_filed_by`.
pub async fn filed_with(db: &mut PgConnection, once: Uuid, user: UserId) -> sqlx::Result<Option<CaseId>> {
    let id = sqlx::query_scalar!(
        r#"
        SELECT c.id FROM submissions s JOIN cases c ON c.filed_by = s.user_id AND c.received_at = s.at
        WHERE s.id = $1 AND s.user_id = $2
        "#,
        once,
        user.0
    );
    Ok(id.fetch_optional(db).await?.map(CaseId))
}
