//! An approval as bare writes of a ruling made before, and how long each part of it takes.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use rongcuo::casework;
use rongcuo::domain::act::{ActState, TakenBy};
use rongcuo::domain::actor::Actor;
use rongcuo::domain::event::{Beside, Event};
use rongcuo::domain::ids::{ActId, CaseId, UserId};
use rongcuo::domain::recorded::Entry;
use rongcuo::domain::ruling::Ruling;
use rongcuo::platform::Clock;
use rongcuo::platform::known::Known;
use rongcuo::platform::signing::Signer;
use rongcuo::store::{self, SignedTx};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// An act whose ruling is made already.
pub struct Ready {
    pub case: CaseId,
    ruling: Ruling,
}

/// The parts of something, each with the time it took.
pub struct Laps {
    since: Instant,
    pub parts: Vec<(&'static str, Duration)>,
    /// Whether the deferred triggers are asked before the commit, to tell them from it.
    pub triggers_apart: bool,
}

impl Laps {
    pub fn begin() -> Self {
        Self {
            since: Instant::now(),
            parts: vec![],
            triggers_apart: false,
        }
    }

    pub fn lap(&mut self, name: &'static str) {
        self.parts.push((name, self.since.elapsed()));
        self.since = Instant::now();
    }
}

impl Ready {
    /// Every initiation that waits for this approver.
    pub async fn all(
        db: &mut PgConnection,
        known: &Known,
        approver: &Actor,
    ) -> anyhow::Result<HashMap<Uuid, Self>> {
        let body = approver.body.as_ref().context("an approver has a body")?.id;
        let acts = sqlx::query_as::<_, (Uuid, Uuid)>(
            "SELECT id, case_id FROM acts WHERE body_id = $1 AND state = 'waiting' AND kind = 'initiate'",
        );
        let mut ready = HashMap::new();
        for (act, case) in acts.bind(body.0).fetch_all(&mut *db).await? {
            let it = Self::one(db, known, approver, (CaseId(case), ActId(act))).await?;
            ready.insert(act, it);
        }
        Ok(ready)
    }

    pub async fn one(
        db: &mut PgConnection,
        known: &Known,
        approver: &Actor,
        (id, act): (CaseId, ActId),
    ) -> anyhow::Result<Self> {
        let case = store::cases::load(db, known, id).await?;
        let case = case.context("an act has a case")?;
        let record = store::acts::read(db, id, act).await?.context("the act")?;
        let taken_by = TakenBy::Two {
            drafters: &record.act.drafters,
            approver,
        };
        let step = record.step.context("what waits has a step")?;
        let ruling = casework::ruled(&case, &step, taken_by, Clock::System.now())?;
        Ok(Self { case: id, ruling })
    }

    /// The writes of `casework::decide`, in its order.
    pub async fn carry_out(
        &self,
        (pool, signer): (&PgPool, &Signer),
        known: &Known,
        (act, by, once): (ActId, UserId, Uuid),
        laps: &mut Laps,
    ) -> anyhow::Result<()> {
        let (id, ruling) = (self.case, &self.ruling);
        let mut tx = SignedTx::begin(pool, signer).await?;
        store::cases::lock(&mut tx, id).await?;
        laps.lap("begin and lock");
        let case = store::cases::load(&mut tx, known, id).await?;
        let case = case.context("the case")?;
        laps.lap("load");
        let at = Clock::System.now();
        store::submissions::first(&mut tx, once, by, at).await?;
        store::acts::read(&mut tx, id, act).await?;
        laps.lap("act and one-time id");
        store::acts::settle(&mut tx, act, by, ActState::Approved, "", at).await?;
        laps.lap("settle the act");
        let told = store::acts::told(&mut tx, act).await?;
        laps.lap("digest of the act");
        let documents = store::documents::issue(&mut tx, id, Some(act), &ruling.documents, at).await?;
        let beside = Beside {
            documents,
            files: vec![],
            act: Some(told),
        };
        laps.lap("documents");
        let entry = Entry {
            seq: case.seq + 1,
            at,
            by,
            act: Some(act),
            round: case.round,
        };
        let event = Event::of(&case, ruling, entry, beside);
        let event = store::events::append(&mut tx, id, event).await?;
        laps.lap("event and registers");
        let mut after = case.after(Arc::new(event));
        after.acts.retain(|it| it.id != act);
        store::standing::renew(&mut tx, &after).await?;
        laps.lap("columns of lists");
        tx.seal().await?;
        laps.lap("signatures");
        if laps.triggers_apart {
            sqlx::query("SET CONSTRAINTS ALL IMMEDIATE")
                .execute(&mut *tx)
                .await?;
            laps.lap("deferred triggers");
        }
        tx.commit().await?;
        laps.lap("commit");
        Ok(())
    }
}
