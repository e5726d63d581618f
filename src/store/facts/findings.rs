//! Report, opinion and determination (A8.2, A8.3, A9.1). The database reckons R1 once more from what is written here.

use sqlx::PgConnection;
use sqlx::types::Json;

use super::Entry;
use crate::domain::assessment::{Finding, Fit};
use crate::domain::determination::{Lenience, Outcome};
use crate::domain::ids::{DeterminationId, DocumentId, PartyId, ReportId};

pub(super) async fn found(
    db: &mut PgConnection,
    entry: Entry,
    report: ReportId,
    party: PartyId,
    (findings, fits): (&[Finding], &[Fit]),
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO reports (id, case_id, round, act_id, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING",
        report.0,
        entry.case.0,
        entry.round,
        entry.act.map(|act| act.0),
        entry.at,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"
        INSERT INTO findings (report_id, party_id, condition, met, parts, reason, evidence)
        SELECT $1, $2, * FROM jsonb_to_recordset($3) AS it (condition text, met boolean, parts jsonb, reason text, evidence uuid[])
        "#,
        report.0,
        party.0,
        Json(findings) as _,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"
        INSERT INTO fits (report_id, party_id, circumstance, reason, principles, others)
        SELECT $1, $2, circumstance, reason, seventh ->> 'principles', seventh ->> 'others'
        FROM jsonb_to_recordset($3) AS it (circumstance text, reason text, seventh jsonb)
        "#,
        report.0,
        party.0,
        Json(fits) as _,
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn opined(
    db: &mut PgConnection,
    report: ReportId,
    tolerate: &[(PartyId, bool)],
) -> sqlx::Result<()> {
    let (parties, views): (Vec<_>, Vec<_>) = tolerate.iter().map(|(party, view)| (party.0, *view)).unzip();
    sqlx::query!(
        "INSERT INTO opinions (report_id, party_id, tolerate) SELECT $1, * FROM unnest($2::uuid[], $3::boolean[])",
        report.0,
        &parties,
        &views,
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn determined(
    db: &mut PgConnection,
    entry: Entry,
    (id, party, document): (DeterminationId, PartyId, DocumentId),
    outcome: Outcome,
    (lenience, provision): (Option<Lenience>, Option<&str>),
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        INSERT INTO determinations (id, case_id, party_id, round, report_id, outcome, lenience, provision, document_id, act_id, at)
        SELECT $1, $2, $3, $4, r.id, $5, $6, $7, $8, $9, $10
        FROM reports r WHERE r.case_id = $2 AND r.round = $4
        ORDER BY r.at DESC LIMIT 1
        "#,
        id.0,
        entry.case.0,
        party.0,
        entry.round,
        outcome.code(),
        lenience.map(|form| form.code()),
        provision,
        document.0,
        entry.act.map(|act| act.0),
        entry.at,
    )
    .execute(db)
    .await?;
    Ok(())
}
