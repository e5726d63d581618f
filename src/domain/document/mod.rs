//! A document (文书) is data, not markup: what it says stands here, how it looks in the layer `documents`. It is stored with
//! its digest when it is issued and never changes.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::case::{Case, Party, PartyKind};
use crate::domain::coded::coded;
use crate::domain::dates::day;
use crate::domain::ids::{BodyId, DocumentId, PartyId};
use crate::domain::procedure::Kind;
use crate::domain::regulation::{Article, Basis, regulation};
use crate::domain::ruling::Moment;

pub mod application;
pub mod determination;
pub mod handed_in;
pub mod initiation;
pub mod objection;
pub mod receipt;
pub mod referral;
pub mod round;
pub mod verification;

coded! {
    /// What a document is (文种).
    DocumentKind {
        /// 收件回执: that and when the application was received.
        Receipt = "receipt", "收件回执";
        /// 启动容错程序通知书 (A8.1)
        InitiationNotice = "initiation_notice", "启动容错程序通知书";
        /// 不予启动告知书 (practice)
        DeclineNotice = "decline_notice", "不予启动告知书";
        /// 中止核实通知书 (practice)
        SuspensionNotice = "suspension_notice", "中止核实通知书";
        /// 恢复核实通知书 (practice)
        ResumptionNotice = "resumption_notice", "恢复核实通知书";
        /// 延长核实期限通知书 (A8.2 一般)
        ExtensionNotice = "extension_notice", "延长核实期限通知书";
        /// 重新核实通知书 (A8.4): who verifies in a later round.
        RoundNotice = "round_notice", "重新核实通知书";
        /// 移送函 (A9.2), to the organ that decides
        ReferralLetter = "referral_letter", "移送函";
        /// 容错建议函 (A9.2), to the same; no party ever reads it
        TolerationProposal = "toleration_proposal", "容错建议函";
        /// 移送告知书 (A9.2), to each party
        ReferralNotice = "referral_notice", "移送告知书";
        /// 退回告知书 (practice)
        ReturnNotice = "return_notice", "退回告知书";
        /// 容错认定书 (A9.1)
        Determination = "determination", "容错认定书";
        /// 异议处理决定书 (A8.4)
        ObjectionDecision = "objection_decision", "异议处理决定书";
    }
}

impl DocumentKind {
    /// Whether its service (送达) is recorded. A receipt is in the applicant's hands with the filing; a proposal goes along with
    /// the letter that refers the case.
    pub fn is_served(self) -> bool {
        !matches!(self, Self::Receipt | Self::TolerationProposal)
    }

    /// Whether it goes to an organ elsewhere, and is none of the parties' and of who filed.
    pub fn is_for_an_organ(self) -> bool {
        matches!(self, Self::ReferralLetter | Self::TolerationProposal)
    }

    /// What its service rests on: the text speaks of determinations (A9.1) and of objections (A8.4) only.
    pub fn served_under(self) -> Basis {
        match self {
            Self::Determination => Basis::Law(Article::A9_1),
            Self::ObjectionDecision => Basis::Law(Article::A8_4),
            Self::Receipt
            | Self::InitiationNotice
            | Self::DeclineNotice
            | Self::SuspensionNotice
            | Self::ResumptionNotice
            | Self::ExtensionNotice
            | Self::RoundNotice
            | Self::ReferralLetter
            | Self::TolerationProposal
            | Self::ReferralNotice
            | Self::ReturnNotice => Basis::Practice,
        }
    }

    /// The step that issues it.
    pub fn issued_by(self) -> Kind {
        match self {
            Self::Receipt => Kind::File,
            Self::InitiationNotice => Kind::Initiate,
            Self::DeclineNotice => Kind::Decline,
            Self::SuspensionNotice => Kind::Suspend,
            Self::ResumptionNotice => Kind::Resume,
            Self::ExtensionNotice => Kind::Extend,
            Self::RoundNotice => Kind::Assign,
            Self::ReferralLetter | Self::TolerationProposal | Self::ReferralNotice => Kind::Refer,
            Self::ReturnNotice => Kind::RecordReturn,
            Self::Determination => Kind::Determine,
            Self::ObjectionDecision => Kind::DecideObjection,
        }
    }

    /// The word of the kind (文种字) in the number: 容错认 in 成高管容错认〔2026〕1号.
    pub fn word(self) -> &'static str {
        match self {
            Self::Receipt => "容错收",
            Self::InitiationNotice => "容错启",
            Self::DeclineNotice => "容错不启",
            Self::SuspensionNotice => "容错中止",
            Self::ResumptionNotice => "容错恢复",
            Self::ExtensionNotice => "容错延",
            Self::RoundNotice => "容错重核",
            Self::ReferralLetter => "容错移",
            Self::TolerationProposal => "容错建",
            Self::ReferralNotice => "容错移告",
            Self::ReturnNotice => "容错退告",
            Self::Determination => "容错认",
            Self::ObjectionDecision => "容错异",
        }
    }
}

impl Kind {
    /// Whether documents go out with it.
    pub fn issues_documents(self) -> bool {
        DocumentKind::ALL.iter().any(|it| it.issued_by() == self)
    }
}

/// What a document says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The body whose red head it bears.
    pub issuer: String,
    /// Its number; given when it is issued.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// The addressee (主送).
    pub to: Option<String>,
    /// The text.
    pub blocks: Vec<Block>,
    /// Who signs, and when.
    pub signature: Signature,
    /// 抄送
    pub copies: Option<String>,
}

/// A piece of a document's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A heading of the first level (一、…).
    Heading(String),
    /// A paragraph.
    Para(String),
    /// A numbered or lettered item.
    Item(String),
    /// Rows of name and value.
    Table(Vec<(String, String)>),
}

/// The foot of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The body that signs.
    pub name: String,
    /// The day it is issued (Shanghai), as it is written: 2026年11月23日.
    pub date: String,
}

/// A document that a ruling issues: everything but its number.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Its id.
    pub id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// The body that issues and numbers it.
    pub issuer: BodyId,
    /// That body's word in the number.
    pub number_word: String,
    /// The party it is addressed to; `None`: the filer, or of letters to an organ the organ.
    pub party: Option<PartyId>,
    /// What it says.
    pub document: Document,
}

impl Draft {
    /// A letter of the case's body to a party; `None`: to who filed.
    fn by_the_body(
        case: &Case,
        kind: DocumentKind,
        party: Option<&Party>,
        blocks: Vec<Block>,
        now: &Moment<'_>,
    ) -> Self {
        let to = party.map_or(&case.filer.name, |party| &party.name);
        Self {
            party: party.map(|party| party.id),
            ..Self::to_an_organ(case, kind, to, blocks, now)
        }
    }

    /// A letter of the case's body to whoever bears that name.
    fn to_an_organ(case: &Case, kind: DocumentKind, to: &str, blocks: Vec<Block>, now: &Moment<'_>) -> Self {
        let document = Document {
            issuer: case.body.name.clone(),
            number: None,
            title: kind.short().into(),
            to: Some(to.to_owned()),
            blocks,
            signature: Signature {
                name: case.body.name.clone(),
                date: day(now.today()),
            },
            copies: None,
        };
        Self {
            id: DocumentId((now.new_id)()),
            kind,
            issuer: case.body.id,
            number_word: case.body.number_word.clone(),
            party: None,
            document,
        }
    }

    fn to_a_party(
        case: &Case,
        kind: DocumentKind,
        party: &Party,
        blocks: Vec<Block>,
        now: &Moment<'_>,
    ) -> Self {
        Self::by_the_body(case, kind, Some(party), blocks, now)
    }
}

/// R8: the number of the `serial`-th document of its kind that a body issues in a year.
pub fn number(body_word: &str, kind: DocumentKind, year: i32, serial: i32) -> String {
    format!("{body_word}{}〔{year}〕{serial}号", kind.word())
}

/// The number of a case (案号) within its body and year.
pub fn case_number(body_word: &str, year: i32, serial: i32) -> String {
    format!("{body_word}容〔{year}〕{serial}号")
}

/// A matter's title in quotation marks; those inside it become the inner ones (GB/T 15834).
pub fn quoted(title: &str) -> String {
    format!("“{}”", title.replace('“', "‘").replace('”', "’"))
}

/// The matter and its number, as a letter on the way begins.
fn matter(case: &Case) -> String {
    format!("关于{}的容错申请（{}）", quoted(&case.title), case.number)
}

/// A place of the regulation where a letter first speaks of it; from there on it is 《办法》.
pub fn first_cited(place: Article) -> String {
    let it = regulation();
    format!("《{}》（{}，以下简称《办法》）{place}", it.title, it.notice)
}

/// How a letter says until when: the day itself counts (期限含当日).
fn until(due: Option<Date>) -> String {
    due.map_or_else(String::new, |due| format!("，至{}届满（含当日）", day(due)))
}

/// What somebody wrote, a paragraph for each line.
fn paragraphs(text: &str) -> impl Iterator<Item = Block> {
    let lines = text.lines().map(str::trim);
    lines.filter(|it| !it.is_empty()).map(|it| Block::Para(it.into()))
}

/// How a party is addressed in a document: 你单位 or 你.
fn you(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Unit => "你单位",
        PartyKind::Individual => "你",
    }
}

#[cfg(test)]
mod tests;
