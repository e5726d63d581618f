//! 案情 as the application tells it: what happened, who pursues it and how far, what is claimed, whom to call. None of it is
//! verified by the body.

use crate::domain::case::{Authority, Case};
use crate::domain::dates::near_day;
use crate::domain::filing::{Filing, Pursuit};
use crate::domain::regulation::Article;
use crate::web::case::open::OpenCase;

pub struct Facts {
    pub story: String,
    pub consequences: String,
    /// Who pursues it and for what, and how far that is.
    pub pursued: String,
    pub pursuit: String,
    /// Whether it was taken up already.
    pub seized: bool,
    /// Who holds 干部管理权限, with the parties.
    pub authorities: Vec<String>,
    /// Whether a report found any of it.
    pub found: bool,
    /// The circumstances claimed.
    pub circumstances: Vec<(Article, &'static str)>,
    pub applicant: String,
    pub contact: String,
    pub phone: String,
    /// What is said on each condition.
    pub claims: Vec<Claim>,
    /// How many files came with it.
    pub files: usize,
}

/// What the applicant says on a condition.
pub struct Claim {
    pub no: u8,
    pub condition: &'static str,
    pub parts: Vec<&'static str>,
    pub text: String,
}

pub fn facts(open: &OpenCase, filing: &Filing) -> Facts {
    let pursued = &filing.accountability;
    let claims = filing.conditions.iter().map(|it| Claim {
        no: it.condition.number(),
        condition: it.condition.short(),
        parts: it.parts.iter().map(|part| part.text()).collect(),
        text: it.argument.clone(),
    });
    let claimed = filing.circumstances.iter().map(|it| it.circumstance);
    Facts {
        story: filing.matter.story.clone(),
        consequences: filing.matter.consequences.clone(),
        pursued: format!("{}：{}", pursued.pursuer, pursued.what),
        pursuit: progress(open, pursued.pursuit, pursued.since),
        seized: pursued.pursuit.seized(),
        authorities: authorities(&open.case),
        found: !open.case.assessments.is_empty(),
        circumstances: claimed.map(|it| (it.article(), it.short())).collect(),
        applicant: filing.applicant.name.clone(),
        contact: filing.applicant.contact.clone(),
        phone: filing.applicant.phone.clone(),
        claims: claims.collect(),
        files: filing.files.len(),
    }
}

fn progress(open: &OpenCase, pursuit: Pursuit, since: time::Date) -> String {
    format!("{}（{}起）", pursuit.short(), near_day(since, open.today()))
}

/// The parties by who holds the authority over them, in the order in which they are named, and whether that was found.
fn authorities(case: &Case) -> Vec<String> {
    let mut each: Vec<((&Authority, bool), Vec<&str>)> = vec![];
    for party in &case.parties {
        let known = (&party.authority, case.authority_found(party.id).is_some());
        match each.iter_mut().find(|(it, _)| *it == known) {
            Some((_, names)) => names.push(&party.name),
            None => each.push((known, vec![&party.name])),
        }
    }
    let line = |((authority, found), names): ((&Authority, bool), Vec<&str>)| {
        let how = if found {
            "经核实"
        } else {
            "申请人填写，未经核实"
        };
        format!("{}：{}（{how}）", names.join("、"), authority.holder("本机关"))
    };
    each.into_iter().map(line).collect()
}
