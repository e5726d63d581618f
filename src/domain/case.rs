//! A case (案件) as the rules see it: everything they need to decide, and nothing else. It is loaded whole, under
//! the lock of its row, before a step is ruled on. Files and history are not part of it.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::domain::act::Act;
use crate::domain::assessment::{Finding, Fit};
use crate::domain::calendar::WorkCalendar;
use crate::domain::clarification::Clarified;
use crate::domain::coded::coded;
use crate::domain::correction::{Correction, CorrectionReport};
use crate::domain::dates::shanghai_day;
use crate::domain::deadline::{Cause, DeadlineKind};
use crate::domain::determination::{Lenience, Outcome};
use crate::domain::document::DocumentKind;
use crate::domain::hearing::HearingKind;
use crate::domain::ids::{
    BodyId, CaseId, DeadlineId, DeterminationId, DocumentId, EvidenceId, FileId, ObjectionId, PartyId,
    UnitId, UserId,
};
use crate::domain::regulation::Condition;
use crate::domain::status::Status;

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
    /// Clarifications (澄清说明) made, or wished away in writing.
    pub clarifications: Vec<Clarified>,
    /// The deadlines with the events each follows from.
    pub deadlines: Vec<Clock>,
}

/// A management body (管理机构) with the routes that lead on from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Its id.
    pub id: BodyId,
    /// Its full name, as documents use it.
    pub name: String,
    /// Its short name, as lists use it.
    pub short_name: String,
    /// Its word (机关代字) in document numbers.
    pub number_word: String,
    /// Which calendar counts its working days.
    pub calendar: String,
    /// The superior body (上级管理机构), only where it is confirmed and is not the Office.
    pub superior: Option<Addressee>,
    /// The Office (工作办公室); `None` where this body is the Office itself.
    pub office: Option<Addressee>,
}

/// Where an objection may go (A8.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    /// Its id.
    pub id: BodyId,
    /// Its full name.
    pub name: String,
}

impl Body {
    /// A8.4: the superior body or the Office. Empty for the Office's own determinations: the text knows no route.
    pub fn objection_routes(&self) -> Vec<&Addressee> {
        self.superior.iter().chain(self.office.iter()).collect()
    }
}

/// Who filed the application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filer {
    /// The person who pressed the button.
    pub user: UserId,
    /// The unit filed for; `None` for an individual.
    pub unit: Option<UnitId>,
    /// The name shown: the unit's, or the person's.
    pub name: String,
}

impl Filer {
    /// Whether somebody belongs to the filer's side: the person itself, or another of the unit it filed for.
    pub fn includes(&self, user: UserId, unit: Option<UnitId>) -> bool {
        self.user == user || (self.unit.is_some() && self.unit == unit)
    }
}

coded! {
    /// Whether a party is a unit or a person.
    PartyKind {
        /// 当事单位: a unit under the body's management (A3 管理单位).
        Unit = "unit", "单位";
        /// 当事人: one of its public officials (A3 公职人员).
        Individual = "individual", "个人";
    }
}

/// Who holds 干部管理权限 over a party (A9.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// The body that handles the case.
    Body,
    /// Another organ, by name: this body then chooses no form of lenience for the party.
    Organ(String),
}

/// A unit or person who may be held accountable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Its id.
    pub id: PartyId,
    /// Its place in the case, from 1.
    pub no: i16,
    /// Unit or person.
    pub kind: PartyKind,
    /// Its name.
    pub name: String,
    /// A person's post (职务) with its unit, or what the unit is.
    pub position: String,
    /// Who holds 干部管理权限 over it.
    pub authority: Authority,
    /// The unit whose people act for it here.
    pub unit: Option<UnitId>,
    /// The account of the person.
    pub user: Option<UserId>,
    /// Whether it agreed to electronic service (电子送达).
    pub electronic: bool,
    /// The round in which its determination is made; it takes part while that is the case's round.
    pub round: i16,
}

impl Party {
    /// Whether somebody can act for it in this system.
    pub fn has_account(&self) -> bool {
        self.unit.is_some() || self.user.is_some()
    }
}

/// A person of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// Who.
    pub user: UserId,
    /// Name.
    pub name: String,
    /// May draft and investigate.
    pub officer: bool,
    /// May approve.
    pub approver: bool,
    /// May approve determinations.
    pub approves_determinations: bool,
}

/// A hearing (听取意见) as rules need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// Of whom.
    pub party: PartyId,
    /// Statement, waiver or proof of unreachability.
    pub kind: HearingKind,
    /// In which round.
    pub round: i16,
}

/// A piece of evidence as rules need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceNote {
    /// Its id.
    pub id: EvidenceId,
    /// Its number in the case, from 1.
    pub no: i32,
    /// What it is called.
    pub name: String,
    /// Which condition it bears on, if one.
    pub condition: Option<Condition>,
    /// Which party it speaks of; `None` for all.
    pub party: Option<PartyId>,
}

/// What the approved report finds about one party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyAssessment {
    /// About whom.
    pub party: PartyId,
    /// A finding for each of the six conditions.
    pub findings: Vec<Finding>,
    /// The circumstances that fit.
    pub fits: Vec<Fit>,
}

/// A determination (认定) that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Determined {
    /// Its id.
    pub id: DeterminationId,
    /// About whom.
    pub party: PartyId,
    /// In which round it was made.
    pub round: i16,
    /// What R1 led to.
    pub outcome: Outcome,
    /// The form of lenience; `None` where nothing is tolerated or another organ decides.
    pub lenience: Option<Lenience>,
    /// The document that says it.
    pub document: DocumentId,
}

/// A document (文书) as rules need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// Its id.
    pub id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// Its number (文号).
    pub number: String,
    /// Who issued it: the body, or the addressee of an objection its decision.
    pub issuer: BodyId,
    /// The party it is addressed to; `None` when it goes to the filer.
    pub party: Option<PartyId>,
    /// When it was issued (UTC).
    #[serde(with = "time::serde::rfc3339")]
    pub issued_at: OffsetDateTime,
    /// The day its service (送达) was complete.
    pub served_on: Option<Date>,
}

/// An objection (异议) as rules need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objected {
    /// Its id.
    pub id: ObjectionId,
    /// Who objects.
    pub party: PartyId,
    /// Against which determination.
    pub determination: DeterminationId,
    /// Who decides it.
    pub addressee: BodyId,
    /// Its name.
    pub addressee_name: String,
    /// Its word in document numbers.
    pub addressee_word: String,
    /// Which condition, fact or step is contested.
    #[serde(default)]
    pub contested: String,
    /// Why.
    #[serde(default)]
    pub grounds: String,
    /// New facts; may be empty.
    #[serde(default)]
    pub new_facts: String,
    /// New evidence.
    #[serde(default)]
    pub file: Option<FileId>,
    /// The day it was decided; `None` while it is open.
    pub decided_on: Option<Date>,
}

impl Objected {
    /// Whether it still waits for a decision.
    pub fn open(&self) -> bool {
        self.decided_on.is_none()
    }
}

/// A deadline with the events its present value follows from (R6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Its id.
    pub id: DeadlineId,
    /// Which period.
    pub kind: DeadlineKind,
    /// The objection, party or document it is about, where there can be several.
    pub subject: Option<uuid::Uuid>,
    /// What happened to it, in order.
    pub causes: Vec<Cause>,
}

impl Clock {
    /// Its Chinese name: a decision is fed back as a determination is, but has its own clock beside that.
    pub fn name(&self) -> &'static str {
        match (self.kind, self.subject) {
            (DeadlineKind::Feedback, Some(_)) => "异议处理结果反馈",
            (kind, _) => kind.name(),
        }
    }

    /// Whether it still runs or stands still, that is: was neither met nor cancelled.
    pub fn running(&self) -> bool {
        !self
            .causes
            .iter()
            .any(|cause| matches!(cause, Cause::Met { .. } | Cause::Cancelled { .. }))
    }
}

impl Case {
    /// The calendar that counts its working days; a name nobody knows counts as the national one.
    pub fn calendar(&self) -> &'static WorkCalendar {
        WorkCalendar::by_name(&self.body.calendar).unwrap_or_else(WorkCalendar::national)
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
        let document = self.documents.iter().find(|it| it.id == written)?;
        Some(shanghai_day(document.issued_at))
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
