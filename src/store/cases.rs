//! A whole case: its events folded, in the surroundings of this moment. What the process folded before is gone on from, once the
//! database said which event is the last.

use std::sync::Arc;

use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::act::{Act, ActState};
use crate::domain::calendar::CalendarName;
use crate::domain::case::{Addressee, Body, Case, Person, Staff, Surroundings};
use crate::domain::ids::{ActId, BodyId, CaseId, UnitId, UserId};
use crate::domain::procedure::Kind;
use crate::platform::known::Known;
use crate::store::events;

/// Locks a case until the transaction ends; whether it is there.
pub async fn lock(db: &mut PgConnection, id: CaseId) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!("SELECT id FROM cases WHERE id = $1 FOR UPDATE", id.0);
    Ok(found.fetch_optional(db).await?.is_some())
}

/// The case, or `None` where there is none. One statement, where the process knows it already.
pub async fn load(db: &mut PgConnection, known: &Known, id: CaseId) -> sqlx::Result<Option<Case>> {
    let before = known.get::<Folded>(id.0);
    let named_before = before.as_ref().map_or(&[][..], |it| &it.named);
    let Some(head) = head(db, id, named_before).await? else {
        return Ok(None);
    };
    let before = before.filter(|it| it.case.seq <= head.seq);
    let after = before.as_ref().map_or(0, |it| it.case.seq);
    let new = match after == head.seq {
        true => events::Read::default(),
        false => events::after(db, id, after).await?,
    };
    let around = head.around;
    let bytes = new.bytes + before.as_ref().map_or(0, |it| it.bytes);
    let grown = !new.events.is_empty();
    let case = match before {
        Some(before) => Some(
            new.events
                .into_iter()
                .fold(before.case.clone().within(around), Case::after),
        ),
        None => Case::of(id, around, new.events),
    };
    let Some(mut case) = case else {
        return Ok(None);
    };
    if grown {
        let folded = Folded {
            case: case.clone(),
            named: named(&case),
            bytes,
        };
        let known_of = |user: &Uuid| case.people.iter().any(|it| it.user.0 == *user);
        if !folded.named.iter().all(known_of) {
            case.people = people(db, case.body.id, &folded.named).await?;
        }
        known.keep(id.0, Arc::new(folded), FOLDED_TO * bytes);
    }
    Ok(Some(case))
}

/// What a case stands in before its first event.
pub async fn surroundings(db: &mut PgConnection, id: CaseId) -> sqlx::Result<Option<Surroundings>> {
    Ok(head(db, id, &[]).await?.map(|head| head.around))
}

/// A case as it was folded, in surroundings that may have changed since.
struct Folded {
    case: Case,
    /// Everybody whom its events name.
    named: Vec<Uuid>,
    /// The length of its events' text.
    bytes: u64,
}

/// A folded case takes about this many times its events' text: the events themselves, and what they were folded to.
const FOLDED_TO: u64 = 3;

struct Head {
    /// The last event.
    seq: i32,
    around: Surroundings,
}

/// A body that objections may go to, as JSON: id, name, word in numbers, whether it is the Office.
type AddresseeRow = (Uuid, String, String, bool);
/// An act as JSON: id, kind, subject, state, who drafted it, the present drafter's name.
type ActRow = (ActId, String, Option<Uuid>, String, Vec<UserId>, String);
/// Somebody as JSON: id, name, unit, whether of the body's staff, officer, approver, approver of determinations.
type PersonRow = (UserId, String, Option<UnitId>, bool, bool, bool, bool);

/// What stands beside the events: which is the last, the body and where an objection may go, the acts under way, the body's people
/// and those whom the case is known to name. Primary keys, indexes `acts_case`, `users_body`.
async fn head(db: &mut PgConnection, id: CaseId, named: &[Uuid]) -> sqlx::Result<Option<Head>> {
    let row = sqlx::query!(
        r#"
        SELECT b.id, b.name, b.short_name, b.number_word, b.calendar AS "calendar: CalendarName",
               CASE WHEN b.superior_confirmed THEN b.superior_id END AS superior_id,
               (SELECT seq FROM events e WHERE e.case_id = c.id ORDER BY seq DESC LIMIT 1) AS "seq: i32",
               ARRAY(SELECT unnest(drafters) FROM acts a WHERE a.case_id = c.id AND a.body_id = c.body_id
                     UNION ALL SELECT m.user_id FROM acts a JOIN act_moves m ON m.act_id = a.id
                     WHERE a.case_id = c.id AND a.body_id = c.body_id AND m.state = 'returned') AS "drafters!",
               (SELECT json_agg(json_build_array(a.id, a.name, a.number_word, a.kind = 'office')) FROM bodies a
                WHERE a.kind = 'office' OR a.id = b.superior_id OR a.id IN (SELECT addressee FROM objections o WHERE o.case_id = c.id))
               AS "addressees: Json<Vec<AddresseeRow>>",
               (SELECT json_agg(json_build_array(a.id, a.kind, a.subject, a.state, a.drafters, u.name) ORDER BY a.drafted_at)
                FROM acts a JOIN users u ON u.id = a.drafted_by WHERE a.case_id = c.id AND a.state IN ('draft', 'waiting', 'returned'))
               AS "acts: Json<Vec<ActRow>>",
               (SELECT json_agg(json_build_array(u.id, u.name, u.unit_id, (u.body_id = c.body_id AND u.disabled_at IS NULL) IS TRUE,
                                                 u.officer, u.approver, u.approves_determinations) ORDER BY u.approver, u.username)
                FROM users u WHERE u.body_id = c.body_id OR u.id = ANY($2))
               AS "people: Json<Vec<PersonRow>>"
        FROM cases c JOIN bodies b ON b.id = c.body_id
        WHERE c.id = $1
        "#,
        id.0,
        named
    );
    let Some(row) = row.fetch_optional(db).await? else {
        return Ok(None);
    };
    let addressees = row.addressees.map_or_else(Vec::new, |it| it.0);
    let route = |fits: &dyn Fn(&AddresseeRow) -> bool| {
        let it = addressees.iter().find(|it| it.0 != row.id && fits(it))?;
        Some(addressee(it))
    };
    let (staff, people) = peopled(row.people.map_or_else(Vec::new, |it| it.0));
    let acts = row.acts.map_or_else(Vec::new, |it| it.0);
    let around = Surroundings {
        body: Body {
            id: BodyId(row.id),
            name: row.name,
            short_name: row.short_name,
            number_word: row.number_word,
            calendar: row.calendar,
            superior: route(&|(id, .., office)| Some(*id) == row.superior_id && !office),
            office: route(&|(.., office)| *office),
        },
        addressees: addressees.iter().map(addressee).collect(),
        staff,
        people,
        acts: acts.into_iter().map(drafted).collect::<sqlx::Result<_>>()?,
        drafters: row.drafters.into_iter().map(UserId).collect(),
    };
    let seq = row.seq.unwrap_or(0);
    Ok(Some(Head { seq, around }))
}

fn addressee((id, name, number_word, _): &AddresseeRow) -> Addressee {
    Addressee {
        id: BodyId(*id),
        name: name.clone(),
        number_word: number_word.clone(),
    }
}

fn drafted((id, kind, subject, state, drafters, drafter_name): ActRow) -> sqlx::Result<Act> {
    let unknown = || sqlx::Error::Decode(format!("no act is for {kind} and {state}").into());
    Ok(Act {
        id,
        kind: Kind::from_code(&kind).ok_or_else(unknown)?,
        subject,
        state: ActState::from_code(&state).ok_or_else(unknown)?,
        drafted_by: *drafters.last().ok_or_else(unknown)?,
        drafters,
        drafter_name,
    })
}

/// The staff of the body, and everybody.
fn peopled(rows: Vec<PersonRow>) -> (Vec<Staff>, Vec<Person>) {
    let (mut staff, mut people) = (vec![], vec![]);
    for (user, name, unit, of_the_body, officer, approver, approves_determinations) in rows {
        if of_the_body {
            staff.push(Staff {
                user,
                name: name.clone(),
                officer,
                approver,
                approves_determinations,
            });
        }
        people.push(Person { user, name, unit });
    }
    (staff, people)
}

/// The people of a body, and others by their ids. Primary key, index `users_body`.
async fn people(db: &mut PgConnection, body: BodyId, named: &[Uuid]) -> sqlx::Result<Vec<Person>> {
    let rows = sqlx::query!(
        "SELECT id, name, unit_id FROM users WHERE body_id = $1 OR id = ANY($2) ORDER BY approver, username",
        body.0,
        named
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    let people = rows.map(|row| Person {
        user: UserId(row.id),
        name: row.name,
        unit: row.unit_id.map(UnitId),
    });
    Ok(people.collect())
}

/// Everybody whom the events name.
fn named(case: &Case) -> Vec<Uuid> {
    let taken = case.history.iter().flat_map(|event| {
        let drafter = event.carries_out().map(|(_, drafter)| drafter);
        [Some(event.entry.by), drafter].into_iter().flatten()
    });
    let present = case.hearings.iter().flat_map(|it| it.officers.iter().copied());
    let all = taken.chain(present).chain(case.investigators.iter().copied());
    let mut named: Vec<_> = all.map(|user| user.0).collect();
    named.sort_unstable();
    named.dedup();
    named
}
