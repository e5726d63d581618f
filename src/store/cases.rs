//! A whole case in one statement: what rules ask about, and nothing else.

use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;

use crate::domain::act::Act;
use crate::domain::case::{
    Body, Case, Clock, Determined, EvidenceNote, Filer, Heard, Issued, Objected, Party, PartyAssessment,
    Staff,
};
use crate::domain::clarification::Clarified;
use crate::domain::correction::{Correction, CorrectionReport, CorrectionVerdict};
use crate::domain::filing::Accountability;
use crate::domain::ids::{CaseId, UserId};
use crate::domain::status::Status;

struct Row {
    id: CaseId,
    number: String,
    title: String,
    status: Status,
    before: Option<Status>,
    round: i16,
    version: i32,
    received_at: OffsetDateTime,
    filer: Json<Filer>,
    accountability: Option<Json<Accountability>>,
    body: Json<Body>,
    parties: Json<Vec<Party>>,
    officers: Json<Vec<UserId>>,
    took_part: Json<Vec<UserId>>,
    staff: Json<Vec<Staff>>,
    hearings: Json<Vec<Heard>>,
    evidence: Json<Vec<EvidenceNote>>,
    acts: Json<Vec<Act>>,
    assessments: Json<Vec<PartyAssessment>>,
    opined: bool,
    determinations: Json<Vec<Determined>>,
    documents: Json<Vec<Issued>>,
    notified: bool,
    objections: Json<Vec<Objected>>,
    corrections: Json<Vec<Correction>>,
    correction_reports: Json<Vec<CorrectionReport>>,
    correction_verdicts: Json<Vec<CorrectionVerdict>>,
    clarifications: Json<Vec<Clarified>>,
    deadlines: Json<Vec<Clock>>,
}

/// Locks the row of a case until the transaction ends, so that of two steps at once one waits for the other.
pub async fn lock(db: &mut PgConnection, id: CaseId) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!("SELECT id FROM cases WHERE id = $1 FOR UPDATE", id.0);
    Ok(found.fetch_optional(db).await?.is_some())
}

/// The case with all that rules need; `None` when there is none of that id. Every part is found by an index on `case_id`.
pub async fn load(db: &mut PgConnection, id: CaseId) -> sqlx::Result<Option<Case>> {
    let row = sqlx::query_file_as!(Row, "src/store/case.sql", id.0)
        .fetch_optional(db)
        .await?;
    Ok(row.map(Row::case))
}

impl Row {
    fn case(mut self) -> Case {
        for assessment in &mut self.assessments.0 {
            assessment.in_the_order_of_the_law();
        }
        Case {
            id: self.id,
            number: self.number,
            title: self.title,
            body: self.body.0,
            status: self.status,
            before: self.before,
            round: self.round,
            version: self.version,
            received_at: self.received_at,
            filer: self.filer.0,
            accountability: self.accountability.map(|it| it.0),
            parties: self.parties.0,
            officers: self.officers.0,
            took_part: self.took_part.0,
            staff: self.staff.0,
            hearings: self.hearings.0,
            evidence: self.evidence.0,
            acts: self.acts.0,
            assessments: self.assessments.0,
            opined: self.opined,
            determinations: self.determinations.0,
            documents: self.documents.0,
            notified: self.notified,
            objections: self.objections.0,
            corrections: self.corrections.0,
            correction_reports: self.correction_reports.0,
            correction_verdicts: self.correction_verdicts.0,
            clarifications: self.clarifications.0,
            deadlines: self.deadlines.0,
        }
    }
}
