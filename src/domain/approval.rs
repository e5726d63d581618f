//! 审批 (R5): who may sign what another drafted. Each demand is a question that `access` asks and an approver reads.

use uuid::Uuid;

use crate::domain::access::before_the_body;
use crate::domain::act::four_eyes;
use crate::domain::actor::Actor;
use crate::domain::case::Case;
use crate::domain::check::Check;
use crate::domain::ids::{ObjectionId, UserId};
use crate::domain::procedure::{Approval, Desk, Move};
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};

/// What must hold of these two people for an act of that row.
pub fn checks(
    case: &Case,
    row: &Move,
    subject: Option<Uuid>,
    drafters: &[UserId],
    approver: &Actor,
) -> Vec<Check> {
    let another = Check::of(
        "起草人不是您",
        Basis::Practice,
        four_eyes(drafters, approver.user),
    );
    let addressee = row.who.desk == Desk::Addressee;
    let mut checks = vec![another];
    if addressee {
        let may = decides(case, row, subject, approver, approver.approver);
        checks.push(Check::of(
            "您是受理这项异议的机关的负责人",
            Basis::Law(Article::A8_4),
            may,
        ));
        let apart = took_no_part(case, approver);
        checks.push(Check::of(
            "您没有参加过原案的办理，也不是申请人、当事人",
            Basis::Practice,
            apart,
        ));
    } else {
        let apart = stands_apart(case, approver);
        checks.push(Check::of(
            "您不是也没有当过本案的经办人，不是申请人或者当事人，没有应当回避的情形",
            Basis::Practice,
            apart,
        ));
        checks.push(Check::of(
            "您是本机关的负责人",
            Basis::Practice,
            heads(case, "审批", approver),
        ));
    }
    if row.who.approves == Some(Approval::Determiner) {
        let may = approver.approves_determinations.then_some(());
        let may = may.ok_or(Refusal::MayNotApproveDeterminations);
        checks.push(Check::of("您有审批容错认定的权限", Basis::Practice, may));
    }
    checks
}

/// Whether the actor takes a step that an approver takes alone.
///
/// # Errors
/// A party, the filer or an officer of the case, or no approver of the body.
pub fn alone(case: &Case, row: &Move, actor: &Actor) -> Result<(), Refusal> {
    heads(case, row.name, actor)?;
    stands_apart(case, actor)
}

fn stands_apart(case: &Case, actor: &Actor) -> Result<(), Refusal> {
    if before_the_body(actor, case) {
        return Err(Refusal::PartyToTheCase);
    }
    if case.investigated(actor.user) {
        return Err(Refusal::OfficerOfTheCase);
    }
    Ok(())
}

/// Whether the actor could sign for the body in this case.
pub fn signs(case: &Case, actor: &Actor) -> bool {
    is_head(case, actor) && stands_apart(case, actor).is_ok()
}

fn is_head(case: &Case, actor: &Actor) -> bool {
    actor.approver && actor.works_for(case.body.id)
}

fn heads(case: &Case, step: &'static str, actor: &Actor) -> Result<(), Refusal> {
    if is_head(case, actor) {
        return Ok(());
    }
    Err(Refusal::NotYours {
        step,
        who: "本机关负责人",
    })
}

/// A8.4: whether somebody in that post at the addressee of the open objection handles it.
///
/// # Errors
/// There is no such objection, it was addressed to another, or the post is another.
pub fn decides(
    case: &Case,
    row: &Move,
    subject: Option<Uuid>,
    actor: &Actor,
    in_post: bool,
) -> Result<(), Refusal> {
    let objection = subject.and_then(|id| case.objection(ObjectionId(id)));
    let addressee = objection.ok_or(Refusal::NoSuchObjection)?.addressee;
    if actor.works_for(addressee) && in_post {
        return Ok(());
    }
    Err(Refusal::NotYours {
        step: row.name,
        who: row.who.name(),
    })
}

/// R5: whoever handles an objection took no part in the case before.
///
/// # Errors
/// The actor did.
pub fn took_no_part(case: &Case, actor: &Actor) -> Result<(), Refusal> {
    if case.acted_in(actor.user) || before_the_body(actor, case) {
        return Err(Refusal::TookPartBefore);
    }
    Ok(())
}
