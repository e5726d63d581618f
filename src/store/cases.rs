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

/// The case, or `None` where there is none.
pub async fn load(db: &mut PgConnection, known: &Known, id: CaseId) -> sqlx::Result<Option<Case>> {
    let Some(head) = head(db, id).await? else {
        return Ok(None);
    };
    let acts = under_way(db, id).await?;
    let before = known.get::<Folded>(id.0).filter(|it| it.case.seq <= head.seq);
    let after = before.as_ref().map_or(0, |it| it.case.seq);
    let new = match after == head.seq {
        true => events::Read::default(),
        false => events::after(db, id, after).await?,
    };
    let body = head.body.id;
    let around = head.around(acts);
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
    let Some(case) = case else {
        return Ok(None);
    };
    if grown {
        let folded = Folded {
            case: case.clone(),
            bytes,
        };
        known.keep(id.0, Arc::new(folded), FOLDED_TO * bytes);
    }
    let named = named(&case);
    people(db, case, body, &named).await.map(Some)
}

/// What a case stands in before its first event.
pub async fn surroundings(db: &mut PgConnection, id: CaseId) -> sqlx::Result<Option<Surroundings>> {
    Ok(head(db, id).await?.map(|head| head.around(vec![])))
}

/// A case as it was folded, in surroundings that may have changed since.
struct Folded {
    case: Case,
    /// The length of its events' text.
    bytes: u64,
}

/// A folded case takes about this many times its events' text: the events themselves, and what they were folded to.
const FOLDED_TO: u64 = 3;

struct Head {
    seq: i32,
    body: Body,
    addressees: Vec<Addressee>,
    drafters: Vec<UserId>,
}

/// What stands beside the events: which is the last, the body and where an objection may go. Primary keys, index `acts_case`.
async fn head(db: &mut PgConnection, id: CaseId) -> sqlx::Result<Option<Head>> {
    let row = sqlx::query!(
        r#"
        SELECT b.id, b.name, b.short_name, b.number_word, b.calendar AS "calendar: CalendarName",
               CASE WHEN b.superior_confirmed THEN b.superior_id END AS superior_id,
               (SELECT seq FROM events e WHERE e.case_id = c.id ORDER BY seq DESC LIMIT 1) AS "seq: i32",
               ARRAY(SELECT DISTINCT drafted_by FROM acts a WHERE a.case_id = c.id AND a.body_id = c.body_id) AS "drafters!",
               (SELECT jsonb_agg(jsonb_build_array(a.id, a.name, a.number_word, a.kind = 'office')) FROM bodies a
                WHERE a.kind = 'office' OR a.id = b.superior_id OR a.id IN (SELECT addressee FROM objections o WHERE o.case_id = c.id))
               AS "addressees: Json<Vec<NamedBody>>"
        FROM cases c JOIN bodies b ON b.id = c.body_id
        WHERE c.id = $1
        "#,
        id.0
    );
    let Some(row) = row.fetch_optional(db).await? else {
        return Ok(None);
    };
    let addressees = row.addressees.map_or_else(Vec::new, |it| it.0);
    let route = |fits: &dyn Fn(&NamedBody) -> bool| {
        let it = addressees.iter().find(|it| it.0 != row.id && fits(it))?;
        Some(addressee(it))
    };
    Ok(Some(Head {
        seq: row.seq.unwrap_or(0),
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
        drafters: row.drafters.into_iter().map(UserId).collect(),
    }))
}

/// A body: its id, name, word in numbers, and whether it is the Office.
type NamedBody = (Uuid, String, String, bool);

fn addressee((id, name, number_word, _): &NamedBody) -> Addressee {
    Addressee {
        id: BodyId(*id),
        name: name.clone(),
        number_word: number_word.clone(),
    }
}

impl Head {
    fn around(self, acts: Vec<Act>) -> Surroundings {
        Surroundings {
            body: self.body,
            addressees: self.addressees,
            staff: vec![],
            people: vec![],
            acts,
            drafters: self.drafters,
        }
    }
}

/// The acts under way. Index `acts_case`.
async fn under_way(db: &mut PgConnection, id: CaseId) -> sqlx::Result<Vec<Act>> {
    let rows = sqlx::query!(
        r#"
        SELECT id, kind AS "kind: Kind", subject, state AS "state: ActState", drafted_by
        FROM acts WHERE case_id = $1 AND state IN ('draft', 'waiting', 'returned') ORDER BY drafted_at
        "#,
        id.0
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    let acts = rows.map(|row| Act {
        id: ActId(row.id),
        kind: row.kind,
        subject: row.subject,
        state: row.state,
        drafted_by: UserId(row.drafted_by),
        drafter_name: String::new(),
    });
    Ok(acts.collect())
}

/// The case with the body's people and everybody whom it names. Indexes `users_body` and the primary key.
async fn people(db: &mut PgConnection, mut case: Case, body: BodyId, named: &[Uuid]) -> sqlx::Result<Case> {
    let rows = sqlx::query!(
        r#"
        SELECT id, name, unit_id, officer, approver, approves_determinations,
               (body_id = $1 AND disabled_at IS NULL) IS TRUE AS "of_the_body!"
        FROM users WHERE body_id = $1 OR id = ANY($2)
        ORDER BY approver, username
        "#,
        body.0,
        named
    );
    let (mut staff, mut people) = (vec![], vec![]);
    for row in rows.fetch_all(db).await? {
        let user = UserId(row.id);
        if row.of_the_body {
            staff.push(Staff {
                user,
                name: row.name.clone(),
                officer: row.officer,
                approver: row.approver,
                approves_determinations: row.approves_determinations,
            });
        }
        let unit = row.unit_id.map(UnitId);
        people.push(Person {
            user,
            name: row.name,
            unit,
        });
    }
    (case.staff, case.people) = (staff, people);
    for at in 0..case.acts.len() {
        case.acts[at].drafter_name = case.name_of(case.acts[at].drafted_by).to_owned();
    }
    Ok(case)
}

/// Everybody whom events and acts name.
fn named(case: &Case) -> Vec<Uuid> {
    let taken = case.history.iter().flat_map(|event| {
        let drafter = event.carries_out().map(|(_, drafter)| drafter);
        [Some(event.entry.by), drafter].into_iter().flatten()
    });
    let present = case.hearings.iter().flat_map(|it| it.officers.iter().copied());
    let drafting = case.acts.iter().map(|it| it.drafted_by);
    let all = taken
        .chain(present)
        .chain(drafting)
        .chain(case.took_part.iter().copied());
    let mut named: Vec<_> = all.map(|user| user.0).collect();
    named.sort_unstable();
    named.dedup();
    named
}
