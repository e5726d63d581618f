//! Every address of the program on one page, grouped by who uses it; those of the steps' forms stand in the forms' own files
//! and are put in here. What stands around them is `layers`' affair; who may do what is said by `domain::access`, and the
//! matrix of the tests has a row for each address.

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};

use crate::platform::App;
use crate::web::application::{
    accountability, applicant, begin, body, check, circumstances, condition, discard, files, matter, paper,
    parties, party, receipt, tasks,
};
use crate::web::case::{
    acts, deadlines, documents, files as case_files, forms, opening, page, receipt as case_receipt, report,
    report_page, views,
};
use crate::web::error::Nope;
use crate::web::rescue::dead_link;
use crate::web::{
    account, assets, cases, health, help, law, my_cases, phrases, session, sign_in, visitor, work, zone,
};

/// All pages. Everything else is not found.
pub fn pages(app: &App) -> Router<App> {
    let signed_in = home()
        .merge(application())
        .merge(questions())
        .merge(case())
        .merge(report())
        .merge(steps())
        .route_layer(from_fn(visitor::by_one_clock))
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
        .route("/work",          get(work::show))
        .route("/work/together", get(work::together::show).post(work::together::submit))
        .route("/cases",         get(cases::show))
        .route("/cases.xlsx",    get(cases::export))
        .route("/zone",          get(zone::show))
        .route("/my",            get(my_cases::show))
        .route("/account",       get(account::show).post(account::submit))
        .route("/phrases",           get(phrases::show))
        .route("/phrases/new",       get(phrases::form::begin).post(phrases::form::add))
        .route("/phrases/{subject}", get(phrases::form::show).post(phrases::form::submit))
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
        .route("/cases/{id}/opening",                   get(opening::show).post(opening::submit))
        .route("/cases/{id}/views",                     get(views::show))
        .route("/cases/{id}/print",                     get(page::print))
        .route("/cases/{id}/reports/{subject}",         get(report_page::show))
        .route("/cases/{id}/documents/{subject}",       get(documents::show))
        .route("/cases/{id}/files/{subject}",           get(case_files::show))
        .route("/cases/{id}/files/{subject}/content",   get(case_files::content))
        .route("/cases/{id}/files/{subject}/download",  get(case_files::download))
        .route("/cases/{id}/receipts/{code}",           get(case_receipt::show))
        .route("/cases/{id}/deadlines/{subject}",       get(deadlines::show))
        .route("/cases/{id}/acts/{subject}",            get(acts::show))
        .route("/cases/{id}/acts/{subject}/approval",   get(acts::show).post(acts::decide))
        .route("/cases/{id}/acts/{subject}/sheet",      get(acts::sheet))
        .route("/cases/{id}/acts/{subject}/recall",     post(acts::recall))
        .route("/cases/{id}/acts/{subject}/takeover",   post(acts::take_over))
        .route("/cases/{id}/acts/{subject}/discard",    get(acts::ask_to_discard).post(acts::discard))
}

/// The pages of a verification report, one task each; the list and what is sent there are its form's.
#[rustfmt::skip]
fn report() -> Router<App> {
    Router::new()
        .route("/cases/{id}/report/facts",                            get(report::show).post(report::submit))
        .route("/cases/{id}/report/parties/{no}/conditions/{number}", get(report::show).post(report::submit))
        .route("/cases/{id}/report/parties/{no}/circumstances",       get(report::show).post(report::submit))
        .route("/cases/{id}/report/parties/{no}/statement",           get(report::show).post(report::submit))
        .route("/cases/{id}/report/parties/{no}/opinion",             get(report::show).post(report::submit))
        .route("/cases/{id}/report/distinctions",                     get(report::show).post(report::submit))
        .route("/cases/{id}/report/opinion",                          get(report::show).post(report::submit))
        .route("/cases/{id}/report/check",                            get(report::check))
}

/// The form of every step, where its own file says (`StepForm::PATH`).
fn steps() -> Router<App> {
    let forms = forms::addresses().into_iter();
    forms.fold(Router::new(), |router, (path, form)| {
        router.route(&format!("/cases/{{id}}/{path}"), form)
    })
}

async fn nothing_here() -> Nope {
    Nope::NotFound
}
