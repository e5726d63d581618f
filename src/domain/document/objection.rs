//! 异议处理决定书 (A8.4): by the addressee, to the objector, copied to the body.

use crate::domain::case::{Case, Party};
use crate::domain::dates::day;
use crate::domain::determination::Outcome;
use crate::domain::document::determination::sentence;
use crate::domain::document::{
    Block, Document, DocumentKind, Draft, Signature, first_cited, paragraphs, you,
};
use crate::domain::ids::DocumentId;
use crate::domain::objection::{ObjectionDecision, ObjectionResult, Raised};
use crate::domain::regulation::Article;
use crate::domain::ruling::Moment;

/// The decision as it goes to the objector.
pub fn decision(case: &Case, objection: &Raised, it: &ObjectionDecision, now: &Moment<'_>) -> Draft {
    let party = case.party(objection.party);
    let contested = case.determination(objection.determination).map(|it| it.document);
    let contested = contested.and_then(|id| case.document(id));
    let against = contested.map_or("", |document| document.number.as_str());
    let result = match it.result {
        ObjectionResult::Upheld => vec![format!(
            "维持{}作出的《容错认定书》（{against}）。",
            case.body.name
        )],
        ObjectionResult::SetAside => vec![
            format!(
                "撤销{0}作出的《容错认定书》（{against}），由{0}另行指定经办人，重新核实、认定。",
                case.body.name
            ),
            format!(
                "上述认定书自本决定作出之日起失去效力{}；本案其他当事人的认定不受影响。",
                falls_with_it(case, objection)
            ),
        ],
    };
    let mut blocks = vec![Block::Para(format!(
        "{}不认可{}作出的《容错认定书》（{against}），于{}向本机关提出异议。",
        party.map_or("你方", |party| you(party.kind)),
        case.body.name,
        day(objection.raised.entry.on()),
    ))];
    blocks.extend(named_paragraphs("异议事项：", &sentence(&objection.contested)));
    blocks.extend(named_paragraphs("异议理由：", &objection.grounds));
    blocks.extend(named_paragraphs("提出的新的事实和证据：", &objection.new_facts));
    blocks.push(Block::Para(format!(
        "根据{}，本机关组织了调查核实，现将处理结果反馈如下：",
        first_cited(Article::A8_4)
    )));
    blocks.push(Block::Heading("一、调查核实情况".into()));
    blocks.extend(paragraphs(&it.investigation));
    blocks.push(Block::Heading("二、理由".into()));
    blocks.extend(paragraphs(&it.reasons));
    blocks.push(Block::Heading("三、处理结果".into()));
    blocks.extend(result.into_iter().map(Block::Para));
    blocks.push(Block::Para(what_is_left(case, objection, it.result)));
    let document = Document {
        issuer: case.addressee_name(objection.addressee).to_owned(),
        number: None,
        title: DocumentKind::ObjectionDecision.short().into(),
        to: party.map(|party| party.name.clone()),
        blocks,
        signature: Signature {
            name: case.addressee_name(objection.addressee).to_owned(),
            date: day(now.today()),
        },
        copies: Some(case.body.name.clone()),
    };
    Draft {
        id: DocumentId((now.new_id)()),
        kind: DocumentKind::ObjectionDecision,
        issuer: objection.addressee,
        number_word: case
            .addressee(objection.addressee)
            .map_or_else(String::new, |it| it.number_word.clone()),
        party: Some(objection.party),
        document,
    }
}

/// What fell with a tolerance: what it demanded and what it owed.
fn falls_with_it(case: &Case, objection: &Raised) -> &'static str {
    match case.determination(objection.determination).map(|it| it.outcome) {
        Some(Outcome::Tolerated) => "，其中的纠错要求和据以作出的澄清说明不再执行",
        Some(Outcome::NotTolerated) | None => "",
    }
}

/// A8.4 knows no route against the decision. Against a determination that stands it names addressees, and whichever was not
/// asked yet still can be; where it fell, the new one can be objected to.
fn what_is_left(case: &Case, objection: &Raised, result: ObjectionResult) -> String {
    let no_route = "《办法》没有规定对本决定提出异议的途径。";
    match result {
        ObjectionResult::Upheld => format!("{no_route}{}", still_open(case, objection)),
        ObjectionResult::SetAside => format!(
            "{no_route}不认可重新作出的认定的，可以再次书面提出异议（《办法》{}）。",
            Article::A8_4
        ),
    }
}

fn still_open(case: &Case, objection: &Raised) -> String {
    let asked = |addressee| {
        let before = |it: &Raised| it.determination == objection.determination && it.addressee == addressee;
        case.objections.iter().any(before)
    };
    let routes = case.body.objection_routes();
    let left: Vec<_> = routes
        .iter()
        .filter(|it| !asked(it.id))
        .map(|it| it.name.as_str())
        .collect();
    let against = match left.as_slice() {
        [] => String::new(),
        left => format!(
            "不认可原认定的，还可以向{}书面提出异议（《办法》{}）。",
            left.join("或者"),
            Article::A8_4
        ),
    };
    format!("{against}再次向本机关提出的，须有新的事实。")
}

/// What somebody wrote, its first paragraph behind what it is; nothing where nothing was written.
fn named_paragraphs(name: &str, text: &str) -> Vec<Block> {
    match text.trim() {
        "" => vec![],
        text => paragraphs(&format!("{name}{text}")).collect(),
    }
}

/// That and by which decision a party's last determination was set aside, as a sentence; `None` where none was.
pub(super) fn why_again(case: &Case, party: &Party) -> Option<String> {
    let (objection, decided) = case.fell_by(party.id)?;
    let number = |id| case.document(id).map_or("", |it| it.number.as_str());
    let fell = case.determination(objection.determination)?;
    Some(format!(
        "{}于{}作出《异议处理决定书》（{}），撤销了《容错认定书》（{}）。",
        case.addressee_name(objection.addressee),
        day(decided.decided_on),
        number(decided.document),
        number(fell.document),
    ))
}
