//! A case under way, with a clock and a source of ids, on which steps are taken as the program takes them.

use std::cell::Cell;

use time::{Date, Duration, OffsetDateTime, macros::datetime};
use uuid::Uuid;

use crate::domain::act::Hands;
use crate::domain::actor::Actor;
use crate::domain::case::{Body, Case, Filer};
use crate::domain::dates::shanghai_day;
use crate::domain::filing::{self, Filing};
use crate::domain::ids::{BodyId, CaseId, DocumentId, ObjectionId, PartyId};
use crate::domain::refusal::Refusal;
use crate::domain::ruling::{Moment, Ruling, rule};
use crate::domain::samples::{self as s, steps};
use crate::domain::service;
use crate::domain::status::Status;
use crate::domain::step::Step;

/// A case and its moment.
pub struct Stage {
    /// The case as the last ruling left it.
    pub case: Case,
    /// Now.
    pub at: OffsetDateTime,
    ids: Cell<u128>,
}

impl Stage {
    /// A case just filed by the unit's applicant, naming so many parties.
    pub fn filed(parties: usize) -> Self {
        Self::by(&s::applicant(), &steps::filing(parties), s::body()).expect("the sample is complete")
    }

    /// A case just filed by this person.
    pub fn by(actor: &Actor, filing: &Filing, body: Body) -> Result<Self, Refusal> {
        let filer = Filer {
            user: actor.user,
            unit: actor.unit,
            name: filing.applicant.name.clone(),
            electronic: true,
        };
        let at = datetime!(2026-09-01 01:00 UTC);
        let mut stage = Self {
            case: blank(body, filer, at),
            at,
            ids: Cell::new(1000),
        };
        let ruling = stage
            .at_this_moment(|now| filing::file(filing, &stage.case.body, "示管容〔2026〕1号", actor, now))?;
        stage.apply(&ruling);
        stage.case.accountability = Some(filing.accountability.clone());
        stage.case.before = None;
        Ok(stage)
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
        let new_id = || {
            self.ids.set(self.ids.get() + 1);
            Uuid::from_u128(self.ids.get())
        };
        ask(&Moment {
            at: self.at,
            new_id: &new_id,
        })
    }

    /// What the law says, and nothing happens.
    pub fn asks(&self, step: &Step, hands: Hands<'_>) -> Result<Ruling, Refusal> {
        self.at_this_moment(|now| rule(&self.case, step, hands, now))
    }

    /// One person takes a step.
    pub fn takes(&mut self, step: &Step, actor: &Actor) -> Result<Ruling, Refusal> {
        let ruling = self.asks(step, Hands::One(actor))?;
        self.apply(&ruling);
        Ok(ruling)
    }

    /// One drafts, another approves.
    pub fn acts(&mut self, step: &Step, drafter: &Actor, approver: &Actor) -> Result<Ruling, Refusal> {
        self.asks(step, Hands::One(drafter))?;
        self.approves(step, drafter, approver)
    }

    /// Another approves what was drafted before.
    pub fn approves(&mut self, step: &Step, drafter: &Actor, approver: &Actor) -> Result<Ruling, Refusal> {
        let ruling = self.asks(
            step,
            Hands::Two {
                drafter: drafter.user,
                approver,
            },
        )?;
        self.apply(&ruling);
        // As the store reads it back from the acts of the body.
        let own = [drafter, approver]
            .into_iter()
            .filter(|it| it.works_for(self.case.body.id));
        self.case.took_part.extend(own.map(|it| it.user));
        Ok(ruling)
    }

    fn apply(&mut self, ruling: &Ruling) {
        let numbers = vec!["示管〔2026〕1号".to_owned(); ruling.documents.len()];
        self.case = self.case.clone().after(ruling, &numbers, self.at);
    }

    /// The id of the `no`-th party.
    pub fn party(&self, no: usize) -> PartyId {
        self.case.parties[no - 1].id
    }

    /// Initiated, with 甲 and 乙 assigned.
    pub fn initiated(parties: usize) -> Self {
        let mut stage = Self::filed(parties);
        stage.does(&steps::initiate(&[s::officer_a(), s::officer_b()]));
        stage
    }

    /// Everybody heard, before two officers, and a piece of evidence taken.
    pub fn heard(parties: usize) -> Self {
        let mut stage = Self::initiated(parties);
        stage.served();
        let evidence = steps::evidence(None, stage.today());
        stage
            .takes(&evidence, &s::officer_a())
            .expect("it is being verified");
        let officers = stage.case.officers.clone();
        for no in 1..=parties {
            let hearing = Step::Hear(steps::hearing(stage.party(no), &officers, stage.today()));
            stage.takes(&hearing, &s::officer_a()).expect("two officers hear");
        }
        stage
    }

    /// Reported; the first so many parties can be tolerated.
    pub fn reported(parties: usize, tolerable: usize) -> Self {
        let mut stage = Self::heard(parties);
        let of: Vec<_> = (1..=tolerable).map(|no| stage.party(no)).collect();
        let report = steps::report(&stage.case, |party| of.contains(&party));
        stage.does(&Step::Report(report));
        stage
    }

    /// Determined; the first so many parties are tolerated.
    pub fn determined(parties: usize, tolerable: usize) -> Self {
        let mut stage = Self::reported(parties, tolerable);
        let determination = steps::determination(&stage.case, stage.today());
        stage.does(&Step::Determine(determination));
        stage
    }

    /// Determined, and everything done that closing asks for.
    pub fn settled(parties: usize, tolerable: usize) -> Self {
        let mut stage = Self::determined(parties, tolerable);
        let case = stage.case.clone();
        for determined in &case.determinations {
            let service = Step::Serve(steps::service(determined.document, stage.today()));
            stage.takes(&service, &s::officer_a()).expect("it is handed over");
        }
        stage
            .takes(&steps::notice(), &s::officer_a())
            .expect("nobody is concerned");
        for correction in &case.corrections {
            let by = stage.responsible(correction.id);
            stage
                .takes(&steps::correction_report(correction.id), &by)
                .expect("the responsible reports");
            stage.does(&steps::verdict(correction.id, true));
        }
        for no in 1..=tolerable {
            stage.does(&steps::clarification(stage.party(no), stage.today()));
        }
        stage
    }

    /// Closed.
    pub fn closed(parties: usize, tolerable: usize) -> Self {
        let mut stage = Self::settled(parties, tolerable);
        stage.does(&steps::close());
        stage
    }

    /// 甲 drafts, the chief approves.
    pub fn does(&mut self, step: &Step) -> Ruling {
        self.acts(step, &s::officer_a(), &s::chief())
            .expect("nothing stands against it")
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
            s::officer_a()
        };
        self.takes(&Step::Object(steps::objection(party.id, to)), &by)
            .expect("it may object");
        self.case.objections[self.case.objections.len() - 1].id
    }

    /// The superior upholds.
    pub fn upheld(&mut self, objection: ObjectionId) -> Ruling {
        let [officer, approver] = s::superiors();
        self.acts(&steps::uphold(objection), &officer, &approver)
            .expect("the superior decides")
    }

    /// Everything that the body issued is handed to its addressee.
    pub fn served(&mut self) {
        let owed = service::to_serve_by(&self.case, self.case.body.id);
        let owed: Vec<_> = owed.map(|it| it.id).collect();
        owed.into_iter().for_each(|document| self.serves(document));
    }

    fn serves(&mut self, document: DocumentId) {
        let service = Step::Serve(steps::service(document, self.today()));
        self.takes(&service, &s::officer_a())
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

fn blank(body: Body, filer: Filer, at: OffsetDateTime) -> Case {
    Case {
        id: CaseId(Uuid::from_u128(9)),
        number: "示管容〔2026〕1号".into(),
        title: "一件事".into(),
        body,
        status: Status::Submitted,
        before: None,
        round: 1,
        version: 1,
        received_at: at,
        filer,
        accountability: None,
        parties: vec![],
        officers: vec![],
        took_part: vec![],
        staff: s::staff(),
        hearings: vec![],
        evidence: vec![],
        acts: vec![],
        assessments: vec![],
        opined: false,
        determinations: vec![],
        documents: vec![],
        notified: false,
        objections: vec![],
        corrections: vec![],
        correction_reports: vec![],
        correction_verdicts: vec![],
        clarifications: vec![],
        deadlines: vec![],
    }
}
