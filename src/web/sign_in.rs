//! The sign-in page (登录), and in a demo the identities one may step into.
//! `/` is this page for those who are not signed in; the others are led to where they work.

use std::cmp::Reverse;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::platform::App;
use crate::store::people::{self, DemoPerson};
use crate::web::error::Nope;
use crate::web::extract::Query;
use crate::web::form::{Typed, Wrong};
use crate::web::frame::{Frame, home};
use crate::web::samples::{self, Sample};
use crate::web::visitor::{Visitor, own};

/// The demo's people who stand before the bodies.
const APPLICANTS: &str = "申请人、当事人";

/// What a person who is not signed in sees.
#[derive(Template, WebTemplate)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    /// The frame, without a person.
    pub frame: Frame,
    /// What was typed; a password is never shown again.
    pub typed: Typed,
    pub wrong: Wrong,
    /// Where the person wanted to go.
    pub next: Option<String>,
    /// A form sent after the session had ended, to be laid before the person again.
    pub kept: Option<String>,
    /// The demo's people; empty outside a demo.
    pub demo: Vec<Identities>,
}

/// The demo's people of one body or kind.
pub struct Identities {
    /// The body, or 申请人.
    pub name: String,
    pub people: Vec<Identity>,
}

/// One of the demo's people.
pub struct Identity {
    /// Their user id.
    pub id: String,
    /// What they are: 经办人.
    pub role: String,
    /// Their fictitious name.
    pub name: String,
}

/// Where the person wanted to go.
#[derive(Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    next: String,
}

pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Nope> {
    if let Some(session) = &visitor.session {
        // Nothing is lost on the way: what was to be said is said there.
        let there = own(&wanted.next).unwrap_or(home(&session.actor));
        return Ok(Redirect::to(there).into_response());
    }
    let demo = identities(&app).await?;
    let page = SignInPage {
        frame: Frame::of(&app, visitor).titled("登录"),
        typed: Typed::default(),
        wrong: Wrong::default(),
        next: own(&wanted.next).map(str::to_owned),
        kept: None,
        demo,
    };
    Ok(page.into_response())
}

/// The demo's people, body by body, where a demo is open.
pub async fn identities(app: &App) -> Result<Vec<Identities>, Nope> {
    let people = people::demo_people(&mut *app.pool.acquire().await?).await?;
    app.set_demo(!people.is_empty());
    if !app.config.demo_is_open() {
        return Ok(vec![]);
    }
    let mut groups: Vec<Identities> = Vec::new();
    for person in people {
        let name = person.body.clone().unwrap_or_else(|| APPLICANTS.to_owned());
        let identity = identity(person);
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.people.push(identity),
            None => groups.push(Identities {
                name,
                people: vec![identity],
            }),
        }
    }
    // In the order in which one walks through a case: who applies, then the body where most of it happens.
    groups.sort_by_key(|it| (it.name != APPLICANTS, Reverse(it.people.len())));
    Ok(groups)
}

fn identity(person: DemoPerson) -> Identity {
    let role = match (person.officer, person.approver, person.unit) {
        (_, true, _) => "负责人".to_owned(),
        (true, false, _) => "经办人".to_owned(),
        (false, false, Some(unit)) => unit,
        (false, false, None) => "个人".to_owned(),
    };
    Identity {
        id: person.id.to_string(),
        role,
        name: person.name,
    }
}

/// With and without a demo, and after a wrong password.
pub fn samples() -> Vec<Sample> {
    let person = |id: &str, role: &str, name: &str| Identity {
        id: id.into(),
        role: role.into(),
        name: name.into(),
    };
    let staff = vec![
        person("3", "经办人", "陈砚秋"),
        person("5", "负责人", &samples::longest()[..120]),
    ];
    let group = |name: &str, people| Identities {
        name: name.into(),
        people,
    };
    let page = |demo, wrong: Wrong| SignInPage {
        frame: samples::signed_out("登录").errors(!wrong.is_empty()),
        typed: Typed::from([("username", "chenyanqiu")]),
        wrong,
        next: None,
        kept: None,
        demo,
    };
    let applicants = group("申请人", vec![person("1", "单位申请人", "周予安，高新区××局")]);
    let people = vec![applicants, group("成都高新技术产业开发区管理委员会", staff)];
    let wrong = Wrong::field("password", "用户名或者密码不对");
    vec![
        Sample::of("sign_in demo", &page(people, Wrong::default())),
        Sample::of("sign_in wrong", &page(vec![], wrong)),
    ]
}
