//! Every component of `templates/macros.html` on one page.

use askama::Template;

use crate::domain::deadline::ChipKind;
use crate::domain::regulation::Article;
use crate::domain::status::Status;
use crate::web::application::TaskState;
use crate::web::case::{Progress, StepMark, TimelineEntry};
use crate::web::chip::Chip;
use crate::web::form::{Choice, Stamp, Typed, Wrong};
use crate::web::frame::Frame;
use crate::web::samples::{Sample, frame};
use crate::web::tag::Tag;

/// All components on one page.
#[derive(Template)]
#[template(path = "components.html")]
struct Components {
    frame: Frame,
    typed: Typed,
    wrong: Wrong,
    stamp: Stamp,
    chips: Vec<Chip>,
    soon: Chip,
    under_way: Tag,
    untouched: Tag,
    begun: Tag,
    done: Tag,
    against: Vec<(&'static str, Option<Article>)>,
    marks: Vec<StepMark>,
    options: Vec<Choice>,
    follows: Vec<String>,
    moments: Vec<TimelineEntry>,
}

pub fn samples() -> Vec<Sample> {
    vec![Sample::of("components", &components())]
}

fn components() -> Components {
    Components {
        frame: Frame {
            has_errors: true,
            flash: Some("已提交审批".into()),
            ..frame("案件")
        },
        typed: Typed::from([
            ("title", "一线径予放行"),
            ("argument", "10月8日系统故障，当晚先行放行 3 票。"),
            ("kind", "b"),
            ("circumstances", "a"),
        ]),
        wrong: wrong(),
        stamp: Stamp {
            version: 3,
            once: uuid::Uuid::nil(),
        },
        soon: chip(ChipKind::Soon, "核实剩余 2 个工作日", false),
        under_way: Tag::of(Status::Verifying),
        untouched: Tag::of(TaskState::Untouched),
        begun: Tag::of(TaskState::Begun),
        done: Tag::of(TaskState::Done),
        against: vec![
            (
                "林知远的意见尚未听取，也没有放弃或者无法联系的记录。",
                Some(Article::A8_2),
            ),
            ("还有 1 件任务没有办完。", None),
        ],
        chips: vec![
            chip(ChipKind::Late, "逾期 1 个工作日", false),
            chip(ChipKind::Soon, "核实剩余 2 个工作日", false),
            chip(ChipKind::Calm, "剩余 9 个工作日", true),
            chip(ChipKind::Stopped, "停止计算", false),
            chip(ChipKind::Met, "按期完成", false),
        ],
        marks: marks(),
        options: vec![
            Choice::new("a", "按程序决策"),
            Choice::new("b", "紧急情况临机处置").hint("须在事后及时报告。"),
        ],
        follows: vec![
            "编文号，生成容错认定书，不能再改".into(),
            "通知 2 名当事人，开始送达".into(),
        ],
        moments: moments(),
    }
}

fn chip(kind: ChipKind, text: &str, provisional: bool) -> Chip {
    Chip {
        kind,
        text: text.into(),
        href: Some("/deadlines/1".into()),
        provisional,
    }
}

fn wrong() -> Wrong {
    let fields = [
        ("contact", "写明联系电话"),
        ("reported", "写明事后报告的日期"),
        ("argument", "请说明决策经过了哪些程序，至少 20 个字"),
        ("kind", "选择属于哪一种"),
        ("circumstances", "至少选择一种情形"),
        ("body", "选择受理机构"),
        ("scan", "这不是 PDF 或者图片"),
        ("truth", "请确认材料真实"),
    ];
    let mut wrong = Wrong::default();
    fields.into_iter().for_each(|(name, text)| wrong.add(name, text));
    wrong
}

fn marks() -> Vec<StepMark> {
    let marks = [
        ("启动", "11月4日，第 2 个工作日", Progress::Done),
        ("核实", "11月25日（周三）前", Progress::Now),
        ("认定", "", Progress::Ahead),
        ("异议", "认定后可以提出", Progress::Ahead),
        ("办结", "", Progress::Ahead),
    ];
    let mark = |(name, note, progress): (&str, &str, _)| StepMark {
        name: name.into(),
        note: note.into(),
        progress,
    };
    marks.map(mark).into()
}

fn moments() -> Vec<TimelineEntry> {
    let moment = |what: &str, who: &str, formal: bool| TimelineEntry {
        part: None,
        what: what.into(),
        href: None,
        notes: vec![],
        who: who.into(),
        basis: formal.then_some(Article::A8_2),
        formal,
    };
    vec![
        moment(
            "启动容错程序，核实期限 15 个工作日",
            "经办 陈砚秋，审批 罗一鸣 · 11月4日（周三）09:20",
            true,
        ),
        moment(
            "林知远通过系统提交 1 件证据",
            "林知远 · 11月20日（周五）16:42",
            false,
        ),
    ]
}
