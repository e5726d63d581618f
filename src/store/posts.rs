//! Who was what, and what a case stood in, at an instant that is past: for `rongcuo audit verify`, which asks the law again as of
//! then.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::actor::{Actor, ActorBody};
use crate::domain::case::{Person, Staff, Surroundings};
use crate::domain::ids::{BodyId, CaseId, UnitId, UserId};
use crate::platform::known::Known;
use crate::store::cases;

/// The people round a case, with what each did for its body.
pub struct Posts {
    around: Surroundings,
    /// In the order in which a case lists its staff.
    order: Vec<UserId>,
    posts: BTreeMap<UserId, Post>,
    handled: Vec<Handled>,
}

struct Post {
    actor: Actor,
    closed_at: Option<OffsetDateTime>,
}

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
    disabled_at: Option<OffsetDateTime>,
    body_id: Option<Uuid>,
    body_name: Option<String>,
    body_kind: Option<String>,
    below: Option<Vec<Uuid>>,
    unit_id: Option<Uuid>,
    unit_name: Option<String>,
}

/// The people of a case's body, those who ever had an act of the case at hand, and those named here.
pub async fn of(db: &mut PgConnection, case: CaseId, named: &[Uuid]) -> sqlx::Result<Option<Posts>> {
    let Some(around) = cases::surroundings(db, &Known::default(), case).await? else {
        return Ok(None);
    };
    let rows = sqlx::query_as!(
        Row,
        r#"
        SELECT    u.id, u.name, u.position, u.officer, u.approver, u.approves_determinations, u.demo, u.disabled_at, u.body_id,
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
        around,
        order: rows.iter().map(|it| UserId(it.id)).collect(),
        posts: rows.into_iter().map(|it| (UserId(it.id), it.post())).collect(),
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

impl Posts {
    /// What somebody was at an instant. The one question to a history of posts: without one it is what stands in the row today, but
    /// for an account that had been closed before.
    fn at(&self, user: UserId, at: OffsetDateTime) -> Option<&Post> {
        let post = self.posts.get(&user)?;
        post.closed_at.is_none_or(|closed| closed > at).then_some(post)
    }

    /// Somebody as the law was asked about them then; `None` where the account is not there, or was closed.
    pub fn actor(&self, user: UserId, at: OffsetDateTime) -> Option<&Actor> {
        Some(&self.at(user, at)?.actor)
    }

    /// What the case stood in then, its acts under way aside.
    pub fn around(&self, at: OffsetDateTime) -> Surroundings {
        let actors = self.order.iter().filter_map(|it| self.actor(*it, at));
        let staff = actors
            .filter(|it| it.works_for(self.around.body.id))
            .map(|it| Staff {
                user: it.user,
                name: it.name.clone(),
                officer: it.officer,
                approver: it.approver,
                approves_determinations: it.approves_determinations,
            });
        let people = self.order.iter().filter_map(|it| self.posts.get(it));
        let handled = self.handled.iter().filter(|it| it.at < at);
        Surroundings {
            staff: staff.collect(),
            people: people.map(|it| person(&it.actor)).collect(),
            acts: vec![],
            drafters: handled.map(|it| it.by).collect(),
            ..self.around.clone()
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
    fn post(self) -> Post {
        let body = self
            .body_id
            .zip(self.body_name)
            .map(|(id, short_name)| ActorBody {
                id: BodyId(id),
                short_name,
                office: self.body_kind.as_deref() == Some("office"),
                below: self.below.unwrap_or_default().into_iter().map(BodyId).collect(),
            });
        Post {
            actor: Actor {
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
            },
            closed_at: self.disabled_at,
        }
    }
}
