//! The people of the tests: two bodies, one above the other, and the Office, each with officers and approvers; an
//! applicant of a unit and an individual. Bodies come with the migrations; names are made up.

use rongcuo::domain::actor::{Actor, ActorBody};
use rongcuo::domain::ids::{BodyId, UnitId, UserId};
use sqlx::PgPool;
use uuid::Uuid;

/// Everybody.
pub struct People {
    /// The body that handles the cases.
    pub body: Staff,
    /// Its superior body.
    pub superior: Staff,
    /// The provincial work office.
    pub office: Staff,
    /// Files for a unit, which becomes a party.
    pub applicant: Actor,
    /// A person who becomes a party when the account is linked.
    pub individual: Actor,
}

/// The people of a body.
pub struct Staff {
    /// The body.
    pub id: BodyId,
    /// First officer.
    pub officer: Actor,
    /// Second officer.
    pub second: Actor,
    /// An officer who is assigned to nothing yet.
    pub spare: Actor,
    /// An approver who may also approve determinations.
    pub approver: Actor,
    /// Another approver, who may not.
    pub deputy: Actor,
}

impl People {
    /// Makes them, as the owner of the tables.
    pub async fn create(owner: &PgPool) -> Self {
        let body = Staff::of(owner, "TF-GX", "gx").await;
        let unit = UnitId(Uuid::now_v7());
        sqlx::query("INSERT INTO units (id, name, body_id) VALUES ($1, '蓉港供应链服务有限公司', $2)")
            .bind(unit.0)
            .bind(body.id.0)
            .execute(owner)
            .await
            .expect("a unit");
        Self {
            superior: Staff::of(owner, "CDGWH", "cd").await,
            office: Staff::of(owner, "ZMB", "zmb").await,
            applicant: Newcomer::applicant("unit.applicant", "沈望舒")
                .of_unit(unit)
                .insert(owner)
                .await,
            individual: Newcomer::applicant("individual", "陆见微").insert(owner).await,
            body,
        }
    }
}

impl Staff {
    async fn of(owner: &PgPool, code: &str, prefix: &str) -> Self {
        let row: (Uuid, String, bool, Vec<Uuid>) = sqlx::query_as(
            "SELECT id, short_name, kind = 'office', bodies_below(b) FROM bodies b WHERE code = $1",
        )
        .bind(code)
        .fetch_one(owner)
        .await
        .expect("the bodies come with the migrations");
        let body = ActorBody {
            id: BodyId(row.0),
            short_name: row.1,
            office: row.2,
            below: row.3.into_iter().map(BodyId).collect(),
        };
        let comes = |name: &'static str, who: &str, officer: bool, approver: bool, determines: bool| {
            let newcomer = Newcomer {
                username: format!("{prefix}.{who}"),
                name,
                body: Some(body.clone()),
                unit: None,
                officer,
                approver,
                determines,
            };
            newcomer.insert(owner)
        };
        Self {
            id: body.id,
            officer: comes("林知远", "officer", true, false, false).await,
            second: comes("周明谦", "second", true, false, false).await,
            spare: comes("许清和", "spare", true, false, false).await,
            approver: comes("顾怀信", "approver", false, true, true).await,
            deputy: comes("陈思齐", "deputy", false, true, false).await,
        }
    }
}

struct Newcomer {
    username: String,
    name: &'static str,
    body: Option<ActorBody>,
    unit: Option<UnitId>,
    officer: bool,
    approver: bool,
    determines: bool,
}

impl Newcomer {
    fn applicant(username: &str, name: &'static str) -> Self {
        Self {
            username: username.to_owned(),
            name,
            body: None,
            unit: None,
            officer: false,
            approver: false,
            determines: false,
        }
    }

    fn of_unit(self, unit: UnitId) -> Self {
        Self {
            unit: Some(unit),
            ..self
        }
    }

    async fn insert(self, owner: &PgPool) -> Actor {
        let user = UserId(Uuid::now_v7());
        sqlx::query(
            "INSERT INTO users (id, username, name, position, password_digest, body_id, unit_id, officer, approver, approves_determinations, created_at)
             VALUES ($1, $2, $3, '职务', '-', $4, $5, $6, $7, $8, '2026-01-01')",
        )
        .bind(user.0)
        .bind(&self.username)
        .bind(self.name)
        .bind(self.body.as_ref().map(|body| body.id.0))
        .bind(self.unit.map(|unit| unit.0))
        .bind(self.officer)
        .bind(self.approver)
        .bind(self.determines)
        .execute(owner)
        .await
        .expect("a new account");
        Actor {
            user,
            name: self.name.to_owned(),
            position: "职务".to_owned(),
            body: self.body,
            unit_name: self.unit.map(|_| "蓉港供应链服务有限公司".to_owned()),
            unit: self.unit,
            officer: self.officer,
            approver: self.approver,
            approves_determinations: self.determines,
            demo: false,
        }
    }
}
