//! The phrases of one's body at the fields that they are for (插入常用语): a fold below the field, and one press puts one into it.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::domain::phrase::Family;
use crate::platform::App;
use crate::store::phrases::{self, Kept};
use crate::web::error::Nope;
use crate::web::form::Typed;
use crate::web::quote::Quote;

/// So much of a text is shown in the fold; the whole stands in the field after the press.
const SHOWN_CHARS: usize = 120;

/// What a field that is for no family offers.
pub const NONE: &[Offered] = &[];

/// A phrase at a field.
pub struct Offered {
    pub id: Uuid,
    pub title: String,
    pub text: String,
}

impl Offered {
    /// What the press of its button sends.
    pub fn key(&self, field: &str) -> String {
        format!("{field} {}", self.id)
    }

    pub fn quote(&self, field: &str) -> Quote {
        Quote {
            at_cursor: true,
            ..Quote::into_field(field, &self.text)
        }
    }

    /// How its text begins.
    pub fn beginning(&self) -> String {
        match self.text.char_indices().nth(SHOWN_CHARS) {
            Some((end, _)) => format!("{}……", &self.text[..end]),
            None => self.text.clone(),
        }
    }
}

/// What a body keeps, by what it is for.
#[derive(Default)]
pub struct Phrases(BTreeMap<Family, Vec<Offered>>);

impl FromIterator<(Family, Offered)> for Phrases {
    fn from_iter<I: IntoIterator<Item = (Family, Offered)>>(all: I) -> Self {
        let mut families: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (family, it) in all {
            families.entry(family).or_default().push(it);
        }
        Self(families)
    }
}

impl Phrases {
    /// Those of the person's own body; who stands before a body has none.
    ///
    /// # Errors
    /// The database failed.
    pub async fn of(app: &App, actor: &Actor) -> Result<Self, Nope> {
        let Some(body) = &actor.body else {
            return Ok(Self::default());
        };
        let kept = phrases::in_use(&mut *app.pool.acquire().await?, body.id).await?;
        let offered = |it: Kept| {
            let (family, id) = (it.family, it.id);
            let (title, text) = (it.title, it.text);
            (family, Offered { id, title, text })
        };
        Ok(kept.into_iter().map(offered).collect())
    }

    pub fn facts(&self) -> &[Offered] {
        self.family(Family::Facts)
    }

    pub fn reasons(&self) -> &[Offered] {
        self.family(Family::Reasons)
    }

    pub fn weighing(&self) -> &[Offered] {
        self.family(Family::Weighing)
    }

    pub fn cause(&self) -> &[Offered] {
        self.family(Family::Cause)
    }

    pub fn provision(&self) -> &[Offered] {
        self.family(Family::Provision)
    }

    pub fn demand(&self) -> &[Offered] {
        self.family(Family::Demand)
    }

    pub fn clarification(&self) -> &[Offered] {
        self.family(Family::Clarification)
    }

    pub fn notice(&self) -> &[Offered] {
        self.family(Family::Notice)
    }

    pub fn opinion(&self) -> &[Offered] {
        self.family(Family::Opinion)
    }

    fn family(&self, family: Family) -> &[Offered] {
        self.0.get(&family).map_or(NONE, Vec::as_slice)
    }

    /// What the press of that key puts into a field of the form; `None`: it is no phrase of the body, or no field of this form.
    pub fn pressed(&self, key: &str, typed: &Typed) -> Option<Quote> {
        let (field, id) = key.split_once(' ')?;
        let id: Uuid = id.parse().ok()?;
        let pressed = self.0.values().flatten().find(|it| it.id == id)?;
        let there = typed.0.iter().any(|(name, _)| name == field);
        there.then(|| pressed.quote(field))
    }
}
