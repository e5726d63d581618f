//! The record of a case (案卷) as pages list it, whole as rules see it: evidence and hearings with their texts and files.

use sqlx::PgConnection;
use time::Date;

use crate::domain::evidence::EvidenceKind;
use crate::domain::hearing::HearingKind;
use crate::domain::ids::{CaseId, FileId, PartyId, UnitId, UserId};
use crate::domain::regulation::Condition;

/// A piece of evidence as it is listed.
pub struct EvidenceRow {
    /// Its number in the case.
    pub no: i32,
    /// What it is called.
    pub name: String,
    /// Its kind.
    pub kind: EvidenceKind,
    /// Where it comes from.
    pub source: String,
    /// What it proves.
    pub proves: String,
    /// For which condition; `None`: for the case as a whole.
    pub condition: Option<Condition>,
    /// The party it speaks of; `None` for all.
    pub party_id: Option<PartyId>,
    /// The party that handed it in; `None`: an officer took it, or who filed without being a party handed it in.
    pub by_party: Option<PartyId>,
    /// Who did.
    pub by_user: UserId,
    /// That person's unit.
    pub by_unit: Option<UnitId>,
    /// That person's name.
    pub by_name: String,
    /// The day it was made or taken.
    pub taken_on: Date,
    /// The file.
    pub file_id: FileId,
    /// Bytes.
    pub size: i64,
    /// SHA-256, in hex.
    pub digest: String,
}

/// All evidence of a case, by number. Unique index on `(case_id, no)`.
pub async fn evidence(db: &mut PgConnection, case: CaseId) -> sqlx::Result<Vec<EvidenceRow>> {
    sqlx::query_as!(
        EvidenceRow,
        r#"
        SELECT v.no, v.name, v.kind AS "kind: EvidenceKind", v.source, v.proves, v.condition AS "condition: Condition",
               v.party_id AS "party_id: PartyId", v.by_party AS "by_party: PartyId", v.by_user, u.unit_id AS "by_unit: UnitId",
               u.name AS by_name, v.taken_on, v.file_id, f.size, encode(f.sha256, 'hex') AS "digest!"
        FROM evidence v JOIN files f ON f.id = v.file_id JOIN users u ON u.id = v.by_user
        WHERE v.case_id = $1 ORDER BY v.no
        "#,
        case.0
    )
    .fetch_all(db)
    .await
}

/// A hearing as it is listed.
pub struct HearingRow {
    /// Of whom.
    pub party_id: PartyId,
    /// Statement, waiver or unreachable.
    pub kind: HearingKind,
    /// What was said.
    pub text: String,
    /// The day.
    pub held_on: Date,
    /// The officers present; `None` where the party wrote it itself.
    pub present: Option<String>,
    /// Who did not come and why.
    pub absent: String,
    /// A scan, or the proof.
    pub file_id: Option<FileId>,
    /// Whether the party wrote it itself.
    pub by_party: bool,
    /// Who wrote it down.
    pub by_name: String,
}

/// All hearings of a case, oldest first. Index `hearings_case`.
pub async fn hearings(db: &mut PgConnection, case: CaseId) -> sqlx::Result<Vec<HearingRow>> {
    sqlx::query_as!(
        HearingRow,
        r#"
        SELECT h.party_id, h.kind AS "kind: HearingKind", h.text, h.held_on, h.absent, h.file_id AS "file_id: FileId", h.by_party, u.name AS by_name,
               (SELECT string_agg(o.name, '、' ORDER BY o.username) FROM users o WHERE o.id = ANY(h.officers)) AS present
        FROM hearings h JOIN users u ON u.id = h.by_user
        WHERE h.case_id = $1 ORDER BY h.at
        "#,
        case.0
    )
    .fetch_all(db)
    .await
}
