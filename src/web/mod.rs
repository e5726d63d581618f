//! HTTP: routes, sessions, forms and pages. Uses every floor below; nothing uses it.

pub mod account;
pub mod ending;
pub mod form;
pub mod frame;
#[cfg(test)]
mod gallery;
pub mod help;
pub mod law;
pub mod paper;
pub mod parts;
pub mod sign_in;
