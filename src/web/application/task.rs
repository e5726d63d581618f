//! The tasks of an application (申请的各项): what is done, what is not, and where to go on. All of it is reckoned from the
//! answers by one function; nothing is ticked off by hand.

use super::answers::Answers;
use super::read::{self, Writer};
use super::section::Section;
use crate::domain::filing::PARTIES_MAX;
use crate::domain::regulation::Condition;
use crate::store::applications;

/// One line of the task list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// 申请人
    Applicant,
    /// 受理机构
    Body,
    /// 当事单位和个人
    Parties,
    /// 改革事项和经过
    Matter,
    /// 追责问责事项
    Accountability,
    /// 六项条件
    Conditions,
    /// 符合的情形
    Circumstances,
}

/// How far a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskState {
    /// 未开始
    Untouched,
    /// 未完成
    Begun,
    /// 已完成
    Done,
}

impl TaskState {
    /// Its Chinese name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Untouched => "未开始",
            Self::Begun => "未完成",
            Self::Done => "已完成",
        }
    }
}

impl Task {
    /// All that must be done before the application can be filed, in the order of the list.
    pub const ALL: [Self; 7] = [
        Self::Applicant,
        Self::Body,
        Self::Parties,
        Self::Matter,
        Self::Accountability,
        Self::Conditions,
        Self::Circumstances,
    ];

    /// The pages it consists of.
    fn sections(self, answers: &Answers) -> Vec<Section> {
        match self {
            Self::Applicant => vec![Section::Applicant],
            Self::Body => vec![Section::Body],
            Self::Parties => answers.parties().into_iter().map(Section::Party).collect(),
            Self::Matter => vec![Section::Matter],
            Self::Accountability => vec![Section::Accountability],
            Self::Conditions => Condition::ALL.iter().map(|it| Section::Condition(*it)).collect(),
            Self::Circumstances => vec![Section::Circumstances],
        }
    }

    /// Its page below the application's own address.
    pub fn path(self, answers: &Answers, writer: Writer<'_>) -> String {
        match self {
            Self::Parties => "parties".into(),
            _ => {
                let sections = self.sections(answers);
                let open = sections.iter().find(|it| !finished(**it, answers, writer));
                open.or(sections.first())
                    .map_or_else(String::new, |section| section.path())
            }
        }
    }
}

/// Whether nothing is wrong on a page.
pub fn finished(section: Section, answers: &Answers, writer: Writer<'_>) -> bool {
    read::wrong(section, answers, writer).is_empty()
}

/// How far a task is. The one place that says so.
pub fn state(task: Task, answers: &Answers, writer: Writer<'_>) -> TaskState {
    let sections = task.sections(answers);
    let all = sections.iter().all(|it| finished(*it, answers, writer));
    if all && !sections.is_empty() && sections.len() <= PARTIES_MAX {
        TaskState::Done
    } else if sections.iter().any(|it| answers.begun(*it)) {
        TaskState::Begun
    } else {
        TaskState::Untouched
    }
}

/// What is kept of the answers, with what lists show of them.
pub fn typed<'a>(answers: &'a Answers, writer: Writer<'_>) -> applications::Typed<'a> {
    applications::Typed {
        answers: &answers.0.0,
        title: answers.title(),
        tasks_done: done(answers, writer).try_into().unwrap_or(i16::MAX),
    }
}

/// How many tasks are done.
pub fn done(answers: &Answers, writer: Writer<'_>) -> usize {
    let done = |task: &&Task| state(**task, answers, writer) == TaskState::Done;
    Task::ALL.iter().filter(done).count()
}

/// Where to go on behind a page: the next one that is not finished, then any that is not, then the files or the check.
pub fn next(after: Section, answers: &Answers, writer: Writer<'_>) -> String {
    if matches!(after, Section::Party(_)) {
        return "parties".into();
    }
    let stops: Vec<(Option<Section>, String, bool)> = stops(answers, writer);
    let here = stops.iter().position(|(section, ..)| *section == Some(after));
    let from = here.map_or(0, |here| here + 1);
    let open = |(_, _, done): &&(Option<Section>, String, bool)| !done;
    let further = stops[from..]
        .iter()
        .find(open)
        .or_else(|| stops[..from].iter().find(open));
    match further {
        Some((_, path, _)) => path.clone(),
        None if after == Section::Circumstances => "files".into(),
        None => "check".into(),
    }
}

/// Where to go on behind the list of the parties.
pub fn after_parties(answers: &Answers, writer: Writer<'_>) -> String {
    next(Section::Body, answers, writer)
}

/// The pages in their order; the parties are one stop, their list.
fn stops(answers: &Answers, writer: Writer<'_>) -> Vec<(Option<Section>, String, bool)> {
    let stop = |task: Task| match task {
        Task::Parties => vec![(
            None,
            "parties".to_owned(),
            state(task, answers, writer) == TaskState::Done,
        )],
        _ => {
            let page = |section: Section| (Some(section), section.path(), finished(section, answers, writer));
            task.sections(answers).into_iter().map(page).collect()
        }
    };
    Task::ALL.into_iter().flat_map(stop).collect()
}
