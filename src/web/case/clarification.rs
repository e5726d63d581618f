//! 澄清说明 (A11) for a party whose responsibility was lifted, or its written wish to have none.

use axum::response::Response;
use time::Date;

use super::content::{Section, party_name};
use super::form::{ActForm, Approved, Begun, FormState, StepForm, fields, form_page};
use super::open::OpenCase;
use super::parties;
use crate::domain::case::Case;
use crate::domain::clarification::{
    Clarification, ClarificationForm as Form, ClarificationWaiver, begun, possible_day,
};
use crate::domain::ids::PartyId;
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::web::error::Nope;
use crate::web::form::{Choice, Typed, choices};

form_page! {
    /// 作出澄清说明
    ClarificationPage = "case/clarification.html" { party: String, forms: Vec<Choice> }
}

/// 作出澄清说明
pub struct ClarificationForm;

fields! {
    act ClarificationForm |open, _| Clarification { party: named(open) }
    by: line("作出单位", "写明由哪个单位作出");
    form: coded("形式", "选择澄清的形式");
    audience: text("范围", "写明在什么范围内");
    made_on: day("日期", "写明澄清日期", |on| possible(open, on));
    text: text("内容", "写明澄清说明的内容");
}

fn possible(open: &OpenCase, on: Date) -> Result<(), Refusal> {
    possible_day(&open.case, named(open), on, open.today())
}

/// The party that the address names.
fn named(open: &OpenCase) -> PartyId {
    PartyId(open.subject.unwrap_or_default())
}

impl StepForm for ClarificationForm {
    const KIND: Kind = Kind::Clarify;

    const PATH: &'static str = "parties/{subject}/clarification";

    const OFFERS_PHRASES: bool = true;

    const BEGINS_WITH: &'static [Kind] = &[Kind::Determine];

    fn begins(open: &OpenCase, before: &Approved) -> Begun {
        let determined = before.determination_of(named(open));
        let text = determined.and_then(|it| begun::text(&open.case, open.case.party(it.party)?, &it.reasons));
        Begun {
            note: text
                .is_some()
                .then_some("“内容”已按容错认定书拟好，请核对、修改。"),
            typed: Typed::default()
                .with("by", &open.case.body.name)
                .with("made_on", open.today().to_string())
                .with("text", text.unwrap_or_default()),
        }
    }

    fn page(open: &OpenCase, state: FormState) -> Result<Response, Nope> {
        let party = open.party()?;
        Ok(ClarificationPage::of(state, party.name.clone(), choices!(Form)))
    }

    fn link(open: &OpenCase, party: PartyId) -> String {
        parties::about("作出澄清说明", open, party)
    }
}

impl ActForm for ClarificationForm {
    fn typed(it: &Clarification, _: &Case) -> Typed {
        Self::write_fields(it)
    }

    fn sections(it: &Clarification, case: &Case) -> Vec<Section> {
        let mut rows = vec![("当事人", party_name(it.party, case))];
        rows.extend(Self::rows(it, case));
        vec![Section::new(Self::KIND.name(), rows)]
    }
}

form_page! {
    /// 书面声明不需要澄清说明
    WaiverPage = "case/waiver.html" { party: String, own: bool }
}

/// 书面声明不需要澄清说明
pub struct WaiverForm;

fields! {
    WaiverForm |open, file| ClarificationWaiver { party: named(open) }
    text: text("写明不需要作澄清说明");
    stated_on: own_day(said_today(open), "写明书面表示的日期", |on| possible(open, on));
    file: file(file, |file| open.in_its_own_words(file));
}

/// The party itself says so today; an officer enters what it said before.
fn said_today(open: &OpenCase) -> Option<Date> {
    let own = open.party().is_ok_and(|party| open.is_party(party));
    own.then(|| open.today())
}

impl StepForm for WaiverForm {
    const KIND: Kind = Kind::WaiveClarification;

    const PATH: &'static str = "parties/{subject}/clarification/waiver";

    fn page(open: &OpenCase, mut state: FormState) -> Result<Response, Nope> {
        let party = open.party()?;
        if state.typed.0.is_empty() {
            state.typed.set("stated_on", open.today().to_string());
        }
        Ok(WaiverPage::of(state, party.name.clone(), open.is_party(party)))
    }

    fn link(open: &OpenCase, party: PartyId) -> String {
        parties::about("不需要澄清", open, party)
    }
}
