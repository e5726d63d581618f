//! The one draft that all pages of a report write into. As of every act, one officer has it at hand; the others read the same
//! pages and take it over by a press, or with what they save in full sight of what stands there.

use crate::casework::Draft;
use crate::domain::act::ActState;
use crate::domain::procedure::Kind;
use crate::domain::step::Step;
use crate::platform::App;
use crate::store::acts::ActRecord;
use crate::web::case::form::{DraftHead, under_way};
use crate::web::case::open::OpenCase;
use crate::web::error::Nope;
use crate::web::form::Typed;

/// The draft as it stands; an empty one where there is none yet.
#[derive(Default)]
pub struct ReportDraft {
    pub typed: Typed,
    pub head: DraftHead,
    /// Whether it lies before an approver.
    pub waits: bool,
}

impl ReportDraft {
    pub async fn read(app: &App, open: &OpenCase) -> Result<Self, Nope> {
        let Some(act) = under_way(app, open, Kind::Report).await? else {
            return Ok(Self::default());
        };
        Ok(Self {
            head: DraftHead::of(open, &act),
            waits: act.act.state == ActState::Waiting,
            typed: Typed(act.typed),
        })
    }
}

/// What is saved over the draft that `known` is: whether a page may write there was asked by what stands on that page.
pub fn over(open: &OpenCase, known: Option<&ActRecord>, typed: Typed, step: Option<Step>) -> Draft {
    Draft {
        kind: Kind::Report,
        subject: open.subject,
        typed: typed.0,
        step,
        seen: known.map_or(0, |it| it.revision),
        takes_over: false,
    }
}

/// What is typed in it.
pub fn typed_in(known: Option<&ActRecord>) -> Typed {
    Typed(known.map_or_else(Vec::new, |it| it.typed.clone()))
}
