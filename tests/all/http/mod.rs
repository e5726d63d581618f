//! The pages, through the front door: mirrors `web/`.

mod ends;
mod forms;
mod session;
