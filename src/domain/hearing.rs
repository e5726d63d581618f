//! 听取意见 (A8.2): every party is heard before the report, or has waived it, or cannot be reached with proof (practice).

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::access::{acts_for, drafts};
use crate::domain::act::Hands;
use crate::domain::assignment::OFFICERS_MIN;
use crate::domain::case::{Case, Heard, Party};
use crate::domain::coded::coded;
use crate::domain::fact::Fact;
use crate::domain::ids::{FileId, HearingId, PartyId, UserId};
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
use crate::domain::ruling::{Moment, Ruling};

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
    pub text: String,
    /// The day.
    pub held_on: Date,
    /// The two officers present; empty when the party wrote it itself.
    pub officers: Vec<UserId>,
    /// Who did not come and why (practice); empty when nobody.
    pub absent: String,
    /// A scan, or the proof.
    pub file: Option<FileId>,
}

/// A8.2: the hearing belongs to the verification, which begins with the initiation (practice: to the day).
pub fn possible_day(case: &Case, on: Date, today: Date) -> bool {
    on <= today && case.initiated_on().is_none_or(|first| on >= first)
}

impl Hearing {
    /// The hearing takes place, or is written by the party itself.
    ///
    /// # Errors
    /// Not this party's, not of this round, without text, officers or proof.
    pub fn rule(&self, case: &Case, hands: Hands<'_>, now: &Moment<'_>) -> Result<Ruling, Refusal> {
        let party = takes_part(case, self.party)?;
        let law = Basis::Law(Article::A8_2);
        Refusal::unless_written(&self.text, "意见内容或者说明", law)?;
        if !possible_day(case, self.held_on, now.today()) {
            return Err(Refusal::HeardOnImpossibleDay);
        }
        let by_party = acts_for(hands.actor(), party);
        if by_party && self.kind == HearingKind::Unreachable {
            return Err(Refusal::NotYours {
                step: "记录无法联系",
                who: "经办人",
            });
        }
        if !by_party {
            drafts(case, hands.actor()).map_err(|_| Refusal::NotYourParty {
                party: party.name.clone(),
            })?;
            self.recorded_by_officers(case, party)?;
        }
        let id = HearingId((now.new_id)());
        Ok(Ruling::on(Kind::Hear).fact(Fact::Heard {
            id,
            by_party,
            hearing: self.clone(),
        }))
    }

    /// What rules remember of it.
    pub(super) fn noted(&self, round: i16) -> Heard {
        Heard {
            party: self.party,
            kind: self.kind,
            round,
        }
    }

    /// Two officers hear. What comes in writing needs none: a waiver, or the statement of a party that has no account to
    /// write it in (practice).
    fn recorded_by_officers(&self, case: &Case, party: &Party) -> Result<(), Refusal> {
        let mut present: Vec<_> = self
            .officers
            .iter()
            .filter(|it| case.officers.contains(it))
            .collect();
        present.sort_unstable();
        present.dedup();
        let scanned = self.file.is_some() && in_writing(self.kind, party);
        match self.kind {
            HearingKind::Statement | HearingKind::Waiver if present.len() < OFFICERS_MIN && !scanned => {
                Err(Refusal::TooFewPresent { count: present.len() })
            }
            HearingKind::Unreachable if self.file.is_none() => Err(Refusal::Missing {
                what: "无法联系的证明材料",
                basis: Basis::Practice,
            }),
            _ => Ok(()),
        }
    }
}

/// Whether a scan of the party's own paper may stand for two officers present.
pub fn in_writing(kind: HearingKind, party: &Party) -> bool {
    match kind {
        HearingKind::Statement => !party.has_account(),
        HearingKind::Waiver => true,
        HearingKind::Unreachable => false,
    }
}

/// How R2 is satisfied for a party in the present round, if it is: a statement says more than a waiver, and that more than
/// that nobody was reached.
pub fn how_heard(case: &Case, party: PartyId) -> Option<HearingKind> {
    let hearings = case
        .hearings
        .iter()
        .filter(|it| it.party == party && it.round == case.round);
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
    if party.round != case.round {
        return Err(Refusal::NotTakingPart {
            party: party.name.clone(),
        });
    }
    Ok(party)
}

/// R2 (A8.2): every party taking part was heard, has waived, or is recorded as unreachable.
///
/// # Errors
/// The first who was not.
pub fn every_party_heard(case: &Case) -> Result<(), Refusal> {
    match case.taking_part().find(|party| !case.heard(party.id)) {
        Some(party) => Err(Refusal::Unheard {
            party: party.name.clone(),
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples::{self as s, Stage, steps};
    use crate::domain::step::Step;
    use time::Duration;

    #[test]
    fn 每名当事人都听取意见以后才能提交核实报告() {
        let mut stage = Stage::initiated(2);
        let evidence = steps::evidence(None, stage.today());
        stage
            .takes(&evidence, &s::officer_a())
            .expect("it is being verified");
        let report = Step::Report(steps::report(&stage.case, |_| true));
        let asks = |stage: &Stage| stage.asks(&report, Hands::One(&s::officer_a())).map(|_| ());
        let unheard = |party: &str| Err(Refusal::Unheard { party: party.into() });
        assert_eq!(asks(&stage), unheard("甲单位"));
        let own = Step::Hear(steps::hearing(stage.party(1), &[], stage.today()));
        stage
            .takes(&own, &s::applicant())
            .expect("it writes its own statement");
        assert_eq!(asks(&stage), unheard("当事人2"));
        let mut unreachable = steps::hearing(stage.party(2), &[], stage.today());
        unreachable.kind = HearingKind::Unreachable;
        unreachable.file = Some(steps::FILE);
        stage
            .takes(&Step::Hear(unreachable), &s::officer_a())
            .expect("there is proof");
        assert_eq!(asks(&stage), Ok(()));
        stage.case.round += 1;
        stage.case.parties[1].round += 1;
        assert_eq!(
            every_party_heard(&stage.case),
            unheard("当事人2"),
            "a new round hears anew, and this party alone"
        );
    }

    #[test]
    fn 听取意见的记录() {
        let stage = Stage::initiated(2);
        let two = &stage.case.officers;
        let asks = |by: &crate::domain::actor::Actor, kind, change: fn(&mut Hearing)| {
            let mut hearing = steps::hearing(stage.party(2), two, stage.today());
            hearing.kind = kind;
            change(&mut hearing);
            stage.asks(&Step::Hear(hearing), Hands::One(by)).map(|_| ())
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
        assert_eq!(asks(&officer, Waiver, |it| it.officers.clear()), few(0));
        let scanned: fn(&mut Hearing) = |it| (it.officers, it.file) = (vec![], Some(steps::FILE));
        assert_eq!(asks(&officer, Waiver, scanned), Ok(()));
        assert!(
            matches!(asks(&officer, Unreachable, |_| ()), Err(Refusal::Missing { .. })),
            "no proof"
        );
        assert!(matches!(
            asks(&officer, Statement, |it| it.text.clear()),
            Err(Refusal::Missing { .. })
        ));
        let days: [fn(&mut Hearing); 2] = [
            |it| it.held_on += Duration::days(1),
            |it| it.held_on -= Duration::days(1),
        ];
        for impossible in days {
            let refused = asks(&officer, Statement, impossible);
            assert_eq!(refused, Err(Refusal::HeardOnImpossibleDay));
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
        let stage = Stage::initiated(1);
        let mut hearing = steps::hearing(stage.party(1), &[], stage.today());
        (hearing.kind, hearing.file) = (HearingKind::Unreachable, Some(steps::FILE));
        let refused = stage.asks(&Step::Hear(hearing), Hands::One(&s::applicant()));
        assert!(matches!(refused, Err(Refusal::NotYours { .. })));
    }
}
