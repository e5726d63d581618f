//! Every address of the program on one page, grouped by who uses it. What stands around them is `layers`' affair; who may do
//! what is said by `domain::access`, and the matrix of the tests has a row for each line here.

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};

use crate::platform::App;
use crate::web::application::{
    accountability, applicant, begin, body, check, circumstances, condition, discard, files, matter, paper,
    parties, party, receipt, tasks,
};
use crate::web::case::form::{StepForm, show, submit};
use crate::web::case::{
    account as link, acts, clarification, closure, correction, deadlines, determination, documents, evidence,
    hearing, initiation, notice, objection, page, replacement, report, service, withdrawal,
};
use crate::web::error::Nope;
use crate::web::rescue::dead_link;
use crate::web::{account, assets, cases, health, help, law, my_cases, session, sign_in, visitor, work};

/// All pages. Everything else is not found.
pub fn pages(app: &App) -> Router<App> {
    let signed_in = home()
        .merge(application())
        .merge(questions())
        .merge(case())
        .merge(until_determination())
        .merge(after_determination())
        .route_layer(from_fn_with_state(app.clone(), dead_link::give_back))
        .route_layer(from_fn_with_state(app.clone(), visitor::signed_in));
    for_everybody().merge(signed_in).fallback(nothing_here)
}

/// For browsers and supervisors: no session, no layout.
#[rustfmt::skip]
pub fn for_machines() -> Router<App> {
    Router::new()
        .route(assets::css_path(), get(assets::css))
        .route(assets::js_path(),  get(assets::js))
        .route("/favicon.svg",     get(assets::icon))
        .route("/healthz",         get(health::alive))
        .route("/readyz",          get(health::ready))
}

#[rustfmt::skip]
fn for_everybody() -> Router<App> {
    Router::new()
        .route("/",             get(sign_in::show))
        .route("/law",          get(law::show))
        .route("/help",         get(help::show))
        .route("/session",      post(session::begin))
        .route("/session/end",  post(session::end))
        .route("/demo/session", post(session::begin_demo))
}

/// Where one begins, and one's own account.
#[rustfmt::skip]
fn home() -> Router<App> {
    Router::new()
        .route("/work",    get(work::show))
        .route("/cases",   get(cases::show))
        .route("/my",      get(my_cases::show))
        .route("/account", get(account::show).post(account::submit))
}

/// An application, from its beginning to its receipt.
#[rustfmt::skip]
fn application() -> Router<App> {
    Router::new()
        .route("/applications",                          post(begin::submit))
        .route("/applications/{id}",                     get(tasks::show))
        .route("/applications/{id}/files",               get(files::show).post(files::submit))
        .route("/applications/{id}/files/{file}/remove", post(files::remove))
        .route("/applications/{id}/check",               get(check::show).post(check::submit))
        .route("/applications/{id}/paper",               get(paper::show))
        .route("/applications/{id}/discard",             get(discard::show).post(discard::submit))
        .route("/cases/{id}/filing",                     get(paper::filed))
        .route("/cases/{id}/receipt",                    get(receipt::show))
}

/// The pages of an application that ask, one question each.
#[rustfmt::skip]
fn questions() -> Router<App> {
    Router::new()
        .route("/applications/{id}/applicant",            get(applicant::show).post(applicant::submit))
        .route("/applications/{id}/body",                 get(body::show).post(body::submit))
        .route("/applications/{id}/parties",              get(parties::show))
        .route("/applications/{id}/parties/new",          get(party::new))
        .route("/applications/{id}/parties/{key}",        get(party::show).post(party::submit))
        .route("/applications/{id}/parties/{key}/remove", get(party::ask).post(party::remove))
        .route("/applications/{id}/matter",               get(matter::show).post(matter::submit))
        .route("/applications/{id}/accountability",       get(accountability::show).post(accountability::submit))
        .route("/applications/{id}/conditions",           get(condition::first))
        .route("/applications/{id}/conditions/{number}",  get(condition::show).post(condition::submit))
        .route("/applications/{id}/circumstances",        get(circumstances::show).post(circumstances::submit))
}

/// A case, what lies in it, and the acts under way.
#[rustfmt::skip]
fn case() -> Router<App> {
    Router::new()
        .route("/cases/{id}",                           get(page::show))
        .route("/cases/{id}/documents/{subject}",       get(documents::show))
        .route("/cases/{id}/files/{subject}",           get(documents::file))
        .route("/cases/{id}/deadlines/{subject}",       get(deadlines::show))
        .route("/cases/{id}/acts/{subject}",            get(acts::show))
        .route("/cases/{id}/acts/{subject}/approval",   get(acts::show).post(acts::decide))
        .route("/cases/{id}/acts/{subject}/recall",     post(acts::recall))
        .route("/cases/{id}/acts/{subject}/discard",    get(acts::ask_to_discard).post(acts::discard))
}

/// The steps from the filing to the determination (启动, 核实, 认定).
#[rustfmt::skip]
fn until_determination() -> Router<App> {
    Router::new()
        .route("/cases/{id}/initiation",                form::<initiation::InitiationForm>())
        .route("/cases/{id}/declining",                 form::<initiation::DecliningForm>())
        .route("/cases/{id}/withdrawal",                form::<withdrawal::WithdrawalForm>())
        .route("/cases/{id}/officers",                  form::<replacement::ReplacementForm>())
        .route("/cases/{id}/parties/{subject}/account", form::<link::LinkForm>())
        .route("/cases/{id}/evidence",                  form::<evidence::EvidenceForm>())
        .route("/cases/{id}/parties/{subject}/hearing", form::<hearing::HearingForm>())
        .route("/cases/{id}/report",                    form::<report::ReportForm>())
        .route("/cases/{id}/determination",             form::<determination::DeterminationForm>())
}

/// The steps after it (送达, 通报, 异议, 纠错, 澄清, 办结).
#[rustfmt::skip]
fn after_determination() -> Router<App> {
    Router::new()
        .route("/cases/{id}/documents/{subject}/service",            form::<service::ServiceForm>())
        .route("/cases/{id}/notice",                                 form::<notice::NoticeForm>())
        .route("/cases/{id}/parties/{subject}/objection",            form::<objection::ObjectionForm>())
        .route("/cases/{id}/objections/{subject}/decision",          form::<objection::DecisionForm>())
        .route("/cases/{id}/corrections/{subject}/report",           form::<correction::ReportForm>())
        .route("/cases/{id}/corrections/{subject}/verdict",          form::<correction::VerdictForm>())
        .route("/cases/{id}/parties/{subject}/clarification",        form::<clarification::ClarificationForm>())
        .route("/cases/{id}/parties/{subject}/clarification/waiver", form::<clarification::WaiverForm>())
        .route("/cases/{id}/closure",                                form::<closure::ClosureForm>())
}

/// A step's form, opened and sent.
fn form<F: StepForm + 'static>() -> MethodRouter<App> {
    get(show::<F>).post(submit::<F>)
}

async fn nothing_here() -> Nope {
    Nope::NotFound
}
