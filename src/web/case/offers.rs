//! What can be done now, and what blocks the rest: the offers of `access` as links, one for each thing a step can be about.

use uuid::Uuid;

use super::open::OpenCase;
use crate::domain::access::{self, acts_for, drafts};
use crate::domain::act::{self, ActState, Hands};
use crate::domain::approval;
use crate::domain::case::{Case, Issued, Party};
use crate::domain::closure;
use crate::domain::ids::{CorrectionId, DocumentId, ObjectionId, PartyId};
use crate::domain::objection;
use crate::domain::procedure::{Desk, Kind, Move};
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
use crate::domain::service;
use crate::domain::turn::{self, Turn};

/// A step that can be taken now.
pub struct Link {
    pub href: String,
    pub text: String,
    pub basis: Option<Article>,
    /// Whether it is what the case waits for.
    pub main: bool,
}

/// A step that cannot be taken yet.
pub struct Blocked {
    pub what: &'static str,
    /// Everything that stands against it: a sentence each, and its article.
    pub why: Vec<(String, Option<Article>)>,
}

impl Blocked {
    /// What a refusal stands against.
    pub fn by(refusal: &Refusal, what: &'static str) -> Self {
        let why = vec![reason(refusal)];
        Self { what, why }
    }
}

/// A refusal as a sentence. What is practice and no law is said to be.
fn reason(refusal: &Refusal) -> (String, Option<Article>) {
    let basis = refusal.basis().article();
    let said = match basis {
        Some(_) => format!("{refusal}。"),
        None => format!("{refusal}。（{}）", refusal.basis()),
    };
    (said, basis)
}

/// An act under way.
pub struct UnderWay {
    pub what: &'static str,
    /// Where it stands.
    pub state: &'static str,
    pub drafter: String,
    /// Where to go on.
    pub href: String,
    /// What to do there.
    pub verb: &'static str,
}

/// What this person can do now, and what is blocked.
pub fn offered(open: &OpenCase) -> (Vec<Link>, Vec<Blocked>) {
    let (mut links, mut blocked) = (approvals(open), vec![]);
    for offer in open.at_this_moment(|now| access::offers(&open.actor, &open.case, now)) {
        let refused = offer.blocked.as_ref();
        blocked.extend(refused.map(|it| against(&open.case, offer.row, it)));
        links.extend(linked(open, offer.row, offer.open));
    }
    main_first(&mut links);
    (links, blocked)
}

/// What comes next and whose turn it is, unless the first link says it already.
pub fn next(open: &OpenCase, links: &[Link]) -> String {
    let has_main = links.iter().any(|link| link.main);
    if !open.sight.inside() {
        return beside_the_body(open, has_main);
    }
    // What the body still owes is not the addressee's to do.
    if !open.actor.works_for(open.case.body.id) {
        let waits =
            |it: &&act::Act| it.state == ActState::Waiting && access::reads_act(&open.actor, &open.case, it);
        let decision = open
            .case
            .acts
            .iter()
            .filter(waits)
            .find(|it| it.kind == Kind::DecideObjection);
        return decision
            .filter(|_| !has_main)
            .map_or_else(String::new, |it| format!("等负责人审批：{}", it.kind.name()));
    }
    let turn::Next { turn, todo } = turn::next(&open.case);
    match turn {
        _ if links.iter().any(|link| link.main && link.text.starts_with(&todo)) => String::new(),
        Turn::Addressee if has_main => String::new(),
        Turn::Officer => match somebody_elses(open) {
            Some(drafter) => format!("等{drafter}{todo}"),
            None if drafts(&open.case, &open.actor).is_err() => format!("等经办人{todo}"),
            None => todo,
        },
        Turn::Approver if !approval::signs(&open.case, &open.actor) => format!("等负责人{todo}"),
        _ => todo,
    }
}

/// Who is to amend what was returned, where that is not the reader.
fn somebody_elses(open: &OpenCase) -> Option<&str> {
    let mut acts = open.case.acts.iter();
    let returned =
        acts.find(|it| it.state == ActState::Returned && it.kind.row().who.desk != Desk::Addressee)?;
    (returned.drafted_by != open.actor.user).then_some(returned.drafter_name.as_str())
}

/// Whose turn it is, for a party or who filed: theirs, or whom they wait for.
fn beside_the_body(open: &OpenCase, has_main: bool) -> String {
    let case = &open.case;
    let unserved = |it: &&Issued| it.party.is_none() && it.served_on().is_none() && it.kind.is_served();
    let coming = case
        .documents
        .iter()
        .find(unserved)
        .filter(|_| open.sight.reads_filing());
    let objected = || {
        let mut raised = case.objections.iter().filter(|it| open.sight.reads_objection(it));
        raised.find(|it| objection::pending(case, it))
    };
    match (case.status.afterwards(), coming) {
        (_, Some(it)) => format!("{}正在送达，送达以后可以在这里看到理由。", it.kind.short()),
        (Some(afterwards), None) => afterwards.to_owned(),
        (None, None) if has_main || !open.sight.status(case).open() => String::new(),
        (None, None) => {
            let by = objected().map_or(case.body.short_name.as_str(), |it| {
                case.addressee_name(it.addressee)
            });
            format!("现在由{by}办理。")
        }
    }
}

/// The acts that wait for this very person's decision.
fn approvals(open: &OpenCase) -> Vec<Link> {
    let waiting = open.case.acts.iter().filter(|it| decides(open, it));
    let link = |it: &act::Act| Link {
        href: format!("{}/acts/{}/approval", open.href(), it.id),
        text: format!("审批：{}", it.kind.name()),
        basis: it.kind.row().basis.article(),
        main: true,
    };
    waiting.map(link).collect()
}

/// What stands against a step: against the closure everything that is still owed.
fn against(case: &Case, row: &'static Move, first: &Refusal) -> Blocked {
    let owed: Vec<_> = match row.kind {
        Kind::Close => closure::checklist(case)
            .into_iter()
            .filter_map(|it| it.against().cloned())
            .collect(),
        _ => vec![],
    };
    if owed.is_empty() {
        return Blocked::by(first, row.name);
    }
    Blocked {
        what: row.name,
        why: owed.iter().map(reason).collect(),
    }
}

/// One button stands out, on top: the first of what the case waits for.
fn main_first(links: &mut Vec<Link>) {
    if let Some(first) = links.iter().position(|link| link.main) {
        let main = links.remove(first);
        links.iter_mut().for_each(|link| link.main = false);
        links.insert(0, main);
    }
}

/// The links of one row: one, or one for each party, document, correction or objection; who was not heard comes first.
fn linked(open: &OpenCase, row: &'static Move, mut subjects: Vec<Option<Uuid>>) -> Vec<Link> {
    let case = &open.case;
    if row.kind == Kind::Hear {
        subjects.sort_by_key(|it| it.is_some_and(|id| case.heard(PartyId(id))));
    }
    let unserved = service::to_serve_by(case, case.body.id).next().is_some();
    let main = match row.kind {
        Kind::Decline | Kind::Withdraw | Kind::Object => false,
        Kind::Hear => !unserved && case.taking_part().any(|party| !case.heard(party.id)),
        Kind::Serve => unserved || objection::fed_back(case).is_err(),
        _ => row.changes_status(),
    };
    let link = |(place, subject): (usize, Option<Uuid>)| {
        let (begun, returned) = begun(open, row.kind, subject);
        Link {
            href: href(open, row.kind, subject),
            text: format!("{begun}{}", text(open, row, subject)),
            basis: basis(case, row, subject).article(),
            main: returned || (main && place == 0),
        }
    };
    subjects.into_iter().enumerate().map(link).collect()
}

/// What a link rests on: the service of a document on what the text says of that kind.
fn basis(case: &Case, row: &'static Move, subject: Option<Uuid>) -> Basis {
    let served = |it: &&Issued| row.kind == Kind::Serve && Some(it.id.0) == subject;
    let document = case.documents.iter().find(served);
    document.map_or(row.basis, |it| it.kind.served_under())
}

/// What this person has begun already is gone on with; what was returned comes first.
fn begun(open: &OpenCase, kind: Kind, subject: Option<Uuid>) -> (&'static str, bool) {
    let own = |it: &&act::Act| it.kind == kind && it.subject == subject && it.drafted_by == open.actor.user;
    match open.case.acts.iter().find(own).map(|it| it.state) {
        Some(ActState::Returned) => ("修改后重新送审：", true),
        Some(ActState::Draft) => ("继续起草：", false),
        _ => ("", false),
    }
}

/// Where the form of a step stands.
pub fn href(open: &OpenCase, kind: Kind, subject: Option<Uuid>) -> String {
    let subject = subject.unwrap_or_default();
    let path = match kind {
        // It began the case, and has no form below it.
        Kind::File => return open.href(),
        Kind::Withdraw => "withdrawal".into(),
        Kind::Initiate => "initiation".into(),
        Kind::Decline => "declining".into(),
        Kind::Link => format!("parties/{subject}/account"),
        Kind::Replace => "officers".into(),
        Kind::TakeEvidence => "evidence".into(),
        Kind::Hear => format!("parties/{subject}/hearing"),
        Kind::Report => "report".into(),
        Kind::Determine => "determination".into(),
        Kind::Serve => format!("documents/{subject}/service"),
        Kind::Notify => "notice".into(),
        Kind::Object => format!("parties/{subject}/objection"),
        Kind::DecideObjection => format!("objections/{subject}/decision"),
        Kind::ReportCorrection => format!("corrections/{subject}/report"),
        Kind::VerifyCorrection => format!("corrections/{subject}/verdict"),
        Kind::Clarify => format!("parties/{subject}/clarification"),
        Kind::WaiveClarification => format!("parties/{subject}/clarification/waiver"),
        Kind::Close => "closure".into(),
    };
    format!("{}/{path}", open.href())
}

/// What a link says: the step, and what it is about.
fn text(open: &OpenCase, row: &'static Move, subject: Option<Uuid>) -> String {
    let case = &open.case;
    let id = subject.unwrap_or_default();
    let party = |verb: &str, id: PartyId| {
        let name = case.party(id).map_or("", |party| party.name.as_str());
        format!("{verb}：{name}")
    };
    let correction = |verb: &str| {
        let what = case
            .correction(CorrectionId(id))
            .map_or("", |it| it.what.as_str());
        format!("{verb}：{what}")
    };
    match row.kind {
        Kind::Link => party("关联账户", PartyId(id)),
        Kind::Hear => case
            .party(PartyId(id))
            .map_or_else(String::new, |it| hearing(open, it)),
        Kind::Object => party("提出异议", PartyId(id)),
        Kind::Clarify => party("作出澄清说明", PartyId(id)),
        Kind::WaiveClarification => party("不需要澄清", PartyId(id)),
        Kind::Serve => service_of(open, DocumentId(id)),
        Kind::ReportCorrection => correction("报告整改"),
        Kind::VerifyCorrection => correction("验收整改"),
        Kind::DecideObjection => {
            let named = case.objection(ObjectionId(id));
            named.map_or_else(String::new, |it| party(row.name, it.party))
        }
        Kind::TakeEvidence if !open.sight.inside() => "提交证据材料".to_owned(),
        _ => row.name.to_owned(),
    }
}

fn hearing(open: &OpenCase, party: &Party) -> String {
    let verb = match (acts_for(&open.actor, party), open.case.heard(party.id)) {
        (true, false) => "陈述意见",
        (true, true) => "补充陈述意见",
        (false, false) => "听取意见",
        (false, true) => "补充听取意见",
    };
    format!("{verb}：{}", party.name)
}

fn service_of(open: &OpenCase, id: DocumentId) -> String {
    let case = &open.case;
    case.document(id)
        .map_or_else(String::new, |it| turn::serving(case, it))
}

/// The acts under way that this person may know of: its own drafts, and what waits at its body.
pub fn under_way(open: &OpenCase) -> Vec<UnderWay> {
    if !open.sight.inside() {
        return vec![];
    }
    let known = |it: &&act::Act| it.drafted_by == open.actor.user || it.state == ActState::Waiting;
    let read = |it: &&act::Act| access::reads_act(&open.actor, &open.case, it);
    let acts = open.case.acts.iter().filter(known).filter(read);
    acts.map(|it| line(open, it)).collect()
}

fn line(open: &OpenCase, it: &act::Act) -> UnderWay {
    let href = format!("{}/acts/{}", open.href(), it.id);
    let (href, verb) = match decides(open, it) {
        true => (format!("{href}/approval"), "审批"),
        false if it.state.amendable() => (href, "继续修改"),
        false => (href, "查看"),
    };
    UnderWay {
        what: it.kind.name(),
        state: it.state.short(),
        drafter: it.drafter_name.clone(),
        href,
        verb,
    }
}

fn decides(open: &OpenCase, it: &act::Act) -> bool {
    let hands = Hands::Two {
        drafter: it.drafted_by,
        approver: &open.actor,
    };
    it.state == ActState::Waiting && access::may(&open.case, it.kind.row(), it.subject, hands).is_ok()
}
