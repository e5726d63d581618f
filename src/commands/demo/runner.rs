//! The runner takes the steps of a story through casework, under a clock that is moved. Nothing here writes
//! a row of a case; whatever the law refuses ends the story with the refusal's own words. Tests use it too.

use anyhow::{Context, bail};
use uuid::Uuid;

use super::people::DemoPeople;
use crate::casework::{self, Answer, Draft, Stamp, Verdict};
use crate::domain::actor::Actor;
use crate::domain::case::Case;
use crate::domain::filing::Filing;
use crate::domain::ids::{ActId, ApplicationId, CaseId, FileId};
use crate::domain::step::Step;
use crate::platform::App;
use crate::platform::random::new_id;
use crate::store::acts::TypedPairs;
use crate::store::files::NewFile;
use crate::store::{self};
use crate::web::case::typed;

/// How far an act gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Saved by its drafter, not submitted.
    Drafted,
    /// It waits for an approver.
    Waiting,
    /// Returned, for this reason.
    Returned(&'static str),
    /// Approved: the step is taken.
    Approved,
}

/// Takes steps for the people of the demo.
pub struct Runner {
    /// The program, with a movable clock.
    pub app: App,
    pub people: DemoPeople,
}

impl Runner {
    /// The case as the law sees it now.
    ///
    /// # Errors
    /// The database failed, or there is no such case.
    pub async fn case(&self, id: CaseId) -> anyhow::Result<Case> {
        let mut db = self.app.pool.acquire().await?;
        store::cases::load(&mut db, &self.app.known, id)
            .await?
            .context("the case is gone")
    }

    /// Begins an application, as it was typed so far.
    pub async fn write(
        &self,
        applicant: &Actor,
        answers: &TypedPairs,
    ) -> anyhow::Result<(ApplicationId, i32)> {
        let at = self.app.clock.now();
        let id = ApplicationId(new_id(at));
        let mut db = self.app.pool.acquire().await?;
        store::applications::begin(&mut db, id, applicant, at).await?;
        store::applications::save(&mut db, id, answers, 1, at).await?;
        let kept = store::applications::read(&mut db, id, applicant).await?;
        Ok((id, kept.context("the application is gone")?.version))
    }

    /// Files an application: a case begins.
    pub async fn file(&self, applicant: &Actor, filing: &Filing) -> anyhow::Result<CaseId> {
        let (application, version) = self.write(applicant, &TypedPairs::new()).await?;
        match casework::file(&self.app, applicant, application, self.stamp(version), filing).await? {
            Answer::Done(case) => Ok(case),
            answer => bail!("提交申请：{}", outcome(&answer)),
        }
    }

    /// Somebody takes a step alone.
    pub async fn take(&self, actor: &Actor, case: &Case, step: &Step) -> anyhow::Result<()> {
        let stamp = self.stamp(case.version);
        match casework::take(&self.app, actor, case.id, stamp, step).await? {
            Answer::Done(()) => Ok(()),
            answer => bail!("{} {}：{}", case.number, step.kind().name(), outcome(&answer)),
        }
    }

    /// One drafts, another approves or returns it.
    pub async fn act(&self, by: (&Actor, &Actor), case: &Case, step: &Step, end: End) -> anyhow::Result<()> {
        let (drafter, approver) = by;
        let draft = Draft {
            kind: step.kind(),
            subject: step.subject(),
            typed: typed(step, case).0,
            step: (end != End::Drafted).then(|| step.clone()),
        };
        let stamp = self.stamp(case.version);
        let failed = |why: String| format!("{} {}：{why}", case.number, step.kind().name());
        match casework::draft(&self.app, drafter, case.id, stamp, draft).await? {
            Answer::Done(_) => {}
            answer => bail!(failed(outcome(&answer))),
        }
        let verdict = match end {
            End::Drafted | End::Waiting => return Ok(()),
            End::Returned(reason) => Verdict::Return(reason.to_owned()),
            End::Approved => Verdict::Approve,
        };
        let act = self.waiting(case.id, step).await?;
        self.app.clock.advance(time::Duration::minutes(3));
        let stamp = self.stamp(case.version);
        match casework::decide(&self.app, approver, case.id, act, stamp, verdict).await? {
            Answer::Done(()) => Ok(()),
            answer => bail!(failed(outcome(&answer))),
        }
    }

    async fn waiting(&self, case: CaseId, step: &Step) -> anyhow::Result<ActId> {
        let case = self.case(case).await?;
        let mine = |act: &&crate::domain::act::Act| act.kind == step.kind() && act.subject == step.subject();
        let act = case.acts.iter().rev().find(mine);
        Ok(act.context("the act that was submitted is gone")?.id)
    }

    /// Keeps a page as a file.
    pub async fn keep(&self, by: &Actor, heading: &str, text: &str) -> anyhow::Result<FileId> {
        let at = self.app.clock.now();
        let bytes = super::paper::page(heading, text);
        let size = i64::try_from(bytes.len())?;
        let sha256 = self.app.blobs.put(bytes).await?;
        let file = NewFile {
            id: FileId(new_id(at)),
            sha256: sha256.0,
            size,
            media_type: "application/pdf",
            name: &format!("{heading}.pdf"),
            uploaded_by: by.user,
        };
        let mut db = self.app.pool.acquire().await?;
        store::files::insert(&mut db, &file, at).await?;
        Ok(file.id)
    }

    fn stamp(&self, version: i32) -> Stamp {
        let once: Uuid = new_id(self.app.clock.now());
        Stamp { version, once }
    }
}

/// What became of a step, for a command's error.
fn outcome<T>(answer: &Answer<T>) -> String {
    match answer {
        Answer::Refused(refusal) => refusal.to_string(),
        Answer::Overtaken => "案件已经变化".into(),
        Answer::Before => "已经提交过".into(),
        Answer::NotFound => "没有这件案件或者这份文书".into(),
        Answer::Done(_) => "已经办理".into(),
    }
}
