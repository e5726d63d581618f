//! To whom which form stands open, and when.

use super::*;
use crate::domain::document::DocumentKind;
use crate::domain::samples::{self as s, SampleCase, steps};
use crate::domain::step::Step;

fn opens(sample: &SampleCase, actor: &Actor, kind: Kind, subject: Uuid) -> Result<(), Unavailable> {
    sample.available(kind, Some(subject), actor)
}

fn not_there(answer: Result<(), Unavailable>) -> bool {
    matches!(answer, Err(Unavailable::NotThere(_)))
}

#[test]
fn 有账号的当事人自己提出异议和不需要澄清的表示_没有账号的由经办人录入() {
    let mut sample = SampleCase::determined(2, 2);
    let [own, other] = [sample.party(1), sample.party(2)];
    for kind in [Kind::Object, Kind::WaiveClarification] {
        let unserved = opens(&sample, &s::applicant(), kind, own.0);
        assert!(not_there(unserved), "it does not know yet");
    }
    sample.served();
    for kind in [Kind::Object, Kind::WaiveClarification] {
        assert_eq!(opens(&sample, &s::applicant(), kind, own.0), Ok(()));
        assert!(not_there(opens(&sample, &s::applicant(), kind, other.0)));
        assert_eq!(opens(&sample, &s::officer_a(), kind, other.0), Ok(()));
        let refusal = Refusal::NotYourParty {
            party: sample.case.parties[0].name.clone(),
        };
        let refused = Err(Unavailable::NotYours(refusal));
        assert_eq!(opens(&sample, &s::officer_a(), kind, own.0), refused);
    }
}

#[test]
fn 回执不需要送达_送达过的不再送达() {
    let mut sample = SampleCase::determined(1, 1);
    let document = |sample: &SampleCase, kind: DocumentKind| {
        let mut documents = sample.case.documents.iter();
        documents.find(|it| it.kind == kind).expect("it was issued").id
    };
    let receipt = document(&sample, DocumentKind::Receipt);
    assert!(not_there(opens(&sample, &s::officer_a(), Kind::Serve, receipt.0)));
    let determination = document(&sample, DocumentKind::Determination);
    assert_eq!(
        opens(&sample, &s::officer_a(), Kind::Serve, determination.0),
        Ok(())
    );
    let service = Step::Serve(steps::service(determination, sample.today()));
    sample.takes(&service, &s::officer_a()).expect("it is signed for");
    let served = opens(&sample, &s::officer_a(), Kind::Serve, determination.0);
    assert!(matches!(
        served,
        Err(Unavailable::Settled(Refusal::AlreadyServed { .. }))
    ));
}

#[test]
fn 异议处理期间不能再提_处理以后不能再处理() {
    let mut sample = SampleCase::determined(1, 0);
    sample.served();
    let objection = sample.objects(1, s::SUPERIOR);
    let [officer, approver] = s::superiors();
    let pending = opens(&sample, &s::applicant(), Kind::Object, sample.party(1).0);
    assert!(matches!(
        pending,
        Err(Unavailable::NotNow(Refusal::ObjectionPending { .. }))
    ));
    let decides = |sample: &SampleCase, who: &Actor| opens(sample, who, Kind::DecideObjection, objection.0);
    assert_eq!(decides(&sample, &officer), Ok(()));
    for other in [approver, s::officer_a(), s::applicant()] {
        assert!(
            matches!(decides(&sample, &other), Err(Unavailable::NotYours(_))),
            "{}",
            other.name
        );
    }
    let nothing = opens(&sample, &officer, Kind::DecideObjection, Uuid::nil());
    assert!(not_there(nothing));
    sample.upheld(objection);
    let decided = decides(&sample, &officer);
    assert!(matches!(decided, Err(Unavailable::NotNow(_))), "{decided:?}");
}

#[test]
fn 没有人可以接替时_不能更换经办人_并说明理由() {
    let mut sample = SampleCase::initiated(1);
    let replace = |sample: &SampleCase| sample.available(Kind::Replace, None, &s::chief());
    assert_eq!(replace(&sample), Ok(()));
    let stays = |user| {
        sample.case.officers.contains(&user) || [s::chief(), s::deputy()].iter().any(|it| it.user == user)
    };
    let staff = sample
        .case
        .staff
        .iter()
        .filter(|it| stays(it.user))
        .cloned()
        .collect();
    sample.case.staff = staff;
    let by_deputy = sample.available(Kind::Replace, None, &s::deputy());
    assert_eq!(
        by_deputy,
        Err(Unavailable::NotNow(Refusal::NoApproverLeft)),
        "nobody names itself"
    );
    sample.case.staff.retain(|person| person.user != s::deputy().user);
    assert_eq!(
        replace(&sample),
        Err(Unavailable::NotNow(Refusal::NoApproverLeft))
    );
    let offered = sample.offers(&s::chief());
    let offer = offered.iter().find(|it| it.row.kind == Kind::Replace);
    let offer = offer.expect("it is named as blocked");
    assert_eq!(
        (offer.open.len(), &offer.blocked),
        (0, &Some(Refusal::NoApproverLeft))
    );
}
