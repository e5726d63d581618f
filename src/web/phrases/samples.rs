//! Samples of the phrases' pages, and the phrases that samples of forms offer.

use uuid::Uuid;

use super::form::{PhrasePage, families};
use super::{Group, Line, Offered, PHRASES, Phrases, PhrasesPage};
use crate::domain::phrase::Family;
use crate::web::form::{Stamp, Typed, Wrong};
use crate::web::samples::{self, Sample, longest};

/// One of each family, and one as long as they come.
pub fn offered() -> Phrases {
    let each = Family::ALL.iter().flat_map(|family| {
        [
            (
                family.short(),
                "经查，【待填写：单位】的做法符合规定。".to_owned(),
            ),
            ("长", longest()),
        ]
        .map(|(title, text)| {
            let id = Uuid::from_u128(family.number().into());
            let title = title.to_owned();
            (*family, Offered { id, title, text })
        })
    });
    each.collect()
}

/// None yet, as who keeps them and who reads them see it; many; and the form, new, wrong, overtaken and out of use.
pub fn samples() -> Vec<Sample> {
    let line = |family| Line {
        title: longest().chars().take(60).collect(),
        text: format!("{}\n\n{}", longest(), longest()),
        family,
        by: "阿卜杜热合曼·买买提 · 11月24日（周二）".into(),
        href: format!("{PHRASES}/1"),
    };
    let page = |keeps, groups: Vec<Group>, withdrawn| PhrasesPage {
        frame: samples::frame("常用语"),
        body: longest(),
        keeps,
        groups,
        withdrawn,
    };
    let all = Family::ALL.iter().map(|family| Group {
        family: *family,
        lines: vec![line(*family), line(*family)],
    });
    let mut all = vec![
        Sample::of("phrases none kept", &page(true, vec![], vec![])),
        Sample::of("phrases none to read", &page(false, vec![], vec![])),
        Sample::of(
            "phrases many",
            &page(true, all.collect(), vec![line(Family::Demand)]),
        ),
    ];
    let typed = Typed::from([("family", "demand"), ("title", "短"), ("text", "限期修订细则。")]);
    let wrong = [
        ("family", "选择用在哪里"),
        ("title", "写标题"),
        ("text", "写明内容"),
    ];
    let mut said = Wrong::default();
    wrong.iter().for_each(|(name, text)| said.add(name, *text));
    let kept = ["title", "text"].map(|name| (name.to_owned(), vec![longest()]));
    let kept = Wrong {
        kept: kept.into(),
        ..Wrong::default()
    };
    let new = form(Typed::default(), Wrong::default());
    let overtaken = PhrasePage {
        overtaken: Some((longest(), "11月24日 09:41".into())),
        ..form(typed.clone(), kept)
    };
    let withdrawn = PhrasePage {
        withdrawn: true,
        ..form(typed, Wrong::default())
    };
    all.extend([
        Sample::of("phrase new", &PhrasePage { known: false, ..new }),
        Sample::of("phrase wrong", &form(Typed::default(), said)),
        Sample::of("phrase overtaken", &overtaken),
        Sample::of("phrase withdrawn", &withdrawn),
    ]);
    all
}

fn form(typed: Typed, wrong: Wrong) -> PhrasePage {
    PhrasePage {
        frame: samples::frame("常用语").errors(!wrong.is_empty()),
        heading: "修改常用语",
        action: format!("{PHRASES}/1"),
        stamp: Stamp {
            version: 1,
            once: Uuid::from_u128(1),
        },
        typed,
        wrong,
        families: families(),
        known: true,
        withdrawn: false,
        overtaken: None,
    }
}
