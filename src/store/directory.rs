//! The directory (名册): the bodies and their staff. It changes seldom and every page reads it, so the process keeps it, and each
//! statement that needs it asks for its version: any number of servers may run.

use std::collections::HashMap;
use std::sync::Arc;

use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::actor::ActorBody;
use crate::domain::calendar::CalendarName;
use crate::domain::ids::{BodyId, UserId};
use crate::platform::known::Known;

/// Every body and everybody of their staff, as they were at one moment.
#[derive(Debug)]
pub struct Directory {
    version: i64,
    bodies: Vec<Entry>,
    by_id: HashMap<BodyId, usize>,
    /// The name of everybody who is or was of a body's staff.
    names: HashMap<UserId, String>,
}

/// A body.
#[derive(Debug)]
pub struct Entry {
    pub id: BodyId,
    pub name: String,
    pub short_name: String,
    /// The body's word (机关代字) in numbers of documents.
    pub number_word: String,
    pub calendar: CalendarName,
    /// Whether it is the Office (省自贸办).
    pub office: bool,
    /// Its superior, where that is confirmed.
    pub superior: Option<BodyId>,
    /// Those it watches over, by code.
    pub below: Vec<BodyId>,
    /// Its staff, open accounts and closed ones: who does not approve first, then by user name.
    pub people: Vec<Member>,
}

/// Somebody of a body's staff.
#[derive(Debug)]
pub struct Member {
    pub user: UserId,
    pub name: String,
    pub officer: bool,
    pub approver: bool,
    pub approves_determinations: bool,
    /// Whether the account is open.
    pub open: bool,
}

impl Directory {
    pub fn body(&self, id: BodyId) -> Option<&Entry> {
        self.bodies.get(*self.by_id.get(&id)?)
    }

    /// The body that there is one of (A8.4).
    pub fn office(&self) -> Option<&Entry> {
        self.bodies.iter().find(|it| it.office)
    }

    /// The name of a member of some body's staff.
    pub fn name(&self, user: UserId) -> Option<&str> {
        self.names.get(&user).map(String::as_str)
    }

    /// Those of these bodies that there are, by code.
    pub fn those<'a>(&'a self, wanted: &'a [BodyId]) -> impl Iterator<Item = &'a Entry> {
        self.bodies.iter().filter(|it| wanted.contains(&it.id))
    }

    pub fn version(&self) -> i64 {
        self.version
    }
}

impl Entry {
    /// The body as its staff carry it with them.
    pub fn workplace(&self) -> ActorBody {
        ActorBody {
            id: self.id,
            short_name: self.short_name.clone(),
            office: self.office,
            below: self.below.clone(),
        }
    }
}

/// The directory as of that version, or as it is: one statement, where the process does not know it yet. Nobody who changes
/// the directory asks in the same transaction, for what is taken back would be kept here.
pub async fn current(db: &mut PgConnection, known: &Known, version: i64) -> sqlx::Result<Arc<Directory>> {
    let before = known.get::<Directory>(Uuid::nil());
    match before.filter(|it| it.version == version) {
        Some(before) => Ok(before),
        None => kept(db, known).await,
    }
}

/// Reads it and keeps it.
async fn kept(db: &mut PgConnection, known: &Known) -> sqlx::Result<Arc<Directory>> {
    let read = Arc::new(read(db).await?);
    let staff: usize = read.bodies.iter().map(|it| it.people.len()).sum();
    let bytes = (read.bodies.len() + staff) * ENTRY_BYTES;
    known.keep(Uuid::nil(), read.clone(), bytes as u64);
    Ok(read)
}

/// The directory as the request found it that asks: whoever is signed in was looked up with its version (`sessions::who`).
pub async fn of_this_request(db: &mut PgConnection, known: &Known) -> sqlx::Result<Arc<Directory>> {
    match known.get::<Directory>(Uuid::nil()) {
        Some(before) => Ok(before),
        None => kept(db, known).await,
    }
}

/// An entry takes about so much, its texts included.
const ENTRY_BYTES: usize = 400;

/// A body as JSON: id, name, short name, word, calendar, whether the Office, superior, those below.
type BodyRow = (
    BodyId,
    String,
    String,
    String,
    String,
    bool,
    Option<BodyId>,
    Vec<BodyId>,
);
/// Somebody as JSON: body, id, name, officer, approver, approver of determinations, whether open.
type MemberRow = (BodyId, UserId, String, bool, bool, bool, bool);

async fn read(db: &mut PgConnection) -> sqlx::Result<Directory> {
    let row = sqlx::query!(
        r#"
        SELECT d.version,
               (SELECT coalesce(json_agg(json_build_array(b.id, b.name, b.short_name, b.number_word, b.calendar, b.kind = 'office',
                                                          CASE WHEN b.superior_confirmed THEN b.superior_id END, bodies_below(b)) ORDER BY b.code), '[]')
                FROM bodies b) AS "bodies!: Json<Vec<BodyRow>>",
               (SELECT coalesce(json_agg(json_build_array(u.body_id, u.id, u.name, u.officer, u.approver, u.approves_determinations, u.disabled_at IS NULL)
                                         ORDER BY u.approver, u.username), '[]')
                FROM users u WHERE u.body_id IS NOT NULL) AS "people!: Json<Vec<MemberRow>>"
        FROM directory d
        "#
    )
    .fetch_one(db)
    .await?;
    let names = row.people.iter().map(|it| (it.1, it.2.clone())).collect();
    let mut staff: HashMap<BodyId, Vec<Member>> = HashMap::new();
    for (body, user, name, officer, approver, approves_determinations, open) in row.people.0 {
        staff.entry(body).or_default().push(Member {
            user,
            name,
            officer,
            approver,
            approves_determinations,
            open,
        });
    }
    let bodies = row.bodies.0.into_iter().map(|it| entry(it, &mut staff));
    let bodies = bodies.collect::<sqlx::Result<Vec<_>>>()?;
    let by_id = bodies
        .iter()
        .enumerate()
        .map(|(place, it)| (it.id, place))
        .collect();
    Ok(Directory {
        version: row.version,
        bodies,
        by_id,
        names,
    })
}

fn entry(row: BodyRow, staff: &mut HashMap<BodyId, Vec<Member>>) -> sqlx::Result<Entry> {
    let (id, name, short_name, number_word, calendar, office, superior, below) = row;
    Ok(Entry {
        id,
        name,
        short_name,
        number_word,
        calendar: CalendarName::from_code(&calendar).ok_or_else(|| sqlx::Error::Decode(calendar.into()))?,
        office,
        superior,
        below,
        people: staff.remove(&id).unwrap_or_default(),
    })
}
