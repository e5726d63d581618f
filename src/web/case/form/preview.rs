//! The documents that an act would issue, as they look while it is drafted. The law's own functions write them, the same that
//! issue them after approval, out of the step as far as it is filled in; what is still open is marked, and nothing is saved.

use askama::Template;
use axum::response::Response;
use time::Date;

use super::differs::{Differs, marked};
use super::gap::{Gap, Marks};
use super::{Fields, FormState, StepForm};
use crate::documents::html::{Look, Paper};
use crate::domain::act::TakenBy;
use crate::domain::document::Draft;
use crate::domain::ruling;
use crate::domain::step::{Asked, Step};
use crate::web::case::open::OpenCase;
use crate::web::error::Nope;
use crate::web::form::Typed;

/// How often a form is read until nothing is missing: an answer can ask for another.
const READINGS_MAX: usize = 4;

/// A document as it looks so far.
pub struct PreviewPaper {
    /// What it is, and to whom.
    pub name: String,
    pub html: String,
}

/// The form's page, with the documents beside it where it is an act that issues any.
///
/// # Errors
/// The address names nothing that the step could be about.
pub fn page<F: StepForm>(open: &OpenCase, mut state: FormState) -> Result<Response, Nope> {
    let row = F::KIND.row();
    if row.who.needs_approval() && F::KIND.issues_documents() {
        let papers = papers::<F>(open, &state.typed, state.frame.demo);
        state.head.preview = Some(papers.unwrap_or_default());
    }
    F::page(open, state)
}

/// `None`: too little is filled in, or what is filled in cannot be read.
fn papers<F: Fields>(open: &OpenCase, typed: &Typed, demo: bool) -> Option<Vec<PreviewPaper>> {
    let filled = filled::<F>(open, typed)?;
    let mut drafts = documents(open, filled.step);
    let mut open_places: Vec<Vec<(char, Differs)>> = drafts.iter().map(|_| vec![]).collect();
    for (mark, others) in filled.otherwise {
        let others: Vec<_> = others.into_iter().map(|it| documents(open, it)).collect();
        for (no, draft) in drafts.iter().enumerate() {
            let mut differs = Differs::default();
            let same = others.iter().filter_map(|it| it.get(no));
            same.for_each(|other| differs.compare(&draft.document.blocks, &other.document.blocks));
            open_places[no].push((mark, differs));
        }
    }
    for (draft, open) in drafts.iter_mut().zip(&open_places) {
        marked(&mut draft.document.blocks, open);
    }
    let papers = drafts.into_iter().map(|it| paper(it, &filled.marks, demo));
    papers.collect()
}

/// A step with what stands for each answer that is missing.
struct Filled {
    step: Step,
    marks: Marks,
    /// The same step with other answers to what is still to be chosen, mark by mark.
    otherwise: Vec<(char, Vec<Step>)>,
}

fn filled<F: Fields>(open: &OpenCase, typed: &Typed) -> Option<Filled> {
    let mut marks = Marks::default();
    let texts = typed.0.iter();
    let texts = texts.map(|(name, text)| (name.clone(), marks.in_place_of_blanks(text)));
    let mut filled = Typed(texts.collect());
    let mut choices = vec![];
    let step = (0..READINGS_MAX).find_map(|_| match F::read(open, &filled, None) {
        Ok(step) => Some(Some(step)),
        Err(wrong) => {
            for (name, _) in wrong.rows() {
                let Some(gap) = F::gap(open, &filled, name) else {
                    return Some(None);
                };
                fill((&mut filled, name), gap, open.today(), &mut marks, &mut choices);
            }
            wrong.rows().is_empty().then_some(None)
        }
    })??;
    let read = |name: &str, answer: &[String]| {
        let mut typed = filled.clone();
        answered(&mut typed, name, answer);
        F::read(open, &typed, None).ok().map(Into::into)
    };
    let others = choices
        .iter()
        .map(|(mark, name, answers): &(char, String, Vec<Vec<String>>)| {
            let steps = answers.iter().filter_map(|it| read(name, it));
            (*mark, steps.collect())
        });
    Some(Filled {
        otherwise: others.collect(),
        step: step.into(),
        marks,
    })
}

/// Puts what stands for the answer into the field; the other answers to a choice are tried afterwards.
fn fill(
    (typed, name): (&mut Typed, &str),
    gap: Gap,
    today: Date,
    marks: &mut Marks,
    choices: &mut Vec<(char, String, Vec<Vec<String>>)>,
) {
    if let Gap::Unsaid(fields) = gap {
        return fields.iter().for_each(|it| typed.clear(it));
    }
    let mark = marks.new_mark(gap.asks(!typed.text(name).trim().is_empty()));
    let mut answers = gap.answers(today).into_iter();
    match answers.next() {
        None => typed.set(name, mark),
        Some(first) => {
            answered(typed, name, &first);
            choices.push((mark, name.to_owned(), answers.collect()));
        }
    }
}

fn answered(typed: &mut Typed, name: &str, values: &[String]) {
    typed.clear(name);
    let values = values.iter().map(|it| (name.to_owned(), it.clone()));
    typed.0.extend(values);
}

fn documents(open: &OpenCase, step: Step) -> Vec<Draft> {
    open.at_this_moment(|now| {
        let (case, taken_by) = (&open.case, TakenBy::One(&open.actor));
        ruling::documents(&step, Asked { case, taken_by, now })
    })
}

/// Number and date come with the approval.
fn paper(draft: Draft, marks: &Marks, demo: bool) -> Option<PreviewPaper> {
    let mut document = draft.document;
    document.signature.date.clear();
    let to = document.to.as_deref();
    let to = to.map_or_else(String::new, |to| format!("（{to}）"));
    let paper = Paper {
        document,
        look: Look::Official,
        demo,
        within: true,
    };
    Some(PreviewPaper {
        name: format!("{}{to}", draft.kind.short()),
        html: marks.written_out(&paper.render().ok()?),
    })
}
