//! 送达 of documents (A9.1). When service is complete is practice, after the Civil Procedure Law: direct,
//! by an agent or by post when signed for, left with witnesses when left, electronic when it reaches the party's own
//! page here, for which the party must have agreed.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::case::{Case, Issued, Party};
use crate::domain::coded::coded;
use crate::domain::dates::{day, shanghai_day};
use crate::domain::deadline::DeadlineKind;
use crate::domain::document::DocumentKind;
use crate::domain::fact::Fact;
use crate::domain::ids::{BodyId, DeterminationId, DocumentId, FileId};
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::Basis;
use crate::domain::ruling::{Moment, Ruling};

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

impl Service {
    /// Whether the service may be recorded so.
    ///
    /// # Errors
    /// No such document, served already, an impossible day, or no consent to electronic service.
    pub fn rule(&self, case: &Case, now: &Moment<'_>) -> Result<Ruling, Refusal> {
        let document = to_serve(case, self.document)?;
        let on = if self.means == Means::Electronic {
            agreed_to(case, document)?;
            now.today()
        } else {
            self.proved(document, now)?
        };
        let mut ruling = Ruling::on(Kind::Serve).fact(Fact::Served {
            service: self.clone(),
            on,
        });
        if let Some(on) = determinations_fed_back(case, document, on) {
            ruling = ruling.meets(case, DeadlineKind::Feedback, None, on);
        }
        if document.kind == DocumentKind::ObjectionDecision {
            ruling = ruling.meets(case, DeadlineKind::Feedback, Some(document.id.0), on);
        }
        Ok(ruling)
    }

    fn proved(&self, document: &Issued, now: &Moment<'_>) -> Result<Date, Refusal> {
        let practice = Basis::Practice;
        Refusal::unless_written(&self.recipient, "签收人或者见证人", practice)?;
        Refusal::unless_written(&self.place, "送达地点", practice)?;
        self.proof.ok_or(Refusal::Missing {
            what: "送达回证",
            basis: practice,
        })?;
        let on = self.served_on.ok_or(Refusal::Missing {
            what: "送达日期",
            basis: practice,
        })?;
        if !served_on_possible_day(document, on, now.today()) {
            return Err(Refusal::ServedOnImpossibleDay);
        }
        Ok(on)
    }
}

/// What is served was issued before, and a service is recorded when it has happened.
pub fn served_on_possible_day(document: &Issued, on: Date, today: Date) -> bool {
    on <= today && on >= shanghai_day(document.issued_at)
}

/// Electronic service (practice): whom the document goes to has agreed to it, and reads it here.
///
/// # Errors
/// It has not, or has no account.
pub fn agreed_to(case: &Case, document: &Issued) -> Result<(), Refusal> {
    let (agreed, name) = match document.party.and_then(|party| case.party(party)) {
        Some(party) => (party.electronic && party.has_account(), &party.name),
        None => (case.filer.electronic, &case.filer.name),
    };
    if agreed {
        return Ok(());
    }
    Err(Refusal::NoElectronicConsent { party: name.clone() })
}

/// A9.1 "及时反馈": feedback is given on the day the last determination reached its party, in whatever order the services
/// are recorded. `None` while one has not.
fn determinations_fed_back(case: &Case, served_now: &Issued, on: Date) -> Option<Date> {
    if served_now.kind != DocumentKind::Determination || unserved(case).any(|it| it.id != served_now.id) {
        return None;
    }
    let before = determined_in(case).filter_map(|it| it.served_on);
    Some(before.fold(on, Date::max))
}

/// The documents of the determinations that stand.
fn determined_in(case: &Case) -> impl Iterator<Item = &Issued> {
    let stands = |id: DocumentId| case.determinations.iter().any(|it| it.document == id);
    case.documents.iter().filter(move |it| stands(it.id))
}

/// The document, where its service is recorded and has not been yet.
///
/// # Errors
/// There is none, or it was served.
pub fn to_serve(case: &Case, id: DocumentId) -> Result<&Issued, Refusal> {
    let mut documents = case.documents.iter();
    let document = documents
        .find(|it| it.id == id && it.kind.is_served())
        .ok_or(Refusal::NotAddressed)?;
    match document.served_on {
        Some(on) => Err(Refusal::AlreadyServed { on: day(on) }),
        None => Ok(document),
    }
}

/// Whether a determination has reached its party: before that, nobody outside the body acts on it (practice).
///
/// # Errors
/// It has not.
pub fn has_reached(case: &Case, determination: DeterminationId) -> Result<(), Refusal> {
    let named = case.determinations.iter().find(|it| it.id == determination);
    let document = case
        .documents
        .iter()
        .find(|it| named.is_some_and(|named| named.document == it.id));
    if document.is_some_and(|it| it.served_on.is_some()) {
        return Ok(());
    }
    let party = named.and_then(|it| case.party(it.party));
    Err(Refusal::Unserved {
        party: party.map_or_else(String::new, |it| it.name.clone()),
    })
}

/// The determinations of the present round that have not reached their party.
pub fn unserved(case: &Case) -> impl Iterator<Item = &Issued> {
    determined_in(case).filter(|it| it.served_on.is_none())
}

/// What a body issued on the case and has not served yet, the oldest first.
pub fn to_serve_by(case: &Case, issuer: BodyId) -> impl Iterator<Item = &Issued> {
    let mine = move |it: &&Issued| it.issuer == issuer && it.kind.is_served();
    case.documents
        .iter()
        .filter(mine)
        .filter(|it| it.served_on.is_none())
}

/// The party whom the determination has not reached yet.
pub fn first_unserved(case: &Case) -> Option<&Party> {
    unserved(case).find_map(|document| document.party.and_then(|party| case.party(party)))
}

/// The decisions of objections that have not been fed back to their objector (A8.4).
pub fn unserved_decisions(case: &Case) -> impl Iterator<Item = &Issued> {
    case.documents
        .iter()
        .filter(|it| it.kind == DocumentKind::ObjectionDecision && it.served_on.is_none())
}

impl Case {
    /// A document reached its addressee.
    pub(super) fn served(&mut self, service: &Service, on: Date) {
        for it in self.documents.iter_mut().filter(|it| it.id == service.document) {
            (it.served_on, it.proof) = (Some(on), service.proof);
        }
    }
}

#[cfg(test)]
mod tests;
