//! Who may see and do. The one place that decides: pages, buttons, downloads and the rules all ask it. Denied by default;
//! somebody else's case is answered as if it did not exist.

use uuid::Uuid;

use crate::domain::act::{Act, ActState, Hands};
use crate::domain::actor::Actor;
use crate::domain::approval;
use crate::domain::case::{Case, Clock, Issued, Objected, Party};
use crate::domain::check;
use crate::domain::ids::{ObjectionId, PartyId, UnitId, UserId};
use crate::domain::procedure::{Kind, Move, Who};
use crate::domain::refusal::Refusal;

mod offer;
mod relation;

pub use offer::{Closed, Offer, offers, speaks_for, stands_open};
pub use relation::{Relation, Side};

/// How much of a case somebody sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight {
    /// Nothing: the answer is 404.
    Nothing,
    /// Its own side: filings it made, its statements, documents addressed to it, progress and deadlines. Never drafts,
    /// internal opinions, or what others said.
    Party {
        /// The parties the person acts for.
        parties: Vec<PartyId>,
        /// Whether the person's unit (or the person) filed the case.
        filer: bool,
    },
    /// In full, as those of the body whom the case concerns (知悉范围).
    Body,
    /// In full for the objections addressed to this body; every view is recorded.
    Addressee(Vec<ObjectionId>),
}

/// What an actor sees of a case. Somebody who is a party sees the party's side only, whatever else they are.
pub fn sight(actor: &Actor, case: &Case) -> Sight {
    match Relation::of(actor, case).side(actor) {
        Side::None => Sight::Nothing,
        Side::Own => {
            let own = case.parties.iter().filter(|it| acts_for(actor, it));
            Sight::Party {
                parties: own.map(|it| it.id).collect(),
                filer: filed(actor, case),
            }
        }
        Side::Body => Sight::Body,
        Side::Addressee => Sight::Addressee(objections_to(actor, case)),
    }
}

impl Sight {
    /// Whether the inside of the case is seen: evidence, hearings, report, opinion, acts.
    pub fn inside(&self) -> bool {
        matches!(self, Self::Body | Self::Addressee(_))
    }

    /// Whether looking is recorded: every view from outside the body is.
    pub fn recorded(&self) -> bool {
        matches!(self, Self::Addressee(_))
    }

    /// Whether an issued document may be read: inside all, a party those addressed to it, the filer the filer's.
    pub fn reads(&self, document: &Issued) -> bool {
        match self {
            Self::Nothing => false,
            Self::Body | Self::Addressee(_) => true,
            Self::Party { parties, filer } => document.party.map_or(*filer, |party| parties.contains(&party)),
        }
    }

    /// Whether the own side of that party is seen.
    pub fn covers(&self, party: PartyId) -> bool {
        match self {
            Self::Party { parties, .. } => parties.contains(&party),
            _ => self.inside(),
        }
    }

    /// Whether an objection's words are read: by its objector, the body, and whom it is addressed to.
    pub fn reads_objection(&self, it: &Objected) -> bool {
        match self {
            Self::Addressee(theirs) => theirs.contains(&it.id),
            _ => self.covers(it.party),
        }
    }

    /// Whether a clock is seen: inside all, a party those of the whole case and those about itself. That somebody is owed
    /// a clarification would tell the others how its determination went.
    pub fn sees_clock(&self, case: &Case, clock: &Clock) -> bool {
        let Some(subject) = clock.subject.filter(|_| !self.inside()) else {
            return *self != Self::Nothing;
        };
        let party = case.parties.iter().map(|it| it.id).find(|it| it.0 == subject);
        let objector = case
            .objections
            .iter()
            .find(|it| it.id.0 == subject)
            .map(|it| it.party);
        party.or(objector).is_some_and(|it| self.covers(it))
    }
}

/// Whether somebody inside may read an act: its drafter always, others once it was submitted. What the addressee of an
/// objection prepares stays with the addressee until it is decided.
pub fn reads_act(actor: &Actor, case: &Case, act: &Act) -> bool {
    let theirs = act.kind.row().who == Who::ApprovedByAddressee && act.state != ActState::Approved;
    let addressed = || {
        let objection = case.objections.iter().find(|it| Some(it.id.0) == act.subject);
        objection.is_some_and(|it| actor.works_for(it.addressee))
    };
    let submitted = act.state != ActState::Draft && sight(actor, case).inside();
    act.drafted_by == actor.user || (submitted && (!theirs || addressed()))
}

/// From whom something is: a party, or without one the body or who filed.
#[derive(Debug, Clone, Copy)]
pub struct Bringer {
    /// The party it is from; `None`: from the body, or from who filed without being a party.
    pub party: Option<PartyId>,
    /// Whose hands it came from.
    pub user: UserId,
    /// That person's unit.
    pub unit: Option<UnitId>,
}

impl Sight {
    /// Whether what somebody handed in is seen: inside all, a party what is its own, who filed what its side brought.
    pub fn sees_from(&self, by: Bringer, case: &Case) -> bool {
        match (self, by.party) {
            (Self::Party { .. }, Some(party)) => self.covers(party),
            (Self::Party { filer, .. }, None) => *filer && case.filer.includes(by.user, by.unit),
            _ => self.inside(),
        }
    }
}

/// Whether the actor acts for a party: through its unit, or as the person.
pub fn acts_for(actor: &Actor, party: &Party) -> bool {
    let for_unit = party.unit.is_some() && party.unit == actor.unit && !actor.staff();
    for_unit || party.user == Some(actor.user)
}

/// Whether the actor, or the actor's unit, filed the case.
pub fn filed(actor: &Actor, case: &Case) -> bool {
    case.filer.includes(actor.user, actor.unit)
}

/// Whether the actor is an officer (经办人) of the case: assigned, or any officer of the body while nobody is.
pub fn officer_of(actor: &Actor, case: &Case) -> bool {
    let assigned = case.officers.contains(&actor.user);
    actor.works_for(case.body.id) && is_officer(actor, assigned, case.officers.is_empty())
}

/// Among the people of the body: whoever is assigned, or any officer while nobody is.
fn is_officer(actor: &Actor, assigned: bool, unassigned: bool) -> bool {
    assigned || (unassigned && actor.officer)
}

fn objections_to(actor: &Actor, case: &Case) -> Vec<ObjectionId> {
    case.objections
        .iter()
        .filter(|it| actor.works_for(it.addressee))
        .map(|it| it.id)
        .collect()
}

fn party_to(actor: &Actor, case: &Case) -> bool {
    case.parties.iter().any(|party| acts_for(actor, party))
}

/// Whether the actor stands before the body, as a party or as who filed: such hands never act for it (R5).
pub fn before_the_body(actor: &Actor, case: &Case) -> bool {
    filed(actor, case) || party_to(actor, case)
}

/// Whether these hands may take a step of that row on the case.
///
/// # Errors
/// Whose step it is instead, or why these hands must not (R5).
pub fn may(case: &Case, row: &Move, subject: Option<Uuid>, hands: Hands<'_>) -> Result<(), Refusal> {
    let actor = hands.actor();
    let not_yours = Err(Refusal::NotYours {
        step: row.name,
        who: row.who.name(),
    });
    match row.who {
        Who::Filer if filed(actor, case) => Ok(()),
        Who::OfficerOrParty if filed(actor, case) => Ok(()),
        Who::OfficerOrParty | Who::PartyOrForIt if party_to(actor, case) => Ok(()),
        Who::Officer if row.kind == Kind::Serve => may_serve(case, subject, actor),
        Who::Officer | Who::OfficerOrParty | Who::PartyOrForIt => drafts(case, actor),
        Who::Approver => approval::alone(case, actor),
        Who::Approved | Who::ApprovedByDeterminer | Who::ApprovedByAddressee => match hands {
            Hands::One(actor) if row.who == Who::ApprovedByAddressee => {
                approval::decides(case, row, subject, actor, actor.officer)?;
                approval::took_no_part(case, actor)
            }
            Hands::One(actor) => drafts(case, actor),
            Hands::Two { drafter, approver } => {
                check::all_hold(&approval::checks(case, row, subject, drafter, approver))
            }
        },
        Who::Filer => not_yours,
    }
}

/// Whether the actor works on the case as its officer, which nobody does who stands before the body in it.
///
/// # Errors
/// A party or filer (R5), or not assigned.
pub fn drafts(case: &Case, actor: &Actor) -> Result<(), Refusal> {
    if before_the_body(actor, case) {
        return Err(Refusal::PartyToTheCase);
    }
    if officer_of(actor, case) {
        Ok(())
    } else {
        Err(Refusal::NotAssigned)
    }
}

/// What is issued and not served yet, as far as it is this person's to serve.
pub fn to_serve<'a>(actor: &'a Actor, case: &'a Case) -> impl Iterator<Item = &'a Issued> {
    let waiting = case
        .documents
        .iter()
        .filter(|it| it.served_on.is_none() && it.kind.is_served());
    waiting.filter(|it| serves(case, it, actor).is_ok())
}

fn may_serve(case: &Case, subject: Option<Uuid>, actor: &Actor) -> Result<(), Refusal> {
    match case.documents.iter().find(|it| Some(it.id.0) == subject) {
        Some(document) => serves(case, document, actor),
        None if to_serve(actor, case).next().is_some() => Ok(()),
        None => drafts(case, actor),
    }
}

/// Officers of the case serve what the body issued; the decision of an objection is fed back by who decided it (A8.4).
fn serves(case: &Case, document: &Issued, actor: &Actor) -> Result<(), Refusal> {
    if document.issuer == case.body.id {
        return drafts(case, actor);
    }
    if before_the_body(actor, case) {
        return Err(Refusal::PartyToTheCase);
    }
    if actor.officer && actor.works_for(document.issuer) {
        return Ok(());
    }
    Err(Refusal::NotYours {
        step: "送达异议处理决定书",
        who: "受理异议的机关经办人",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::procedure::Kind;
    use crate::domain::samples::{self as s, Stage, steps};
    use crate::domain::step::Step;

    #[test]
    fn 起草和审批须是两个人_审批人不是经办人_也不是别的机关的人() {
        let mut stage = Stage::initiated(1);
        let officers = stage.case.officers.clone();
        let party = stage.party(1);
        stage
            .takes(
                &Step::Hear(steps::hearing(party, &officers, stage.today())),
                &s::officer_a(),
            )
            .expect("two officers hear");
        let evidence = steps::evidence(None, stage.today());
        stage
            .takes(&evidence, &s::officer_a())
            .expect("it is being verified");
        let report = Step::Report(steps::report(&stage.case, |_| true));
        let row = report.kind().row();
        let asks = |drafter: &Actor, approver: &Actor| {
            stage
                .asks(
                    &report,
                    Hands::Two {
                        drafter: drafter.user,
                        approver,
                    },
                )
                .map(|_| ())
        };
        let not_yours = || Refusal::NotYours {
            step: "审批",
            who: "本机关负责人",
        };
        assert_eq!(asks(&s::officer_a(), &s::chief()), Ok(()));
        assert_eq!(asks(&s::officer_a(), &s::deputy()), Ok(()));
        assert_eq!(asks(&s::chief(), &s::chief()), Err(Refusal::OwnDraft));
        assert_eq!(asks(&s::officer_a(), &s::officer_c()), Err(not_yours()));
        assert_eq!(asks(&s::officer_a(), &s::superiors()[1]), Err(not_yours()));
        assert_eq!(
            asks(&s::officer_a(), &s::applicant()),
            Err(Refusal::PartyToTheCase)
        );
        let both = Actor {
            approver: true,
            ..s::officer_b()
        };
        assert_eq!(asks(&s::officer_a(), &both), Err(Refusal::OfficerOfTheCase));
        for (drafter, refusal) in [
            (s::officer_c(), Refusal::NotAssigned),
            (s::superiors()[0].clone(), Refusal::NotAssigned),
            (s::stranger(), Refusal::NotAssigned),
            (s::applicant(), Refusal::PartyToTheCase),
        ] {
            assert_eq!(
                may(&stage.case, row, None, Hands::One(&drafter)),
                Err(refusal),
                "{}",
                drafter.name
            );
        }
    }

    #[test]
    fn 审批认定是单独的权限() {
        let stage = Stage::reported(1, 1);
        let determination = Step::Determine(steps::determination(&stage.case, stage.today()));
        let asks = |approver: &Actor| {
            stage
                .asks(
                    &determination,
                    Hands::Two {
                        drafter: s::officer_a().user,
                        approver,
                    },
                )
                .map(|_| ())
        };
        assert_eq!(asks(&s::deputy()), Err(Refusal::MayNotApproveDeterminations));
        assert_eq!(asks(&s::chief()), Ok(()));
    }

    #[test]
    fn 异议由受理机关未参加过原案的人办理() {
        let mut stage = Stage::determined(1, 0);
        let objection = stage.objects(1, s::SUPERIOR);
        let [officer, approver] = s::superiors();
        let row = Kind::DecideObjection.row();
        let asks = |case: &Case, hands: Hands<'_>| may(case, row, Some(objection.0), hands);
        assert_eq!(asks(&stage.case, Hands::One(&officer)), Ok(()));
        let two = Hands::Two {
            drafter: officer.user,
            approver: &approver,
        };
        assert_eq!(asks(&stage.case, two), Ok(()));
        let alone = Actor {
            approver: true,
            ..officer.clone()
        };
        let own = Hands::Two {
            drafter: officer.user,
            approver: &alone,
        };
        assert_eq!(asks(&stage.case, own), Err(Refusal::OwnDraft));
        for other in [
            s::officer_a(),
            s::office()[0].clone(),
            s::applicant(),
            approver.clone(),
        ] {
            let refused = asks(&stage.case, Hands::One(&other));
            assert!(matches!(refused, Err(Refusal::NotYours { .. })), "{}", other.name);
        }
        stage.case.took_part.push(officer.user);
        assert_eq!(
            asks(&stage.case, Hands::One(&officer)),
            Err(Refusal::TookPartBefore)
        );
    }

    #[test]
    fn 谁看得见案件() {
        let mut stage = Stage::filed(2);
        assert_eq!(
            sight(&s::officer_c(), &stage.case),
            Sight::Body,
            "nobody is assigned yet"
        );
        stage.does(&steps::initiate(&[s::officer_a(), s::officer_b()]));
        let case = &stage.case;
        let own = Sight::Party {
            parties: vec![stage.party(1)],
            filer: true,
        };
        assert_eq!(sight(&s::applicant(), case), own);
        for inside in [s::officer_a(), s::officer_b(), s::chief(), s::deputy()] {
            assert_eq!(sight(&inside, case), Sight::Body, "{}", inside.name);
        }
        for nobody in [
            s::officer_c(),
            s::superiors()[1].clone(),
            s::office()[1].clone(),
            s::individual(),
        ] {
            assert_eq!(sight(&nobody, case), Sight::Nothing, "{}", nobody.name);
        }
    }

    #[test]
    fn 受理异议的机关看得见案件_查看留痕() {
        let mut stage = Stage::determined(1, 0);
        let objection = stage.objects(1, s::SUPERIOR);
        let seen = sight(&s::superiors()[0], &stage.case);
        assert_eq!(seen, Sight::Addressee(vec![objection]));
        assert!(seen.recorded() && seen.inside());
        assert_eq!(
            sight(&s::office()[0], &stage.case),
            Sight::Nothing,
            "it was not addressed"
        );
    }

    #[test]
    fn 异议处理决定书由受理机关的经办人送达_办结以后也是() {
        for mut stage in [Stage::determined(1, 0), Stage::closed(1, 1)] {
            let objection = stage.objects(1, s::SUPERIOR);
            stage.upheld(objection);
            let decision = stage.case.documents.iter().find(|it| it.issuer == s::SUPERIOR);
            let serves = Step::Serve(steps::service(decision.expect("it is written").id, stage.today()));
            let asks = |by: &Actor| stage.asks(&serves, Hands::One(by)).map(|_| ());
            let offered = |by: &Actor| {
                offers(by, &stage.case)
                    .iter()
                    .any(|it| it.row.kind == Kind::Serve)
            };
            let [officer, approver] = s::superiors();
            for other in [
                s::officer_a(),
                s::chief(),
                approver,
                s::office()[0].clone(),
                s::stranger(),
            ] {
                assert!(
                    matches!(asks(&other), Err(Refusal::NotYours { .. })),
                    "{}",
                    other.name
                );
            }
            assert_eq!(asks(&s::applicant()), Err(Refusal::PartyToTheCase));
            assert_eq!(asks(&officer), Ok(()));
            assert!(offered(&officer) && !offered(&s::stranger()));
            assert_eq!(
                to_serve(&officer, &stage.case).count(),
                1,
                "its own decision alone"
            );
        }
    }

    #[test]
    fn 当事人只看得见发给自己的文书() {
        let stage = Stage::determined(2, 2);
        let seen = sight(&s::applicant(), &stage.case);
        let read: Vec<_> = stage
            .case
            .documents
            .iter()
            .filter(|it| seen.reads(it))
            .map(|it| it.party)
            .collect();
        assert!(read.contains(&None) && read.contains(&Some(stage.party(1))));
        assert!(!read.contains(&Some(stage.party(2))));
        assert!(seen.covers(stage.party(1)) && !seen.covers(stage.party(2)) && !seen.inside());
    }

    #[test]
    fn 工作人员成为当事人或者申请人_立即失去内部视角和办案资格() {
        let stage = Stage::initiated(2);
        for hat in [s::officer_a(), s::chief()] {
            let mut as_party = stage.case.clone();
            as_party.parties[1].user = Some(hat.user);
            let mut as_filer = stage.case.clone();
            as_filer.filer.user = hat.user;
            for case in [as_party, as_filer] {
                assert!(matches!(sight(&hat, &case), Sight::Party { .. }));
                let report = Kind::Report.row();
                assert_eq!(
                    may(&case, report, None, Hands::One(&hat)),
                    Err(Refusal::PartyToTheCase)
                );
                let two = Hands::Two {
                    drafter: s::officer_b().user,
                    approver: &hat,
                };
                assert_eq!(may(&case, report, None, two), Err(Refusal::PartyToTheCase));
            }
        }
    }

    #[test]
    fn 申请人看得见自己一方提交的_看不见机关收集的和当事人提交的() {
        let stage = Stage::initiated(2);
        let sight = |filer, parties: &[usize]| Sight::Party {
            parties: parties.iter().map(|no| stage.party(*no)).collect(),
            filer,
        };
        let from = |party: Option<usize>, by: &Actor| Bringer {
            party: party.map(|no| stage.party(no)),
            user: by.user,
            unit: by.unit,
        };
        let colleague = Actor {
            user: s::stranger().user,
            ..s::applicant()
        };
        #[rustfmt::skip]
        let table = [
            //                                     the filer, party 2, inside, nobody
            (from(None, &s::applicant()),          [true,     false,   true,   false]),
            (from(None, &colleague),               [true,     false,   true,   false]),
            (from(None, &s::officer_a()),          [false,    false,   true,   false]),
            (from(Some(2), &s::individual()),      [false,    true,    true,   false]),
            (from(Some(2), &s::applicant()),       [false,    true,    true,   false]),
        ];
        for (by, seen) in table {
            let sights = [sight(true, &[]), sight(false, &[2]), Sight::Body, Sight::Nothing];
            let sees: Vec<_> = sights.iter().map(|it| it.sees_from(by, &stage.case)).collect();
            assert_eq!(sees, seen, "{by:?}");
        }
    }

    #[test]
    fn 不是当事人的申请人_可以提交证据_不能代人陈述() {
        let mut filing = steps::filing(1);
        filing.parties[0].own = false;
        let mut stage = Stage::by(&s::applicant(), &filing, s::body()).expect("it is complete");
        stage.does(&steps::initiate(&[s::officer_a(), s::officer_b()]));
        let offered: Vec<_> = offers(&s::applicant(), &stage.case)
            .iter()
            .map(|it| it.row.kind)
            .collect();
        assert_eq!(offered, [Kind::TakeEvidence]);
        let statement = Step::Hear(steps::hearing(
            stage.party(1),
            &stage.case.officers,
            stage.today(),
        ));
        let refused = stage.asks(&statement, Hands::One(&s::applicant()));
        assert!(matches!(refused, Err(Refusal::NotYourParty { .. })));
    }
}
