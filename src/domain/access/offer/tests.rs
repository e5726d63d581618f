//! To whom which form stands open, and when.

use super::*;
use crate::domain::document::DocumentKind;
use crate::domain::samples::{self as s, Stage, steps};
use crate::domain::step::Step;

fn opens(stage: &Stage, actor: &Actor, kind: Kind, subject: Uuid) -> Result<(), Unavailable> {
    stage.available(kind, Some(subject), actor)
}

fn not_there(answer: Result<(), Unavailable>) -> bool {
    matches!(answer, Err(Unavailable::NotThere(_)))
}

#[test]
fn 有账户的当事人自己提出异议和不需要澄清的表示_没有账户的由经办人录入() {
    let mut stage = Stage::determined(2, 2);
    let [own, other] = [stage.party(1), stage.party(2)];
    for kind in [Kind::Object, Kind::WaiveClarification] {
        let unserved = opens(&stage, &s::applicant(), kind, own.0);
        assert!(not_there(unserved), "it does not know yet");
    }
    stage.served();
    for kind in [Kind::Object, Kind::WaiveClarification] {
        assert_eq!(opens(&stage, &s::applicant(), kind, own.0), Ok(()));
        assert!(not_there(opens(&stage, &s::applicant(), kind, other.0)));
        assert_eq!(opens(&stage, &s::officer_a(), kind, other.0), Ok(()));
        let refusal = Refusal::NotYourParty {
            party: stage.case.parties[0].name.clone(),
        };
        let refused = Err(Unavailable::NotYours(refusal));
        assert_eq!(opens(&stage, &s::officer_a(), kind, own.0), refused);
    }
}

#[test]
fn 回执不需要送达_送达过的不再送达() {
    let mut stage = Stage::determined(1, 1);
    let document = |stage: &Stage, kind: DocumentKind| {
        let mut documents = stage.case.documents.iter();
        documents.find(|it| it.kind == kind).expect("it was issued").id
    };
    let receipt = document(&stage, DocumentKind::Receipt);
    assert!(not_there(opens(&stage, &s::officer_a(), Kind::Serve, receipt.0)));
    let determination = document(&stage, DocumentKind::Determination);
    assert_eq!(
        opens(&stage, &s::officer_a(), Kind::Serve, determination.0),
        Ok(())
    );
    let service = Step::Serve(steps::service(determination, stage.today()));
    stage.takes(&service, &s::officer_a()).expect("it is signed for");
    let served = opens(&stage, &s::officer_a(), Kind::Serve, determination.0);
    assert!(matches!(
        served,
        Err(Unavailable::Settled(Refusal::AlreadyServed { .. }))
    ));
}

#[test]
fn 异议处理期间不能再提_处理以后不能再处理() {
    let mut stage = Stage::determined(1, 0);
    stage.served();
    let objection = stage.objects(1, s::SUPERIOR);
    let [officer, approver] = s::superiors();
    let pending = opens(&stage, &s::applicant(), Kind::Object, stage.party(1).0);
    assert!(matches!(
        pending,
        Err(Unavailable::NotNow(Refusal::ObjectionPending { .. }))
    ));
    let decides = |stage: &Stage, who: &Actor| opens(stage, who, Kind::DecideObjection, objection.0);
    assert_eq!(decides(&stage, &officer), Ok(()));
    for other in [approver, s::officer_a(), s::applicant()] {
        assert!(
            matches!(decides(&stage, &other), Err(Unavailable::NotYours(_))),
            "{}",
            other.name
        );
    }
    let nothing = opens(&stage, &officer, Kind::DecideObjection, Uuid::nil());
    assert!(not_there(nothing));
    stage.upheld(objection);
    let decided = decides(&stage, &officer);
    assert!(matches!(decided, Err(Unavailable::NotNow(_))), "{decided:?}");
}

#[test]
fn 没有人可以接替时_不能更换经办人_并说明理由() {
    let mut stage = Stage::initiated(1);
    let replace = |stage: &Stage| stage.available(Kind::Replace, None, &s::chief());
    assert_eq!(replace(&stage), Ok(()));
    let stays = |user| {
        stage.case.officers.contains(&user) || [s::chief(), s::deputy()].iter().any(|it| it.user == user)
    };
    let staff = stage
        .case
        .staff
        .iter()
        .filter(|it| stays(it.user))
        .cloned()
        .collect();
    stage.case.staff = staff;
    let by_deputy = stage.available(Kind::Replace, None, &s::deputy());
    assert_eq!(
        by_deputy,
        Err(Unavailable::NotNow(Refusal::NoApproverLeft)),
        "nobody names itself"
    );
    stage.case.staff.retain(|person| person.user != s::deputy().user);
    assert_eq!(replace(&stage), Err(Unavailable::NotNow(Refusal::NoApproverLeft)));
    let offered = stage.offers(&s::chief());
    let offer = offered.iter().find(|it| it.row.kind == Kind::Replace);
    let offer = offer.expect("it is named as blocked");
    assert_eq!(
        (offer.open.len(), &offer.blocked),
        (0, &Some(Refusal::NoApproverLeft))
    );
}
