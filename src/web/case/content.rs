//! What a step says, section by section, as an approver or a later reader sees it: in the case's own words, with the names
//! of parties, evidence and officers put in. What an act says stands in its form's file (`ActForm::sections`).

use crate::domain::assessment::Duty;
use crate::domain::case::Case;
use crate::domain::ids::{FileId, PartyId};

/// A part of what is said.
pub struct Section {
    pub title: String,
    /// Name and value, in order.
    pub rows: Vec<(String, String)>,
    /// What the first rows can be linked to by, row by row.
    pub ids: Vec<String>,
    /// What to read with it: what a link says, and where it leads.
    pub files: Vec<(&'static str, String)>,
}

impl Section {
    pub fn new(title: impl Into<String>, rows: Vec<(&str, String)>) -> Self {
        let rows = rows
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        Self {
            title: title.into(),
            rows,
            ids: vec![],
            files: vec![],
        }
    }

    /// With something to link its first rows to.
    pub fn linked(mut self, ids: Vec<String>) -> Self {
        self.ids = ids;
        self
    }

    /// What a row can be linked to by; empty where nothing leads to it.
    pub fn id(&self, row: &usize) -> &str {
        self.ids.get(*row).map_or("", String::as_str)
    }

    /// With a file to read beside it.
    pub fn with(mut self, what: &'static str, file: Option<FileId>, case: &Case) -> Self {
        let link = file.map(|file| (what, format!("/cases/{}/files/{file}", case.id)));
        self.files.extend(link);
        self
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

/// R1 in words.
pub fn duty(duty: Duty) -> &'static str {
    match duty {
        Duty::MustTolerate => "应当予以容错",
        Duty::CannotTolerate => "不能予以容错",
    }
}
