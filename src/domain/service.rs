//! 送达 of documents (A9.1). When service is complete is practice, after the Civil Procedure Law: direct,
//! by an agent or by post when signed for, left with witnesses when left, electronic when it reaches the party's own
//! page here, for which the party must have agreed.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::case::{Case, Issued};
use crate::domain::check::Check;
use crate::domain::coded::coded;
use crate::domain::dates::{day, short_day};
use crate::domain::deadline::{Cause, DeadlineKind};
use crate::domain::document::DocumentKind;
use crate::domain::fact::{FileOf, LegalFact, Said};
use crate::domain::ids::{BodyId, DeterminationId, DocumentId, FileId, PartyId};
use crate::domain::objection;
use crate::domain::owed::{Due, Owed, Turn};
use crate::domain::procedure::Kind;
use crate::domain::recorded::{Entry, Recorded};
use crate::domain::referral;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::Basis;
use crate::domain::ruling::{Moment, Ruling};
use crate::domain::step::{Asked, LegalStep, Unavailable};

mod at_once;

pub use at_once::{reaches_at_once, served_at_once};

coded! {
    /// How a document is served (送达方式).
    Means {
        /// 直接送达
        Direct = "direct", "直接送达";
        /// 代收
        Agent = "agent", "代收人签收";
        /// 留置送达
        Left = "left", "留置送达";
        /// 邮寄送达
        Post = "post", "邮寄送达";
        /// 电子送达
        Electronic = "electronic", "电子送达";
    }
}

impl Means {
    /// When the service is complete.
    pub fn complete_when(self) -> &'static str {
        match self {
            Self::Direct => "受送达人签收之日",
            Self::Agent => "代收人签收之日",
            Self::Left => "见证人见证留置之日",
            Self::Post => "回执上签收之日",
            Self::Electronic => "到达当事人本系统页面之时，须其同意电子送达",
        }
    }
}

/// A receipt of service (送达回证).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Which document.
    pub document: DocumentId,
    /// How.
    pub means: Means,
    /// The day it was complete; not asked for electronic service, which is complete at once.
    pub served_on: Option<Date>,
    /// Where.
    pub place: String,
    /// Who signed, who witnessed.
    pub recipient: String,
    /// The signed receipt, as a scan.
    pub proof: Option<FileId>,
}

impl LegalStep for Service {
    type About = DocumentId;

    fn about(&self) -> DocumentId {
        self.document
    }

    fn theirs(_: DocumentId, _: Asked<'_>) -> Result<(), Unavailable> {
        Ok(())
    }

    fn stands(document: DocumentId, asked: Asked<'_>) -> Result<(), Unavailable> {
        match to_serve(asked.case, document) {
            Ok(_) => Ok(()),
            Err(refusal @ (Refusal::AlreadyServed { .. } | Refusal::DeterminationFell { .. })) => {
                Err(Unavailable::Settled(refusal))
            }
            Err(waits @ (Refusal::DecisionUnserved { .. } | Refusal::OrganDecides { .. })) => {
                Err(Unavailable::NotNow(waits))
            }
            Err(not_served) => Err(Unavailable::NotThere(not_served)),
        }
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let practice = Basis::Practice;
        let document = match to_serve(asked.case, self.document) {
            Ok(document) => document,
            Err(refusal) => return vec![Check::of::<()>("文书等待送达", practice, Err(refusal))],
        };
        if self.means == Means::Electronic {
            let agreed = agreed_to(asked.case, document);
            return vec![Check::of("受送达人同意电子送达", practice, agreed).at("means")];
        }
        let possible = self.on_a_possible_day(document, asked.now);
        vec![
            Check::of("写明了送达的日期", practice, possible).at("served_on"),
            Check::written("写明了送达地点", practice, &self.place, "送达地点").at("place"),
            Check::written(
                "写明了签收人或者见证人",
                practice,
                &self.recipient,
                "签收人或者见证人",
            )
            .at("recipient"),
            Check::there("有送达回证", practice, self.proof, "送达回证").at("file"),
        ]
    }

    fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal> {
        let (case, on) = (asked.case, self.completed(asked.now)?);
        let document = to_serve(case, self.document)?;
        let mut ruling = Ruling::on(Kind::Serve).fact(self.complete(on));
        if let Some(on) = determinations_fed_back(case, document, on) {
            ruling = ruling.ends_feedback(case, document.round(), &Cause::Met { on });
        }
        if document.kind == DocumentKind::ObjectionDecision {
            ruling = ruling.meets(case, DeadlineKind::Feedback, Some(document.id.0), on);
        }
        Ok(ruling)
    }
}

impl Service {
    /// On the party's own page.
    pub fn electronic(document: DocumentId) -> Self {
        Self {
            document,
            means: Means::Electronic,
            served_on: None,
            place: String::new(),
            recipient: String::new(),
            proof: None,
        }
    }

    /// The day on which the service was complete: an electronic one at once.
    fn completed(&self, now: &Moment<'_>) -> Result<Date, Refusal> {
        match self.means {
            Means::Electronic => Ok(now.today()),
            Means::Direct | Means::Agent | Means::Left | Means::Post => self.dated(),
        }
    }

    fn complete(&self, served_on: Date) -> Served {
        Served {
            document: self.document,
            means: self.means,
            served_on,
            place: self.place.clone(),
            recipient: self.recipient.clone(),
            proof: self.proof,
        }
    }

    fn dated(&self) -> Result<Date, Refusal> {
        self.served_on.ok_or(Refusal::Missing {
            what: "送达日期",
            basis: Basis::Practice,
        })
    }

    /// What is served was issued before, and a service is recorded when it has happened.
    fn on_a_possible_day(&self, document: &Issued, now: &Moment<'_>) -> Result<(), Refusal> {
        let issued = ("印发之日", document.issued_on());
        Refusal::unless_possible("送达日期", self.dated()?, issued, now.today())
    }
}

/// Electronic service (practice): whom the document goes to has agreed to it, and reads it here.
///
/// # Errors
/// It has not, or has no account.
pub fn agreed_to(case: &Case, document: &Issued) -> Result<(), Refusal> {
    if document.kind.is_for_an_organ() {
        let party = case.recipient_of(document).to_owned();
        return Err(Refusal::NoElectronicConsent { party });
    }
    consents(case, document.party)
}

fn consents(case: &Case, party: Option<PartyId>) -> Result<(), Refusal> {
    let (agreed, name) = match party.and_then(|party| case.party(party)) {
        Some(party) => (party.electronic && party.has_account(), &party.name),
        None => (case.filer.electronic, &case.filer.name),
    };
    if agreed {
        return Ok(());
    }
    Err(Refusal::NoElectronicConsent { party: name.clone() })
}

/// A9.1 "及时反馈": feedback is given on the day the last determination of the round reached its party, in whatever order the
/// services are recorded. `None` while one has not.
fn determinations_fed_back(case: &Case, served_now: &Issued, on: Date) -> Option<Date> {
    if served_now.kind != DocumentKind::Determination {
        return None;
    }
    let with_it = |it: &&Issued| it.round() == served_now.round() && it.id != served_now.id;
    let mut others = determined_in(case).filter(with_it).map(Issued::served_on);
    others.try_fold(on, |last, served| Some(last.max(served?)))
}

/// The documents of the determinations that stand.
fn determined_in(case: &Case) -> impl Iterator<Item = &Issued> {
    let stands = |id: DocumentId| case.standing().any(|it| it.document == id);
    case.documents.iter().filter(move |it| stands(it.id))
}

/// The document, where its service is recorded and has not been yet.
///
/// # Errors
/// There is none, it was served, it is a determination that fell before or waits for an organ (R3), or it tells of a decision that has not reached its party.
pub fn to_serve(case: &Case, id: DocumentId) -> Result<&Issued, Refusal> {
    let mut documents = case.documents.iter();
    let document = documents
        .find(|it| it.id == id && it.kind.is_served())
        .ok_or(Refusal::NotAddressed)?;
    if referral::keeps_back(document.kind) && document.service.is_none() {
        referral::locks(case, Kind::Serve.name())?;
    }
    match document.served_on() {
        Some(on) => Err(Refusal::AlreadyServed { on: day(on) }),
        None => match (fell(case, document), document.party) {
            (Some(party), _) => Err(Refusal::DeterminationFell { party }),
            (None, Some(party)) if document.kind == DocumentKind::RoundNotice => {
                objection::knows_why(case, party).map(|()| document)
            }
            (None, _) => Ok(document),
        },
    }
}

/// Whose determination the document is, where that was set aside.
fn fell(case: &Case, document: &Issued) -> Option<String> {
    let mut made = case.determinations.iter();
    let made = made.find(|it| it.document == document.id && case.set_aside(it.id))?;
    Some(case.party_name(made.party).to_owned())
}

/// Whether a determination has reached its party: before that, nobody outside the body acts on it (practice).
///
/// # Errors
/// It has not.
pub fn has_reached(case: &Case, determination: DeterminationId) -> Result<(), Refusal> {
    let named = case.determination(determination);
    let document = named.and_then(|it| case.document(it.document));
    if document.is_some_and(|it| it.served_on().is_some()) {
        return Ok(());
    }
    let party = named.and_then(|it| case.party(it.party));
    Err(Refusal::Unserved {
        party: party.map_or_else(String::new, |it| it.name.clone()),
    })
}

/// The determinations that stand and have not reached their party.
pub fn unserved(case: &Case) -> impl Iterator<Item = &Issued> {
    determined_in(case).filter(|it| it.served_on().is_none())
}

/// What a body issued on the case and has not served yet, the oldest first.
pub fn to_serve_by(case: &Case, issuer: BodyId) -> impl Iterator<Item = &Issued> {
    let mine = move |it: &&Issued| it.issuer == issuer && it.kind.is_served();
    case.documents
        .iter()
        .filter(mine)
        .filter(|it| to_serve(case, it.id).is_ok())
}

/// What is to be served: what the body issued, by its officers.
pub fn owed(case: &Case) -> Vec<Owed> {
    let own = to_serve_by(case, case.body.id);
    own.map(|it| to_be_served(case, it)).collect()
}

fn to_be_served(case: &Case, it: &Issued) -> Owed {
    let owed = Owed::new(Turn::Officer, Kind::Serve, serving(case, it)).about(it.id.0);
    match it.kind {
        DocumentKind::Determination => {
            let party = case.recipient_of(it).to_owned();
            owed.due(feedback_due(case, it.round()))
                .blocks(Refusal::Unserved { party })
        }
        DocumentKind::Receipt
        | DocumentKind::InitiationNotice
        | DocumentKind::DeclineNotice
        | DocumentKind::SuspensionNotice
        | DocumentKind::ResumptionNotice
        | DocumentKind::ExtensionNotice
        | DocumentKind::RoundNotice
        | DocumentKind::ReferralLetter
        | DocumentKind::TolerationProposal
        | DocumentKind::ReferralNotice
        | DocumentKind::ReturnNotice
        | DocumentKind::ObjectionDecision => owed,
    }
}

/// The service of a document, and to whom.
pub fn serving(case: &Case, it: &Issued) -> String {
    format!("送达{}：{}", it.kind.short(), case.recipient_of(it))
}

/// By when the determinations of a round are to be fed back, even where the services have ended the clock.
pub fn feedback_due(case: &Case, round: i16) -> Option<Due> {
    let mut clocks = case.deadlines.iter();
    let clock = clocks.find(|it| it.is(DeadlineKind::Feedback, None) && it.round == round)?;
    case.due(clock)
}

/// A9.1: every determination that stands has reached its party.
pub fn fed_back(case: &Case) -> impl Iterator<Item = Owed> {
    owed(case).into_iter().filter(|it| it.blocks.is_some())
}

/// The decisions of objections that have not been fed back to their objector (A8.4).
pub fn unserved_decisions(case: &Case) -> impl Iterator<Item = &Issued> {
    case.documents
        .iter()
        .filter(|it| it.kind == DocumentKind::ObjectionDecision && it.served_on().is_none())
}

/// A document reached its addressee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Served {
    pub document: DocumentId,
    pub means: Means,
    /// The day the service was complete.
    pub served_on: Date,
    pub place: String,
    /// Who signed, who witnessed.
    pub recipient: String,
    /// The signed receipt (送达回证); `None` for electronic service.
    pub proof: Option<FileId>,
}

impl LegalFact for Served {
    const MOVES_VERSION: bool = false;

    fn fold(self, case: &mut Case, entry: Entry) {
        if let Some(it) = case.documents.iter_mut().find(|it| it.id == self.document) {
            it.service = Some(Recorded::new(entry, self));
        }
    }

    fn file(&self, _: &Case) -> Option<FileOf> {
        self.proof.map(FileOf::the_body)
    }

    fn said(&self, case: &Case, today: Date) -> Said {
        let Some(it) = case.document(self.document) else {
            return Said::nothing();
        };
        let (to, on) = (case.recipient_of(it), short_day(self.served_on, today));
        let line = format!("{}，{to}，{}，{on}", it.number, self.means.short());
        Said::about(it.kind.short()).with(line)
    }
}

#[cfg(test)]
mod tests;
