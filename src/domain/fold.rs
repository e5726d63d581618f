//! What a case is after a ruling: the fold of facts. The status, the turn and every register must equal it; the random
//! walks of the tests and `rongcuo audit verify` hold them to that.

use time::Date;

use crate::domain::case::{Case, Clock, Determined, EvidenceNote, Heard, Issued, Objected, PartyAssessment};
use crate::domain::clarification::Clarified;
use crate::domain::correction::{Correction, CorrectionState};
use crate::domain::deadline::Cause;
use crate::domain::fact::Fact;
use crate::domain::ids::CorrectionId;
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

    fn happened(&mut self, fact: &Fact) {
        match fact {
            Fact::Filed { parties } => self.parties.clone_from(parties),
            Fact::Assigned { officers } => self.assign(officers),
            Fact::Replaced { out, by, .. } => {
                self.officers.retain(|user| user != out);
                self.assign(&[*by]);
            }
            Fact::Linked {
                party,
                user,
                unit,
                electronic,
                ..
            } => {
                for it in self.parties.iter_mut().filter(|it| it.id == *party) {
                    (it.user, it.unit, it.electronic) = (*user, *unit, *electronic);
                }
            }
            Fact::EvidenceTaken { id, evidence, .. } => {
                let no = i32::try_from(self.evidence.len() + 1).unwrap_or(i32::MAX);
                let (name, condition, party) = (evidence.name.clone(), evidence.condition, evidence.party);
                self.evidence.push(EvidenceNote {
                    id: *id,
                    no,
                    name,
                    condition,
                    party,
                });
            }
            Fact::Heard { hearing, .. } => {
                self.hearings.push(Heard {
                    party: hearing.party,
                    kind: hearing.kind,
                    round: self.round,
                });
            }
            Fact::Found {
                party,
                findings,
                fits,
                ..
            } => {
                let (findings, fits) = (findings.clone(), fits.clone());
                self.assessments.push(PartyAssessment {
                    party: *party,
                    findings,
                    fits,
                });
            }
            Fact::Opined { .. } => self.opined = true,
            Fact::Determined {
                id,
                party,
                outcome,
                lenience,
                document,
                ..
            } => self.determinations.push(Determined {
                id: *id,
                party: *party,
                round: self.round,
                outcome: *outcome,
                lenience: *lenience,
                document: *document,
            }),
            Fact::CorrectionRequired { correction } => self.corrections.push(correction.clone()),
            Fact::Served { service, on } => self.served(service.document, *on),
            Fact::Notified { .. } => self.notified = true,
            Fact::Objected {
                id,
                determination,
                objection,
            } => self.objections.push(Objected {
                id: *id,
                party: objection.party,
                determination: *determination,
                addressee: objection.addressee,
                addressee_name: String::new(),
                addressee_word: String::new(),
                contested: objection.contested.clone(),
                grounds: objection.grounds.clone(),
                new_facts: objection.new_facts.clone(),
                file: objection.file,
                decided_on: None,
            }),
            Fact::ObjectionDecided { decision, on, .. } => {
                for it in self
                    .objections
                    .iter_mut()
                    .filter(|it| it.id == decision.objection)
                {
                    it.decided_on = Some(*on);
                }
            }
            Fact::CorrectionReported { report } => {
                self.correction_reports
                    .retain(|it| it.correction != report.correction);
                self.correction_reports.push(report.clone());
                self.corrected(report.correction, CorrectionState::Reported);
            }
            Fact::CorrectionJudged { verdict } => {
                let state = if verdict.verified {
                    CorrectionState::Verified
                } else {
                    CorrectionState::Returned
                };
                self.corrected(verdict.correction, state);
            }
            Fact::Clarified { clarification } => {
                self.clarifications.push(Clarified {
                    party: clarification.party,
                    waived: false,
                });
            }
            Fact::ClarificationWaived { waiver } => {
                self.clarifications.push(Clarified {
                    party: waiver.party,
                    waived: true,
                });
            }
            Fact::Reasoned { .. } => {}
        }
    }

    fn assign(&mut self, officers: &[crate::domain::ids::UserId]) {
        self.officers.extend_from_slice(officers);
        self.took_part.extend_from_slice(officers);
    }

    fn served(&mut self, document: crate::domain::ids::DocumentId, on: Date) {
        for it in self.documents.iter_mut().filter(|it| it.id == document) {
            it.served_on = Some(on);
        }
    }

    fn corrected(&mut self, id: CorrectionId, state: CorrectionState) {
        let about = |it: &&mut Correction| it.id == id;
        for it in self.corrections.iter_mut().filter(about) {
            it.state = state;
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
