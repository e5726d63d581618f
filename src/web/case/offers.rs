//! What can be done now, and what blocks the rest: the offers of `access` as links, one for each thing a step can be about.

use uuid::Uuid;

use super::form::{About, StepForm};
use super::forms;
use super::open::OpenCase;
use crate::domain::access::{self, drafts};
use crate::domain::act::{self, ActState, TakenBy};
use crate::domain::approval;
use crate::domain::case::{Case, Issued};
use crate::domain::objection;
use crate::domain::owed::{self, Owed, Turn};
use crate::domain::procedure::{Desk, Kind, Move};
use crate::domain::refusal::Refusal;
use crate::domain::regulation::Article;
use crate::domain::step::Subject;
use crate::domain::turn;
use crate::web::tag::Tag;

/// What this person can do on a case now, what comes first and what is rare apart.
pub struct Offers {
    /// The next thing: the one button.
    pub button: Option<Link>,
    /// Whether the button only shows what somebody else is to decide.
    pub waits: bool,
    /// What is owed besides.
    pub owed: Vec<Link>,
    /// What may be done, and nobody waits for.
    pub others: Vec<Link>,
    pub blocked: Vec<Blocked>,
    /// Whose turn it is, unless the button says it.
    pub todo: String,
}

/// A step that can be taken now.
pub struct Link {
    pub href: String,
    pub text: String,
    /// Its place among what is owed; `None`: nobody waits for it.
    place: Option<usize>,
}

impl Link {
    /// What is to be done, in few words.
    pub fn verb(&self) -> &str {
        self.text.split_once('：').map_or(&self.text, |(verb, _)| verb)
    }

    /// What it is about.
    pub fn about(&self) -> Option<&str> {
        self.text.split_once('：').map(|(_, about)| about)
    }
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
    pub tag: Tag,
    pub drafter: String,
    /// Where to read it, or to decide it.
    pub href: String,
    waits: bool,
}

impl UnderWay {
    /// The link to what waits for somebody else.
    fn shown(self) -> Option<Link> {
        self.waits.then(|| Link {
            text: format!("查看送审内容：{}", self.what),
            href: self.href,
            place: None,
        })
    }
}

/// What this person can do now, and what is blocked.
pub fn offered(open: &OpenCase) -> Offers {
    let (mut links, mut blocked) = (approvals(open), vec![]);
    let due = owed::of(&open.case);
    for offer in open.at_this_moment(|now| access::offers(&open.actor, &open.case, now)) {
        let refused = offer.blocked.as_ref();
        blocked.extend(refused.map(|it| against(&open.case, offer.row, it)));
        links.extend(forms::links(open, offer.row.kind, offer.open, &due));
    }
    let (mut owed, others): (Vec<_>, Vec<_>) = links.into_iter().partition(|link| link.place.is_some());
    owed.sort_by_key(|link| link.place);
    let mut owed = owed.into_iter();
    let first = owed.next();
    let todo = next(open, first.is_some());
    let shown = || under_way(open).into_iter().find_map(UnderWay::shown);
    Offers {
        waits: first.is_none(),
        button: first.or_else(shown),
        owed: owed.collect(),
        others,
        blocked,
        todo,
    }
}

/// What comes next and whose turn it is; nothing where the button says it.
fn next(open: &OpenCase, has_button: bool) -> String {
    if !open.sight.inside() {
        return beside_the_body(open, has_button);
    }
    // What the body still owes is not the addressee's to do.
    if !open.actor.works_for(open.case.body.id) {
        let waits = |it: &&act::Act| {
            it.state == ActState::Waiting && access::reads_act(&open.actor, &open.sight, &open.case, it)
        };
        let decision = open
            .case
            .acts
            .iter()
            .filter(waits)
            .find(|it| it.kind == Kind::DecideObjection);
        return decision
            .filter(|_| !has_button)
            .map_or_else(String::new, |it| format!("待负责人审批：{}", it.kind.name()));
    }
    let turn::Next { turn, todo } = turn::next(&open.case);
    match turn {
        Turn::Officer => match somebody_elses(open) {
            Some(drafter) => format!("等{drafter}{todo}"),
            None if drafts(&open.case, &open.actor).is_err() => format!("待经办人{todo}"),
            None if has_button => String::new(),
            None => todo,
        },
        Turn::Approver if !approval::signs(&open.case, &open.actor) => format!("待负责人{todo}"),
        _ if has_button => String::new(),
        Turn::Approver | Turn::Addressee | Turn::Party | Turn::Nobody => todo,
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
    let unserved = |it: &&Issued| it.is_the_filers() && it.served_on().is_none() && it.kind.is_served();
    let coming = case
        .documents
        .iter()
        .find(unserved)
        .filter(|_| open.sight.reads_filing());
    let objected = || {
        let mut raised = case.objections.iter().filter(|it| open.sight.reads_objection(it));
        raised.rfind(|it| objection::pending(case, it))
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
        place: Some(0),
    };
    waiting.map(link).collect()
}

fn against(case: &Case, row: &'static Move, first: &Refusal) -> Blocked {
    let all = forms::against(case, row.kind, first);
    Blocked {
        what: row.name,
        why: all.iter().map(reason).collect(),
    }
}

/// The links to a form: one, or one for each party, document, correction or objection; what was done before comes last.
pub fn links_to<F: StepForm>(open: &OpenCase, subjects: Vec<Option<Uuid>>, owed: &[Owed]) -> Vec<Link> {
    let subjects = subjects.into_iter().filter_map(Subject::of);
    let mut abouts: Vec<About<F>> = subjects.collect();
    abouts.sort_by_key(|about| F::done_before(open, *about));
    let place = |subject: Option<Uuid>| {
        owed.iter()
            .position(|it| (it.step, it.about) == (F::KIND, subject))
    };
    let link = |about: About<F>| {
        let subject = about.id();
        let (begun, returned) = begun(open, F::KIND, subject);
        Link {
            href: forms::href(open.case.id, F::KIND, subject),
            text: format!("{begun}{}", F::link(open, about)),
            place: if returned { Some(0) } else { place(subject) },
        }
    };
    abouts.into_iter().map(link).collect()
}

/// What was begun already is gone on with, by whoever has it at hand; what was returned comes first.
fn begun(open: &OpenCase, kind: Kind, subject: Option<Uuid>) -> (String, bool) {
    let known = |it: &&act::Act| (it.kind, it.subject) == (kind, subject);
    let Some(it) = open.case.acts.iter().find(known) else {
        return (String::new(), false);
    };
    let own = it.drafted_by == open.actor.user;
    match it.state {
        ActState::Returned if own => ("修改后重新送审：".into(), true),
        ActState::Returned => (format!("接手修改（{}起草，已退回）：", it.drafter_name), true),
        ActState::Draft if own => ("继续起草：".into(), false),
        ActState::Draft => (format!("查看草稿（{}起草）：", it.drafter_name), false),
        ActState::Waiting | ActState::Approved | ActState::TakenBack | ActState::Lapsed => {
            (String::new(), false)
        }
    }
}

/// The acts under way that this person may know of: what it drafts or may take over, and what waits at its body.
pub fn under_way(open: &OpenCase) -> Vec<UnderWay> {
    if !open.sight.inside() {
        return vec![];
    }
    let known = |it: &&act::Act| {
        let own = it.drafted_by == open.actor.user || it.state == ActState::Waiting;
        own || act::taken_over(&open.case, it, &open.actor).is_ok()
    };
    let read = |it: &&act::Act| access::reads_act(&open.actor, &open.sight, &open.case, it);
    let acts = open.case.acts.iter().filter(known).filter(read);
    acts.map(|it| line(open, it)).collect()
}

fn line(open: &OpenCase, it: &act::Act) -> UnderWay {
    let href = format!("{}/acts/{}", open.href(), it.id);
    UnderWay {
        what: it.kind.name(),
        tag: Tag::of(it.state),
        drafter: it.drafter_name.clone(),
        href: if decides(open, it) {
            format!("{href}/approval")
        } else {
            href
        },
        waits: it.state == ActState::Waiting,
    }
}

fn decides(open: &OpenCase, it: &act::Act) -> bool {
    let taken_by = TakenBy::Two {
        drafters: &it.drafters,
        approver: &open.actor,
    };
    it.state == ActState::Waiting && access::may(&open.case, it.kind.row(), it.subject, taken_by).is_ok()
}
