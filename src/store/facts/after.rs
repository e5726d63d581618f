//! What follows a determination: service and notice (A9.1), objections (A8.4), corrections (A12.3), clarifications (A11).

use sqlx::PgConnection;
use time::Date;

use super::Entry;
use crate::domain::clarification::{Clarification, ClarificationWaiver};
use crate::domain::correction::{
    Correction, CorrectionReport, CorrectionState, CorrectionVerdict, Responsible,
};
use crate::domain::ids::{CorrectionId, DeterminationId, ObjectionId};
use crate::domain::notice::Notice;
use crate::domain::objection::{Objection, ObjectionDecision};
use crate::domain::service::Service;

pub(super) async fn required(db: &mut PgConnection, entry: Entry, it: &Correction) -> sqlx::Result<()> {
    let (responsible, party, unit) = match &it.responsible {
        Responsible::Party(party) => ("party", Some(party.0), None),
        Responsible::Unit(name) => ("unit", None, Some(name.as_str())),
        Responsible::Body => ("body", None, None),
    };
    sqlx::query!(
        r#"
        INSERT INTO corrections (id, case_id, determination_id, what, responsible, party_id, unit_name, due_on, state)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        "#,
        it.id.0,
        entry.case.0,
        it.determination.0,
        it.what,
        responsible,
        party,
        unit,
        it.due,
        it.state.code(),
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn served(db: &mut PgConnection, entry: Entry, it: &Service, on: Date) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        INSERT INTO services (document_id, case_id, means, served_on, place, recipient, proof_id, by_user, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        "#,
        it.document.0,
        entry.case.0,
        it.means.code(),
        on,
        it.place,
        it.recipient,
        it.proof.map(|file| file.0),
        entry.actor.0,
        entry.at,
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn notified(db: &mut PgConnection, entry: Entry, it: &Notice) -> sqlx::Result<()> {
    let (units, text, on, why) = match it {
        Notice::Units { units, text, on } => (Some(units.as_str()), Some(text.as_str()), Some(*on), None),
        Notice::Nobody { why } => (None, None, None, Some(why.as_str())),
    };
    sqlx::query!(
        r#"
        INSERT INTO notices (case_id, round, units, text, notified_on, why_nobody, by_user, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        "#,
        entry.case.0,
        entry.round,
        units,
        text,
        on,
        why,
        entry.actor.0,
        entry.at,
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn objected(
    db: &mut PgConnection,
    entry: Entry,
    id: ObjectionId,
    determination: DeterminationId,
    it: &Objection,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        INSERT INTO objections (id, case_id, party_id, determination_id, addressee_id, contested, grounds, new_facts, file_id, by_user, received_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        "#,
        id.0,
        entry.case.0,
        it.party.0,
        determination.0,
        it.addressee.0,
        it.contested,
        it.grounds,
        it.new_facts,
        it.file.map(|file| file.0),
        entry.actor.0,
        entry.at,
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn objection_decided(
    db: &mut PgConnection,
    entry: Entry,
    it: &ObjectionDecision,
    on: Date,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        UPDATE objections SET decided_on = $3, result = $4, investigation = $5, reasons = $6, act_id = $7
        WHERE id = $1 AND case_id = $2
        "#,
        it.objection.0,
        entry.case.0,
        on,
        it.result.code(),
        it.investigation,
        it.reasons,
        entry.act.map(|act| act.0),
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn correction_reported(
    db: &mut PgConnection,
    entry: Entry,
    it: &CorrectionReport,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        INSERT INTO correction_reports (correction_id, no, causes, measures, done_on, file_id, by_user, at)
        VALUES ($1, 1 + coalesce((SELECT max(no) FROM correction_reports WHERE correction_id = $1), 0), $2, $3, $4, $5, $6, $7)
        "#,
        it.correction.0,
        it.causes,
        it.measures,
        it.done_on,
        it.file.map(|file| file.0),
        entry.actor.0,
        entry.at,
    )
    .execute(&mut *db)
    .await?;
    moved(db, entry, it.correction, CorrectionState::Reported).await
}

pub(super) async fn correction_judged(
    db: &mut PgConnection,
    entry: Entry,
    it: &CorrectionVerdict,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        INSERT INTO correction_verdicts (correction_id, no, verified, remark, by_user, at)
        SELECT $1, max(no), $2, $3, $4, $5 FROM correction_reports WHERE correction_id = $1
        "#,
        it.correction.0,
        it.verified,
        it.remark,
        entry.actor.0,
        entry.at,
    )
    .execute(&mut *db)
    .await?;
    let state = if it.verified {
        CorrectionState::Verified
    } else {
        CorrectionState::Returned
    };
    moved(db, entry, it.correction, state).await
}

async fn moved(
    db: &mut PgConnection,
    entry: Entry,
    correction: CorrectionId,
    state: CorrectionState,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE corrections SET state = $3 WHERE id = $1 AND case_id = $2",
        correction.0,
        entry.case.0,
        state.code(),
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn clarified(db: &mut PgConnection, entry: Entry, it: &Clarification) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        INSERT INTO clarifications (party_id, case_id, waived, made_by, form, audience, made_on, text, by_user, at)
        VALUES ($1, $2, false, $3, $4, $5, $6, $7, $8, $9)
        "#,
        it.party.0,
        entry.case.0,
        it.by,
        it.form.code(),
        it.audience,
        it.made_on,
        it.text,
        entry.actor.0,
        entry.at,
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn clarification_waived(
    db: &mut PgConnection,
    entry: Entry,
    it: &ClarificationWaiver,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        INSERT INTO clarifications (party_id, case_id, waived, made_on, text, file_id, by_user, at)
        VALUES ($1, $2, true, $3, $4, $5, $6, $7)
        "#,
        it.party.0,
        entry.case.0,
        it.stated_on,
        it.text,
        it.file.map(|file| file.0),
        entry.actor.0,
        entry.at,
    )
    .execute(db)
    .await?;
    Ok(())
}
