//! The way out: from wherever a walk has led, honest people take the next right step, and the next, until the case is
//! over. Whose turn it is said to be must be who takes it.

use super::dice::Dice;
use super::{promises, right};
use crate::domain::access::{acts_for, filed};
use crate::domain::act::Hands;
use crate::domain::actor::Actor;
use crate::domain::assignment;
use crate::domain::case::{Authority, Case, Party};
use crate::domain::clarification;
use crate::domain::correction::{CorrectionState, Responsible};
use crate::domain::ids::{CorrectionId, UserId};
use crate::domain::procedure::{Desk, Kind};
use crate::domain::refusal::Refusal;
use crate::domain::samples::{self as s, Stage, steps};
use crate::domain::service;
use crate::domain::status::Status;
use crate::domain::step::{Step, Unavailable};
use crate::domain::turn::{self, Turn};

/// More steps than any end needs.
const ENOUGH: usize = 160;

/// Brings the case to its end, where nobody owes anything any more, or somebody elsewhere decides first.
pub fn finishes(stage: &mut Stage, dice: &mut Dice) {
    for _ in 0..ENOUGH {
        if turn::next(&stage.case).turn == Turn::Nobody || waits(stage) {
            return;
        }
        leads_on(stage, dice);
    }
    panic!("no end is reached from {:?}", stage.case.status);
}

/// Parties object to what was determined, each to one of the addressees, while the objections before are open.
pub fn objects(stage: &mut Stage, dice: &mut Dice) {
    for _ in 0..ENOUGH {
        let over = turn::next(&stage.case).turn == Turn::Nobody;
        let nothing_to_serve = service::to_serve_by(&stage.case, stage.case.body.id)
            .next()
            .is_none();
        if over || waits(stage) || (stage.case.status == Status::Determined && nothing_to_serve) {
            break;
        }
        leads_on(stage, dice);
    }
    for party in stage.case.parties.clone() {
        let hand = account(&party).unwrap_or_else(|| officer(&stage.case));
        let objects = stage.available(Kind::Object, Some(party.id.0), &hand).is_ok();
        if objects && !dice.one_in(3) {
            let to = dice.one_in(2).then_some(s::OFFICE);
            taken(stage, &right::objection(&stage.case, party.id, to), &hand);
        }
    }
}

fn taken(stage: &mut Stage, step: &Step, hand: &Actor) {
    let before = stage.case.clone();
    let ruling = stage.takes(step, hand);
    let ruling = ruling.unwrap_or_else(|it| panic!("{:?} stands: {it}", step.kind()));
    promises::kept(
        &before,
        &stage.case,
        step,
        Hands::One(hand),
        &ruling,
        stage.today(),
    );
}

/// The next right step by the right hands, which are those whose turn it is; all promises are kept.
pub fn leads_on(stage: &mut Stage, dice: &mut Dice) {
    if waits(stage) {
        return;
    }
    let (turn, (step, hand)) = (turn::next(&stage.case), next(stage, dice));
    let who = match &step {
        Step::DecideObjection(_) => Turn::Addressee,
        Step::Assign(_) => Turn::Approver,
        Step::Serve(_) if !hand.works_for(stage.case.body.id) => Turn::Addressee,
        _ if before_the_body(&stage.case, &hand) => Turn::Party,
        _ => Turn::Officer,
    };
    assert_eq!(turn.turn, who, "{turn:?}, but {who:?} takes {:?}", step.kind());
    let before = stage.case.clone();
    let who = step.kind().row().who;
    let approver = match (who.needs_approval(), who.desk) {
        (false, _) => None,
        (true, Desk::Addressee) => Some(addressee(stage)[1].clone()),
        (true, Desk::Body | Desk::Issuer) => Some(approver(&before, &step)),
    };
    let (taken, hands) = match &approver {
        Some(approver) => {
            let hands = Hands::Two {
                drafter: hand.user,
                approver,
            };
            (stage.acts(&step, &hand, approver), hands)
        }
        None => (stage.takes(&step, &hand), Hands::One(&hand)),
    };
    match taken {
        Ok(ruling) => promises::kept(&before, &stage.case, &step, hands, &ruling, stage.today()),
        Err(refusal) => panic!("{:?} stands in {:?}: {refusal}", step.kind(), stage.case.status),
    }
}

fn waits(stage: &Stage) -> bool {
    waits_for_an_organ(stage) || waits_for_designation(stage)
}

/// Nobody is left who took no part before: somebody elsewhere is to be designated (指定办理), which is not part of the procedure yet.
fn waits_for_designation(stage: &Stage) -> bool {
    let available = stage.available(Kind::Assign, None, &s::chief());
    available == Err(Unavailable::NotNow(Refusal::NobodyNew))
}

/// R3: no step leads on while an organ is to decide, and the determination is refused for just that.
fn waits_for_an_organ(stage: &Stage) -> bool {
    let case = &stage.case;
    let matter = &case.accountability;
    let elsewhere = case.parties.iter().find_map(|party| match &party.authority {
        Authority::Organ(organ) => Some(Refusal::AuthorityElsewhere {
            party: party.name.clone(),
            organ: organ.clone(),
            alone: case.parties.len() == 1,
        }),
        Authority::Body => None,
    });
    let seized = matter.pursuit.seized() && matter.pursuer != case.body.name;
    let seized = seized.then(|| Refusal::OrganSeized {
        organ: matter.pursuer.clone(),
        pursuit: matter.pursuit.short(),
    });
    let served = service::to_serve_by(case, case.body.id).next().is_none();
    match elsewhere.or(seized) {
        Some(refusal) if case.status == Status::Determining && served => {
            let step = Step::Determine(steps::determination(case, stage.today()));
            let answer = stage.asks(&step, Hands::One(&officer(case)));
            assert_eq!(answer.map(drop), Err(refusal), "R3");
            true
        }
        _ => false,
    }
}

fn next(stage: &Stage, dice: &mut Dice) -> (Step, Actor) {
    if assignment::waits_for_officers(&stage.case).is_ok() {
        return (right::assignment(&stage.case, &s::chief()), s::chief());
    }
    let (case, officer) = (&stage.case, officer(&stage.case));
    if let Some(document) = service::to_serve_by(case, case.body.id).next() {
        let service = steps::service(document.id, stage.today());
        return (Step::Serve(service), officer);
    }
    match case.status {
        Status::Submitted => (steps::initiate(&[s::officer_b(), s::officer_c()]), officer),
        Status::Verifying => match case.taking_part().find(|it| !case.heard(it.id)) {
            Some(party) => (
                Step::Hear(steps::hearing(party.id, &case.officers, stage.today())),
                officer,
            ),
            None if case.evidence.is_empty() => (steps::evidence(None, stage.today()), officer),
            None => (Step::Report(steps::report(case, |_| true)), officer),
        },
        Status::Suspended => (steps::resume(), officer),
        Status::Determining => (
            Step::Determine(steps::determination(case, stage.today())),
            officer,
        ),
        _ => own(stage).map_or_else(
            || awaited(stage, officer.clone(), dice),
            |step| (step, officer.clone()),
        ),
    }
}

/// What the officers owe, be an objection open.
fn own(stage: &Stage) -> Option<Step> {
    let case = &stage.case;
    let mut corrections = case.demanded();
    let reported = corrections.find(|it| it.state == CorrectionState::Reported);
    if !case.notified() {
        return Some(steps::notice());
    }
    if let Some(it) = reported {
        return Some(steps::verdict(it.id, true));
    }
    match required(case) {
        Some((it, None)) => Some(steps::correction_report(it)),
        _ => {
            let owed = clarification::owed(case).next();
            owed.map(|party| steps::clarification(party.id, stage.today()))
        }
    }
}

/// What they wait for, and in the end the closure.
fn awaited(stage: &Stage, officer: Actor, dice: &mut Dice) -> (Step, Actor) {
    let case = &stage.case;
    if let Some(open) = case.objections.iter().find(|it| it.open()) {
        let decision = match dice.one_in(2) {
            true => steps::set_aside(open.id),
            false => steps::uphold(open.id),
        };
        (decision, addressee(stage)[0].clone())
    } else if let Some((it, Some(party))) = required(case) {
        (steps::correction_report(it), party)
    } else if let Some(decision) = service::unserved_decisions(case).next() {
        let service = steps::service(decision.id, stage.today());
        (Step::Serve(service), s::decider_at(decision.issuer))
    } else {
        (steps::close(), officer)
    }
}

/// The first correction that is owed, and who reports it without the officers' help.
fn required(case: &Case) -> Option<(CorrectionId, Option<Actor>)> {
    let it = case.demanded().find(|it| it.state.owed())?;
    let party = match &it.responsible {
        Responsible::Party(party) => case.party(*party).and_then(account),
        Responsible::Unit(_) | Responsible::Body => None,
    };
    Some((it.id, party))
}

fn before_the_body(case: &Case, it: &Actor) -> bool {
    filed(it, case) || case.parties.iter().any(|party| acts_for(it, party))
}

fn person(user: UserId) -> Actor {
    s::everybody()
        .into_iter()
        .find(|it| it.user == user)
        .expect("it is one of the samples")
}

fn officer(case: &Case) -> Actor {
    case.officers
        .first()
        .map_or_else(s::officer_b, |user| person(*user))
}

fn approver(case: &Case, step: &Step) -> Actor {
    let determines = matches!(step, Step::Determine(_));
    let free = |it: &Actor| !case.investigated(it.user) && (!determines || it.approves_determinations);
    [s::deputy(), s::chief()]
        .into_iter()
        .find(free)
        .expect("somebody is left who may approve")
}

fn addressee(stage: &Stage) -> [Actor; 2] {
    let open = stage
        .case
        .objections
        .iter()
        .find(|it| it.open())
        .expect("one is open");
    if open.addressee == s::OFFICE {
        s::office()
    } else {
        s::superiors()
    }
}

fn account(party: &Party) -> Option<Actor> {
    let acts = |it: &Actor| acts_for(it, party);
    s::everybody().into_iter().find(acts)
}
