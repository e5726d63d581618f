//! Whether an event is one that the law's own table of steps knows: the table in the database decides what is written, and
//! can be made to say anything by who switches its guard off.

use crate::domain::procedure::{Kind, Move};
use crate::domain::status::Status;
use crate::store::integrity::StoredEvent;

/// What keeps the event from having happened, if anything does.
pub(super) fn unlawful(event: &StoredEvent) -> Option<&'static str> {
    let Some(kind) = Kind::from_code(&event.kind) else {
        return Some("没有这样的办理事项");
    };
    let row = kind.row();
    if !leads(row, event.from_status.as_deref(), event.to_status.as_deref()) {
        return Some("该事项不能从起始状态到达这一状态");
    }
    match (row.who.needs_approval(), event.act_id) {
        (true, None) => Some("该事项须由一人起草、另一人审批，却没有审批件"),
        (false, Some(_)) => Some("该事项不经审批，却附有审批件"),
        _ => None,
    }
}

fn leads(row: &Move, from: Option<&str>, to: Option<&str>) -> bool {
    let begins = from.is_none();
    let (from, to) = (from.and_then(Status::from_code), to.map(Status::from_code));
    match (from, to) {
        (None, _) if !begins => false,
        (from, Some(Some(to))) => row.transitions().contains(&(from, to)),
        (Some(from), None) => row.may_stay(from),
        _ => false,
    }
}
