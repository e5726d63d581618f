//! What somebody on a walk tries to do: mostly a step that fits the status, by somebody whom it may concern, with one
//! thing or another wrong about it now and then.

use time::{Date, Duration};
use uuid::Uuid;

use super::dice::Dice;
use crate::domain::actor::Actor;
use crate::domain::assessment::{Part, met_by_parts};
use crate::domain::case::{Authority, Case, PartyKind};
use crate::domain::correction::Responsible;
use crate::domain::determination::{Determination, Lenience};
use crate::domain::filing::Pursuit;
use crate::domain::ids::{BodyId, CorrectionId, DocumentId, ObjectionId, PartyId};
use crate::domain::objection::Raised;
use crate::domain::procedure::{Desk, Kind, PROCEDURE, Side, steps_in};
use crate::domain::referral::ReturnGround;
use crate::domain::regulation::Circumstance;
use crate::domain::samples::{self as s, SampleCase, steps};
use crate::domain::service::Means;
use crate::domain::step::Step;

/// A case as it may come in: one to four parties; filed by the unit, by a person who is a party or none, or by one of
/// the body's own people; with or without a superior body. Seldom an organ elsewhere is to decide
/// first, over all of them or over some: where over some, the case ends there.
pub fn filed(dice: &mut Dice) -> SampleCase {
    let mut filing = steps::filing(1 + dice.below(4));
    let by = [s::applicant(), s::individual(), s::individual(), s::officer_a()];
    let by = &by[dice.below(by.len())];
    if by.unit.is_none() {
        filing.applicant.kind = PartyKind::Individual;
        filing.parties[0].kind = PartyKind::Individual;
    }
    filing.parties[0].own = !dice.one_in(3);
    filing.applicant.electronic = dice.one_in(2);
    for party in filing.parties.iter_mut().filter(|_| dice.one_in(40)) {
        party.authority = Authority::Organ(s::ORGAN.into());
    }
    if dice.one_in(20) {
        for party in &mut filing.parties {
            party.authority = Authority::Organ(s::ORGAN.into());
        }
    }
    let mut body = s::body();
    if dice.one_in(5) {
        filing.accountability.pursuit = Pursuit::Opened;
        filing.accountability.pursuer = match dice.one_in(4) {
            true => s::ORGAN.into(),
            false => body.name.clone(),
        };
    }
    if dice.one_in(4) {
        body.superior = None;
    }
    SampleCase::by(by, &filing, body).expect("the application is complete")
}

/// A step.
pub fn step(sample: &SampleCase, dice: &mut Dice) -> Step {
    let fitting: Vec<_> = steps_in(sample.case.status).collect();
    let row = match dice.of(&fitting).filter(|_| !dice.one_in(8)) {
        Some(row) => row,
        None => &PROCEDURE[1 + dice.below(PROCEDURE.len() - 1)],
    };
    let case = &sample.case;
    let file = (!dice.one_in(4)).then_some(steps::FILE);
    match row.kind {
        Kind::Withdraw if dice.one_in(8) => steps::withdraw(),
        Kind::Decline if dice.one_in(6) => steps::decline(),
        Kind::File | Kind::Withdraw | Kind::Decline | Kind::Initiate => initiation(dice),
        Kind::Link => link(case, dice),
        Kind::Replace => steps::replace(anybody(dice).user, anybody(dice).user),
        Kind::Assign => match dice.one_in(2) {
            true => steps::assign(s::newcomers().map(|it| it.user)),
            false => steps::assign((0..dice.below(4)).map(|_| anybody(dice).user)),
        },
        Kind::TakeEvidence => {
            let about = dice.one_in(2).then(|| party(case, dice));
            steps::evidence(about, sample.today() + Duration::days(dice.below(4) as i64 - 2))
        }
        Kind::Hear => hearing(sample, dice),
        Kind::Report => report(case, dice),
        Kind::Suspend => steps::suspend(),
        Kind::Resume => steps::resume(),
        Kind::Extend => steps::extend(u16::try_from(dice.below(12)).unwrap_or(0)),
        Kind::Refer => refer(sample, dice),
        Kind::RecordReturn => {
            let ground = [ReturnGround::LeftToUs, ReturnGround::Incomplete][dice.below(2)];
            steps::record_return(case, ground, lately(sample, dice))
        }
        Kind::Determine => Step::Determine(determination(sample, dice)),
        Kind::Serve => service(sample, dice),
        Kind::Notify => steps::notice(),
        Kind::Object => {
            let to = [s::SUPERIOR, s::OFFICE, s::SUPERIOR, s::BODY][dice.below(4)];
            let mut objection = steps::objection(party(case, dice), to);
            objection.file = file;
            if dice.one_in(2) {
                objection.new_facts = "新的事实".into();
            }
            Step::Object(objection)
        }
        Kind::DecideObjection => {
            let any: Vec<_> = case.objections.iter().map(|it| it.id).collect();
            let any = dice.of(&any).copied().unwrap_or(ObjectionId(Uuid::nil()));
            match dice.one_in(2) {
                true => steps::set_aside(any),
                false => steps::uphold(any),
            }
        }
        Kind::WithdrawObjection => {
            let any: Vec<_> = case.objections.iter().map(|it| it.id).collect();
            let any = dice.of(&any).copied().unwrap_or(ObjectionId(Uuid::nil()));
            let mut step = steps::withdraw_objection(any);
            if let Step::WithdrawObjection(it) = &mut step {
                it.file = file;
            }
            step
        }
        Kind::ReportCorrection => {
            let mut step = steps::correction_report(correction(case, dice));
            if let Step::ReportCorrection(report) = &mut step {
                report.file = file;
            }
            step
        }
        Kind::VerifyCorrection => steps::verdict(correction(case, dice), !dice.one_in(3)),
        Kind::Clarify => steps::clarification(party(case, dice), lately(sample, dice)),
        Kind::WaiveClarification => steps::waiver(party(case, dice), lately(sample, dice), file),
        Kind::Close => steps::close(),
    }
}

/// A day on which something may have been done that is recorded now.
fn lately(sample: &SampleCase, dice: &mut Dice) -> Date {
    sample.today() - Duration::days(dice.below(3) as i64)
}

/// Whoever takes or drafts it: mostly somebody whom it may concern.
pub fn actor(case: &Case, step: &Step, dice: &mut Dice) -> Actor {
    if dice.one_in(4) {
        return anybody(dice);
    }
    let who = step.kind().row().who;
    match (who.desk, who.drafts) {
        (Desk::Addressee, _) => people_of(case, step)[0].clone(),
        (Desk::Issuer, _) if decision_served(case, step).is_some() => {
            s::decider_at(decision_served(case, step).unwrap_or(s::SUPERIOR))
        }
        (_, Side::Approver) => s::chief(),
        (_, Side::PartyOrForIt | Side::OfficerOrParty | Side::Filer) if dice.one_in(2) => {
            [s::applicant(), s::individual()][dice.below(2)].clone()
        }
        _ => {
            let officer = dice.of(&case.officers);
            let officer = officer.and_then(|user| s::everybody().into_iter().find(|it| it.user == *user));
            officer.unwrap_or_else(|| [s::officer_b(), s::deputy()][dice.below(2)].clone())
        }
    }
}

/// Whoever approves it, be it who drafted it.
pub fn approver(case: &Case, step: &Step, drafter: &Actor, dice: &mut Dice) -> Actor {
    match step.kind().row().who.desk {
        _ if dice.one_in(6) => drafter.clone(),
        _ if dice.one_in(4) => anybody(dice),
        Desk::Addressee => people_of(case, step)[1].clone(),
        Desk::Body | Desk::Issuer => s::chief(),
    }
}

/// Who issued the decision that is served, if it is one.
fn decision_served(case: &Case, step: &Step) -> Option<BodyId> {
    let document = case.documents.iter().find(|it| Some(it.id.0) == step.subject());
    document.map(|it| it.issuer).filter(|it| *it != case.body.id)
}

fn people_of(case: &Case, step: &Step) -> [Actor; 2] {
    let about = |it: &&Raised| Some(it.id.0) == step.subject();
    match case.objections.iter().find(about).map(|it| it.addressee) {
        Some(BodyId(id)) if id == s::OFFICE.0 => s::office(),
        _ => s::superiors(),
    }
}

fn anybody(dice: &mut Dice) -> Actor {
    let all = s::everybody();
    all[dice.below(all.len())].clone()
}

fn party(case: &Case, dice: &mut Dice) -> PartyId {
    case.parties[dice.below(case.parties.len())].id
}

fn correction(case: &Case, dice: &mut Dice) -> CorrectionId {
    let all: Vec<_> = case.corrections.iter().map(|it| it.id).collect();
    dice.of(&all).copied().unwrap_or(CorrectionId(Uuid::nil()))
}

fn initiation(dice: &mut Dice) -> Step {
    match dice.one_in(2) {
        true => steps::initiate(&[s::officer_b(), s::officer_c()]),
        false => {
            let many = 1 + dice.below(5);
            let officers: Vec<_> = (0..many).map(|_| anybody(dice)).collect();
            steps::initiate(&officers)
        }
    }
}

fn hearing(sample: &SampleCase, dice: &mut Dice) -> Step {
    use crate::domain::hearing::HearingKind as K;
    let case = &sample.case;
    let mut hearing = steps::hearing(party(case, dice), &case.officers, lately(sample, dice));
    hearing.kind = [K::Statement, K::Statement, K::Waiver, K::Unreachable][dice.below(4)];
    hearing.file = dice.one_in(2).then_some(steps::FILE);
    hearing.officers.truncate(2 - usize::from(dice.one_in(4)));
    Step::Hear(hearing)
}

fn report(case: &Case, dice: &mut Dice) -> Step {
    let mut report = steps::report(case, |_| true);
    for about in &mut report.parties {
        for finding in &mut about.findings {
            let parts = Part::of(finding.condition)
                .iter()
                .map(|part| (*part, !dice.one_in(8)));
            finding.parts = parts.collect();
            finding.met = match finding.parts.is_empty() {
                true => !dice.one_in(20),
                false => met_by_parts(finding.condition, &finding.parts) != dice.one_in(150),
            };
        }
        for finding in about.findings.iter_mut().filter(|_| dice.one_in(150)) {
            finding.evidence.clear();
        }
        if dice.one_in(6) {
            about.fits = vec![];
        } else if dice.one_in(6) {
            about.fits = vec![steps::fit(Circumstance::Other)];
        }
    }
    if dice.one_in(20) {
        report.parties.pop();
    }
    Step::Report(report)
}

fn determination(sample: &SampleCase, dice: &mut Dice) -> Determination {
    let mut it = steps::determination(&sample.case, sample.today());
    for about in &mut it.parties {
        if dice.one_in(10) {
            about.lenience = dice.of(Lenience::ALL).copied();
        }
        if dice.one_in(10) {
            about.lenience = None;
        }
        if dice.one_in(10) {
            about.corrections.pop();
        }
        about.provision = match dice.one_in(20) {
            true => None,
            false => about.lenience.map(|_| "某条例第一条".into()),
        };
        for demand in &mut about.corrections {
            demand.responsible = match dice.below(12) {
                0..4 => Responsible::Body,
                4..6 => Responsible::Unit("乙单位".into()),
                6 => Responsible::Party(PartyId(Uuid::from_u128(7))),
                _ => demand.responsible.clone(),
            };
        }
    }
    if dice.one_in(20) {
        it.parties.pop();
    }
    it
}

fn refer(sample: &SampleCase, dice: &mut Dice) -> Step {
    let organ = match dice.one_in(10) {
        true => sample.case.body.name.clone(),
        false => s::ORGAN.to_owned(),
    };
    let mut step = steps::refer(&organ, sample.today());
    if let Step::Refer(it) = &mut step {
        if dice.one_in(2) {
            it.proposal.clear();
        }
        if dice.one_in(8) {
            it.follow_up = lately(sample, dice);
        }
    }
    step
}

fn link(case: &Case, dice: &mut Dice) -> Step {
    let mut step = steps::link(party(case, dice), &anybody(dice));
    if let Step::Link(it) = &mut step {
        it.electronic = dice.one_in(2);
    }
    step
}

fn service(sample: &SampleCase, dice: &mut Dice) -> Step {
    let all: Vec<_> = sample.case.documents.iter().map(|it| it.id).collect();
    let document = dice.of(&all).copied().unwrap_or(DocumentId(Uuid::nil()));
    let mut service = steps::service(document, lately(sample, dice));
    if dice.one_in(3) {
        service.means = Means::Electronic;
    }
    Step::Serve(service)
}
