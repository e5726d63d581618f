//! Samples of the pages that approve simple acts together.

use crate::domain::actor::Actor;
use crate::domain::check::Check;
use crate::domain::procedure::Kind;
use crate::domain::regulation::Basis;
use crate::web::case::sample::ready_for;
use crate::web::case::{CheckLine, sections};
use crate::web::form::{Typed, Wrong};
use crate::web::samples::{Sample, frame, longest};

use super::{DonePage, Outcome, SimpleAct, TogetherPage};

/// Nothing waits; several wait, and nothing is ticked; and what became of several.
pub fn samples() -> Vec<Sample> {
    let page = |acts, wrong: Wrong| TogetherPage {
        frame: frame("一并审批").errors(!wrong.is_empty()),
        acts,
        typed: Typed::default(),
        wrong,
    };
    let asked = Wrong::field("act", "勾选要一并批准的事项");
    let done = DonePage {
        frame: frame("一并审批的结果"),
        lines: vec![outcome(true), outcome(false)],
    };
    vec![
        Sample::of("together empty", &page(vec![], Wrong::default())),
        Sample::of("together", &page(vec![act(true), act(false)], Wrong::default())),
        Sample::of("together wrong", &page(vec![act(true), act(false)], asked)),
        Sample::of("together done", &done),
    ]
}

fn act(plain: bool) -> SimpleAct {
    let (open, steps) = ready_for(Kind::Link);
    let Actor { name, .. } = &open.actor;
    let same = Check::noted("账号的名称与当事人一致", Basis::Practice, plain);
    SimpleAct {
        ticket: format!("ticket-{plain}"),
        what: Kind::Link.name(),
        href: "/cases/1/acts/1/approval".into(),
        title: if plain { open.case.title.clone() } else { longest() },
        number: open.case.number.clone(),
        sent: format!("{name} 今天 08:31送审"),
        sections: sections(&steps[0], &open.case),
        checks: vec![CheckLine::from(same)],
        plain,
        ticked: plain,
    }
}

fn outcome(approved: bool) -> Outcome {
    Outcome {
        what: Kind::Link.name(),
        href: "/cases/1/acts/1".into(),
        title: if approved {
            "跨境支付便利化试点".into()
        } else {
            longest()
        },
        number: "成高管容〔2026〕12号".into(),
        approved,
        said: match approved {
            true => "已批准".into(),
            false => "没有批准：文书或者案件刚刚有了变化，请单独审批".into(),
        },
    }
}
