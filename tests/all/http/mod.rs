//! The pages, by HTTP: mirrors `web/`.

mod application;
mod application_twice;
mod bounds;
mod case;
mod clamd;
mod clocks;
mod demo;
mod doors;
mod ends;
mod forms;
mod frozen;
mod ledger;
mod links;
mod lists;
mod matrix;
mod my_cases;
mod passing;
mod phrases;
mod public;
mod session;
mod together;
mod unused;
mod uploads;
mod writing;
mod zone;
