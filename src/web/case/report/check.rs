//! 核对并提交审批: what follows from the draft for each party, everything that it says, and everything that is wrong with it,
//! each with the page that mends it. What is sent is what was checked.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::draft::{self, ReportDraft};
use super::read;
use super::standing::Standing;
use super::task::{Task, mark};
use super::{apart, authority_field, factor_field, own_factor_field, statement_field};
use crate::casework::{self, Answer, Stamp};
use crate::domain::act::TakenBy;
use crate::domain::case::{Case, Party};
use crate::domain::procedure::Kind;
use crate::domain::regulation::{Article, Condition, Factor};
use crate::domain::step::{Asked, LegalStep, Step};
use crate::platform::App;
use crate::store::acts::ActRecord;
use crate::web::case::check_line::CheckLine;
use crate::web::case::follows;
use crate::web::case::form::{DraftHead, lapsed_draft, lawful};
use crate::web::case::open::OpenCase;
use crate::web::case::timeline::TimelineEntry;
use crate::web::case::unavailable;
use crate::web::error::Nope;
use crate::web::extract::Form;
use crate::web::flash::Flash;
use crate::web::form::{Typed, Wrong};
use crate::web::frame::Frame;

#[derive(Template, WebTemplate)]
#[template(path = "case/report/check.html")]
pub struct CheckPage {
    frame: Frame,
    number: String,
    stamp: Stamp,
    seen: String,
    draft: DraftHead,
    list: String,
    refusal: Wrong,
    since: Vec<TimelineEntry>,
    faults: Vec<Fault>,
    names: Vec<&'static str>,
    standings: Vec<Standing>,
    facts: Answered,
    remedies: Answered,
    statements: Vec<Answered>,
    /// Who holds the authority over each.
    authorities: Vec<Answered>,
    distinctions: Answered,
    weighed: Weighed,
    other: Answered,
    checks: Vec<CheckLine>,
    follows: Vec<String>,
    lenience: Article,
    conditions: Article,
    circumstances: Article,
    opinion: Article,
}

/// What is wrong, and the page that mends it.
struct Fault {
    href: String,
    text: String,
}

/// A text of the draft, with the page that changes it.
struct Answered {
    name: String,
    text: String,
    href: String,
}

/// The six factors: once for all, or party by party.
struct Weighed {
    heads: Vec<String>,
    rows: Vec<(&'static str, Vec<(String, String)>)>,
    hrefs: Vec<(String, String)>,
}

/// Shows everything before it is sent.
///
/// # Errors
/// The database failed.
pub async fn show(State(app): State<App>, open: OpenCase, frame: Frame) -> Result<Response, Nope> {
    if let Err(why) = open.available(Kind::Report) {
        let typed = lapsed_draft(&app, &open, Kind::Report).await?;
        return Ok(unavailable::instead_of(&app, &open, Kind::Report, why, &typed));
    }
    let draft = ReportDraft::read(&app, &open).await?;
    if draft.waits {
        return Ok(open.done(Flash::Waiting));
    }
    Ok(page(frame, &open, draft, Wrong::default(), vec![]).into_response())
}

/// Puts the draft before an approver, as it was checked.
///
/// # Errors
/// The database failed.
pub async fn submit(
    State(app): State<App>,
    open: OpenCase,
    frame: Frame,
    form: Form,
) -> Result<Response, Nope> {
    if let Err(why) = open.available(Kind::Report) {
        let sent = (&form.typed, form.stamp);
        return unavailable::given_back(&app, &open, Kind::Report, why, sent).await;
    }
    let draft = ReportDraft::read(&app, &open).await?;
    let read = read::report(&open.case, &draft.typed).and_then(|it| lawful(&open, it));
    let step = match read {
        Ok(step) => Step::Report(step),
        Err(wrong) => return Ok(again(frame, &open, draft, wrong)),
    };
    let seen = form.typed.text("seen");
    let whole = |case: &Case, known: Option<&ActRecord>| {
        let now = draft::typed_in(known);
        let checked = case.version == form.stamp.version && now == draft.typed && mark(&now) == seen;
        checked.then(|| draft::over(&open, known, now, Some(step)))
    };
    let about = (Kind::Report, open.subject);
    let answer = casework::redraft(&app, &open.actor, open.case.id, form.stamp.once, about, whole).await?;
    match answer {
        Answer::Done(_) => Ok(open.done(Flash::Submitted)),
        Answer::Before => Ok(open.done(Flash::Before)),
        Answer::NotFound => Err(Nope::NotFound),
        Answer::Refused(refusal) => Ok(again(frame, &open, draft, refusal.into())),
        Answer::Overtaken => overtaken(&app, frame, open, form.stamp.version).await,
    }
}

fn again(frame: Frame, open: &OpenCase, draft: ReportDraft, wrong: Wrong) -> Response {
    let page = page(frame, open, draft, wrong, vec![]);
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// The draft or the case changed after it was checked: it is shown as it is now, to be checked again.
async fn overtaken(app: &App, frame: Frame, open: OpenCase, seen: i32) -> Result<Response, Nope> {
    let now = OpenCase::open(app, open.actor, open.case.id, open.subject).await?;
    if let Err(why) = now.available(Kind::Report) {
        let typed = lapsed_draft(app, &now, Kind::Report).await?;
        return Ok(unavailable::instead_of(app, &now, Kind::Report, why, &typed));
    }
    let draft = ReportDraft::read(app, &now).await?;
    let wrong = Wrong::refused("您核对以后，这份报告的草稿或者案件有了变化。请再核对一遍，然后提交。");
    let since = unavailable::since(&now, seen);
    let page = page(frame, &now, draft, wrong, since);
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// The page of a draft that is to be checked.
pub fn page(
    frame: Frame,
    open: &OpenCase,
    draft: ReportDraft,
    wrong: Wrong,
    since: Vec<TimelineEntry>,
) -> CheckPage {
    let (case, typed) = (&open.case, &draft.typed);
    let list = format!("{}/report", open.href());
    let read = read::report(case, typed);
    let faults = match &read {
        Ok(_) => faults(case, typed, &wrong),
        Err(unread) => faults(case, typed, unread),
    };
    let checks = read.map_or_else(
        |_| vec![],
        |report| {
            open.at_this_moment(|now| {
                let taken_by = TakenBy::One(&open.actor);
                report.checks(Asked { case, taken_by, now })
            })
        },
    );
    let answered = |task: Task, name: &str, text: &str| Answered {
        name: name.into(),
        text: text.into(),
        href: format!("{list}/{}", task.path()),
    };
    let statement = |it: &Party| answered(Task::Statement(it.no), &it.name, typed.text(&statement_field(it)));
    let authority = |it: &Party| {
        let text = |what: &str| typed.text(&authority_field(it, what)).trim();
        let holder = match text("holder") {
            "body" => "本机关",
            _ => text("organ"),
        };
        let said = [holder, text("basis")].into_iter().filter(|it| !it.is_empty());
        let said: Vec<_> = said.collect();
        answered(Task::Statement(it.no), &it.name, &said.join("。依据："))
    };
    CheckPage {
        number: case.number.clone(),
        stamp: open.stamp(),
        seen: mark(typed),
        refusal: Wrong {
            refusal: wrong.refusal,
            ..Wrong::default()
        },
        since,
        faults,
        names: Condition::ALL.iter().map(|it| it.short()).collect(),
        standings: Standing::of_all(case, typed),
        facts: answered(Task::Facts, "查明的事实", typed.text("facts")),
        remedies: answered(Task::Facts, "补救措施", typed.text("remedies")),
        statements: case.taking_part().map(statement).collect(),
        authorities: case.taking_part().map(authority).collect(),
        distinctions: answered(
            Task::Distinctions,
            "“三个区分开来”的分析",
            typed.text("distinctions"),
        ),
        weighed: weighed(case, typed, &list),
        other: answered(Task::Opinion, "其他情况", typed.text("other")),
        checks: checks.into_iter().map(CheckLine::from).collect(),
        follows: follows::always(Kind::Report.row(), case.status),
        lenience: Article::A9_1,
        conditions: Article::A6,
        circumstances: Article::A7,
        opinion: Article::A8_3,
        frame: frame
            .titled(format!("{} 核对核实报告", case.number))
            .back(&list, "返回核实报告")
            .here("/cases"),
        draft: draft.head,
        list,
    }
}

fn faults(case: &Case, typed: &Typed, wrong: &Wrong) -> Vec<Fault> {
    let fault = |(name, text): &(String, String)| {
        let task = Task::asking(name, case, typed);
        let path = task.map_or_else(String::new, |it| format!("/{}#{name}", it.path()));
        Fault {
            href: format!("/cases/{}/report{path}", case.id),
            text: text.clone(),
        }
    };
    wrong.rows().iter().map(fault).collect()
}

fn weighed(case: &Case, typed: &Typed, list: &str) -> Weighed {
    let apart = apart(case, typed);
    let own: Vec<_> = case.taking_part().filter(|_| apart).collect();
    let text = |name: &str, field: &str| (name.to_owned(), typed.text(field).trim().to_owned());
    let row = |it: &Factor| {
        let texts = match apart {
            true => own
                .iter()
                .map(|party| text(&party.name, &own_factor_field(party, *it)))
                .collect(),
            false => vec![text("综合考虑", &factor_field(*it))],
        };
        (it.short(), texts)
    };
    let href = |task: Task, name: &str| (name.to_owned(), format!("{list}/{}", task.path()));
    Weighed {
        heads: match apart {
            true => own.iter().map(|it| it.name.clone()).collect(),
            false => vec!["综合考虑".into()],
        },
        rows: Factor::ALL.iter().map(row).collect(),
        hrefs: match apart {
            true => own
                .iter()
                .map(|it| href(Task::Factors(it.no), &it.name))
                .collect(),
            false => vec![href(Task::Opinion, "")],
        },
    }
}
