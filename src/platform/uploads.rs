//! Whose files are taken in at the moment: only so many of one person and of all, and the others wait for their turn.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use uuid::Uuid;

use super::bounds::{FILES_LOOKED_AT_MAX, UPLOAD_TURN_TIMEOUT, UPLOADS_MAX, UPLOADS_OF_A_PERSON_MAX};

pub struct Uploads {
    all: Arc<Semaphore>,
    of_people: Mutex<HashMap<Uuid, Arc<Semaphore>>>,
    /// A permit is held while a file is whole in memory.
    pub looks: Arc<Semaphore>,
}

/// The turn of one request; the next one's comes when this is dropped.
pub struct Turn {
    _own: OwnedSemaphorePermit,
    _one_of_all: OwnedSemaphorePermit,
}

impl Default for Uploads {
    fn default() -> Self {
        Self {
            all: Arc::new(Semaphore::new(UPLOADS_MAX)),
            of_people: Mutex::default(),
            looks: Arc::new(Semaphore::new(FILES_LOOKED_AT_MAX)),
        }
    }
}

impl Uploads {
    /// The turn of this person, if it comes soon enough.
    pub async fn turn(&self, who: Uuid) -> Option<Turn> {
        let (own, all) = (self.of(who), self.all.clone());
        let both = async {
            Some(Turn {
                _own: own.acquire_owned().await.ok()?,
                _one_of_all: all.acquire_owned().await.ok()?,
            })
        };
        timeout(UPLOAD_TURN_TIMEOUT, both).await.ok().flatten()
    }

    fn of(&self, who: Uuid) -> Arc<Semaphore> {
        let mut people = self.of_people.lock().unwrap_or_else(PoisonError::into_inner);
        // Who holds or awaits no turn is forgotten.
        people.retain(|_, own| Arc::strong_count(own) > 1);
        let own = people.entry(who);
        own.or_insert_with(|| Arc::new(Semaphore::new(UPLOADS_OF_A_PERSON_MAX)))
            .clone()
    }
}
