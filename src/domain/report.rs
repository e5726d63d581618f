//! 核实报告 (A8.2) and 初步意见 (A8.3): two records on one page with one approval. The report finds, per party, on each of
//! the six conditions and the circumstances; the opinion weighs the six factors and says whether to tolerate. Factors
//! weigh on findings and form, they never override R1.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::act::{Act, ActState};
use crate::domain::assessment::{self, Duty, Finding, Fit};
use crate::domain::assignment;
use crate::domain::blank::written;
use crate::domain::case::{Authority, Case, Party, PartyAssessment};
use crate::domain::check::Check;
use crate::domain::deadline::DeadlineKind;
use crate::domain::evidence;
use crate::domain::fact::{LegalFact, Said, names_no_file};
use crate::domain::hearing::{self, HearingKind};
use crate::domain::ids::{EvidenceId, PartyId};
use crate::domain::owed::{Owed, Turn};
use crate::domain::procedure::Kind;
use crate::domain::recorded::{Entry, Recorded};
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis, Factor};
use crate::domain::ruling::Ruling;
use crate::domain::step::{Asked, LegalStep, TheCase, Unavailable, about_the_case};

/// The report with the opinion that rests on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerificationReport {
    /// What was found to have happened (查明事实).
    pub facts: String,
    /// The three distinctions (三个区分, A5.2).
    pub distinctions: String,
    /// What was done to remedy meanwhile (补救措施, A12.2).
    pub remedies: String,
    /// Per party.
    pub parties: Vec<PartyReport>,
    /// The six factors (A8.3), in their order, as they weigh for every party that has none of its own.
    pub factors: Vec<(Factor, String)>,
    /// Whatever else weighs (等情况); may be empty.
    pub other: String,
}

/// What the report finds, and the opinion proposes, about one party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyReport {
    /// About whom.
    pub party: PartyId,
    /// On each condition.
    pub findings: Vec<Finding>,
    /// The circumstances that fit.
    pub fits: Vec<Fit>,
    /// Who holds 干部管理权限 over it (A9.1), which is found and not believed.
    pub authority: Authority,
    /// On what that rests.
    pub authority_basis: String,
    /// What became of the party's statement: taken up or not, and why (意见采纳情况).
    pub statement_taken_up: String,
    /// The six factors as they weigh for this party; empty where the common ones hold for it.
    pub factors: Vec<(Factor, String)>,
}

impl LegalStep for VerificationReport {
    about_the_case! {}

    fn stands(_: TheCase, asked: Asked<'_>) -> Result<(), Unavailable> {
        ready(asked.case).map_err(Unavailable::NotNow)
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let case = asked.case;
        let (law, practice) = (Basis::Law, Basis::Practice);
        let heard = hearing::every_party_heard(case);
        let officers = assignment::enough(&case.officers);
        let (a5_2, a8_2, a12_2) = (law(Article::A5_2), law(Article::A8_2), law(Article::A12_2));
        let facts = Refusal::unless_written(&self.facts, "查明的事实", a8_2);
        let distinctions = Refusal::unless_written(&self.distinctions, "“三个区分开来”的分析", a5_2);
        let remedies = Refusal::unless_written(&self.remedies, "采取补救措施的情况", a12_2);
        let weighed = self.weighs_every_factor(case);
        let found = self.finds_on_every_condition(case);
        let answered = self.answers_every_statement(case);
        let since = || said_since(case).map_or(Ok(()), Err);
        let since = waiting(case).map(|_| Check::of("送审以后没有收到当事人新的意见、证据", a8_2, since()));
        let mut checks = vec![
            Check::of(
                "每名当事人的意见都已听取，或者有放弃、无法联系的记录",
                a8_2,
                heard,
            ),
            Check::of("已经收集证据材料", a8_2, evidence::gathered(case)),
            Check::of("核实由两名以上经办人进行", practice, officers),
            Check::of("写明了查明的事实", a8_2, facts),
            Check::of("作了“三个区分开来”的分析", a5_2, distinctions),
            Check::of("写明了补救措施", a12_2, remedies),
            Check::of("初步意见考虑了全部六个方面", law(Article::A8_3), weighed),
            Check::of(
                "对每名当事人的六项条件逐项作出了结论，并与各项具体认定一致",
                law(Article::A6),
                found,
            ),
            Check::of("每项结论都有本案的证据", a8_2, self.rests_on_evidence(case)),
            Check::of("写明了每名当事人的意见是否采纳和理由", a8_2, answered),
            Check::of(
                "查明了每名当事人的干部管理权限在哪个机关，并写明了依据",
                law(Article::A9_1),
                self.finds_the_authority(case),
            ),
            Check::of(
                "初步意见只涉及本轮当事人",
                law(Article::A8_3),
                self.speaks_of_nobody_else(case),
            ),
        ];
        checks.extend(since);
        checks
    }

    fn ruling(&self, _: Asked<'_>) -> Result<Ruling, Refusal> {
        let assessed = self.parties.iter().map(PartyReport::assessment);
        let opined = self.parties.iter().map(PartyReport::opinion);
        let ruling = assessed.fold(Ruling::on(Kind::Report), Ruling::fact);
        Ok(opined.fold(ruling, Ruling::fact))
    }
}

impl VerificationReport {
    fn about(&self, party: &Party) -> Result<&PartyReport, Refusal> {
        let mut about = self.parties.iter().filter(|it| it.party == party.id);
        match (about.next(), about.next()) {
            (Some(about), None) => Ok(about),
            _ => Err(Refusal::FindingsIncomplete {
                party: party.name.clone(),
            }),
        }
    }

    fn finds_on_every_condition(&self, case: &Case) -> Result<(), Refusal> {
        case.taking_part().try_for_each(|party| {
            let about = self.about(party)?;
            assessment::complete(&party.name, &about.findings, &about.fits)
        })
    }

    fn rests_on_evidence(&self, case: &Case) -> Result<(), Refusal> {
        let mut about = case
            .taking_part()
            .filter_map(|party| Some((party, self.about(party).ok()?)));
        about.try_for_each(|(party, it)| rests_on_evidence(case, party, &it.findings))
    }

    fn answers_every_statement(&self, case: &Case) -> Result<(), Refusal> {
        let law = Basis::Law(Article::A8_2);
        let mut about = case.taking_part().filter_map(|party| self.about(party).ok());
        about.try_for_each(|it| {
            Refusal::unless_written(&it.statement_taken_up, "当事人意见的采纳情况和理由", law).map(drop)
        })
    }

    fn finds_the_authority(&self, case: &Case) -> Result<(), Refusal> {
        let law = Basis::Law(Article::A9_1);
        let mut about = case.taking_part().filter_map(|party| self.about(party).ok());
        about.try_for_each(|it| {
            let holder = it.authority.holder("本机关");
            Refusal::unless_written(holder, "有干部管理权限的机关", law)?;
            if it.authority != Authority::Body && case.body.comprises(holder) {
                let organ = holder.to_owned();
                return Err(Refusal::AuthorityIsOurs { organ });
            }
            Refusal::unless_written(&it.authority_basis, "干部管理权限的依据", law).map(drop)
        })
    }

    fn speaks_of_nobody_else(&self, case: &Case) -> Result<(), Refusal> {
        if self.parties.len() == case.taking_part().count() {
            Ok(())
        } else {
            Err(Refusal::OpinionIncomplete)
        }
    }

    fn weighs_every_factor(&self, case: &Case) -> Result<(), Refusal> {
        let mut about = case.taking_part().filter_map(|party| self.about(party).ok());
        let weighed = |factors: &[(Factor, String)], factor: &Factor| {
            let mut factors = factors.iter();
            factors.any(|(it, text)| it == factor && written(text))
        };
        let all = |it: &PartyReport| {
            Factor::ALL
                .iter()
                .all(|factor| weighed(self.factors_of(it), factor))
        };
        if about.all(all) {
            return Ok(());
        }
        Err(Refusal::Missing {
            what: "六个方面的综合考虑",
            basis: Basis::Law(Article::A8_3),
        })
    }

    /// The six factors as they weigh for a party.
    pub fn factors_of<'a>(&'a self, about: &'a PartyReport) -> &'a [(Factor, String)] {
        match about.factors.is_empty() {
            true => &self.factors,
            false => &about.factors,
        }
    }
}

/// A8.2: there is nothing to report before everybody was heard and evidence was gathered.
///
/// # Errors
/// A party unheard, or no evidence at all.
pub fn ready(case: &Case) -> Result<(), Refusal> {
    hearing::every_party_heard(case)?;
    evidence::gathered(case)
}

/// The report that waits for approval.
fn waiting(case: &Case) -> Option<&Act> {
    let mut acts = case.acts.iter();
    acts.find(|it| it.kind == Kind::Report && it.state == ActState::Waiting)
}

/// R2 (A8.2): what a party says or brings while the report waits is not passed over: the report answers it first. `None`: nothing
/// came in, or no report waits.
pub fn said_since(case: &Case) -> Option<Refusal> {
    let act = waiting(case)?;
    let since = |entry: &Entry| entry.seq > act.submitted_after;
    let said = |party: &Party| {
        let mut hearings = case.hearings.iter().filter(|it| since(&it.entry));
        hearings.any(|it| it.party == party.id && it.kind != HearingKind::Unreachable)
    };
    let brought = |party: &Party| {
        let mut evidence = case.evidence.iter().filter(|it| since(&it.entry));
        evidence.any(|it| it.by_party == Some(party.id))
    };
    case.parties
        .iter()
        .find_map(|party| {
            let what = match (said(party), brought(party)) {
                (true, true) => "意见和证据",
                (true, false) => "意见",
                (false, true) => "证据",
                (false, false) => return None,
            };
            let party = party.name.clone();
            Some(Refusal::SaidSince { party, what })
        })
        .or_else(|| {
            let filers = |by| case.filer.includes(by, case.unit_of(by));
            let mut evidence = case.evidence.iter().filter(|it| since(&it.entry));
            let brought = evidence.any(|it| it.by_party.is_none() && filers(it.entry.by));
            let party = case.filer.name.clone();
            brought.then_some(Refusal::SaidSince {
                party, what: "证据"
            })
        })
}

/// The report, once there is something to report.
pub fn owed(case: &Case) -> Option<Owed> {
    let due = case.due_of(DeadlineKind::Verification, None);
    ready(case)
        .is_ok()
        .then(|| Owed::new(Turn::Officer, Kind::Report, "起草核实报告和初步意见").due(due))
}

/// A8.2: every finding rests on evidence, gathered in this very case.
fn rests_on_evidence(case: &Case, party: &Party, findings: &[Finding]) -> Result<(), Refusal> {
    if let Some(bare) = findings.iter().find(|it| it.evidence.is_empty()) {
        return Err(Refusal::Unevidenced {
            party: party.name.clone(),
            condition: bare.condition.short(),
        });
    }
    let gathered = |id: &EvidenceId| case.evidence.iter().any(|it| it.id == *id);
    let stray = findings.iter().find(|it| !it.evidence.iter().all(gathered));
    stray.map_or(Ok(()), |finding| {
        Err(Refusal::EvidenceElsewhere {
            party: party.name.clone(),
            condition: finding.condition.short(),
        })
    })
}

impl PartyReport {
    /// What R1 leaves to opine about this party.
    pub fn duty(&self) -> Duty {
        assessment::duty(&self.findings, &self.fits)
    }

    fn assessment(&self) -> PartyAssessment {
        PartyAssessment {
            party: self.party,
            findings: self.findings.clone(),
            fits: self.fits.clone(),
            authority: self.authority.clone(),
            authority_basis: self.authority_basis.clone(),
        }
    }

    fn opinion(&self) -> Opinion {
        Opinion {
            party: self.party,
            tolerate: self.duty() == Duty::MustTolerate,
        }
    }
}

/// The preliminary opinion (初步意见, A8.3) about one party: it follows R1 as the determination does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    pub party: PartyId,
    pub tolerate: bool,
}

impl LegalFact for PartyAssessment {
    const MOVES_VERSION: bool = true;

    fn fold(mut self, case: &mut Case, entry: Entry) {
        self.in_the_order_of_the_law();
        for party in case.parties.iter_mut().filter(|it| it.id == self.party) {
            party.authority.clone_from(&self.authority);
        }
        case.assessments.push(Recorded::new(entry, self));
    }

    names_no_file! {}

    fn said(&self, _: &Case, _: Date) -> Said {
        Said::nothing()
    }
}

impl LegalFact for Opinion {
    const MOVES_VERSION: bool = true;

    fn fold(self, case: &mut Case, entry: Entry) {
        case.opinions.push(Recorded::new(entry, self));
    }

    names_no_file! {}

    fn said(&self, _: &Case, _: Date) -> Said {
        Said::nothing()
    }
}

#[cfg(test)]
mod tests;
