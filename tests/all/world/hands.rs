//! How a step of a story is taken: alone, or drafted by one and approved by another, with a form opened a moment before.

use rongcuo::casework::{self, Answer, Draft, Stamp, Verdict};
use rongcuo::domain::actor::Actor;
use rongcuo::domain::ids::ActId;
use rongcuo::domain::procedure::{Desk, Kind};
use rongcuo::domain::step::Step;
use uuid::Uuid;

use super::people::Staff;
use super::said;
use super::story::Story;

impl<'w> Story<'w> {
    /// Somebody takes a step alone, and it is done.
    pub async fn takes(&self, actor: &Actor, step: Step) {
        let answer = self.tries(actor, &step, self.stamp().await).await;
        assert!(
            matches!(answer, Answer::Done(_)),
            "{:?}: {}",
            step.kind(),
            said(&answer)
        );
    }

    /// Somebody tries to take a step alone.
    pub async fn tries(&self, actor: &Actor, step: &Step, stamp: Stamp) -> Answer {
        casework::take(&self.world.app, actor, self.id(), stamp, step)
            .await
            .expect("the database is no obstacle")
    }

    pub(super) async fn officer_takes(&self, step: Step) {
        self.takes(&self.world.people.body.officer, step).await;
    }

    /// An officer drafts it, an approver approves it.
    pub async fn approved(&self, step: Step) {
        let kind = step.kind();
        let act = self.submitted(step).await;
        let answer = self.approves(act, &self.hands(kind).approver).await;
        assert!(matches!(answer, Answer::Done(_)), "{kind:?}: {}", said(&answer));
    }

    /// An officer drafts and submits it.
    pub async fn submitted(&self, step: Step) -> ActId {
        let (kind, subject) = (step.kind(), step.subject());
        let drafter = &self.hands(kind).officer;
        let draft = Draft {
            kind,
            subject,
            typed: vec![("reason".into(), "原文".into())],
            step: Some(step),
        };
        let answer = casework::draft(&self.world.app, drafter, self.id(), self.stamp().await, draft)
            .await
            .expect("the database takes a draft");
        assert!(matches!(answer, Answer::Submitted), "{kind:?}: {}", said(&answer));
        let acts = self.case().await.acts;
        let mut mine = acts.iter().filter(|it| it.kind == kind && it.subject == subject);
        mine.next_back().expect("the act waits").id
    }

    /// Somebody approves an act, or tries to.
    pub async fn approves(&self, act: ActId, approver: &Actor) -> Answer {
        let stamp = self.stamp().await;
        casework::decide(&self.world.app, approver, self.id(), act, stamp, Verdict::Approve)
            .await
            .expect("the database is no obstacle")
    }

    /// Whose step that is: the body's, or the superior's.
    pub fn hands(&self, kind: Kind) -> &'w Staff {
        match kind.row().who.desk {
            Desk::Addressee => &self.world.people.superior,
            Desk::Body | Desk::Issuer => &self.world.people.body,
        }
    }

    /// A form as it would be opened now.
    pub async fn stamp(&self) -> Stamp {
        Stamp {
            version: self.case().await.version,
            once: Uuid::now_v7(),
        }
    }
}
