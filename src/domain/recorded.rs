//! One envelope for everything that a case keeps: the event it stands in, when, by whom, under which act and in which round.

use std::ops::{Deref, DerefMut};

use time::{Date, OffsetDateTime};

use crate::domain::dates::shanghai_day;
use crate::domain::ids::{ActId, UserId};

/// The envelope: what an event says of every fact in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The event's place in the case, from 1.
    pub seq: i32,
    /// UTC.
    pub at: OffsetDateTime,
    /// Who took the step, or approved the act.
    pub by: UserId,
    /// The act that was carried out, where the step is one.
    pub act: Option<ActId>,
    /// The round in which the step was taken.
    pub round: i16,
}

impl Entry {
    /// The day in Shanghai.
    pub fn on(&self) -> Date {
        shanghai_day(self.at)
    }
}

/// A fact with the envelope of its event. It reads like the fact itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded<T> {
    pub entry: Entry,
    pub it: T,
}

impl<T> Recorded<T> {
    pub fn new(entry: Entry, it: T) -> Self {
        Self { entry, it }
    }
}

impl<T> Deref for Recorded<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.it
    }
}

impl<T> DerefMut for Recorded<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.it
    }
}
