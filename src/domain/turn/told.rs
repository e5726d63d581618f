//! Whose turn it is, as a party or who filed is told: no target of ours, and nothing that was not served yet.

use crate::domain::access::Sight;
use crate::domain::case::Case;
use crate::domain::deadline::DeadlineKind;
use crate::domain::document::DocumentKind;
use crate::domain::ids::BodyId;
use crate::domain::objection;
use crate::domain::owed::{self, Due, Owed};
use crate::domain::status::Status;

/// Whose turn it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Something is asked of this side.
    Yours(Vec<Owed>),
    /// The body does this; the day is the law's.
    Body(&'static str, Option<Due>),
    /// Its period stands still.
    Stopped,
    /// This organ decides.
    Organ(String),
    /// A document of this kind is on its way to this side.
    Coming(DocumentKind),
    /// This body decides the objection of this side.
    Addressee(BodyId),
    /// Nothing is under way.
    Over,
}

/// Whose turn it is on a case that this side has been told of.
pub fn told(case: &Case, sight: &Sight) -> Told {
    let own = || case.parties.iter().filter(|it| sight.covers(it.id));
    let asked: Vec<_> = own().flat_map(|it| owed::by_party(case, it.id)).collect();
    let raised = case.objections.iter().filter(|it| sight.reads_objection(it));
    let pending = raised.rev().find(|it| objection::pending(case, it));
    let due = |kind| case.due_of(kind, None);
    match sight.status(case) {
        _ if !asked.is_empty() => Told::Yours(asked),
        Status::Submitted => Told::Body("审查是否启动容错程序", due(DeadlineKind::Initiation)),
        Status::Verifying => Told::Body("调查核实", due(DeadlineKind::Verification)),
        Status::Suspended => Told::Stopped,
        Status::Determining => Told::Body("作出认定", None),
        Status::Referred => {
            let referral = case.referrals.last();
            referral.map_or(Told::Body("办理", None), |it| Told::Organ(it.organ.to_string()))
        }
        Status::Determined if own().any(|it| !sight.knows_outcome(case, it.id)) => {
            Told::Coming(DocumentKind::Determination)
        }
        Status::Determined => Told::Body("办理认定以后的事项", None),
        Status::Objected => pending.map_or(Told::Body("办理", None), |it| Told::Addressee(it.addressee)),
        Status::Declined if coming(case, sight) => Told::Coming(DocumentKind::DeclineNotice),
        Status::Closed | Status::Declined | Status::Withdrawn => Told::Over,
    }
}

/// Whether the answer to the application has not reached who filed it.
fn coming(case: &Case, sight: &Sight) -> bool {
    let mut notices = case.documents.iter();
    let unserved = notices.any(|it| it.is_the_filers() && it.kind.is_served() && it.served_on().is_none());
    sight.reads_filing() && unserved
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::sight;
    use crate::domain::procedure::Kind;
    use crate::domain::samples::{self as s, SampleCase, steps};

    fn own(sample: &SampleCase) -> Told {
        let sight = sight(&s::applicant(), &sample.case);
        told(&sight.told(&sample.case), &sight)
    }

    #[test]
    fn 从申请到办结_当事人看到轮到谁() {
        let body = |it: Told| match it {
            Told::Body(what, due) => (what, due.is_some()),
            other => panic!("{other:?}"),
        };
        let asked = |it: Told| match it {
            Told::Yours(asked) => asked[0].step,
            other => panic!("{other:?}"),
        };
        assert_eq!(body(own(&SampleCase::filed(1))), ("审查是否启动容错程序", true));
        assert_eq!(asked(own(&SampleCase::initiated(1))), Kind::Hear);
        assert_eq!(body(own(&SampleCase::heard(1))), ("调查核实", true));
        assert_eq!(body(own(&SampleCase::reported(1, 1))), ("作出认定", false));
        let mut sample = SampleCase::determined(1, 1);
        assert_eq!(own(&sample), Told::Coming(DocumentKind::Determination));
        sample.served();
        assert_eq!(asked(own(&sample)), Kind::ReportCorrection);
        let correction = sample.case.corrections[0].id;
        sample
            .takes(&steps::correction_report(correction), &s::applicant())
            .expect("it is owed");
        assert_eq!(body(own(&sample)), ("办理认定以后的事项", false));
        assert_eq!(own(&SampleCase::closed(1, 1)), Told::Over);
    }

    #[test]
    fn 异议的处理决定送达以前_看不出结果() {
        let decided = |decide: fn(&mut SampleCase, crate::domain::ids::ObjectionId)| {
            let mut sample = SampleCase::determined(1, 0);
            sample.served();
            let objection = sample.objects(1, s::SUPERIOR);
            decide(&mut sample, objection);
            own(&sample)
        };
        let upheld = decided(|sample, it| drop(sample.upheld(it)));
        assert_eq!(upheld, decided(|sample, it| drop(sample.set_aside(it))));
    }

    #[test]
    fn 别人的异议_不改变自己看到的() {
        let mut sample = SampleCase::determined(2, 2);
        sample.served();
        let before = own(&sample);
        let objection = sample.objects(2, s::SUPERIOR);
        assert_eq!(own(&sample), before);
        sample.set_aside(objection);
        assert_eq!(own(&sample), before);
        sample.feeds_back();
        assert_eq!(own(&sample), before);
    }
}
