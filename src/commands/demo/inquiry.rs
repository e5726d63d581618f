//! The inquiry in a demo case: evidence, the link to an account, hearings, an officer replaced.

use anyhow::{Context, bail};

use super::demo_case::DemoCase;
use super::people::LIN;
use super::roles::{Role, Who};
use super::runner::{End, Runner};
use crate::domain::account::{Account, AccountLink};
use crate::domain::assignment::{Assignment, OFFICERS_MIN, Replacement, newcomers};
use crate::domain::blank::Written;
use crate::domain::case::{Case, Party, PartyKind};
use crate::domain::dates::shanghai_day;
use crate::domain::evidence::{Evidence, EvidenceKind};
use crate::domain::hearing::{Hearing, HearingKind};
use crate::domain::regulation::Condition;
use crate::domain::step::Step;

impl DemoCase<'_> {
    /// Three pieces that officers collect.
    pub(super) async fn evidence(&self, runner: &Runner) -> anyhow::Result<()> {
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
            let case = self.now(runner).await?;
            let officer = self.officer(&case)?;
            let file = runner
                .keep(officer, name, &format!("{}：{proves}。", matter.title))
                .await?;
            let today = shanghai_day(runner.app.clock.now());
            let step = Step::TakeEvidence(Evidence {
                name: name.into(),
                kind,
                source: Written::own(format!("向{}调取", case.filer.name)),
                proves: Written::own(format!("{proves}。")),
                condition: Some(condition),
                party: None,
                taken_on: today,
                file,
            });
            runner.take(officer, &case, &step).await?;
        }
        Ok(())
    }

    /// A piece that a party hands in itself.
    pub(super) async fn own_evidence(&self, runner: &Runner) -> anyhow::Result<()> {
        let case = self.now(runner).await?;
        let found = case
            .parties
            .iter()
            .find_map(|it| Some((it, self.people.acting_for(it)?)));
        let (party, actor) = found.context("no party has an account")?;
        let file = runner
            .keep(actor, "企业感谢信和办理台账", self.matter.aim)
            .await?;
        let step = Step::TakeEvidence(Evidence {
            name: "企业感谢信和办理台账".into(),
            kind: EvidenceKind::Written,
            source: "当事人提交".into(),
            proves: Written::own(format!("办理的目的是{}，没有谋取私利。", self.matter.aim)),
            condition: Some(Condition::PublicSpirit),
            party: Some(party.id),
            taken_on: shanghai_day(runner.app.clock.now()),
            file,
        });
        runner.take(actor, &case, &step).await
    }

    /// Puts the letter of the organ into the file.
    pub(super) async fn organ_letter(&self, runner: &Runner, case: &Case) -> anyhow::Result<()> {
        let organ = &case.referred().context("it was referred")?.organ;
        let officer = self.officer(case)?;
        let (name, says) = ("复函", "该事项由你机关依照规定认定，本机关不另行处理");
        let file = runner.keep(officer, name, &format!("{says}。")).await?;
        let step = Step::TakeEvidence(Evidence {
            name: name.into(),
            kind: EvidenceKind::Written,
            source: organ.clone(),
            proves: Written::own(format!("{says}。")),
            condition: None,
            party: None,
            taken_on: shanghai_day(runner.app.clock.now()),
            file,
        });
        runner.take(officer, case, &step).await
    }

    /// Joins the individual's account to the party that another named.
    pub(super) async fn link(&self, runner: &Runner, case: &Case, end: End) -> anyhow::Result<()> {
        let lin = self.people.get(LIN);
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
                people: vec![],
                staff: false,
            },
            proof: "本人持工作证到场，核对照片和编号一致".into(),
            electronic: true,
        });
        self.act(runner, &step, end).await
    }

    /// Hears so many parties more: each for itself where it can, else in the presence of two officers.
    pub(super) async fn hear(&self, runner: &Runner, most: usize) -> anyhow::Result<()> {
        let unheard = self.now(runner).await?;
        let roles = self.roles.iter().zip(&unheard.parties);
        let waits = |party: &Party| unheard.takes_part(party.id) && !unheard.heard(party.id);
        for (role, party) in roles.filter(|(_, party)| waits(party)).take(most) {
            let case = self.now(runner).await?;
            let own = self
                .people
                .acting_for(party)
                .filter(|_| role.heard_as != HearingKind::Unreachable);
            let officer = self.officer(&case)?;
            let speaker = own.unwrap_or(officer);
            let file = match role.heard_as {
                HearingKind::Unreachable => Some(
                    runner
                        .keep(officer, "邮件退回凭证", "两次邮寄均因收件人已经离职退回。")
                        .await?,
                ),
                HearingKind::Waiver if own.is_none() => Some(
                    runner
                        .keep(officer, "放弃陈述意见的书面表示", "本人放弃陈述意见。")
                        .await?,
                ),
                _ => None,
            };
            let hearing = Hearing {
                party: party.id,
                kind: role.heard_as,
                text: Written::own(self.said(role, party)),
                held_on: shanghai_day(runner.app.clock.now()),
                officers: if own.is_some() {
                    vec![]
                } else {
                    case.officers.clone()
                },
                absent: String::new(),
                file,
            };
            runner.take(speaker, &case, &Step::Hear(hearing)).await?;
        }
        Ok(())
    }

    fn said(&self, role: &Role, party: &Party) -> String {
        let matter = self.matter;
        match (role.heard_as, party.kind) {
            (HearingKind::Statement, PartyKind::Unit) => format!(
                "{}{}。请求予以容错，愿意按照要求整改。",
                matter.story, matter.remedy
            ),
            (HearingKind::Statement, PartyKind::Individual) => format!(
                "本人参与办理，对经过没有异议。{}。当时考虑的是{}，没有个人利益。事后已经参加整改：{}。请组织结合实际予以容错。",
                matter.decision, matter.aim, matter.remedy
            ),
            (HearingKind::Waiver, _) => "已经收到通知，没有补充意见，放弃陈述。".into(),
            (HearingKind::Unreachable, _) => {
                "已经按照登记的电话和地址联系三次，两次邮寄退回，无法联系。".into()
            }
        }
    }

    /// Two who took no part before verify again.
    pub(super) async fn assign(&self, runner: &Runner, case: &Case) -> anyhow::Result<()> {
        let approver = self.approver(case)?;
        let staff = self.people.of_body(case.body.id);
        let new = |user| newcomers(case, approver).any(|it| it.user == user);
        let officers = staff.officers.iter().map(|it| it.user).filter(|it| new(*it));
        let officers = officers.take(OFFICERS_MIN).collect();
        let step = Step::Assign(Assignment { officers });
        runner.take(approver, case, &step).await
    }

    /// The second approver takes the place of an officer who is away.
    pub(super) async fn replace(&self, runner: &Runner, case: &Case) -> anyhow::Result<()> {
        let staff = self.people.of_body(case.body.id);
        let [approver, stand_in] = staff.approvers[..] else {
            bail!("{} has no second approver", case.body.short_name)
        };
        let assigned = staff.officers.iter().rfind(|it| case.officers.contains(&it.user));
        let out = &assigned.context("a verification has officers")?.user;
        let step = Step::Replace(Replacement {
            out: *out,
            by: stand_in.user,
            reason: "原经办人外出培训两周，由政策法规处处长代为办理".into(),
        });
        runner.take(approver, case, &step).await
    }
}
