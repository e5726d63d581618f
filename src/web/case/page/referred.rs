//! 已移送: which organ decides, since when, and when the body asks it; what nobody does meanwhile (R3).

use super::super::open::OpenCase;
use crate::domain::case::Issued;
use crate::domain::dates::{day, full_day};
use crate::domain::document::DocumentKind;
use crate::domain::regulation::Article;

/// The referral that waits, for those inside.
pub struct Referred {
    pub organ: String,
    pub on: String,
    /// What went to the organ: address and number.
    pub letter: Option<(String, String)>,
    pub proposal: Option<(String, String)>,
    pub follow_up: String,
    pub law: Article,
}

/// The referral that waits for its answer.
pub fn referred(open: &OpenCase) -> Option<Referred> {
    let referral = open.case.referred()?;
    let issued = |kind| {
        let with_it = |it: &&Issued| it.kind == kind && it.document.entry.seq == referral.entry.seq;
        let document = open.case.documents.iter().find(with_it)?;
        let href = format!("{}/documents/{}", open.href(), document.id);
        Some((href, document.number.clone()))
    };
    Some(Referred {
        organ: referral.organ.to_string(),
        on: day(referral.entry.on()),
        letter: issued(DocumentKind::ReferralLetter),
        proposal: issued(DocumentKind::TolerationProposal),
        follow_up: full_day(referral.follow_up),
        law: Article::A9_2,
    })
}
