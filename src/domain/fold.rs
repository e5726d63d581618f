//! What a case is after a ruling: the fold of facts. The status, the turn and every register must equal it; the random
//! walks of the tests and `rongcuo audit verify` hold them to that.

use crate::domain::case::{Case, Clock, Determined, Issued};
use crate::domain::deadline::Cause;
use crate::domain::fact::Fact;
use crate::domain::ruling::{ClockMove, Ruling};

impl Case {
    /// The case as the ruling leaves it. `documents` are the numbers given to the ruling's documents, in order.
    pub fn after(mut self, ruling: &Ruling, numbers: &[String], at: time::OffsetDateTime) -> Self {
        for (draft, number) in ruling.documents.iter().zip(numbers) {
            let (id, kind, number, party) = (draft.id, draft.kind, number.clone(), draft.party);
            let issuer = draft.issuer;
            self.documents.push(Issued {
                id,
                kind,
                number,
                issuer,
                party,
                issued_at: at,
                served_on: None,
                proof: None,
            });
        }
        for fact in &ruling.facts {
            self.happened(fact);
        }
        for movement in &ruling.clocks {
            self.ticks(movement);
        }
        if let Some(to) = ruling.to {
            self.before = Some(self.status);
            self.status = to;
        }
        self
    }

    /// One line for each fact; what it amounts to, its institution says.
    #[rustfmt::skip]
    fn happened(&mut self, fact: &Fact) {
        let round = self.round;
        match fact {
            Fact::Filed { parties } => self.parties.clone_from(parties),
            Fact::Assigned { officers } => self.assign(officers),
            Fact::Replaced { out, by, .. } => self.replace(*out, *by),
            Fact::Linked { party, user, unit, electronic, .. } => self.link(*party, (*user, *unit), *electronic),
            Fact::EvidenceTaken { id, evidence, .. } => self.gather(*id, evidence),
            Fact::Heard { hearing, .. } => self.hearings.push(hearing.noted(round)),
            Fact::Found { party, findings, fits, .. } => self.find(*party, findings, fits),
            Fact::Opined { .. } => self.opined = true,
            Fact::Determined { id, party, outcome, lenience, document, .. } => self.determinations.push(Determined {
                id: *id, party: *party, round, outcome: *outcome, lenience: *lenience, document: *document,
            }),
            Fact::CorrectionRequired { correction } => self.corrections.push(correction.clone()),
            Fact::Served { service, on } => self.served(service, *on),
            Fact::Notified { .. } => self.notified = true,
            Fact::Objected { id, determination, objection } => self.objections.push(objection.raised(*id, *determination)),
            Fact::ObjectionDecided { decision, on, .. } => self.objection_decided(decision.objection, *on),
            Fact::CorrectionReported { report } => self.correction_reported(report),
            Fact::CorrectionJudged { verdict } => self.correction_judged(verdict),
            Fact::Clarified { clarification } => self.clarifications.push(clarification.noted()),
            Fact::ClarificationWaived { waiver } => self.clarifications.push(waiver.noted()),
            Fact::Reasoned { .. } => {}
        }
    }

    fn ticks(&mut self, movement: &ClockMove) {
        match &movement.cause {
            Cause::Started { .. } => self.deadlines.push(Clock {
                id: movement.id,
                kind: movement.kind,
                subject: movement.subject,
                causes: vec![movement.cause.clone()],
            }),
            cause => {
                for clock in self.deadlines.iter_mut().filter(|clock| clock.id == movement.id) {
                    clock.causes.push(cause.clone());
                }
            }
        }
    }
}

impl Fact {
    /// Whether the fact moves the case's version: parties, findings and assignment do; a new piece of evidence, a
    /// statement or a service does not throw anybody off their page. Status and deadlines move it too.
    pub fn moves_version(&self) -> bool {
        match self {
            Self::EvidenceTaken { .. } | Self::Heard { .. } | Self::Served { .. } | Self::Notified { .. } => {
                false
            }
            Self::CorrectionReported { .. } | Self::ClarificationWaived { .. } => false,
            Self::Filed { .. }
            | Self::Assigned { .. }
            | Self::Replaced { .. }
            | Self::Linked { .. }
            | Self::Found { .. }
            | Self::Opined { .. }
            | Self::Determined { .. }
            | Self::CorrectionRequired { .. }
            | Self::Objected { .. }
            | Self::ObjectionDecided { .. }
            | Self::CorrectionJudged { .. }
            | Self::Clarified { .. }
            | Self::Reasoned { .. } => true,
        }
    }
}
