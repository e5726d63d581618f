//! What the demo's cases are about: reform matters as they could come up in a zone, all fictitious. A matter holds the pieces
//! that people write again and again, in the application, in evidence, in the report, in the determination.

use crate::domain::filing::Pursuit;
use crate::domain::regulation::Circumstance;

pub mod chengdu;
pub mod chuannan;
pub mod gaoxin;

/// A reform matter that went wrong somewhere.
#[derive(Debug)]
pub struct Matter {
    /// In one line (改革事项).
    pub title: &'static str,
    pub story: &'static str,
    pub loss: &'static str,
    /// Who pursues it.
    pub pursuer: &'static str,
    pub accusation: &'static str,
    pub pursuit: Pursuit,
    /// What was followed: 按照……
    pub rule: &'static str,
    /// What it was for: 为了……
    pub aim: &'static str,
    /// How it was decided, a whole sentence.
    pub decision: &'static str,
    /// What was done when the error was seen, a whole sentence.
    pub remedy: &'static str,
    /// The circumstance that fits.
    pub circumstance: Circumstance,
    /// Why it fits, a whole sentence.
    pub fits: &'static str,
    /// What is to be put right.
    pub demand: &'static str,
}
