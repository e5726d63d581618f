//! What samples of a case's pages and tests of forms stand on: cases that real steps have led to where a form is opened,
//! and the steps as somebody would draft them there.

#[cfg(test)]
use axum::response::Response;
use time::Duration;
use uuid::Uuid;

use super::follows;
use super::form::{Beside, DraftHead, FormHead, FormState};
use super::open::OpenCase;
use crate::casework::Stamp;
use crate::domain::access;
use crate::domain::actor::Actor;
use crate::domain::case::Case;
use crate::domain::correction::Responsible;
use crate::domain::determination::Deliberation;
use crate::domain::procedure::Kind;
use crate::domain::regulation::Circumstance;
#[cfg(test)]
use crate::domain::samples as s;
use crate::domain::samples::right::done_right;
use crate::domain::samples::{SampleCase, steps};
use crate::domain::step::Step;
use crate::store::workload::Load;
use crate::web::form::{Typed, Wrong};
use crate::web::phrases::sample_phrases;
use crate::web::samples;

/// What is typed, from a sample with some fields typed otherwise: an empty value takes the field away.
#[cfg(test)]
pub fn typed(right: &[(String, String)], otherwise: &[(&str, &str)]) -> Typed {
    let mut typed = Typed(right.to_vec());
    for (name, value) in otherwise {
        typed.clear(name);
        if !value.is_empty() {
            typed.0.push(((*name).to_owned(), (*value).to_owned()));
        }
    }
    typed
}

/// The fields that are wrong, in their order.
#[cfg(test)]
pub fn names(wrong: &Wrong) -> Vec<&str> {
    wrong.rows().iter().map(|(name, _)| name.as_str()).collect()
}

/// A case under verification as its first officer sees it, at the second party.
#[cfg(test)]
pub fn to_the_officer() -> OpenCase {
    let sample = SampleCase::initiated(2);
    let second = sample.party(2).0;
    open(sample, s::officer_a(), Some(second))
}

/// The same as its second party sees it, who acts through an account of its own.
#[cfg(test)]
pub fn to_the_party() -> OpenCase {
    let mut sample = SampleCase::initiated(2);
    let second = sample.party(2);
    sample.does(&steps::link(second, &s::individual()));
    open(sample, s::individual(), Some(second.0))
}

/// What somebody has in hand who should not be given more.
const BUSY: Load = Load {
    cases: 112,
    tasks: 248,
};

/// A sheet with that on it.
pub fn form_state(case: &Case, kind: Kind, typed: Typed, wrong: Wrong) -> FormState {
    let row = kind.row();
    FormState {
        frame: samples::frame(row.name).errors(!wrong.is_empty()),
        head: FormHead {
            number: case.number.clone(),
            title: case.title.clone(),
            heading: row.name,
            basis: row.basis,
            action: "/cases/1".into(),
            stamp: Stamp {
                version: 3,
                once: Uuid::from_u128(1),
            },
            act: row.who.needs_approval(),
            draft: DraftHead::default(),
            begun: None,
            returned: None,
            follows: follows::always(row, case.status),
            preview: None,
            since: vec![],
            kept_files: vec![],
            beside: Beside {
                phrases: sample_phrases(),
                workload: case.staff.iter().map(|it| (it.user, BUSY)).collect(),
            },
            back: "/cases/1".into(),
        },
        typed,
        wrong,
    }
}

/// The page as it goes out; every field named as wrong is there for the summary's link, and no id stands twice.
#[cfg(test)]
pub async fn html(response: Response, wrong: &Wrong) -> String {
    let body = axum::body::to_bytes(response.into_body(), usize::MAX);
    let bytes = body.await.expect("a page in memory");
    let html = String::from_utf8(bytes.to_vec()).expect("a page is text");
    for (name, text) in wrong.rows() {
        assert!(html.contains(&format!(" id=\"{name}\"")), "no field {name}");
        assert!(
            html.contains(&format!(" id=\"{name}-error\"")),
            "nothing said at {name}: {text}"
        );
    }
    let mut ids: Vec<_> = html
        .split(" id=\"")
        .skip(1)
        .filter_map(|it| it.split('"').next())
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id stands twice");
    html
}

/// The case as that person opens it, with what the address names.
pub fn open(sample: SampleCase, actor: Actor, subject: Option<Uuid>) -> OpenCase {
    OpenCase {
        sight: access::sight(&actor, &sample.case),
        actor,
        case: sample.case,
        subject,
        at: sample.at,
    }
}

/// A case as somebody opens it who is to take a step of that kind, and the step done right; where a page shows the other
/// answer differently, that too.
pub fn ready_for(kind: Kind) -> (OpenCase, Vec<Step>) {
    let sample = SampleCase::ready_for(kind);
    let waiting = sample.waits_for(kind);
    let (actor, about) = waiting.expect("a test of the samples takes each step");
    let right = done_right(&sample, kind, about, &actor);
    let mut step = right.expect("a test of the samples does each step right");
    if let Step::Report(it) = &mut step {
        *it = steps::report(&sample.case, |party| party == sample.party(1));
        it.other = "没有其他事项".into();
        let fits = it.parties.iter_mut().flat_map(|about| &mut about.fits);
        fits.for_each(|fit| *fit = steps::fit(Circumstance::Other));
    }
    if let Step::Determine(it) = &mut step {
        let due = sample.today() + Duration::days(45);
        let others = [Responsible::Unit("丙单位".into()), Responsible::Body];
        let others = others.map(|responsible| steps::demand(responsible, due));
        it.parties[0].corrections.extend(others);
        it.deliberation = Some(deliberation(&sample));
    }
    let other = other_answer(&step);
    let steps = [Some(step), other].into_iter().flatten().collect();
    (open(sample, actor, about), steps)
}

fn other_answer(step: &Step) -> Option<Step> {
    if let Step::DecideObjection(it) = step {
        return Some(steps::set_aside(it.objection));
    }
    if let Step::VerifyCorrection(it) = step {
        return Some(steps::verdict(it.correction, false));
    }
    None
}

fn deliberation(sample: &SampleCase) -> Deliberation {
    Deliberation {
        meeting: "主任办公会".into(),
        held_on: sample.today(),
        present: "甲、乙".into(),
        absent: "无".into(),
        recused: "无".into(),
        views: "一致同意".into(),
        minutes: "纪要〔2026〕3号".into(),
    }
}
