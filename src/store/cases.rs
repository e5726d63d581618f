//! A whole case: its events folded, in the surroundings of this moment. What the process folded before is gone on from, once the
//! database said which event is the last.

use std::sync::Arc;

use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::act::{Act, ActState};
use crate::domain::case::{Addressee, Body, Case, Person, Staff, Surroundings};
use crate::domain::ids::{ActId, BodyId, CaseId, UnitId, UserId};
use crate::domain::procedure::Kind;
use crate::platform::known::Known;
use crate::store::directory::{self, Directory, Entry, Member};
use crate::store::events;

/// Locks a case until the transaction ends; whether it is there.
pub async fn lock(db: &mut PgConnection, id: CaseId) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!("SELECT id FROM cases WHERE id = $1 FOR UPDATE", id.0);
    Ok(found.fetch_optional(db).await?.is_some())
}

/// The case, or `None` where there is none. One statement, where the process knows it already.
pub async fn load(db: &mut PgConnection, known: &Known, id: CaseId) -> sqlx::Result<Option<Case>> {
    let Some(head) = head(db, id).await? else {
        return Ok(None);
    };
    let directory = directory::current(db, known, head.directory).await?;
    let around = around(&head, &directory)?;
    let before = known.get::<Folded>(id.0).filter(|it| it.case.seq <= head.seq);
    let after = before.as_ref().map_or(0, |it| it.case.seq);
    let new = match after == head.seq {
        true => events::Read::default(),
        false => events::after(db, id, after).await?,
    };
    let bytes = new.bytes + before.as_ref().map_or(0, |it| it.bytes);
    let grown = !new.events.is_empty();
    let others = before.as_ref().map(|it| (it.directory, it.others.clone()));
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
    let others = match others {
        Some((version, others)) if !grown && version == directory.version() => others,
        Some(_) | None => {
            let others: Arc<[Person]> = others_named(db, &case, &directory).await?.into();
            let folded = Folded {
                case: case.clone(),
                directory: directory.version(),
                others: others.clone(),
                bytes,
            };
            known.keep(id.0, Arc::new(folded), FOLDED_TO * bytes);
            others
        }
    };
    case.people.extend(others.iter().cloned());
    let objected = case.objections.iter().map(|it| it.raised.addressee);
    let objected: Vec<_> = objected
        .filter(|it| case.addressees.iter().all(|known| known.id != *it))
        .collect();
    case.addressees.extend(directory.those(&objected).map(addressee));
    Ok(Some(case))
}

/// What a case stands in before its first event.
pub async fn surroundings(
    db: &mut PgConnection,
    known: &Known,
    id: CaseId,
) -> sqlx::Result<Option<Surroundings>> {
    let Some(head) = head(db, id).await? else {
        return Ok(None);
    };
    let directory = directory::current(db, known, head.directory).await?;
    around(&head, &directory).map(Some)
}

/// A case as it was folded, in surroundings that may have changed since.
struct Folded {
    case: Case,
    /// The version of the directory by which the others were read.
    directory: i64,
    /// Everybody whom its events name and who is not of its body's staff.
    others: Arc<[Person]>,
    /// The length of its events' text.
    bytes: u64,
}

/// A folded case takes about this many times its events' text: the events themselves, and what they were folded to.
const FOLDED_TO: u64 = 3;

/// What the database says of a case beside its events and the directory.
struct Head {
    body: BodyId,
    /// The directory's version.
    directory: i64,
    /// The last event.
    seq: i32,
    acts: Vec<ActRow>,
    drafters: Vec<UserId>,
}

/// An act as JSON: id, kind, subject, state, who drafted it, after which event it was submitted.
type ActRow = (ActId, String, Option<Uuid>, String, Vec<UserId>, i32);

/// Which event is the last, and the acts under way. Primary keys, index `acts_case`.
async fn head(db: &mut PgConnection, id: CaseId) -> sqlx::Result<Option<Head>> {
    let row = sqlx::query!(
        r#"
        SELECT c.body_id, (SELECT version FROM directory) AS "directory!",
               (SELECT seq FROM events e WHERE e.case_id = c.id ORDER BY seq DESC LIMIT 1) AS "seq: i32",
               ARRAY(SELECT unnest(drafters) FROM acts a WHERE a.case_id = c.id AND a.body_id = c.body_id
                     UNION ALL SELECT m.user_id FROM acts a JOIN act_moves m ON m.act_id = a.id
                     WHERE a.case_id = c.id AND a.body_id = c.body_id AND m.state = 'returned') AS "drafters!",
               (SELECT json_agg(json_build_array(a.id, a.kind, a.subject, a.state, a.drafters, submitted_after(a.id)) ORDER BY a.drafted_at)
                FROM acts a WHERE a.case_id = c.id AND a.state IN ('draft', 'waiting', 'returned'))
               AS "acts: Json<Vec<ActRow>>"
        FROM cases c WHERE c.id = $1
        "#,
        id.0
    );
    let row = row.fetch_optional(db).await?;
    Ok(row.map(|row| Head {
        body: BodyId(row.body_id),
        directory: row.directory,
        seq: row.seq.unwrap_or(0),
        acts: row.acts.map_or_else(Vec::new, |it| it.0),
        drafters: row.drafters.into_iter().map(UserId).collect(),
    }))
}

/// The surroundings of a case: its body, and where an objection may go (A8.4).
fn around(head: &Head, directory: &Directory) -> sqlx::Result<Surroundings> {
    let unknown = || sqlx::Error::Decode(format!("no body is {}", head.body).into());
    let entry = directory.body(head.body).ok_or_else(unknown)?;
    let office = directory.office().filter(|it| it.id != entry.id);
    let superior = entry
        .superior
        .and_then(|it| directory.body(it))
        .filter(|it| !it.office);
    let acts = head.acts.iter().map(|it| drafted(it, directory));
    Ok(Surroundings {
        body: Body {
            id: entry.id,
            name: entry.name.clone(),
            short_name: entry.short_name.clone(),
            number_word: entry.number_word.clone(),
            calendar: entry.calendar,
            superior: superior.map(addressee),
            office: office.map(addressee),
        },
        addressees: superior.into_iter().chain(office).map(addressee).collect(),
        staff: entry.people.iter().filter(|it| it.open).map(staff).collect(),
        people: entry.people.iter().map(person).collect(),
        acts: acts.collect::<sqlx::Result<_>>()?,
        drafters: head.drafters.clone(),
    })
}

fn addressee(entry: &Entry) -> Addressee {
    Addressee {
        id: entry.id,
        name: entry.name.clone(),
        number_word: entry.number_word.clone(),
    }
}

fn staff(member: &Member) -> Staff {
    Staff {
        user: member.user,
        name: member.name.clone(),
        officer: member.officer,
        approver: member.approver,
        approves_determinations: member.approves_determinations,
    }
}

fn person(member: &Member) -> Person {
    Person {
        user: member.user,
        name: member.name.clone(),
        unit: None,
    }
}

fn drafted(
    (id, kind, subject, state, drafters, submitted_after): &ActRow,
    directory: &Directory,
) -> sqlx::Result<Act> {
    let unknown = || sqlx::Error::Decode(format!("no act is for {kind} and {state}").into());
    let drafted_by = *drafters.last().ok_or_else(unknown)?;
    Ok(Act {
        id: *id,
        kind: Kind::from_code(kind).ok_or_else(unknown)?,
        subject: *subject,
        state: ActState::from_code(state).ok_or_else(unknown)?,
        drafted_by,
        drafters: drafters.clone(),
        drafter_name: directory.name(drafted_by).ok_or_else(unknown)?.to_owned(),
        submitted_after: *submitted_after,
    })
}

/// Those whom the events name and who are not of the body's staff. Primary key.
async fn others_named(
    db: &mut PgConnection,
    case: &Case,
    directory: &Directory,
) -> sqlx::Result<Vec<Person>> {
    let of_the_body = |user: &Uuid| case.people.iter().any(|it| it.user.0 == *user);
    let others: Vec<_> = named(case).into_iter().filter(|it| !of_the_body(it)).collect();
    let (staff, strangers): (Vec<_>, Vec<_>) = others
        .into_iter()
        .partition(|it| directory.name(UserId(*it)).is_some());
    let mut people: Vec<_> = staff
        .into_iter()
        .filter_map(|it| {
            let name = directory.name(UserId(it))?.to_owned();
            Some(Person {
                user: UserId(it),
                name,
                unit: None,
            })
        })
        .collect();
    if strangers.is_empty() {
        return Ok(people);
    }
    let rows = sqlx::query!(
        "SELECT id, name, unit_id FROM users WHERE id = ANY($1)",
        &strangers
    );
    people.extend(rows.fetch_all(db).await?.into_iter().map(|row| Person {
        user: UserId(row.id),
        name: row.name,
        unit: row.unit_id.map(UnitId),
    }));
    Ok(people)
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
