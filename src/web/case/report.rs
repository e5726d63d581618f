//! 核实报告 (A8.2) with 初步意见 (A8.3): a list of tasks, a page for each, and a page to check before it is sent. All of them
//! write into one draft of one act. The drafter answers what A6 and A7 ask; whether a condition with parts is met, and whether
//! to tolerate (R1), is reckoned from the answers and asked of nobody.

use axum::response::Response;
use axum::routing::{MethodRouter, get};

use super::content::Section;
use super::findings::FindingRow;
use super::form::{self, ActForm, Fields, FormState, StepForm};
use super::open::OpenCase;
use crate::domain::case::{Case, Party};
use crate::domain::ids::FileId;
use crate::domain::procedure::Kind;
use crate::domain::regulation::{Circumstance, Condition, Factor};
use crate::domain::report::VerificationReport;
use crate::web::error::Nope;
use crate::web::form::{Typed, Wrong};

mod check;
mod draft;
mod fields;
mod overtaken;
mod page;
mod read;
mod samples;
mod sections;
mod source;
mod standing;
mod task;
mod tasks;
mod words;
mod write;

pub use check::show as check;
pub use page::{show, submit};
pub use samples::samples;
pub use sections::authority_text;

#[cfg(test)]
mod tests;

/// 提交核实报告和初步意见
pub struct ReportForm;

impl Fields for ReportForm {
    type Step = VerificationReport;

    fn read(open: &OpenCase, typed: &Typed, _: Option<FileId>) -> Result<VerificationReport, Wrong> {
        read::report(&open.case, typed)
    }
}

impl StepForm for ReportForm {
    const KIND: Kind = Kind::Report;

    const PATH: &'static str = "report";

    /// The list; what is sent there is the whole draft, as it was checked.
    fn address() -> MethodRouter<crate::platform::App> {
        get(form::show::<Self>).post(check::submit)
    }

    fn page(open: &OpenCase, state: FormState) -> Result<Response, Nope> {
        Ok(tasks::page(open, state))
    }
}

impl ActForm for ReportForm {
    fn typed(it: &VerificationReport, case: &Case) -> Typed {
        write::reporting(case, it)
    }

    fn sections(it: &VerificationReport, case: &Case) -> Vec<Section> {
        sections::sections(it, case)
    }

    fn findings(it: &VerificationReport, case: &Case) -> Vec<FindingRow> {
        sections::findings(it, case)
    }
}

/// The field about a condition: `f-1-diligent-reason`.
fn finding_field(party: &Party, condition: Condition, what: &str) -> String {
    format!("f-{}-{}-{what}", party.no, condition.code())
}

/// The field about a circumstance: `c-1-other-fits`.
fn fit_field(party: &Party, circumstance: Circumstance, what: &str) -> String {
    format!("c-{}-{}-{what}", party.no, circumstance.code())
}

/// The box that says that no circumstance fits.
fn none_field(party: &Party) -> String {
    format!("c-{}-none", party.no)
}

/// What (七) asks besides the reason.
const PRINCIPLES: &str = "principles";
const OTHERS: &str = "others";

/// The field about what became of the party's statement.
fn statement_field(party: &Party) -> String {
    format!("s-{}", party.no)
}

/// A field about who holds the authority over the party: `a-1-basis`.
fn authority_field(party: &Party, what: &str) -> String {
    format!("a-{}-{what}", party.no)
}

/// A factor as it weighs for all.
fn factor_field(factor: Factor) -> String {
    format!("w-{}", factor.code())
}

/// A factor as it weighs for one party.
fn own_factor_field(party: &Party, factor: Factor) -> String {
    format!("v-{}-{}", party.no, factor.code())
}

/// The box that says that the factors are weighed party by party.
const APART: &str = "apart";

/// Whether they are: of one party there is nothing to tell apart.
fn apart(case: &Case, typed: &Typed) -> bool {
    typed.has(APART, "yes") && case.taking_part().nth(1).is_some()
}
