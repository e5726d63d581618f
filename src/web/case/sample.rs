//! A case under verification, for samples of pages and tests of forms: a unit and a person, two officers, one piece of
//! evidence.

use std::sync::Arc;

#[cfg(test)]
use axum::response::Response;
use time::macros::{date, datetime};
use uuid::Uuid;

use super::follows;
use super::form::{FormHead, FormState};
use super::open::OpenCase;
use crate::casework::Stamp;
use crate::domain::access;
use crate::domain::act::{Act, ActState};
use crate::domain::actor::{Actor, ActorBody};
use crate::domain::assessment::{Finding, Fit};
use crate::domain::calendar::CalendarName;
use crate::domain::case::{
    Authority, Body, Case, Issued, Party, PartyAssessment, PartyKind, Person, Staff, Surroundings,
};
use crate::domain::correction::{Correction, CorrectionRequired, CorrectionState, Responsible};
use crate::domain::determination::{CorrectionDemand, Determined, Outcome};
use crate::domain::document::DocumentKind;
use crate::domain::event::{Event, EventBody, Filed, IssuedDocument};
use crate::domain::evidence::{Evidence, EvidenceKind, EvidenceTaken};
use crate::domain::fact::Fact;
use crate::domain::filing::{Accountability, Pursuit};
use crate::domain::ids::{BodyId, CaseId, EvidenceId, PartyId, UserId};
use crate::domain::objection::{Objected, Objection, Raised};
use crate::domain::procedure::Kind;
use crate::domain::recorded::{Entry, Recorded};
use crate::domain::regulation::{Circumstance, Condition};
use crate::domain::round::RoundBegan;
use crate::domain::status::Status;
use crate::domain::step::Step;
use crate::store::acts::{ActMove, ActRecord};
use crate::web::form::{Typed, Wrong};
use crate::web::samples;

/// An act of the samples.
pub struct SampleAct {
    /// As it was before it was returned.
    pub first: Step,
    /// As it was submitted again.
    pub last: Step,
}

/// The id of that number.
pub fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

/// What is typed, from a sample with some fields typed otherwise: an empty value takes the field away.
#[cfg(test)]
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
#[cfg(test)]
pub fn names(wrong: &Wrong) -> Vec<&str> {
    wrong.rows().iter().map(|(name, _)| name.as_str()).collect()
}

/// The case as its first officer sees it, at the second party.
#[cfg(test)]
pub fn to_the_officer() -> OpenCase {
    let case = case();
    let second = case.parties[1].id.0;
    open(case, officer_at(61, 90), Some(second))
}

/// The case as its second party sees it, who acts through an account of its own.
#[cfg(test)]
pub fn to_the_party() -> OpenCase {
    let mut case = case();
    let party = applicant(52);
    case.parties[1].user = Some(party.user);
    let second = case.parties[1].id.0;
    open(case, party, Some(second))
}

/// A sheet with that on it.
pub fn form_state(kind: Kind, typed: Typed, wrong: Wrong) -> FormState {
    let row = kind.row();
    FormState {
        frame: samples::frame(row.name).errors(!wrong.is_empty()),
        head: FormHead {
            number: case().number,
            title: case().title,
            heading: row.name,
            basis: row.basis,
            action: "/cases/1".into(),
            stamp: Stamp {
                version: 3,
                once: Uuid::from_u128(1),
            },
            act: row.who.needs_approval(),
            returned: None,
            follows: follows::always(row, case().status),
            since: vec![],
            kept_file: None,
            back: "/cases/1".into(),
        },
        typed,
        wrong,
    }
}

/// The page as it goes out; every field named as wrong is there for the summary's link, and no id stands twice.
#[cfg(test)]
pub async fn html(response: Response, wrong: &Wrong) -> String {
    let body = axum::body::to_bytes(response.into_body(), usize::MAX);
    let bytes = body.await.expect("a page in memory");
    let html = String::from_utf8(bytes.to_vec()).expect("a page is text");
    for (name, text) in wrong.rows() {
        assert!(html.contains(&format!(" id=\"{name}\"")), "no field {name}");
        assert!(
            html.contains(&format!(" id=\"{name}-error\"")),
            "nothing said at {name}: {text}"
        );
    }
    let mut ids: Vec<_> = html
        .split(" id=\"")
        .skip(1)
        .filter_map(|it| it.split('"').next())
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id stands twice");
    html
}

/// The case as that person opens it, with what the address names.
pub fn open(case: Case, actor: Actor, subject: Option<Uuid>) -> OpenCase {
    OpenCase {
        sight: access::sight(&actor, &case),
        actor,
        case,
        subject,
        at: datetime!(2026-11-24 02:00 UTC),
    }
}

/// Somebody who works for no body.
pub fn applicant(user: u128) -> Actor {
    Actor {
        user: id::<UserId>(user),
        name: "申请人".into(),
        position: String::new(),
        body: None,
        unit: None,
        unit_name: None,
        officer: false,
        approver: false,
        approves_determinations: false,
        demo: false,
    }
}

/// An officer of that body; the sample case's own is 90, its officers are 61 and 62.
pub fn officer_at(user: u128, body: u128) -> Actor {
    Actor {
        body: Some(ActorBody {
            id: id::<BodyId>(body),
            short_name: "机关".into(),
            office: false,
        }),
        officer: true,
        ..applicant(user)
    }
}

/// Who approves everything there.
pub fn approver() -> Actor {
    Actor {
        approver: true,
        approves_determinations: true,
        ..officer_at(63, 90)
    }
}

/// An act that says this and went that way, drafted by the first officer.
pub fn record(step: &Step, moves: &[ActMove]) -> ActRecord {
    let state = moves.last().map_or(ActState::Draft, |it| it.state);
    ActRecord {
        act: Act {
            id: id(95),
            kind: step.kind(),
            subject: step.subject(),
            state,
            drafted_by: id(61),
            drafter_name: "经办人一".into(),
        },
        case: id(1),
        body: id(90),
        typed: vec![],
        step: Some(step.clone()).filter(|_| state != ActState::Draft),
        submitted_at: None,
        submissions: 1,
    }
}

/// What became of it once.
pub fn act_move(state: ActState, note: &str, step: Option<Step>) -> ActMove {
    ActMove {
        at: datetime!(2026-11-23 01:12 UTC),
        name: "罗一鸣".into(),
        state,
        note: note.into(),
        step: step.map(sqlx::types::Json),
    }
}

/// The envelope of everything in the sample case.
fn entry() -> Entry {
    Entry {
        seq: 1,
        at: datetime!(2026-11-20 02:00 UTC),
        by: id(61),
        act: None,
        round: 1,
    }
}

/// A fact as the sample case keeps it.
pub fn recorded<T>(it: T) -> Recorded<T> {
    Recorded::new(entry(), it)
}

/// A document of the body, to a party, on whose service nothing is known yet.
pub fn issued(number: u128, kind: DocumentKind, party: u128) -> Issued {
    let document = IssuedDocument {
        id: id(number),
        kind,
        issuer: id(90),
        number: "高新容认〔2026〕3号".into(),
        year: 2026,
        serial: 3,
        party: Some(id(party)),
        digest: String::new(),
    };
    Issued {
        document: recorded(document),
        service: None,
    }
}

/// A determination of a party in a document of its own.
pub fn determined(number: u128, party: u128, document: u128) -> Recorded<Determined> {
    recorded(Determined {
        id: id(number),
        party: id(party),
        outcome: Outcome::Tolerated,
        lenience: None,
        provision: None,
        document: id(document),
    })
}

/// An objection of a party against its determination, which waits for a decision.
pub fn raised(number: u128, party: u128, addressee: u128, contested: &str) -> Raised {
    let objection = Objection {
        party: id(party),
        addressee: id(addressee),
        contested: contested.into(),
        grounds: "已经按照方案复核".into(),
        new_facts: String::new(),
        file: None,
    };
    Raised {
        raised: recorded(Objected {
            id: id(number),
            determination: id(80),
            objection,
        }),
        decided: None,
    }
}

/// What a determination demands of a party.
pub fn required(number: u128, party: u128, what: &str, state: CorrectionState) -> Correction {
    let demand = CorrectionDemand {
        what: what.into(),
        responsible: Responsible::Party(id(party)),
        due: date!(2026 - 12 - 31),
    };
    Correction {
        required: recorded(CorrectionRequired {
            id: id(number),
            determination: id(80),
            demand,
        }),
        state,
    }
}

/// The case: party 1 is a unit under this body, party 2 a person whom an organ elsewhere manages.
pub fn case() -> Case {
    let around = Surroundings {
        body: body(),
        addressees: vec![],
        staff: vec![
            officer(61, "经办人一"),
            officer(62, "经办人二"),
            officer(64, "经办人三"),
        ],
        people: [(61, "经办人一"), (62, "经办人二"), (64, "经办人三")]
            .map(person)
            .into(),
        acts: vec![],
        drafters: vec![],
    };
    let mut case = Case::of(id::<CaseId>(1), around, [Arc::new(filed())]).expect("the event files it");
    case.status = Status::Verifying;
    case.officers = vec![id(61), id(62)];
    case.evidence = vec![recorded(EvidenceTaken {
        id: id::<EvidenceId>(71),
        by_party: None,
        evidence: exhibit(),
    })];
    case
}

/// The event that files the sample case.
fn filed() -> Event {
    let parties = [
        party(1, PartyKind::Unit, "甲中心", Authority::Body),
        party(
            2,
            PartyKind::Individual,
            "当事人乙",
            Authority::Organ("市委组织部".into()),
        ),
    ];
    let first = RoundBegan {
        round: 1,
        parties: parties.iter().map(|it| it.id).collect(),
    };
    let filed = Filed {
        number: "高新容〔2026〕16号".into(),
        body: id(90),
        year: 2026,
        serial: 16,
        title: "跨境支付便利化试点".into(),
        unit: None,
        filer_name: "甲中心".into(),
        electronic: true,
        accountability: Accountability {
            pursuer: "区监察办公室".into(),
            what: "未经备案先行先试".into(),
            pursuit: Pursuit::Enquiry,
            since: date!(2026 - 10 - 15),
        },
        digest: String::new(),
    };
    Event {
        entry: Entry {
            at: datetime!(2026-11-02 02:00 UTC),
            by: id(50),
            ..entry()
        },
        kind: Kind::File,
        from: None,
        to: Some(Status::Submitted),
        version: 3,
        body: EventBody {
            facts: parties
                .map(Fact::from)
                .into_iter()
                .chain([first.into()])
                .collect(),
            documents: vec![],
            files: vec![],
            act: None,
            filing: Some(filed),
        },
    }
}

fn exhibit() -> Evidence {
    Evidence {
        name: "会议纪要".into(),
        kind: EvidenceKind::Minutes,
        source: "单位档案".into(),
        proves: "集体决策".into(),
        condition: None,
        party: None,
        taken_on: date!(2026 - 11 - 20),
        file: id(99),
    }
}

fn person((user, name): (u128, &str)) -> Person {
    Person {
        user: id(user),
        name: name.into(),
        unit: None,
    }
}

/// The sample case with both parties to be tolerated, or the second one not.
pub fn assessed(second: bool) -> Case {
    let mut case = case();
    let found = |party: &Party| PartyAssessment {
        party: party.id,
        findings: Condition::ALL
            .iter()
            .map(|it| Finding {
                condition: *it,
                met: party.no == 1 || second || *it != Condition::DueProcess,
                parts: vec![],
                reason: String::new(),
                evidence: vec![],
            })
            .collect(),
        fits: vec![Fit {
            circumstance: Circumstance::NoPrecedent,
            reason: String::new(),
            seventh: None,
        }],
    };
    case.assessments = case.parties.iter().map(|it| recorded(found(it))).collect();
    case
}

fn body() -> Body {
    Body {
        id: id::<BodyId>(90),
        name: "成都高新技术产业开发区管理委员会".into(),
        short_name: "成都高新区管委会".into(),
        number_word: "高新容".into(),
        calendar: CalendarName::National,
        superior: None,
        office: None,
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
    }
}

fn officer(user: u128, name: &str) -> Staff {
    Staff {
        user: id::<UserId>(user),
        name: name.into(),
        officer: true,
        approver: false,
        approves_determinations: false,
    }
}
