//! What happens beside the straight way: 撤回, 不予启动, 更换经办人, 中止, 恢复, 延期, and the wish for no clarification.

use rongcuo::casework::Answer;
use rongcuo::domain::assignment::Replacement;
use rongcuo::domain::clarification::ClarificationWaiver;
use rongcuo::domain::initiation::{Declining, Ground};
use rongcuo::domain::service::{Means, Service};
use rongcuo::domain::step::Step;
use rongcuo::domain::verification::{Extension, Resumption, Suspension};
use rongcuo::domain::withdrawal::Withdrawal;

use super::Story;
use crate::world::{World, said};

impl Story<'_> {
    /// 撤回, by who filed.
    pub async fn withdrawn(self) -> Self {
        let story = self.filed().await;
        let reason = "改由主管部门处理".into();
        let filer = &story.world.people.applicant;
        story.takes(filer, Step::Withdraw(Withdrawal { reason })).await;
        story
    }

    /// 不予启动.
    pub async fn declined(self) -> Self {
        let story = self.filed().await;
        let declining = Declining {
            ground: Ground::NoCircumstance,
            reason: "所述情形不属于第七条规定的任何一项".into(),
        };
        story.approved(Step::Decline(declining)).await;
        story
    }

    /// 收集证据, by the first officer.
    pub async fn officer_takes_evidence(&self) {
        self.officer_takes(self.evidence().await).await;
    }

    /// 更换经办人: the second officer by the spare one.
    pub async fn replaced(self) -> Self {
        let story = self.initiated().await;
        let body = &story.world.people.body;
        let replacement = Replacement {
            out: body.second.user,
            by: body.spare.user,
            reason: "岗位调整".into(),
        };
        story.takes(&body.approver, Step::Replace(replacement)).await;
        story
    }

    /// 中止核实
    pub async fn suspended(self) -> Self {
        let story = self.initiated().await;
        let reason = "等待审计结论".into();
        story.approved(Step::Suspend(Suspension { reason })).await;
        story
    }

    /// 恢复核实, on the next day.
    pub async fn resumed(self) -> Self {
        let story = self.suspended().await;
        story.next_day();
        let reason = "审计结论已经作出".into();
        story.approved(Step::Resume(Resumption { reason })).await;
        story
    }

    /// 延期 of the verification.
    pub async fn extended(self) -> Self {
        let story = self.initiated().await;
        let reason = "须向三个部门分别调取材料".into();
        story.approved(Step::Extend(Extension { days: 5, reason })).await;
        story
    }

    /// 送达 of the first party's determination alone.
    pub async fn served_first(self) -> Self {
        let story = self.determined().await;
        let service = Service {
            document: story.case().await.determinations[0].document,
            means: Means::Electronic,
            served_on: None,
            place: String::new(),
            recipient: String::new(),
            proof: None,
        };
        story.officer_takes(Step::Serve(service)).await;
        story
    }

    /// 整改, 验收 and 澄清, whatever else is owed.
    pub async fn put_right(self) -> Self {
        let story = self;
        let act = story.report_and_submit_verdict(true).await;
        let answer = story.approves(act, &story.world.people.body.approver).await;
        assert!(matches!(answer, Answer::Done(_)), "{}", said(&answer));
        let clarification = story.clarification(&story.case().await.parties[0]);
        story.approved(Step::Clarify(clarification)).await;
        story
    }

    /// The first party wishes for no clarification.
    pub async fn waived(self) -> Self {
        let story = self.served().await;
        let waiver = ClarificationWaiver {
            party: story.case().await.parties[0].id,
            text: "不需要澄清".into(),
            stated_on: story.today(),
            file: None,
        };
        let party = &story.world.people.applicant;
        story.takes(party, Step::WaiveClarification(waiver)).await;
        story
    }
}

impl World {
    /// Cases that have told every fact there is, each at least once; the one that went the whole way, objection and all.
    pub async fn every_fact(&self) -> Story<'_> {
        self.case().withdrawn().await;
        self.case().declined().await;
        self.case().replaced().await;
        self.case().resumed().await;
        self.case().extended().await;
        self.case().waived().await;
        self.case().closed().await.upheld().await
    }
}
