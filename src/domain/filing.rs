//! 申请 (A8.1): the written application. It says what happened, who may be held accountable for what, why all six conditions
//! are met and which circumstance fits. Filing it begins a case; until then nobody but the writer's unit sees it.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::actor::Actor;
use crate::domain::assessment::Part;
use crate::domain::blank::{Written, written};
use crate::domain::case::{Authority, Body, Party, PartyKind};
use crate::domain::coded::coded;
use crate::domain::document;
use crate::domain::evidence::{Evidence, EvidenceKind, EvidenceTaken};
use crate::domain::ids::{BodyId, EvidenceId, FileId, PartyId};
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis, Circumstance, Condition};
use crate::domain::round::RoundBegan;
use crate::domain::ruling::{Moment, Ruling};

/// How many parties one application may name.
pub const PARTIES_MAX: usize = 20;
/// How many files may come with it.
pub const FILES_MAX: usize = 50;
/// Whether so many more files find room beside those that are there.
///
/// # Errors
/// They do not.
pub fn files_fit(there: usize, more: usize) -> Result<(), Refusal> {
    match there.saturating_add(more) > FILES_MAX {
        true => Err(Refusal::TooManyFiles { most: FILES_MAX }),
        false => Ok(()),
    }
}

/// So many unfiled applications a person or its unit may have at once: all of them stand on one page.
pub const APPLICATIONS_MAX: u16 = 50;

/// An application as it is filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filing {
    /// Who applies, and how to reach them.
    pub applicant: Applicant,
    /// What happened.
    pub matter: Matter,
    /// The accountability matter it answers.
    pub accountability: Accountability,
    /// Who may be held accountable.
    pub parties: Vec<FiledParty>,
    /// Why each of the six conditions is met, in their order.
    pub conditions: Vec<ConditionArgued>,
    /// The circumstances claimed.
    pub circumstances: Vec<CircumstanceClaimed>,
    /// The competent body (受理机构).
    pub body: BodyId,
    /// The files, among them the signed scan if there is one.
    pub files: Vec<FiledFile>,
}

/// The applicant (申请人).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    /// Unit or person.
    pub kind: PartyKind,
    /// Name.
    pub name: String,
    /// Contact person (联系人).
    pub contact: String,
    /// Telephone.
    pub phone: String,
    /// The agent (代理人), if one files; empty when none.
    pub agent: String,
    /// Whether electronic service (电子送达) is agreed to.
    pub electronic: bool,
}

/// The matter (改革事项).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matter {
    /// In one line.
    pub title: String,
    /// What happened: when, where, who, how it was decided (经过).
    pub story: String,
    /// Losses and effects (后果影响).
    pub consequences: String,
}

coded! {
    /// How far the accountability matter is (A8.1 予以责任追究时).
    Pursuit {
        /// It may come.
        Possible = "possible", "可能被追责问责";
        /// Questions are asked.
        Enquiry = "enquiry", "正在了解核查";
        /// A case is opened.
        Opened = "opened", "已经立案或者启动追责问责";
        /// A measure is proposed.
        Proposed = "proposed", "已有拟处理意见";
    }
}

impl Pursuit {
    /// Whether the organ has taken it up itself.
    pub fn seized(self) -> bool {
        matches!(self, Self::Opened | Self::Proposed)
    }
}

/// The accountability matter (追责问责事项).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accountability {
    /// Who pursues it.
    pub pursuer: String,
    /// What for.
    pub what: String,
    /// How far it is.
    pub pursuit: Pursuit,
    /// Since when.
    pub since: Date,
}

/// A party as the applicant names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiledParty {
    /// Unit or person.
    pub kind: PartyKind,
    /// Name.
    pub name: String,
    /// Post and unit, or what the unit is: shows that it falls under A3.
    pub position: String,
    /// Who holds 干部管理权限 over it.
    pub authority: Authority,
    /// Whether it is the applicant itself, whose account is then the party's.
    pub own: bool,
}

/// Why a condition (A6) is met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionArgued {
    /// Which one.
    pub condition: Condition,
    /// The parts of it that are claimed.
    pub parts: Vec<Part>,
    /// The argument.
    pub argument: String,
}

/// A circumstance (A7) that is claimed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CircumstanceClaimed {
    /// Which one.
    pub circumstance: Circumstance,
    /// Why it fits.
    pub reason: String,
}

/// A file handed in with the application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiledFile {
    /// The file.
    pub file: FileId,
    /// What it is.
    pub name: Written,
    /// Whether it is the signed or stamped scan of the application (签字盖章的申请书).
    pub signed: bool,
}

/// Rules on a filing: a case begins, or what is missing is said.
///
/// # Errors
/// The first thing that A8.1, A6 or A7 demands and is not there.
pub fn file(
    filing: &Filing,
    body: &Body,
    case_number: &str,
    actor: &Actor,
    now: &Moment<'_>,
) -> Result<Ruling, Refusal> {
    complete(filing)?;
    let parties: Vec<_> = filing
        .parties
        .iter()
        .zip(1..)
        .map(|(party, no)| party.enters(no, filing, actor, now))
        .collect();
    let own = parties.iter().find(|it| it.has_account()).map(|it| it.id);
    let first = RoundBegan {
        round: 1,
        parties: parties.iter().map(|it| it.id).collect(),
    };
    let named = parties.into_iter();
    let mut ruling = named.fold(Ruling::on(Kind::File), Ruling::fact).fact(first);
    for file in filing.files.iter().filter(|it| !it.signed) {
        ruling = ruling.fact(file.becomes_evidence(own, now));
    }
    let receipt = document::receipt::receipt(filing, body, case_number, now);
    Ok(ruling.begins(Kind::File.row(), now).issues(receipt))
}

/// Whether everything that the regulation demands of an application is there.
///
/// # Errors
/// The first thing that is not.
pub fn complete(filing: &Filing) -> Result<(), Refusal> {
    let law = Basis::Law(Article::A8_1);
    Refusal::unless_written(&filing.applicant.name, "申请人", law)?;
    Refusal::unless_written(&filing.applicant.contact, "联系人", law)?;
    Refusal::unless_written(&filing.applicant.phone, "联系电话", law)?;
    Refusal::unless_written(&filing.matter.title, "改革事项", law)?;
    Refusal::unless_written(&filing.matter.story, "事情经过", law)?;
    Refusal::unless_written(&filing.matter.consequences, "后果和影响", law)?;
    Refusal::unless_written(&filing.accountability.pursuer, "追责问责的机关", law)?;
    Refusal::unless_written(&filing.accountability.what, "追责问责的事项", law)?;
    match filing.parties.len() {
        0 => return Err(Refusal::NoParty),
        count if count > PARTIES_MAX => return Err(Refusal::TooManyParties { most: PARTIES_MAX }),
        _ => {}
    }
    for party in &filing.parties {
        Refusal::unless_written(&party.name, "当事单位或者个人的名称", Basis::Law(Article::A3))?;
        Refusal::unless_written(&party.position, "当事单位或者个人的身份", Basis::Law(Article::A3))?;
    }
    applicant_is_one_of_its_kind(filing)?;
    for condition in Condition::ALL {
        let argued = |it: &&ConditionArgued| it.condition == *condition && written(&it.argument);
        if !filing.conditions.iter().any(|it| argued(&it)) {
            return Err(Refusal::ConditionNotArgued {
                condition: condition.short(),
            });
        }
    }
    match filing.circumstances.iter().any(|it| written(&it.reason)) {
        true => Ok(()),
        false => Err(Refusal::NoCircumstanceClaimed),
    }
}

/// The applicant itself can be one party at most, of its own kind: its account is then that party's and no other's.
fn applicant_is_one_of_its_kind(filing: &Filing) -> Result<(), Refusal> {
    let mut own = filing.parties.iter().filter(|party| party.own);
    let fits = own.next().is_none_or(|party| party.kind == filing.applicant.kind) && own.next().is_none();
    if fits { Ok(()) } else { Err(Refusal::AccountUnfit) }
}

impl FiledFile {
    /// What is attached to the application is evidence of the case from the start; its signed scan is the application.
    fn becomes_evidence(&self, by_party: Option<PartyId>, now: &Moment<'_>) -> EvidenceTaken {
        let evidence = Evidence {
            name: self.name.clone(),
            kind: EvidenceKind::Written,
            source: "随申请提交".into(),
            proves: "申请书所述的事实".into(),
            condition: None,
            party: None,
            taken_on: now.today(),
            file: self.file,
        };
        EvidenceTaken {
            id: EvidenceId((now.new_id)()),
            by_party,
            evidence,
        }
    }
}

impl FiledParty {
    fn enters(&self, no: i16, filing: &Filing, actor: &Actor, now: &Moment<'_>) -> Party {
        let user = (self.own && self.kind == PartyKind::Individual).then_some(actor.user);
        let unit = actor.unit.filter(|_| self.own && self.kind == PartyKind::Unit);
        Party {
            id: PartyId((now.new_id)()),
            no,
            kind: self.kind,
            name: self.name.trim().to_owned(),
            position: self.position.trim().to_owned(),
            authority: self.authority.clone(),
            unit,
            user,
            electronic: self.own && filing.applicant.electronic,
        }
    }
}

#[cfg(test)]
mod tests;
