//! The list (清单) of a report's tasks: what is to be written, how far it is, and where each party stands by what is written.

use askama::Template;
use askama_web::WebTemplate;
use axum::response::{IntoResponse, Response};

use super::apart;
use super::standing::Standing;
use super::task::Task;
use crate::domain::case::{Case, Party};
use crate::domain::regulation::Article;
use crate::web::application::TaskState;
use crate::web::case::form::{FormHead, FormState};
use crate::web::case::open::OpenCase;
use crate::web::case::progress;
use crate::web::chip::Chip;
use crate::web::form::{Typed, Wrong};
use crate::web::frame::Frame;
use crate::web::tag::Tag;

#[derive(Template, WebTemplate)]
#[template(path = "case/report/tasks.html")]
struct TasksPage {
    frame: Frame,
    head: FormHead,
    /// What stands against the whole; what is wrong with a field stands on the page of its task.
    wrong: Wrong,
    facts: Vec<Line>,
    parties: Vec<PartyGroup>,
    opinion: Vec<Line>,
    done: usize,
    all: usize,
    next: Option<Line>,
    deadline: Option<Chip>,
    conditions: Article,
    circumstances: Article,
}

/// The tasks about one party.
struct PartyGroup {
    standing: Standing,
    conditions: Line,
    lines: Vec<Line>,
}

/// A task, or several that stand in one line.
struct Line {
    name: String,
    href: String,
    state: TaskState,
    note: String,
}

impl Line {
    fn tag(&self) -> Tag {
        Tag::of(self.state)
    }
}

pub fn page(open: &OpenCase, state: FormState) -> Response {
    let (case, typed) = (&open.case, &state.typed);
    let all = Task::all(case, typed);
    let undone = |it: &&Task| it.state(case, typed) != TaskState::Done;
    let left: Vec<_> = all.iter().copied().filter(|it| undone(&it)).collect();
    let one = |it: Task| line(case, it, typed);
    let page = TasksPage {
        facts: vec![one(Task::Facts)],
        parties: case.taking_part().map(|it| group(case, it, typed)).collect(),
        opinion: vec![one(Task::Distinctions), one(Task::Opinion)],
        done: all.len() - left.len(),
        all: all.len(),
        next: left.first().map(|it| next_line(case, *it, typed)),
        deadline: progress::present(open),
        conditions: Article::A6,
        circumstances: Article::A7,
        frame: state.frame.errors(state.wrong.refusal.is_some()),
        head: state.head,
        wrong: Wrong {
            refusal: state.wrong.refusal,
            ..Wrong::default()
        },
    };
    page.into_response()
}

fn href(case: &Case, task: Task) -> String {
    format!("/cases/{}/report/{}", case.id, task.path())
}

fn line(case: &Case, task: Task, typed: &Typed) -> Line {
    Line {
        name: task.name(),
        href: href(case, task),
        state: task.state(case, typed),
        note: match task {
            Task::Opinion if apart(case, typed) => "各当事人分别填写".into(),
            Task::Opinion if case.taking_part().nth(1).is_some() => "各当事人情况不同的，可以分别填写".into(),
            _ => String::new(),
        },
    }
}

/// What is to be done next, with the party that it is about.
fn next_line(case: &Case, task: Task, typed: &Typed) -> Line {
    let mut line = line(case, task, typed);
    if let Some(party) = task.party(case) {
        line.name = format!("{} · {}", party.name, line.name);
    }
    line
}

fn group(case: &Case, party: &Party, typed: &Typed) -> PartyGroup {
    let no = party.no;
    let (findings, others): (Vec<_>, Vec<_>) = Task::about(no)
        .into_iter()
        .partition(|it| matches!(it, Task::Finding(..)));
    let standing = Standing::of(case, party, typed, None);
    let own = apart(case, typed).then_some(Task::Factors(no));
    let mut lines: Vec<_> = others
        .into_iter()
        .chain(own)
        .map(|it| line(case, it, typed))
        .collect();
    if let Some(fits) = lines.first_mut() {
        fits.note.clone_from(&standing.fits);
    }
    PartyGroup {
        conditions: together(case, &findings, typed),
        standing,
        lines,
    }
}

/// The six conditions of a party in one line, which leads to the first that is not done.
fn together(case: &Case, findings: &[Task], typed: &Typed) -> Line {
    let states: Vec<_> = findings.iter().map(|it| it.state(case, typed)).collect();
    let open = states.iter().position(|it| *it != TaskState::Done);
    let done = states.iter().filter(|it| **it == TaskState::Done).count();
    let first = findings.get(open.unwrap_or(0)).copied().unwrap_or(Task::Facts);
    let untouched = states.iter().all(|it| *it == TaskState::Untouched);
    Line {
        name: "六项条件".into(),
        href: href(case, first),
        state: match open {
            None => TaskState::Done,
            Some(_) if untouched => TaskState::Untouched,
            Some(_) => TaskState::Begun,
        },
        note: match open {
            Some(_) if !untouched => format!("已完成 {done} 项，还有 {} 项", states.len() - done),
            _ => String::new(),
        },
    }
}
