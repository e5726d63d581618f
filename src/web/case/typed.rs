//! A step turned back into the fields of its form: what was submitted can be opened again, and the demo's drafts are typed
//! with the very names that the forms read. Each form's own file says how; what is no act has no draft.

use super::{account, clarification, closure, correction, determination, initiation, objection, report};
use crate::domain::case::Case;
use crate::domain::step::Step;
use crate::web::form::Typed;

/// The fields of the form of an act, as they would be typed for this step.
pub fn typed(step: &Step, case: &Case) -> Typed {
    match step {
        Step::Initiate(it) => initiation::initiating(it),
        Step::Decline(it) => initiation::declining(it),
        Step::Link(it) => account::linking(it),
        Step::Report(it) => report::write::reporting(case, it),
        Step::Determine(it) => determination::write::determining(case, it),
        Step::DecideObjection(it) => objection::deciding(it),
        Step::VerifyCorrection(it) => correction::verifying(it),
        Step::Clarify(it) => clarification::clarifying(it),
        Step::Close(it) => closure::closing(it),
        Step::Withdraw(_)
        | Step::Replace(_)
        | Step::TakeEvidence(_)
        | Step::Hear(_)
        | Step::Serve(_)
        | Step::Notify(_)
        | Step::Object(_)
        | Step::ReportCorrection(_)
        | Step::WaiveClarification(_) => Typed::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::StepForm;
    use super::super::sample::{assessed, case, id, officer_at, open, steps};
    use super::*;
    use crate::domain::procedure::{Kind, PROCEDURE};

    /// What a form reads out of what was written for a step is that step.
    fn returns<F: StepForm>(case: Case, step: &Step) {
        let typed = typed(step, &case);
        let open = open(case, officer_at(61, 90), step.subject());
        let read = F::read(&open, &typed, None).unwrap_or_else(|wrong| panic!("{wrong:?}\n{typed:?}"));
        assert_eq!(&read, step);
    }

    #[test]
    fn every_form_reads_what_it_wrote() {
        for step in steps::all() {
            match step.kind() {
                Kind::Initiate => returns::<initiation::InitiationForm>(case(), &step),
                Kind::Decline => returns::<initiation::DecliningForm>(case(), &step),
                Kind::Report => returns::<report::ReportForm>(case(), &step),
                Kind::Determine => returns::<determination::DeterminationForm>(assessed(false), &step),
                Kind::DecideObjection => returns::<objection::DecisionForm>(case(), &step),
                Kind::VerifyCorrection => returns::<correction::VerdictForm>(case(), &step),
                Kind::Clarify => returns::<clarification::ClarificationForm>(case(), &step),
                Kind::Close => returns::<closure::ClosureForm>(case(), &step),
                Kind::Link => {}
                other => panic!("{} is no act", other.name()),
            }
        }
    }

    #[test]
    fn a_link_is_typed_with_the_name_that_was_looked_up() {
        let link = steps::all().into_iter().find(|it| it.kind() == Kind::Link);
        let link = link.expect("it is an act");
        let typed = typed(&link, &case());
        let open = open(case(), officer_at(61, 90), Some(id(102)));
        let read = account::LinkForm::read(&open, &typed, None).expect("nothing is missing");
        let (Step::Link(read), Step::Link(link)) = (read, link) else {
            panic!("a link is a link")
        };
        assert_eq!(
            (read.account.username, read.proof, read.electronic),
            (link.account.username, link.proof, link.electronic)
        );
    }

    #[test]
    fn what_can_be_drafted_can_be_typed() {
        let acts = PROCEDURE.iter().filter(|row| row.who.needs_approval());
        let sampled: Vec<_> = steps::all().iter().map(Step::kind).collect();
        for row in acts {
            assert!(sampled.contains(&row.kind), "{} has no sample", row.name);
        }
        for step in steps::all() {
            assert!(
                !typed(&step, &assessed(false)).0.is_empty(),
                "{}",
                step.kind().name()
            );
        }
    }
}
