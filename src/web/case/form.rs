//! One shape for every step's form: show it with what was drafted, read it, hand it to casework, and say what became of it.
//! A step's own file says its address, how its fields are read and which template shows them; of an act also what its
//! approver reads. `forms` has a line for each.

use axum::response::Response;
use axum::routing::{MethodRouter, get};

use super::content::Section;
use super::findings::FindingRow;
use super::follows;
use super::open::OpenCase;
use super::timeline::TimelineEntry;
use crate::casework::Stamp;
use crate::domain::case::Case;
use crate::domain::ids::FileId;
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::Basis;
use crate::domain::step::{LegalStep, Step};
use crate::platform::App;
use crate::web::error::Nope;
use crate::web::form::{Typed, Wrong};
use crate::web::frame::Frame;
use crate::web::upload::ALLOWED;

mod asked;
mod begun;
mod beside;
mod differs;
mod draft;
mod fields;
mod gap;
mod incoming;
pub mod preview;
mod show;
mod submit;

pub use asked::lawful;
pub use begun::{Approved, Begun};
pub use beside::Beside;
pub use draft::{DraftHead, Theirs, differing, under_way};
pub(crate) use fields::{field, fields};
pub use gap::{Gap, codes_of};
pub use incoming::{KEPT, KEPT_NAME};
pub use preview::PreviewPaper;
pub use show::{lapsed_draft, show};
pub use submit::submit;

/// How a step is read out of its form.
pub trait Fields {
    /// What it is filled in for.
    type Step: LegalStep + Into<Step> + Send;

    /// Reads the step out of what was typed; `file` is what came along or was kept before.
    ///
    /// # Errors
    /// What is wrong, field by field.
    fn read(open: &OpenCase, typed: &Typed, file: Option<FileId>) -> Result<Self::Step, Wrong>;

    /// What stands for a field that is missing or wrong, while the documents are looked at.
    fn gap(_open: &OpenCase, _typed: &Typed, _field: &str) -> Option<Gap> {
        None
    }
}

/// How a step's form is shown, and how the page of the case leads to it.
pub trait StepForm: Fields + Sized + 'static {
    const KIND: Kind;

    /// Its address below the case's; `{subject}` is what the step is about.
    const PATH: &'static str;

    /// What answers at the address.
    fn address() -> MethodRouter<App> {
        get(show::<Self>).post(submit::<Self>)
    }

    /// What was approved before that it begins with.
    const BEGINS_WITH: &'static [Kind] = &[];

    /// Whether its fields offer the phrases that the body keeps.
    const OFFERS_PHRASES: bool = false;

    /// Whether it names officers: beside each stands what they have in hand.
    const NAMES_OFFICERS: bool = false;

    /// How many files it takes at once: those behind the first go along with it.
    const FILES_MAX: usize = 1;

    /// What stands in it while nothing is drafted yet.
    fn begins(_open: &OpenCase, _before: &Approved) -> Begun {
        Begun::default()
    }

    /// The page with the form.
    ///
    /// # Errors
    /// The address names nothing that the step could be about.
    fn page(open: &OpenCase, state: FormState) -> Result<Response, Nope>;

    /// Puts a row into a form that has several alike, or takes one out: `more-1`, `less-1-2`.
    fn row(_typed: &mut Typed, _deed: &str) {}

    /// Looks up what the rule needs to be told and the form does not say.
    fn prepare(
        _app: &App,
        _step: &mut Self::Step,
    ) -> impl Future<Output = Result<Option<Wrong>, Nope>> + Send {
        async { Ok(None) }
    }

    /// The same about more things, where one form takes several: each is a step of its own.
    fn along(_open: &OpenCase, _typed: &Typed, _step: &Self::Step) -> Vec<Self::Step> {
        vec![]
    }

    /// What a link to it says.
    fn link(_open: &OpenCase, _about: About<Self>) -> String {
        Self::KIND.name().to_owned()
    }

    /// Whether it was done about that before: the link comes after the others then.
    fn done_before(_open: &OpenCase, _about: About<Self>) -> bool {
        false
    }

    /// Everything that stands against it, where the law names the first.
    fn against(_case: &Case, first: &Refusal) -> Vec<Refusal> {
        vec![first.clone()]
    }
}

/// What a form is about: the case, or each of several things on it.
pub type About<F> = <<F as Fields>::Step as LegalStep>::About;

/// The form of an act: a second person approves what was drafted with it.
pub trait ActForm: StepForm {
    /// The fields as they would be typed for this step: what was submitted can be opened again.
    fn typed(it: &Self::Step, case: &Case) -> Typed;

    /// What it says, in the case's own words, as its approver and later readers see it.
    fn sections(it: &Self::Step, case: &Case) -> Vec<Section>;

    /// The findings that it rests on, party by party; none where it finds nothing.
    fn findings(_it: &Self::Step, _case: &Case) -> Vec<FindingRow> {
        vec![]
    }
}

/// A form about to be shown.
pub struct FormState {
    pub frame: Frame,
    /// What stands round the fields.
    pub head: FormHead,
    pub typed: Typed,
    pub wrong: Wrong,
}

/// Declares a form's page: the sheet, and what its own fields need to be shown.
macro_rules! form_page {
    ($(#[$doc:meta])* $name:ident = $path:literal { $($field:ident: $kind:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(askama::Template, askama_web::WebTemplate)]
        #[template(path = $path)]
        struct $name {
            frame: $crate::web::frame::Frame,
            head: $crate::web::case::form::FormHead,
            typed: $crate::web::form::Typed,
            wrong: $crate::web::form::Wrong,
            $($field: $kind,)*
        }

        impl $name {
            fn of(state: $crate::web::case::form::FormState $(, $field: $kind)*) -> axum::response::Response {
                let $crate::web::case::form::FormState { frame, head, typed, wrong } = state;
                axum::response::IntoResponse::into_response(Self { frame, head, typed, wrong $(, $field)* })
            }
        }
    };
}

pub(crate) use form_page;

/// What stands round every step's form.
pub struct FormHead {
    pub number: String,
    pub title: String,
    /// What the form does.
    pub heading: &'static str,
    pub basis: Basis,
    /// Where it goes.
    pub action: String,
    /// What it is filled in against.
    pub stamp: Stamp,
    /// Whether a second person approves.
    pub act: bool,
    /// How its draft stands.
    pub draft: DraftHead,
    /// What it began with, where that was carried forward.
    pub begun: Option<&'static str>,
    /// Why it was returned.
    pub returned: Option<String>,
    /// What the step brings about, whatever is written in it.
    pub follows: Vec<String>,
    /// The documents as they look so far; `None`: it issues none, or nobody approves it.
    pub preview: Option<Vec<PreviewPaper>>,
    /// What happened while it was filled in.
    pub since: Vec<TimelineEntry>,
    /// The files that were kept from the last try: their ids and their names.
    pub kept_files: Vec<(String, String)>,
    pub beside: Beside,
    pub back: String,
}

impl FormHead {
    /// From when on what follows holds.
    pub fn afterwards(&self) -> &'static str {
        if self.act { "批准以后" } else { "登记以后" }
    }

    /// What people read about the file beside its field.
    pub fn files_allowed(&self) -> &'static str {
        ALLOWED
    }
}

impl FormState {
    /// Gives the form another name: a party's own side of a step has its own words.
    pub fn name(&mut self, name: &'static str) {
        self.head.heading = name;
        self.frame.title = format!("{} {name}", self.head.number);
    }

    async fn of<F: StepForm>(
        app: &App,
        open: &OpenCase,
        action: String,
        typed: Typed,
        wrong: Wrong,
    ) -> Result<Self, Nope> {
        let row = F::KIND.row();
        let back = open.href();
        let frame = Frame::for_page(
            app,
            Some(&open.actor),
            format!("{} {}", open.case.number, row.name),
        )
        .back(&back, "返回案件")
        .errors(!wrong.is_empty())
        .here(open.section());
        let kept = typed.all(KEPT).into_iter().zip(typed.all(KEPT_NAME));
        let kept = kept.map(|(id, name)| (id.to_owned(), name.to_owned()));
        let head = FormHead {
            number: open.case.number.clone(),
            title: open.case.title.clone(),
            heading: row.name,
            basis: row.basis,
            action,
            stamp: open.stamp(),
            act: row.who.needs_approval(),
            draft: DraftHead::default(),
            begun: None,
            returned: None,
            follows: follows::always(row, open.case.status),
            preview: None,
            since: vec![],
            kept_files: kept.collect(),
            beside: Beside::of::<F>(app, open).await?,
            back,
        };
        Ok(Self {
            frame,
            head,
            typed,
            wrong,
        })
    }
}
