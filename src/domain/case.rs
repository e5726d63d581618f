//! A case (案件) as the rules see it: everything they need to decide, and nothing else. It is loaded whole, under
//! the lock of its row, before a step is ruled on. Files and history are not part of it.

use time::{Date, OffsetDateTime};

use crate::domain::act::Act;
use crate::domain::calendar::WorkCalendar;
use crate::domain::clarification::Clarified;
use crate::domain::correction::{Correction, CorrectionReport, CorrectionVerdict};
use crate::domain::dates::shanghai_day;
use crate::domain::document::DocumentKind;
use crate::domain::filing::Accountability;
use crate::domain::ids::{CaseId, CorrectionId, DeadlineId, DocumentId, PartyId, UserId};
use crate::domain::status::Status;

mod body;
mod clock;
mod party;
mod record;

pub use body::{Addressee, Body, Staff};
pub use clock::Clock;
pub use party::{Authority, Filer, Party, PartyKind};
pub use record::{Determined, EvidenceNote, Heard, Issued, Objected, PartyAssessment};

/// A case with all that rules ask about.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Its number (案号), as 高新容〔2026〕16号.
    pub number: String,
    /// The matter (改革事项) in one line.
    pub title: String,
    /// The body that handles it.
    pub body: Body,
    /// Where it stands.
    pub status: Status,
    /// Where it stood before that; what *upheld* leads back to.
    pub before: Option<Status>,
    /// The round (轮次): 1, and one more after each set-aside.
    pub round: i16,
    /// Moves with status, parties, findings, assignment and deadlines. What a form was filled in against.
    pub version: i32,
    /// When the written application reached the body (UTC).
    pub received_at: OffsetDateTime,
    /// Who filed it.
    pub filer: Filer,
    /// The accountability matter that the application answers; `None` where the application is missing.
    pub accountability: Option<Accountability>,
    /// The parties (当事单位和个人), in the order of the filing.
    pub parties: Vec<Party>,
    /// The officers (经办人) assigned in the present round.
    pub officers: Vec<UserId>,
    /// Everybody who ever drafted, approved or was assigned in this case.
    pub took_part: Vec<UserId>,
    /// The people of the body, who may be assigned or asked to approve.
    pub staff: Vec<Staff>,
    /// What was said by or recorded of the parties.
    pub hearings: Vec<Heard>,
    /// The evidence, in order of its number.
    pub evidence: Vec<EvidenceNote>,
    /// Acts (行为) under way: drafted, waiting or returned.
    pub acts: Vec<Act>,
    /// The findings of the present round's approved report; empty before it.
    pub assessments: Vec<PartyAssessment>,
    /// Whether the present round has an approved preliminary opinion (初步意见).
    pub opined: bool,
    /// The determinations that stand, one for each party at most.
    pub determinations: Vec<Determined>,
    /// The documents issued so far.
    pub documents: Vec<Issued>,
    /// Whether the units concerned were notified (通报), or that none is concerned was recorded, in this round.
    pub notified: bool,
    /// The objections (异议), open and decided.
    pub objections: Vec<Objected>,
    /// The correction requirements (纠错要求) with their state.
    pub corrections: Vec<Correction>,
    /// The last report (整改报告) on each correction.
    pub correction_reports: Vec<CorrectionReport>,
    /// The last verdict (验收) on each correction.
    pub correction_verdicts: Vec<CorrectionVerdict>,
    /// Clarifications (澄清说明) made, or wished away in writing.
    pub clarifications: Vec<Clarified>,
    /// The deadlines with the events each follows from.
    pub deadlines: Vec<Clock>,
}

impl Case {
    /// The calendar that counts its working days.
    pub fn calendar(&self) -> &'static WorkCalendar {
        WorkCalendar::of(self.body.calendar)
    }

    /// The parties still taking part (本轮当事人): R1, R2, report, determination and closure speak of these.
    pub fn taking_part(&self) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(|party| party.round == self.round)
    }

    /// The party of that id.
    pub fn party(&self, id: PartyId) -> Option<&Party> {
        self.parties.iter().find(|party| party.id == id)
    }

    /// The clock of that id.
    pub fn clock(&self, id: DeadlineId) -> Option<&Clock> {
        self.deadlines.iter().find(|clock| clock.id == id)
    }

    /// The document of that id.
    pub fn document(&self, id: DocumentId) -> Option<&Issued> {
        self.documents.iter().find(|it| it.id == id)
    }

    /// Whom a document is addressed to: a party, or who filed the case.
    pub fn addressee_of(&self, document: &Issued) -> &str {
        let party = document.party.and_then(|id| self.party(id));
        party.map_or(&self.filer.name, |it| &it.name)
    }

    /// The last report on a correction.
    pub fn report_on(&self, correction: CorrectionId) -> Option<&CorrectionReport> {
        self.correction_reports
            .iter()
            .find(|it| it.correction == correction)
    }

    /// The determination that stands for a party.
    pub fn determination_of(&self, party: PartyId) -> Option<&Determined> {
        self.determinations.iter().find(|it| it.party == party)
    }

    /// The day of the initiation (启动): that of its last notices. `None` before it.
    pub fn initiated_on(&self) -> Option<Date> {
        let notices = self
            .documents
            .iter()
            .filter(|it| it.kind == DocumentKind::InitiationNotice);
        notices.map(|it| shanghai_day(it.issued_at)).max()
    }

    /// The day on which the last party still taking part was determined; `None` while none is.
    pub fn all_determined_on(&self) -> Option<Date> {
        self.taking_part()
            .filter_map(|it| self.determined_on(it.id))
            .max()
    }

    /// The day of the determination that stands for a party: that of its document.
    pub fn determined_on(&self, party: PartyId) -> Option<Date> {
        let written = self.determination_of(party)?.document;
        Some(shanghai_day(self.document(written)?.issued_at))
    }

    /// What the approved report finds about a party.
    pub fn assessment_of(&self, party: PartyId) -> Option<&PartyAssessment> {
        self.assessments.iter().find(|it| it.party == party)
    }

    /// The name of one of the body's people.
    pub fn staff_name(&self, user: UserId) -> &str {
        self.staff
            .iter()
            .find(|person| person.user == user)
            .map_or("", |person| person.name.as_str())
    }

    /// Whether a party was heard in the present round, or need not be (R2).
    pub fn heard(&self, party: PartyId) -> bool {
        self.hearings
            .iter()
            .any(|it| it.party == party && it.round == self.round)
    }
}
