//! What follows a determination: 送达, 通报, 异议, 整改, 澄清 and 办结.

use rongcuo::domain::case::Party;
use rongcuo::domain::correction::{Correction, CorrectionReport, CorrectionState};
use rongcuo::domain::ids::{ActId, CorrectionId};
use rongcuo::domain::objection::{Objection, ObjectionWithdrawal};
use rongcuo::domain::samples::steps;
use rongcuo::domain::service::Service;
use rongcuo::domain::status::Status;
use rongcuo::domain::step::Step;
use time::Duration;

use super::Story;

impl Story<'_> {
    /// 送达 of everything, and 通报.
    pub async fn served(self) -> Self {
        let story = self.determined().await;
        story.everything_served().await;
        if !story.case().await.notified() {
            story.others_told().await;
        }
        story
    }

    /// 送达 of the determinations to their parties' hands, of which the officer hears a week later.
    pub async fn served_by_hand_last_week(self) -> Self {
        let served_on = self.today();
        self.world.app.clock.advance(Duration::weeks(1));
        for determined in self.case().await.determinations {
            let service = Service {
                proof: Some(self.world.file_of(&self.officer().await).await),
                ..steps::service(determined.document, served_on)
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
            file: None,
            ..steps::objection(self.case().await.parties[1].id, self.world.people.superior.id)
        })
    }

    /// 撤回异议, by the second party.
    pub async fn objection_withdrawn(self) -> Self {
        let story = self.objected().await;
        story.next_day();
        let withdrawal = Step::WithdrawObjection(ObjectionWithdrawal {
            objection: story.case().await.objections[0].id,
            reason: "已经了解认定的理由".into(),
            file: None,
        });
        story.takes(&story.world.people.individual, withdrawal).await;
        story
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
        steps::uphold(open.id)
    }

    /// 整改报告 and 验收.
    pub async fn corrected(self) -> Self {
        let story = self.served().await;
        let owed = |it: &&Correction| it.state != CorrectionState::Verified;
        for _ in story.case().await.corrections.iter().filter(owed) {
            story.next_day();
            story.put_right_first().await;
        }
        story
    }

    /// The first correction that is owed is reported on and verified.
    pub(super) async fn put_right_first(&self) {
        let correction = self.correction_reported().await;
        self.approved(steps::verdict(correction, true)).await;
    }

    /// The first correction that is owed is reported on, and an officer proposes to verify or return it.
    pub async fn report_and_submit_verdict(&self, verified: bool) -> ActId {
        let correction = self.correction_reported().await;
        self.submitted(steps::verdict(correction, verified)).await
    }

    /// The applicant reports on the first correction that is owed.
    async fn correction_reported(&self) -> CorrectionId {
        let corrections = self.case().await.corrections;
        let owed = corrections.iter().find(|it| it.state.owed());
        let correction = owed.expect("a correction is owed").id;
        let report = CorrectionReport {
            file: None,
            ..steps::put_right(correction, self.today())
        };
        self.takes(&self.world.people.applicant, Step::ReportCorrection(report))
            .await;
        correction
    }

    /// 澄清说明 for whose responsibility was lifted.
    pub async fn clarified(self) -> Self {
        let story = self.served().await;
        let case = story.case().await;
        if case.clarifications.is_empty() {
            story.approved(story.clarification(&case.parties[0])).await;
        }
        story
    }

    /// What is said for a party before everybody.
    pub fn clarification(&self, party: &Party) -> Step {
        steps::clarification(party.id, self.today())
    }

    /// 办结.
    pub async fn closed(self) -> Self {
        let story = self.corrected().await.clarified().await;
        if story.case().await.status != Status::Closed {
            story.next_day();
            story.approved(steps::close()).await;
        }
        story
    }
}
