//! After the determination of a demo case: service, objection, correction, clarification.

use anyhow::Context;

use super::aftermath;
use super::demo_case::DemoCase;
use super::roles::{LeadsTo, Role};
use super::runner::{End, Runner};
use crate::domain::case::{Case, Party};
use crate::domain::clarification;
use crate::domain::correction::{CorrectionState, Responsible};
use crate::domain::dates::shanghai_day;
use crate::domain::objection::ObjectionResult;
use crate::domain::service::agreed_to;

impl DemoCase<'_> {
    pub(super) async fn serve(&self, runner: &Runner) -> anyhow::Result<()> {
        let before = self.now(runner).await?;
        let unserved = before
            .documents
            .iter()
            .filter(|it| it.served_on().is_none() && it.kind.is_served());
        for document in unserved {
            let case = self.now(runner).await?;
            let officer = if document.issuer == case.body.id {
                self.officer(&case)?
            } else {
                let there = self.people.of_body(document.issuer).officers;
                *there.first().context("nobody serves there")?
            };
            let today = shanghai_day(runner.app.clock.now());
            let proof = match agreed_to(&case, document) {
                Ok(()) => None,
                Err(_) => Some(runner.keep(officer, "送达回证", &document.number).await?),
            };
            runner
                .take(officer, &case, &aftermath::service(&case, document, proof, today))
                .await?;
        }
        Ok(())
    }

    /// The party whose determination hurts most, of those that have not objected yet, objects by itself or through an officer with
    /// a scan.
    pub(super) async fn object(&self, runner: &Runner, case: &Case, above: bool) -> anyhow::Result<()> {
        let silent = |party: &Party| case.objections.iter().all(|it| it.party != party.id);
        let roles = self.roles.iter().zip(&case.parties);
        let hurt = |role: &Role| matches!(role.leads_to, LeadsTo::Not(_));
        let party = roles
            .filter(|(_, party)| silent(party))
            .max_by_key(|(role, party)| (hurt(role), std::cmp::Reverse(party.no)));
        let (_, party) = party.context("every party has objected")?;
        let routes = case.body.objection_routes();
        let route = if above { routes.first() } else { routes.last() };
        let addressee = route.context("no route leads on")?.id;
        let (actor, scan) = match self.people.acting_for(party) {
            Some(own) => (own, None),
            None => {
                let officer = self.officer(case)?;
                let scan = runner
                    .keep(officer, "异议书（签字）", "不服认定，请求重新审查。")
                    .await?;
                (officer, Some(scan))
            }
        };
        runner
            .take(
                actor,
                case,
                &aftermath::objection(self.matter, party, addressee, scan),
            )
            .await
    }

    pub(super) async fn decide(
        &self,
        runner: &Runner,
        case: &Case,
        result: ObjectionResult,
        end: End,
    ) -> anyhow::Result<()> {
        let open = case
            .objections
            .iter()
            .find(|it| it.open())
            .context("no objection is open")?;
        let staff = self.people.of_body(open.addressee);
        let (drafter, approver) = (staff.officers.first(), staff.approvers.first());
        let by = (
            *drafter.context("nobody drafts there")?,
            *approver.context("nobody approves there")?,
        );
        runner
            .act(by, case, &aftermath::decision(self.matter, open.id, result), end)
            .await
    }

    pub(super) async fn correct(&self, runner: &Runner) -> anyhow::Result<()> {
        for correction in self.now(runner).await?.demanded().filter(|it| it.state.owed()) {
            let case = self.now(runner).await?;
            let party = match &correction.responsible {
                Responsible::Party(party) => case.party(*party),
                Responsible::Unit(_) | Responsible::Body => None,
            };
            let actor = match party.and_then(|party: &Party| self.people.acting_for(party)) {
                Some(own) => own,
                None => self.officer(&case)?,
            };
            let file = runner.keep(actor, "整改情况报告", self.matter.demand).await?;
            let today = shanghai_day(runner.app.clock.now());
            let step = aftermath::correction_report(self.matter, correction, today, file);
            runner.take(actor, &case, &step).await?;
        }
        Ok(())
    }

    pub(super) async fn verify(&self, runner: &Runner, end: End) -> anyhow::Result<()> {
        let case = self.now(runner).await?;
        let reported = case.demanded().filter(|it| it.state == CorrectionState::Reported);
        for correction in reported {
            self.act(runner, &aftermath::verdict(correction), end).await?;
        }
        Ok(())
    }

    pub(super) async fn clarify(&self, runner: &Runner, end: End) -> anyhow::Result<()> {
        let case = self.now(runner).await?;
        let today = shanghai_day(runner.app.clock.now());
        for party in clarification::unclarified(&case) {
            let step = aftermath::clarification(self.matter, &case, party, today);
            self.act(runner, &step, end).await?;
        }
        Ok(())
    }

    pub(super) async fn waive_clarification(&self, runner: &Runner, case: &Case) -> anyhow::Result<()> {
        let owed = clarification::unclarified(case).find_map(|it| Some((it, self.people.acting_for(it)?)));
        let (party, actor) = owed.context("nobody can wish it away")?;
        let today = shanghai_day(runner.app.clock.now());
        runner
            .take(actor, case, &aftermath::no_clarification(party, today))
            .await
    }
}
