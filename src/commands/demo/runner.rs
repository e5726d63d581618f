//! The runner takes steps through casework where no page does: those of the demo's stories under a clock that is moved, of
//! the tests' stories, and of the bench. Nothing here writes a row of a case; whatever the law refuses is an error in the
//! refusal's own words.

use anyhow::{Context, bail};
use uuid::Uuid;

use crate::casework::{self, Answer, Draft, Stamp, Verdict};
use crate::domain::actor::Actor;
use crate::domain::case::Case;
use crate::domain::dates::shanghai_day;
use crate::domain::filing::Filing;
use crate::domain::ids::{ActId, ApplicationId, CaseId, FileId};
use crate::domain::procedure::Kind;
use crate::domain::step::Step;
use crate::platform::App;
use crate::platform::random::new_id;
use crate::store;
use crate::store::files::NewFile;
use crate::web::application::{self, Answers, Writer};
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

/// Takes steps for anybody.
pub struct Runner {
    /// The program; its clock is movable where an act is to be approved a moment later.
    pub app: App,
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

    /// Begins an application; it is at its first version.
    ///
    /// # Errors
    /// The database failed.
    pub async fn begin(&self, applicant: &Actor) -> anyhow::Result<ApplicationId> {
        let at = self.app.clock.now();
        let id = ApplicationId(new_id(at));
        let mut db = self.app.pool.acquire().await?;
        store::applications::begin(&mut db, id, applicant, at).await?;
        Ok(id)
    }

    /// Begins an application, as it was typed so far.
    ///
    /// # Errors
    /// The database failed.
    pub async fn write(&self, applicant: &Actor, answers: &Answers) -> anyhow::Result<()> {
        let id = self.begin(applicant).await?;
        let at = self.app.clock.now();
        let writer = Writer {
            actor: applicant,
            today: shanghai_day(at),
        };
        let mut db = self.app.pool.acquire().await?;
        store::applications::save(&mut db, id, &application::typed(answers, writer), 1, at).await?;
        Ok(())
    }

    /// Files an application: a case begins.
    ///
    /// # Errors
    /// The law refuses it, or the database failed.
    pub async fn file(&self, applicant: &Actor, filing: &Filing) -> anyhow::Result<CaseId> {
        let application = self.begin(applicant).await?;
        match casework::file(&self.app, applicant, application, self.stamp(1), filing).await? {
            Answer::Done(case) => Ok(case),
            answer => bail!("提交申请：{}", outcome(&answer)),
        }
    }

    /// Somebody takes a step alone.
    ///
    /// # Errors
    /// The law refuses it, or the database failed.
    pub async fn take(&self, actor: &Actor, case: &Case, step: &Step) -> anyhow::Result<()> {
        let stamp = self.stamp(case.version);
        match casework::take(&self.app, actor, case.id, stamp, step).await? {
            Answer::Done(_) => Ok(()),
            answer => bail!(failed(case, step.kind(), &answer)),
        }
    }

    /// One drafts, another approves or returns it.
    ///
    /// # Errors
    /// The law refuses it, or the database failed.
    pub async fn act(&self, by: (&Actor, &Actor), case: &Case, step: &Step, end: End) -> anyhow::Result<()> {
        let (drafter, approver) = by;
        let verdict = match end {
            End::Drafted => return self.draft(drafter, case, step, false).await,
            End::Waiting => return self.draft(drafter, case, step, true).await,
            End::Returned(reason) => Verdict::Return(reason.to_owned()),
            End::Approved => Verdict::Approve(String::new()),
        };
        let act = self.submit(drafter, case, step).await?;
        self.app.clock.advance(time::Duration::minutes(3));
        let decided = self.decide(approver, case, act, verdict).await;
        decided.context(step.kind().name())
    }

    /// An approver decides what waits.
    ///
    /// # Errors
    /// The law refuses it, or the database failed.
    pub async fn decide(
        &self,
        approver: &Actor,
        case: &Case,
        act: ActId,
        verdict: Verdict,
    ) -> anyhow::Result<()> {
        let stamp = self.stamp(case.version);
        match casework::decide(&self.app, approver, case.id, act, stamp, verdict).await? {
            Answer::Done(_) => Ok(()),
            answer => bail!("{} 审批：{}", case.number, outcome(&answer)),
        }
    }

    /// One drafts it, and it waits for another.
    ///
    /// # Errors
    /// The law refuses it, or the database failed.
    pub async fn submit(&self, drafter: &Actor, case: &Case, step: &Step) -> anyhow::Result<ActId> {
        self.draft(drafter, case, step, true).await?;
        self.waiting(case.id, step).await
    }

    async fn draft(&self, drafter: &Actor, case: &Case, step: &Step, submitted: bool) -> anyhow::Result<()> {
        let draft = Draft {
            kind: step.kind(),
            subject: step.subject(),
            typed: typed(step, case).0,
            step: submitted.then(|| step.clone()),
            seen: self.revision(case.id, step).await?,
            takes_over: false,
        };
        let stamp = self.stamp(case.version);
        match casework::draft(&self.app, drafter, case.id, stamp, draft).await? {
            Answer::Done(_) => Ok(()),
            answer => bail!(failed(case, step.kind(), &answer)),
        }
    }

    async fn revision(&self, case: CaseId, step: &Step) -> anyhow::Result<i32> {
        let mut db = self.app.pool.acquire().await?;
        let known = store::acts::under_way(&mut db, case, step.kind(), step.subject()).await?;
        Ok(known.map_or(0, |it| it.revision))
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
        store::files::insert(&mut db, &self.app.signer, &file, at).await?;
        Ok(file.id)
    }

    fn stamp(&self, version: i32) -> Stamp {
        let once: Uuid = new_id(self.app.clock.now());
        Stamp { version, once }
    }
}

fn failed<T>(case: &Case, kind: Kind, answer: &Answer<T>) -> String {
    format!("{} {}：{}", case.number, kind.name(), outcome(answer))
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
