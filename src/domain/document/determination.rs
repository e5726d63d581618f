//! 容错认定书 (A9.1): to each party its own, speaking of nobody else. It tells the route of objection computed for the
//! body, or that the text knows none; it never claims of the regulation what is practice.

use crate::domain::assessment::met;
use crate::domain::case::{Body, Case, Party, PartyAssessment};
use crate::domain::correction::Responsible;
use crate::domain::dates::{day, shanghai_day};
use crate::domain::determination::{CorrectionDemand, Outcome, PartyDetermination};
use crate::domain::document::{
    Block, Document, DocumentKind, Draft, Signature, objection, paragraphs, quoted, you,
};
use crate::domain::hearing::{self, HearingKind};
use crate::domain::ids::DocumentId;
use crate::domain::regulation::Condition;
use crate::domain::ruling::Moment;

/// The written determination for one party.
pub fn written(
    case: &Case,
    party: &Party,
    assessment: &PartyAssessment,
    it: &PartyDetermination,
    outcome: Outcome,
    now: &Moment<'_>,
) -> Draft {
    let mut blocks = vec![
        Block::Para(opening(case, party)),
        Block::Heading("一、认定的事实和理由".into()),
    ];
    blocks.extend(paragraphs(&it.reasons));
    blocks.extend([
        Block::Heading("二、条件和情形".into()),
        Block::Para(conditions(party, assessment)),
        Block::Heading("三、认定结果".into()),
        Block::Para(result(it)),
    ]);
    blocks.extend(
        it.lenience
            .map(|form| Block::Para(format!("{}（第十一条）", form.effects()))),
    );
    if !it.corrections.is_empty() {
        blocks.push(Block::Heading("四、纠错要求".into()));
        blocks.push(Block::Para(demanding(outcome).into()));
        let items = it.corrections.iter().enumerate();
        blocks.extend(items.map(|(index, demand)| Block::Item(correction(case, index + 1, demand))));
    }
    blocks.push(Block::Para(route(&case.body)));
    let document = Document {
        issuer: case.body.name.clone(),
        number: None,
        title: DocumentKind::Determination.short().into(),
        to: Some(party.name.clone()),
        blocks,
        signature: Signature {
            name: case.body.name.clone(),
            date: day(now.today()),
        },
        copies: None,
    };
    Draft {
        id: DocumentId((now.new_id)()),
        kind: DocumentKind::Determination,
        issuer: case.body.id,
        number_word: case.body.number_word.clone(),
        party: Some(party.id),
        document,
    }
}

fn opening(case: &Case, party: &Party) -> String {
    format!(
        "关于{}的容错申请（{}），本机关于{}收到。{}，{}，依照《中国（四川）自由贸易试验区\
         容错纠错工作办法》（川自贸领〔2024〕2号）第九条，现认定如下：",
        quoted(&case.title),
        case.number,
        day(shanghai_day(case.received_at)),
        verified(case, party),
        heard(case, party),
    )
}

/// How it came to the determination: at first, or again after an earlier one was set aside.
fn verified(case: &Case, party: &Party) -> String {
    match objection::why_again(case, party) {
        None => "经启动容错程序、调查核实".into(),
        Some(why) => format!("{why}经另行指定经办人、重新核实"),
    }
}

/// A8.2: that the party was heard, or why it was not.
fn heard(case: &Case, party: &Party) -> String {
    let you = you(party.kind);
    match hearing::how_heard(case, party.id, case.round) {
        Some(HearingKind::Statement) | None => format!("并充分听取{you}意见"),
        Some(HearingKind::Waiver) => format!("{you}已经放弃陈述意见"),
        Some(HearingKind::Unreachable) => format!("因无法与{you}取得联系，未能听取{you}意见"),
    }
}

fn conditions(party: &Party, assessment: &PartyAssessment) -> String {
    let you = you(party.kind);
    let named = |wanted: bool| {
        let conditions = Condition::ALL
            .iter()
            .filter(|it| met(&assessment.findings, **it) == wanted);
        conditions
            .map(|it| format!("“{}”（{}）", it.short(), it.article()))
            .collect::<Vec<_>>()
            .join("、")
    };
    let fits: Vec<_> = assessment
        .fits
        .iter()
        .map(|fit| fit.circumstance.article().to_string())
        .collect();
    let fits = match fits.as_slice() {
        [] => "没有符合第七条规定的情形".to_owned(),
        fits => format!("符合{}规定的情形", fits.join("、")),
    };
    match named(false).as_str() {
        "" => format!("经逐项核实，{you}具备第六条规定的全部六项条件；{fits}。"),
        missing => format!("经逐项核实，{you}不具备下列条件：{missing}；{fits}。"),
    }
}

/// Tolerance has a form, and nothing else has one (R1).
fn result(it: &PartyDetermination) -> String {
    match it.lenience {
        None => "不予容错。".into(),
        Some(form) => format!(
            "予以容错，{}。处理的依据和幅度：{}处理在党纪党规、法律法规允许的范围和幅度内进行（第十条）。",
            form.short(),
            sentence(it.provision.as_deref().unwrap_or_default()),
        ),
    }
}

fn correction(case: &Case, no: usize, demand: &CorrectionDemand) -> String {
    let responsible = match &demand.responsible {
        Responsible::Party(party) => case.party(*party).map_or("", |party| party.name.as_str()),
        Responsible::Unit(name) => name,
        Responsible::Body => "本机关",
    };
    format!(
        "{no}. {}责任主体：{responsible}；完成时限：{}前。",
        sentence(&demand.what),
        day(demand.due)
    )
}

/// A12.3 speaks of corrections with a tolerance; without one they rest on the article as a whole.
fn demanding(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Tolerated => "依照第十二条第三项，同时提出下列纠错要求：",
        Outcome::NotTolerated => "依照第十二条有错必纠、有过必改的要求，提出下列纠错要求：",
    }
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

/// A8.4, A9.1: the route of objection, computed for the body.
pub fn route(body: &Body) -> String {
    let routes: Vec<_> = body.objection_routes().iter().map(|it| it.name.clone()).collect();
    match routes.as_slice() {
        [] => "《办法》没有规定对工作办公室所作认定提出异议的途径。".into(),
        routes => format!(
            "不认可本认定的，可以向{}提出异议（第八条第四项）。",
            routes.join("或者")
        ),
    }
}
