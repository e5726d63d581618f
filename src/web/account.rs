//! The account page (我的账号): who I am here, and a new password.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;

use crate::domain::actor::Actor;
use crate::domain::dates::{full_day, shanghai_day, time_of_day};
use crate::platform::App;
use crate::platform::guesses::Place;
use crate::store::people::{self, Account};
use crate::store::sessions::{self, Others};
use crate::web::device;
use crate::web::error::Nope;
use crate::web::extract::Form;
use crate::web::flash::Flash;
use crate::web::form::{Reading, Typed, Wrong};
use crate::web::frame::{Frame, home};
use crate::web::samples::{self, Sample};
use crate::web::session::{self, PASSWORD_CHARS_MAX};
use crate::web::visitor::Visitor;

/// My own account.
#[derive(Template, WebTemplate)]
#[template(path = "account.html")]
pub struct AccountPage {
    pub frame: Frame,
    /// Passwords are never shown again: this only keeps the shape of a form.
    pub typed: Typed,
    /// What is wrong with the new password.
    pub wrong: Wrong,
    pub name: String,
    /// What I sign in with.
    pub username: String,
    /// What I may do and where: 成都高新区管委会 · 经办人.
    pub roles: Vec<String>,
    /// When I signed in before.
    pub last: String,
    /// Whether I work for a body, which keeps phrases.
    pub staff: bool,
    /// The first sign-in of an account somebody else made: nothing else before this.
    pub must_change: bool,
    /// A demo identity, which has no password.
    pub demo: bool,
}

/// The shortest password one may choose.
pub const PASSWORD_CHARS_MIN: usize = 10;

impl AccountPage {
    fn least(&self) -> usize {
        PASSWORD_CHARS_MIN
    }
}

pub async fn show(
    State(app): State<App>,
    actor: Actor,
    visitor: Visitor,
    frame: Frame,
) -> Result<AccountPage, Nope> {
    let account = read_account(&app, &actor, &visitor).await?;
    Ok(page(&actor, &visitor, frame, account, Wrong::default()))
}

/// The account, and what is known of its other sessions.
async fn read_account(app: &App, actor: &Actor, visitor: &Visitor) -> Result<(Account, Others), Nope> {
    let mut db = app.pool.acquire().await?;
    let account = people::account(&mut db, actor.user).await?;
    let token = visitor.token.ok_or(Nope::NotFound)?;
    let others = sessions::others(&mut db, &token, actor.user, app.clock.now()).await?;
    Ok((account, others))
}

/// `POST /account`: a new password. All other sessions of the person end, and this one gets a new token.
pub async fn submit(
    State(app): State<App>,
    actor: Actor,
    visitor: Visitor,
    frame: Frame,
    form: Form,
) -> Result<Response, Nope> {
    let account = read_account(&app, &actor, &visitor).await?;
    let jar = match change(&app, &actor, &account.0, &form.typed).await? {
        Ok(jar) => jar,
        Err(wrong) => {
            let page = page(&actor, &visitor, frame, account, wrong);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let next = if visitor.must_change_password() {
        home(&actor)
    } else {
        "/account"
    };
    Ok((jar, Flash::PasswordChanged.at(next)).into_response())
}

/// Changes the password, and tells the cookies of the session that begins with it.
async fn change(
    app: &App,
    actor: &Actor,
    account: &Account,
    typed: &Typed,
) -> Result<Result<CookieJar, Wrong>, Nope> {
    let new = match read(app, actor, account, typed).await {
        Ok(new) => new,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let digest = app.passwords.digest(actor.user.0, new).await?;
    let both = (account.password_digest.as_str(), digest.as_str());
    let mut tx = app.pool.begin().await?;
    if !people::replace_password(&mut tx, actor.user, both, false).await? {
        return Ok(Err(Wrong::refused(
            "您的密码刚刚由管理员重置，或者在别处更换，这次没有更换。请用新的密码重新登录。",
        )));
    }
    sessions::end_all(&mut tx, actor.user).await?;
    let (cookie, _) = session::open(app, &mut tx, actor.user).await?;
    tx.commit().await?;
    let known = device::cookie(app, actor.user, &digest)?;
    Ok(Ok(CookieJar::new().add(cookie).add(known)))
}

async fn read(app: &App, actor: &Actor, account: &Account, typed: &Typed) -> Result<String, Wrong> {
    if actor.demo {
        return Err(Wrong::refused("演示账号没有密码，不能更换。"));
    }
    let new = read_new(&account.username, typed)?;
    // A stolen session must not become a way to guess the password.
    let place = Place::Known("signed in".into());
    let guess = app.guesses.attempt(&account.username, &place, app.clock.now());
    let guess = guess.map_err(|wait| {
        let seconds = wait.whole_seconds() + 1;
        Wrong::refused(format!("尝试次数太多，请在 {seconds} 秒以后再试。"))
    })?;
    let old = typed.text("old").to_owned();
    if !app
        .passwords
        .matches(old, Some((actor.user.0, account.password_digest.clone())))
        .await
    {
        guess.failed();
        return Err(Wrong::field("old", "现在的密码不正确"));
    }
    guess.succeeded();
    Ok(new)
}

fn read_new(username: &str, typed: &Typed) -> Result<String, Wrong> {
    let mut reading = Reading::new(typed);
    let (old, new, again) = (typed.text("old"), typed.text("new"), typed.text("again"));
    if old.is_empty() {
        reading.wrong("old", "输入现在的密码");
    }
    let chars = new.chars().count();
    if chars < PASSWORD_CHARS_MIN {
        reading.wrong("new", format!("新密码至少 {PASSWORD_CHARS_MIN} 个字符"));
    } else if chars > PASSWORD_CHARS_MAX {
        reading.wrong("new", format!("新密码最多 {PASSWORD_CHARS_MAX} 个字符"));
    } else if new.to_lowercase().contains(username) {
        reading.wrong("new", "新密码不能包含用户名");
    } else if new == old {
        reading.wrong("new", "新密码要和现在的不同");
    } else if new != again {
        reading.wrong("again", "两次输入的新密码不一致，请重新输入");
    }
    reading.done(new.to_owned())
}

fn page(
    actor: &Actor,
    visitor: &Visitor,
    frame: Frame,
    (account, others): (Account, Others),
    wrong: Wrong,
) -> AccountPage {
    let whose = frame.body_name.clone().unwrap_or_default();
    let mut roles = vec![format!("{whose} · {}", actor.role())];
    if actor.approves_determinations {
        roles.push(format!("{whose} · 容错认定审批"));
    }
    AccountPage {
        frame: frame.titled("我的账号").errors(!wrong.is_empty()),
        typed: Typed::default(),
        wrong,
        name: actor.name.clone(),
        username: account.username,
        roles,
        last: last_time(&others),
        staff: actor.staff(),
        must_change: visitor.must_change_password(),
        demo: actor.demo,
    }
}

/// When one was here before, so that a sign-in by somebody else is noticed.
fn last_time(others: &Others) -> String {
    let last = match others.last {
        Some(at) => format!("{} {}", full_day(shanghai_day(at)), time_of_day(at)),
        None => "最近七天没有".to_owned(),
    };
    match others.standing {
        0 => last,
        many => format!("{last}（另有 {many} 处登录没有退出）"),
    }
}

/// A first sign-in with a wrong old password.
pub fn samples() -> Vec<Sample> {
    let page = AccountPage {
        frame: Frame {
            has_errors: true,
            ..samples::frame("我的账号")
        },
        typed: Typed::default(),
        wrong: Wrong {
            fields: vec![("old".into(), "现在的密码不对".into())],
            ..Wrong::default()
        },
        name: "陈砚秋".into(),
        username: "chenyanqiu".into(),
        roles: vec!["成都高新区管委会 · 经办人".into()],
        last: "2026年3月2日 17:40（另有 1 处登录没有退出）".into(),
        staff: true,
        must_change: true,
        demo: false,
    };
    vec![Sample::of("account", &page)]
}
