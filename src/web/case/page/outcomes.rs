//! 认定和后续: for each determination what it says, what is to be put right, what was objected, whether it was clarified.

use crate::domain::case::{Case, Determined, Objected};
use crate::domain::clarification::lifted;
use crate::domain::correction::Correction;
use crate::domain::dates::short_day;
use crate::domain::determination::Lenience;
use crate::domain::ids::PartyId;
use crate::web::case::open::OpenCase;

/// A determination with what followed from it.
pub struct OutcomeLine {
    pub party: String,
    pub outcome: &'static str,
    pub lenience: &'static str,
    pub document: String,
    pub corrections: Vec<(String, String)>,
    pub objections: Vec<ObjectionLine>,
    pub clarification: &'static str,
    pub effects: &'static str,
}

/// An objection against it, as far as this person may read it.
pub struct ObjectionLine {
    pub state: String,
    pub contested: String,
    pub grounds: String,
    pub new_facts: String,
    pub file: Option<String>,
}

/// The determinations whose party's side this person sees.
pub fn outcomes(open: &OpenCase) -> Vec<OutcomeLine> {
    let determinations = open.case.determinations.iter();
    let seen = determinations.filter(|it| open.sight.knows_outcome(&open.case, it.party));
    seen.map(|it| line(open, it)).collect()
}

fn line(open: &OpenCase, it: &Determined) -> OutcomeLine {
    let case = &open.case;
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
        outcome: it.outcome.short(),
        lenience: it.lenience.map_or("", |form| form.short()),
        document: format!("{}/documents/{}", open.href(), it.document),
        corrections: demanded.map(|demand| demand_line(open, demand)).collect(),
        objections: objected.map(|it| objection_line(open, it)).collect(),
        clarification: clarification(case, it.party),
        effects: it.lenience.map_or("", Lenience::effects),
    }
}

fn demand_line(open: &OpenCase, demand: &Correction) -> (String, String) {
    let who = open.case.responsible_name(&demand.responsible);
    let due = short_day(demand.due, open.today());
    let state = match open.case.returned(demand) {
        Some((_, remark)) => format!("{}：{remark}", demand.state.short()),
        None => demand.state.short().to_owned(),
    };
    (format!("{}（{who}，{due}前）", demand.what), state)
}

fn objection_line(open: &OpenCase, it: &Objected) -> ObjectionLine {
    let state = match it.open() {
        true => "正在处理",
        false => "维持原认定",
    };
    ObjectionLine {
        state: format!("向{}提出异议：{state}", it.addressee_name),
        contested: it.contested.clone(),
        grounds: it.grounds.clone(),
        new_facts: it.new_facts.clone(),
        file: it.file.map(|file| format!("{}/files/{file}", open.href())),
    }
}

fn clarification(case: &Case, party: PartyId) -> &'static str {
    let owed = case.party(party).is_some_and(|party| lifted(case, party));
    let made = case.clarifications.iter().find(|made| made.party == party);
    match (owed, made) {
        (false, _) => "",
        (true, None) => "尚未作澄清说明",
        (true, Some(made)) if made.waived => "当事人书面表示不需要澄清",
        (true, Some(_)) => "已作澄清说明",
    }
}
