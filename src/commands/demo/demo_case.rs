//! One case of the demo: each step of its story, taken by those whose turn it is.

use anyhow::Context;

use super::aftermath;
use super::application;
use super::matters::Matter;
use super::people::DemoPeople;
use super::roles::Role;
use super::runner::{End, Runner};
use super::writing;
use crate::domain::actor::Actor;
use crate::domain::assignment::OFFICERS_MIN;
use crate::domain::case::Case;
use crate::domain::dates::shanghai_day;
use crate::domain::ids::{BodyId, CaseId};
use crate::domain::objection::ObjectionResult;
use crate::domain::step::Step;

/// What happens next in a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoryStep {
    File,
    Withdraw,
    Initiate(End),
    Decline(End),
    Evidence,
    OwnEvidence,
    Link(End),
    HearFirst,
    HearRest,
    /// An approver takes an officer's place.
    Replace,
    Suspend(End),
    Resume(End),
    Extend(End),
    Report(End),
    /// To the organ that holds the authority over the parties.
    Refer(End),
    /// The organ's answer is put into the file.
    OrganLetter,
    /// The organ leaves the case to the body.
    OrganReturns(End),
    Determine(End),
    Serve,
    Notify,
    /// To the superior body, where there is one; else to the Office.
    ObjectAbove,
    ObjectToOffice,
    Decide(End),
    /// The first open objection is decided: its determination falls.
    SetAside(End),
    /// An approver names who verifies again.
    Assign,
    Correct,
    Verify(End),
    Clarify(End),
    WaiveClarification,
    Close(End),
}

/// A case of the demo, as far as it has come.
pub struct DemoCase<'p> {
    /// Who there is to take its steps.
    pub people: &'p DemoPeople,
    /// Its place among the stories: the officers draft in turns.
    pub no: usize,
    pub matter: &'static Matter,
    /// Where it is filed.
    pub body: BodyId,
    pub filer: Actor,
    /// Who is party to it.
    pub roles: Vec<Role>,
    /// The case, once it is filed.
    pub case: Option<CaseId>,
}

impl<'p> DemoCase<'p> {
    /// Takes a step of the story at the clock's time.
    pub async fn run(&mut self, runner: &Runner, story_step: StoryStep) -> anyhow::Result<()> {
        if story_step == StoryStep::File {
            self.case = Some(self.file(runner).await?);
            return Ok(());
        }
        let case = self.now(runner).await?;
        let matter = self.matter;
        match story_step {
            StoryStep::File => Ok(()),
            StoryStep::Withdraw => runner.take(&self.filer, &case, &writing::withdrawal()).await,
            StoryStep::Initiate(end) => {
                let staff = self.people.of_body(case.body.id);
                let officers = staff.officers.iter().take(OFFICERS_MIN);
                let officers = officers.map(|it| it.user).collect();
                self.act(runner, &writing::initiation(matter, officers), end)
                    .await
            }
            StoryStep::Decline(end) => self.act(runner, &writing::declining(matter), end).await,
            StoryStep::Evidence => self.evidence(runner).await,
            StoryStep::OwnEvidence => self.own_evidence(runner).await,
            StoryStep::Link(end) => self.link(runner, &case, end).await,
            StoryStep::HearFirst => self.hear(runner, 1).await,
            StoryStep::HearRest => self.hear(runner, usize::MAX).await,
            StoryStep::Replace => self.replace(runner, &case).await,
            StoryStep::Suspend(end) => self.act(runner, &writing::suspension(), end).await,
            StoryStep::Resume(end) => self.act(runner, &writing::resumption(), end).await,
            StoryStep::Extend(end) => self.act(runner, &writing::extension(), end).await,
            StoryStep::Report(end) => {
                let mut report = writing::report(matter, &self.roles, &case);
                if matches!(end, End::Returned(_)) {
                    writing::lacks_what_is_asked_for(&mut report);
                }
                self.act(runner, &Step::Report(report), end).await
            }
            StoryStep::Refer(end) => {
                let today = shanghai_day(runner.app.clock.now());
                self.act(runner, &writing::referral(&case, today), end).await
            }
            StoryStep::OrganLetter => self.organ_letter(runner, &case).await,
            StoryStep::OrganReturns(end) => self.act(runner, &writing::organ_return(&case)?, end).await,
            StoryStep::Determine(end) => self.determine(runner, &case, end).await,
            StoryStep::Serve => self.serve(runner).await,
            StoryStep::Notify => {
                let step = aftermath::notice(matter, shanghai_day(runner.app.clock.now()));
                runner.take(self.officer(&case)?, &case, &step).await
            }
            StoryStep::ObjectAbove => self.object(runner, &case, true).await,
            StoryStep::ObjectToOffice => self.object(runner, &case, false).await,
            StoryStep::Decide(end) => self.decide(runner, &case, ObjectionResult::Upheld, end).await,
            StoryStep::SetAside(end) => self.decide(runner, &case, ObjectionResult::SetAside, end).await,
            StoryStep::Assign => self.assign(runner, &case).await,
            StoryStep::Correct => self.correct(runner).await,
            StoryStep::Verify(end) => self.verify(runner, end).await,
            StoryStep::Clarify(end) => self.clarify(runner, end).await,
            StoryStep::WaiveClarification => self.waive_clarification(runner, &case).await,
            StoryStep::Close(end) => {
                let remark = "案卷共一册，已经装订。".into();
                let step = Step::Close(crate::domain::closure::Closure { remark });
                self.act(runner, &step, end).await
            }
        }
    }

    async fn determine(&self, runner: &Runner, case: &Case, end: End) -> anyhow::Result<()> {
        let staff = self.people.of_body(case.body.id);
        let present = staff.approvers.iter().chain(&staff.officers);
        let present: Vec<_> = present.map(|it| it.name.as_str()).collect();
        let today = shanghai_day(runner.app.clock.now());
        let step = writing::determination(self.matter, &self.roles, case, &present, today);
        self.act(runner, &step, end).await
    }

    pub(super) async fn now(&self, runner: &Runner) -> anyhow::Result<Case> {
        runner
            .case(self.case.context("a story begins with a filing")?)
            .await
    }

    /// The officer who drafts: of those assigned, or of the body while nobody is.
    pub(super) fn officer(&self, case: &Case) -> anyhow::Result<&'p Actor> {
        let staff = self.people.of_body(case.body.id);
        let everybody = staff.officers.iter().chain(&staff.approvers);
        let able: Vec<_> = everybody
            .filter(|it| crate::domain::access::officer_of(it, case))
            .collect();
        let turn = self.no.checked_rem(able.len());
        let drafter = turn.and_then(|turn| able.get(turn));
        drafter.map(|it| **it).context("nobody drafts here")
    }

    /// The approver, who never was one of the officers.
    pub(super) fn approver(&self, case: &Case) -> anyhow::Result<&'p Actor> {
        let staff = self.people.of_body(case.body.id);
        let free = staff.approvers.iter().find(|it| !case.investigated(it.user));
        free.copied().context("nobody approves here")
    }

    pub(super) async fn act(&self, runner: &Runner, step: &Step, end: End) -> anyhow::Result<()> {
        let case = self.now(runner).await?;
        let by = (self.officer(&case)?, self.approver(&case)?);
        runner.act(by, &case, step, end).await
    }

    async fn file(&self, runner: &Runner) -> anyhow::Result<CaseId> {
        let matter = self.matter;
        let signed = runner
            .keep(&self.filer, "容错申请书（签字盖章）", matter.story)
            .await?;
        let told = runner
            .keep(
                &self.filer,
                "情况说明",
                &format!("{}{}", matter.story, matter.loss),
            )
            .await?;
        let today = shanghai_day(runner.app.clock.now());
        let files = [signed, told];
        let filing = application::filing(matter, &self.roles, &self.filer, self.body, today, files);
        runner.file(&self.filer, &filing).await
    }
}
