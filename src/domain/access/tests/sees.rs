//! Who sees the case, its documents and its files.

use uuid::Uuid;

use crate::domain::access::{Sight, sight};
use crate::domain::actor::Actor;
use crate::domain::case::CaseFile;
use crate::domain::event::KeptFile;
use crate::domain::fact::FileOf;
use crate::domain::ids::{FileId, ObjectionId, PartyId};
use crate::domain::samples::{self as s, SampleCase, steps};

#[test]
fn 谁看得见案件() {
    let mut sample = SampleCase::filed(2);
    assert_eq!(
        sight(&s::officer_c(), &sample.case),
        Sight::Body,
        "nobody is assigned yet"
    );
    sample.does(&steps::initiate(&[s::officer_a(), s::officer_b()]));
    let case = &sample.case;
    let own = Sight::Party {
        parties: vec![sample.party(1)],
        filer: true,
    };
    assert_eq!(sight(&s::applicant(), case), own);
    for inside in [s::officer_a(), s::officer_b(), s::chief(), s::deputy()] {
        assert_eq!(sight(&inside, case), Sight::Body, "{}", inside.name);
    }
    for nobody in [
        s::officer_c(),
        s::superiors()[1].clone(),
        s::office()[1].clone(),
        s::individual(),
    ] {
        assert_eq!(sight(&nobody, case), Sight::Nothing, "{}", nobody.name);
    }
}

#[test]
fn 受理异议的机关看得见案件_查看留痕() {
    let mut sample = SampleCase::determined(1, 0);
    let objection = sample.objects(1, s::SUPERIOR);
    let seen = sight(&s::superiors()[0], &sample.case);
    assert_eq!(seen, Sight::Addressee(vec![objection]));
    assert!(seen.recorded() && seen.inside());
    assert_eq!(
        sight(&s::office()[0], &sample.case),
        Sight::Nothing,
        "it was not addressed"
    );
}

#[test]
fn 异议的附件只给当事人_办理机关和所受理的机关看() {
    let mut sample = SampleCase::determined(2, 0);
    let (to_superior, to_office) = (sample.objects(1, s::SUPERIOR), sample.objects(2, s::OFFICE));
    let [own, other] = [sample.party(1), sample.party(2)];
    let file = FileId(Uuid::from_u128(9));
    let reads = |by: &Actor, party: PartyId, objection| {
        let kept = CaseFile {
            file: KeptFile {
                id: file,
                sha256: String::new(),
                size: 1,
                media_type: "application/pdf".into(),
                name: "附件.pdf".into(),
                uploaded_by: s::officer_a().user,
                uploaded_at: sample.at,
            },
            of: FileOf {
                id: file,
                party: Some(party),
                objection,
            },
            by: s::officer_a().user,
        };
        sight(by, &sample.case).reads_file(&kept, &sample.case)
    };
    for (by, of_own, of_other) in [
        (s::applicant(), true, false),
        (s::officer_a(), true, true),
        (s::superiors()[0].clone(), true, false),
        (s::office()[0].clone(), false, true),
        (s::stranger(), false, false),
    ] {
        assert_eq!(reads(&by, own, Some(to_superior)), of_own, "{}", by.name);
        assert_eq!(reads(&by, other, Some(to_office)), of_other, "{}", by.name);
        let unknown = ObjectionId(Uuid::from_u128(99));
        assert!(!reads(&by, own, Some(unknown)), "{}", by.name);
    }
    assert!(
        reads(&s::office()[0], own, None),
        "what is no objection's, all inside read"
    );
}

#[test]
fn 当事人只看得见送达自己的文书() {
    let mut sample = SampleCase::determined(2, 2);
    let seen = sight(&s::applicant(), &sample.case);
    let read = |sample: &SampleCase| -> Vec<_> {
        let documents = sample.case.documents.iter();
        documents.filter(|it| seen.reads(it)).map(|it| it.party).collect()
    };
    let [own, other] = [sample.party(1), sample.party(2)];
    let before = "the receipt needs no service, the notice of initiation was served";
    assert_eq!(read(&sample), [None, Some(own)], "{before}");
    assert!(!seen.knows_outcome(&sample.case, own));
    sample.served();
    assert!(read(&sample).contains(&Some(own)) && !read(&sample).contains(&Some(other)));
    assert!(seen.knows_outcome(&sample.case, own) && !seen.knows_outcome(&sample.case, other));
    assert!(seen.covers(sample.party(1)) && !seen.covers(sample.party(2)) && !seen.inside());
}

#[test]
fn 申请人看得见自己一方提交的_看不见机关收集的和当事人提交的() {
    let mut sample = SampleCase::initiated(2);
    let colleague = Actor {
        user: s::stranger().user,
        ..s::applicant()
    };
    let mut people = sample.case.people.iter_mut();
    people
        .find(|it| it.user == colleague.user)
        .expect("a sample")
        .unit = colleague.unit;
    let sight = |filer, parties: &[usize]| Sight::Party {
        parties: parties.iter().map(|no| sample.party(*no)).collect(),
        filer,
    };
    let from = |party: Option<usize>, by: &Actor| (party.map(|no| sample.party(no)), by.user);
    #[rustfmt::skip]
    let table = [
        //                                     the filer, party 2, inside, nobody
        (from(None, &s::applicant()),          [true,     false,   true,   false]),
        (from(None, &colleague),               [true,     false,   true,   false]),
        (from(None, &s::officer_a()),          [false,    false,   true,   false]),
        (from(Some(2), &s::individual()),      [false,    true,    true,   false]),
        (from(Some(2), &s::applicant()),       [false,    true,    true,   false]),
    ];
    for (by, seen) in table {
        let sights = [sight(true, &[]), sight(false, &[2]), Sight::Body, Sight::Nothing];
        let sees: Vec<_> = sights
            .iter()
            .map(|it| it.sees_from(by.0, by.1, &sample.case))
            .collect();
        assert_eq!(sees, seen, "{by:?}");
    }
}
