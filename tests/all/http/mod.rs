//! The pages, through the front door: mirrors `web/`.

mod application;
mod ends;
mod forms;
mod session;
mod writing;
