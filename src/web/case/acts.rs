//! An act (行为): what it says, what will follow, and the approver's decision. The drafter reads why it was returned, goes on
//! with it, or takes it back.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::content::{self, Section};
use super::history;
use super::open::OpenCase;
use crate::casework::{self, Answer, Stamp, Verdict};
use crate::documents::html::{Look, Paper};
use crate::domain::access;
use crate::domain::act::{ActState, Hands};
use crate::domain::dates::{day, moment};
use crate::domain::deadline::Cause;
use crate::domain::ids::ActId;
use crate::domain::refusal::Refusal;
use crate::domain::ruling::Ruling;
use crate::platform::App;
use crate::store;
use crate::store::acts::{ActMove, ActRecord};
use crate::web::door::Form;
use crate::web::error::Nope;
use crate::web::flash::Flash;
use crate::web::form::{Choice, Typed, Wrong};
use crate::web::frame::Frame;
use crate::web::parts::Moment;

/// An act to be read, and decided by who may.
#[derive(Template, WebTemplate)]
#[template(path = "case/act.html")]
struct ActPage {
    frame: Frame,
    number: String,
    title: String,
    what: &'static str,
    state: &'static str,
    sections: Vec<Section>,
    moves: Vec<Moment>,
    follows: Vec<String>,
    papers: Vec<String>,
    checks: Vec<(bool, String)>,
    verdicts: Vec<Choice>,
    decides: bool,
    amends: Option<String>,
    takes_back: bool,
    href: String,
    stamp: Stamp,
    since: Vec<Moment>,
    typed: Typed,
    wrong: Wrong,
}

/// Shows an act to the drafter or to those inside.
///
/// # Errors
/// There is none that this person may see.
pub async fn show(State(app): State<App>, open: OpenCase) -> Result<Response, Nope> {
    let (record, moves) = read(&app, &open).await?;
    Ok(page(&app, &open, &record, &moves, Typed::default(), Wrong::default()).into_response())
}

/// Takes an approver's decision.
///
/// # Errors
/// There is no such act for this person.
pub async fn decide(State(app): State<App>, open: OpenCase, form: Form) -> Result<Response, Nope> {
    let (record, moves) = read(&app, &open).await?;
    let verdict = match form.typed.text("verdict") {
        "approve" => Verdict::Approve,
        "return" => Verdict::Return(form.typed.text("note").to_owned()),
        _ => {
            let wrong = Wrong::field("verdict", "选择同意或者退回");
            return Ok(unprocessable(page(
                &app, &open, &record, &moves, form.typed, wrong,
            )));
        }
    };
    let done = if matches!(verdict, Verdict::Approve) {
        Flash::Approved
    } else {
        Flash::Returned
    };
    match casework::decide(
        &app,
        &open.actor,
        open.case.id,
        record.act.id,
        form.stamp,
        verdict,
    )
    .await?
    {
        Answer::Done(_) | Answer::Saved | Answer::Submitted => Ok(open.done(done)),
        Answer::Before => Ok(open.done(Flash::Before)),
        Answer::NotFound => Err(Nope::NotFound),
        Answer::Refused(refusal @ Refusal::ReturnWithoutReason) => {
            let wrong = Wrong::field("note", refusal.to_string());
            Ok(unprocessable(page(
                &app, &open, &record, &moves, form.typed, wrong,
            )))
        }
        Answer::Refused(refusal) => Ok(unprocessable(page(
            &app,
            &open,
            &record,
            &moves,
            form.typed,
            refusal.into(),
        ))),
        Answer::Overtaken(events) => {
            let id = open.case.id;
            let now = OpenCase::open(&app, open.actor, id, open.subject).await?;
            let (record, moves) = read(&app, &now).await?;
            let mut shown = page(&app, &now, &record, &moves, form.typed, Wrong::default());
            shown.since = history::moments(&events, &now.case, now.today());
            if shown.since.is_empty() {
                shown.since = moved(&moves);
            }
            Ok((StatusCode::CONFLICT, shown).into_response())
        }
    }
}

/// The drafter takes an act back.
///
/// # Errors
/// There is no such act of this person.
pub async fn take_back(State(app): State<App>, open: OpenCase) -> Result<Response, Nope> {
    let (record, _) = read(&app, &open).await?;
    let id = record.act.id;
    match casework::take_back(&app, &open.actor, open.case.id, id).await? {
        Answer::NotFound => Err(Nope::NotFound),
        Answer::Refused(Refusal::NotYourDraft) => Err(Nope::Forbidden("只有起草人可以收回。")),
        Answer::Refused(_) => Ok(Redirect::to(&format!("{}/acts/{id}", open.href())).into_response()),
        _ => Ok(open.done(Flash::TakenBack)),
    }
}

async fn read(app: &App, open: &OpenCase) -> Result<(ActRecord, Vec<ActMove>), Nope> {
    let id = open.subject.map(ActId).ok_or(Nope::NotFound)?;
    let mut db = app.pool.acquire().await?;
    let record = store::acts::read(&mut db, open.case.id, id)
        .await?
        .ok_or(Nope::NotFound)?;
    let own = record.act.drafted_by == open.actor.user;
    let seen = own || (open.sight.inside() && record.act.state != ActState::Draft);
    if !seen {
        return Err(Nope::NotFound);
    }
    let moves = store::acts::moves(&mut db, id).await?;
    Ok((record, moves))
}

fn unprocessable(page: ActPage) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

fn page(
    app: &App,
    open: &OpenCase,
    record: &ActRecord,
    moves: &[ActMove],
    typed: Typed,
    wrong: Wrong,
) -> ActPage {
    let act = &record.act;
    let hands = Hands::Two {
        drafter: act.drafted_by,
        approver: &open.actor,
    };
    let may = access::may(&open.case, act.kind.row(), act.subject, hands);
    let decides = act.state == ActState::Waiting && may.is_ok();
    let own = act.drafted_by == open.actor.user;
    let ruling = record
        .step
        .as_ref()
        .filter(|_| act.state == ActState::Waiting)
        .map(|step| {
            // What is shown is what a second person's approval would do; who looks does not change it.
            crate::domain::ruling::preview(&open.case, step, hands, &now(open))
        });
    let (follows, papers) = match &ruling {
        Some(Ok(ruling)) => (follows(ruling, open), papers(ruling, app.demo())),
        _ => (vec![], vec![]),
    };
    let title = if decides {
        format!("审批：{}", act.kind.name())
    } else {
        act.kind.name().to_owned()
    };
    ActPage {
        frame: Frame::for_page(app, Some(&open.actor), title)
            .here("/cases")
            .back(open.href(), "返回案件")
            .errors(!wrong.is_empty()),
        number: open.case.number.clone(),
        title: open.case.title.clone(),
        what: act.kind.name(),
        state: act.state.short(),
        sections: record
            .step
            .as_ref()
            .map(|step| content::sections(step, &open.case))
            .unwrap_or_default(),
        moves: moved(moves),
        follows,
        papers,
        checks: checks(may, ruling.and_then(Result::err)),
        verdicts: vec![Choice::new("approve", "同意"), Choice::new("return", "退回修改")],
        decides,
        amends: (own && act.state.amendable()).then(|| form_href(open, record)),
        takes_back: own
            && matches!(
                act.state,
                ActState::Draft | ActState::Waiting | ActState::Returned
            ),
        href: format!("{}/acts/{}", open.href(), act.id),
        stamp: open.stamp(),
        since: vec![],
        typed,
        wrong,
    }
}

fn now(open: &OpenCase) -> crate::domain::ruling::Moment<'static> {
    crate::domain::ruling::Moment {
        at: open.at,
        new_id: &uuid::Uuid::now_v7,
    }
}

/// Where the drafter goes on with an act.
fn form_href(open: &OpenCase, record: &ActRecord) -> String {
    super::offers::href(open, record.act.kind, record.act.subject)
}

fn moved(moves: &[ActMove]) -> Vec<Moment> {
    let line = |it: &ActMove| Moment {
        what: match ActState::from_code(&it.state) {
            Some(ActState::Waiting) => "送审".to_owned(),
            Some(state) => state.short().to_owned(),
            None => it.state.clone(),
        },
        href: None,
        note: it.note.clone(),
        who: format!("{} · {}", it.name, moment(it.at)),
        basis: None,
        formal: true,
    };
    moves.iter().rev().map(line).collect()
}

/// The checks of procedure, as an approver wants them answered before signing.
fn checks(may: Result<(), Refusal>, against: Option<Refusal>) -> Vec<(bool, String)> {
    let mut checks = vec![match may {
        Ok(()) => (true, "起草人不是您，您不是本案的经办人或者当事人".to_owned()),
        Err(refusal) => (false, refusal.to_string()),
    }];
    checks.push(match against {
        None => (true, "各项法定条件已经核对".to_owned()),
        Some(refusal) => (false, format!("{refusal}（{}）", refusal.basis())),
    });
    checks
}

/// Everything that will follow from an approval.
fn follows(ruling: &Ruling, open: &OpenCase) -> Vec<String> {
    let mut lines: Vec<_> = ruling
        .to
        .iter()
        .map(|to| format!("案件进入“{}”", to.name()))
        .collect();
    for movement in &ruling.clocks {
        let name = movement.kind.name();
        lines.push(match &movement.cause {
            Cause::Started { on, days } => {
                let due = open.calendar().nth_working_day(*on, *days);
                let until = due.map(|due| format!("，{} 届满", day(due))).unwrap_or_default();
                format!("{name}期限开始计算：{days} 个工作日{until}")
            }
            Cause::Met { .. } => format!("{name}期限完成"),
            Cause::Cancelled { .. } => format!("{name}期限不再计算"),
            _ => format!("{name}期限变动"),
        });
    }
    for draft in &ruling.documents {
        let to = draft.document.to.clone().unwrap_or_default();
        lines.push(format!(
            "编文号，向{to}印发{}，印发后不能更改",
            draft.kind.short()
        ));
    }
    if lines.is_empty() {
        lines.push("记入办理经过".to_owned());
    }
    lines
}

fn papers(ruling: &Ruling, demo: bool) -> Vec<String> {
    let paper = |draft: &crate::domain::document::Draft| {
        Paper {
            document: draft.document.clone(),
            look: Look::Official,
            demo,
        }
        .to_string()
    };
    ruling.documents.iter().map(paper).collect()
}
