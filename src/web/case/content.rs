//! What a step says, section by section, as an approver or a later reader sees it: in the case's own words, with the names
//! of parties, evidence and officers put in. What an act says stands in its form's file (`ActForm::sections`).

use crate::domain::assessment::Duty;
use crate::domain::case::Case;
use crate::domain::ids::{DocumentId, FileId, PartyId};

/// So many characters fit into half a line.
const BRIEF_CHARS: usize = 14;

/// A part of what is said.
pub struct Section {
    pub title: String,
    /// What it comes to: who signs reads this first.
    pub outcome: Option<Row>,
    pub rows: Vec<Row>,
    /// What to read with it: what a link says, and where it leads.
    pub links: Vec<(String, String)>,
}

/// A name and its value.
pub struct Row {
    pub name: String,
    pub value: String,
    /// What links lead to it by.
    pub ids: Vec<String>,
}

impl Row {
    pub fn new(name: &str, value: String) -> Self {
        Self {
            name: name.to_owned(),
            value,
            ids: vec![],
        }
    }

    /// Whether another fits beside it on a line.
    pub fn brief(&self) -> bool {
        !self.value.contains('\n') && self.value.chars().count() <= BRIEF_CHARS
    }
}

impl Section {
    pub fn new(title: impl Into<String>, rows: Vec<(&str, String)>) -> Self {
        let row = |(name, value)| Row::new(name, value);
        Self::of(title, rows.into_iter().map(row).collect())
    }

    pub fn of(title: impl Into<String>, rows: Vec<Row>) -> Self {
        Self {
            title: title.into(),
            outcome: None,
            rows,
            links: vec![],
        }
    }

    /// With the row of that name as what it comes to.
    pub fn comes_to(mut self, name: &str) -> Self {
        if let Some(at) = self.rows.iter().position(|it| it.name == name) {
            self.outcome = Some(self.rows.remove(at));
        }
        self
    }

    /// With a file to read beside it.
    pub fn with(mut self, what: &str, file: Option<FileId>, case: &Case) -> Self {
        let link = file.map(|file| (what.to_owned(), format!("/cases/{}/files/{file}", case.id)));
        self.links.extend(link);
        self
    }

    /// With a document to read beside it.
    pub fn with_document(mut self, id: Option<DocumentId>, case: &Case) -> Self {
        let document = id.and_then(|id| case.document(id));
        self.links.extend(document.map(|it| {
            let what = format!("{} {}", it.kind.short(), it.number);
            (what, format!("/cases/{}/documents/{}", case.id, it.id))
        }));
        self
    }

    /// Every row, what it comes to first.
    pub fn all_rows(&self) -> impl Iterator<Item = &Row> {
        self.outcome.iter().chain(&self.rows)
    }
}

pub fn party_name(id: PartyId, case: &Case) -> String {
    case.party(id)
        .map_or_else(String::new, |party| party.name.clone())
}

/// One of two words.
pub fn yes(it: bool, yes: &str, no: &str) -> String {
    if it { yes.to_owned() } else { no.to_owned() }
}

/// R1 in words, with its sign.
pub fn duty(duty: Duty) -> &'static str {
    match duty {
        Duty::MustTolerate => "✓ 应当予以容错",
        Duty::CannotTolerate => "✗ 不能予以容错",
    }
}
