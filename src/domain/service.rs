//! 送达 of documents and 通报 to units (A9.1). When service is complete is practice, after the Civil Procedure Law: direct,
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
use crate::domain::ids::{DocumentId, FileId};
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
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
            self.reaches_its_page(case, document)?;
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

    fn reaches_its_page(&self, case: &Case, document: &Issued) -> Result<(), Refusal> {
        let party = document.party.and_then(|party| case.party(party));
        match party {
            Some(party) if !(party.electronic && party.has_account()) => Err(Refusal::NoElectronicConsent {
                party: party.name.clone(),
            }),
            _ => Ok(()),
        }
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
        if on > now.today() || on < shanghai_day(document.issued_at) {
            return Err(Refusal::ServedOnImpossibleDay);
        }
        Ok(on)
    }
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

/// The determinations of the present round that have not reached their party.
pub fn unserved(case: &Case) -> impl Iterator<Item = &Issued> {
    determined_in(case).filter(|it| it.served_on.is_none())
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
    pub(super) fn served(&mut self, document: DocumentId, on: Date) {
        for it in self.documents.iter_mut().filter(|it| it.id == document) {
            it.served_on = Some(on);
        }
    }
}

/// 通报 (A9.1): which units were told, or that none is concerned and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// These units were told.
    Units {
        /// Their names.
        units: String,
        /// What they were told.
        text: String,
        /// When.
        on: Date,
    },
    /// No unit is concerned.
    Nobody {
        /// Why.
        why: String,
    },
}

/// A9.1: what is notified is the determination, so not before it.
pub fn possible_day(case: &Case, on: Date, today: Date) -> bool {
    on <= today && case.all_determined_on().is_none_or(|first| on >= first)
}

impl Notice {
    /// Whether the notice may be recorded so.
    ///
    /// # Errors
    /// It was recorded before, or is incomplete.
    pub fn rule(&self, case: &Case, now: &Moment<'_>) -> Result<Ruling, Refusal> {
        not_yet_notified(case)?;
        let law = Basis::Law(Article::A9_1);
        match self {
            Self::Units { units, text, on } => {
                Refusal::unless_written(units, "通报的单位", law)?;
                Refusal::unless_written(text, "通报的内容", law)?;
                if !possible_day(case, *on, now.today()) {
                    return Err(Refusal::NotifiedOnImpossibleDay);
                }
            }
            Self::Nobody { why } => {
                Refusal::unless_written(why, "没有相关单位的理由", law)?;
            }
        }
        Ok(Ruling::on(Kind::Notify).fact(Fact::Notified { notice: self.clone() }))
    }
}

/// The notice is given once.
///
/// # Errors
/// It was given.
pub fn not_yet_notified(case: &Case) -> Result<(), Refusal> {
    if case.notified {
        Err(Refusal::AlreadyNotified)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::act::Hands;
    use crate::domain::deadline::Cause;
    use crate::domain::samples::{self as s, Stage, steps};
    use crate::domain::step::Step;
    use time::Duration;

    #[test]
    fn 每名当事人的认定书都送达_反馈才算完成() {
        let mut stage = Stage::determined(2, 1);
        let runs = |stage: &Stage| {
            stage
                .case
                .deadlines
                .iter()
                .any(|it| it.kind == DeadlineKind::Feedback && it.running())
        };
        for determined in stage.case.determinations.clone() {
            assert!(runs(&stage));
            let service = Step::Serve(steps::service(determined.document, stage.today()));
            stage.takes(&service, &s::officer_a()).expect("it is handed over");
            let again = stage.takes(&service, &s::officer_a());
            assert!(matches!(again, Err(Refusal::AlreadyServed { .. })));
        }
        assert!(!runs(&stage));
        assert_eq!(first_unserved(&stage.case), None);
    }

    #[test]
    fn 反馈完成于最后一份认定书送达之日_不论何时登记() {
        let mut stage = Stage::determined(2, 1);
        let issued = stage.today();
        let [first, second] = [0, 1].map(|no| stage.case.determinations[no].document);
        stage.later(9 * 24);
        for (document, days) in [(first, 3), (second, 1)] {
            let service = Step::Serve(steps::service(document, issued + Duration::days(days)));
            stage
                .takes(&service, &s::officer_a())
                .expect("it was handed over");
        }
        let feedback = stage
            .case
            .deadlines
            .iter()
            .find(|it| it.kind == DeadlineKind::Feedback);
        let causes = &feedback.expect("it began with the determination").causes;
        let on = issued + Duration::days(3);
        assert_eq!(causes.last(), Some(&Cause::Met { on }));
    }

    #[test]
    fn 异议处理结果反馈于送达之日() {
        let mut stage = Stage::determined(1, 0);
        let objection = stage.objects(1, s::SUPERIOR);
        stage.upheld(objection);
        let (decided, decision) = (stage.today(), unserved_decisions(&stage.case).next());
        let service = steps::service(decision.expect("it was decided").id, decided);
        stage.later(9 * 24);
        let ruling = stage.takes(&Step::Serve(service), &s::superiors()[0]);
        let ruling = ruling.expect("it was handed over");
        assert_eq!(ruling.clocks.len(), 1, "that of the determination runs on");
        assert_eq!(ruling.clocks[0].cause, Cause::Met { on: decided });
    }

    #[test]
    fn 送达须有回证_日期在印发和今天之间() {
        let stage = Stage::determined(1, 1);
        let asks = |change: &dyn Fn(&mut Service)| {
            let mut service = steps::service(stage.case.determinations[0].document, stage.today());
            change(&mut service);
            stage
                .asks(&Step::Serve(service), Hands::One(&s::officer_a()))
                .map(|_| ())
        };
        assert_eq!(asks(&|_| ()), Ok(()));
        let missing = |answer| matches!(answer, Err(Refusal::Missing { .. }));
        assert!(missing(asks(&|it| it.proof = None)));
        assert!(missing(asks(&|it| it.served_on = None)));
        assert!(missing(asks(&|it| it.recipient.clear())));
        for day in [
            stage.today() - Duration::days(1),
            stage.today() + Duration::days(1),
        ] {
            assert_eq!(
                asks(&|it| it.served_on = Some(day)),
                Err(Refusal::ServedOnImpossibleDay)
            );
        }
    }

    #[test]
    fn 电子送达须当事人同意并且有账户() {
        for (electronic, account, may) in [(true, true, true), (false, true, false), (true, false, false)] {
            let mut stage = Stage::determined(1, 1);
            let party = &mut stage.case.parties[0];
            (party.electronic, party.unit) = (electronic, account.then_some(s::UNIT));
            let mut service = steps::service(stage.case.determinations[0].document, stage.today());
            (service.means, service.served_on, service.proof) = (Means::Electronic, None, None);
            let answer = stage.asks(&Step::Serve(service), Hands::One(&s::officer_a()));
            assert_eq!(answer.is_ok(), may, "{electronic} {account}");
        }
    }

    #[test]
    fn 收件回执当场交付_不再送达() {
        let stage = Stage::initiated(1);
        let receipt = stage
            .case
            .documents
            .iter()
            .find(|it| it.kind == DocumentKind::Receipt)
            .expect("it was filed");
        let service = Step::Serve(steps::service(receipt.id, stage.today()));
        let answer = stage.asks(&service, Hands::One(&s::officer_a())).map(|_| ());
        assert_eq!(answer, Err(Refusal::NotAddressed));
    }

    #[test]
    fn 通报不早于认定() {
        let mut stage = Stage::determined(1, 1);
        let determined = stage.today();
        stage.later(3 * 24);
        let asks = |days: i64| {
            let notice = Step::Notify(Notice::Units {
                units: "乙单位".into(),
                text: "认定结果".into(),
                on: determined + Duration::days(days),
            });
            stage.asks(&notice, Hands::One(&s::officer_a())).map(|_| ())
        };
        for days in [-1, 0, 3, 4] {
            let expected = match days {
                0..=3 => Ok(()),
                _ => Err(Refusal::NotifiedOnImpossibleDay),
            };
            assert_eq!(asks(days), expected, "{days}");
        }
    }

    #[test]
    fn 通报一次_或者记录没有相关单位() {
        let mut stage = Stage::determined(1, 1);
        stage
            .takes(&steps::notice(), &s::officer_a())
            .expect("nobody is concerned");
        let again = stage.takes(&steps::notice(), &s::officer_a());
        assert_eq!(again.map(|_| ()), Err(Refusal::AlreadyNotified));
    }
}
