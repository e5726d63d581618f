//! What a form begins with while nothing is drafted yet: what was found and decided before, carried forward for its drafter to
//! check. What is to be written of it the law's own files say; here it is looked up.

use crate::domain::determination::PartyDetermination;
use crate::domain::ids::PartyId;
use crate::domain::procedure::Kind;
use crate::domain::report::{PartyReport, VerificationReport};
use crate::domain::step::Step;
use crate::platform::App;
use crate::store;
use crate::web::case::open::OpenCase;
use crate::web::error::Nope;
use crate::web::form::Typed;

/// What stands in a form that nobody filled in yet.
#[derive(Default)]
pub struct Begun {
    pub typed: Typed,
    /// What was carried forward, and what to do with it.
    pub note: Option<&'static str>,
}

/// What was approved on the case before, the newest first.
#[derive(Default)]
pub struct Approved(Vec<Step>);

impl Approved {
    /// Everything of these kinds.
    ///
    /// # Errors
    /// The database failed.
    pub async fn read(app: &App, open: &OpenCase, kinds: &[Kind]) -> Result<Self, Nope> {
        let mut steps = vec![];
        if !kinds.is_empty() {
            let mut db = app.pool.acquire().await?;
            for kind in kinds {
                let approved = store::acts::approved(&mut db, open.case.id, *kind).await?;
                steps.extend(approved.into_iter().rev().map(|(_, step)| step));
            }
        }
        Ok(Self(steps))
    }

    /// The last report that speaks of a party, and what it finds there.
    pub fn report_on(&self, party: PartyId) -> Option<(&VerificationReport, &PartyReport)> {
        self.0.iter().find_map(|it| {
            let Step::Report(report) = it else { return None };
            let about = report.parties.iter().find(|it| it.party == party)?;
            Some((report, about))
        })
    }

    /// The last determination of a party, as it was drafted.
    pub fn determination_of(&self, party: PartyId) -> Option<&PartyDetermination> {
        self.0.iter().find_map(|it| {
            let Step::Determine(determination) = it else {
                return None;
            };
            determination.parties.iter().find(|it| it.party == party)
        })
    }
}
