//! A case that reaches any point of its life by real steps, taken by the people of the world: what the tests assert on
//! came about as it does in the program. Each method goes on from wherever the story stands.

mod after;
mod again;
mod apart;

use rongcuo::commands::demo::runner::Runner;
use rongcuo::domain::actor::Actor;
use rongcuo::domain::case::{Case, Party};
use rongcuo::domain::dates::shanghai_day;
use rongcuo::domain::evidence::Evidence;
use rongcuo::domain::filing::Filing;
use rongcuo::domain::ids::{ApplicationId, CaseId};
use rongcuo::domain::samples::steps;
use rongcuo::domain::status::Status;
use rongcuo::domain::step::Step;
use time::{Date, Duration};

use super::{World, paper};

/// One case, as far as it has been told.
#[derive(Clone, Copy)]
pub struct Story<'w> {
    /// Where it happens.
    pub world: &'w World,
    id: Option<CaseId>,
}

impl<'w> Story<'w> {
    /// Not filed yet.
    pub(super) fn begin(world: &'w World) -> Self {
        Self { world, id: None }
    }

    /// Which case.
    pub fn id(&self) -> CaseId {
        self.id.expect("the story has begun with filed()")
    }

    /// Who takes its steps through casework.
    pub(super) fn runner(&self) -> Runner {
        let app = self.world.app.clone();
        Runner { app }
    }

    /// The case as it stands.
    pub async fn case(&self) -> Case {
        self.runner().case(self.id()).await.expect("a readable case")
    }

    /// 提交申请, by the applicant of the unit.
    pub async fn filed(self) -> Self {
        if self.id.is_some() {
            return self;
        }
        let filing = paper::application(self.world.people.body.id, self.today());
        self.filed_by(&self.world.people.applicant, &filing).await
    }

    /// The same by one who agreed to electronic service.
    pub async fn filed_agreeing(self) -> Self {
        let mut filing = paper::application(self.world.people.body.id, self.today());
        filing.applicant.electronic = true;
        self.filed_by(&self.world.people.applicant, &filing).await
    }

    /// 提交申请, by anybody and in any words.
    pub async fn filed_by(mut self, filer: &Actor, filing: &Filing) -> Self {
        let filed = self.runner().file(filer, filing).await;
        self.id = Some(filed.expect("the law has nothing against the filing"));
        self
    }

    /// An application that is not filed yet.
    pub async fn application(&self) -> ApplicationId {
        let begun = self.runner().begin(&self.world.people.applicant).await;
        begun.expect("an application")
    }

    /// 启动, with two officers, on the next day.
    pub async fn initiated(self) -> Self {
        let story = self.filed().await;
        if story.stands_before(Status::Verifying).await {
            story.next_day();
            story.approved(story.initiation()).await;
        }
        story
    }

    /// The initiation that names the two officers.
    pub fn initiation(&self) -> Step {
        let body = &self.world.people.body;
        steps::initiate(&[body.officer.clone(), body.second.clone()])
    }

    /// 收集证据, 绑定账号 of the individual and 听取意见 of every party.
    pub async fn heard(self) -> Self {
        let story = self.initiated().await;
        if story.case().await.hearings.is_empty() {
            story.next_day();
            story.officer_takes(story.evidence().await).await;
            story.approved(story.link().await).await;
            for party in &story.case().await.parties {
                story.officer_takes(story.hearing(party)).await;
            }
        }
        story
    }

    /// A piece of evidence.
    pub async fn evidence(&self) -> Step {
        let file = self.world.file_of(&self.officer().await).await;
        Step::TakeEvidence(Evidence {
            file,
            ..steps::minutes(None, self.today())
        })
    }

    /// The link of the second party to the account of the individual.
    pub async fn link(&self) -> Step {
        steps::link(self.case().await.parties[1].id, &self.world.people.individual)
    }

    /// A statement before both officers.
    pub fn hearing(&self, party: &Party) -> Step {
        let body = &self.world.people.body;
        let officers = [body.officer.user, body.second.user];
        Step::Hear(steps::hearing(party.id, &officers, self.today()))
    }

    /// 核实报告和初步意见: the first party is to be tolerated, the second is not.
    pub async fn reported(self) -> Self {
        let story = self.heard().await;
        if story.stands_before(Status::Determining).await {
            story.next_day();
            story
                .approved(Step::Report(paper::report(&story.case().await)))
                .await;
        }
        story
    }

    /// 认定.
    pub async fn determined(self) -> Self {
        let story = self.reported().await;
        if story.stands_before(Status::Determined).await {
            story.next_day();
            let determination = paper::determination(&story.case().await, story.today());
            story.approved(Step::Determine(determination)).await;
        }
        story
    }

    /// The day in Shanghai.
    pub fn today(&self) -> Date {
        shanghai_day(self.world.app.clock.now())
    }

    pub fn next_day(&self) {
        self.world.app.clock.advance(Duration::days(1));
    }

    async fn stands_before(&self, status: Status) -> bool {
        self.case().await.status < status
    }
}
