//! One of the 当事单位和个人: who it is, that it falls under A3, and who holds 干部管理权限 over it (A9.1).
//! A new one gets its key with its page, so that a form sent twice names it once.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::draft::{Draft, Kept, Saved, unprocessable};
use super::overtaken::OvertakenPage;
use super::read;
use super::section::Section;
use super::task::Task;
use crate::casework::Stamp;
use crate::domain::case::PartyKind;
use crate::domain::filing::PARTIES_MAX;
use crate::platform::App;
use crate::platform::random::new_id;
use crate::web::error::Nope;
use crate::web::extract::{Form, Path};
use crate::web::form::{Choice, Typed, Wrong};
use crate::web::frame::Frame;

#[derive(Template, WebTemplate)]
#[template(path = "application/party.html")]
pub struct PartyPage {
    frame: Frame,
    stamp: Stamp,
    typed: Typed,
    wrong: Wrong,
    kinds: Vec<Choice>,
    authorities: Vec<Choice>,
    applicant: &'static str,
    /// The page that takes it out; none while it is not kept yet.
    remove: Option<String>,
}

/// The question before a party is taken out.
#[derive(Template, WebTemplate)]
#[template(path = "application/party_removal.html")]
pub struct PartyRemovalPage {
    frame: Frame,
    stamp: Stamp,
    name: String,
}

/// Opens the page of a new one.
pub async fn new(draft: Draft) -> Response {
    let path = Section::Party(new_id(draft.at)).path();
    Redirect::to(&draft.href(&path)).into_response()
}

pub async fn show(State(app): State<App>, Path((_, key)): Path<(String, Uuid)>, draft: Draft) -> PartyPage {
    page(&app, &draft, key, Wrong::default())
}

pub async fn submit(
    State(app): State<App>,
    Path((_, key)): Path<(String, Uuid)>,
    draft: Draft,
    form: Form,
) -> Result<Response, Nope> {
    let parties = draft.answers.parties();
    if parties.len() >= PARTIES_MAX && !parties.contains(&key) {
        return Ok(Redirect::to(&draft.href("parties")).into_response());
    }
    // Nobody is named yet: an empty page leaves no party in the list.
    if blank(&form.typed) && !parties.contains(&key) {
        if form.typed.has("then", "list") {
            return Ok(Redirect::to(&draft.list_href()).into_response());
        }
        let mut answers = draft.answers.clone();
        answers.put(Section::Party(key), &form.typed);
        let wrong = read::wrong(Section::Party(key), &answers, draft.writer());
        return Ok(unprocessable(page(&app, &draft, key, wrong)));
    }
    match draft.keep(&app, Section::Party(key), &form).await? {
        Kept::On(response) => Ok(response),
        Kept::Mend(draft, wrong) => Ok(unprocessable(page(&app, &draft, key, wrong))),
    }
}

fn blank(typed: &Typed) -> bool {
    typed
        .0
        .iter()
        .all(|(name, value)| name == "then" || value.trim().is_empty())
}

/// Asks before taking it out.
pub async fn ask(
    State(app): State<App>,
    Path((_, key)): Path<(String, Uuid)>,
    draft: Draft,
) -> Result<PartyRemovalPage, Nope> {
    if !draft.answers.parties().contains(&key) {
        return Err(Nope::NotFound);
    }
    let frame = draft.frame(&app, "移除当事单位或者个人", &Wrong::default());
    Ok(PartyRemovalPage {
        frame: frame.back(draft.href("parties"), "返回当事单位和个人"),
        stamp: draft.stamp(),
        name: name(&draft, key),
    })
}

/// Takes it out.
pub async fn remove(
    State(app): State<App>,
    Path((_, key)): Path<(String, Uuid)>,
    draft: Draft,
    form: Form,
) -> Result<Response, Nope> {
    let list = draft.href("parties");
    let mut answers = draft.answers.clone();
    answers.remove_party(key);
    match draft.save(&app, answers, form.stamp).await? {
        Saved::Overtaken(now) if now.answers.parties().contains(&key) => {
            let section = Section::Party(key);
            let form = Form {
                typed: now.answers.section(section),
                stamp: form.stamp,
            };
            Ok(OvertakenPage::show(&app, now, section, &form))
        }
        Saved::Done(_) | Saved::Overtaken(_) => Ok(Redirect::to(&list).into_response()),
    }
}

fn name(draft: &Draft, key: Uuid) -> String {
    match draft.answers.section(Section::Party(key)).text("name").trim() {
        "" => "这一名".to_owned(),
        name => name.to_owned(),
    }
}

fn page(app: &App, draft: &Draft, key: Uuid, wrong: Wrong) -> PartyPage {
    let section = Section::Party(key);
    let kind = |kind: &PartyKind| Choice::new(kind.code(), kind.short());
    let kept = draft.answers.parties().contains(&key);
    PartyPage {
        frame: draft
            .step(app, "当事单位或者个人", &wrong, Task::Parties)
            .back(draft.href("parties"), "返回当事单位和个人"),
        stamp: draft.stamp(),
        typed: draft.answers.section(section),
        wrong,
        kinds: PartyKind::ALL.iter().map(kind).collect(),
        authorities: vec![
            Choice::new("body", "受理机构"),
            Choice::new("organ", "其他机关").asks("a"),
        ],
        applicant: match draft.writer().kind() {
            PartyKind::Unit => "该当事单位即申请单位",
            PartyKind::Individual => "这就是申请人本人",
        },
        remove: kept.then(|| draft.href(&format!("{}/remove", section.path()))),
    }
}
