//! 办结 (A8.4, A9.1, A11, A12): a case closes when every party has its determination, the units are notified, no objection
//! is open and every decision of one fed back, corrections are verified, and the clarifications owed are made.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::case::Case;
use crate::domain::check::{self, Check};
use crate::domain::clarification;
use crate::domain::correction;
use crate::domain::fact::{LegalFact, Said, names_no_file};
use crate::domain::notice;
use crate::domain::objection;
use crate::domain::owed::{Owed, Turn, done};
use crate::domain::procedure::Kind;
use crate::domain::recorded::Entry;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
use crate::domain::ruling::Ruling;
use crate::domain::service;
use crate::domain::step::{Asked, LegalStep, TheCase, Unavailable, about_the_case};

/// Closing a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closure {
    /// A remark for the file (归档备注); may be empty.
    pub remark: String,
}

impl LegalStep for Closure {
    about_the_case! {}

    fn stands(_: TheCase, asked: Asked<'_>) -> Result<(), Unavailable> {
        nothing_owed(asked.case).map_err(Unavailable::NotNow)
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        checklist(asked.case)
    }

    fn ruling(&self, _: Asked<'_>) -> Result<Ruling, Refusal> {
        Ok(Ruling::on(Kind::Close).fact(self.clone()))
    }
}

/// What must be done before a case closes, with what is still owed, in the order of the regulation.
pub fn checklist(case: &Case) -> Vec<Check> {
    let law = Basis::Law;
    vec![
        Check::of(
            "每名当事人的认定书都已送达",
            law(Article::A9_1),
            done(service::fed_back(case)),
        ),
        Check::of(
            "已经通报相关单位，或者记录了没有相关单位",
            law(Article::A9_1),
            done(notice::owed(case)),
        ),
        Check::of(
            "没有未处理的异议",
            law(Article::A8_4),
            done(objection::undecided(case)),
        ),
        Check::of(
            "纠错要求都已验收通过",
            law(Article::A12_3),
            done(correction::owed(case)),
        ),
        Check::of(
            "免除责任的，已作澄清说明或者有不需要的书面表示",
            law(Article::A11),
            done(clarification::owed(case)),
        ),
        // Last, for it is not the body's to do: what is comes first.
        Check::of(
            "受理异议的机关已将处理决定反馈提出异议的当事人",
            law(Article::A8_4),
            done(objection::not_fed_back(case)),
        ),
    ]
}

/// The closure, once nothing else is owed.
pub fn owed(case: &Case) -> Option<Owed> {
    let ready = nothing_owed(case).is_ok();
    ready.then(|| Owed::new(Turn::Officer, Kind::Close, Kind::Close.name()))
}

/// Whether nothing is owed any more.
///
/// # Errors
/// The first thing that is.
pub fn nothing_owed(case: &Case) -> Result<(), Refusal> {
    check::all_hold(&checklist(case))
}

impl LegalFact for Closure {
    const MOVES_VERSION: bool = true;

    fn fold(self, _: &mut Case, _: Entry) {}

    names_no_file! {}

    fn said(&self, _: &Case, _: Date) -> Said {
        Said::reason(&self.remark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::act::TakenBy;
    use crate::domain::correction::CorrectionState;
    use crate::domain::deadline::DeadlineKind;
    use crate::domain::document::DocumentKind;
    use crate::domain::samples::{self as s, SampleCase, steps};
    use crate::domain::status::Status;

    fn unserve(case: &mut Case, kind: DocumentKind) {
        let of_the_kind = case.documents.iter_mut().filter(|it| it.kind == kind);
        of_the_kind.for_each(|it| it.service = None);
    }

    #[test]
    fn 六件事都办完才能办结() {
        #[expect(clippy::type_complexity, reason = "a table of what is undone")]
        let undone: [(&str, fn(&mut Case)); 5] = [
            ("第九条第一款", |case| {
                unserve(case, DocumentKind::Determination)
            }),
            ("第九条第一款", |case| case.notices.clear()),
            ("第八条第四项", |case| {
                unserve(case, DocumentKind::ObjectionDecision)
            }),
            ("第十二条第三项", |case| {
                case.corrections[0].state = CorrectionState::Returned
            }),
            ("第十一条", |case| case.clarifications.clear()),
        ];
        let settled = || {
            let mut sample = SampleCase::settled(2, 1);
            let objection = sample.objects(1, s::SUPERIOR);
            sample.upheld(objection);
            sample.feeds_back();
            sample
        };
        assert_eq!(nothing_owed(&settled().case), Ok(()));
        for (basis, undo) in undone {
            let mut sample = settled();
            undo(&mut sample.case);
            let answer = sample.asks(&steps::close(), TakenBy::One(&s::officer_a()));
            assert_eq!(answer.expect_err("something is owed").basis().to_string(), basis);
        }
    }

    #[test]
    fn 异议处理并且反馈以后才能办结() {
        let mut sample = SampleCase::settled(1, 1);
        let objection = sample.objects(1, s::SUPERIOR);
        assert_eq!(nothing_owed(&sample.case), Err(Refusal::ObjectionOpen));
        let answer = sample.asks(&steps::close(), TakenBy::One(&s::officer_a()));
        assert!(matches!(answer, Err(Refusal::NotInThisStatus { .. })));
        sample.upheld(objection);
        let owed = Refusal::DecisionUnserved {
            party: "甲单位".into(),
        };
        assert_eq!(
            nothing_owed(&sample.case),
            Err(owed),
            "the objector does not know"
        );
        sample.feeds_back();
        sample.does(&steps::close());
        assert_eq!(sample.case.status, Status::Closed);
        assert!(
            sample.case.deadlines.iter().all(|it| !it.running()),
            "no clock outlives the case"
        );
    }

    #[test]
    fn 办结以后被异议_维持后仍然是办结_不再办结一次() {
        let mut sample = SampleCase::closed(1, 1);
        let objection = sample.objects(1, s::SUPERIOR);
        assert_eq!(sample.case.status, Status::Objected);
        sample.upheld(objection);
        assert_eq!(sample.case.status, Status::Closed);
        let running = |sample: &SampleCase| {
            let running = sample.case.deadlines.iter().filter(|it| it.running());
            running.map(|it| it.kind).collect::<Vec<_>>()
        };
        assert_eq!(
            running(&sample),
            [DeadlineKind::Feedback],
            "the objector is still to be told"
        );
        sample.feeds_back();
        assert_eq!(running(&sample), []);
        let again = sample.asks(&steps::close(), TakenBy::One(&s::officer_a()));
        assert!(matches!(again, Err(Refusal::NotInThisStatus { .. })));
    }
}
