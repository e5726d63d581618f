//! 移送追责问责机关 (A9.2): to whom and why, with or without a proposal; and 登记机关退回, by the letter that lies in the file.

use axum::response::Response;

use super::content::Section;
use super::form::{ActForm, Approved, Begun, FormState, StepForm, fields, form_page};
use super::open::OpenCase;
use crate::domain::case::{Authority, Case};
use crate::domain::dates::{day, short_day};
use crate::domain::ids::EvidenceId;
use crate::domain::organ;
use crate::domain::procedure::Kind;
use crate::domain::referral::{
    OrganReturn, Referral, ReturnGround, begun, possible_follow_up, possible_letter, proposed_organ,
};
use crate::domain::regulation::Article;
use crate::domain::step::TheCase;
use crate::web::error::Nope;
use crate::web::form::{Choice, Typed, choices};

form_page! {
    /// 移送追责问责机关: what the case tells of the organ, and the parties that go with it.
    ReferralPage = "case/referral.html" { law: Article, known: Vec<String>, parties: String }
}

/// 移送追责问责机关
pub struct ReferralForm;

fields! {
    act ReferralForm |open, _| Referral {}
    organ: line("移送机关", "写明移送给哪个机关");
    reason: text("移送的理由", "写明为什么由该机关决定");
    proposal: remark("容错建议（当事人看不到）");
    follow_up: day("跟进日期", "写明什么时候向该机关了解进展", |on| possible_follow_up(on, open.today()));
}

impl StepForm for ReferralForm {
    const KIND: Kind = Kind::Refer;

    const PATH: &'static str = "referral";

    fn begins(open: &OpenCase, _: &Approved) -> Begun {
        let case = &open.case;
        Begun {
            note: Some("移送机关和理由已按申请书和核实报告带入，请核对、修改。"),
            typed: Typed::default()
                .with("organ", proposed_organ(case).unwrap_or_default())
                .with("reason", begun::reason(case).unwrap_or_default())
                .with("follow_up", begun::follow_up(open.today()).to_string()),
        }
    }

    fn page(open: &OpenCase, state: FormState) -> Result<Response, Nope> {
        Ok(ReferralPage::of(
            state,
            Article::A9_2,
            known(&open.case),
            names(&open.case),
        ))
    }
}

/// Why an organ elsewhere decides first, a line each.
fn known(case: &Case) -> Vec<String> {
    let matter = &case.accountability;
    let seized = organ::seized_by(case).map(|organ| format!("{organ}：{}（申请书）", matter.pursuit));
    let held = case.taking_part().filter_map(|party| match &party.authority {
        Authority::Organ(organ) => Some(format!("{}：干部管理权限在{organ}", party.name)),
        Authority::Body => None,
    });
    seized.into_iter().chain(held).collect()
}

fn names(case: &Case) -> String {
    let names: Vec<_> = case.taking_part().map(|it| it.name.as_str()).collect();
    names.join("、")
}

impl ActForm for ReferralForm {
    fn typed(it: &Referral, _: &Case) -> Typed {
        Self::write_fields(it)
    }

    fn sections(it: &Referral, case: &Case) -> Vec<Section> {
        let mut rows = vec![("移送的当事人", names(case))];
        rows.extend(Self::rows(it, case));
        vec![Section::new(Self::KIND.name(), rows)]
    }
}

form_page! {
    /// 登记机关退回: to whom the case went, and what came since.
    ReturnPage = "case/organ_return.html" { organ: String, on: String, grounds: Vec<Choice>, letters: Vec<Choice> }
}

/// 登记机关退回
pub struct ReturnForm;

fields! {
    act ReturnForm |open, _| OrganReturn {}
    letter: id("来函", "选择案卷里的来函");
    number: line("来函文号", "写明来函的文号");
    dated: day("来函日期", "写明来函的日期", |on| possible_letter(&open.case, on, open.today()));
    ground: coded("退回的情形", "选择退回的情形");
    said: text("来函的内容", "写明来函说了什么");
}

impl StepForm for ReturnForm {
    const KIND: Kind = Kind::RecordReturn;

    const PATH: &'static str = "organ-return";

    fn begins(open: &OpenCase, _: &Approved) -> Begun {
        let last = open.case.since_the_referral().last();
        Begun {
            note: None,
            typed: last.map_or_else(Typed::default, |it| {
                let dated = it.taken_on.to_string();
                Typed::default()
                    .with("letter", it.id.to_string())
                    .with("dated", dated)
            }),
        }
    }

    fn page(open: &OpenCase, state: FormState) -> Result<Response, Nope> {
        let (case, referral) = (&open.case, open.case.referred());
        let letters = case.since_the_referral().map(|it| {
            let (id, on) = (it.id, short_day(it.taken_on, open.today()));
            Choice::new(id.to_string(), exhibit(id, case)).hint(format!("{}，{on}", it.source))
        });
        Ok(ReturnPage::of(
            state,
            referral.map_or_else(String::new, |it| it.organ.to_string()),
            referral.map_or_else(String::new, |it| day(it.entry.on())),
            choices!(ReturnGround),
            letters.collect(),
        ))
    }

    fn link(_: &OpenCase, _: TheCase) -> String {
        Self::KIND.name().to_owned()
    }
}

fn exhibit(id: EvidenceId, case: &Case) -> String {
    let named = case.evidence.iter().find(|it| it.id == id);
    let name = named.map_or("", |it| &it.name);
    format!("证据 {} {name}", case.evidence_no(id).unwrap_or_default())
}

impl ActForm for ReturnForm {
    fn typed(it: &OrganReturn, _: &Case) -> Typed {
        Self::write_fields(it)
    }

    fn sections(it: &OrganReturn, case: &Case) -> Vec<Section> {
        let organ = case
            .referred()
            .map_or_else(String::new, |it| it.organ.to_string());
        let rows = Self::rows(it, case).into_iter();
        let rows = rows.map(|(label, said)| match label {
            "来函" => (label, exhibit(it.letter, case)),
            _ => (label, said),
        });
        vec![Section::new(
            Self::KIND.name(),
            [("退回的机关", organ)].into_iter().chain(rows).collect(),
        )]
    }
}
