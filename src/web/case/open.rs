//! The only way to a case: whoever asks for an `OpenCase` has been asked by `access` already. Somebody else's is not there.

use std::borrow::Cow;

use axum::extract::{FromRef, FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::response::Response;
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::casework::Stamp;
use crate::domain::access::{self, Relation, Sight, View};
use crate::domain::act::TakenBy;
use crate::domain::actor::Actor;
use crate::domain::calendar::WorkCalendar;
use crate::domain::case::Case;
use crate::domain::dates::shanghai_day;
use crate::domain::ids::{CaseId, FileId};
use crate::domain::procedure::Kind;
use crate::domain::ruling::Moment;
use crate::domain::step::{Asked, Unavailable};
use crate::platform::App;
use crate::platform::random::new_id;
use crate::store;
use crate::web::error::Nope;
use crate::web::flash::Flash;

/// A case that this person may see, with how much of it.
pub struct OpenCase {
    pub actor: Actor,
    /// As this person has been told of it.
    pub case: Case,
    /// How much is seen.
    pub sight: Sight,
    /// The party, document, correction or objection that the address names.
    pub subject: Option<Uuid>,
    pub at: OffsetDateTime,
}

impl<S: Send + Sync> FromRequestParts<S> for OpenCase
where
    App: FromRef<S>,
{
    type Rejection = Nope;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Nope> {
        let app = App::from_ref(state);
        let actor = Actor::from_request_parts(parts, state).await?;
        let named = RawPathParams::from_request_parts(parts, state)
            .await
            .map_err(|_| Nope::NotFound)?;
        let id = |wanted: &str| {
            named
                .iter()
                .find(|(name, _)| *name == wanted)
                .map(|(_, value)| value.parse::<Uuid>())
        };
        let case = id("id").and_then(Result::ok).map(CaseId).ok_or(Nope::NotFound)?;
        let subject = id("subject").transpose().map_err(|_| Nope::NotFound)?;
        Self::open(&app, actor, case, subject).await
    }
}

/// Whether the person, of a body above, gave a reason to read the case that still counts today.
async fn opened(db: &mut PgConnection, actor: &Actor, case: &Case, at: OffsetDateTime) -> sqlx::Result<bool> {
    match Relation::of(actor, case).view(actor) {
        View::Ledger => store::openings::counts(db, case.id, actor.user, shanghai_day(at)).await,
        View::None | View::Own | View::Body | View::Addressee => Ok(false),
    }
}

impl OpenCase {
    /// Loads a case for this person, and notes the view when it comes from outside the body.
    ///
    /// # Errors
    /// There is no such case for this person.
    pub async fn open(app: &App, actor: Actor, id: CaseId, subject: Option<Uuid>) -> Result<Self, Nope> {
        let at = app.clock.now();
        let mut db = app.pool.acquire().await?;
        let case = store::cases::load(&mut db, &app.known, id)
            .await?
            .ok_or(Nope::NotFound)?;
        let sight = match access::sight(&actor, &case) {
            Sight::Nothing if opened(&mut db, &actor, &case, at).await? => Sight::Watching,
            sight => sight,
        };
        if sight == Sight::Nothing {
            return Err(Nope::NotFound);
        }
        if sight.recorded() {
            store::audit::record(&mut db, actor.user, store::audit::Deed::View, Some(id), at).await?;
        }
        let case = match sight.told(&case) {
            Cow::Borrowed(_) => case,
            Cow::Owned(told) => told,
        };
        Ok(Self {
            actor,
            case,
            sight,
            subject,
            at,
        })
    }

    /// Whether the form of a step about what the address names is available to this person.
    ///
    /// # Errors
    /// What stands against it.
    pub fn available(&self, kind: Kind) -> Result<(), Unavailable> {
        self.at_this_moment(|now| {
            let (case, taken_by) = (&self.case, TakenBy::One(&self.actor));
            access::available(kind, self.subject, Asked { case, taken_by, now })
        })
    }

    /// Asks the law something at the moment of the request.
    pub fn at_this_moment<T>(&self, ask: impl FnOnce(&Moment<'_>) -> T) -> T {
        ask(&Moment {
            at: self.at,
            new_id: &|| new_id(self.at),
        })
    }

    /// The entry of the navigation that a page of the case belongs to.
    pub fn section(&self) -> &'static str {
        if self.actor.staff() { "/cases" } else { "/my" }
    }

    pub fn today(&self) -> Date {
        shanghai_day(self.at)
    }

    pub fn calendar(&self) -> &'static WorkCalendar {
        self.case.calendar()
    }

    pub fn href(&self) -> String {
        format!("/cases/{}", self.case.id)
    }

    /// The address of one of its files.
    pub fn file(&self, id: FileId) -> String {
        format!("{}/files/{id}", self.href())
    }

    /// The stamp for a form that is shown now.
    pub fn stamp(&self) -> Stamp {
        Stamp {
            version: self.case.version,
            once: new_id(self.at),
        }
    }

    /// Back to the case, which says what was done.
    pub fn done(&self, flash: Flash) -> Response {
        flash.at(&self.href())
    }
}
