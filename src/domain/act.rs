//! A formal act (行为) of a body: drafted by an officer, submitted, then approved by an approver of the same body, or
//! returned with a reason. Until it is approved nothing about the case has changed. Four eyes (R5).

use uuid::Uuid;

use crate::domain::access;
use crate::domain::actor::Actor;
use crate::domain::blank::written;
use crate::domain::case::Case;
use crate::domain::coded::coded;
use crate::domain::ids::{ActId, ObjectionId, UserId};
use crate::domain::objection;
use crate::domain::procedure::{Desk, Kind};
use crate::domain::refusal::Refusal;

/// Who takes a step, or drafts and approves it, when the law is asked.
#[derive(Debug, Clone, Copy)]
pub enum TakenBy<'a> {
    /// One person does it, or drafts it: what would follow is the same.
    One(&'a Actor),
    /// What one drafted, or several one after the other, another approves.
    Two {
        /// Who drafted it.
        drafters: &'a [UserId],
        /// Who approves it now.
        approver: &'a Actor,
    },
}

impl<'a> TakenBy<'a> {
    /// The person who is acting at this moment.
    pub fn actor(self) -> &'a Actor {
        match self {
            Self::One(actor) => actor,
            Self::Two { approver, .. } => approver,
        }
    }
}

coded! {
    /// Where an act stands.
    ActState {
        /// 草稿: seen by those who work on the case.
        Draft = "draft", "草稿";
        /// 待审批
        Waiting = "waiting", "待审批";
        /// 已退回: the drafter reads why, amends, resubmits or throws it away.
        Returned = "returned", "已退回";
        /// 已批准
        Approved = "approved", "已批准";
        /// 已撤销: thrown away by its drafter before it was decided.
        TakenBack = "taken_back", "已撤销";
        /// 已失效: the case moved on; the text is kept.
        Lapsed = "lapsed", "已失效";
    }
}

impl ActState {
    /// Whether its drafter may still change it.
    pub fn amendable(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }
}

/// How a drafter undoes what is not decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undoing {
    /// 收回修改: what waits is a draft again.
    Recall,
    /// 删除草稿: what the drafter has at hand is thrown away; its text stays on record.
    Discard,
}

/// Where undoing an act leads. Each way leads on from its own states, so that undoing twice undoes once.
///
/// # Errors
/// The act is somebody else's, or stands where there is nothing to undo so.
pub fn undone(act: &Act, actor: &Actor, how: Undoing) -> Result<ActState, Refusal> {
    if act.drafted_by != actor.user {
        return Err(Refusal::NotYourDraft);
    }
    match (how, act.state) {
        (Undoing::Recall, ActState::Waiting) => Ok(ActState::Draft),
        (Undoing::Discard, ActState::Draft | ActState::Returned) => Ok(ActState::TakenBack),
        (_, state) => Err(Refusal::NotWaiting { state: state.short() }),
    }
}

/// Whether somebody else who drafts such acts may take this one over as it is: a draft belongs to those who work on the case.
///
/// # Errors
/// It is not at hand, or the actor does not draft it.
pub fn taken_over(case: &Case, act: &Act, actor: &Actor) -> Result<(), Refusal> {
    access::may(case, act.kind.row(), act.subject, TakenBy::One(actor))?;
    if act.state.amendable() && act.drafted_by != actor.user {
        return Ok(());
    }
    Err(Refusal::NotWaiting {
        state: act.state.short(),
    })
}

/// Why an approver returns an act, for its drafter to read (R5).
///
/// # Errors
/// Nothing is written.
pub fn returned_for(reason: &str) -> Result<&str, Refusal> {
    let reason = reason.trim();
    if written(reason) {
        Ok(reason)
    } else {
        Err(Refusal::ReturnWithoutReason)
    }
}

/// An act under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Its id.
    pub id: ActId,
    /// What it is for.
    pub kind: Kind,
    /// The party, correction or objection it is about, where there can be several.
    pub subject: Option<Uuid>,
    /// Where it stands.
    pub state: ActState,
    /// Who has it at hand, or submitted it.
    pub drafted_by: UserId,
    /// Everybody who had it at hand, the present one last: none of them approves it (R5).
    pub drafters: Vec<UserId>,
    /// That person's name.
    pub drafter_name: String,
    /// The case's last event when it was submitted last; 0: it never was.
    pub submitted_after: i32,
}

/// Whether an act of this kind may be submitted beside what already waits.
///
/// # Errors
/// Another act that would change the status waits for approval.
pub fn may_wait(case: &Case, kind: Kind, except: Option<ActId>) -> Result<(), Refusal> {
    if !kind.row().changes_status() {
        return Ok(());
    }
    let waits = |act: &&Act| act.state == ActState::Waiting && Some(act.id) != except;
    let mut waiting = case.acts.iter().filter(waits);
    match waiting.find(|act| act.kind.row().changes_status()) {
        Some(act) => Err(Refusal::AnotherActWaits {
            waiting: act.kind.name(),
        }),
        None => Ok(()),
    }
}

/// Whether the act waits to be decided at all.
///
/// # Errors
/// It is a draft, or was decided, taken back or overtaken.
pub fn waits(act: &Act) -> Result<(), Refusal> {
    match act.state {
        ActState::Waiting => Ok(()),
        state => Err(Refusal::NotWaiting { state: state.short() }),
    }
}

/// Why an act lapses where a case now stands, if it does: its step is none of the present status, the objection that it decides has
/// ended, or another round has begun, which others work on. What waits for approval waits on; what an officer had at hand who was replaced, another takes over.
pub fn left_behind(act: &Act, case: &Case) -> Option<&'static str> {
    let row = act.kind.row();
    let assigned = !case.officers.is_empty() || case.round == 1;
    if !row.from.contains(&case.status) {
        return Some("案件状态已经改变");
    }
    let ended = |it: Uuid| objection::still_open(case, ObjectionId(it)).is_err();
    if act.kind == Kind::DecideObjection && act.subject.is_some_and(ended) {
        return Some("异议已经处理或者撤回");
    }
    let of_the_body = row.who.desk != Desk::Addressee;
    (of_the_body && !assigned && act.state != ActState::Waiting).then_some("本轮由其他经办人办理")
}

/// R5: whoever drafted it, and the approver are different people.
///
/// # Errors
/// They are one.
pub fn four_eyes(drafters: &[UserId], approver: UserId) -> Result<(), Refusal> {
    if drafters.contains(&approver) {
        Err(Refusal::OwnDraft)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples::{self as s, SampleCase};
    use uuid::Uuid;

    fn act(kind: Kind, state: ActState) -> Act {
        let (id, drafted_by) = (ActId(Uuid::from_u128(8)), s::officer_a().user);
        Act {
            id,
            kind,
            subject: None,
            state,
            drafted_by,
            drafters: vec![drafted_by],
            drafter_name: String::new(),
            submitted_after: 0,
        }
    }

    #[test]
    fn 改变状态的事项同一时间只有一项等待审批() {
        let mut case = SampleCase::filed(1).case;
        case.acts = vec![act(Kind::Initiate, ActState::Waiting)];
        let waiting = Err(Refusal::AnotherActWaits {
            waiting: "启动容错程序",
        });
        assert_eq!(may_wait(&case, Kind::Decline, None), waiting);
        assert_eq!(may_wait(&case, Kind::Initiate, None), waiting);
        assert_eq!(
            may_wait(&case, Kind::Initiate, Some(case.acts[0].id)),
            Ok(()),
            "the same one again"
        );
        assert_eq!(may_wait(&case, Kind::Link, None), Ok(()));
        for state in [ActState::Draft, ActState::Returned, ActState::Lapsed] {
            case.acts[0].state = state;
            assert_eq!(may_wait(&case, Kind::Decline, None), Ok(()), "{state}");
        }
        case.acts = vec![act(Kind::Link, ActState::Waiting)];
        assert_eq!(may_wait(&case, Kind::Initiate, None), Ok(()));
    }

    #[test]
    fn 只有起草人可以收回或者删除_各从各的状态_已经决定的不能() {
        use ActState::{Approved, Draft, Lapsed, Returned, TakenBack, Waiting};
        #[rustfmt::skip]
        let table = [
            //          recall,      discard,         decide
            (Draft,     None,        Some(TakenBack), false),
            (Waiting,   Some(Draft), None,            true),
            (Returned,  None,        Some(TakenBack), false),
            (Approved,  None,        None,            false),
            (TakenBack, None,        None,            false),
            (Lapsed,    None,        None,            false),
        ];
        for (state, recalled, discarded, decide) in table {
            let it = act(Kind::Report, state);
            for (how, led) in [(Undoing::Recall, recalled), (Undoing::Discard, discarded)] {
                assert_eq!(undone(&it, &s::officer_a(), how).ok(), led, "{state} {how:?}");
                assert_eq!(undone(&it, &s::officer_b(), how), Err(Refusal::NotYourDraft));
            }
            assert_eq!(waits(&it).is_ok(), decide, "{state}");
        }
    }

    #[test]
    fn 状态改变或者开始新一轮_手上的文书失效_送审的不受影响_更换经办人的由他人接手() {
        let mut case = SampleCase::initiated(1).case;
        let left = |kind, state, case: &Case| left_behind(&act(kind, state), case).is_some();
        use ActState::{Draft, Returned, Waiting};
        for state in [Draft, Returned, Waiting] {
            assert!(left(Kind::Initiate, state, &case), "{state}");
            assert!(!left(Kind::Report, state, &case), "{state}");
        }
        case.officers = vec![s::officer_b().user, s::officer_c().user];
        for state in [Draft, Returned] {
            assert!(!left(Kind::Report, state, &case));
            let it = act(Kind::Report, state);
            assert_eq!(taken_over(&case, &it, &s::officer_c()), Ok(()));
            assert_eq!(taken_over(&case, &it, &s::deputy()), Err(Refusal::NotAssigned));
        }
        (case.officers, case.round) = (vec![], 2);
        assert!(left(Kind::Report, Draft, &case) && left(Kind::Report, Returned, &case));
        assert!(!left(Kind::Report, Waiting, &case));
    }

    #[test]
    fn 起草过的人都不能审批_送审和已经决定的不能接手() {
        use ActState::{Approved, Draft, Lapsed, TakenBack, Waiting};
        let case = SampleCase::initiated(1).case;
        let both = [s::officer_a().user, s::officer_b().user];
        for one in both {
            assert_eq!(four_eyes(&both, one), Err(Refusal::OwnDraft));
        }
        assert_eq!(four_eyes(&both, s::chief().user), Ok(()));
        assert_eq!(
            taken_over(&case, &act(Kind::Report, Draft), &s::officer_b()),
            Ok(())
        );
        assert!(
            taken_over(&case, &act(Kind::Report, Draft), &s::officer_a()).is_err(),
            "it is one's own"
        );
        for state in [Waiting, Approved, TakenBack, Lapsed] {
            assert!(
                taken_over(&case, &act(Kind::Report, state), &s::officer_b()).is_err(),
                "{state}"
            );
        }
    }

    #[test]
    fn 退回须写明理由() {
        assert_eq!(returned_for(" 请补充证据 "), Ok("请补充证据"));
        for nothing in ["", " \n", "\u{200b}\u{feff}"] {
            assert_eq!(
                returned_for(nothing),
                Err(Refusal::ReturnWithoutReason),
                "{nothing:?}"
            );
        }
    }
}
