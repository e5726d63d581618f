//! The law (《中国（四川）自由贸易试验区容错纠错工作办法》) as pure code: facts in, a ruling or a refusal out.
//! Nothing here reads a clock, a file or a database.
//!
//! Read `procedure` first (what may happen when, by whom), then `ruling` (how the law is asked), then the institutions.

pub mod access;
pub mod account;
pub mod act;
pub mod actor;
pub mod again;
pub mod approval;
pub mod assessment;
pub mod assignment;
pub mod blank;
pub mod calendar;
pub mod case;
pub mod check;
pub mod chinese;
pub mod clarification;
pub mod closure;
pub mod coded;
pub mod correction;
pub mod dates;
pub mod deadline;
pub mod determination;
pub mod document;
pub mod event;
pub mod evidence;
pub mod fact;
pub mod filing;
pub mod fold;
pub mod handed_in;
pub mod hearing;
pub mod ids;
pub mod initiation;
pub mod notice;
pub mod objection;
pub mod opening;
pub mod organ;
pub mod owed;
pub mod phrase;
pub mod procedure;
pub mod recorded;
pub mod referral;
pub mod refusal;
pub mod regulation;
pub mod report;
pub mod round;
pub mod ruling;
pub mod samples;
pub mod service;
pub mod status;
pub mod step;
pub mod task;
pub mod turn;
pub mod verification;
#[cfg(test)]
mod walk;
pub mod withdrawal;
