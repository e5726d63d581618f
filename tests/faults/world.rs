//! What the other tests stand on, as far as it knows of no process: answers, a browser, what it reads.

#[path = "../all/world/answers.rs"]
pub mod answers;
#[path = "../all/world/browser.rs"]
pub mod browser;
#[path = "../all/world/form.rs"]
pub mod form;
#[path = "../all/world/page_text.rs"]
pub mod page_text;
