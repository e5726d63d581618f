//! A case under verification for the tests of the forms: a unit and a person, two officers, one piece of evidence.

use time::macros::datetime;
use uuid::Uuid;

use crate::domain::case::{Authority, Body, Case, EvidenceNote, Filer, Party, PartyKind, Staff};
use crate::domain::ids::{BodyId, CaseId, EvidenceId, PartyId, UserId};
use crate::domain::status::Status;
use crate::web::form::{Typed, Wrong};

/// The id of that number.
pub fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

/// What is typed, from a sample with some fields typed otherwise: an empty value takes the field away.
pub fn typed(right: &[(String, String)], otherwise: &[(&str, &str)]) -> Typed {
    let mut typed = Typed(right.to_vec());
    for (name, value) in otherwise {
        typed.clear(name);
        if !value.is_empty() {
            typed.0.push(((*name).to_owned(), (*value).to_owned()));
        }
    }
    typed
}

/// The fields that are wrong, in their order.
pub fn names(wrong: &Wrong) -> Vec<&str> {
    wrong.rows().iter().map(|(name, _)| name.as_str()).collect()
}

/// The case: party 1 is a unit under this body, party 2 a person whom an organ elsewhere manages.
pub fn case() -> Case {
    Case {
        id: id::<CaseId>(1),
        number: "高新容〔2026〕16号".into(),
        title: "跨境支付便利化试点".into(),
        body: Body {
            id: id::<BodyId>(90),
            name: "成都高新技术产业开发区管理委员会".into(),
            short_name: "成都高新区管委会".into(),
            number_word: "高新容".into(),
            calendar: "national".into(),
            superior: None,
            office: None,
        },
        status: Status::Verifying,
        before: None,
        round: 1,
        version: 3,
        received_at: datetime!(2026-11-02 02:00 UTC),
        filer: Filer {
            user: id(50),
            unit: None,
            name: "甲中心".into(),
        },
        parties: vec![
            party(1, PartyKind::Unit, "甲中心", Authority::Body),
            party(
                2,
                PartyKind::Individual,
                "当事人乙",
                Authority::Organ("市委组织部".into()),
            ),
        ],
        officers: vec![id(61), id(62)],
        took_part: vec![],
        staff: vec![officer(61, "经办人一"), officer(62, "经办人二")],
        hearings: vec![],
        evidence: vec![EvidenceNote {
            id: id::<EvidenceId>(71),
            no: 1,
            name: "会议纪要".into(),
            condition: None,
            party: None,
        }],
        acts: vec![],
        assessments: vec![],
        opined: false,
        determinations: vec![],
        documents: vec![],
        notified: false,
        objections: vec![],
        corrections: vec![],
        clarifications: vec![],
        deadlines: vec![],
    }
}

fn party(no: i16, kind: PartyKind, name: &str, authority: Authority) -> Party {
    Party {
        id: id::<PartyId>(100 + u128::from(no.unsigned_abs())),
        no,
        kind,
        name: name.into(),
        position: String::new(),
        authority,
        unit: None,
        user: None,
        electronic: false,
        round: 1,
    }
}

fn officer(user: u128, name: &str) -> Staff {
    Staff {
        user: id::<UserId>(user),
        name: name.into(),
        officer: true,
        approver: false,
    }
}
