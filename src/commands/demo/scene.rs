//! One case on the stage: each beat of its story, played by those whose turn it is.

use anyhow::{Context, bail};

use super::aftermath;
use super::application;
use super::matters::Matter;
use super::roles::{Fate, Role, Who};
use super::stage::{End, Stage};
use super::writing;
use crate::domain::account::{Account, AccountLink};
use crate::domain::actor::Actor;
use crate::domain::case::{Case, Party};
use crate::domain::clarification;
use crate::domain::correction::{CorrectionState, Responsible};
use crate::domain::dates::shanghai_day;
use crate::domain::document::DocumentKind;
use crate::domain::evidence::{Evidence, EvidenceKind};
use crate::domain::hearing::{Hearing, HearingKind};
use crate::domain::ids::{BodyId, CaseId};
use crate::domain::initiation::{Replacement, Withdrawal};
use crate::domain::regulation::Condition;
use crate::domain::step::Step;

use super::people::LIN;

/// What happens next in a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is a step of the procedure table, which names it"
)]
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
    Report(End),
    Determine(End),
    ServeFirst,
    Serve,
    Notify,
    NotifyNobody,
    /// To the superior body, where there is one; else to the Office.
    ObjectAbove,
    ObjectToOffice,
    Decide(End),
    Correct,
    Verify(End),
    Clarify(End),
    WaiveClarification,
    Close(End),
}

/// A case that is told.
pub struct Scene {
    /// What it is about.
    pub matter: &'static Matter,
    /// Where it is filed.
    pub body: BodyId,
    /// Who files it.
    pub filer: Actor,
    /// Who is party to it.
    pub roles: Vec<Role>,
    /// The case, once it is filed.
    pub case: Option<CaseId>,
}

impl Scene {
    /// Plays a beat at the clock's time.
    ///
    /// # Errors
    /// The law or the database refuses.
    pub async fn play(&mut self, stage: &Stage, beat: Beat) -> anyhow::Result<()> {
        if beat == Beat::File {
            self.case = Some(self.file(stage).await?);
            return Ok(());
        }
        let case = self.now(stage).await?;
        let matter = self.matter;
        match beat {
            Beat::File => Ok(()),
            Beat::Withdraw => {
                let reason = "追责问责机关已经书面答复不予追究，不再需要容错程序。".into();
                let step = Step::Withdraw(Withdrawal { reason });
                stage.take(&self.filer, &case, &step).await
            }
            Beat::Initiate(end) => {
                let crew = stage.cast.crew(case.body.id);
                let officers = crew.officers.iter().map(|it| it.user).collect();
                self.act(stage, &writing::initiation(matter, officers), end).await
            }
            Beat::Decline(end) => self.act(stage, &writing::declining(matter), end).await,
            Beat::Evidence => self.evidence(stage).await,
            Beat::OwnEvidence => self.own_evidence(stage).await,
            Beat::Link => self.link(stage, &case).await,
            Beat::HearFirst => self.hear(stage, 1).await,
            Beat::HearRest => self.hear(stage, usize::MAX).await,
            Beat::Replace => self.replace(stage, &case).await,
            Beat::Report(end) => {
                self.act(stage, &writing::report(matter, &self.roles, &case), end)
                    .await
            }
            Beat::Determine(end) => {
                let crew = stage.cast.crew(case.body.id);
                let present = crew
                    .approvers
                    .iter()
                    .chain(&crew.officers)
                    .map(|it| it.name.as_str());
                let present: Vec<_> = present.collect();
                let today = shanghai_day(stage.app.clock.now());
                let step = writing::determination(matter, &self.roles, &case, &present, today);
                self.act(stage, &step, end).await
            }
            Beat::ServeFirst => self.serve(stage, 1).await,
            Beat::Serve => self.serve(stage, usize::MAX).await,
            Beat::Notify => {
                let step = aftermath::notice(matter, shanghai_day(stage.app.clock.now()));
                stage.take(self.officer(stage, &case)?, &case, &step).await
            }
            Beat::NotifyNobody => {
                stage
                    .take(self.officer(stage, &case)?, &case, &aftermath::no_notice())
                    .await
            }
            Beat::ObjectAbove => self.object(stage, &case, true).await,
            Beat::ObjectToOffice => self.object(stage, &case, false).await,
            Beat::Decide(end) => self.decide(stage, &case, end).await,
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

    async fn now(&self, stage: &Stage) -> anyhow::Result<Case> {
        stage
            .case(self.case.context("a story begins with a filing")?)
            .await
    }

    /// The officer who drafts: of those assigned, or of the body while nobody is.
    fn officer<'a>(&self, stage: &'a Stage, case: &Case) -> anyhow::Result<&'a Actor> {
        let crew = stage.cast.crew(case.body.id);
        let everybody = crew.officers.iter().chain(&crew.approvers);
        let mut able = everybody.filter(|it| crate::domain::access::officer_of(it, case));
        able.next().copied().context("nobody drafts here")
    }

    /// The approver, who is none of the officers.
    fn approver<'a>(&self, stage: &'a Stage, case: &Case) -> anyhow::Result<&'a Actor> {
        let crew = stage.cast.crew(case.body.id);
        let free = crew.approvers.iter().find(|it| !case.officers.contains(&it.user));
        free.copied().context("nobody approves here")
    }

    async fn act(&self, stage: &Stage, step: &Step, end: End) -> anyhow::Result<()> {
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

    /// Three pieces that officers collect.
    async fn evidence(&self, stage: &Stage) -> anyhow::Result<()> {
        let matter = self.matter;
        let pieces = [
            (
                "集体研究的会议记录",
                EvidenceKind::Minutes,
                Condition::DueProcess,
                matter.decision,
            ),
            (
                "补救和整改材料",
                EvidenceKind::Written,
                Condition::SelfCorrecting,
                matter.remedy,
            ),
            (
                "业务系统办理日志",
                EvidenceKind::Electronic,
                Condition::Diligent,
                "经办过程全程留痕，没有隐瞒",
            ),
        ];
        for (name, kind, condition, proves) in pieces {
            let case = self.now(stage).await?;
            let officer = self.officer(stage, &case)?;
            let file = stage
                .keep(officer, name, &format!("{}：{proves}。", matter.title))
                .await?;
            let today = shanghai_day(stage.app.clock.now());
            let step = Step::TakeEvidence(Evidence {
                name: name.into(),
                kind,
                source: format!("向{}调取", case.filer.name),
                proves: format!("{proves}。"),
                condition: Some(condition),
                party: None,
                taken_on: today,
                file,
            });
            stage.take(officer, &case, &step).await?;
        }
        Ok(())
    }

    /// A piece that a party hands in itself.
    async fn own_evidence(&self, stage: &Stage) -> anyhow::Result<()> {
        let case = self.now(stage).await?;
        let found = case
            .parties
            .iter()
            .find_map(|it| Some((it, stage.cast.acting_for(it)?)));
        let (party, actor) = found.context("no party has an account")?;
        let file = stage.keep(actor, "企业感谢信和办理台账", self.matter.aim).await?;
        let step = Step::TakeEvidence(Evidence {
            name: "企业感谢信和办理台账".into(),
            kind: EvidenceKind::Written,
            source: "当事人提交".into(),
            proves: format!("办理的目的是{}，没有谋取私利。", self.matter.aim),
            condition: Some(Condition::PublicSpirit),
            party: Some(party.id),
            taken_on: shanghai_day(stage.app.clock.now()),
            file,
        });
        stage.take(actor, &case, &step).await
    }

    /// Joins the individual's account to the party that another named.
    async fn link(&self, stage: &Stage, case: &Case) -> anyhow::Result<()> {
        let lin = stage.cast.get(LIN);
        let named = self
            .roles
            .iter()
            .zip(&case.parties)
            .find(|(role, _)| matches!(role.who, Who::Lin));
        let (_, party) = named.context("he is no party here")?;
        let step = Step::Link(AccountLink {
            party: party.id,
            account: Account {
                username: LIN.into(),
                user: lin.user,
                name: lin.name.clone(),
                unit: None,
                staff: false,
            },
            proof: "本人持工作证到场，核对照片和编号一致".into(),
            electronic: true,
        });
        self.act(stage, &step, End::Approved).await
    }

    /// Hears so many parties more: each for itself where it can, else in the presence of two officers.
    async fn hear(&self, stage: &Stage, most: usize) -> anyhow::Result<()> {
        let unheard = self.now(stage).await?;
        let roles = self.roles.iter().zip(&unheard.parties);
        for (role, party) in roles.filter(|(_, party)| !unheard.heard(party.id)).take(most) {
            let case = self.now(stage).await?;
            let own = stage
                .cast
                .acting_for(party)
                .filter(|_| role.voice != HearingKind::Unreachable);
            let officer = self.officer(stage, &case)?;
            let speaker = own.unwrap_or(officer);
            let file = match role.voice {
                HearingKind::Unreachable => Some(
                    stage
                        .keep(officer, "邮件退回凭证", "两次邮寄均因收件人已经离职退回。")
                        .await?,
                ),
                HearingKind::Waiver if own.is_none() => Some(
                    stage
                        .keep(officer, "放弃陈述意见的书面表示", "本人放弃陈述意见。")
                        .await?,
                ),
                _ => None,
            };
            let hearing = Hearing {
                party: party.id,
                kind: role.voice,
                text: self.said(role),
                held_on: shanghai_day(stage.app.clock.now()),
                officers: if own.is_some() {
                    vec![]
                } else {
                    case.officers.clone()
                },
                absent: String::new(),
                file,
            };
            stage.take(speaker, &case, &Step::Hear(hearing)).await?;
        }
        Ok(())
    }

    fn said(&self, role: &Role) -> String {
        let matter = self.matter;
        match role.voice {
            HearingKind::Statement => format!(
                "{}{}。请求予以容错，愿意按照要求整改。",
                matter.story, matter.remedy
            ),
            HearingKind::Waiver => "已经收到通知，没有补充意见，放弃陈述。".into(),
            HearingKind::Unreachable => "已经按照登记的电话和地址联系三次，两次邮寄退回，无法联系。".into(),
        }
    }

    /// The second approver takes the place of an officer who is away.
    async fn replace(&self, stage: &Stage, case: &Case) -> anyhow::Result<()> {
        let crew = stage.cast.crew(case.body.id);
        let [approver, stand_in] = crew.approvers[..] else {
            bail!("{} has no second approver", case.body.short_name)
        };
        let out = case.officers.last().context("a verification has officers")?;
        let step = Step::Replace(Replacement {
            out: *out,
            by: stand_in.user,
            reason: "原经办人外出培训两周，由政策法规处处长代为办理".into(),
        });
        stage.take(approver, case, &step).await
    }

    async fn serve(&self, stage: &Stage, most: usize) -> anyhow::Result<()> {
        let before = self.now(stage).await?;
        let unserved = before
            .documents
            .iter()
            .filter(|it| it.served_on.is_none() && it.kind != DocumentKind::Receipt);
        for document in unserved.take(most) {
            let case = self.now(stage).await?;
            let officer = self.officer(stage, &case)?;
            let today = shanghai_day(stage.app.clock.now());
            let proof = if aftermath::electronically(&case, document) {
                None
            } else {
                Some(stage.keep(officer, "送达回证", &document.number).await?)
            };
            stage
                .take(officer, &case, &aftermath::service(&case, document, proof, today))
                .await?;
        }
        Ok(())
    }

    /// The party whose determination hurts most objects, by itself or through an officer with a scan.
    async fn object(&self, stage: &Stage, case: &Case, above: bool) -> anyhow::Result<()> {
        let mut roles = self.roles.iter().zip(&case.parties);
        let hurt = roles.find(|(role, _)| matches!(role.fate, Fate::Not(_)));
        let party = hurt
            .map(|(_, party)| party)
            .or(case.parties.first())
            .context("a case has parties")?;
        let routes = case.body.objection_routes();
        let route = if above { routes.first() } else { routes.last() };
        let addressee = route.context("no route leads on")?.id;
        let (actor, scan) = match stage.cast.acting_for(party) {
            Some(own) => (own, None),
            None => {
                let officer = self.officer(stage, case)?;
                let scan = stage
                    .keep(officer, "异议书（签字）", "不服认定，请求重新审查。")
                    .await?;
                (officer, Some(scan))
            }
        };
        stage
            .take(
                actor,
                case,
                &aftermath::objection(self.matter, party, addressee, scan),
            )
            .await
    }

    async fn decide(&self, stage: &Stage, case: &Case, end: End) -> anyhow::Result<()> {
        let open = case
            .objections
            .iter()
            .find(|it| it.open())
            .context("no objection is open")?;
        let crew = stage.cast.crew(open.addressee);
        let (drafter, approver) = (crew.officers.first(), crew.approvers.first());
        let by = (
            *drafter.context("nobody drafts there")?,
            *approver.context("nobody approves there")?,
        );
        stage
            .act(by, case, &aftermath::decision(self.matter, open.id), end)
            .await
    }

    async fn correct(&self, stage: &Stage) -> anyhow::Result<()> {
        for correction in self
            .now(stage)
            .await?
            .corrections
            .iter()
            .filter(|it| it.state.owed())
        {
            let case = self.now(stage).await?;
            let party = match &correction.responsible {
                Responsible::Party(party) => case.party(*party),
                Responsible::Unit(_) | Responsible::Body => None,
            };
            let actor = match party.and_then(|party: &Party| stage.cast.acting_for(party)) {
                Some(own) => own,
                None => self.officer(stage, &case)?,
            };
            let file = stage.keep(actor, "整改情况报告", self.matter.demand).await?;
            let today = shanghai_day(stage.app.clock.now());
            let step = aftermath::correction_report(self.matter, correction, today, file);
            stage.take(actor, &case, &step).await?;
        }
        Ok(())
    }

    async fn verify(&self, stage: &Stage, end: End) -> anyhow::Result<()> {
        let case = self.now(stage).await?;
        let reported = case
            .corrections
            .iter()
            .filter(|it| it.state == CorrectionState::Reported);
        for correction in reported {
            self.act(stage, &aftermath::verdict(correction), end).await?;
        }
        Ok(())
    }

    async fn clarify(&self, stage: &Stage, end: End) -> anyhow::Result<()> {
        let case = self.now(stage).await?;
        let today = shanghai_day(stage.app.clock.now());
        for party in clarification::owed(&case) {
            let step = aftermath::clarification(self.matter, &case, party, today);
            self.act(stage, &step, end).await?;
        }
        Ok(())
    }

    async fn waive_clarification(&self, stage: &Stage, case: &Case) -> anyhow::Result<()> {
        let owed = clarification::owed(case).find_map(|it| Some((it, stage.cast.acting_for(it)?)));
        let (party, actor) = owed.context("nobody can wish it away")?;
        stage.take(actor, case, &aftermath::no_clarification(party)).await
    }
}
