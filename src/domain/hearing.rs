//! 听取意见 (A8.2): every party is heard before the report, or has waived it, or cannot be reached with proof (practice).

use std::ops::Deref;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::access::{acts_for, drafts};
use crate::domain::assignment::OFFICERS_MIN;
use crate::domain::blank::Written;
use crate::domain::case::{Case, Party};
use crate::domain::check::Check;
use crate::domain::coded::coded;
use crate::domain::dates::short_day;
use crate::domain::deadline::DeadlineKind;
use crate::domain::fact::{FileOf, LegalFact, Said};
use crate::domain::ids::{FileId, HearingId, PartyId, UserId};
use crate::domain::objection;
use crate::domain::owed::{Owed, Turn};
use crate::domain::procedure::Kind;
use crate::domain::recorded::{Entry, Recorded};
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
use crate::domain::ruling::Ruling;
use crate::domain::step::{Asked, LegalStep, Unavailable, seen};

coded! {
    /// How R2 is satisfied for a party.
    HearingKind {
        /// 陈述意见
        Statement = "statement", "陈述意见";
        /// 放弃陈述 (practice)
        Waiver = "waiver", "放弃陈述意见";
        /// 无法联系 (practice): with proof
        Unreachable = "unreachable", "无法联系";
    }
}

/// A record of hearing a party, or the party's own statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hearing {
    /// Who was heard.
    pub party: PartyId,
    /// Statement, waiver or unreachable.
    pub kind: HearingKind,
    /// What was said, or how it was tried to reach the party.
    pub text: Written,
    /// The day.
    pub held_on: Date,
    /// The two officers present; empty when the party wrote it itself.
    pub officers: Vec<UserId>,
    /// Who did not come and why (practice); empty when nobody.
    pub absent: String,
    /// A scan, or the proof.
    pub file: Option<FileId>,
}

/// A8.2: the hearing belongs to the verification of its round, which begins with the initiation or with the round (practice: to
/// the day).
pub fn possible_day(case: &Case, on: Date, today: Date) -> Result<(), Refusal> {
    let since = match case.round {
        1 => "启动之日",
        _ => "重新核实之日",
    };
    let first = case.verified_from().unwrap_or(today);
    Refusal::unless_possible("听取意见的日期", on, (since, first), today)
}

/// How often a party states its view itself in a round (practice): no statement is ever taken away.
pub const STATEMENTS_MAX: usize = 20;

fn room_for_another(asked: Asked<'_>, party: PartyId) -> Result<(), Refusal> {
    let case = asked.case;
    let own =
        |it: &&Recorded<Heard>| it.by_party && it.hearing.party == party && it.entry.round == case.round;
    let full = || case.hearings.iter().filter(own).count() >= STATEMENTS_MAX;
    match !asked.actor().staff() && full() {
        false => Ok(()),
        true => Err(Refusal::EnoughHandedIn {
            what: "次陈述",
            most: STATEMENTS_MAX,
        }),
    }
}

impl LegalStep for Hearing {
    type About = PartyId;

    fn about(&self) -> PartyId {
        self.party
    }

    /// A party writes for itself alone; of each party an officer writes down what it said.
    fn theirs(party: PartyId, asked: Asked<'_>) -> Result<(), Unavailable> {
        let party = seen(party, asked)?;
        if acts_for(asked.actor(), party) || drafts(asked.case, asked.actor()).is_ok() {
            return Ok(());
        }
        Err(Unavailable::NotYours(Refusal::NotYourParty {
            party: party.name.clone(),
        }))
    }

    fn stands(party: PartyId, asked: Asked<'_>) -> Result<(), Unavailable> {
        takes_part(asked.case, party).map_err(Unavailable::Settled)?;
        objection::knows_why(asked.case, party).map_err(Unavailable::NotNow)?;
        room_for_another(asked, party).map_err(Unavailable::NotNow)
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let (case, practice) = (asked.case, Basis::Practice);
        let law = Basis::Law(Article::A8_2);
        let possible = possible_day(case, self.held_on, asked.now.today());
        let recorded = self.in_whose_words(asked);
        let own = self.waived_by_itself(asked);
        vec![
            Check::of("日期在本轮核实开始之后，不晚于今天", law, possible).at("held_on"),
            Check::of("有账号的当事人放弃陈述的，由其本人提交", practice, own).at("kind"),
            Check::of("由当事人自己写，或者经办人依规定记录", practice, recorded).at(self.kind.proved_by()),
        ]
    }

    fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal> {
        let party = takes_part(asked.case, self.party)?;
        Ok(Ruling::on(Kind::Hear).fact(Heard {
            id: HearingId((asked.now.new_id)()),
            by_party: acts_for(asked.actor(), party),
            hearing: self.clone(),
        }))
    }
}

impl Hearing {
    fn waived_by_itself(&self, asked: Asked<'_>) -> Result<(), Refusal> {
        let party = takes_part(asked.case, self.party)?;
        match acts_for(asked.actor(), party) {
            true => Ok(()),
            false => waives_itself(party, self.kind),
        }
    }

    fn in_whose_words(&self, asked: Asked<'_>) -> Result<(), Refusal> {
        let party = takes_part(asked.case, self.party)?;
        if !acts_for(asked.actor(), party) {
            return recorded(asked.case, party, self.kind, &self.officers, self.file);
        }
        match self.kind {
            HearingKind::Statement | HearingKind::Waiver => Ok(()),
            HearingKind::Unreachable => Err(Refusal::NotYours {
                step: "记录无法联系",
                who: "经办人",
            }),
        }
    }
}

impl HearingKind {
    /// The field that shows how it was heard.
    pub fn proved_by(self) -> &'static str {
        match self {
            Self::Statement | Self::Waiver => "officers",
            Self::Unreachable => "file",
        }
    }
}

/// R2: that it waives is not for others to say of a party that can say it here itself (practice).
///
/// # Errors
/// It has an account.
pub fn waives_itself(party: &Party, kind: HearingKind) -> Result<(), Refusal> {
    match kind {
        HearingKind::Waiver if party.has_account() => Err(Refusal::WaivesItself {
            party: party.name.clone(),
        }),
        HearingKind::Waiver | HearingKind::Statement | HearingKind::Unreachable => Ok(()),
    }
}

/// Two officers hear. What comes in writing needs none: a waiver, or the statement of a party that has no account to write it
/// in (practice).
///
/// # Errors
/// They are fewer, or the proof that nobody was reached is missing.
pub fn recorded(
    case: &Case,
    party: &Party,
    kind: HearingKind,
    officers: &[UserId],
    paper: Option<FileId>,
) -> Result<(), Refusal> {
    let mut present: Vec<_> = officers.iter().filter(|it| case.officers.contains(it)).collect();
    present.sort_unstable();
    present.dedup();
    let scanned = paper.is_some() && in_writing(kind, party);
    match kind {
        HearingKind::Statement | HearingKind::Waiver if present.len() < OFFICERS_MIN && !scanned => {
            Err(Refusal::TooFewPresent { count: present.len() })
        }
        HearingKind::Unreachable if paper.is_none() => Err(Refusal::Missing {
            what: "无法联系的证明材料",
            basis: Basis::Practice,
        }),
        HearingKind::Statement | HearingKind::Waiver | HearingKind::Unreachable => Ok(()),
    }
}

/// Whether a scan of the party's own paper may stand for two officers present.
fn in_writing(kind: HearingKind, party: &Party) -> bool {
    match kind {
        HearingKind::Statement => !party.has_account(),
        HearingKind::Waiver => true,
        HearingKind::Unreachable => false,
    }
}

/// How R2 is satisfied for a party in a round, if it is: a statement says more than a waiver, and that more than
/// that nobody was reached.
pub fn how_heard(case: &Case, party: PartyId, round: i16) -> Option<HearingKind> {
    let hearings = case
        .hearings
        .iter()
        .filter(|it| it.party == party && it.entry.round == round);
    hearings
        .map(|it| it.kind)
        .min_by_key(|kind| HearingKind::ALL.iter().position(|it| it == kind))
}

/// The party, which takes part in the present round.
///
/// # Errors
/// It does not.
pub fn takes_part(case: &Case, id: PartyId) -> Result<&Party, Refusal> {
    let party = case.party(id).ok_or(Refusal::NoParty)?;
    if !case.takes_part(id) {
        return Err(Refusal::NotTakingPart {
            party: party.name.clone(),
        });
    }
    Ok(party)
}

/// The parties of the round that were not heard yet.
pub fn owed(case: &Case) -> impl Iterator<Item = Owed> {
    let due = case.due_of(DeadlineKind::Verification, None);
    let told = |it: &&Party| objection::knows_why(case, it.id).is_ok();
    unheard(case).filter(told).map(move |it| {
        let party = it.name.clone();
        let todo = format!("听取{party}的意见");
        let owed = Owed::new(Turn::Officer, Kind::Hear, todo).about(it.id.0);
        owed.due(due).blocks(Refusal::Unheard { party })
    })
}

/// What a party is asked for: its view, until it was heard.
pub fn owed_by(case: &Case, party: PartyId) -> Option<Owed> {
    let party = unheard(case).find(|it| it.id == party)?;
    let todo = format!("陈述意见（{}）", party.name);
    let due = case.due_of(DeadlineKind::Verification, None);
    Some(
        Owed::new(Turn::Party, Kind::Hear, todo)
            .about(party.id.0)
            .due(due),
    )
}

/// R2 (A8.2): every party taking part was heard, has waived, or is recorded as unreachable.
///
/// # Errors
/// The first who was not.
pub fn every_party_heard(case: &Case) -> Result<(), Refusal> {
    match unheard(case).next() {
        Some(party) => Err(Refusal::Unheard {
            party: party.name.clone(),
        }),
        None => Ok(()),
    }
}

fn unheard(case: &Case) -> impl Iterator<Item = &Party> {
    case.taking_part().filter(|it| !case.heard(it.id))
}

/// A party was heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    pub id: HearingId,
    /// Whether the party wrote it itself.
    pub by_party: bool,
    #[serde(flatten)]
    pub hearing: Hearing,
}

impl Deref for Heard {
    type Target = Hearing;

    fn deref(&self) -> &Hearing {
        &self.hearing
    }
}

impl LegalFact for Heard {
    const MOVES_VERSION: bool = false;

    fn fold(self, case: &mut Case, entry: Entry) {
        case.hearings.push(Recorded::new(entry, self));
    }

    fn file(&self, _: &Case) -> Option<FileOf> {
        Some(FileOf::party(self.hearing.file?, self.party))
    }

    fn said(&self, case: &Case, today: Date) -> Said {
        let how = format!("{}，{}", self.kind.short(), short_day(self.held_on, today));
        Said::about(case.party_name(self.party)).with(how)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::act::TakenBy;
    use crate::domain::round::RoundBegan;
    use crate::domain::samples::{self as s, SampleCase, steps};
    use crate::domain::step::Step;
    use time::Duration;

    #[test]
    fn 每名当事人都听取意见以后才能提交核实报告() {
        let mut sample = SampleCase::initiated(2);
        let evidence = steps::evidence(None, sample.today());
        sample
            .takes(&evidence, &s::officer_a())
            .expect("it is being verified");
        let report = Step::Report(steps::report(&sample.case, |_| true));
        let asks = |sample: &SampleCase| sample.asks(&report, TakenBy::One(&s::officer_a())).map(|_| ());
        let unheard = |party: &str| Err(Refusal::Unheard { party: party.into() });
        assert_eq!(asks(&sample), unheard("甲单位"));
        let own = Step::Hear(steps::hearing(sample.party(1), &[], sample.today()));
        sample
            .takes(&own, &s::applicant())
            .expect("it writes its own statement");
        assert_eq!(asks(&sample), unheard("当事人2"));
        let mut unreachable = steps::hearing(sample.party(2), &[], sample.today());
        unreachable.kind = HearingKind::Unreachable;
        unreachable.file = Some(steps::FILE);
        sample
            .takes(&Step::Hear(unreachable), &s::officer_a())
            .expect("there is proof");
        assert_eq!(asks(&sample), Ok(()));
        let entry = sample.case.rounds[0].entry;
        let second = RoundBegan {
            round: 2,
            parties: vec![sample.party(2)],
        };
        second.fold(&mut sample.case, entry);
        assert_eq!(
            every_party_heard(&sample.case),
            unheard("当事人2"),
            "a new round hears anew, and this party alone"
        );
    }

    #[test]
    fn 听取意见的记录() {
        let sample = SampleCase::initiated(2);
        let two = &sample.case.officers;
        let asks = |by: &crate::domain::actor::Actor, kind, change: fn(&mut Hearing)| {
            let mut hearing = steps::hearing(sample.party(2), two, sample.today());
            hearing.kind = kind;
            change(&mut hearing);
            sample.asks(&Step::Hear(hearing), TakenBy::One(by)).map(|_| ())
        };
        let officer = s::officer_a();
        use HearingKind::{Statement, Unreachable, Waiver};
        assert_eq!(asks(&officer, Statement, |_| ()), Ok(()));
        let few = |count| Err(Refusal::TooFewPresent { count });
        assert_eq!(asks(&officer, Statement, |it| it.officers.truncate(1)), few(1));
        assert_eq!(
            asks(&officer, Statement, |it| it.officers[1] = it.officers[0]),
            few(1)
        );
        assert_eq!(
            asks(&officer, Statement, |it| it.officers[1] = s::officer_c().user),
            few(1)
        );
        assert_eq!(asks(&officer, Waiver, |_| ()), Ok(()));
        // The first party has an account.
        let first: fn(&mut Hearing) = |it| it.file = Some(steps::FILE);
        let of_the_first = |by: &crate::domain::actor::Actor, officers: &[UserId]| {
            let mut hearing = steps::hearing(sample.party(1), officers, sample.today());
            hearing.kind = Waiver;
            first(&mut hearing);
            sample.asks(&Step::Hear(hearing), TakenBy::One(by)).map(|_| ())
        };
        let party = "甲单位".to_owned();
        assert_eq!(of_the_first(&officer, two), Err(Refusal::WaivesItself { party }));
        assert_eq!(of_the_first(&s::applicant(), &[]), Ok(()));
        assert_eq!(asks(&officer, Waiver, |it| it.officers.clear()), few(0));
        let scanned: fn(&mut Hearing) = |it| (it.officers, it.file) = (vec![], Some(steps::FILE));
        assert_eq!(asks(&officer, Waiver, scanned), Ok(()));
        assert!(
            matches!(asks(&officer, Unreachable, |_| ()), Err(Refusal::Missing { .. })),
            "no proof"
        );
        let days: [fn(&mut Hearing); 2] = [
            |it| it.held_on += Duration::days(1),
            |it| it.held_on -= Duration::days(1),
        ];
        for impossible in days {
            let refused = asks(&officer, Statement, impossible);
            assert!(matches!(refused, Err(Refusal::ImpossibleDay { .. })));
        }
        let another = Err(Refusal::NotYourParty {
            party: "当事人2".into(),
        });
        assert_eq!(
            asks(&s::applicant(), Statement, |_| ()),
            another,
            "one party for another"
        );
    }

    #[test]
    fn 当事人不能记录自己无法联系() {
        let sample = SampleCase::initiated(1);
        let mut hearing = steps::hearing(sample.party(1), &[], sample.today());
        (hearing.kind, hearing.file) = (HearingKind::Unreachable, Some(steps::FILE));
        let refused = sample.asks(&Step::Hear(hearing), TakenBy::One(&s::applicant()));
        assert!(matches!(refused, Err(Refusal::NotYours { .. })));
    }
}
