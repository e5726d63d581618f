//! 申请 (A8.1): what an application lacks that is not taken.

use super::*;
use crate::domain::deadline::DeadlineKind;
use crate::domain::samples::{self as s, SampleCase, steps};
use crate::domain::status::Status;

fn refused(change: impl Fn(&mut Filing)) -> Refusal {
    let mut filing = steps::filing(2);
    change(&mut filing);
    complete(&filing).expect_err("something is missing")
}

#[test]
fn 书面申请须有的内容() {
    assert_eq!(complete(&steps::filing(2)), Ok(()));
    #[expect(clippy::type_complexity, reason = "a table of what is left out")]
    let without: [(&str, fn(&mut Filing)); 9] = [
        ("第八条第一项", |it| it.applicant.name.clear()),
        ("第八条第一项", |it| it.applicant.phone = " ".into()),
        ("第八条第一项", |it| it.matter.title.clear()),
        ("第八条第一项", |it| it.accountability.pursuer.clear()),
        ("第三条", |it| it.parties.clear()),
        ("第三条", |it| it.parties[1].position.clear()),
        ("第六条", |it| drop(it.conditions.pop())),
        ("第六条", |it| it.conditions[3].argument.clear()),
        ("第七条", |it| it.circumstances.clear()),
    ];
    for (basis, change) in without {
        assert_eq!(refused(change).basis().to_string(), basis);
    }
    let crowd = |it: &mut Filing| it.parties = (1..=PARTIES_MAX + 1).map(steps::filed_party).collect();
    assert_eq!(refused(crowd), Refusal::TooManyParties { most: PARTIES_MAX });
}

#[test]
fn 申请人本身只能是一名_种类相同的当事单位或者个人() {
    let two = |it: &mut Filing| it.parties.iter_mut().for_each(|party| party.own = true);
    assert_eq!(refused(two), Refusal::AccountUnfit);
    assert_eq!(
        refused(|it| it.applicant.kind = PartyKind::Individual),
        Refusal::AccountUnfit
    );
}

#[test]
fn 提交即待启动_五个工作日起算_回执给申请人() {
    let sample = SampleCase::filed(2);
    assert_eq!(sample.case.status, Status::Submitted);
    let clocks: Vec<_> = sample
        .case
        .deadlines
        .iter()
        .map(|it| (it.kind, it.running()))
        .collect();
    assert_eq!(clocks, [(DeadlineKind::Initiation, true)]);
    let documents: Vec<_> = sample
        .case
        .documents
        .iter()
        .map(|it| (it.kind, it.party))
        .collect();
    assert_eq!(documents, [(document::DocumentKind::Receipt, None)]);
}

#[test]
fn 随申请提交的材料就是案卷的证据_签字盖章的申请书不是() {
    let mut filing = steps::filing(2);
    let file = |name: &'static str, signed| FiledFile {
        file: steps::FILE,
        name: name.into(),
        signed,
    };
    filing.files = vec![file("申请书", true), file("会议纪要", false), file("台账", false)];
    let sample = SampleCase::by(&s::applicant(), &filing, s::body()).expect("it is complete");
    let notes: Vec<_> = sample
        .case
        .evidence
        .iter()
        .map(|it| (sample.case.evidence_no(it.id), &*it.name))
        .collect();
    assert_eq!(notes, [(Some(1), "会议纪要"), (Some(2), "台账")]);
}

#[test]
fn 申请人自己的当事人身份关联其账号_同意电子送达也只对它() {
    let sample = SampleCase::by(&s::applicant(), &steps::filing(2), s::body()).expect("it is complete");
    let linked: Vec<_> = sample
        .case
        .parties
        .iter()
        .map(|it| (it.unit, it.user, it.electronic))
        .collect();
    assert_eq!(linked, [(Some(s::UNIT), None, true), (None, None, false)]);
    let mut filing = steps::filing(1);
    filing.applicant.kind = PartyKind::Individual;
    filing.parties[0].kind = PartyKind::Individual;
    let sample = SampleCase::by(&s::individual(), &filing, s::body()).expect("it is complete");
    assert_eq!(
        (sample.case.parties[0].unit, sample.case.parties[0].user),
        (None, Some(s::individual().user))
    );
}
