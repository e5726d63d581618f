//! From facts to rows: the tables that pages and rules read are written here, from what an event says, and nowhere else.
//! What a fact has many of goes over in one statement, in the JSON that the event keeps: the case is locked meanwhile.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::domain::fact::Fact;
use crate::domain::ids::{ActId, CaseId, UserId};

mod after;
mod findings;
mod people;
mod verification;

/// In which event a fact stands.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The case.
    pub case: CaseId,
    /// Its round.
    pub round: i16,
    /// The act that was approved.
    pub act: Option<ActId>,
    /// Who took or approved the step.
    pub actor: UserId,
    /// When (UTC).
    pub at: OffsetDateTime,
}

/// Writes the rows that a fact amounts to.
pub async fn record(db: &mut PgConnection, entry: Entry, fact: &Fact) -> sqlx::Result<()> {
    match fact {
        Fact::Filed { parties } => people::filed(db, entry, parties).await,
        Fact::Assigned { officers } => people::assigned(db, entry, officers).await,
        Fact::Replaced { out, by, .. } => people::replaced(db, entry, *out, *by).await,
        Fact::Linked {
            party,
            user,
            unit,
            electronic,
            ..
        } => people::linked(db, entry, *party, (*user, *unit), *electronic).await,
        Fact::EvidenceTaken {
            id,
            by_party,
            evidence,
        } => verification::evidence(db, entry, *id, *by_party, evidence).await,
        Fact::Heard {
            id,
            by_party,
            hearing,
        } => verification::heard(db, entry, *id, *by_party, hearing).await,
        Fact::Found {
            report,
            party,
            findings,
            fits,
        } => findings::found(db, entry, *report, *party, (findings, fits)).await,
        Fact::Opined { report, tolerate } => findings::opined(db, *report, tolerate).await,
        Fact::Determined {
            id,
            party,
            outcome,
            lenience,
            provision,
            document,
        } => {
            let chosen = (*lenience, provision.as_deref());
            findings::determined(db, entry, (*id, *party, *document), *outcome, chosen).await
        }
        Fact::CorrectionRequired { correction } => after::required(db, entry, correction).await,
        Fact::Served { service, on } => after::served(db, entry, service, *on).await,
        Fact::Notified { notice } => after::notified(db, entry, notice).await,
        Fact::Objected {
            id,
            determination,
            objection,
        } => after::objected(db, entry, *id, *determination, objection).await,
        Fact::ObjectionDecided { decision, on, .. } => {
            after::objection_decided(db, entry, decision, *on).await
        }
        Fact::CorrectionReported { report } => after::correction_reported(db, entry, report).await,
        Fact::CorrectionJudged { verdict } => after::correction_judged(db, entry, verdict).await,
        Fact::Clarified { clarification } => after::clarified(db, entry, clarification).await,
        Fact::ClarificationWaived { waiver } => after::clarification_waived(db, entry, waiver).await,
        Fact::Reasoned { .. } => Ok(()),
    }
}
