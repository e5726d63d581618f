//! Every register written once more, from what the events tell: into temporary tables of the same names, which stand
//! before the real ones, by the very code that wrote those. What differs then was changed by somebody else.

use std::collections::BTreeMap;

use sqlx::types::Json;
use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;

use crate::domain::case::Clock;
use crate::domain::filing::Filing;
use crate::domain::ids::{ActId, CaseId, DeadlineId, UserId};
use crate::store::facts::{self, Entry};
use crate::store::integrity::StoredEvent;
use crate::store::told::{Told, ToldDocument, ToldFile, ToldFiling};
use crate::store::{cases, deadlines, filings, standing};

/// A register: its table, what names a row of it, and of which case a row is.
pub(super) struct Register {
    pub(super) table: &'static str,
    pub(super) key: &'static str,
    /// In terms of `t`, a row, in schema `$`.
    pub(super) case: &'static str,
    /// What is not compared here.
    but: &'static str,
}

const fn own(table: &'static str, key: &'static str) -> Register {
    Register {
        table,
        key,
        case: "t.case_id",
        but: "",
    }
}

const fn by(table: &'static str, key: &'static str, case: &'static str) -> Register {
    Register {
        case,
        ..own(table, key)
    }
}

const OF_REPORT: &str = "(SELECT r.case_id FROM $.reports r WHERE r.id = t.report_id)";
const OF_CORRECTION: &str = "(SELECT k.case_id FROM $.corrections k WHERE k.id = t.correction_id)";

pub(super) const REGISTERS: &[Register] = &[
    by("cases", "''", "t.id"),
    own("filing_files", "t.file_id"),
    own("parties", "t.no"),
    own("assignments", "t.user_id, t.from_at"),
    own("evidence", "t.no"),
    own("hearings", "t.id"),
    own("reports", "t.id"),
    by("findings", "t.party_id, t.condition", OF_REPORT),
    by("fits", "t.party_id, t.circumstance", OF_REPORT),
    by("opinions", "t.party_id", OF_REPORT),
    // The text is compared by its digest.
    Register {
        but: "content",
        ..own("documents", "t.number")
    },
    own("determinations", "t.id"),
    own("corrections", "t.id"),
    by("correction_reports", "t.correction_id, t.no", OF_CORRECTION),
    by("correction_verdicts", "t.correction_id, t.no", OF_CORRECTION),
    own("services", "t.document_id"),
    own("notices", "t.round"),
    own("objections", "t.id"),
    own("clarifications", "t.party_id"),
    own("deadlines", "t.kind, t.id"),
    own("deadline_causes", "t.deadline_id, t.no"),
];

/// Puts the temporary tables up. They are gone with the connection.
pub async fn begin(db: &mut PgConnection) -> sqlx::Result<()> {
    let tables = REGISTERS.iter().map(|it| it.table).chain(["files"]);
    for table in tables {
        sqlx::raw_sql(AssertSqlSafe(format!(
            "CREATE TEMP TABLE {table} (LIKE public.{table} INCLUDING DEFAULTS INCLUDING INDEXES)"
        )))
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// Writes what an event tells.
pub async fn event(
    db: &mut PgConnection,
    case: CaseId,
    round: i16,
    event: &StoredEvent,
    told: &Told,
    clocks: &mut BTreeMap<DeadlineId, Clock>,
) -> sqlx::Result<()> {
    let entry = Entry {
        case,
        round,
        act: event.act_id.map(ActId),
        actor: UserId(event.actor_id),
        at: event.at,
    };
    if let Some(filing) = &told.filing {
        begun(db, entry, filing).await?;
    }
    for it in &told.files {
        kept(db, it).await?;
    }
    for it in &told.documents {
        issued(db, entry, it).await?;
    }
    for fact in &told.facts {
        facts::record(db, entry, fact).await?;
    }
    for it in &told.clocks {
        let clock = clocks.entry(it.deadline).or_insert_with(|| Clock {
            id: it.deadline,
            kind: it.kind,
            subject: it.subject,
            causes: vec![],
        });
        clock.causes.push(it.cause.clone());
        deadlines::move_clock(db, case, event.seq, it, clock).await?;
    }
    Ok(())
}

async fn begun(db: &mut PgConnection, entry: Entry, it: &ToldFiling) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        INSERT INTO cases (id, number, body_id, year, serial, title, status, received_at, filed_by, filed_unit, filer_name)
        VALUES ($1, $2, $3, $4, $5, $6, 'submitted', $7, $8, $9, $10)
        "#,
        entry.case.0,
        it.number,
        it.body.0,
        it.year,
        it.serial,
        it.title,
        entry.at,
        entry.actor.0,
        it.unit.map(|unit| unit.0),
        it.filer_name,
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn kept(db: &mut PgConnection, it: &ToldFile) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        INSERT INTO files (id, sha256, size, media_type, name, uploaded_by, uploaded_at)
        VALUES ($1, decode($2, 'hex'), $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
        "#,
        it.id.0,
        it.sha256,
        it.size,
        it.media_type,
        it.name,
        it.uploaded_by.0,
        it.uploaded_at
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn issued(db: &mut PgConnection, entry: Entry, it: &ToldDocument) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        INSERT INTO documents (id, case_id, body_id, kind, year, serial, number, party_id, act_id, content, digest, issued_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', decode($10, 'hex'), $11)
        "#,
        it.id.0,
        entry.case.0,
        it.issuer.0,
        it.kind.code(),
        it.year,
        it.serial,
        it.number,
        it.party.map(|party| party.0),
        entry.act.map(|act| act.0),
        it.digest,
        entry.at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes what follows from all events together: the filed files, and the row that lists read. A day that was estimated
/// (暂估) in an event moves when the year's notice comes, and is not compared.
pub async fn sum(
    db: &mut PgConnection,
    id: CaseId,
    (status, version): (&str, i32),
    filing: Option<&Filing>,
) -> sqlx::Result<()> {
    if let Some(filing) = filing {
        filings::attach(db, id, filing).await?;
    }
    sqlx::query!(
        "UPDATE cases SET status = $2, version = $3 WHERE id = $1",
        id.0,
        status,
        version
    )
    .execute(&mut *db)
    .await?;
    if let Some(case) = cases::load(db, id).await? {
        standing::renew(db, &case).await?;
    }
    sqlx::query!(
        r#"
        UPDATE cases t SET due_on = s.due_on, due_kind = s.due_kind, due_days = s.due_days, due_provisional = s.due_provisional
        FROM public.cases s WHERE s.id = t.id AND t.id = $1
        AND EXISTS (SELECT FROM deadlines d WHERE d.case_id = t.id AND d.state = 'running' AND d.provisional)
        "#,
        id.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A row that is not as the events tell.
pub struct Differing {
    /// Of which case.
    pub case: Uuid,
    /// In which table.
    pub register: &'static str,
    /// What names the row.
    pub key: String,
    /// How it differs.
    pub how: Difference,
}

/// How a row differs from what the events tell.
pub enum Difference {
    /// They tell of no such row.
    Untold,
    /// It is gone.
    Missing,
    /// These columns say something else.
    Otherwise(Vec<String>),
}

/// Case, key, untold, missing, and the columns that differ.
type Row = (Uuid, String, bool, bool, Json<Vec<String>>);

/// Compares every row of these cases with what was written once more.
pub async fn differing(db: &mut PgConnection, cases: &[Uuid]) -> sqlx::Result<Vec<Differing>> {
    let mut found = vec![];
    for register in REGISTERS {
        let sql = register.comparison();
        let rows: Vec<Row> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(cases)
            .fetch_all(&mut *db)
            .await?;
        found.extend(
            rows.into_iter()
                .map(|(case, key, untold, missing, columns)| Differing {
                    case,
                    register: register.table,
                    key,
                    how: match (untold, missing) {
                        (true, _) => Difference::Untold,
                        (_, true) => Difference::Missing,
                        _ => Difference::Otherwise(columns.0),
                    },
                }),
        );
    }
    Ok(found)
}

impl Register {
    fn comparison(&self) -> String {
        let side = |schema: &str| {
            let (key, table, but) = (self.key, self.table, self.but);
            let case = self.case.replace('$', schema);
            format!(
                "SELECT {case} AS case_id, concat_ws(' ', {key}) AS key, to_jsonb(t) - '{but}' AS says FROM {schema}.{table} t WHERE {case} = ANY($1)"
            )
        };
        format!(
            "SELECT coalesce(p.case_id, s.case_id), coalesce(p.key, s.key), s.says IS NULL, p.says IS NULL,
                    (SELECT coalesce(jsonb_agg(k), '[]') FROM jsonb_object_keys(p.says) k WHERE p.says -> k IS DISTINCT FROM s.says -> k)
             FROM ({}) p FULL JOIN ({}) s ON s.case_id = p.case_id AND s.key = p.key WHERE p.says IS DISTINCT FROM s.says ORDER BY 2 LIMIT 100",
            side("public"),
            side("pg_temp")
        )
    }
}

/// Files that are not as an event tells: their ids, and names as told.
pub async fn differing_files(db: &mut PgConnection) -> sqlx::Result<Vec<(Uuid, String)>> {
    let rows = sqlx::query_as(
        "SELECT s.id, s.name FROM pg_temp.files s LEFT JOIN public.files p ON p.id = s.id WHERE to_jsonb(p) IS DISTINCT FROM to_jsonb(s) ORDER BY s.id",
    );
    rows.fetch_all(db).await
}
