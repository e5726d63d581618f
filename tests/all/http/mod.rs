//! The pages, by HTTP: mirrors `web/`.

mod application;
mod application_twice;
mod bounds;
mod case;
mod demo;
mod ends;
mod forms;
mod ledger;
mod links;
mod lists;
mod matrix;
mod my_cases;
mod public;
mod session;
mod together;
mod uploads;
mod writing;
mod zone;
