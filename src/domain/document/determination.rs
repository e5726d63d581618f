//! 容错认定书 (A9.1): to each party its own, speaking of nobody else. It tells the route of objection computed for the
//! body, or that the text knows none; it never claims of the regulation what is practice.

use crate::domain::assessment::met;
use crate::domain::case::{Body, Case, Party, PartyAssessment, PartyKind};
use crate::domain::correction::{DAYS_AT_LEAST, Responsible};
use crate::domain::dates::{day, shanghai_day};
use crate::domain::determination::{CorrectionDemand, Determination, Lenience, Outcome, PartyDetermination};
use crate::domain::document::{Block, DocumentKind, Draft, first_cited, objection, paragraphs, quoted, you};
use crate::domain::hearing::{self, HearingKind};
use crate::domain::regulation::{Article, Condition, Factor};
use crate::domain::ruling::Moment;

/// The written determination for one party.
pub fn written(
    case: &Case,
    (party, assessment): (&Party, &PartyAssessment),
    (determination, it): (&Determination, &PartyDetermination),
    outcome: Outcome,
    now: &Moment<'_>,
) -> Draft {
    let mut blocks = opening(case, party);
    blocks.push(Block::Heading("一、认定的事实和理由".into()));
    blocks.extend(paragraphs(&it.reasons));
    blocks.extend([
        Block::Heading("二、条件和情形".into()),
        Block::Para(conditions(party, assessment)),
        Block::Heading("三、认定结果".into()),
        Block::Para(result(party, determination, it)),
    ]);
    blocks.extend(it.lenience.map(|form| Block::Para(consequences(form))));
    if !it.corrections.is_empty() {
        blocks.push(Block::Heading("四、纠错要求".into()));
        blocks.push(Block::Para(demanding(outcome)));
        let items = it.corrections.iter().enumerate();
        blocks.extend(items.map(|(index, demand)| Block::Item(correction(case, index + 1, demand))));
    }
    let no = if it.corrections.is_empty() { "四" } else { "五" };
    blocks.push(Block::Heading(format!("{no}、权利告知")));
    blocks.push(Block::Para(route(&case.body)));
    let mut draft = Draft::to_a_party(case, DocumentKind::Determination, party, blocks, now);
    draft.document.copies = copies(&it.corrections);
    draft
}

/// A unit that is to put something right gets the paper that says so.
fn copies(demands: &[CorrectionDemand]) -> Option<String> {
    let mut units: Vec<&str> = vec![];
    for it in demands {
        if let Responsible::Unit(name) = &it.responsible
            && !units.contains(&name.as_str())
        {
            units.push(name);
        }
    }
    (!units.is_empty()).then(|| units.join("、"))
}

/// Whom it is about, so that no namesake is meant, and how it came about.
fn opening(case: &Case, party: &Party) -> Vec<Block> {
    let who = match party.kind {
        PartyKind::Unit => "当事单位",
        PartyKind::Individual => "当事人",
    };
    let initiated = case.initiated_on().map_or_else(String::new, day);
    let applied = format!(
        "{}于{}就{}向本机关提出容错申请（{}）。本机关于{initiated}启动容错程序，{}。根据{}、第七条、第九条，现认定如下：",
        case.filer.name,
        day(shanghai_day(case.received_at)),
        quoted(&case.title),
        case.number,
        verified(case, party),
        first_cited(Article::A6),
    );
    vec![
        Block::Para(format!("{who}：{}，{}。", party.name, party.position)),
        Block::Para(applied),
    ]
}

/// How it was verified: at first, or again after an earlier determination was set aside.
fn verified(case: &Case, party: &Party) -> String {
    let heard = heard(case, party);
    match objection::why_again(case, party) {
        None => format!("开展了调查核实，{heard}"),
        Some(why) => format!("开展了调查核实。{why}本机关另行指定经办人，重新调查核实，{heard}"),
    }
}

/// A8.2: that the party was heard, or why it was not.
fn heard(case: &Case, party: &Party) -> String {
    let you = you(party.kind);
    match hearing::how_heard(case, party.id, case.round) {
        Some(HearingKind::Statement) | None => format!("充分听取了{you}的意见"),
        Some(HearingKind::Waiver) => format!("{you}明确表示放弃陈述意见"),
        Some(HearingKind::Unreachable) => format!("因无法与{you}取得联系，未能听取{you}的意见"),
    }
}

fn conditions(party: &Party, assessment: &PartyAssessment) -> String {
    let you = you(party.kind);
    let missing: Vec<_> = Condition::ALL
        .iter()
        .filter(|it| !met(&assessment.findings, **it))
        .map(|it| format!("{}“{}”", it.article(), it.short()))
        .collect();
    let met = match missing.as_slice() {
        [] => "符合《办法》第六条规定的全部容错条件".to_owned(),
        missing => format!("不符合《办法》{}的条件", missing.join("、")),
    };
    let fits: Vec<_> = assessment
        .fits
        .iter()
        .map(|fit| fit.circumstance.article().to_string())
        .collect();
    let fits = match fits.as_slice() {
        [] => "不具有《办法》第七条规定的情形".to_owned(),
        fits => format!("具有《办法》{}规定的情形", fits.join("、")),
    };
    let factors: Vec<_> = Factor::ALL.iter().map(|it| it.short()).collect();
    format!(
        "经逐项核实，并综合考虑{}等情况（《办法》{}），{you}的行为{met}，{fits}。",
        factors.join("、"),
        Article::A8_3,
    )
}

/// Tolerance has a form, and nothing else has one (R1).
fn result(party: &Party, determination: &Determination, it: &PartyDetermination) -> String {
    let you = you(party.kind);
    let how = match determination.deliberation {
        Some(_) => "经集体研究，本机关决定",
        None => "本机关决定",
    };
    match it.lenience {
        None => format!("{how}对{you}不予容错。追责问责依照有关规定办理。"),
        Some(form) => format!(
            "{how}对{you}予以容错。根据《办法》{}、{}，{}。处理的依据和幅度：{}",
            Article::A9_1,
            Article::A10,
            form.short(),
            sentence(it.provision.as_deref().unwrap_or_default()),
        ),
    }
}

/// A11, in its own words.
fn consequences(form: Lenience) -> String {
    format!("《办法》{}规定：{}", Article::A11, form.effects())
}

fn correction(case: &Case, no: usize, demand: &CorrectionDemand) -> String {
    let responsible = match &demand.responsible {
        Responsible::Party(party) => case.party(*party).map_or("", |party| party.name.as_str()),
        Responsible::Unit(name) => name,
        Responsible::Body => "本机关",
    };
    // A party's runs from the service, so that it can be met.
    let served = match &demand.responsible {
        Responsible::Party(_) => format!(
            "；自送达之日起不足{DAYS_AT_LEAST}个工作日的，顺延至送达之日起第{DAYS_AT_LEAST}个工作日（参照）"
        ),
        Responsible::Unit(_) | Responsible::Body => String::new(),
    };
    format!(
        "{no}. {}责任主体：{responsible}；完成时限：{}（含当日）{served}。",
        sentence(&demand.what),
        day(demand.due)
    )
}

/// A12.3 speaks of corrections with a tolerance; without one they rest on the article as a whole.
fn demanding(outcome: Outcome) -> String {
    let place = match outcome {
        Outcome::Tolerated => Article::A12_3,
        Outcome::NotTolerated => Article::A12,
    };
    format!("根据《办法》{place}，提出下列纠错要求：")
}

/// The text with a sign at its end.
pub fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['。', '！', '；', '.', ';']) {
        text.into()
    } else {
        format!("{text}。")
    }
}

/// A8.4: the route of objection, computed for the body. The text knows no time limit and no stay; where it knows no route, who
/// explains it can be asked (A14).
pub fn route(body: &Body) -> String {
    let routes: Vec<_> = body.objection_routes().iter().map(|it| it.name.clone()).collect();
    match routes.as_slice() {
        [] => format!(
            "《办法》没有规定对本机关所作认定提出异议的途径。对《办法》的理解有疑问的，可以请本机关作出解释（《办法》{}）。",
            Article::A14
        ),
        routes => format!(
            "不认可本认定的，可以向{}书面提出异议（《办法》{}）。《办法》没有规定提出异议的期限；参照行政复议的一般做法，异议处理期间\
             不停止本认定的执行。",
            routes.join("或者"),
            Article::A8_4
        ),
    }
}
