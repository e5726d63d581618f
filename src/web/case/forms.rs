//! The form of every step: each has its line here, and says the rest in its own file. What follows from the line: the
//! address, the link to it, what is typed and read of an act, the samples. A kind without a line does not compile, nor
//! one that stands on the wrong side of approval.

use axum::routing::MethodRouter;
use uuid::Uuid;

use super::content::Section;
use super::findings::FindingRow;
use super::form::{ActForm, StepForm};
use super::offers::{Link, links_to};
use super::open::OpenCase;
use super::samples::{act_pages, form_pages};
use super::{
    account, assignment, clarification, closure, correction, determination, evidence, hearing, initiation,
    notice, objection, referral, replacement, report, service, verification, withdrawal,
};
use crate::domain::case::Case;
use crate::domain::ids::CaseId;
use crate::domain::owed::Owed;
use crate::domain::procedure::{Kind, PROCEDURE};
use crate::domain::refusal::Refusal;
use crate::domain::step::Step;
use crate::platform::App;
use crate::web::form::Typed;
use crate::web::samples::Sample;

/// Declares the forms of the acts, which a second person approves, and those of the steps that one person takes alone.
macro_rules! forms {
    (approved { $($act:ident($act_form:ty);)+ } alone { $($kind:ident($form:ty);)+ }) => {
        forms! { each $($act($act_form);)+ $($kind($form);)+ }
        $(const _: () = assert!(approved::<$act_form>());)+
        $(const _: () = assert!(!approved::<$form>());)+

        /// The fields of the form of an act, as they would be typed for this step. Of what one person takes alone no draft
        /// is kept.
        pub fn typed(step: &Step, case: &Case) -> Typed {
            match step {
                $(Step::$act(it) => <$act_form>::typed(it, case),)+
                $(Step::$kind(_))|+ => Typed::default(),
            }
        }

        /// What a step says to its approver. What one person takes alone is never put before one.
        pub fn sections(step: &Step, case: &Case) -> Vec<Section> {
            match step {
                $(Step::$act(it) => <$act_form>::sections(it, case),)+
                $(Step::$kind(_))|+ => vec![],
            }
        }

        /// The findings that a step rests on, party by party.
        pub fn findings(step: &Step, case: &Case) -> Vec<FindingRow> {
            match step {
                $(Step::$act(it) => <$act_form>::findings(it, case),)+
                $(Step::$kind(_))|+ => vec![],
            }
        }

        /// The pages of every form.
        pub async fn sample_pages() -> Vec<Sample> {
            let mut all = vec![];
            $(act_pages::<$act_form>(&mut all).await;)+
            $(form_pages::<$form>(&mut all).await;)+
            all
        }

        #[cfg(test)]
        fn every_act_form_reads_what_it_wrote() {
            $(tests::reads_what_it_wrote::<$act_form>();)+
        }

        #[cfg(test)]
        async fn every_act_form_offers_phrases_as_it_says() {
            $(tests::offers_as_it_says::<$act_form>().await;)+
        }
    };
    (each $($kind:ident($form:ty);)+) => {
        $(const _: () = assert!(<$form>::KIND as usize == Kind::$kind as usize);)+

        /// Every form, with its address below a case's.
        pub fn addresses() -> Vec<(&'static str, MethodRouter<App>)> {
            vec![$((<$form>::PATH, <$form>::address())),+]
        }

        /// Where the form of a step stands. The step that began the case has none below it.
        pub fn href(case: CaseId, kind: Kind, subject: Option<Uuid>) -> String {
            let case = format!("/cases/{case}");
            let path = match kind {
                Kind::File => return case,
                $(Kind::$kind => <$form>::PATH,)+
            };
            let subject = subject.unwrap_or_default().to_string();
            format!("{case}/{}", path.replace("{subject}", &subject))
        }

        /// The links to the form, one for each of these that the step can be about; `owed` says which of them stands out.
        pub fn links(open: &OpenCase, kind: Kind, subjects: Vec<Option<Uuid>>, owed: &[Owed]) -> Vec<Link> {
            match kind {
                Kind::File => vec![],
                $(Kind::$kind => links_to::<$form>(open, subjects, owed),)+
            }
        }

        /// Everything that stands against the step.
        pub fn against(case: &Case, kind: Kind, first: &Refusal) -> Vec<Refusal> {
            match kind {
                Kind::File => vec![first.clone()],
                $(Kind::$kind => <$form>::against(case, first),)+
            }
        }

        #[cfg(test)]
        fn every_address_names_what_its_step_is_about() {
            $(tests::names_what_it_is_about::<$form>();)+
        }
    };
}

forms! {
    approved {
        Initiate(initiation::InitiationForm);
        Decline(initiation::DecliningForm);
        Link(account::LinkForm);
        Report(report::ReportForm);
        Suspend(verification::SuspensionForm);
        Resume(verification::ResumptionForm);
        Extend(verification::ExtensionForm);
        Refer(referral::ReferralForm);
        RecordReturn(referral::ReturnForm);
        Determine(determination::DeterminationForm);
        DecideObjection(objection::DecisionForm);
        VerifyCorrection(correction::VerdictForm);
        Clarify(clarification::ClarificationForm);
        Close(closure::ClosureForm);
    }
    alone {
        Withdraw(withdrawal::WithdrawalForm);
        Replace(replacement::ReplacementForm);
        Assign(assignment::AssignmentForm);
        TakeEvidence(evidence::EvidenceForm);
        Hear(hearing::HearingForm);
        Serve(service::ServiceForm);
        Notify(notice::NoticeForm);
        Object(objection::ObjectionForm);
        WithdrawObjection(objection::WithdrawalForm);
        ReportCorrection(correction::ReportForm);
        WaiveClarification(clarification::WaiverForm);
    }
}

/// Whether the table lets a second person approve what the form is for.
const fn approved<F: StepForm>() -> bool {
    PROCEDURE[F::KIND as usize].who.approves.is_some()
}

#[cfg(test)]
mod tests {
    use super::super::form::{About, Fields};
    use super::super::sample::{form_state, ready_for};
    use super::*;
    use crate::domain::act::TakenBy;
    use crate::domain::ruling::rule;
    use crate::domain::step::Subject;
    use crate::web::form::Wrong;

    /// What a form reads out of what was written for a step is that step, which the law has nothing against. Whose account
    /// is linked is looked up afterwards.
    pub fn reads_what_it_wrote<F: ActForm>() {
        let (open, steps) = ready_for(F::KIND);
        for step in steps {
            let allowed = open.at_this_moment(|now| rule(&open.case, &step, TakenBy::One(&open.actor), now));
            assert_eq!(allowed.map(drop), Ok(()), "{}", F::KIND.name());
            let typed = typed(&step, &open.case);
            assert!(!typed.0.is_empty(), "{} is typed", F::KIND.name());
            let read = F::read(&open, &typed, None).unwrap_or_else(|wrong| panic!("{wrong:?}\n{typed:?}"));
            if F::KIND != Kind::Link {
                assert_eq!(read.into(), step);
            }
        }
    }

    #[test]
    fn every_form_reads_what_it_wrote() {
        every_act_form_reads_what_it_wrote();
    }

    #[test]
    fn a_link_is_typed_with_the_name_that_was_looked_up() {
        let (open, steps) = ready_for(Kind::Link);
        let [Step::Link(link)] = &steps[..] else {
            panic!("one sample is enough")
        };
        let typed = account::LinkForm::typed(link, &open.case);
        let read = account::LinkForm::read(&open, &typed, None).expect("nothing is missing");
        assert_eq!(
            (&read.account.username, &read.proof, read.electronic),
            (&link.account.username, &link.proof, link.electronic)
        );
    }

    /// A form that reads the body's phrases has a field that offers them, and the other way round.
    pub async fn offers_as_it_says<F: ActForm>() {
        let (open, _) = ready_for(F::KIND);
        let state = form_state(&open.case, F::KIND, Typed::default(), Wrong::default());
        let page = F::page(&open, state).expect("it is about something");
        let page = Sample::read(F::KIND.code(), page).await;
        assert_eq!(
            page.html.contains("插入常用语"),
            F::OFFERS_PHRASES,
            "{}",
            page.name
        );
    }

    #[tokio::test]
    async fn a_form_offers_the_phrases_that_it_reads() {
        every_act_form_offers_phrases_as_it_says().await;
    }

    pub fn names_what_it_is_about<F: StepForm>() {
        let about_the_case = About::<F>::of(None).is_some();
        assert_eq!(F::PATH.contains("/{subject}/"), !about_the_case, "{}", F::PATH);
    }

    #[test]
    fn an_address_names_what_its_step_is_about() {
        every_address_names_what_its_step_is_about();
    }
}
