//! What can be done now, and what blocks the rest: the offers of `access` as links, one for each thing a step can be about.

use super::open::OpenCase;
use crate::domain::access::{self, Sight, acts_for};
use crate::domain::act::{self, ActState, Hands};
use crate::domain::case::{Case, Party};
use crate::domain::clarification;
use crate::domain::closure;
use crate::domain::correction::{self, CorrectionState};
use crate::domain::objection;
use crate::domain::procedure::{Kind, Move};
use crate::domain::refusal::Refusal;
use crate::domain::regulation::Article;
use crate::domain::service;
use crate::domain::turn::{self, Turn};

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
    /// Everything that stands against it: a sentence each, and its article.
    pub why: Vec<(String, Option<Article>)>,
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
    let (mut links, mut blocked) = (approvals(open), vec![]);
    for offer in access::offers(&open.actor, &open.case) {
        match offer.blocked {
            None => links.extend(
                about(open, offer.row)
                    .into_iter()
                    .map(|link| taken_up(open, offer.row, link)),
            ),
            Some(refusal) => blocked.push(against(&open.case, offer.row, refusal)),
        }
    }
    links.extend(
        decisions(open)
            .into_iter()
            .map(|link| taken_up(open, Kind::DecideObjection.row(), link)),
    );
    if let Some(first) = links.iter().position(|link| link.main) {
        let main = links.remove(first);
        links.iter_mut().for_each(|link| link.main = false);
        links.insert(0, main);
    }
    (links, blocked)
}

/// What comes next and whose turn it is, unless the first link says it already.
pub fn next(open: &OpenCase, links: &[Link]) -> String {
    if !open.sight.inside() {
        return String::new();
    }
    let turn::Next { turn, todo } = turn::next(&open.case);
    match links.iter().find(|link| link.main) {
        Some(main) if main.text.starts_with(&todo) || turn == Turn::Addressee => String::new(),
        Some(_) => todo,
        None => match turn {
            Turn::Officer => format!("等经办人：{todo}"),
            Turn::Approver => format!("等负责人{todo}"),
            Turn::Party | Turn::Addressee | Turn::Nobody => todo,
        },
    }
}

/// What stands against a step: for the closure all that is still owed, else the first refusal.
fn against(case: &Case, row: &'static Move, first: Refusal) -> Blocked {
    let owed: Vec<Refusal> = match row.kind {
        Kind::Close => closure::checklist(case)
            .into_iter()
            .filter_map(|(_, owed)| owed)
            .collect(),
        _ => vec![],
    };
    let all = if owed.is_empty() { vec![first] } else { owed };
    let why = |it: Refusal| (format!("{it}。"), it.basis().article());
    Blocked {
        what: row.name,
        why: all.into_iter().map(why).collect(),
    }
}

/// The acts that wait for this very person's decision.
fn approvals(open: &OpenCase) -> Vec<Link> {
    let waiting = open
        .case
        .acts
        .iter()
        .filter(|it| it.state == ActState::Waiting && decides(open, it));
    let link = |it: &act::Act| Link {
        href: format!("{}/acts/{}/approval", open.href(), it.id),
        text: format!("审批：{}", it.kind.name()),
        basis: it.kind.row().basis.article(),
        main: true,
    };
    waiting.map(link).collect()
}

/// A link to what this person has begun says so; what was returned comes first.
fn taken_up(open: &OpenCase, row: &Move, link: Link) -> Link {
    let own = |it: &&act::Act| {
        it.kind == row.kind && it.drafted_by == open.actor.user && it.state.amendable() && concerns(it, &link)
    };
    let Some(begun) = open.case.acts.iter().find(own) else {
        return link;
    };
    let returned = begun.state == ActState::Returned;
    let verb = if returned {
        "修改后重新送审"
    } else {
        "继续起草"
    };
    Link {
        text: format!("{verb}：{}", link.text),
        main: link.main || returned,
        ..link
    }
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
        Kind::TakeEvidence if open.sight.inside() => one("evidence"),
        Kind::TakeEvidence => vec![link("evidence".into(), "提交证据材料".into())],
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
        let same = |it: &&act::Act| it.kind == row.kind && it.state == ActState::Waiting;
        case.acts.iter().filter(same).any(|it| concerns(it, link))
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

/// Whether an act is about what the link is about.
fn concerns(it: &act::Act, link: &Link) -> bool {
    it.subject
        .is_none_or(|subject| link.href.contains(&subject.to_string()))
}

fn decides(open: &OpenCase, it: &act::Act) -> bool {
    let hands = Hands::Two {
        drafter: it.drafted_by,
        approver: &open.actor,
    };
    access::may(&open.case, it.kind.row(), it.subject, hands).is_ok()
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
    let waiting = open
        .case
        .documents
        .iter()
        .filter(|it| it.served_on.is_none() && it.kind.is_served());
    waiting.map(|it| {
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
        .filter(|it| it.drafted_by == open.actor.user || it.state == ActState::Waiting)
        .filter(|it| access::reads_act(&open.actor, &open.case, it));
    let href = |it: &act::Act| format!("{}/acts/{}", open.href(), it.id);
    known
        .map(|it| {
            let (href, verb) = match it.state == ActState::Waiting && decides(open, it) {
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
