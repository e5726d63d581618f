//! How a step of a story is taken: alone, or drafted by one and approved by another, with a form opened a moment before.

use rongcuo::casework::{self, Answer, Stamp, Verdict};
use rongcuo::domain::actor::Actor;
use rongcuo::domain::ids::{ActId, BodyId};
use rongcuo::domain::step::Step;
use uuid::Uuid;

use super::people::Staff;
use super::said;
use super::story::Story;

impl<'w> Story<'w> {
    /// Somebody takes a step alone, and it is done.
    pub async fn takes(&self, actor: &Actor, step: Step) {
        let taken = self.runner().take(actor, &self.case().await, &step).await;
        taken.expect("the law has nothing against it");
    }

    /// Somebody tries to take a step alone.
    pub async fn tries(&self, actor: &Actor, step: &Step, stamp: Stamp) -> Answer<()> {
        casework::take(&self.world.app, actor, self.id(), stamp, step)
            .await
            .expect("the database is no obstacle")
    }

    pub(super) async fn officer_takes(&self, step: Step) {
        self.takes(&self.officer().await, step).await;
    }

    /// An officer of the case: in a later round another.
    pub async fn officer(&self) -> Actor {
        let body = &self.world.people.body;
        match self.case().await.round {
            1 => body.officer.clone(),
            _ => body.spare.clone(),
        }
    }

    /// The people of a body.
    pub fn staff(&self, body: BodyId) -> &'w Staff {
        let people = &self.world.people;
        let all = [&people.body, &people.superior, &people.office];
        all.into_iter()
            .find(|it| it.id == body)
            .expect("one of the three")
    }

    /// An officer drafts it, an approver approves it.
    pub async fn approved(&self, step: Step) {
        let kind = step.kind();
        let (_, approver) = self.taken_by(&step).await;
        let act = self.submitted(step).await;
        let answer = self.approves(act, &approver).await;
        assert!(matches!(answer, Answer::Done(_)), "{kind:?}: {}", said(&answer));
    }

    /// An officer drafts and submits it.
    pub async fn submitted(&self, step: Step) -> ActId {
        let (drafter, _) = self.taken_by(&step).await;
        let act = self.runner().submit(&drafter, &self.case().await, &step).await;
        act.expect("the law has nothing against it")
    }

    /// Somebody approves an act, or tries to.
    pub async fn approves(&self, act: ActId, approver: &Actor) -> Answer<()> {
        let stamp = self.stamp().await;
        casework::decide(
            &self.world.app,
            approver,
            self.id(),
            act,
            stamp,
            Verdict::Approve(String::new()),
        )
        .await
        .expect("the database is no obstacle")
    }

    /// Who drafts and who approves it: people of the body, or of whom the objection is addressed to.
    pub async fn taken_by(&self, step: &Step) -> (Actor, Actor) {
        if let Step::DecideObjection(it) = step {
            let case = self.case().await;
            let addressee = case.objection(it.objection).expect("it was raised").addressee;
            let there = self.staff(addressee);
            return (there.officer.clone(), there.approver.clone());
        }
        (self.officer().await, self.world.people.body.approver.clone())
    }

    /// A form as it would be opened now.
    pub async fn stamp(&self) -> Stamp {
        Stamp {
            version: self.case().await.version,
            once: Uuid::now_v7(),
        }
    }
}
