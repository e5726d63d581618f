//! What a timeline is made of (the macro of that name): 办理经过, the moves of an act, what happened meanwhile.

use crate::domain::regulation::Article;

/// Something that happened, in the timeline (办理经过).
#[derive(Debug, Clone)]
pub struct TimelineEntry {
    /// The part of the case that begins here, going down the page (第 2 轮).
    pub part: Option<String>,
    /// What, as a sentence.
    pub what: String,
    /// Where it can be read in full.
    pub href: Option<String>,
    /// More about it, a line each.
    pub notes: Vec<String>,
    /// Who and when.
    pub who: String,
    pub basis: Option<Article>,
    /// A formal act of a body, not a message or a piece of evidence.
    pub formal: bool,
}
