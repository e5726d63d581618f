//! Who was what, and what a case stood in, at an instant that is past: for `rongcuo audit verify`, which asks the law again as of
//! then.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::actor::{Actor, ActorBody};
use crate::domain::case::{Addressee, Body, Person, Staff, Surroundings};
use crate::domain::ids::{BodyId, CaseId, UnitId, UserId};
use crate::platform::known::Known;
use crate::store::cases;
use crate::store::configuration::Past;

/// The people round a case, with what each did for its body.
pub struct Posts<'a> {
    past: &'a Past,
    around: Surroundings,
    /// In the order in which a case lists its staff.
    order: Vec<UserId>,
    posts: BTreeMap<UserId, Actor>,
    handled: Vec<Handled>,
}

/// The kind of the Office (省自贸办), as its row has it.
const OFFICE: &str = "office";

/// Somebody had an act of the body at hand, or returned it.
struct Handled {
    at: OffsetDateTime,
    by: UserId,
}

struct Row {
    id: Uuid,
    name: String,
    position: String,
    officer: bool,
    approver: bool,
    approves_determinations: bool,
    demo: bool,
    body_id: Option<Uuid>,
    body_name: Option<String>,
    body_kind: Option<String>,
    below: Option<Vec<Uuid>>,
    unit_id: Option<Uuid>,
    unit_name: Option<String>,
}

/// The people of a case's body, those who ever had an act of the case at hand, and those named here.
pub async fn of<'a>(
    db: &mut PgConnection,
    case: CaseId,
    named: &[Uuid],
    (past, known): (&'a Past, &Known),
) -> sqlx::Result<Option<Posts<'a>>> {
    let Some(around) = cases::surroundings(db, known, case).await? else {
        return Ok(None);
    };
    let rows = sqlx::query_as!(
        Row,
        r#"
        SELECT    u.id, u.name, u.position, u.officer, u.approver, u.approves_determinations, u.demo, u.body_id,
                  b.short_name AS "body_name?", b.kind AS "body_kind?", CASE WHEN u.body_id IS NOT NULL THEN bodies_below(b) END AS below,
                  u.unit_id, n.name AS "unit_name?"
        FROM      public.users u
        LEFT JOIN public.bodies b ON b.id = u.body_id
        LEFT JOIN public.units n ON n.id = u.unit_id
        WHERE     u.body_id = $1 OR u.id = ANY($2) OR u.id IN (SELECT unnest(drafters) FROM public.acts WHERE case_id = $3)
        ORDER BY  u.approver, u.username
        "#,
        around.body.id.0,
        named,
        case.0,
    );
    let rows = rows.fetch_all(&mut *db).await?;
    let handled = handled(db, case, around.body.id).await?;
    Ok(Some(Posts {
        past,
        around,
        order: rows.iter().map(|it| UserId(it.id)).collect(),
        posts: rows.into_iter().map(|it| (UserId(it.id), it.actor())).collect(),
        handled,
    }))
}

async fn handled(db: &mut PgConnection, case: CaseId, body: BodyId) -> sqlx::Result<Vec<Handled>> {
    let rows = sqlx::query!(
        r#"
        SELECT drafted_at AS "at!", drafters[1] AS "by!" FROM public.acts WHERE case_id = $1 AND body_id = $2
        UNION ALL
        SELECT m.at, m.user_id FROM public.acts a JOIN public.act_moves m ON m.act_id = a.id
        WHERE a.case_id = $1 AND a.body_id = $2 AND m.state IN ('taken_over', 'returned')
        "#,
        case.0,
        body.0,
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    let handled = rows.map(|it| Handled {
        at: it.at,
        by: UserId(it.by),
    });
    Ok(handled.collect())
}

impl Posts<'_> {
    /// Somebody as the law was asked about them then; `None` where the account was not there, or closed. Who acted in a case stays
    /// where they belong: somebody who belonged elsewhere then is taken for nobody's staff.
    pub fn actor(&self, user: UserId, at: OffsetDateTime) -> Option<Actor> {
        let today = self.posts.get(&user)?;
        let then = self.past.user(user.0, at).filter(|it| it.disabled_at.is_none())?;
        let body = today.body.as_ref().filter(|it| Some(it.id.0) == then.body_id);
        Some(Actor {
            name: then.name.clone(),
            body: body.cloned(),
            unit: then.unit_id.map(UnitId),
            officer: then.officer,
            approver: then.approver,
            approves_determinations: then.approves_determinations,
            ..today.clone()
        })
    }

    /// What the case stood in then, its acts under way aside.
    pub fn around(&self, at: OffsetDateTime) -> Surroundings {
        let body = self.body(at);
        let actors = self.order.iter().filter_map(|it| self.actor(*it, at));
        let staff = actors.filter(|it| it.works_for(body.id)).map(|it| Staff {
            user: it.user,
            name: it.name,
            officer: it.officer,
            approver: it.approver,
            approves_determinations: it.approves_determinations,
        });
        let people = self.order.iter().filter_map(|it| self.posts.get(it));
        let handled = self.handled.iter().filter(|it| it.at < at);
        Surroundings {
            addressees: body.superior.iter().chain(&body.office).cloned().collect(),
            staff: staff.collect(),
            people: people.map(person).collect(),
            acts: vec![],
            drafters: handled.map(|it| it.by).collect(),
            body,
        }
    }

    /// The case's body as it was, and where an objection could go (A8.4).
    fn body(&self, at: OffsetDateTime) -> Body {
        let today = &self.around.body;
        let Some(then) = self.past.body(today.id.0, at) else {
            return today.clone();
        };
        let superior = then.superior_id.filter(|_| then.superior_confirmed);
        let addressee = |id: Uuid| {
            let it = self.past.body(id, at).filter(|it| it.kind != OFFICE)?;
            Some(Addressee {
                id: BodyId(id),
                name: it.name.clone(),
                number_word: it.number_word.clone(),
            })
        };
        Body {
            name: then.name.clone(),
            number_word: then.number_word.clone(),
            superior: superior.and_then(addressee),
            ..today.clone()
        }
    }
}

fn person(it: &Actor) -> Person {
    Person {
        user: it.user,
        name: it.name.clone(),
        unit: it.unit,
    }
}

impl Row {
    fn actor(self) -> Actor {
        let body = self
            .body_id
            .zip(self.body_name)
            .map(|(id, short_name)| ActorBody {
                id: BodyId(id),
                short_name,
                office: self.body_kind.as_deref() == Some(OFFICE),
                below: self.below.unwrap_or_default().into_iter().map(BodyId).collect(),
            });
        Actor {
            user: UserId(self.id),
            name: self.name,
            position: self.position,
            body,
            unit: self.unit_id.map(UnitId),
            unit_name: self.unit_name,
            officer: self.officer,
            approver: self.approver,
            approves_determinations: self.approves_determinations,
            demo: self.demo,
        }
    }
}
