//! What became of the acts of a case (审批经过), decided or not: the chain of their moves, and what each act says of itself
//! against them.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Count;
use super::keys::Signature;
use super::written::{Ground, Written};
use crate::domain::act::ActState;
use crate::domain::procedure::Kind;
use crate::platform::signing::Record;
use crate::store::integrity::StoredCase;
use crate::store::moves::{self, StoredMove};

/// Names every move of a case's acts that is not what was written, or not where it was.
pub(super) async fn read(
    db: &mut PgConnection,
    case: &StoredCase,
    ground: &Ground,
    count: &mut Count,
) -> sqlx::Result<()> {
    let (mut last, mut digest) = (0, first(case.id));
    loop {
        let page = moves::of(db, case.id, last).await?;
        if page.is_empty() {
            return Ok(());
        }
        for it in page {
            count.moves += 1;
            for wrong in amiss(&it, (last, &digest), ground) {
                let (number, seq, state) = (&case.number, it.seq, name(&it.state));
                count.wrong(&format!("{number} 审批经过第 {seq} 条（{state}）：{wrong}"));
            }
            (last, digest) = (it.seq, it.digest);
        }
    }
}

/// What is before the first move of a case.
fn first(case: Uuid) -> Vec<u8> {
    Sha256::digest(format!("{case} moves")).to_vec()
}

fn amiss(it: &StoredMove, (last, digest): (i32, &[u8]), ground: &Ground) -> Vec<String> {
    let mut wrong = vec![];
    if it.seq != last + 1 {
        wrong.push(format!("之前的第 {} 条缺失", last + 1));
    }
    if it.previous != digest {
        wrong.push("记载的前一条的摘要与前一条不符".to_owned());
    }
    let reckoned = it.reckoned();
    if reckoned != it.digest {
        wrong.push("内容与摘要不符，写入后被改动".to_owned());
    }
    if it.of_case != it.case_id {
        wrong.push("不是本案的审批件".to_owned());
    }
    wrong.extend(ground.doubts(Written {
        what: Record::Move,
        digest: &reckoned,
        signature: Signature::of(it.public_key.as_ref(), it.signature.as_ref()),
        at: it.at,
        recorded_at: it.recorded_at,
        story: it.story,
    }));
    wrong
}

/// What a move is called that led to this state.
fn name(state: &str) -> &str {
    match ActState::from_code(state) {
        Some(state) => state.short(),
        None if state == "taken_over" => "接手",
        None => state,
    }
}

/// Names every act of these cases that says of itself what its moves do not.
pub(super) async fn compare(
    db: &mut PgConnection,
    numbers: &BTreeMap<Uuid, &str>,
    count: &mut Count,
) -> anyhow::Result<()> {
    let cases: Vec<_> = numbers.keys().copied().collect();
    for it in moves::strayed_acts(db, &cases).await? {
        let number = numbers.get(&it.case).copied().unwrap_or_default();
        let kind = Kind::from_code(&it.kind).map_or(it.kind.as_str(), |kind| kind.name());
        let fields = it.fields.join("、");
        count.wrong(&format!(
            "{number} 审批件 {kind}（{}）：{fields} 与审批经过不符",
            it.act
        ));
    }
    Ok(())
}
