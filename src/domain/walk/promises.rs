//! What must be true of every ruling on a walk. R1, R2, R4 and R5 are said here a second time, in other words than the
//! rules themselves, and asked of what came out.

use time::Date;

use crate::domain::access::{Sight, acts_for, offers, sight};
use crate::domain::act::TakenBy;
use crate::domain::actor::Actor;
use crate::domain::assessment::{Finding, Part};
use crate::domain::case::{Authority, Case, Issued, Party};
use crate::domain::check::{self, Check};
use crate::domain::clarification;
use crate::domain::correction::Responsible;
use crate::domain::deadline::{Cause, DeadlineKind as D, State};
use crate::domain::determination::{Determined, Outcome};
use crate::domain::document::DocumentKind;
use crate::domain::fact::Fact;
use crate::domain::ids::PartyId;
use crate::domain::objection::{ObjectionResult, Raised};
use crate::domain::owed::Turn;
use crate::domain::procedure::{Approval, Desk, Kind};
use crate::domain::recorded::Recorded;
use crate::domain::referral::ReturnGround;
use crate::domain::regulation::Condition as C;
use crate::domain::ruling::Ruling;
use crate::domain::samples::SampleCase;
use crate::domain::service;
use crate::domain::status::Status as S;
use crate::domain::step::Step;
use crate::domain::turn;

/// All of them.
pub fn kept(before: &Case, after: &Case, step: &Step, taken_by: TakenBy<'_>, ruling: &Ruling, today: Date) {
    goes_where_the_table_says(before, after, step);
    outcomes_follow_from_findings(before, ruling, today);
    an_organ_decides_alone(before, after, ruling);
    four_eyes(before, step, taken_by);
    each_for_itself(before, step, taken_by.actor());
    if step.kind() == Kind::Report {
        let heard = |party: PartyId| {
            before
                .hearings
                .iter()
                .any(|it| it.party == party && it.entry.round == before.round)
        };
        assert!(
            before
                .parties
                .iter()
                .all(|party| !before.takes_part(party.id) || heard(party.id)),
            "R2"
        );
    }
    if let Step::Serve(service) = step {
        let document = before.documents.iter().find(|it| it.id == service.document);
        let issuer = document.map(|it| it.issuer);
        assert!(issuer.is_some_and(|it| taken_by.actor().works_for(it)), "A8.4");
    }
    who_agreed_is_served_at_once(before, after);
    a_round_is_for_those_who_fell(before, after, step);
    clocks_run_for_what_is_owed(after);
    no_day_is_lost_while_it_waits(before, after, step, today);
    clocks_end_on_the_day_it_was_done(after, ruling, today);
    somebody_has_its_turn(after);
    let undetermined = after.round == 1 && after.status.undetermined();
    assert!(
        !undetermined || after.determinations.is_empty(),
        "{:?}",
        after.status
    );
}

/// What an approver reads before signing is what the law answers to the signature.
pub fn checked(sample: &SampleCase, step: &Step, drafter: &Actor, approver: &Actor) {
    let two = TakenBy::Two {
        drafters: &[drafter.user],
        approver,
    };
    let answer = sample.asks(step, two).map(|_| ());
    let read = sample.at_this_moment(|now| check::of_act(&sample.case, step, &[drafter.user], approver, now));
    let against: Vec<_> = read.iter().filter_map(Check::against).collect();
    match answer {
        Ok(()) => assert!(against.is_empty(), "{:?}: {against:?}", step.kind()),
        Err(refusal) => assert!(against.contains(&&refusal), "{:?}: {refusal}", step.kind()),
    }
}

/// What somebody could do was offered to them, and not as blocked.
pub fn offered(sample: &SampleCase, before: &Case, step: &Step, actor: &Actor) {
    let offered = sample.at_this_moment(|now| offers(actor, before, now));
    let offered = offered
        .iter()
        .any(|it| it.row.kind == step.kind() && !it.open.is_empty());
    assert!(offered, "{:?} was not offered to {}", step.kind(), actor.name);
}

fn goes_where_the_table_says(before: &Case, after: &Case, step: &Step) {
    let row = step.kind().row();
    assert!(row.from.contains(&before.status), "{:?}", step.kind());
    let change = (Some(before.status), after.status);
    assert!(
        before.status == after.status || row.transitions().contains(&change),
        "{change:?}"
    );
    assert_eq!(
        after.status == S::Objected,
        after.objections.iter().any(Raised::open)
    );
}

fn outcomes_follow_from_findings(before: &Case, ruling: &Ruling, today: Date) {
    for fact in &ruling.facts {
        let Fact::Determined(made) = fact else {
            continue;
        };
        assert_eq!(made.lenience.is_some(), made.provision.is_some(), "A10");
        let assessed = before
            .assessments
            .iter()
            .find(|it| it.party == made.party && it.entry.round == before.round)
            .expect("R1: it was assessed");
        let rests = |it: &Finding| !it.evidence.is_empty();
        assert!(assessed.findings.iter().all(rests), "A8.2: evidence");
        let ought = !assessed.fits.is_empty() && C::ALL.iter().all(|it| holds(&assessed.findings, *it));
        assert_eq!(ought, made.outcome == Outcome::Tolerated, "R1");
        assert_eq!(ought, made.lenience.is_some(), "R1, A9.1");
        let here = |it: &Party| match &it.authority {
            Authority::Organ(organ) => left_to_the_body(before, organ),
            Authority::Body => true,
        };
        assert!(before.taking_part().all(here), "R3");
        let matter = &before.accountability;
        let own = matter.pursuer == before.body.name || left_to_the_body(before, &matter.pursuer);
        assert!(own || !matter.pursuit.seized(), "R3");
        let demanded = ruling.facts.iter().filter_map(|fact| match fact {
            Fact::CorrectionRequired(correction) if correction.determination == made.id => Some(correction),
            _ => None,
        });
        let demanded: Vec<_> = demanded.collect();
        assert!(!ought || !demanded.is_empty(), "R4");
        for correction in demanded {
            let there = match &correction.responsible {
                Responsible::Party(party) => *party == made.party,
                Responsible::Unit(name) => !name.is_empty(),
                Responsible::Body => true,
            };
            assert!(there && correction.due > today, "R4");
        }
    }
}

/// Whether the last word of an organ was that the matter is the body's.
pub fn left_to_the_body(case: &Case, organ: &str) -> bool {
    let mut sent = None;
    for fact in case.history.iter().flat_map(|it| &it.body.facts) {
        match fact {
            Fact::Referred(it) if *it.organ == *organ => sent = Some(false),
            Fact::Referred(_) if sent == Some(false) => sent = None,
            Fact::OrganReturned(it) if sent == Some(false) => {
                sent = Some(it.ground == ReturnGround::LeftToUs);
            }
            _ => {}
        }
    }
    sent == Some(true)
}

/// R3: nothing is concluded, fed back, notified or clarified while an organ decides; and what is written to it no party reads.
fn an_organ_decides_alone(before: &Case, after: &Case, ruling: &Ruling) {
    if before.status == S::Referred {
        let concluded = ruling.facts.iter().any(|fact| match fact {
            Fact::Determined(_) | Fact::Notified(_) | Fact::Clarified(_) | Fact::Closed(_) => true,
            Fact::Served(it) => before
                .determinations
                .iter()
                .any(|made| made.document == it.document),
            _ => false,
        });
        assert!(!concluded, "R3");
    }
    let parties = after.parties.iter().map(|it| it.id).collect();
    let everybody = Sight::Party { parties, filer: true };
    let inner = [DocumentKind::ReferralLetter, DocumentKind::TolerationProposal];
    let mut inner = after.documents.iter().filter(|it| inner.contains(&it.kind));
    assert!(inner.all(|it| !everybody.reads(it)), "R3: the proposal");
}

/// A6, word for word.
fn holds(findings: &[Finding], condition: C) -> bool {
    let finding = findings
        .iter()
        .find(|it| it.condition == condition)
        .expect("R1: a finding on each");
    let part = |part: Part| finding.parts.contains(&(part, true));
    finding.met
        && match condition {
            C::Diligent => part(Part::NoIntent) && part(Part::DutyDone),
            C::DueProcess => part(Part::Democratic) || part(Part::EmergencyReported),
            C::SelfCorrecting => part(Part::Corrected) && part(Part::LossReduced) && part(Part::NoGraveLoss),
            C::LawAbiding | C::Reforming | C::PublicSpirit => true,
        }
}

fn four_eyes(before: &Case, step: &Step, taken_by: TakenBy<'_>) {
    let row = step.kind().row();
    assert_eq!(row.who.needs_approval(), matches!(taken_by, TakenBy::Two { .. }));
    let TakenBy::Two {
        drafters: &[drafter],
        approver,
    } = taken_by
    else {
        return;
    };
    assert_ne!(drafter, approver.user, "R5");
    for party in &before.parties {
        assert!(
            !acts_for(approver, party) && party.user != Some(drafter),
            "R5: a party acts"
        );
    }
    assert!(approver.approver, "R5");
    let theirs = approver.works_for(before.body.id);
    match (row.who.desk, row.who.approves) {
        (Desk::Addressee, _) => {
            let took_part = |user| before.acted_in(user);
            assert!(
                !theirs && !took_part(drafter) && !took_part(approver.user),
                "R5: took part before"
            );
        }
        (_, Some(Approval::Determiner)) => assert!(theirs && approver.approves_determinations, "R5"),
        _ => assert!(theirs && !before.investigators.contains(&approver.user), "R5"),
    }
}

/// Nobody speaks for another party that can speak for itself, and no party acts as an officer.
fn each_for_itself(before: &Case, step: &Step, actor: &Actor) {
    let Sight::Party { parties, filer } = sight(actor, before) else {
        return;
    };
    let own = |party: PartyId| parties.contains(&party);
    let its_own = match step {
        Step::Hear(it) => own(it.party),
        Step::Object(it) => own(it.party),
        Step::WithdrawObjection(it) => before.objection(it.objection).is_some_and(|it| own(it.party)),
        Step::WaiveClarification(it) => own(it.party),
        Step::ReportCorrection(it) => {
            let correction = before.correction(it.correction).expect("it was accepted");
            matches!(correction.responsible, Responsible::Party(party) if own(party))
        }
        Step::TakeEvidence(_) => true,
        Step::Withdraw(_) => filer,
        _ => false,
    };
    assert!(its_own, "{} took {:?}", actor.name, step.kind());
}

/// What was issued just now waits for an officer only where paper is asked for.
fn who_agreed_is_served_at_once(before: &Case, after: &Case) {
    for it in after.documents.iter().skip(before.documents.len()) {
        let waits = service::to_serve(after, it.id).is_ok();
        assert!(!waits || service::agreed_to(after, it).is_err(), "{:?}", it.kind);
    }
}

/// A round begins once nothing is open, exactly for those whose determination fell; the others keep theirs. Others verify in it
/// than who took part before.
fn a_round_is_for_those_who_fell(before: &Case, after: &Case, step: &Step) {
    let fell = |it: &&Recorded<Determined>| {
        let against = after
            .objections
            .iter()
            .filter(|raised| raised.determination == it.id);
        let mut decided = against.filter_map(|it| it.decided.as_ref());
        decided.any(|it| it.result == ObjectionResult::SetAside)
    };
    if after.round > before.round {
        assert_eq!(after.round, before.round + 1);
        let ends_an_objection = [Kind::DecideObjection, Kind::WithdrawObjection];
        assert!(ends_an_objection.contains(&step.kind()));
        assert!(after.officers.is_empty(), "R5: other officers");
        for party in &after.parties {
            let last = after.determinations.iter().rfind(|it| it.party == party.id);
            let last = last.expect("every party was determined");
            assert_eq!(after.takes_part(party.id), fell(&last), "{}", party.name);
            assert_eq!(after.determination_of(party.id).is_none(), fell(&last));
        }
    }
    if after.round > 1 {
        let came = after.officers.iter().filter(|it| !before.officers.contains(it));
        let mut before_them = came.filter(|it| before.acted_in(**it));
        assert_eq!(before_them.next(), None, "R5: took part before");
    }
    if [S::Determined, S::Closed].contains(&after.status) {
        let fallen = |it: &&Party| after.determination_of(it.id).is_none();
        assert_eq!(after.parties.iter().find(fallen), None, "verified again");
    }
}

/// Every clock folds, and runs exactly while what it is for is owed.
fn clocks_run_for_what_is_owed(after: &Case) {
    for clock in &after.deadlines {
        let folded = clock.deadline().expect("it starts");
        assert_eq!(folded.state().is_over(), !clock.running());
        let ends = clock.causes.iter().filter(|it| it.ends()).count();
        assert!(ends <= 1, "{:?} ended twice", clock.kind);
        let stopped = matches!(folded.state(), State::Stopped(_));
        let suspended =
            clock.kind == D::Verification && clock.round == after.round && after.status == S::Suspended;
        let waits = clock.of_the_body() && clock.running() && after.status == S::Referred;
        assert_eq!(stopped, suspended || waits, "{:?}", clock.kind);
        let subject = |id: uuid::Uuid| clock.subject == Some(id);
        let present = |statuses: &[S]| clock.round == after.round && statuses.contains(&after.status);
        let owed = match clock.kind {
            D::Initiation => present(&[S::Submitted]),
            D::Verification => present(&[S::Verifying, S::Suspended]),
            D::Determination => present(&[S::Determining, S::Referred]),
            D::Feedback => match clock.subject {
                None => service::unserved(after).any(|it| it.round() == clock.round),
                Some(decision) => service::unserved_decisions(after).any(|it| it.id.0 == decision),
            },
            D::Objection => after.objections.iter().any(|it| subject(it.id.0) && it.open()),
            D::Clarification => {
                let of_this_round = |it: &Party| after.round_of(it.id) == clock.round;
                clarification::unclarified(after).any(|it| subject(it.id.0) && of_this_round(it))
            }
        };
        assert_eq!(clock.running(), owed, "{:?} in {:?}", clock.kind, after.status);
    }
    let owed = clarification::unclarified(after).count();
    let clocks = after
        .deadlines
        .iter()
        .filter(|it| it.kind == D::Clarification && it.running());
    assert_eq!(owed, clocks.count());
    let told = service::unserved_decisions(after).count();
    let fed_back = after.deadlines.iter().filter(|it| {
        let feedback = it.kind == D::Feedback && it.subject.is_some();
        feedback && it.running()
    });
    assert_eq!(told, fed_back.count());
}

/// 中止 and 恢复, and a referral that came back, leave as many days as there were.
fn no_day_is_lost_while_it_waits(before: &Case, after: &Case, step: &Step, today: Date) {
    if !matches!(step.kind(), Kind::Resume | Kind::RecordReturn) {
        return;
    }
    let left = |case: &Case| {
        let clocks = case
            .deadlines
            .iter()
            .filter(|it| it.running() && it.of_the_body());
        let left = clocks.map(|it| it.deadline()?.remaining(today, case.calendar()));
        left.collect::<Vec<_>>()
    };
    assert_eq!(left(before), left(after));
}

/// A clock ends on a day of its life; feedback on the day of the last service.
fn clocks_end_on_the_day_it_was_done(after: &Case, ruling: &Ruling, today: Date) {
    for movement in &ruling.clocks {
        let Cause::Met { on } = movement.cause else {
            continue;
        };
        let clock = after.deadlines.iter().find(|it| it.id == movement.id);
        let clock = clock.expect("it is one of the case's");
        let Cause::Started { on: first, .. } = clock.causes[0] else {
            panic!("a clock begins with its start");
        };
        assert!(
            first <= on && on <= today,
            "{:?}: {first} {on} {today}",
            clock.kind
        );
        if clock.kind == D::Feedback {
            let about = |it: &&Issued| match clock.subject {
                None => it.round() == clock.round && after.standing().any(|made| made.document == it.id),
                Some(decision) => it.id.0 == decision,
            };
            let served = after.documents.iter().filter(about).map(|it| it.served_on());
            assert_eq!(served.max(), Some(Some(on)), "R6");
        }
    }
}

/// Somebody's turn it is while the case is open or something is unserved, and nobody's else.
fn somebody_has_its_turn(after: &Case) {
    let next = turn::next(after);
    let mut unserved = service::to_serve_by(after, after.body.id);
    let owed = unserved.next().is_some() || service::unserved_decisions(after).next().is_some();
    assert_eq!(
        after.status.open() || owed,
        next.turn != Turn::Nobody,
        "{:?}",
        after.status
    );
    assert!(!next.todo.is_empty());
}
