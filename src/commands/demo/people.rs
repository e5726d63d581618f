//! The people of the demo: those of three bodies and of the Office, two units' applicants, and one individual.
//! All are fictitious. Nobody signs in by password: the sign-in page lets one enter as any of them.

use anyhow::Context;
use sqlx::PgConnection;

use crate::domain::actor::{Actor, ActorBody};
use crate::domain::case::Party;
use crate::domain::ids::{BodyId, UnitId, UserId};
use crate::platform::App;
use crate::platform::random::new_id;
use crate::store::people::{self, NewPerson};

/// Where somebody belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Officer(&'static str),
    Approver(&'static str),
    Unit(&'static str),
    Nowhere,
}

use Place::{Approver, Nowhere, Officer, Unit};

/// The body where most of the demo takes place.
pub const GAOXIN: &str = "TF-GX";
/// Its superior, which hears objections against it.
pub const CHENGDU: &str = "CDGWH";
/// A third body, far away.
pub const CHUANNAN: &str = "CNLG";
/// The Office.
pub const OFFICE: &str = "ZMB";

/// The unit below [`GAOXIN`].
pub const GAOXIN_UNIT: &str = "成都高新区数字贸易促进中心";
/// The unit below [`CHUANNAN`].
pub const CHUANNAN_UNIT: &str = "川南临港片区口岸服务中心";

const UNITS: [(&str, &str); 2] = [(GAOXIN_UNIT, GAOXIN), (CHUANNAN_UNIT, CHUANNAN)];

/// The user name of the one who files for [`GAOXIN_UNIT`].
pub const ZHOU: &str = "zhouyuan";
/// The user name of the one who files for [`CHUANNAN_UNIT`].
pub const TANG: &str = "tangxiting";
/// The user name of the individual who is party to units' cases.
pub const LIN: &str = "linzhiyuan";

/// User name, name, position, place.
const PEOPLE: [(&str, &str, &str, Place); 17] = [
    ("chenyanqiu", "陈砚秋", "政策法规处一级主任科员", Officer(GAOXIN)),
    ("xunanqiao", "许南乔", "政策法规处二级主任科员", Officer(GAOXIN)),
    ("yeqinghe", "叶清和", "改革创新处四级调研员", Officer(GAOXIN)),
    ("liangzhixia", "梁知夏", "改革创新处一级主任科员", Officer(GAOXIN)),
    ("luoyiming", "罗一鸣", "管委会副主任", Approver(GAOXIN)),
    ("fangjiyue", "方霁月", "政策法规处处长", Approver(GAOXIN)),
    ("yezhiyao", "叶知遥", "制度创新处副处长", Officer(CHENGDU)),
    (
        "songlinchuan",
        "宋临川",
        "制度创新处四级主任科员",
        Officer(CHENGDU),
    ),
    ("hanqinglan", "韩青岚", "管委会副主任", Approver(CHENGDU)),
    ("jiangwanzhou", "江晚舟", "改革创新局副局长", Officer(CHUANNAN)),
    ("suwangshu", "苏望舒", "改革创新局一级科员", Officer(CHUANNAN)),
    ("qinmuye", "秦牧野", "管委会副主任", Approver(CHUANNAN)),
    ("shentinglan", "沈听澜", "综合协调处三级调研员", Officer(OFFICE)),
    ("guqinghe", "顾清和", "办公室副主任", Approver(OFFICE)),
    (ZHOU, "周予安", "综合部主任", Unit(GAOXIN_UNIT)),
    (TANG, "唐溪亭", "办公室主任", Unit(CHUANNAN_UNIT)),
    (LIN, "林知远", "贸易便利化科科长", Nowhere),
];

/// Everybody, as they act.
pub struct DemoPeople(Vec<(&'static str, Actor)>);

/// The staff of one body, by what they may do; who may do both stands in both.
pub struct BodyPeople<'a> {
    pub officers: Vec<&'a Actor>,
    pub approvers: Vec<&'a Actor>,
}

impl DemoPeople {
    /// Makes the units and the accounts.
    ///
    /// # Errors
    /// The database failed, or lacks one of the bodies.
    pub async fn create(app: &App, db: &mut PgConnection) -> anyhow::Result<Self> {
        let at = app.clock.now();
        // Thrown away at once: no password gives this digest.
        let nobodys = format!("{}{}", new_id(at), new_id(at));
        let digest = app.passwords.digest(new_id(at), nobodys).await?;
        let mut units = Vec::new();
        for (name, code) in UNITS {
            let (id, body) = (UnitId(new_id(at)), body(db, code).await?);
            let id = people::unit(db, name, body.id, id).await?;
            units.push((
                name,
                id.with_context(|| format!("{name} belongs to another body"))?,
            ));
        }
        let mut people = Vec::new();
        for (username, name, position, place) in PEOPLE {
            let mut actor = Actor {
                user: UserId(new_id(at)),
                name: name.into(),
                position: position.into(),
                body: None,
                unit: None,
                unit_name: None,
                officer: matches!(place, Officer(_)),
                approver: matches!(place, Approver(_)),
                approves_determinations: matches!(place, Approver(_)),
                demo: true,
            };
            match place {
                Officer(code) | Approver(code) => actor.body = Some(body(db, code).await?),
                Unit(name) => {
                    actor.unit = units.iter().find(|(it, _)| *it == name).map(|(_, id)| *id);
                    actor.unit_name = Some(name.into());
                }
                Nowhere => {}
            }
            people::add_demo(db, &account(username, &actor, &digest), at).await?;
            people.push((username, actor));
        }
        Ok(Self(people))
    }

    /// Somebody, by user name.
    ///
    /// # Panics
    /// When nobody is called so: the names are this module's own.
    pub fn get(&self, username: &str) -> &Actor {
        let found = self.0.iter().find(|(it, _)| *it == username);
        &found.expect("the demo names only its own people").1
    }

    pub fn of_body(&self, body: BodyId) -> BodyPeople<'_> {
        let staff = || self.0.iter().map(|(_, it)| it).filter(|it| it.works_for(body));
        BodyPeople {
            officers: staff().filter(|it| it.officer).collect(),
            approvers: staff().filter(|it| it.approver).collect(),
        }
    }

    /// Who acts for a party here, if anybody does.
    pub fn acting_for(&self, party: &Party) -> Option<&Actor> {
        let acts = |it: &&Actor| crate::domain::access::acts_for(it, party);
        self.0.iter().map(|(_, it)| it).find(acts)
    }
}

fn account<'a>(username: &'a str, actor: &'a Actor, digest: &'a str) -> NewPerson<'a> {
    NewPerson {
        id: actor.user,
        username,
        name: &actor.name,
        position: &actor.position,
        password_digest: digest,
        body: actor.body.as_ref().map(|body| body.id),
        unit: actor.unit,
        officer: actor.officer,
        approver: actor.approver,
        approves_determinations: actor.approves_determinations,
    }
}

async fn body(db: &mut PgConnection, code: &str) -> anyhow::Result<ActorBody> {
    let found = people::workplace(db, code).await?;
    found.with_context(|| format!("没有代码为 {code} 的机构：请先运行 rongcuo migrate。"))
}
