//! HTTP: routes, sessions, forms and pages. Uses every layer below; only the commands use it.
//!
//! Read `routes` first, then `layers` for what stands around every page, then `extract` for what a handler may ask for.

pub mod account;
pub mod application;
pub mod assets;
pub mod by_script;
pub mod came_from;
pub mod case;
pub mod case_filter;
pub mod case_rows;
pub mod case_sheet;
pub mod cases;
pub mod chip;
pub mod connections;
/// Browsers known again.
pub mod device;
pub mod ending;
pub mod error;
pub mod extract;
pub mod flash;
pub mod form;
pub mod frame;
/// Whether the server is alive and ready.
pub mod health;
pub mod help;
pub mod law;
pub mod layers;
pub mod media;
pub mod my_cases;
pub mod number;
pub mod pace;
pub mod paper;
pub mod phrases;
pub mod quote;
pub mod rescue;
pub mod routes;
pub mod samples;
pub mod session;
pub mod sign_in;
pub mod size;
pub mod tag;
pub mod upload;
pub mod visitor;
pub mod work;
pub mod zone;

use axum::Router;

use crate::platform::App;

/// The whole program as one service; tests call it without a network.
pub fn service(app: App) -> Router {
    let pages = layers::around_pages(routes::pages(&app), &app);
    let all = pages.merge(routes::for_machines());
    layers::around_all(all, app.config.https).with_state(app)
}
