//! What is gathered while a case is verified: evidence and hearings (A8.2).

use sqlx::PgConnection;

use super::Entry;
use crate::domain::evidence::Evidence;
use crate::domain::hearing::Hearing;
use crate::domain::ids::{EvidenceId, HearingId, PartyId};

pub(super) async fn evidence(
    db: &mut PgConnection,
    entry: Entry,
    id: EvidenceId,
    by_party: Option<PartyId>,
    it: &Evidence,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        INSERT INTO evidence (id, case_id, no, name, kind, source, proves, condition, party_id, taken_on, file_id, by_party, by_user, at)
        VALUES ($1, $2, 1 + coalesce((SELECT max(no) FROM evidence WHERE case_id = $2), 0), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        "#,
        id.0,
        entry.case.0,
        it.name,
        it.kind.code(),
        it.source,
        it.proves,
        it.condition.map(|condition| condition.code()),
        it.party.map(|party| party.0),
        it.taken_on,
        it.file.0,
        by_party.map(|party| party.0),
        entry.actor.0,
        entry.at,
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn heard(
    db: &mut PgConnection,
    entry: Entry,
    id: HearingId,
    by_party: bool,
    it: &Hearing,
) -> sqlx::Result<()> {
    let officers: Vec<_> = it.officers.iter().map(|user| user.0).collect();
    sqlx::query!(
        r#"
        INSERT INTO hearings (id, case_id, party_id, round, kind, text, held_on, officers, absent, file_id, by_party, by_user, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        "#,
        id.0,
        entry.case.0,
        it.party.0,
        entry.round,
        it.kind.code(),
        it.text,
        it.held_on,
        &officers,
        it.absent,
        it.file.map(|file| file.0),
        by_party,
        entry.actor.0,
        entry.at,
    )
    .execute(db)
    .await?;
    Ok(())
}
