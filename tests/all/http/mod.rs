//! The pages, through the front door: mirrors `web/`.

mod application;
mod application_twice;
mod case;
mod demo;
mod doors;
mod ends;
mod forms;
mod lists;
mod matrix;
mod my_cases;
mod session;
mod uploads;
mod writing;
