//! Help (使用帮助): how each side does what it comes for, in short answers, what files are taken, and the procedure as a diagram.
//! The diagram is drawn from the procedure table, so it cannot tell another story than the program.

use askama::Template;
use askama_web::WebTemplate;
use axum::http::HeaderMap;

use crate::domain::deadline::{ChipKind, DeadlineKind};
use crate::domain::filing::FILES_MAX;
use crate::domain::procedure::{Move, PROCEDURE, steps_in};
use crate::domain::status::{Stage, Status};
use crate::web::case::{Progress, StepMark};
use crate::web::chip::Chip;
use crate::web::frame::Frame;
use crate::web::samples::{self, Sample};
use crate::web::upload::ALLOWED;
use crate::web::visitor::came_from;

#[derive(Template, WebTemplate)]
#[template(path = "help.html")]
pub struct HelpPage {
    pub frame: Frame,
    pub diagram: Diagram,
    /// The step bar of a case under verification.
    pub steps: Vec<StepMark>,
    /// Each kind of deadline chip, and what it means.
    pub chips: Vec<(Chip, &'static str)>,
}

/// The procedure, a column for each stage.
pub struct Diagram {
    /// 启动, 核实, 认定, 异议, 办结.
    pub columns: Vec<DiagramStage>,
}

pub struct DiagramStage {
    pub name: String,
    pub statuses: Vec<DiagramStatus>,
}

/// A status, with the steps that lead on from it.
pub struct DiagramStatus {
    /// Its name: 核实中.
    pub name: String,
    /// The steps; none where a case ends.
    pub moves: Vec<DiagramMove>,
}

pub struct DiagramMove {
    /// 启动.
    pub step: String,
    /// The statuses it may lead to; none where the case stays.
    pub to: Vec<&'static str>,
    /// Who takes it: 经办人起草，负责人审批.
    pub who: String,
    /// Its article, or 参照.
    pub basis: String,
}

impl Diagram {
    /// Drawn from the procedure table.
    pub fn of_the_procedure() -> Self {
        let stage = |stage: Stage| {
            let statuses = Status::ALL.into_iter().filter(|it| it.stage() == stage);
            let before = (stage == Stage::Initiation).then(DiagramStatus::before_the_first);
            DiagramStage {
                name: stage.name().into(),
                statuses: before
                    .into_iter()
                    .chain(statuses.map(DiagramStatus::of))
                    .collect(),
            }
        };
        Self {
            columns: Stage::ALL.into_iter().map(stage).collect(),
        }
    }
}

impl DiagramStatus {
    /// What no status leads to: an application that becomes a case.
    fn before_the_first() -> Self {
        let begins = PROCEDURE.iter().filter(|row| row.from.is_empty());
        let moves = begins.map(|row| DiagramMove {
            to: row.transitions().into_iter().map(|(_, to)| to.name()).collect(),
            ..DiagramMove::staying(row)
        });
        Self {
            name: "申请（未提交）".into(),
            moves: moves.collect(),
        }
    }

    fn of(status: Status) -> Self {
        let moves = steps_in(status).map(|row| DiagramMove::of(row, status));
        Self {
            name: status.name().into(),
            moves: moves.collect(),
        }
    }
}

impl DiagramMove {
    fn of(row: &Move, from: Status) -> Self {
        Self {
            to: row.ends(from).into_iter().map(Status::name).collect(),
            ..Self::staying(row)
        }
    }

    fn staying(row: &Move) -> Self {
        Self {
            step: row.name.into(),
            to: vec![],
            who: row.who.name().into(),
            basis: row.basis.to_string(),
        }
    }
}

/// The help page, for everybody.
pub async fn show(headers: HeaderMap, frame: Frame) -> HelpPage {
    let frame = frame.titled("帮助").back_to(came_from(&headers, "/help"));
    HelpPage::new(frame, Diagram::of_the_procedure())
}

impl HelpPage {
    fn initiation_days(&self) -> u16 {
        DeadlineKind::Initiation.days()
    }

    fn verification_days(&self) -> u16 {
        DeadlineKind::Verification.days()
    }

    fn allowed(&self) -> &'static str {
        ALLOWED
    }

    fn files_max(&self) -> usize {
        FILES_MAX
    }

    /// The page, with the legend of the chips.
    pub fn new(frame: Frame, diagram: Diagram) -> HelpPage {
        HelpPage {
            frame,
            diagram,
            steps: under_verification(),
            chips: legend(),
        }
    }
}

fn under_verification() -> Vec<StepMark> {
    let mark = |stage: Stage| {
        let (progress, note) = match stage {
            Stage::Initiation => (Progress::Done, "已启动"),
            Stage::Verification => (Progress::Now, "核实中"),
            Stage::Determination | Stage::Objection | Stage::Closure => (Progress::Ahead, ""),
        };
        StepMark {
            name: stage.name().into(),
            note: note.into(),
            progress,
        }
    };
    Stage::ALL.into_iter().map(mark).collect()
}

fn legend() -> Vec<(Chip, &'static str)> {
    let chip = |kind, text: &str| Chip {
        kind,
        text: text.to_owned(),
        href: None,
        provisional: false,
    };
    vec![
        (chip(ChipKind::Calm, "剩余 9 个工作日"), "时间充裕。"),
        (chip(ChipKind::Soon, "剩余 2 个工作日"), "期限只剩三分之一以内。"),
        (chip(ChipKind::Late, "今天届满"), "今天届满，或者已经逾期。"),
        (chip(ChipKind::Stopped, "停止计算"), "停止的日子不计入。"),
        (chip(ChipKind::Met, "按期完成"), "在期限内完成。"),
        (
            Chip {
                provisional: true,
                ..chip(ChipKind::Calm, "剩余 20 个工作日")
            },
            "届满日所在年份的节假日通知还没有公布，按法定节假日暂估，公布后会重算。",
        ),
    ]
}

/// The page with the diagram as it is.
pub fn samples() -> Vec<Sample> {
    let page = HelpPage::new(samples::frame("使用帮助"), Diagram::of_the_procedure());
    vec![Sample::of("help", &page)]
}
