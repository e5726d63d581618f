//! What every letter says, word for word (`snapshots/`). A changed sentence is a changed file, to be read like one: after
//! `INSTA_UPDATE=always script/test --fast document::tests`.

use insta::assert_snapshot;

use super::*;
use crate::domain::case::{Authority, PartyKind};
use crate::domain::correction::Responsible;
use crate::domain::determination::Determination;
use crate::domain::filing::{FiledFile, Filing};
use crate::domain::hearing::HearingKind;
use crate::domain::ids::FileId;
use crate::domain::referral::ReturnGround;
use crate::domain::ruling::Ruling;
use crate::domain::samples::{self as s, SampleCase, steps};
use crate::domain::step::Step;

/// A letter as lines of text.
fn text(it: &Document) -> String {
    let mut lines = vec![
        it.issuer.clone(),
        it.number.clone().unwrap_or_else(|| "（文号待编）".into()),
        it.title.clone(),
    ];
    lines.extend(it.to.as_ref().map(|to| format!("{to}：")));
    for block in &it.blocks {
        match block {
            Block::Heading(text) => lines.push(format!("\n{text}")),
            Block::Para(text) | Block::Item(text) => lines.push(text.clone()),
            Block::Table(rows) => lines.extend(rows.iter().map(|(key, value)| format!("{key} | {value}"))),
        }
    }
    lines.push(format!("\n{}\n{}", it.signature.name, it.signature.date));
    lines.extend(it.copies.as_ref().map(|to| format!("抄送：{to}")));
    lines.join("\n")
}

/// All letters of a ruling, one below the other.
fn texts(ruling: &Ruling) -> String {
    let texts: Vec<_> = ruling.documents.iter().map(|it| text(&it.document)).collect();
    texts.join("\n\n────────\n\n")
}

fn filing() -> Filing {
    let mut filing = steps::filing(2);
    filing.applicant.agent = "代理人丙".into();
    filing.parties[1].authority = Authority::Organ("市委组织部".into());
    filing.matter.story = "第一段经过\n\n第二段经过".into();
    filing.files = vec![
        FiledFile {
            file: FileId(uuid::Uuid::from_u128(6)),
            name: "签字的申请书.pdf".into(),
            signed: true,
        },
        FiledFile {
            file: FileId(uuid::Uuid::from_u128(7)),
            name: "会议纪要.pdf".into(),
            signed: false,
        },
    ];
    filing
}

#[test]
fn 容错申请书() {
    let draft = application::application(&filing(), "示例片区管理局", None, None);
    assert_snapshot!("application-draft", text(&draft));
    let filed = application::application(
        &steps::filing(1),
        "示例片区管理局",
        Some("示管容〔2026〕1号"),
        Some("2026年9月1日".into()),
    );
    assert_snapshot!("application-filed", text(&filed));
}

#[test]
fn 收件回执() {
    let sample = SampleCase::filed(2);
    let receipt =
        sample.at_this_moment(|now| receipt::receipt(&filing(), &s::body(), "示管容〔2026〕1号", now));
    assert_snapshot!("receipt", text(&receipt.document));
}

#[test]
fn 启动容错程序通知书() {
    let mut sample = SampleCase::filed(2);
    let ruling = sample.does(&steps::initiate(&[s::officer_a(), s::officer_b()]));
    assert_snapshot!("initiation-notices", texts(&ruling));
}

#[test]
fn 不予启动告知书() {
    let ruling = SampleCase::filed(1).does(&steps::decline());
    assert_snapshot!("decline-notice", texts(&ruling));
}

/// The letters of a determination that is changed a little, on a case that is.
fn determined(mut sample: SampleCase, change: impl FnOnce(&mut Determination)) -> String {
    let mut determination = steps::determination(&sample.case, sample.today());
    change(&mut determination);
    texts(&sample.does(&Step::Determine(determination)))
}

#[test]
fn 容错认定书_一名容错并纠错_一名不予容错() {
    let letters = determined(SampleCase::reported(2, 1), |it| {
        let due = it.parties[0].corrections[0].due;
        it.parties[0].corrections.extend([
            steps::demand(Responsible::Unit("丁单位".into()), due),
            steps::demand(Responsible::Body, due),
        ]);
    });
    assert_snapshot!("determinations", letters);
}

#[test]
fn 容错认定书_书面放弃和通知未到的当事人() {
    let mut sample = SampleCase::reported(2, 2);
    sample.case.hearings[0].it.hearing.kind = HearingKind::Waiver;
    sample.case.hearings[1].it.hearing.kind = HearingKind::Unreachable;
    assert_snapshot!("determinations-without-hearing", determined(sample, |_| {}));
}

#[test]
fn 容错认定书_不予容错的也可以提出纠错要求_工作办公室的认定没有异议途径() {
    let mut sample = SampleCase::reported(1, 0);
    sample.case.parties[0].kind = PartyKind::Individual;
    (sample.case.body.superior, sample.case.body.office) = (None, None);
    let due = sample.today() + time::Duration::days(30);
    let letters = determined(sample, |it| {
        it.parties[0].corrections = vec![steps::demand(Responsible::Body, due)];
    });
    assert_snapshot!("determination-of-the-office", letters);
}

#[test]
fn 异议处理决定书_还有一个机关可以提出_两个都提出过() {
    let mut sample = SampleCase::determined(1, 0);
    let objection = sample.objects(1, s::SUPERIOR);
    assert_snapshot!("objection-decision", texts(&sample.upheld(objection)));
    sample.feeds_back();
    let objection = sample.objects(1, s::OFFICE);
    let [officer, approver] = s::office();
    let last = sample
        .acts(&steps::uphold(objection), &officer, &approver)
        .expect("the Office decides");
    assert_snapshot!("objection-decision-last", texts(&last));
}

#[test]
fn 中止核实_恢复核实_延长核实期限的通知书() {
    let mut sample = SampleCase::initiated(2);
    assert_snapshot!("extension-notices", texts(&sample.does(&steps::extend(5))));
    assert_snapshot!("suspension-notices", texts(&sample.does(&steps::suspend())));
    sample.later(10 * 24);
    assert_snapshot!("resumption-notices", texts(&sample.does(&steps::resume())));
}

#[test]
fn 移送函_容错建议函_移送告知书_退回告知书() {
    let mut sample = SampleCase::for_an_organ(2);
    let refer = steps::refer(s::ORGAN, sample.today());
    assert_snapshot!("referral", texts(&sample.does(&refer)));
    for (name, ground) in [
        ("organ-return", ReturnGround::LeftToUs),
        ("organ-return-for-more", ReturnGround::Incomplete),
    ] {
        let mut sample = SampleCase::referred(1);
        sample.letter_came();
        let step = steps::record_return(&sample.case, ground, sample.today());
        assert_snapshot!(name, texts(&sample.does(&step)));
    }
}

#[test]
fn 撤销认定的异议处理决定书_重新核实通知书_第二轮的认定书() {
    let mut sample = SampleCase::determined(2, 1);
    sample.served();
    let objection = sample.objects(2, s::OFFICE);
    assert_snapshot!("objection-set-aside", texts(&sample.set_aside(objection)));
    assert_snapshot!("round-notice", texts(&sample.assigned()));
    sample.feeds_back();
    sample.served();
    let hearing = steps::hearing(sample.party(2), &sample.case.officers, sample.today());
    sample
        .takes(&Step::Hear(hearing), &sample.officer())
        .expect("two of them hear");
    sample.does(&Step::Report(steps::report(&sample.case, |_| true)));
    assert_snapshot!("determination-again", determined(sample, |_| {}));
}
