//! What can be done now, and what blocks the rest: the offers of `access` as links, one for each thing a step can be about.

use super::open::OpenCase;
use crate::domain::access::{self, Sight, acts_for};
use crate::domain::act::{self, ActState, Hands};
use crate::domain::case::Party;
use crate::domain::clarification;
use crate::domain::correction::{self, CorrectionState};
use crate::domain::objection;
use crate::domain::procedure::{Kind, Move};
use crate::domain::regulation::Article;
use crate::domain::service;

/// A step that can be taken now.
pub struct Link {
    /// Where.
    pub href: String,
    /// What.
    pub text: String,
    /// Its article.
    pub basis: Option<Article>,
    /// Whether it is what the case waits for.
    pub main: bool,
}

/// A step that cannot be taken yet.
pub struct Blocked {
    /// What.
    pub what: &'static str,
    /// Why not, as a sentence.
    pub why: String,
    /// On which article.
    pub basis: Option<Article>,
}

/// An act under way.
pub struct UnderWay {
    /// What for.
    pub what: &'static str,
    /// Where it stands.
    pub state: &'static str,
    /// Who drafted it.
    pub drafter: String,
    /// Where to go on.
    pub href: String,
    /// What to do there.
    pub verb: &'static str,
}

/// What this person can do now, what is blocked, and which acts are under way.
pub fn offered(open: &OpenCase) -> (Vec<Link>, Vec<Blocked>) {
    let (mut links, mut blocked) = (vec![], vec![]);
    for offer in access::offers(&open.actor, &open.case) {
        match offer.blocked {
            None => links.extend(about(open, offer.row)),
            Some(refusal) => blocked.push(Blocked {
                what: offer.row.name,
                why: format!("{refusal}。"),
                basis: refusal.basis().article(),
            }),
        }
    }
    links.extend(decisions(open));
    if let Some(first) = links.iter().position(|link| link.main) {
        let main = links.remove(first);
        links.iter_mut().for_each(|link| link.main = false);
        links.insert(0, main);
    }
    (links, blocked)
}

/// The links of one row: one, or one for each party, document or correction.
fn about(open: &OpenCase, row: &'static Move) -> Vec<Link> {
    let link = |path: String, text: String| Link {
        href: format!("{}/{path}", open.href()),
        text,
        basis: row.basis.article(),
        main: false,
    };
    let one = |path: &str| vec![link(path.to_owned(), row.name.to_owned())];
    let each = |parties: Vec<&Party>, path: &str, text: &str| {
        let it = |party: &&Party| {
            link(
                format!("parties/{}/{path}", party.id),
                format!("{text}：{}", party.name),
            )
        };
        parties.iter().map(it).collect::<Vec<_>>()
    };
    let case = &open.case;
    let mut links = match row.kind {
        Kind::Withdraw => one("withdrawal"),
        Kind::Initiate => one("initiation"),
        Kind::Decline => one("refusal"),
        Kind::Replace => one("officers"),
        Kind::TakeEvidence => one("evidence"),
        Kind::Report => one("report"),
        Kind::Determine => one("determination"),
        Kind::Notify => one("notice"),
        Kind::Close => one("closure"),
        Kind::Link => each(
            case.parties.iter().filter(|it| !it.has_account()).collect(),
            "account",
            "关联账户",
        ),
        Kind::Hear => hearings(open, &each),
        Kind::Object => each(speaks_for(open).collect(), "objection", "提出异议"),
        Kind::Clarify => each(
            clarification::owed(case).collect(),
            "clarification",
            "作出澄清说明",
        ),
        Kind::WaiveClarification => {
            let mine = clarification::owed(case).filter(|it| speaks_for(open).any(|own| own.id == it.id));
            each(mine.collect(), "clarification/waiver", "不需要澄清")
        }
        Kind::Serve => unserved(open)
            .map(|(id, text)| link(format!("documents/{id}/service"), text))
            .collect(),
        Kind::ReportCorrection => {
            let owed = case.corrections.iter().filter(|it| it.state.owed());
            let mine = owed.filter(|it| correction::may_report(case, it, Hands::One(&open.actor)).is_ok());
            mine.map(|it| {
                link(
                    format!("corrections/{}/report", it.id),
                    format!("报告整改：{}", it.what),
                )
            })
            .collect()
        }
        Kind::VerifyCorrection => {
            let reported = case
                .corrections
                .iter()
                .filter(|it| it.state == CorrectionState::Reported);
            reported
                .map(|it| {
                    link(
                        format!("corrections/{}/verdict", it.id),
                        format!("验收整改：{}", it.what),
                    )
                })
                .collect()
        }
        Kind::File | Kind::DecideObjection => vec![],
    };
    let waits = |link: &Link| {
        case.acts
            .iter()
            .any(|it| it.kind == row.kind && waiting_at(it, link))
    };
    links.retain(|link| !waits(link));
    let main = match row.kind {
        Kind::Decline | Kind::Withdraw | Kind::Object => false,
        Kind::Hear => case.taking_part().any(|party| !case.heard(party.id)),
        Kind::Serve => service::first_unserved(case).is_some() || objection::fed_back(case).is_err(),
        _ => row.changes_status(),
    };
    if let Some(first) = links.first_mut() {
        first.main = main;
    }
    links
}

fn waiting_at(it: &act::Act, link: &Link) -> bool {
    it.state == ActState::Waiting
        && it
            .subject
            .is_none_or(|subject| link.href.contains(&subject.to_string()))
}

/// Makes a link for each of some parties, from a path and a verb.
type Each<'a> = dyn Fn(Vec<&Party>, &str, &str) -> Vec<Link> + 'a;

fn hearings(open: &OpenCase, each: &Each<'_>) -> Vec<Link> {
    let officer = access::officer_of(&open.actor, &open.case) && open.sight.inside();
    let parties = open
        .case
        .taking_part()
        .filter(|party| officer || acts_for(&open.actor, party));
    let (heard, unheard): (Vec<_>, Vec<_>) = parties.partition(|party| open.case.heard(party.id));
    let text = if officer { "听取意见" } else { "陈述意见" };
    let again = if officer {
        "补充听取意见"
    } else {
        "补充陈述意见"
    };
    let mut links = each(unheard, "hearing", text);
    links.extend(each(heard, "hearing", again));
    links
}

/// The parties this person speaks for: its own, or for an officer those without an account.
fn speaks_for(open: &OpenCase) -> impl Iterator<Item = &Party> {
    let inside = open.sight.inside();
    open.case.parties.iter().filter(move |party| {
        if inside {
            !party.has_account()
        } else {
            acts_for(&open.actor, party)
        }
    })
}

fn unserved(open: &OpenCase) -> impl Iterator<Item = (String, String)> {
    access::to_serve(&open.actor, &open.case).map(|it| {
        let to = it
            .party
            .and_then(|id| open.case.party(id))
            .map_or(&open.case.filer.name, |party| &party.name);
        (it.id.to_string(), format!("送达{}：{to}", it.kind.short()))
    })
}

/// What the addressee of an objection decides.
fn decisions(open: &OpenCase) -> Vec<Link> {
    let Sight::Addressee(mine) = &open.sight else {
        return vec![];
    };
    let row = Kind::DecideObjection.row();
    let open_ones = open
        .case
        .objections
        .iter()
        .filter(|it| it.open() && mine.contains(&it.id));
    let may = |id: uuid::Uuid| access::may(&open.case, row, Some(id), Hands::One(&open.actor)).is_ok();
    let waits = |id| {
        open.case
            .acts
            .iter()
            .any(|it| it.subject == Some(id) && it.state == ActState::Waiting)
    };
    let decidable = open_ones.filter(|it| may(it.id.0) && !waits(it.id.0));
    let link = |it: &crate::domain::case::Objected| Link {
        href: format!("{}/objections/{}/decision", open.href(), it.id),
        text: format!(
            "{}：{}",
            row.name,
            open.case.party(it.party).map_or("", |party| party.name.as_str())
        ),
        basis: row.basis.article(),
        main: true,
    };
    decidable.map(link).collect()
}

/// The acts under way that this person may know of: its own drafts, and what waits at its body.
pub fn under_way(open: &OpenCase) -> Vec<UnderWay> {
    if !open.sight.inside() {
        return vec![];
    }
    let known = open
        .case
        .acts
        .iter()
        .filter(|it| it.drafted_by == open.actor.user || it.state == ActState::Waiting);
    let href = |it: &act::Act| format!("{}/acts/{}", open.href(), it.id);
    known
        .map(|it| {
            let hands = Hands::Two {
                drafter: it.drafted_by,
                approver: &open.actor,
            };
            let decides = it.state == ActState::Waiting
                && access::may(&open.case, it.kind.row(), it.subject, hands).is_ok();
            let (href, verb) = match decides {
                true => (format!("{}/approval", href(it)), "审批"),
                false if it.state.amendable() => (href(it), "继续修改"),
                false => (href(it), "查看"),
            };
            let drafter = it.drafter_name.clone();
            UnderWay {
                what: it.kind.name(),
                state: it.state.short(),
                drafter,
                href,
                verb,
            }
        })
        .collect()
}
