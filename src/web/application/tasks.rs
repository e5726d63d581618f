//! The task list (清单) of an application: what is to be filled in, how far it is, and what is left before it can be filed.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;

use super::draft::Draft;
use super::section::Section;
use super::task::{self, Task, TaskState};
use crate::domain::dates::short_moment;
use crate::domain::regulation::Condition;
use crate::platform::App;
use crate::store::applications;
use crate::web::error::Nope;
use crate::web::frame::Frame;
use crate::web::tag::Tag;

#[derive(Template, WebTemplate)]
#[template(path = "application/tasks.html")]
pub struct TasksPage {
    frame: Frame,
    href: String,
    title: String,
    saved: String,
    done: usize,
    groups: Vec<Group>,
    next: Option<Line>,
}

struct Group {
    name: &'static str,
    lines: Vec<Line>,
}

pub struct Line {
    pub name: String,
    pub href: String,
    state: TaskState,
    note: String,
}

impl Line {
    fn tag(&self) -> Tag {
        Tag::of(self.state)
    }

    fn action(&self) -> String {
        let verb = match self.state {
            TaskState::Untouched => "开始填写",
            TaskState::Begun | TaskState::Done => "继续填写",
        };
        format!("{verb}：{}", self.name)
    }
}

impl TasksPage {
    fn all(&self) -> usize {
        Task::ALL.len()
    }

    fn check(&self) -> String {
        format!("{}/check", self.href)
    }

    fn ready(&self) -> bool {
        self.next.is_none()
    }
}

pub async fn show(State(app): State<App>, draft: Draft, frame: Frame) -> Result<TasksPage, Nope> {
    let mut db = app.pool.acquire().await?;
    let files = applications::files(&mut db, draft.id).await?.len();
    let open = |task: &Task| task::state(*task, &draft.answers, draft.writer()) != TaskState::Done;
    Ok(TasksPage {
        href: draft.list_href(),
        title: title(&draft),
        saved: short_moment(draft.saved_at, draft.today),
        done: task::done(&draft.answers, draft.writer()),
        next: Task::ALL.into_iter().find(open).map(|task| line(&draft, task)),
        groups: groups(&draft, files),
        frame: frame.titled("容错申请").here("/my").back("/my", "返回我的案件"),
    })
}

/// The matter's title, or that there is none yet.
pub fn title(draft: &Draft) -> String {
    match draft.answers.section(Section::Matter).text("title").trim() {
        "" => "新的容错申请".to_owned(),
        title => title.to_owned(),
    }
}

fn groups(draft: &Draft, files: usize) -> Vec<Group> {
    let group = |name, tasks: &[Task]| Group {
        name,
        lines: tasks.iter().map(|task| line(draft, *task)).collect(),
    };
    let materials = Line {
        name: "证明材料".into(),
        href: draft.href("files"),
        state: match files {
            0 => TaskState::Untouched,
            _ => TaskState::Done,
        },
        note: match files {
            0 => "选填，提交后也可以补充".into(),
            files => format!("已上传 {files} 件"),
        },
    };
    vec![
        group(
            "一、申请人和受理机构",
            &[Task::Applicant, Task::Body, Task::Parties],
        ),
        group(
            "二、改革事项和追责问责情况",
            &[Task::Matter, Task::Accountability],
        ),
        group("三、容错条件和情形", &[Task::Conditions, Task::Circumstances]),
        Group {
            name: "四、材料",
            lines: vec![materials],
        },
    ]
}

/// A task with its address, and how far it is.
pub fn line(draft: &Draft, task: Task) -> Line {
    let (answers, writer) = (&draft.answers, draft.writer());
    let parties = answers.parties().len();
    let name = match task {
        Task::Applicant => "申请人".to_owned(),
        Task::Body => "受理机构".to_owned(),
        Task::Parties if parties > 0 => format!("当事单位和个人（{parties} 个）"),
        Task::Parties => "当事单位和个人".to_owned(),
        Task::Matter => "改革事项和经过".to_owned(),
        Task::Accountability => "正在追责问责的事项".to_owned(),
        Task::Conditions => "六项条件（第六条）".to_owned(),
        Task::Circumstances => "符合的情形（第七条）".to_owned(),
    };
    let state = task::state(task, answers, writer);
    let note = match task {
        Task::Conditions if state == TaskState::Begun => {
            let finished = |it: &&Condition| task::finished(Section::Condition(**it), answers, writer);
            let written = Condition::ALL.iter().filter(finished).count();
            format!("已写 {written} 项，还有 {} 项", Condition::ALL.len() - written)
        }
        _ => String::new(),
    };
    Line {
        name,
        href: draft.href(&task.path(answers, writer)),
        state,
        note,
    }
}
