//! Who appears in the samples: a body of nine people, its superior, the Office, and the applicants' side.

use uuid::Uuid;

use crate::domain::actor::{Actor, ActorBody};
use crate::domain::calendar::CalendarName;
use crate::domain::case::{Addressee, Body, Staff};
use crate::domain::ids::{BodyId, UnitId, UserId};

/// An organ elsewhere that decides first.
pub const ORGAN: &str = "某市纪检监察机关";

/// The body that handles the cases.
pub const BODY: BodyId = BodyId(Uuid::from_u128(1));
/// Its superior.
pub const SUPERIOR: BodyId = BodyId(Uuid::from_u128(2));
/// The Office.
pub const OFFICE: BodyId = BodyId(Uuid::from_u128(3));
/// The unit that files.
pub const UNIT: UnitId = UnitId(Uuid::from_u128(4));

fn person(user: u128, name: &str, body: Option<BodyId>) -> Actor {
    let body = body.map(|id| ActorBody {
        id,
        short_name: "机关".into(),
        office: id == OFFICE,
        below: if id == BODY { vec![] } else { vec![BODY] },
    });
    Actor {
        user: UserId(Uuid::from_u128(user)),
        name: name.into(),
        position: String::new(),
        officer: body.is_some(),
        body,
        unit: None,
        unit_name: None,
        approver: false,
        approves_determinations: false,
        demo: false,
    }
}

fn head(user: u128, name: &str, body: BodyId) -> Actor {
    let one = person(user, name, Some(body));
    Actor {
        officer: false,
        approver: true,
        approves_determinations: true,
        ..one
    }
}

/// Officer 甲.
pub fn officer_a() -> Actor {
    person(11, "经办人甲", Some(BODY))
}

/// Officer 乙.
pub fn officer_b() -> Actor {
    person(12, "经办人乙", Some(BODY))
}

/// Officer 丙, whom nobody assigns at first.
pub fn officer_c() -> Actor {
    person(13, "经办人丙", Some(BODY))
}

/// Officers 丁 and 戊, who verify again in the second round.
pub fn newcomers() -> [Actor; 2] {
    [
        person(16, "经办人丁", Some(BODY)),
        person(17, "经办人戊", Some(BODY)),
    ]
}

/// Officers 己 and 庚, who are left for a third.
fn others() -> [Actor; 2] {
    [
        person(18, "经办人己", Some(BODY)),
        person(19, "经办人庚", Some(BODY)),
    ]
}

/// The approver who may approve determinations.
pub fn chief() -> Actor {
    head(14, "主任", BODY)
}

/// An approver without that permission, who drafts too.
pub fn deputy() -> Actor {
    Actor {
        officer: true,
        approves_determinations: false,
        ..head(15, "副主任", BODY)
    }
}

/// The superior body's officer and approver.
pub fn superiors() -> [Actor; 2] {
    [
        person(21, "上级经办人", Some(SUPERIOR)),
        head(22, "上级负责人", SUPERIOR),
    ]
}

/// The Office's officer and approver.
pub fn office() -> [Actor; 2] {
    [
        person(31, "工作办经办人", Some(OFFICE)),
        head(32, "工作办负责人", OFFICE),
    ]
}

/// The officer of an addressee of objections.
pub fn decider_at(body: BodyId) -> Actor {
    let [officer, _] = if body == OFFICE { office() } else { superiors() };
    officer
}

/// Who files for the unit.
pub fn applicant() -> Actor {
    Actor {
        unit: Some(UNIT),
        unit_name: Some("甲单位".into()),
        ..person(41, "申请人", None)
    }
}

/// A person with an account of its own and no unit.
pub fn individual() -> Actor {
    person(42, "个人", None)
}

/// Somebody who has nothing to do with anything.
pub fn stranger() -> Actor {
    person(43, "路人", None)
}

/// Everybody.
pub fn everybody() -> Vec<Actor> {
    let mut all = vec![
        officer_a(),
        officer_b(),
        officer_c(),
        chief(),
        deputy(),
        applicant(),
        individual(),
        stranger(),
    ];
    all.extend(newcomers());
    all.extend(others());
    all.extend(superiors());
    all.extend(office());
    all
}

/// The body's people as a case knows them.
pub fn staff() -> Vec<Staff> {
    let of_the_body = everybody().into_iter().filter(|it| it.works_for(BODY));
    of_the_body
        .map(|it| Staff {
            user: it.user,
            name: it.name,
            officer: it.officer,
            approver: it.approver,
            approves_determinations: it.approves_determinations,
        })
        .collect()
}

/// The body with both routes.
pub fn body() -> Body {
    let route = |id, name: &str| {
        Some(Addressee {
            id,
            name: name.into(),
            number_word: "示上".into(),
        })
    };
    Body {
        id: BODY,
        name: "示例片区管理局".into(),
        short_name: "示例管理局".into(),
        number_word: "示管".into(),
        calendar: CalendarName::National,
        superior: route(SUPERIOR, "示例上级管理局"),
        office: route(OFFICE, "工作办公室"),
    }
}
