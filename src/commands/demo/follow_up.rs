//! After the determination of a demo case: service, objection, correction, clarification.

use anyhow::Context;

use super::aftermath;
use super::roles::{Fate, Role};
use super::scene::Scene;
use super::stage::{End, Stage};
use crate::domain::case::{Case, Party};
use crate::domain::clarification;
use crate::domain::correction::{CorrectionState, Responsible};
use crate::domain::dates::shanghai_day;
use crate::domain::document::DocumentKind;
use crate::domain::objection::ObjectionResult;

impl Scene {
    pub(super) async fn serve(&self, stage: &Stage, most: usize) -> anyhow::Result<()> {
        let before = self.now(stage).await?;
        let unserved = before
            .documents
            .iter()
            .filter(|it| it.served_on().is_none() && it.kind != DocumentKind::Receipt);
        for document in unserved.take(most) {
            let case = self.now(stage).await?;
            let officer = if document.issuer == case.body.id {
                self.officer(stage, &case)?
            } else {
                let there = stage.cast.crew(document.issuer).officers;
                *there.first().context("nobody serves there")?
            };
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

    /// The party whose determination hurts most, of those that have not objected yet, objects by itself or through an officer with
    /// a scan.
    pub(super) async fn object(&self, stage: &Stage, case: &Case, above: bool) -> anyhow::Result<()> {
        let silent = |party: &Party| case.objections.iter().all(|it| it.party != party.id);
        let roles = self.roles.iter().zip(&case.parties);
        let hurt = |role: &Role| matches!(role.fate, Fate::Not(_));
        let party = roles
            .filter(|(_, party)| silent(party))
            .max_by_key(|(role, party)| (hurt(role), std::cmp::Reverse(party.no)));
        let (_, party) = party.context("every party has objected")?;
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

    pub(super) async fn decide(
        &self,
        stage: &Stage,
        case: &Case,
        result: ObjectionResult,
        end: End,
    ) -> anyhow::Result<()> {
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
            .act(by, case, &aftermath::decision(self.matter, open.id, result), end)
            .await
    }

    pub(super) async fn correct(&self, stage: &Stage) -> anyhow::Result<()> {
        for correction in self.now(stage).await?.demanded().filter(|it| it.state.owed()) {
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

    pub(super) async fn verify(&self, stage: &Stage, end: End) -> anyhow::Result<()> {
        let case = self.now(stage).await?;
        let reported = case.demanded().filter(|it| it.state == CorrectionState::Reported);
        for correction in reported {
            self.act(stage, &aftermath::verdict(correction), end).await?;
        }
        Ok(())
    }

    pub(super) async fn clarify(&self, stage: &Stage, end: End) -> anyhow::Result<()> {
        let case = self.now(stage).await?;
        let today = shanghai_day(stage.app.clock.now());
        for party in clarification::unclarified(&case) {
            let step = aftermath::clarification(self.matter, &case, party, today);
            self.act(stage, &step, end).await?;
        }
        Ok(())
    }

    pub(super) async fn waive_clarification(&self, stage: &Stage, case: &Case) -> anyhow::Result<()> {
        let owed = clarification::unclarified(case).find_map(|it| Some((it, stage.cast.acting_for(it)?)));
        let (party, actor) = owed.context("nobody can wish it away")?;
        let today = shanghai_day(stage.app.clock.now());
        stage
            .take(actor, case, &aftermath::no_clarification(party, today))
            .await
    }
}
