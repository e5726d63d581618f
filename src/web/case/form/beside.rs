//! What is looked up for a form beside its case: the phrases that the reader's body keeps for its fields, and what those have in
//! hand who can be named as officers.

use super::StepForm;
use crate::platform::App;
use crate::store;
use crate::web::case::open::OpenCase;
use crate::web::case::staff::Workload;
use crate::web::error::Nope;
use crate::web::phrases::Phrases;

#[derive(Default)]
pub struct Beside {
    pub phrases: Phrases,
    pub workload: Workload,
}

impl Beside {
    /// What this form shows of it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn of<F: StepForm>(app: &App, open: &OpenCase) -> Result<Self, Nope> {
        let mut beside = Self::default();
        if F::OFFERS_PHRASES {
            beside.phrases = Phrases::of(app, &open.actor).await?;
        }
        if F::NAMES_OFFICERS {
            let mut db = app.pool.acquire().await?;
            beside.workload = store::workload::of_body(&mut db, open.case.body.id).await?;
        }
        Ok(beside)
    }
}
