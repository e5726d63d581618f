//! The pages, through the front door: mirrors `web/`.

mod application;
mod application_twice;
mod my_cases;
mod writing;
