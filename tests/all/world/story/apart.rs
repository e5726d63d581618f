//! What happens beside the straight way: 撤回, 不予启动, 更换经办人, 中止, 恢复, 延期, and the wish for no clarification.

use rongcuo::domain::samples::steps;
use rongcuo::domain::step::Step;

use super::Story;
use crate::world::World;

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
        self.case().declined().await;
        self.case().replaced().await;
        self.case().resumed().await;
        self.case().extended().await;
        self.case().waived().await;
        self.case().filed_agreeing().await.determined().await;
        self.case().closed().await.upheld().await
    }
}
