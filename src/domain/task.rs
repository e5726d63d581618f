//! 待办事项: what is to be done on a case, thing by thing, each at its desk: acts that wait or came back, what is owed, and what
//! the parties are asked for. Lists of work read it, kept beside the case.

use uuid::Uuid;

use crate::domain::act::{self, Act, ActState};
use crate::domain::case::Case;
use crate::domain::coded::coded;
use crate::domain::ids::{ActId, BodyId, CorrectionId, DocumentId, ObjectionId, PartyId, UserId};
use crate::domain::owed::{self, Due, Owed, Turn};
use crate::domain::procedure::{Desk, Kind, Tick};
use crate::domain::service::serving;

coded! {
    /// On whose pile a thing lies.
    Pile {
        /// An officer of the desk does it.
        Officer = "officer", "待我办理";
        /// Its drafter amends what came back.
        Returned = "returned", "退回修改";
        /// An approver of the desk decides.
        Approver = "approver", "待我审批";
        /// A party does it; the desk waits.
        Party = "party", "待当事人办理";
        /// A party reads so on its own page.
        Own = "own", "待办事项";
    }
}

/// A thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// At whose desk.
    pub desk: BodyId,
    pub pile: Pile,
    /// Of an approver's pile those who must not decide it; of the others those who alone do it. Empty: anybody at the desk.
    pub people: Vec<UserId>,
    /// The party that is asked, on its own page.
    pub party: Option<PartyId>,
    /// What, as a verb and its object.
    pub todo: String,
    /// The step whose form does it; `None`: no form leads on.
    pub step: Option<Kind>,
    pub about: Option<Uuid>,
    /// The act that waits, came back, or was begun.
    pub act: Option<ActId>,
    pub due: Option<Due>,
}

/// Everything that is to be done on a case, what comes first first.
pub fn of(case: &Case) -> Vec<Task> {
    let acts: Vec<_> = case.acts.iter().filter_map(|it| under_way(case, it)).collect();
    let owed = owed::of(case).into_iter().filter(|it| !in_hand(&acts, it));
    let owed: Vec<_> = owed.map(|it| at_its_desk(case, it)).collect();
    let own = |party: PartyId| owed::by_party(case, party).into_iter().map(move |it| (party, it));
    let own = case.parties.iter().flat_map(|party| own(party.id));
    let own = own.map(|(party, it)| Task {
        party: Some(party),
        ..task(case.body.id, Pile::Own, it)
    });
    acts.into_iter().chain(owed).chain(own).collect()
}

fn task(desk: BodyId, pile: Pile, it: Owed) -> Task {
    Task {
        desk,
        pile,
        people: vec![],
        party: None,
        todo: it.todo,
        step: (!it.on_paper).then_some(it.step),
        about: it.about,
        act: None,
        due: it.due,
    }
}

/// What waits for an approver, or came back to its drafter; what nobody is left to amend is nobody's.
pub fn under_way(case: &Case, it: &Act) -> Option<Task> {
    let (pile, verb) = match it.state {
        ActState::Waiting => (Pile::Approver, "审批"),
        ActState::Returned if act::left_behind(it, case).is_none() => (Pile::Returned, "修改后重新送审"),
        ActState::Draft
        | ActState::Returned
        | ActState::Approved
        | ActState::TakenBack
        | ActState::Lapsed => {
            return None;
        }
    };
    Some(Task {
        desk: desk(case, it.kind, it.subject),
        pile,
        people: those_concerned(case, it),
        party: None,
        todo: format!("{verb}：{}", it.kind.name()),
        step: Some(it.kind),
        about: it.subject,
        act: Some(it.id),
        due: due_of(case, it),
    })
}

/// Of what waits, who drafted it and must not decide it; what came back any officer of the case amends, who takes it over.
fn those_concerned(case: &Case, it: &Act) -> Vec<UserId> {
    let shared = it.kind.row().who.desk != Desk::Addressee && !case.officers.is_empty();
    match it.state {
        ActState::Returned if shared => case.officers.clone(),
        ActState::Draft
        | ActState::Waiting
        | ActState::Returned
        | ActState::Approved
        | ActState::TakenBack
        | ActState::Lapsed => it.drafters.clone(),
    }
}

/// When the period ends that the act meets or moves, as its row in the table says; of a correction, on the day that the
/// determination set.
fn due_of(case: &Case, it: &Act) -> Option<Due> {
    if let Some(correction) = it.subject.and_then(|id| case.correction(CorrectionId(id)).ok()) {
        return case.correction_due(correction).map(Due::set);
    }
    let mut ends = it.kind.row().ticks.iter().filter_map(|tick| match tick {
        Tick::Meet(kind)
        | Tick::MayMeet(kind)
        | Tick::Stop(kind)
        | Tick::Resume(kind)
        | Tick::Extend(kind) => case.due_of(*kind, it.subject),
        Tick::Start(_)
        | Tick::Cancel(_)
        | Tick::MayStart(_)
        | Tick::MayCancel(_)
        | Tick::MayStop(_)
        | Tick::MayResume(_) => None,
    });
    ends.next()
}

/// What an act under way does already, or rules out: one act at a time changes the status.
fn in_hand(acts: &[Task], it: &Owed) -> bool {
    let leads_on = it.step.row().changes_status();
    acts.iter().any(|act| {
        let rules_out = leads_on && act.step.is_some_and(|it| it.row().changes_status());
        rules_out || (act.step, act.about) == (Some(it.step), it.about)
    })
}

fn at_its_desk(case: &Case, it: Owed) -> Task {
    let desk = desk(case, it.step, it.about);
    let begun = |act: &&Act| (act.kind, act.subject, act.state) == (it.step, it.about, ActState::Draft);
    let act = case.acts.iter().find(begun).map(|act| act.id);
    let task = match it.by {
        Turn::Officer => Task {
            people: case.officers.clone(),
            ..task(desk, Pile::Officer, it)
        },
        Turn::Approver => task(desk, Pile::Approver, it),
        Turn::Party | Turn::Nobody => Task {
            people: case.officers.clone(),
            ..task(desk, Pile::Party, it)
        },
        Turn::Addressee => task(desk, Pile::Officer, in_the_addressees_words(case, it)),
    };
    Task { act, ..task }
}

/// At whose desk a step is taken.
fn desk(case: &Case, step: Kind, about: Option<Uuid>) -> BodyId {
    let addressee = || Some(case.objection(ObjectionId(about?))?.addressee);
    let issuer = || Some(case.document(DocumentId(about?))?.issuer);
    let elsewhere = match step.row().who.desk {
        Desk::Body => None,
        Desk::Addressee => addressee(),
        Desk::Issuer => issuer(),
    };
    elsewhere.unwrap_or(case.body.id)
}

/// The body waits for it; the addressee does it.
fn in_the_addressees_words(case: &Case, it: Owed) -> Owed {
    let objection = it.about.and_then(|id| case.objection(ObjectionId(id)));
    let document = it.about.and_then(|id| case.document(DocumentId(id)));
    let todo = match (objection, document) {
        (Some(objection), _) => format!("起草异议处理决定：{}", case.party_name(objection.party)),
        (None, Some(document)) => serving(case, document),
        (None, None) => it.todo,
    };
    Owed { todo, ..it }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples::{self as s, SampleCase, steps};

    fn said(sample: &SampleCase) -> Vec<(BodyId, Pile, String)> {
        let tasks = of(&sample.case).into_iter();
        tasks.map(|it| (it.desk, it.pile, it.todo)).collect()
    }

    #[test]
    fn 同时要办的事各有一行_各有自己的期限() {
        let mut sample = SampleCase::determined(2, 2);
        sample.served();
        let there = |tasks: &[Task], pile, todo: &str| {
            let mut found = tasks.iter().filter(|it| it.pile == pile && it.todo == todo);
            let it = found.next().unwrap_or_else(|| panic!("no {todo} in {tasks:?}"));
            assert!(it.due.is_some(), "{todo}");
        };
        let tasks = of(&sample.case);
        for todo in ["通报相关单位", "为甲单位作澄清说明", "为当事人2作澄清说明"] {
            there(&tasks, Pile::Officer, todo);
        }
        there(&tasks, Pile::Party, "等甲单位报告整改情况");
        there(&tasks, Pile::Own, "报告整改情况（甲单位）");
        let dues: Vec<_> = tasks.iter().map(|it| (it.step, it.due.map(|it| it.on))).collect();
        let of_kind = |kind| dues.iter().find(|it| it.0 == Some(kind)).expect("it is owed").1;
        assert_ne!(of_kind(Kind::Clarify), of_kind(Kind::ReportCorrection));
    }

    #[test]
    fn 送审以后不再列在经办人名下_列给负责人_起草人除外() {
        let mut sample = SampleCase::filed(1);
        sample.case.acts = vec![Act {
            id: ActId(Uuid::from_u128(8)),
            kind: Kind::Initiate,
            subject: None,
            state: ActState::Waiting,
            drafted_by: s::officer_a().user,
            drafters: vec![s::officer_a().user],
            drafter_name: String::new(),
            submitted_after: 0,
        }];
        let waiting = (s::BODY, Pile::Approver, "审批：启动容错程序".to_owned());
        assert_eq!(said(&sample), [waiting]);
        assert_eq!(of(&sample.case)[0].people, [s::officer_a().user]);
        sample.case.acts[0].state = ActState::Returned;
        let back = (s::BODY, Pile::Returned, "修改后重新送审：启动容错程序".to_owned());
        assert_eq!(said(&sample), [back]);
        sample.case.acts[0].state = ActState::Draft;
        let drafting = (s::BODY, Pile::Officer, "作出是否启动的决定".to_owned());
        assert_eq!(said(&sample), [drafting]);
    }

    #[test]
    fn 异议列给受理机关_先处理后送达() {
        let mut sample = SampleCase::determined(1, 1);
        sample.served();
        let objection = sample.objects(1, s::SUPERIOR);
        let decide = (s::SUPERIOR, Pile::Officer, "起草异议处理决定：甲单位".to_owned());
        assert!(said(&sample).contains(&decide));
        sample.upheld(objection);
        let serve = (
            s::SUPERIOR,
            Pile::Officer,
            "送达异议处理决定书：甲单位".to_owned(),
        );
        assert!(said(&sample).contains(&serve));
        sample
            .takes(&steps::notice(), &s::officer_a())
            .expect("nobody is concerned");
    }
}
