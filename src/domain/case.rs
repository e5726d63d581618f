//! A case (案件) as the rules see it: the fold of its events (`fold.rs`), with the configuration and the people it stands in.
//! It is loaded whole, under the lock of its row, before a step is ruled on.

use std::sync::Arc;

use time::{Date, OffsetDateTime};

use crate::domain::act::Act;
use crate::domain::calendar::WorkCalendar;
use crate::domain::clarification::{Clarification, ClarificationWaiver};
use crate::domain::correction::{Correction, CorrectionReport, CorrectionVerdict};
use crate::domain::determination::Determined;
use crate::domain::document::DocumentKind;
use crate::domain::event::Event;
use crate::domain::evidence::EvidenceTaken;
use crate::domain::filing::Accountability;
use crate::domain::hearing::Heard;
use crate::domain::ids::{BodyId, CaseId, DeadlineId, DocumentId, FileId, PartyId, UnitId, UserId};
use crate::domain::notice::Notice;
use crate::domain::objection::Raised;
use crate::domain::recorded::Recorded;
use crate::domain::referral::{OrganReturn, Referral};
use crate::domain::report::Opinion;
use crate::domain::round::RoundBegan;
use crate::domain::status::Status;

mod body;
mod clock;
mod party;
mod record;

pub use body::{Addressee, Body, Person, Staff};
pub use clock::Clock;
pub use party::{Authority, Filer, Party, PartyKind};
pub use record::{CaseFile, Issued, PartyAssessment};

/// A case.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    pub id: CaseId,
    /// The body (管理机构) that handles it.
    pub body: Body,
    /// The bodies that its objections are or may be addressed to.
    pub addressees: Vec<Addressee>,
    /// The people of the body, who may be assigned or asked to approve.
    pub staff: Vec<Staff>,
    /// Everybody whom the case names.
    pub people: Vec<Person>,
    /// Acts (行为) under way: drafted, waiting or returned.
    pub acts: Vec<Act>,
    /// Everybody who ever drafted or returned an act of the body in the case, whatever became of it.
    pub drafters: Vec<UserId>,
    /// 案号, as it is quoted.
    pub number: String,
    /// The matter (改革事项) in one line.
    pub title: String,
    pub filer: Filer,
    /// The accountability matter that the application answers.
    pub accountability: Accountability,
    /// When the application was received (UTC); the initiation clock runs from that day.
    pub received_at: OffsetDateTime,
    /// The last event.
    pub seq: i32,
    pub status: Status,
    /// The status before the present one.
    pub before: Option<Status>,
    /// The present round, from 1.
    pub round: i16,
    /// What a form was filled in against: moves with status, parties, findings, assignment and deadlines.
    pub version: i32,
    pub rounds: Vec<Recorded<RoundBegan>>,
    /// 当事单位和个人, in the order of the filing.
    pub parties: Vec<Party>,
    /// The officers (经办人) of the present round.
    pub officers: Vec<UserId>,
    /// Everybody who ever was an officer of the case, in whichever round.
    pub investigators: Vec<UserId>,
    /// Everybody who drafted, approved or took a step at the body's desk, parties among them.
    pub acted: Vec<UserId>,
    pub hearings: Vec<Recorded<Heard>>,
    /// In the order of their numbers.
    pub evidence: Vec<Recorded<EvidenceTaken>>,
    /// What the approved reports find, of every round.
    pub assessments: Vec<Recorded<PartyAssessment>>,
    pub opinions: Vec<Recorded<Opinion>>,
    /// To organs elsewhere, of every round; what came back from them.
    pub referrals: Vec<Recorded<Referral>>,
    pub organ_returns: Vec<Recorded<OrganReturn>>,
    /// Of every round; `standing` has those that stand.
    pub determinations: Vec<Recorded<Determined>>,
    pub documents: Vec<Issued>,
    pub files: Vec<CaseFile>,
    pub notices: Vec<Recorded<Notice>>,
    pub objections: Vec<Raised>,
    pub corrections: Vec<Correction>,
    pub correction_reports: Vec<Recorded<CorrectionReport>>,
    pub correction_verdicts: Vec<Recorded<CorrectionVerdict>>,
    pub clarifications: Vec<Recorded<Clarification>>,
    pub clarification_waivers: Vec<Recorded<ClarificationWaiver>>,
    pub deadlines: Vec<Clock>,
    /// Its events, the oldest first.
    pub history: Vec<Arc<Event>>,
}

/// What a case stands in and does not follow from its events: configuration, people and acts under way. The fields are those
/// of `Case`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surroundings {
    pub body: Body,
    pub addressees: Vec<Addressee>,
    pub staff: Vec<Staff>,
    pub people: Vec<Person>,
    pub acts: Vec<Act>,
    pub drafters: Vec<UserId>,
}

impl Case {
    /// The same events in other surroundings.
    pub fn within(self, around: Surroundings) -> Self {
        let Surroundings {
            body,
            addressees,
            staff,
            people,
            acts,
            drafters,
        } = around;
        Self {
            body,
            addressees,
            staff,
            people,
            acts,
            drafters,
            ..self
        }
    }

    /// What happened after a version of the case, the newest first.
    pub fn since(&self, version: i32) -> Vec<Arc<Event>> {
        let newest = self.history.iter().rev();
        newest.take_while(|it| it.version > version).cloned().collect()
    }

    /// The calendar that counts its working days.
    pub fn calendar(&self) -> &'static WorkCalendar {
        WorkCalendar::of(self.body.calendar)
    }

    pub fn party(&self, id: PartyId) -> Option<&Party> {
        self.parties.iter().find(|party| party.id == id)
    }

    /// A party's name; empty of who is none.
    pub fn party_name(&self, id: PartyId) -> &str {
        self.party(id).map_or("", |party| &party.name)
    }

    /// A deadline with its history, running or over.
    pub fn clock(&self, id: DeadlineId) -> Option<&Clock> {
        self.deadlines.iter().find(|clock| clock.id == id)
    }

    /// A document that was issued on the case, served or not.
    pub fn document(&self, id: DocumentId) -> Option<&Issued> {
        self.documents.iter().find(|it| it.id == id)
    }

    /// A kept file that a fact of the case names: no other is a file of the case.
    pub fn file(&self, id: FileId) -> Option<&CaseFile> {
        self.files.iter().find(|it| it.file.id == id)
    }

    /// Whom a document is addressed to: a party, who filed the case, or the organ that it was referred to.
    pub fn recipient_of(&self, document: &Issued) -> &str {
        let with_it = |it: &&Recorded<Referral>| it.entry.seq == document.document.entry.seq;
        if document.kind.is_for_an_organ()
            && let Some(referral) = self.referrals.iter().find(with_it)
        {
            return &referral.organ;
        }
        let party = document.party.and_then(|id| self.party(id));
        party.map_or(&self.filer.name, |it| &it.name)
    }

    /// The body that an objection is addressed to.
    pub fn addressee(&self, id: BodyId) -> Option<&Addressee> {
        self.addressees.iter().find(|it| it.id == id)
    }

    pub fn addressee_name(&self, id: BodyId) -> &str {
        self.addressee(id).map_or("", |it| &it.name)
    }

    /// The name of somebody whom the case names.
    pub fn name_of(&self, user: UserId) -> &str {
        let mut people = self.people.iter();
        people.find(|it| it.user == user).map_or("", |it| &it.name)
    }

    /// The unit of somebody whom the case names.
    pub fn unit_of(&self, user: UserId) -> Option<UnitId> {
        self.people.iter().find(|it| it.user == user)?.unit
    }

    /// Whether somebody ever worked on the case for the body (R5).
    pub fn acted_in(&self, user: UserId) -> bool {
        self.investigated(user) || self.acted.contains(&user) || self.drafters.contains(&user)
    }

    /// Whether somebody is or was an officer of the case: who investigated never approves (R5).
    pub fn investigated(&self, user: UserId) -> bool {
        self.investigators.contains(&user)
    }

    /// The day of the initiation (启动): that of its last notices. `None` before it.
    pub fn initiated_on(&self) -> Option<Date> {
        let mut notices = self.documents.iter();
        let notice = notices.rfind(|it| it.kind == DocumentKind::InitiationNotice)?;
        Some(notice.issued_on())
    }

    /// The day on which the last party still taking part was determined; `None` while none is.
    pub fn all_determined_on(&self) -> Option<Date> {
        self.taking_part()
            .filter_map(|it| self.determined_on(it.id))
            .max()
    }

    /// The day of the determination that stands for a party.
    pub fn determined_on(&self, party: PartyId) -> Option<Date> {
        Some(self.determination_of(party)?.entry.on())
    }

    /// What the approved report finds about a party, in the last round in which it takes part.
    pub fn assessment_of(&self, party: PartyId) -> Option<&PartyAssessment> {
        self.assessment_in(party, self.round_of(party))
    }

    /// What the approved report of a round finds about a party.
    pub fn assessment_in(&self, party: PartyId, round: i16) -> Option<&PartyAssessment> {
        let mut about = self.assessments.iter();
        let found = about.rfind(|it| it.party == party && it.entry.round == round);
        found.map(|it| &it.it)
    }

    /// What the last report found on who holds 干部管理权限 over a party; before it there is the applicant's word alone.
    pub fn authority_found(&self, party: PartyId) -> Option<&PartyAssessment> {
        let last = self.assessments.iter().rfind(|it| it.party == party);
        last.map(|it| &it.it)
    }

    /// Whether the present round has an approved preliminary opinion (初步意见).
    pub fn opined(&self) -> bool {
        self.opinions.iter().any(|it| it.entry.round == self.round)
    }

    /// Whether a party was heard in the present round, or need not be (R2).
    pub fn heard(&self, party: PartyId) -> bool {
        let mut hearings = self.hearings.iter();
        hearings.any(|it| it.party == party && it.entry.round == self.round)
    }
}
