//! 认定结果及后续: for each determination what it says, what is to be put right, what was objected, whether it was clarified.

use crate::domain::case::Case;
use crate::domain::clarification::lifted;
use crate::domain::correction::Correction;
use crate::domain::dates::short_day;
use crate::domain::determination::{Determined, Lenience};
use crate::domain::ids::PartyId;
use crate::domain::objection::Raised;
use crate::web::case::open::OpenCase;

/// A determination with what followed from it.
pub struct OutcomeLine {
    pub party: String,
    /// Whether it was set aside.
    pub fell: bool,
    pub outcome: &'static str,
    pub lenience: &'static str,
    pub document: String,
    pub corrections: Vec<DemandLine>,
    pub objections: Vec<ObjectionLine>,
    pub clarification: &'static str,
    pub clarified: Option<ClarificationLine>,
    pub wish: Option<String>,
    pub effects: &'static str,
}

/// What is to be put right, how far it is, and what was reported last.
pub struct DemandLine {
    /// Its number among those of the case, by which links name it.
    pub no: usize,
    pub what: String,
    pub state: String,
    pub report: Option<ReportLine>,
}

/// 整改报告
pub struct ReportLine {
    pub causes: String,
    pub measures: String,
    pub done_on: String,
    pub file: Option<String>,
}

/// 澄清说明
pub struct ClarificationLine {
    pub text: String,
    pub how: String,
}

/// An objection against it, as far as this person may read it.
pub struct ObjectionLine {
    pub state: String,
    pub contested: String,
    pub grounds: String,
    pub new_facts: String,
    pub file: Option<String>,
}

/// The determinations that this person knows of, by party, the newest first: those that stand and those that fell.
pub fn outcomes(open: &OpenCase) -> Vec<OutcomeLine> {
    let case = &open.case;
    let of = |party: PartyId| {
        case.determinations
            .iter()
            .rev()
            .filter(move |it| it.party == party)
    };
    let all = case.parties.iter().flat_map(|party| of(party.id));
    let known = all.filter(|it| open.sight.knows(case, it));
    known.map(|it| line(open, it)).collect()
}

/// What an outcome brings with it, once for all parties for which it is the same.
pub fn effects(outcomes: &[OutcomeLine]) -> Vec<(Vec<&str>, &'static str)> {
    let mut once: Vec<(Vec<&str>, &'static str)> = vec![];
    for it in outcomes.iter().filter(|it| !it.effects.is_empty()) {
        match once.iter_mut().find(|(_, effects)| *effects == it.effects) {
            Some((parties, _)) => parties.push(&it.party),
            None => once.push((vec![&it.party], it.effects)),
        }
    }
    once
}

fn line(open: &OpenCase, it: &Determined) -> OutcomeLine {
    let case = &open.case;
    let fell = case.set_aside(it.id);
    let standing = (!fell).then_some(it.party);
    let demanded = case
        .corrections
        .iter()
        .filter(|demand| demand.determination == it.id);
    let objected = case
        .objections
        .iter()
        .filter(|objection| objection.determination == it.id && open.sight.reads_objection(objection));
    let party = case.party(it.party);
    OutcomeLine {
        party: party.map_or_else(String::new, |party| party.name.clone()),
        fell,
        outcome: it.outcome.short(),
        lenience: it.lenience.map_or("", |form| form.short()),
        document: format!("{}/documents/{}", open.href(), it.document),
        corrections: demanded.map(|demand| demand_line(open, demand)).collect(),
        objections: objected.map(|it| objection_line(open, it)).collect(),
        clarification: standing.map_or("", |party| clarification(case, party)),
        clarified: standing.and_then(|party| made(open, party)),
        wish: standing
            .and_then(|party| case.waiver_of(party))
            .and_then(|it| Some(open.file(it.it.file?))),
        effects: it.lenience.filter(|_| !fell).map_or("", Lenience::effects),
    }
}

fn demand_line(open: &OpenCase, demand: &Correction) -> DemandLine {
    let who = open.case.responsible_name(&demand.responsible);
    let due = open.case.correction_due(demand).unwrap_or(demand.due);
    let due = short_day(due, open.today());
    let case = open.sight.reads_correction(demand).then_some(&open.case);
    DemandLine {
        no: open.case.correction_no(demand.id).unwrap_or(1),
        what: format!("{}（{who}，不晚于{due}）", demand.what),
        state: match case.and_then(|it| it.returned(demand)) {
            Some((_, remark)) => format!("{}：{remark}", demand.state.short()),
            None => demand.state.short().to_owned(),
        },
        report: case.and_then(|it| it.report_on(demand.id)).map(|it| ReportLine {
            causes: it.causes.to_string(),
            measures: it.measures.to_string(),
            done_on: short_day(it.done_on, open.today()),
            file: it.file.map(|file| open.file(file)),
        }),
    }
}

fn objection_line(open: &OpenCase, it: &Raised) -> ObjectionLine {
    ObjectionLine {
        state: format!(
            "向{}提出异议：{}",
            open.case.addressee_name(it.addressee),
            it.outcome()
        ),
        contested: it.contested.to_string(),
        grounds: it.grounds.to_string(),
        new_facts: it.new_facts.clone(),
        file: it.file.map(|file| open.file(file)),
    }
}

fn made(open: &OpenCase, party: PartyId) -> Option<ClarificationLine> {
    let it = open.case.clarification_of(party)?;
    let on = short_day(it.made_on, open.today());
    Some(ClarificationLine {
        text: it.text.to_string(),
        how: format!("{}，{}，{}，{on}", it.by, it.form, it.audience),
    })
}

fn clarification(case: &Case, party: PartyId) -> &'static str {
    let owed = case.party(party).is_some_and(|party| lifted(case, party));
    match (owed, case.clarification_of(party), case.waiver_of(party)) {
        (false, ..) => "",
        (true, Some(_), _) => "已作澄清说明",
        (true, None, Some(_)) => "当事人书面声明不需要澄清说明",
        (true, None, None) => "尚未作澄清说明",
    }
}
