//! A case under way, with a clock and a source of ids, on which steps are taken as the program takes them.

use std::cell::Cell;
use std::sync::Arc;

use time::{Date, Duration, OffsetDateTime, macros::datetime};
use uuid::Uuid;

use crate::domain::access;
use crate::domain::act::TakenBy;
use crate::domain::actor::Actor;
use crate::domain::calendar::WorkCalendar;
use crate::domain::case::{Authority, Body, Case, Person, Surroundings};
use crate::domain::check::Check;
use crate::domain::dates::shanghai_day;
use crate::domain::document::Draft;
use crate::domain::event::{Beside, CarriedOut, Event, Filed, IssuedDocument};
use crate::domain::filing::{self, Filing};
use crate::domain::ids::{ActId, BodyId, CaseId, DocumentId, ObjectionId, PartyId};
use crate::domain::procedure::Kind;
use crate::domain::recorded::Entry;
use crate::domain::refusal::Refusal;
use crate::domain::ruling::{Moment, Ruling, rule};
use crate::domain::samples::{self as s, steps};
use crate::domain::service;
use crate::domain::step::{Asked, Step, Unavailable};

/// A case and its moment.
pub struct SampleCase {
    /// The case as the last ruling left it.
    pub case: Case,
    /// Now.
    pub at: OffsetDateTime,
    ids: Cell<u128>,
}

impl SampleCase {
    /// A case just filed by the unit's applicant, naming so many parties, to whom everything is handed on paper.
    pub fn filed(parties: usize) -> Self {
        let mut filing = steps::filing(parties);
        filing.applicant.electronic = false;
        Self::by(&s::applicant(), &filing, s::body()).expect("the sample is complete")
    }

    /// A case just filed by this person.
    pub fn by(actor: &Actor, filing: &Filing, body: Body) -> Result<Self, Refusal> {
        let ids = Cell::new(1000);
        let at = datetime!(2026-09-01 01:00 UTC);
        let number = "示管容〔2026〕1号";
        let ruling = moment(at, &ids, |now| filing::file(filing, &body, number, actor, now))?;
        let filed = Filed {
            number: number.into(),
            body: body.id,
            year: 2026,
            serial: 1,
            title: filing.matter.title.clone(),
            unit: actor.unit,
            filer_name: filing.applicant.name.clone(),
            electronic: filing.applicant.electronic,
            accountability: filing.accountability.clone(),
            digest: String::new(),
        };
        let around = surroundings(body);
        let calendar = WorkCalendar::of(around.body.calendar);
        let beside = issued(&ruling);
        let event = Event::first(&ruling, filed, calendar, entry(1, at, actor, None), beside);
        let case = Case::of(CaseId(Uuid::from_u128(9)), around, [Arc::new(event)]);
        let case = case.expect("its first event files it");
        Ok(Self { case, at, ids })
    }

    /// Today.
    pub fn today(&self) -> Date {
        shanghai_day(self.at)
    }

    /// Lets time pass.
    pub fn later(&mut self, hours: i64) {
        self.at += Duration::hours(hours);
    }

    /// Asks something at this moment.
    pub fn at_this_moment<T>(&self, ask: impl FnOnce(&Moment<'_>) -> T) -> T {
        moment(self.at, &self.ids, ask)
    }

    /// Whether a step can be taken about that by this person, before anything is written.
    pub fn available(&self, kind: Kind, about: Option<Uuid>, actor: &Actor) -> Result<(), Unavailable> {
        self.at_this_moment(|now| {
            let (case, taken_by) = (&self.case, TakenBy::One(actor));
            access::available(kind, about, Asked { case, taken_by, now })
        })
    }

    /// What this person is offered.
    pub fn offers(&self, actor: &Actor) -> Vec<access::Offer> {
        self.at_this_moment(|now| access::offers(actor, &self.case, now))
    }

    /// What must hold of a step, as who drafts it reads it.
    pub fn checks(&self, step: &Step) -> Vec<Check> {
        let officer = s::officer_a();
        self.at_this_moment(|now| {
            let (case, taken_by) = (&self.case, TakenBy::One(&officer));
            step.checks(Asked { case, taken_by, now })
        })
    }

    /// What the law says, and nothing happens.
    pub fn asks(&self, step: &Step, taken_by: TakenBy<'_>) -> Result<Ruling, Refusal> {
        self.at_this_moment(|now| rule(&self.case, step, taken_by, now))
    }

    /// One person takes a step.
    pub fn takes(&mut self, step: &Step, actor: &Actor) -> Result<Ruling, Refusal> {
        let ruling = self.asks(step, TakenBy::One(actor))?;
        self.apply(&ruling, actor, None);
        Ok(ruling)
    }

    /// One drafts, another approves.
    pub fn acts(&mut self, step: &Step, drafter: &Actor, approver: &Actor) -> Result<Ruling, Refusal> {
        self.asks(step, TakenBy::One(drafter))?;
        self.approves(step, drafter, approver)
    }

    /// Another approves what was drafted before.
    pub fn approves(&mut self, step: &Step, drafter: &Actor, approver: &Actor) -> Result<Ruling, Refusal> {
        let ruling = self.asks(
            step,
            TakenBy::Two {
                drafters: &[drafter.user],
                approver,
            },
        )?;
        self.apply(&ruling, approver, Some(drafter));
        Ok(ruling)
    }

    fn apply(&mut self, ruling: &Ruling, by: &Actor, drafter: Option<&Actor>) {
        self.happens(ruling, by, drafter);
        let issued = self.case.seq;
        let next = |it: &Self| it.at_this_moment(|now| service::served_at_once(&it.case, issued, by, now));
        while let Some(service) = next(self) {
            self.happens(&service, by, None);
        }
    }

    fn happens(&mut self, ruling: &Ruling, by: &Actor, drafter: Option<&Actor>) {
        let mut beside = issued(ruling);
        beside.act = drafter.map(|it| CarriedOut {
            drafted_by: it.user,
            digest: String::new(),
            opinion: String::new(),
        });
        let act = drafter.map(|_| ActId(Uuid::from_u128(8)));
        let entry = Entry {
            round: self.case.round,
            ..entry(self.case.seq + 1, self.at, by, act)
        };
        let event = Event::of(&self.case, ruling, entry, beside);
        self.case = self.case.clone().after(Arc::new(event));
    }

    /// The id of the `no`-th party.
    pub fn party(&self, no: usize) -> PartyId {
        self.case.parties[no - 1].id
    }

    /// Initiated, with 甲 and 乙 assigned.
    pub fn initiated(parties: usize) -> Self {
        Self::filed(parties).taken_up()
    }

    fn taken_up(mut self) -> Self {
        self.does(&steps::initiate(&[s::officer_a(), s::officer_b()]));
        self
    }

    /// Everybody heard, before two officers, and a piece of evidence taken.
    pub fn heard(parties: usize) -> Self {
        Self::initiated(parties).looked_into()
    }

    fn looked_into(mut self) -> Self {
        self.served();
        let evidence = steps::evidence(None, self.today());
        self.takes(&evidence, &s::officer_a())
            .expect("it is being verified");
        let officers = self.case.officers.clone();
        for no in 1..=self.case.parties.len() {
            let hearing = Step::Hear(steps::hearing(self.party(no), &officers, self.today()));
            self.takes(&hearing, &s::officer_a()).expect("two officers hear");
        }
        self
    }

    /// Reported; the first so many parties can be tolerated.
    pub fn reported(parties: usize, tolerable: usize) -> Self {
        Self::heard(parties).found(tolerable)
    }

    fn found(mut self, tolerable: usize) -> Self {
        let of: Vec<_> = (1..=tolerable).map(|no| self.party(no)).collect();
        let report = steps::report(&self.case, |party| of.contains(&party));
        self.does(&Step::Report(report));
        self
    }

    /// Reported; an organ elsewhere holds the authority over every party.
    pub fn for_an_organ(parties: usize) -> Self {
        let mut filing = steps::filing(parties);
        filing.applicant.electronic = false;
        for party in &mut filing.parties {
            party.authority = Authority::Organ(s::ORGAN.into());
        }
        let sample = Self::by(&s::applicant(), &filing, s::body()).expect("the sample is complete");
        sample.taken_up().looked_into().found(parties)
    }

    /// Referred to that organ, with a proposal.
    pub fn referred(parties: usize) -> Self {
        let mut sample = Self::for_an_organ(parties);
        let today = sample.today();
        sample.does(&steps::refer(s::ORGAN, today));
        sample
    }

    /// The organ's letter is put into the file.
    pub fn letter_came(&mut self) {
        let letter = steps::evidence(None, self.today());
        let by = self.officer();
        self.takes(&letter, &by).expect("the body may put it there");
    }

    /// Determined; the first so many parties are tolerated.
    pub fn determined(parties: usize, tolerable: usize) -> Self {
        let mut sample = Self::reported(parties, tolerable);
        let determination = steps::determination(&sample.case, sample.today());
        sample.does(&Step::Determine(determination));
        sample
    }

    /// Determined, and everything done that closing asks for.
    pub fn settled(parties: usize, tolerable: usize) -> Self {
        let mut sample = Self::determined(parties, tolerable);
        let case = sample.case.clone();
        for determined in &case.determinations {
            let service = Step::Serve(steps::service(determined.document, sample.today()));
            sample
                .takes(&service, &s::officer_a())
                .expect("it is handed over");
        }
        sample
            .takes(&steps::notice(), &s::officer_a())
            .expect("nobody is concerned");
        for correction in &case.corrections {
            let by = sample.responsible(correction.id);
            sample
                .takes(&steps::correction_report(correction.id), &by)
                .expect("the responsible reports");
            sample.does(&steps::verdict(correction.id, true));
        }
        for no in 1..=tolerable {
            sample.does(&steps::clarification(sample.party(no), sample.today()));
        }
        sample
    }

    /// Closed.
    pub fn closed(parties: usize, tolerable: usize) -> Self {
        let mut sample = Self::settled(parties, tolerable);
        sample.does(&steps::close());
        sample
    }

    /// 甲 drafts, in a later round 丁; the chief approves.
    pub fn does(&mut self, step: &Step) -> Ruling {
        self.acts(step, &self.officer(), &s::chief())
            .expect("nothing stands against it")
    }

    /// Who works on the case: 甲, and in a later round 丁.
    pub fn officer(&self) -> Actor {
        let [newcomer, _] = s::newcomers();
        match self.case.round {
            1 => s::officer_a(),
            _ => newcomer,
        }
    }

    /// The party objects to this addressee, through its account or an officer, once its determination has reached it.
    pub fn objects(&mut self, no: usize, to: BodyId) -> ObjectionId {
        let party = self.case.parties[no - 1].clone();
        let unserved = service::unserved(&self.case).find(|it| it.party == Some(party.id));
        if let Some(document) = unserved.map(|it| it.id) {
            self.serves(document);
        }
        let by = if party.has_account() {
            s::applicant()
        } else {
            self.officer()
        };
        self.takes(&Step::Object(steps::objection(party.id, to)), &by)
            .expect("it may object");
        self.case.objections[self.case.objections.len() - 1].id
    }

    /// The superior upholds.
    pub fn upheld(&mut self, objection: ObjectionId) -> Ruling {
        self.decided(objection, &steps::uphold(objection))
    }

    /// The addressee sets aside.
    pub fn set_aside(&mut self, objection: ObjectionId) -> Ruling {
        self.decided(objection, &steps::set_aside(objection))
    }

    fn decided(&mut self, objection: ObjectionId, decision: &Step) -> Ruling {
        let addressee = self.case.objection(objection).map(|it| it.addressee);
        let [officer, approver] = match addressee == Some(s::OFFICE) {
            true => s::office(),
            false => s::superiors(),
        };
        self.acts(decision, &officer, &approver)
            .expect("the addressee decides")
    }

    /// 丁 and 戊 are assigned to the round.
    pub fn assigned(&mut self) -> Ruling {
        let officers = s::newcomers().map(|it| it.user);
        self.takes(&steps::assign(officers), &s::chief())
            .expect("they took no part before")
    }

    /// The party of a later round is heard, reported on and not tolerated.
    pub fn verified_again(&mut self, no: usize) {
        self.served();
        let hearing = steps::hearing(self.party(no), &self.case.officers, self.today());
        self.takes(&Step::Hear(hearing), &self.officer())
            .expect("two of them hear");
        self.does(&Step::Report(steps::report(&self.case, |_| false)));
        self.does(&Step::Determine(steps::determination(&self.case, self.today())));
    }

    /// Everything that the body issued is handed to its addressee.
    pub fn served(&mut self) {
        let owed = service::to_serve_by(&self.case, self.case.body.id);
        let owed: Vec<_> = owed.map(|it| it.id).collect();
        owed.into_iter().for_each(|document| self.serves(document));
    }

    /// One document is handed to its addressee.
    pub fn serves(&mut self, document: DocumentId) {
        let service = Step::Serve(steps::service(document, self.today()));
        self.takes(&service, &self.officer())
            .expect("the party signs for it");
    }

    /// Every decision of an objection is handed to its objector, by an officer of who decided it.
    pub fn feeds_back(&mut self) {
        let owed: Vec<_> = service::unserved_decisions(&self.case)
            .map(|it| (it.id, it.issuer))
            .collect();
        for (document, issuer) in owed {
            let service = Step::Serve(steps::service(document, self.today()));
            self.takes(&service, &s::decider_at(issuer))
                .expect("the objector signs for it");
        }
    }

    fn responsible(&self, id: crate::domain::ids::CorrectionId) -> Actor {
        let correction = self.case.correction(id).expect("it is there");
        let own = self.case.parties.iter().find(|it| it.has_account());
        let own = own
            .is_some_and(|it| correction.responsible == crate::domain::correction::Responsible::Party(it.id));
        if own { s::applicant() } else { s::officer_a() }
    }
}

fn moment<T>(at: OffsetDateTime, ids: &Cell<u128>, ask: impl FnOnce(&Moment<'_>) -> T) -> T {
    let new_id = || {
        ids.set(ids.get() + 1);
        Uuid::from_u128(ids.get())
    };
    ask(&Moment { at, new_id: &new_id })
}

fn entry(seq: i32, at: OffsetDateTime, by: &Actor, act: Option<ActId>) -> Entry {
    let (by, round) = (by.user, 1);
    Entry {
        seq,
        at,
        by,
        act,
        round,
    }
}

/// The ruling's documents as if the store had numbered them.
fn issued(ruling: &Ruling) -> Beside {
    let issue = |draft: &Draft| IssuedDocument {
        id: draft.id,
        kind: draft.kind,
        issuer: draft.issuer,
        number: "示管〔2026〕1号".into(),
        year: 2026,
        serial: 1,
        party: draft.party,
        digest: String::new(),
    };
    Beside {
        documents: ruling.documents.iter().map(issue).collect(),
        ..Beside::default()
    }
}

fn surroundings(body: Body) -> Surroundings {
    let people = s::everybody().into_iter().map(|it| Person {
        user: it.user,
        name: it.name,
        unit: it.unit,
    });
    Surroundings {
        addressees: body.superior.iter().chain(&body.office).cloned().collect(),
        body,
        staff: s::staff(),
        people: people.collect(),
        acts: vec![],
        drafters: vec![],
    }
}
