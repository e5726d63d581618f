//! The steps of an application beside each of its pages: which one this is, and how far the others are.

use super::draft::Draft;
use super::task::{self, Task, TaskState};
use super::tasks::line;
use crate::web::frame::Stop;

/// The steps, with the one that stands on this page.
pub fn stops(draft: &Draft, here: Option<Task>) -> Vec<Stop> {
    let stop = |it: Task| {
        let line = line(draft, it);
        Stop {
            here: here == Some(it),
            done: task::state(it, &draft.answers, draft.writer()) == TaskState::Done,
            name: line.name,
            href: line.href,
        }
    };
    Task::ALL.into_iter().map(stop).collect()
}
