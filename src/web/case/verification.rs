//! 中止, 恢复 and 延期 of the verification: why, and what that does to its period.

use axum::response::Response;

use super::content::Section;
use super::form::{ActForm, FormState, StepForm, fields, form_page};
use super::open::OpenCase;
use crate::domain::case::{Case, Clock};
use crate::domain::dates::day;
use crate::domain::deadline::{Cause, Deadline, DeadlineKind};
use crate::domain::procedure::Kind;
use crate::domain::verification::{EXTENSION_DAYS_MAX, Extension, Resumption, Suspension, verification};
use crate::web::error::Nope;
use crate::web::form::{Choice, Typed};

form_page! {
    /// 中止核实: the last day as it is now, and how many working days will be left if it is approved today.
    SuspensionPage = "case/suspension.html" { due: String, left: u16 }
}

/// 中止核实
pub struct SuspensionForm;

fields! {
    act SuspensionForm |_, _| Suspension {}
    reason: text("中止的原因", "写明中止核实的原因，当事人会收到");
}

impl StepForm for SuspensionForm {
    const KIND: Kind = Kind::Suspend;

    const PATH: &'static str = "suspension";

    const OFFERS_PHRASES: bool = true;

    fn page(open: &OpenCase, state: FormState) -> Result<Response, Nope> {
        let (on, why) = (open.today(), Kind::Suspend.name().to_owned());
        let due = clock(open, None).and_then(|it| it.due(open.calendar()));
        let stopped = clock(open, Some(Cause::Stopped { on, why }));
        let left = stopped.and_then(|it| it.remaining(on, open.calendar()));
        Ok(SuspensionPage::of(
            state,
            due.map(day).unwrap_or_default(),
            left.unwrap_or_default(),
        ))
    }
}

impl ActForm for SuspensionForm {
    fn typed(it: &Suspension, _: &Case) -> Typed {
        Self::write_fields(it)
    }

    fn sections(it: &Suspension, case: &Case) -> Vec<Section> {
        vec![Section::new(Self::KIND.name(), Self::rows(it, case))]
    }
}

form_page! {
    /// 恢复核实: the last day if it is approved today.
    ResumptionPage = "case/resumption.html" { due: String }
}

/// 恢复核实
pub struct ResumptionForm;

fields! {
    act ResumptionForm |_, _| Resumption {}
    reason: text("恢复的原因", "写明为什么可以恢复核实，当事人会收到");
}

impl StepForm for ResumptionForm {
    const KIND: Kind = Kind::Resume;

    const PATH: &'static str = "resumption";

    const OFFERS_PHRASES: bool = true;

    fn page(open: &OpenCase, state: FormState) -> Result<Response, Nope> {
        let resumed = clock(open, Some(Cause::Resumed { on: open.today() }));
        let due = resumed.and_then(|it| it.due(open.calendar()));
        Ok(ResumptionPage::of(state, due.map(day).unwrap_or_default()))
    }
}

impl ActForm for ResumptionForm {
    fn typed(it: &Resumption, _: &Case) -> Typed {
        Self::write_fields(it)
    }

    fn sections(it: &Resumption, case: &Case) -> Vec<Section> {
        vec![Section::new(Self::KIND.name(), Self::rows(it, case))]
    }
}

form_page! {
    /// 延长核实期限: the last day as it is now, and for each number of days the one that it leads to.
    ExtensionPage = "case/extension.html" { due: String, days: Vec<Choice> }
}

impl ExtensionPage {
    fn usual(&self) -> u16 {
        DeadlineKind::Verification.days()
    }

    fn most(&self) -> u16 {
        EXTENSION_DAYS_MAX
    }
}

/// 延长核实期限
pub struct ExtensionForm;

fields! {
    act ExtensionForm |_, _| Extension {}
    days: number("延长", "选择延长几个工作日", (1..=EXTENSION_DAYS_MAX), "个工作日");
    reason: text("延长的原因", "写明延长核实期限的原因，当事人会收到");
}

impl StepForm for ExtensionForm {
    const KIND: Kind = Kind::Extend;

    const PATH: &'static str = "extension";

    const OFFERS_PHRASES: bool = true;

    fn page(open: &OpenCase, state: FormState) -> Result<Response, Nope> {
        let due = |more| clock(open, more).and_then(|it| it.due(open.calendar()));
        let days = (1..=EXTENSION_DAYS_MAX).map(|days| {
            let until = due(Some(Cause::Extended { days })).map(day);
            let until = until.map_or_else(String::new, |it| format!("，至{it}届满"));
            Choice::new(days.to_string(), format!("{days} 个工作日{until}"))
        });
        let now = due(None).map(day).unwrap_or_default();
        Ok(ExtensionPage::of(state, now, days.collect()))
    }
}

impl ActForm for ExtensionForm {
    fn typed(it: &Extension, _: &Case) -> Typed {
        Self::write_fields(it)
    }

    fn sections(it: &Extension, case: &Case) -> Vec<Section> {
        vec![Section::new(Self::KIND.name(), Self::rows(it, case))]
    }
}

/// The clock of the verification, as it would be after something more.
fn clock(open: &OpenCase, more: Option<Cause>) -> Option<Deadline> {
    let mut deadline = verification(&open.case).and_then(Clock::deadline)?;
    more.into_iter().for_each(|cause| deadline.apply(cause));
    Some(deadline)
}
