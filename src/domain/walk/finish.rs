//! The way out: from wherever a walk has led, honest people take the next right step, and the next, until the case is
//! over. Whose turn it is said to be must be who takes it.

use super::dice::Dice;
use super::promises;
use crate::domain::access::{acts_for, filed};
use crate::domain::act::TakenBy;
use crate::domain::actor::Actor;
use crate::domain::case::{Authority, Case, Party};
use crate::domain::correction::Responsible;
use crate::domain::ids::{CorrectionId, DocumentId, ObjectionId, UserId};
use crate::domain::owed::{self, Owed, Turn};
use crate::domain::procedure::{Desk, Kind};
use crate::domain::refusal::Refusal;
use crate::domain::samples::{self as s, SampleCase, right, steps};
use crate::domain::service;
use crate::domain::status::Status;
use crate::domain::step::{Step, Unavailable};
use crate::domain::turn;

/// More steps than any end needs.
const ENOUGH: usize = 160;

/// Brings the case to its end, where nobody owes anything any more, or somebody elsewhere decides first.
pub fn finishes(sample: &mut SampleCase, dice: &mut Dice) {
    for _ in 0..ENOUGH {
        if turn::next(&sample.case).turn == Turn::Nobody || waits(sample) {
            return;
        }
        leads_on(sample, dice);
    }
    panic!("no end is reached from {:?}", sample.case.status);
}

/// Parties object to what was determined, each to one of the addressees, while the objections before are open.
pub fn objects(sample: &mut SampleCase, dice: &mut Dice) {
    for _ in 0..ENOUGH {
        let over = turn::next(&sample.case).turn == Turn::Nobody;
        let nothing_to_serve = service::to_serve_by(&sample.case, sample.case.body.id)
            .next()
            .is_none();
        if over || waits(sample) || (sample.case.status == Status::Determined && nothing_to_serve) {
            break;
        }
        leads_on(sample, dice);
    }
    for party in sample.case.parties.clone() {
        let hand = account(&party).unwrap_or_else(|| officer(&sample.case));
        let objects = sample.available(Kind::Object, Some(party.id.0), &hand).is_ok();
        if objects && !dice.one_in(3) {
            let to = dice.one_in(2).then_some(s::OFFICE);
            taken(sample, &right::objection(&sample.case, party.id, to), &hand);
        }
    }
}

fn taken(sample: &mut SampleCase, step: &Step, hand: &Actor) {
    let before = sample.case.clone();
    let ruling = sample.takes(step, hand);
    let ruling = ruling.unwrap_or_else(|it| panic!("{:?} stands: {it}", step.kind()));
    promises::kept(
        &before,
        &sample.case,
        step,
        TakenBy::One(hand),
        &ruling,
        sample.today(),
    );
}

/// The next right step by the right people, who are those whose turn it is; all promises are kept.
pub fn leads_on(sample: &mut SampleCase, dice: &mut Dice) {
    if waits(sample) {
        return;
    }
    let (turn, (step, hand)) = (turn::next(&sample.case), next(sample, dice));
    let who = match &step {
        Step::DecideObjection(_) => Turn::Addressee,
        Step::Assign(_) => Turn::Approver,
        Step::Serve(_) if !hand.works_for(sample.case.body.id) => Turn::Addressee,
        _ if before_the_body(&sample.case, &hand) => Turn::Party,
        _ => Turn::Officer,
    };
    assert_eq!(turn.turn, who, "{turn:?}, but {who:?} takes {:?}", step.kind());
    let before = sample.case.clone();
    let who = step.kind().row().who;
    let approver = match (who.needs_approval(), who.desk) {
        (false, _) => None,
        (true, Desk::Addressee) => Some(addressee(sample)[1].clone()),
        (true, Desk::Body | Desk::Issuer) => Some(approver(&before, &step)),
    };
    let (taken, taken_by) = match &approver {
        Some(approver) => {
            let taken_by = TakenBy::Two {
                drafters: std::slice::from_ref(&hand.user),
                approver,
            };
            (sample.acts(&step, &hand, approver), taken_by)
        }
        None => (sample.takes(&step, &hand), TakenBy::One(&hand)),
    };
    match taken {
        Ok(ruling) => promises::kept(&before, &sample.case, &step, taken_by, &ruling, sample.today()),
        Err(refusal) => panic!("{:?} stands in {:?}: {refusal}", step.kind(), sample.case.status),
    }
}

fn waits(sample: &SampleCase) -> bool {
    waits_for_an_organ(sample) || waits_for_designation(sample)
}

/// Nobody is left who took no part before: somebody elsewhere is to be designated (指定办理), which is not part of the procedure yet.
fn waits_for_designation(sample: &SampleCase) -> bool {
    let available = sample.available(Kind::Assign, None, &s::chief());
    available == Err(Unavailable::NotNow(Refusal::NobodyNew))
}

/// R3: no step leads on where an organ is to decide over some of the parties alone: such a case is to be split, which is not part
/// of the procedure yet. The determination is refused for just that.
fn waits_for_an_organ(sample: &SampleCase) -> bool {
    let case = &sample.case;
    let (matter, served) = (
        &case.accountability,
        service::to_serve_by(case, case.body.id).next().is_none(),
    );
    let organ = |it: &Party| match &it.authority {
        Authority::Organ(organ) => Some(organ.clone()),
        Authority::Body => None,
    };
    let undecided = |organ: &str| !promises::left_to_the_body(case, organ);
    let held = case
        .taking_part()
        .find_map(|it| Some((it, organ(it).filter(|it| undecided(it))?)));
    let seized = matter.pursuit.seized() && matter.pursuer != case.body.name && undecided(&matter.pursuer);
    let Some((party, organ_of_it)) = held.filter(|_| !seized && served) else {
        return false;
    };
    let together = case
        .taking_part()
        .all(|it| organ(it).as_ref() == Some(&organ_of_it));
    if together || case.status != Status::Determining {
        return false;
    }
    let step = Step::Determine(steps::determination(case, sample.today()));
    let answer = sample.asks(&step, TakenBy::One(&officer(case)));
    let refusal = Refusal::AuthorityElsewhere {
        party: party.name.clone(),
        organ: organ_of_it,
        alone: false,
    };
    assert_eq!(answer.map(drop), Err(refusal), "R3");
    true
}

/// What is owed first, done right by whom it is owed.
fn next(sample: &SampleCase, dice: &mut Dice) -> (Step, Actor) {
    let case = &sample.case;
    let owed = owed::of(case).into_iter().next().expect("the case is not over");
    let hand = hand(sample, &owed);
    let step = match owed.about.filter(|_| owed.step == Kind::DecideObjection) {
        Some(objection) if dice.one_in(2) => steps::set_aside(ObjectionId(objection)),
        Some(_) | None => right::done_right(sample, owed.step, owed.about, &hand).expect("somebody is left"),
    };
    (step, hand)
}

/// Whoever does it.
fn hand(sample: &SampleCase, owed: &Owed) -> Actor {
    let case = &sample.case;
    match owed.by {
        Turn::Officer => officer(case),
        Turn::Approver => s::chief(),
        Turn::Party => {
            let correction = CorrectionId(owed.about.unwrap_or_default());
            let responsible = case.correction(correction).map(|it| &it.responsible);
            let Ok(Responsible::Party(party)) = responsible else {
                panic!("{owed:?}: no party is responsible")
            };
            let party = case.party(*party).and_then(account);
            party.expect("it reports itself")
        }
        Turn::Addressee => {
            let document = owed.about.and_then(|id| case.document(DocumentId(id)));
            document.map_or_else(|| addressee(sample)[0].clone(), |it| s::decider_at(it.issuer))
        }
        Turn::Nobody => panic!("{owed:?} is nobody's"),
    }
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

fn addressee(sample: &SampleCase) -> [Actor; 2] {
    let open = sample
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
