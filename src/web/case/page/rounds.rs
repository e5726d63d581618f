//! 轮次: whose determination fell and is made anew, which party is in which round, and what still stands.

use crate::domain::case::{Case, Party};
use crate::domain::correction::CorrectionState;
use crate::domain::dates::{day, short_day};
use crate::domain::determination::Determined;
use crate::web::case::open::OpenCase;
use crate::web::tag::Tag;

/// A party that is verified again, and why.
pub struct Again {
    pub party: String,
    /// Who decided, and when.
    pub decided: String,
    /// The decision, where it can be read.
    pub document: Option<(String, String)>,
    pub round: i16,
}

/// A party with its round and its determinations, the newest first.
pub struct RoundRow {
    pub party: String,
    pub position: String,
    pub round: String,
    /// What stands, or where its verification is.
    pub tag: Tag,
    pub made: Vec<Made>,
    /// What followed, or follows.
    pub next: String,
}

/// The document of a determination.
pub struct Made {
    pub href: String,
    pub number: String,
    pub fell: bool,
}

/// The parties of a later round that this person knows to be verified again.
pub fn again(open: &OpenCase) -> Vec<Again> {
    let case = &open.case;
    let known = |party: &&Party| open.sight.covers(party.id) && open.sight.round(case) == case.round;
    let verified = case.taking_part().filter(known);
    let again = verified.filter(|it| case.round > 1 && case.determination_of(it.id).is_none());
    again.filter_map(|party| why(open, party)).collect()
}

fn why(open: &OpenCase, party: &Party) -> Option<Again> {
    let (objection, decided) = open.case.fell_by(party.id)?;
    let document = open.case.document(decided.document);
    let document = document.filter(|it| open.sight.reads(it));
    Some(Again {
        party: party.name.clone(),
        decided: format!(
            "{}于{}",
            open.case.addressee_name(objection.addressee),
            day(decided.decided_on)
        ),
        document: document.map(|it| (href(open, it.id), it.number.clone())),
        round: open.case.round,
    })
}

/// How many parties are in another round than the present one: their determinations stand.
pub fn others(case: &Case) -> usize {
    case.parties.len() - case.taking_part().count()
}

/// Every party with its round, once there is more than one.
pub fn rows(open: &OpenCase) -> Vec<RoundRow> {
    let case = &open.case;
    let parties = case.parties.iter().filter(|_| case.round > 1);
    parties.map(|party| row(open, party)).collect()
}

fn row(open: &OpenCase, party: &Party) -> RoundRow {
    let case = &open.case;
    let standing = case.determination_of(party.id);
    let made = case.determinations.iter().rev().filter(|it| it.party == party.id);
    RoundRow {
        party: party.name.clone(),
        position: format!("{} · {}", party.kind.short(), party.position),
        round: format!("第 {} 轮", case.round_of(party.id)),
        tag: standing.map_or_else(|| Tag::of(case.status), |it| Tag::standing(it.outcome)),
        made: made
            .map(|it| Made {
                href: href(open, it.document),
                number: case
                    .document(it.document)
                    .map_or_else(String::new, |it| it.number.clone()),
                fell: case.set_aside(it.id),
            })
            .collect(),
        next: standing.map_or_else(|| since(open), |it| followed(case, it)),
    }
}

fn href(open: &OpenCase, document: impl std::fmt::Display) -> String {
    format!("{}/documents/{document}", open.href())
}

/// Since when the present round runs.
fn since(open: &OpenCase) -> String {
    let from = open.case.verified_from();
    from.map_or_else(String::new, |from| {
        format!("{}起重新核实", short_day(from, open.today()))
    })
}

/// What became of the corrections of a determination.
fn followed(case: &Case, it: &Determined) -> String {
    let of = case
        .corrections
        .iter()
        .filter(|demand| demand.determination == it.id);
    let states: Vec<_> = of.map(|it| it.state).collect();
    let verified = states
        .iter()
        .filter(|it| **it == CorrectionState::Verified)
        .count();
    match states.len() {
        0 => "没有纠错要求".into(),
        all if all == verified => format!("纠错要求 {all} 条，都已验收通过"),
        all => format!("纠错要求 {all} 条，已验收通过 {verified} 条"),
    }
}
