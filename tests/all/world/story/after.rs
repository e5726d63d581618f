//! What follows a determination: 送达, 通报, 异议, 整改, 澄清 and 办结.

use rongcuo::casework::Answer;
use rongcuo::domain::case::Party;
use rongcuo::domain::clarification::{Clarification, ClarificationForm};
use rongcuo::domain::closure::Closure;
use rongcuo::domain::correction::{Correction, CorrectionReport, CorrectionState, CorrectionVerdict};
use rongcuo::domain::ids::ActId;
use rongcuo::domain::notice::Notice;
use rongcuo::domain::objection::{Objection, ObjectionDecision, ObjectionResult};
use rongcuo::domain::service::{Means, Service};
use rongcuo::domain::status::Status;
use rongcuo::domain::step::Step;
use time::Duration;

use super::Story;
use crate::world::said;

impl Story<'_> {
    /// 送达 of everything, and 通报.
    pub async fn served(self) -> Self {
        let story = self.determined().await;
        let case = story.case().await;
        for document in case
            .documents
            .iter()
            .filter(|it| it.served_on().is_none() && it.kind.is_served())
        {
            let service = Service {
                document: document.id,
                means: Means::Electronic,
                served_on: None,
                place: String::new(),
                recipient: String::new(),
                proof: None,
            };
            let people = &story.world.people;
            let issuer = if document.issuer == people.body.id {
                &people.body
            } else {
                &people.superior
            };
            story.takes(&issuer.officer, Step::Serve(service)).await;
        }
        if !case.notified() {
            let why = "没有其他相关单位".into();
            story
                .officer_takes(Step::Notify(Notice::Nobody { why_nobody: why }))
                .await;
        }
        story
    }

    /// 送达 of the determinations to their parties' hands, of which the officer hears a week later.
    pub async fn served_by_hand_last_week(self) -> Self {
        let served_on = self.today();
        self.world.app.clock.advance(Duration::weeks(1));
        for determined in self.case().await.determinations {
            let service = Service {
                document: determined.document,
                means: Means::Direct,
                served_on: Some(served_on),
                place: "当事单位办公室".into(),
                recipient: "本人签收".into(),
                proof: Some(self.world.file().await),
            };
            self.officer_takes(Step::Serve(service)).await;
        }
        self
    }

    /// 异议 of the individual, to the superior body.
    pub async fn objected(self) -> Self {
        let story = self.served().await;
        if story.case().await.status != Status::Objected {
            story.next_day();
            story
                .takes(&story.world.people.individual, story.objection().await)
                .await;
        }
        story
    }

    /// The objection of the second party.
    pub async fn objection(&self) -> Step {
        Step::Object(Objection {
            party: self.case().await.parties[1].id,
            addressee: self.world.people.superior.id,
            contested: "出于公心".into(),
            grounds: "没有谋取私利".into(),
            new_facts: String::new(),
            file: None,
        })
    }

    /// 维持, by the superior body.
    pub async fn upheld(self) -> Self {
        let story = self.objected().await;
        story.next_day();
        story.approved(story.upholding().await).await;
        story
    }

    /// The decision that upholds the open objection.
    pub async fn upholding(&self) -> Step {
        let case = self.case().await;
        let open = case
            .objections
            .iter()
            .find(|it| it.open())
            .expect("an open objection");
        Step::DecideObjection(ObjectionDecision {
            objection: open.id,
            investigation: "经调查核实，原认定的事实清楚。".into(),
            reasons: "理由不成立".into(),
            result: ObjectionResult::Upheld,
        })
    }

    /// 整改报告 and 验收.
    pub async fn corrected(self) -> Self {
        let story = self.served().await;
        let owed = |it: &&Correction| it.state != CorrectionState::Verified;
        for _ in story.case().await.corrections.iter().filter(owed) {
            story.next_day();
            let act = story.report_and_submit_verdict(true).await;
            let answer = story.approves(act, &story.world.people.body.approver).await;
            assert!(matches!(answer, Answer::Done(_)), "{}", said(&answer));
        }
        story
    }

    /// The applicant reports on the first correction that is owed, an officer proposes to verify or return it.
    pub async fn report_and_submit_verdict(&self, verified: bool) -> ActId {
        let corrections = self.case().await.corrections;
        let owed = corrections.iter().find(|it| it.state.owed());
        let correction = owed.expect("a correction is owed").id;
        let report = CorrectionReport {
            correction,
            causes: "制度不完善".into(),
            measures: "已经修订制度".into(),
            done_on: self.today(),
            file: None,
        };
        self.takes(&self.world.people.applicant, Step::ReportCorrection(report))
            .await;
        let remark = "现场查验过台账".into();
        self.submitted(Step::VerifyCorrection(CorrectionVerdict {
            correction,
            verified,
            remark,
        }))
        .await
    }

    /// 澄清说明 for whose responsibility was lifted.
    pub async fn clarified(self) -> Self {
        let story = self.served().await;
        let case = story.case().await;
        if case.clarifications.is_empty() {
            let clarification = story.clarification(&case.parties[0]);
            story.approved(Step::Clarify(clarification)).await;
        }
        story
    }

    /// What is said for a party before everybody.
    pub fn clarification(&self, party: &Party) -> Clarification {
        Clarification {
            party: party.id,
            by: "成都高新区管委会".into(),
            form: ClarificationForm::Meeting,
            audience: "全体职工".into(),
            made_on: self.today(),
            text: "该事项已经认定容错".into(),
        }
    }

    /// 办结.
    pub async fn closed(self) -> Self {
        let story = self.corrected().await.clarified().await;
        if story.case().await.status != Status::Closed {
            story.next_day();
            story
                .approved(Step::Close(Closure {
                    remark: String::new(),
                }))
                .await;
        }
        story
    }
}
