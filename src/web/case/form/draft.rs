//! The draft (草稿) of an act beside its form: whose it is, when it was saved, and, where somebody else saved meanwhile, what stands
//! there now. It belongs to those who work on the case; one of them has it at hand, and another takes it over.

use super::FormState;
use crate::domain::act::ActState;
use crate::domain::dates::{shanghai_day, short_moment, time_of_day};
use crate::domain::procedure::Kind;
use crate::platform::App;
use crate::store;
use crate::store::acts::ActRecord;
use crate::web::case::open::OpenCase;
use crate::web::error::Nope;
use crate::web::form::{ROWS, Typed};

/// What a form says of its draft, and what it sends along.
#[derive(Default)]
pub struct DraftHead {
    /// The revision that was seen; 0: none was there.
    pub revision: i32,
    /// Whether what is sent takes it over from who has it at hand.
    pub takes_over: bool,
    /// When it was saved; empty: not yet.
    pub saved: String,
    /// Whether the form shows what is not saved yet.
    pub unsaved: bool,
    /// Somebody else has it at hand: it is read here, and taken over by a press.
    pub theirs: Option<Theirs>,
    /// Somebody saved, or threw it away, after it was opened here.
    pub conflict: Option<Conflict>,
}

/// A draft in somebody else's hands.
pub struct Theirs {
    pub by: String,
    pub returned: bool,
    /// Where it is taken over.
    pub href: String,
}

/// What was typed and what is kept, side by side.
pub struct Conflict {
    /// Who saved and when; `None`: it was thrown away.
    pub saved: Option<(String, String)>,
    /// In how many fields the two differ.
    pub fields: usize,
}

/// The act of this form that is not decided yet, whoever has it at hand.
///
/// # Errors
/// The database failed.
pub async fn under_way(app: &App, open: &OpenCase, kind: Kind) -> Result<Option<ActRecord>, Nope> {
    if !kind.row().who.needs_approval() {
        return Ok(None);
    }
    let mut db = app.pool.acquire().await?;
    Ok(store::acts::under_way(&mut db, open.case.id, kind, open.subject).await?)
}

impl DraftHead {
    /// The form of what was drafted before.
    pub fn of(open: &OpenCase, act: &ActRecord) -> Self {
        let theirs = (act.act.drafted_by != open.actor.user).then(|| Theirs {
            by: act.act.drafter_name.clone(),
            returned: act.act.state == ActState::Returned,
            href: format!("{}/acts/{}/takeover", open.href(), act.act.id),
        });
        Self {
            revision: act.revision,
            saved: saved(open, act),
            theirs,
            ..Self::default()
        }
    }
}

impl FormState {
    /// Lays what is kept now beside what was typed, where that is not what the form had seen. What is sent from here on is sent in
    /// full sight of it.
    pub fn beside(&mut self, open: &OpenCase, seen: i32, now: Option<&ActRecord>) {
        let own = now.is_none_or(|it| it.act.drafted_by == open.actor.user);
        let revision = now.map_or(0, |it| it.revision);
        self.head.draft.revision = revision;
        if revision == seen && own {
            return;
        }
        let theirs = Typed(now.map_or_else(Vec::new, |it| it.typed.clone()));
        self.head.draft.takes_over = !own;
        let saved = now.map(|it| (it.act.drafter_name.clone(), saved(open, it)));
        self.laid_beside(&theirs, saved);
    }

    /// Shows both, and who saved the other when; `None`: it was thrown away.
    pub fn laid_beside(&mut self, theirs: &Typed, saved: Option<(String, String)>) {
        if saved.is_some() {
            self.wrong.kept = differing(&self.typed, theirs);
        }
        let fields = self.wrong.kept.len();
        self.head.draft.conflict = Some(Conflict { saved, fields });
    }
}

/// What the other has where the two are not the same.
pub fn differing(mine: &Typed, theirs: &Typed) -> Vec<(String, Vec<String>)> {
    let mut names: Vec<_> = mine.0.iter().chain(&theirs.0).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    let other = names
        .into_iter()
        .filter(|name| !name.starts_with(ROWS) && mine.told(name) != theirs.told(name));
    other.map(|name| (name.clone(), theirs.told(name))).collect()
}

fn saved(open: &OpenCase, act: &ActRecord) -> String {
    match shanghai_day(act.saved_at) == open.today() {
        true => time_of_day(act.saved_at),
        false => short_moment(act.saved_at, open.today()),
    }
}
