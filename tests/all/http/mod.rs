//! The pages, through the front door: mirrors `web/`.

mod application;
mod writing;
