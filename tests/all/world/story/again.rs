//! A determination is set aside and made anew (撤销重办): by other officers, for its party alone.

use rongcuo::domain::assignment::Assignment;
use rongcuo::domain::case::Case;
use rongcuo::domain::filing::{FiledParty, Filing};
use rongcuo::domain::ids::BodyId;
use rongcuo::domain::notice::Notice;
use rongcuo::domain::objection::{Objection, ObjectionDecision, ObjectionResult};
use rongcuo::domain::service::{Means, Service, agreed_to};
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
        let case = self.case().await;
        let unserved = case.documents.iter().filter(|it| it.kind.is_served());
        for it in unserved.filter(|it| it.served_on().is_none()) {
            let by_hand = agreed_to(&case, it).is_err();
            let service = Service {
                document: it.id,
                means: if by_hand { Means::Direct } else { Means::Electronic },
                served_on: by_hand.then(|| self.today()),
                place: if by_hand {
                    "当事单位办公室".into()
                } else {
                    String::new()
                },
                recipient: if by_hand {
                    "本人签收".into()
                } else {
                    String::new()
                },
                proof: if by_hand {
                    Some(self.world.file().await)
                } else {
                    None
                },
            };
            let officer = match it.issuer == self.world.people.body.id {
                true => self.officer().await,
                false => self.staff(it.issuer).officer.clone(),
            };
            self.takes(&officer, Step::Serve(service)).await;
        }
    }

    /// 通报: nobody is concerned.
    pub async fn others_told(&self) {
        let why_nobody = "没有其他相关单位".into();
        self.takes(&self.officer().await, Step::Notify(Notice::Nobody { why_nobody }))
            .await;
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
            party: party.id,
            addressee,
            contested: "出于公心".into(),
            grounds: "没有谋取私利".into(),
            new_facts: "新的会议记录".into(),
            file: None,
        };
        self.takes(by, Step::Object(objection)).await;
    }

    /// What its addressee decides on the open objection of a party.
    pub async fn decision(&self, no: usize, result: ObjectionResult) -> Step {
        let case = self.case().await;
        let party = case.parties[no - 1].id;
        let open = case.objections.iter().find(|it| it.party == party && it.open());
        Step::DecideObjection(ObjectionDecision {
            objection: open.expect("an open objection").id,
            investigation: "调取了原核实没有收集的会议记录".into(),
            reasons: "原认定的事实不清".into(),
            result,
        })
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
        let officers = vec![body.spare.user, body.deputy.user];
        Step::Assign(Assignment { officers })
    }

    /// The parties of the round are heard, reported on and determined anew.
    pub async fn verified_again(&self) -> Case {
        let case = self.case().await;
        for party in case.taking_part() {
            let Step::Hear(mut hearing) = self.hearing(party) else {
                continue;
            };
            hearing.officers.clone_from(&case.officers);
            self.takes(&self.officer().await, Step::Hear(hearing)).await;
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
