//! A formal act (行为) of a body: drafted by an officer, submitted, then approved by an approver of the same body, or
//! returned with a reason. Until it is approved nothing about the case has changed. Four eyes (R5).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::domain::case::Case;
use crate::domain::coded::coded;
use crate::domain::ids::{ActId, UserId};
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;

/// Whose hands a step is in when the law is asked.
#[derive(Debug, Clone, Copy)]
pub enum Hands<'a> {
    /// One person does it, or drafts it: what would follow is the same.
    One(&'a Actor),
    /// What one drafted, another approves.
    Two {
        /// Who drafted it.
        drafter: UserId,
        /// Who approves it now.
        approver: &'a Actor,
    },
}

impl<'a> Hands<'a> {
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
        /// 草稿: seen by its drafter alone.
        Draft = "draft", "草稿";
        /// 待审批
        Waiting = "waiting", "待审批";
        /// 已退回: the drafter reads why, amends, resubmits or takes it back.
        Returned = "returned", "已退回";
        /// 已批准
        Approved = "approved", "已批准";
        /// 已作废: thrown away by its drafter before it was decided.
        TakenBack = "taken_back", "已作废";
        /// 已失效: the case moved on; the text is kept.
        Lapsed = "lapsed", "已失效";
    }
}

impl ActState {
    /// Whether its drafter may still change it.
    pub fn amendable(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Where its drafter's taking it back leads: what waits is a draft again, what is a draft is thrown away.
    pub fn taken_back(self) -> Self {
        match self {
            Self::Waiting => Self::Draft,
            _ => Self::TakenBack,
        }
    }
}

/// An act under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// Its id.
    pub id: ActId,
    /// What it is for.
    pub kind: Kind,
    /// The party, correction or objection it is about, where there can be several.
    pub subject: Option<Uuid>,
    /// Where it stands.
    pub state: ActState,
    /// Who drafted it.
    pub drafted_by: UserId,
    /// That person's name.
    pub drafter_name: String,
}

/// Whether an act of this kind may be submitted beside what already waits.
///
/// # Errors
/// Another act that would change the status waits for approval.
pub fn may_wait(case: &Case, kind: Kind, except: Option<ActId>) -> Result<(), Refusal> {
    let waits = |act: &&Act| act.state == ActState::Waiting && Some(act.id) != except;
    let same =
        |act: &&Act| act.kind == kind || (kind.row().changes_status() && act.kind.row().changes_status());
    match case.acts.iter().filter(waits).find(same) {
        Some(act) if act.kind.row().changes_status() => Err(Refusal::AnotherActWaits {
            waiting: act.kind.name(),
        }),
        _ => Ok(()),
    }
}

/// Whether the drafter may change the act or take it back.
///
/// # Errors
/// It is somebody else's, or it is decided.
pub fn may_amend(act: &Act, actor: &Actor) -> Result<(), Refusal> {
    if act.drafted_by != actor.user {
        return Err(Refusal::NotYourDraft);
    }
    match act.state {
        ActState::Draft | ActState::Waiting | ActState::Returned => Ok(()),
        decided => Err(Refusal::NotWaiting {
            state: decided.short(),
        }),
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

/// R5: drafter and approver are two people.
///
/// # Errors
/// They are one.
pub fn four_eyes(drafter: UserId, approver: UserId) -> Result<(), Refusal> {
    if drafter == approver {
        Err(Refusal::OwnDraft)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples::{self as s, Stage};
    use uuid::Uuid;

    fn act(kind: Kind, state: ActState) -> Act {
        let (id, drafted_by) = (ActId(Uuid::from_u128(8)), s::officer_a().user);
        Act {
            id,
            kind,
            subject: None,
            state,
            drafted_by,
            drafter_name: String::new(),
        }
    }

    #[test]
    fn 改变状态的事项同一时间只有一项等待审批() {
        let mut case = Stage::filed(1).case;
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
    fn 只有起草人可以修改或者收回_已经决定的不能() {
        #[rustfmt::skip]
        let table = [
            //                    amend, decide
            (ActState::Draft,     true,  false),
            (ActState::Waiting,   true,  true),
            (ActState::Returned,  true,  false),
            (ActState::Approved,  false, false),
            (ActState::TakenBack, false, false),
            (ActState::Lapsed,    false, false),
        ];
        for (state, amend, decide) in table {
            let it = act(Kind::Report, state);
            assert_eq!(may_amend(&it, &s::officer_a()).is_ok(), amend, "{state}");
            assert_eq!(may_amend(&it, &s::officer_b()), Err(Refusal::NotYourDraft));
            assert_eq!(waits(&it).is_ok(), decide, "{state}");
        }
    }
}
