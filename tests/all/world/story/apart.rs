//! What happens beside the straight way: 撤回, 不予启动, 更换经办人, 中止, 恢复, 延期, and the wish for no clarification.

use rongcuo::domain::case::Authority;
use rongcuo::domain::referral::ReturnGround;
use rongcuo::domain::samples::{self as s, steps};
use rongcuo::domain::step::Step;

use super::Story;
use crate::world::{World, paper};

impl Story<'_> {
    /// 撤回, by who filed.
    pub async fn withdrawn(self) -> Self {
        let story = self.filed().await;
        let filer = &story.world.people.applicant;
        story.takes(filer, steps::withdraw()).await;
        story
    }

    /// 不予启动.
    pub async fn declined(self) -> Self {
        let story = self.filed().await;
        story.approved(steps::decline()).await;
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
        let replacement = steps::replace(body.second.user, body.spare.user);
        story.takes(&body.approver, replacement).await;
        story
    }

    /// 中止核实
    pub async fn suspended(self) -> Self {
        let story = self.initiated().await;
        story.approved(steps::suspend()).await;
        story
    }

    /// 恢复核实, on the next day.
    pub async fn resumed(self) -> Self {
        let story = self.suspended().await;
        story.next_day();
        story.approved(steps::resume()).await;
        story
    }

    /// 延期 of the verification.
    pub async fn extended(self) -> Self {
        let story = self.initiated().await;
        story.approved(steps::extend(5)).await;
        story
    }

    /// 核实报告 on a case whose parties an organ elsewhere decides about.
    pub async fn for_an_organ(self) -> Self {
        let mut filing = paper::application(self.world.people.body.id, self.today());
        for party in &mut filing.parties {
            party.authority = Authority::Organ(s::ORGAN.into());
        }
        let filer = &self.world.people.applicant;
        self.filed_by(filer, &filing).await.reported().await
    }

    /// 移送 to that organ, with this proposal.
    pub async fn referred_with(self, proposal: &str) -> Self {
        let story = self.for_an_organ().await;
        let mut step = steps::refer(s::ORGAN, story.today());
        if let Step::Refer(it) = &mut step {
            it.proposal = proposal.into();
        }
        story.approved(step).await;
        story
    }

    /// 移送
    pub async fn referred(self) -> Self {
        self.referred_with("建议免予追责问责").await
    }

    /// The organ's letter, put into the file on the next day.
    pub async fn answered(self) -> Self {
        let story = self.referred().await;
        story.next_day();
        story.officer_takes_evidence().await;
        story
    }

    /// 退回
    pub async fn returned(self) -> Self {
        let story = self.answered().await;
        let returned = steps::record_return(&story.case().await, ReturnGround::LeftToUs, story.today());
        story.approved(returned).await;
        story
    }

    /// 送达 of the first party's determination alone.
    pub async fn served_first(self) -> Self {
        let story = self.determined().await;
        let document = story.case().await.determinations[0].document;
        let service = story.by_hand(&story.officer().await, document).await;
        story.officer_takes(Step::Serve(service)).await;
        story
    }

    /// 整改, 验收 and 澄清, whatever else is owed.
    pub async fn put_right(self) -> Self {
        let story = self;
        story.put_right_first().await;
        let clarification = story.clarification(&story.case().await.parties[0]);
        story.approved(clarification).await;
        story
    }

    /// The first party wishes for no clarification.
    pub async fn waived(self) -> Self {
        let story = self.served().await;
        let waiver = steps::waiver(story.case().await.parties[0].id, story.today(), None);
        story.takes(&story.world.people.applicant, waiver).await;
        story
    }
}

impl World {
    /// Cases that have told every fact there is, each at least once; the one that went the whole way, objection and all.
    pub async fn every_fact(&self) -> Story<'_> {
        self.case().withdrawn().await;
        self.case().objection_withdrawn().await;
        self.case().declined().await;
        self.case().replaced().await;
        self.case().resumed().await;
        self.case().extended().await;
        self.case().waived().await;
        self.case().returned().await;
        self.case().filed_agreeing().await.determined().await;
        self.case().closed().await.upheld().await
    }
}
