//! 异议 (A8.4): a party says what it contests and why, to the superior body or the Office; the addressee investigates and
//! decides.

use axum::response::Response;

use super::form::{Sheet, StepForm, form_page};
use super::open::OpenCase;
use crate::domain::case::Objected;
use crate::domain::ids::{BodyId, FileId, ObjectionId};
use crate::domain::objection::{Objection, ObjectionDecision, ObjectionResult};
use crate::domain::procedure::Kind;
use crate::domain::step::Step;
use crate::web::error::Nope;
use crate::web::form::{Choice, Reading, Typed, Wrong};

form_page! {
    /// 提出异议
    ObjectionPage = "case/objection.html" { party: String, routes: Vec<Choice>, own: bool }
}

/// 提出异议
pub struct ObjectionForm;

impl StepForm for ObjectionForm {
    const KIND: Kind = Kind::Object;

    fn read(open: &OpenCase, typed: &Typed, file: Option<FileId>) -> Result<Step, Wrong> {
        let party = open
            .party()
            .map_err(|_| Wrong::field("addressee", "没有这名当事人"))?;
        let mut form = Reading::new(typed);
        let addressee = form.choice("addressee", "选择向哪个机关提出", |it| {
            it.parse::<BodyId>().ok()
        });
        let contested = form.required("contested", "写明不认可哪一项条件、哪一个事实或者哪一个步骤");
        let grounds = form.at_least("grounds", 10, "写明异议的理由");
        let new_facts = form.optional("new_facts");
        if !open.is_party(party) && file.is_none() {
            form.wrong("file", "上传当事人签名或者盖章的异议书");
        }
        let party = party.id;
        form.made(|| {
            addressee.map(|addressee| {
                Step::Object(Objection {
                    party,
                    addressee,
                    contested,
                    grounds,
                    new_facts,
                    file,
                })
            })
        })
    }

    fn page(open: &OpenCase, sheet: Sheet) -> Result<Response, Nope> {
        let party = open.party()?;
        let routes = open.case.body.objection_routes();
        let routes = routes
            .iter()
            .map(|it| Choice::new(it.id.to_string(), &it.name))
            .collect();
        Ok(ObjectionPage::of(
            sheet,
            party.name.clone(),
            routes,
            open.is_party(party),
        ))
    }
}

form_page! {
    /// 作出异议处理决定
    DecisionPage = "case/decision.html" { party: String, against: String, objection: Objected, file: Option<String> }
}

/// 作出异议处理决定
pub struct DecisionForm;

impl StepForm for DecisionForm {
    const KIND: Kind = Kind::DecideObjection;

    fn read(open: &OpenCase, typed: &Typed, _: Option<FileId>) -> Result<Step, Wrong> {
        let objection = ObjectionId(open.subject.unwrap_or_default());
        let mut form = Reading::new(typed);
        let investigation = form.at_least("investigation", 10, "写明本机关怎样调查核实、查明了什么");
        let reasons = form.at_least("reasons", 10, "逐个争点写明理由");
        let result = ObjectionResult::Upheld;
        form.done(Step::DecideObjection(ObjectionDecision {
            objection,
            investigation,
            reasons,
            result,
        }))
    }

    fn page(open: &OpenCase, sheet: Sheet) -> Result<Response, Nope> {
        let id = open.subject.map(ObjectionId);
        let objection = open
            .case
            .objections
            .iter()
            .find(|it| Some(it.id) == id)
            .ok_or(Nope::NotFound)?;
        let party = open
            .case
            .party(objection.party)
            .map_or_else(String::new, |party| party.name.clone());
        let document = open.case.determination_of(objection.party).map(|it| it.document);
        let against = open.case.documents.iter().find(|it| Some(it.id) == document);
        let against = against.map_or_else(String::new, |it| it.number.clone());
        let file = objection.file.map(|file| format!("{}/files/{file}", open.href()));
        Ok(DecisionPage::of(sheet, party, against, objection.clone(), file))
    }
}
