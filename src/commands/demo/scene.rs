//! One case on the stage: each beat of its story, played by those whose turn it is.

use anyhow::Context;

use super::aftermath;
use super::application;
use super::matters::Matter;
use super::roles::Role;
use super::stage::{End, Stage};
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
pub enum Beat {
    File,
    Withdraw,
    Initiate(End),
    Decline(End),
    Evidence,
    OwnEvidence,
    Link,
    HearFirst,
    HearRest,
    /// An approver takes an officer's place.
    Replace,
    Suspend(End),
    Resume(End),
    Extend(End),
    Report(End),
    Determine(End),
    ServeFirst,
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

/// A case that is told.
pub struct Scene {
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

impl Scene {
    /// Plays a beat at the clock's time.
    pub async fn play(&mut self, stage: &Stage, beat: Beat) -> anyhow::Result<()> {
        if beat == Beat::File {
            self.case = Some(self.file(stage).await?);
            return Ok(());
        }
        let case = self.now(stage).await?;
        let matter = self.matter;
        match beat {
            Beat::File => Ok(()),
            Beat::Withdraw => stage.take(&self.filer, &case, &writing::withdrawal()).await,
            Beat::Initiate(end) => {
                let crew = stage.cast.crew(case.body.id);
                let officers = crew.officers.iter().take(OFFICERS_MIN);
                let officers = officers.map(|it| it.user).collect();
                self.act(stage, &writing::initiation(matter, officers), end).await
            }
            Beat::Decline(end) => self.act(stage, &writing::declining(matter), end).await,
            Beat::Evidence => self.evidence(stage).await,
            Beat::OwnEvidence => self.own_evidence(stage).await,
            Beat::Link => self.link(stage, &case).await,
            Beat::HearFirst => self.hear(stage, 1).await,
            Beat::HearRest => self.hear(stage, usize::MAX).await,
            Beat::Replace => self.replace(stage, &case).await,
            Beat::Suspend(end) => self.act(stage, &writing::suspension(), end).await,
            Beat::Resume(end) => self.act(stage, &writing::resumption(), end).await,
            Beat::Extend(end) => self.act(stage, &writing::extension(), end).await,
            Beat::Report(end) => {
                let mut report = writing::report(matter, &self.roles, &case);
                if matches!(end, End::Returned(_)) {
                    writing::lacks_what_is_asked_for(&mut report);
                }
                self.act(stage, &Step::Report(report), end).await
            }
            Beat::Determine(end) => self.determine(stage, &case, end).await,
            Beat::ServeFirst => self.serve(stage, 1).await,
            Beat::Serve => self.serve(stage, usize::MAX).await,
            Beat::Notify => {
                let step = aftermath::notice(matter, shanghai_day(stage.app.clock.now()));
                stage.take(self.officer(stage, &case)?, &case, &step).await
            }
            Beat::ObjectAbove => self.object(stage, &case, true).await,
            Beat::ObjectToOffice => self.object(stage, &case, false).await,
            Beat::Decide(end) => self.decide(stage, &case, ObjectionResult::Upheld, end).await,
            Beat::SetAside(end) => self.decide(stage, &case, ObjectionResult::SetAside, end).await,
            Beat::Assign => self.assign(stage, &case).await,
            Beat::Correct => self.correct(stage).await,
            Beat::Verify(end) => self.verify(stage, end).await,
            Beat::Clarify(end) => self.clarify(stage, end).await,
            Beat::WaiveClarification => self.waive_clarification(stage, &case).await,
            Beat::Close(end) => {
                let remark = "案卷共一册，已经装订。".into();
                let step = Step::Close(crate::domain::closure::Closure { remark });
                self.act(stage, &step, end).await
            }
        }
    }

    async fn determine(&self, stage: &Stage, case: &Case, end: End) -> anyhow::Result<()> {
        let crew = stage.cast.crew(case.body.id);
        let present = crew.approvers.iter().chain(&crew.officers);
        let present: Vec<_> = present.map(|it| it.name.as_str()).collect();
        let today = shanghai_day(stage.app.clock.now());
        let step = writing::determination(self.matter, &self.roles, case, &present, today);
        self.act(stage, &step, end).await
    }

    pub(super) async fn now(&self, stage: &Stage) -> anyhow::Result<Case> {
        stage
            .case(self.case.context("a story begins with a filing")?)
            .await
    }

    /// The officer who drafts: of those assigned, or of the body while nobody is.
    pub(super) fn officer<'a>(&self, stage: &'a Stage, case: &Case) -> anyhow::Result<&'a Actor> {
        let crew = stage.cast.crew(case.body.id);
        let everybody = crew.officers.iter().chain(&crew.approvers);
        let able: Vec<_> = everybody
            .filter(|it| crate::domain::access::officer_of(it, case))
            .collect();
        let turn = self.no.checked_rem(able.len());
        let drafter = turn.and_then(|turn| able.get(turn));
        drafter.map(|it| **it).context("nobody drafts here")
    }

    /// The approver, who never was one of the officers.
    pub(super) fn approver<'a>(&self, stage: &'a Stage, case: &Case) -> anyhow::Result<&'a Actor> {
        let crew = stage.cast.crew(case.body.id);
        let free = crew.approvers.iter().find(|it| !case.investigated(it.user));
        free.copied().context("nobody approves here")
    }

    pub(super) async fn act(&self, stage: &Stage, step: &Step, end: End) -> anyhow::Result<()> {
        let case = self.now(stage).await?;
        let by = (self.officer(stage, &case)?, self.approver(stage, &case)?);
        stage.act(by, &case, step, end).await
    }

    async fn file(&self, stage: &Stage) -> anyhow::Result<CaseId> {
        let matter = self.matter;
        let signed = stage
            .keep(&self.filer, "容错申请书（签字盖章）", matter.story)
            .await?;
        let told = stage
            .keep(
                &self.filer,
                "情况说明",
                &format!("{}{}", matter.story, matter.loss),
            )
            .await?;
        let today = shanghai_day(stage.app.clock.now());
        let files = [signed, told];
        let filing = application::filing(matter, &self.roles, &self.filer, self.body, today, files);
        stage.file(&self.filer, &filing).await
    }
}
