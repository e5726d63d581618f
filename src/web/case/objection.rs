//! 异议 (A8.4): a party says what it contests and why, to the superior body or the Office; the addressee investigates and
//! decides.

use axum::response::Response;

use super::content::{Section, party_name};
use super::form::{ActForm, Approved, Begun, FormState, StepForm, fields, form_page};
use super::open::OpenCase;
use super::parties;
use crate::domain::case::Case;
use crate::domain::dates::day;
use crate::domain::deadline::Cause;
use crate::domain::ids::{ObjectionId, PartyId};
use crate::domain::objection::{
    Objection, ObjectionDecision, ObjectionResult, ObjectionWithdrawal, Raised, begun,
};
use crate::domain::procedure::Kind;
use crate::web::error::Nope;
use crate::web::form::{BLANK, Choice, Typed};

form_page! {
    /// 提出异议
    ObjectionPage = "case/objection.html" { party: String, routes: Vec<Choice>, own: bool }
}

/// 提出异议
pub struct ObjectionForm;

fields! {
    ObjectionForm |open, file| Objection { party: PartyId(open.subject.unwrap_or_default()) }
    addressee: id("选择向哪个机关提出");
    contested: text("写明不认可哪一项条件、哪一个事实或者哪一个步骤");
    grounds: text("写明异议的理由");
    new_facts: remark();
    file: file(file, |file| open.in_its_own_words(file));
}

impl StepForm for ObjectionForm {
    const KIND: Kind = Kind::Object;

    const PATH: &'static str = "parties/{subject}/objection";

    fn page(open: &OpenCase, state: FormState) -> Result<Response, Nope> {
        let party = open.party()?;
        let routes = open.case.body.objection_routes();
        let routes = routes
            .iter()
            .map(|it| Choice::new(it.id.to_string(), &it.name))
            .collect();
        Ok(ObjectionPage::of(
            state,
            party.name.clone(),
            routes,
            open.is_party(party),
        ))
    }

    fn link(open: &OpenCase, party: PartyId) -> String {
        parties::about("提出异议", open, party)
    }
}

form_page! {
    /// 撤回异议
    WithdrawalPage = "case/objection_withdrawal.html" { party: String, addressee: String, contested: String, own: bool }
}

/// 撤回异议
pub struct WithdrawalForm;

fields! {
    WithdrawalForm |open, file| ObjectionWithdrawal { objection: ObjectionId(open.subject.unwrap_or_default()) }
    reason: text("写明撤回异议的原因");
    file: file(file, |file| open.in_the_words_of(objector(open), file));
}

/// Whose objection the address names.
fn objector(open: &OpenCase) -> Option<PartyId> {
    named(open).ok().map(|it| it.party)
}

impl StepForm for WithdrawalForm {
    const KIND: Kind = Kind::WithdrawObjection;

    const PATH: &'static str = "objections/{subject}/withdrawal";

    fn page(open: &OpenCase, state: FormState) -> Result<Response, Nope> {
        let objection = named(open)?;
        let party = open.case.party(objection.party).ok_or(Nope::NotFound)?;
        Ok(WithdrawalPage::of(
            state,
            party.name.clone(),
            open.case.addressee_name(objection.addressee).to_owned(),
            objection.contested.to_string(),
            open.is_party(party),
        ))
    }

    fn link(open: &OpenCase, objection: ObjectionId) -> String {
        let raised = open.case.objection(objection);
        raised.map_or_else(String::new, |it| parties::about("撤回异议", open, it.party))
    }
}

form_page! {
    /// 作出异议处理决定
    DecisionPage = "case/decision.html" {
        results: Vec<Choice>,
        party: String,
        against: String,
        received: String,
        objection: Raised,
        file: Option<String>,
    }
}

/// 作出异议处理决定
pub struct DecisionForm;

fields! {
    act DecisionForm |open, _| ObjectionDecision { objection: ObjectionId(open.subject.unwrap_or_default()) }
    investigation: text("调查核实", "写明本机关怎样调查核实、查明了什么");
    reasons: text("理由", "逐个争点写明理由");
    result: coded("处理结果", "选择维持还是撤销");
}

impl StepForm for DecisionForm {
    const KIND: Kind = Kind::DecideObjection;

    const PATH: &'static str = "objections/{subject}/decision";

    const OFFERS_PHRASES: bool = true;

    const BEGINS_WITH: &'static [Kind] = &[Kind::Determine];

    fn begins(open: &OpenCase, before: &Approved) -> Begun {
        let Ok(raised) = named(open) else {
            return Begun::default();
        };
        let determined = before
            .determination_of(raised.party)
            .map(|it| it.reasons.as_str());
        let blank = |what: &str| format!("{BLANK}：{what}】");
        Begun {
            typed: Typed::default()
                .with("investigation", begun::investigation(determined, blank))
                .with("reasons", begun::reasons(raised, blank)),
            note: Some("已带入原认定的事实和理由，请核对、修改；标着“待填写”的地方写完以后才能提交。"),
        }
    }

    fn page(open: &OpenCase, state: FormState) -> Result<Response, Nope> {
        let objection = named(open)?;
        let party = open
            .case
            .party(objection.party)
            .map_or_else(String::new, |party| party.name.clone());
        let mut determined = open.case.determinations.iter();
        let document = determined
            .find(|it| it.id == objection.determination)
            .map(|it| it.document);
        let against = open.case.documents.iter().find(|it| Some(it.id) == document);
        let against = against.map_or_else(String::new, |it| it.number.clone());
        let file = objection.file.map(|file| open.file(file));
        let result = |it: &ObjectionResult| Choice::new(it.code(), it.short()).hint(leads_to(*it));
        Ok(DecisionPage::of(
            state,
            ObjectionResult::ALL.iter().map(result).collect(),
            party,
            against,
            received(open, objection),
            objection.clone(),
            file,
        ))
    }

    fn link(open: &OpenCase, objection: ObjectionId) -> String {
        let raised = open.case.objection(objection);
        raised.map_or_else(String::new, |it| {
            parties::about(Self::KIND.name(), open, it.party)
        })
    }
}

impl ActForm for DecisionForm {
    fn typed(it: &ObjectionDecision, _: &Case) -> Typed {
        Self::write_fields(it)
    }

    fn sections(it: &ObjectionDecision, case: &Case) -> Vec<Section> {
        let raised = case.objection(it.objection);
        let decided = Section::new(Self::KIND.name(), Self::rows(it, case)).comes_to("处理结果");
        raised
            .map(|it| contested(it, case))
            .into_iter()
            .chain([decided])
            .collect()
    }
}

/// What comes of the decision, for who chooses it.
fn leads_to(result: ObjectionResult) -> &'static str {
    match result {
        ObjectionResult::Upheld => "原认定继续有效。",
        ObjectionResult::SetAside => {
            "这名当事人的认定失去效力，由原机关指定没有参加过的经办人重新核实、认定；其他当事人的认定不受影响。"
        }
    }
}

/// What the objector says, for whoever answers it.
fn contested(it: &Raised, case: &Case) -> Section {
    let new_facts = match it.new_facts.trim() {
        "" => "没有".to_owned(),
        _ => it.new_facts.clone(),
    };
    let rows = vec![
        ("异议人", party_name(it.party, case)),
        ("异议事项", it.contested.to_string()),
        ("理由", it.grounds.to_string()),
        ("新的事实", new_facts),
    ];
    let against = case.determination(it.determination).map(|it| it.document);
    Section::new("异议内容", rows)
        .with_document(against, case)
        .with("异议附件", it.file, case)
}

/// The objection that the address names; an addressee sees those addressed to it alone.
fn named(open: &OpenCase) -> Result<&Raised, Nope> {
    let id = open.subject.map(ObjectionId);
    let mut objections = open.case.objections.iter();
    objections
        .find(|it| Some(it.id) == id && open.sight.reads_objection(it))
        .ok_or(Nope::NotFound)
}

/// The day it was received, which its deadline starts from.
fn received(open: &OpenCase, objection: &Raised) -> String {
    let mut clocks = open.case.deadlines.iter();
    let clock = clocks.find(|it| it.subject == Some(objection.id.0));
    match clock.and_then(|it| it.causes.first()) {
        Some(Cause::Started { on, .. }) => day(*on),
        Some(
            Cause::Stopped { .. }
            | Cause::Resumed { .. }
            | Cause::Extended { .. }
            | Cause::Recomputed { .. }
            | Cause::Met { .. }
            | Cause::Cancelled { .. },
        )
        | None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::{Fields, lawful};
    use super::super::sample::{form_state, html, names, open, typed};
    use super::*;
    use crate::domain::actor::Actor;
    use crate::domain::samples::{self as s, OFFICE, SUPERIOR, SampleCase};
    use crate::web::form::Wrong;

    /// The first party with its account, the second without.
    fn told() -> SampleCase {
        SampleCase::ready_for(Kind::Object)
    }

    #[tokio::test]
    async fn a_party_chooses_its_route() {
        let first = told().party(1).0;
        let open = open(told(), s::applicant(), Some(first));
        let state = form_state(&open.case, Kind::Object, Typed::default(), Wrong::default());
        let page = ObjectionForm::page(&open, state).expect("its own page");
        let form = html(page, &Wrong::default()).await;
        assert!(form.contains("工作办公室") && form.contains("name=\"grounds\""));
    }

    #[test]
    fn the_signed_paper_is_asked_of_the_officer_and_not_of_the_party() {
        let right = [
            ("addressee", OFFICE.to_string()),
            ("contested", "第三项条件".to_owned()),
            ("grounds", "认定与会议纪要记载的事实不一致".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value));
        let typed = typed(&right, &[]);
        let first = told().party(1).0;
        let read = |actor: Actor| {
            let open = open(told(), actor, Some(first));
            lawful(&open, ObjectionForm::read(&open, &typed, None)?)
        };
        assert!(read(s::applicant()).is_ok());
        let wrong = read(s::officer_a()).expect_err("no paper");
        assert_eq!(names(&wrong), ["file"]);
    }

    #[tokio::test]
    async fn an_addressee_reads_the_objections_to_it_alone() {
        let objected = || {
            let mut sample = told();
            let to_office = sample.objects(1, OFFICE);
            let to_superior = sample.objects(2, SUPERIOR);
            (sample, [to_office, to_superior])
        };
        let page = |actor: Actor, no: usize| {
            let (sample, objections) = objected();
            let open = open(sample, actor, Some(objections[no].0));
            let state = form_state(
                &open.case,
                Kind::DecideObjection,
                Typed::default(),
                Wrong::default(),
            );
            DecisionForm::page(&open, state)
        };
        let there = || s::decider_at(OFFICE);
        let own = page(there(), 0).expect("addressed to it");
        assert!(html(own, &Wrong::default()).await.contains("甲单位"));
        assert!(matches!(page(there(), 1), Err(Nope::NotFound)));
        assert!(matches!(page(s::applicant(), 1), Err(Nope::NotFound)));
    }
}
