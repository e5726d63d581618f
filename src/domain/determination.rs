//! 认定 (A9.1, A10, A12.3): the written determination, per party. The outcome is computed (R1), never chosen; the drafter
//! picks the form of lenience, and writes what is to be put right (R4).

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::act::TakenBy;
use crate::domain::assessment::Duty;
use crate::domain::blank;
use crate::domain::calendar::WorkCalendar;
use crate::domain::case::{Case, Party};
use crate::domain::check::Check;
use crate::domain::correction::{self, CorrectionRequired, Responsible};
use crate::domain::dates::full_day;
use crate::domain::deadline::DeadlineKind;
use crate::domain::document;
use crate::domain::fact::{LegalFact, Said, names_no_file};
use crate::domain::hearing;
use crate::domain::ids::{CorrectionId, DeterminationId, DocumentId, PartyId};
use crate::domain::organ;
use crate::domain::owed::{Owed, Turn};
use crate::domain::procedure::Kind;
use crate::domain::recorded::{Entry, Recorded};
use crate::domain::referral;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
use crate::domain::ruling::{Moment, Ruling};
use crate::domain::step::{Asked, LegalStep, TheCase, Unavailable, about_the_case};

pub mod begun;
mod deliberation;
mod outcome;

pub use deliberation::{Deliberation, enough_present, names};
pub use outcome::{Lenience, Outcome, Verdict};

/// The determination about every party taking part, with the record of the deliberation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Determination {
    /// One for each party.
    pub parties: Vec<PartyDetermination>,
    /// 集体研究; `None` when the body decided without.
    pub deliberation: Option<Deliberation>,
}

/// The determination about one party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyDetermination {
    /// About whom.
    pub party: PartyId,
    /// The form, where it is tolerated.
    pub lenience: Option<Lenience>,
    /// The provision that allows the form, and its range (A10 允许的范围和幅度); with a form, and only then.
    pub provision: Option<String>,
    /// Facts and reasons for the party to read.
    pub reasons: String,
    /// What is to be put right.
    pub corrections: Vec<CorrectionDemand>,
}

/// A correction as it is demanded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionDemand {
    /// What is to be reached.
    pub what: String,
    /// By whom.
    pub responsible: Responsible,
    /// By when.
    pub due: Date,
}

impl LegalStep for Determination {
    about_the_case! {}

    fn stands(_: TheCase, asked: Asked<'_>) -> Result<(), Unavailable> {
        ready(asked.case).map_err(Unavailable::NotNow)
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let (case, now) = (asked.case, asked.now);
        let (a8_2, a8_3, a9_1) = (Article::A8_2, Article::A8_3, Article::A9_1);
        let heard = hearing::every_party_heard(case);
        let complete = self.speaks_of_every_party_once(case);
        let mut checks = vec![Check::of(
            "有经批准的初步意见",
            Basis::Law(a8_3),
            follows_the_opinion(case),
        )];
        checks.extend(organ::checks(case));
        checks.extend([
            Check::of(
                "每名当事人的意见都已听取，或者有放弃、无法联系的记录",
                Basis::Law(a8_2),
                heard,
            ),
            Check::of("每名本轮当事人都有认定，且只有他们", Basis::Law(a9_1), complete),
        ]);
        if let Some(deliberation) = &self.deliberation {
            let complete = deliberation.complete(now);
            checks.push(Check::of("集体研究的记录完整", Basis::Practice, complete));
            let apart = deliberation.without_the_recused(hands(asked).into_iter());
            let what = "起草人、审批人没有在集体研究中回避";
            checks.push(Check::of(what, Basis::Practice, apart).at("recused"));
        }
        let each = |ask: &dyn Fn(&PartyDetermination, &Party) -> Result<(), Refusal>| {
            let mut about = self
                .parties
                .iter()
                .filter_map(|it| Some((it, case.party(it.party)?)));
            about.try_for_each(|(it, party)| ask(it, party))
        };
        let reasoned = each(&|it, _| it.reasoned());
        let fits = each(&|it, party| it.outcome(case, party).map(drop));
        let allowed = each(&|it, party| it.within_a_provision(party));
        let demanded = each(&|it, party| it.demands_where_tolerated(case, party));
        let clear = each(&|it, party| {
            it.corrections
                .iter()
                .try_for_each(|it| it.clear(case, party.id, now))
        });
        let a12_3 = Basis::Law(Article::A12_3);
        checks.extend([
            Check::of("写明了每名当事人的事实和理由", Basis::Law(a9_1), reasoned),
            Check::of(
                "是否容错与六项条件、情形的结论一致，予以容错的选择了处理方式",
                Basis::Law(Article::A7),
                fits,
            ),
            Check::of(
                "选择了处理方式的，写明了允许这样处理的规定和幅度",
                Basis::Law(Article::A10),
                allowed,
            ),
            Check::of("予以容错的，同时提出了纠错要求", a12_3, demanded),
            Check::of("纠错要求写明了内容、责任主体和今天以后的时限", a12_3, clear),
        ]);
        checks.extend(self.due_on_working_days(case));
        checks
    }

    fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal> {
        let mut ruling = Ruling::on(Kind::Determine);
        for party in asked.case.taking_part() {
            let mut about = self.parties.iter();
            let about = about.find(|it| it.party == party.id);
            let about = about.ok_or(Refusal::DeterminationIncomplete)?;
            ruling = about.rule(self, asked, party, ruling)?;
        }
        Ok(ruling)
    }
}

impl Determination {
    /// No law extends a day that was set, so whoever signs should know when it is none of work (practice).
    fn due_on_working_days(&self, case: &Case) -> Option<Check> {
        let mut dues = self
            .parties
            .iter()
            .flat_map(|it| &it.corrections)
            .map(|it| it.due)
            .peekable();
        dues.peek()?;
        let (calendar, practice) = (case.calendar(), Basis::Practice);
        Some(match dues.find(|it| !calendar.is_working(*it)) {
            None => Check::noted("纠错要求的完成时限都是工作日", practice, true),
            Some(on) => Check::noted(not_working(calendar, on), practice, false),
        })
    }

    fn speaks_of_every_party_once(&self, case: &Case) -> Result<(), Refusal> {
        let once = |party: &Party| self.parties.iter().filter(|it| it.party == party.id).count() == 1;
        let complete = case.taking_part().all(once) && self.parties.len() == case.taking_part().count();
        if complete {
            Ok(())
        } else {
            Err(Refusal::DeterminationIncomplete)
        }
    }
}

/// The names of who drafts it and who approves it.
fn hands(asked: Asked<'_>) -> Vec<&str> {
    match asked.taken_by {
        TakenBy::One(actor) => vec![&actor.name],
        TakenBy::Two { drafters, approver } => {
            let drafters = drafters.iter().map(|it| asked.case.name_of(*it));
            drafters.chain([approver.name.as_str()]).collect()
        }
    }
}

/// That a day set for a correction is none of work, and which is the next.
pub fn not_working(calendar: &WorkCalendar, on: Date) -> String {
    let next = calendar.nth_working_day(on, 1).unwrap_or(on);
    format!("完成时限{}不是工作日，可以改为{}", full_day(on), full_day(next))
}

/// What stands against any determination: no approved opinion (A8.3), or an organ that decides first (R3).
///
/// # Errors
/// The first of them.
pub fn ready(case: &Case) -> Result<(), Refusal> {
    follows_the_opinion(case)?;
    organ::leaves_it_to_the_body(case)
}

/// The determination, or the referral to the organ that decides first (R3); where not all belong there, the case waits to be split.
pub fn owed(case: &Case) -> Option<Owed> {
    let owed = |todo: String| Owed::new(Turn::Officer, Kind::Determine, todo);
    let due = case.due_of(DeadlineKind::Determination, None);
    match (follows_the_opinion(case), organ::decides_first(case)) {
        (Err(_), _) => None,
        (Ok(()), None) => Some(owed("起草容错认定".into()).due(due)),
        (Ok(()), Some((organ, refusal))) => Some(match referral::belongs_there(case) {
            Ok(()) => Owed::new(Turn::Officer, Kind::Refer, format!("移送{organ}"))
                .due(due)
                .blocks(refusal),
            Err(_) => owed(format!("分案以后移送{organ}"))
                .due(due)
                .blocks(refusal)
                .on_paper(),
        }),
    }
}

/// A8.3, A9.1: a determination follows an approved preliminary opinion.
///
/// # Errors
/// There is none in this round.
fn follows_the_opinion(case: &Case) -> Result<(), Refusal> {
    if case.opined() {
        Ok(())
    } else {
        Err(Refusal::NoOpinion)
    }
}

impl PartyDetermination {
    fn rule(
        &self,
        whole: &Determination,
        asked: Asked<'_>,
        party: &Party,
        ruling: Ruling,
    ) -> Result<Ruling, Refusal> {
        let (case, now) = (asked.case, asked.now);
        let assessment = case.assessment_of(party.id).ok_or(Refusal::NoOpinion)?;
        let outcome = self.outcome(case, party)?;
        let id = DeterminationId((now.new_id)());
        let lenience = self.lenience;
        let written =
            document::determination::written(case, (party, assessment), (whole, self), outcome, now);
        let fact = Determined {
            id,
            party: party.id,
            outcome,
            lenience,
            provision: self.provision.clone(),
            document: written.id,
        };
        let mut ruling = ruling.fact(fact).issues(written);
        for demand in &self.corrections {
            ruling = ruling.fact(demand.required(id, now));
        }
        if lenience.is_some_and(Lenience::lifts_responsibility) {
            ruling = ruling.starts(DeadlineKind::Clarification, Some(party.id.0), now);
        }
        Ok(ruling)
    }

    /// A10: a form of lenience is chosen within the provision that allows it; whoever chooses none names none.
    fn within_a_provision(&self, party: &Party) -> Result<(), Refusal> {
        let party = || party.name.clone();
        match (self.lenience, &self.provision) {
            (Some(_), Some(provision)) if blank::written(provision) => Ok(()),
            (Some(_), _) => Err(Refusal::ProvisionMissing { party: party() }),
            (None, Some(_)) => Err(Refusal::ProvisionForNothing { party: party() }),
            (None, None) => Ok(()),
        }
    }

    /// R1: the outcome follows from the findings, and whoever is tolerated gets a form (A9.1).
    fn outcome(&self, case: &Case, party: &Party) -> Result<Outcome, Refusal> {
        let assessment = case.assessment_of(party.id).ok_or(Refusal::NoOpinion)?;
        let name = || party.name.clone();
        match (assessment.duty(), self.lenience) {
            (Duty::CannotTolerate, None) => Ok(Outcome::NotTolerated),
            (Duty::CannotTolerate, Some(_)) => Err(Refusal::CannotTolerate {
                party: name(),
                against: assessment.falls_short_of(),
            }),
            (Duty::MustTolerate, Some(_)) => Ok(Outcome::Tolerated),
            (Duty::MustTolerate, None) => Err(Refusal::MustTolerate { party: name() }),
        }
    }

    fn reasoned(&self) -> Result<(), Refusal> {
        Refusal::unless_written(&self.reasons, "认定的事实和理由", Basis::Law(Article::A9_1)).map(drop)
    }

    /// R4: never tolerated without something to put right.
    fn demands_where_tolerated(&self, case: &Case, party: &Party) -> Result<(), Refusal> {
        let tolerated = self.outcome(case, party) == Ok(Outcome::Tolerated);
        if tolerated && self.corrections.is_empty() {
            return Err(Refusal::CorrectionMissing {
                party: party.name.clone(),
            });
        }
        Ok(())
    }
}

impl CorrectionDemand {
    fn clear(&self, case: &Case, about: PartyId, now: &Moment<'_>) -> Result<(), Refusal> {
        let law = Basis::Law(Article::A12_3);
        Refusal::unless_written(&self.what, "纠错要求的内容", law)?;
        match &self.responsible {
            Responsible::Party(party) if *party == about => {}
            Responsible::Party(_) => {
                return Err(Refusal::CorrectionOfAnother {
                    party: case.party_name(about).to_owned(),
                });
            }
            Responsible::Unit(name) => {
                Refusal::unless_written(name, "纠错责任单位的名称", law)?;
                correction::is_no_party(case, about, name)?;
            }
            Responsible::Body => {}
        }
        if self.due <= now.today() {
            return Err(Refusal::CorrectionDueInThePast);
        }
        Ok(())
    }

    fn required(&self, determination: DeterminationId, now: &Moment<'_>) -> CorrectionRequired {
        CorrectionRequired {
            id: CorrectionId((now.new_id)()),
            determination,
            demand: self.clone(),
        }
    }
}

/// One party's determination (认定).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Determined {
    pub id: DeterminationId,
    pub party: PartyId,
    /// What R1 led to.
    pub outcome: Outcome,
    /// The form of lenience; `None` where nothing is tolerated.
    pub lenience: Option<Lenience>,
    /// The provision it rests on, with its range (A10).
    pub provision: Option<String>,
    /// The document that says it.
    pub document: DocumentId,
}

impl LegalFact for Determined {
    const MOVES_VERSION: bool = true;

    fn fold(self, case: &mut Case, entry: Entry) {
        case.determinations.push(Recorded::new(entry, self));
    }

    names_no_file! {}

    fn said(&self, case: &Case, _: Date) -> Said {
        let party = case.party_name(self.party);
        let form = self
            .lenience
            .map_or_else(String::new, |form| format!("，{}", form.short()));
        Said::about(party).with(format!("{party}：{}{form}", self.outcome.short()))
    }
}

impl Case {
    /// The determination that stands for a party: its last, unless an objection set that aside.
    pub fn determination_of(&self, party: PartyId) -> Option<&Recorded<Determined>> {
        let last = self.last_determination_of(party);
        last.filter(|it| !self.set_aside(it.id))
    }

    /// The last determination of a party, whether it stands or fell.
    pub fn last_determination_of(&self, party: PartyId) -> Option<&Recorded<Determined>> {
        self.determinations.iter().rfind(|it| it.party == party)
    }

    /// Whether a determination stands.
    pub fn stands(&self, it: &Determined) -> bool {
        self.determination_of(it.party)
            .is_some_and(|standing| standing.id == it.id)
    }

    /// The determinations that stand, in the order of the parties.
    pub fn standing(&self) -> impl Iterator<Item = &Recorded<Determined>> {
        self.parties
            .iter()
            .filter_map(|party| self.determination_of(party.id))
    }

    pub fn determination(&self, id: DeterminationId) -> Option<&Recorded<Determined>> {
        self.determinations.iter().find(|it| it.id == id)
    }
}

#[cfg(test)]
mod tests;
