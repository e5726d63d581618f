//! A determination is set aside and made anew (撤销重办): by other officers, for its party alone.

use rongcuo::domain::actor::Actor;
use rongcuo::domain::case::Case;
use rongcuo::domain::filing::{FiledParty, Filing};
use rongcuo::domain::ids::{BodyId, DocumentId};
use rongcuo::domain::objection::{Objection, ObjectionResult};
use rongcuo::domain::samples::steps;
use rongcuo::domain::service::{Service, agreed_to};
use rongcuo::domain::step::Step;

use super::Story;
use crate::world::paper;

impl Story<'_> {
    /// Filed for three parties, of whom the third has no account.
    pub async fn filed_for_three(self) -> Self {
        let mut filing: Filing = paper::application(self.world.people.body.id, self.today());
        let third = FiledParty {
            name: "顾书遥".into(),
            ..filing.parties[1].clone()
        };
        filing.parties.push(third);
        self.filed_by(&self.world.people.applicant, &filing).await
    }

    /// 送达 of everything: on the party's own page where it agreed to that, else by hand.
    pub async fn everything_served(&self) {
        self.everything_served_but(None).await;
    }

    /// The same, but for one document.
    pub async fn everything_served_but(&self, left: Option<DocumentId>) {
        let case = self.case().await;
        let unserved = case
            .documents
            .iter()
            .filter(|it| it.kind.is_served() && Some(it.id) != left);
        for it in unserved.filter(|it| it.served_on().is_none()) {
            let officer = match it.issuer == self.world.people.body.id {
                true => self.officer().await,
                false => self.staff(it.issuer).officer.clone(),
            };
            let service = match agreed_to(&case, it) {
                Ok(()) => Service::electronic(it.id),
                Err(_) => self.by_hand(&officer, it.id).await,
            };
            self.takes(&officer, Step::Serve(service)).await;
        }
    }

    /// A service that was signed for today, by somebody who brings the proof.
    pub async fn by_hand(&self, by: &Actor, document: DocumentId) -> Service {
        Service {
            proof: Some(self.world.file_of(by).await),
            ..steps::service(document, self.today())
        }
    }

    /// 通报: nobody is concerned.
    pub async fn others_told(&self) {
        self.officer_takes(steps::notice()).await;
    }

    /// 异议 of a party, by itself.
    pub async fn objects(&self, no: usize, addressee: BodyId) {
        let people = &self.world.people;
        let party = &self.case().await.parties[no - 1];
        let by = if no == 1 {
            &people.applicant
        } else {
            &people.individual
        };
        let objection = Objection {
            new_facts: "新的会议记录".into(),
            file: None,
            ..steps::objection(party.id, addressee)
        };
        self.takes(by, Step::Object(objection)).await;
    }

    /// What its addressee decides on the open objection of a party.
    pub async fn decision(&self, no: usize, result: ObjectionResult) -> Step {
        let case = self.case().await;
        let party = case.parties[no - 1].id;
        let open = case.objections.iter().find(|it| it.party == party && it.open());
        steps::decide(open.expect("an open objection").id, result)
    }

    /// The individual's determination is set aside: a round begins for it.
    pub async fn set_aside(self) -> Self {
        let story = self.objected().await;
        story.next_day();
        story
            .approved(story.decision(2, ObjectionResult::SetAside).await)
            .await;
        story
    }

    /// 指定本轮经办人.
    pub fn assignment(&self) -> Step {
        let body = &self.world.people.body;
        steps::assign([body.spare.user, body.deputy.user])
    }

    /// The parties of the round are heard, reported on and determined anew.
    pub async fn verified_again(&self) -> Case {
        let case = self.case().await;
        for party in case.taking_part() {
            let hearing = steps::hearing(party.id, &case.officers, self.today());
            self.officer_takes(Step::Hear(hearing)).await;
        }
        self.next_day();
        self.approved(Step::Report(paper::report(&self.case().await)))
            .await;
        self.next_day();
        let determination = paper::determination(&self.case().await, self.today());
        self.approved(Step::Determine(determination)).await;
        self.case().await
    }
}
