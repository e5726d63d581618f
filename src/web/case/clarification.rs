//! 澄清说明 (A11) for a party whose responsibility was lifted, or its written wish to have none.

use axum::response::Response;
use time::Date;

use super::content::{Section, party_name};
use super::form::{ActForm, FormState, StepForm, fields, form_page};
use super::open::OpenCase;
use super::parties;
use crate::domain::case::Case;
use crate::domain::clarification::{
    Clarification, ClarificationForm as Form, ClarificationWaiver, possible_day,
};
use crate::domain::ids::{FileId, PartyId};
use crate::domain::procedure::Kind;
use crate::web::error::Nope;
use crate::web::form::{Choice, Reading, Typed, Wrong, choices};

form_page! {
    /// 作出澄清说明
    ClarificationPage = "case/clarification.html" { party: String, forms: Vec<Choice> }
}

/// What stands beside a day on which nothing was to be clarified.
const IMPOSSIBLE: &str = "写认定之日到今天之间的日期";

fn possible(open: &OpenCase, party: PartyId, on: Date) -> bool {
    possible_day(&open.case, party, on, open.today())
}

/// 作出澄清说明
pub struct ClarificationForm;

fields! {
    ClarificationForm |open| Clarification { party: named(open) }
    by: line("作出单位", "写明由哪个单位作出");
    form: coded("形式", "选择澄清的形式");
    audience: text("范围", "写明在什么范围内");
    made_on: day("日期", "写明澄清日期", IMPOSSIBLE, |on| possible(open, named(open), on));
    text: text("内容", "写明澄清说明的内容");
}

/// The party that the address names.
fn named(open: &OpenCase) -> PartyId {
    PartyId(open.subject.unwrap_or_default())
}

impl StepForm for ClarificationForm {
    type Step = Clarification;

    const KIND: Kind = Kind::Clarify;

    const PATH: &'static str = "parties/{subject}/clarification";

    fn read(open: &OpenCase, typed: &Typed, _: Option<FileId>) -> Result<Clarification, Wrong> {
        Self::read_fields(open, typed)
    }

    fn page(open: &OpenCase, mut state: FormState) -> Result<Response, Nope> {
        let party = open.party()?;
        if state.typed.0.is_empty() {
            state.typed.set("made_on", open.today().to_string());
            state.typed.set("by", open.case.body.name.clone());
        }
        Ok(ClarificationPage::of(state, party.name.clone(), choices!(Form)))
    }

    fn link(open: &OpenCase, party: PartyId) -> String {
        parties::about("作出澄清说明", &open.case, party)
    }
}

impl ActForm for ClarificationForm {
    fn typed(it: &Clarification, _: &Case) -> Typed {
        Self::write_fields(it)
    }

    fn sections(it: &Clarification, case: &Case) -> Vec<Section> {
        let mut rows = vec![("当事人", party_name(it.party, case))];
        rows.extend(Self::rows(it));
        vec![Section::new(Self::KIND.name(), rows)]
    }
}

form_page! {
    /// 书面表示不需要澄清
    WaiverPage = "case/waiver.html" { party: String, own: bool }
}

/// 书面表示不需要澄清
pub struct WaiverForm;

impl StepForm for WaiverForm {
    type Step = ClarificationWaiver;

    const KIND: Kind = Kind::WaiveClarification;

    const PATH: &'static str = "parties/{subject}/clarification/waiver";

    fn read(open: &OpenCase, typed: &Typed, file: Option<FileId>) -> Result<ClarificationWaiver, Wrong> {
        let party = open.party().map_err(|_| Wrong::field("text", "没有这名当事人"))?;
        let mut form = Reading::new(typed);
        let text = form.required("text", "写明不需要作澄清说明");
        let stated_on = if open.is_party(party) {
            Some(open.today())
        } else {
            form.date("stated_on", "写明书面表示的日期")
        };
        if stated_on.is_some_and(|on| !possible(open, party.id, on)) {
            form.wrong("stated_on", IMPOSSIBLE);
        }
        if !open.is_party(party) && file.is_none() {
            form.wrong("file", "上传当事人的书面表示");
        }
        form.made(|| {
            Some(ClarificationWaiver {
                party: party.id,
                text,
                stated_on: stated_on?,
                file,
            })
        })
    }

    fn page(open: &OpenCase, mut state: FormState) -> Result<Response, Nope> {
        let party = open.party()?;
        if state.typed.0.is_empty() {
            state.typed.set("stated_on", open.today().to_string());
        }
        Ok(WaiverPage::of(state, party.name.clone(), open.is_party(party)))
    }

    fn link(open: &OpenCase, party: PartyId) -> String {
        parties::about("不需要澄清", &open.case, party)
    }
}
