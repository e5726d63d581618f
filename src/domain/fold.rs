//! A case is the fold of its events, and is made in no other way: rules, pages, random walks and `rongcuo audit verify` all
//! read this one.

use std::sync::Arc;

use crate::domain::case::{Case, CaseFile, Filer, Issued, Surroundings};
use crate::domain::event::Event;
use crate::domain::fact::FileOf;
use crate::domain::ids::CaseId;
use crate::domain::procedure::Desk;
use crate::domain::recorded::Recorded;

impl Case {
    /// The case of these events, the oldest first; `None` where the first does not file it.
    pub fn of(
        id: CaseId,
        around: Surroundings,
        events: impl IntoIterator<Item = Arc<Event>>,
    ) -> Option<Self> {
        let mut events = events.into_iter();
        let begun = Self::begun(id, around, events.next()?)?;
        Some(events.fold(begun, Self::after))
    }

    fn begun(id: CaseId, around: Surroundings, event: Arc<Event>) -> Option<Self> {
        let (filed, entry) = (event.body.filing.clone()?, event.entry);
        let begun = Self {
            id,
            body: around.body,
            addressees: around.addressees,
            staff: around.staff,
            people: around.people,
            acts: around.acts,
            drafters: around.drafters,
            number: filed.number,
            title: filed.title,
            filer: Filer {
                user: entry.by,
                unit: filed.unit,
                name: filed.filer_name,
                electronic: filed.electronic,
            },
            accountability: filed.accountability,
            received_at: entry.at,
            seq: 0,
            status: event.to?,
            before: None,
            round: entry.round,
            version: event.version,
            rounds: vec![],
            parties: vec![],
            officers: vec![],
            investigators: vec![],
            acted: vec![],
            hearings: vec![],
            evidence: vec![],
            assessments: vec![],
            opinions: vec![],
            referrals: vec![],
            organ_returns: vec![],
            determinations: vec![],
            documents: vec![],
            files: vec![],
            notices: vec![],
            objections: vec![],
            corrections: vec![],
            correction_reports: vec![],
            correction_verdicts: vec![],
            clarifications: vec![],
            clarification_waivers: vec![],
            deadlines: vec![],
            history: vec![],
        };
        Some(begun.after(event))
    }

    /// The case after one event more.
    pub fn after(mut self, event: Arc<Event>) -> Self {
        let entry = event.entry;
        if event.kind.row().who.desk == Desk::Body {
            let drafter = event.carries_out().map(|(_, drafter)| drafter);
            self.acted.extend(drafter.into_iter().chain([entry.by]));
        }
        let documents = event.body.documents.iter().cloned();
        self.documents.extend(documents.map(|it| Issued {
            document: Recorded::new(entry, it),
            service: None,
        }));
        self.keeps_files(&event);
        for fact in &event.body.facts {
            fact.clone().fold(&mut self, entry);
        }
        if let Some(to) = event.to {
            self.before = event.from;
            self.status = to;
        }
        (self.seq, self.version) = (entry.seq, event.version);
        self.history.push(event);
        self
    }

    /// A file is whose fact names it; what no fact names came with the application.
    fn keeps_files(&mut self, event: &Event) {
        let named: Vec<_> = event.body.facts.iter().filter_map(|it| it.file(self)).collect();
        let filing = event.body.filing.is_some();
        let kept = event.body.files.iter().map(|file| {
            let of = named.iter().copied().find(|it| it.id == file.id && !filing);
            CaseFile {
                file: file.clone(),
                of: of.unwrap_or_else(|| FileOf::the_body(file.id)),
                by: event.entry.by,
            }
        });
        self.files.extend(kept);
    }
}
