//! People, bodies and permissions: the chain of their states, the rows against the last of them, and what became of acts against the
//! state of that instant.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Count;
use crate::store::configuration::{self, Change, Deed, Past};

/// Names what is wrong with the states, and tells who there was.
pub(super) async fn read(db: &mut PgConnection, count: &mut Count) -> sqlx::Result<Past> {
    let mut past = Past::default();
    let mut last: Option<Change> = None;
    loop {
        let page = configuration::changes(db, last.as_ref()).await?;
        if page.is_empty() {
            break;
        }
        for it in page {
            let before = last
                .as_ref()
                .filter(|last| (&last.kind, last.id) == (&it.kind, it.id));
            for wrong in broken(before, &it) {
                count.wrong(&format!("{}第 {} 次变动：{wrong}", named(&it), it.seq));
            }
            past.add(&it);
            last = Some(it);
        }
    }
    for it in configuration::strayed(db).await? {
        let (kind, fields) = (kind(&it.kind), it.fields.join("、"));
        count.wrong(&format!("{kind} {}：{fields} 与最后一次变动的记载不符", it.name));
    }
    Ok(past)
}

/// What does not follow from the change before it.
fn broken(before: Option<&Change>, it: &Change) -> Vec<&'static str> {
    let first = || Sha256::digest(format!("{} {}", it.kind, it.id)).to_vec();
    let previous = before.map_or_else(first, |it| it.digest.clone());
    let all = [
        (it.seq != before.map_or(0, |it| it.seq) + 1, "前一次变动缺失"),
        (it.previous != previous, "记载的前一次变动的摘要与前一次变动不符"),
        (digest(it) != it.digest, "内容与摘要不符，写入后被改动"),
        (
            before.is_some_and(|before| before.at > it.at),
            "时间早于前一次变动",
        ),
        (
            before.is_some_and(|before| before.tx == it.tx),
            "在同一次事务里改动了两次",
        ),
    ];
    all.into_iter().filter(|it| it.0).map(|it| it.1).collect()
}

/// As the database's `change_digest` reckons it.
fn digest(it: &Change) -> Vec<u8> {
    let micros = (it.at.unix_timestamp_nanos() / 1_000).to_string();
    let (id, seq) = (it.id.to_string(), it.seq.to_string());
    let state = it.state.as_deref().unwrap_or_default();
    let said = [&it.kind, &id, &seq, &micros, &it.role, &it.tx, state].join("\u{1f}");
    Sha256::new()
        .chain_update(&it.previous)
        .chain_update(said)
        .finalize()
        .to_vec()
}

fn named(it: &Change) -> String {
    let state: Option<serde_json::Value> = it.state.as_deref().and_then(|it| serde_json::from_str(it).ok());
    let says = |field: &str| Some(state.as_ref()?.get(field)?.as_str()?.to_owned());
    let name = says("username")
        .or_else(|| says("name"))
        .unwrap_or_else(|| it.id.to_string());
    format!("{} {name} ", kind(&it.kind))
}

pub(super) fn kind(kind: &str) -> &str {
    match kind {
        "bodies" => "机构",
        "units" => "单位",
        "users" => "账号",
        other => other,
    }
}

/// Names whoever was given what they needed in the very transaction that used it, and whoever returned, took over or withdrew an act
/// without being what that needs. Of events and of what was submitted the law itself is asked (`law`).
pub(super) async fn compare(
    db: &mut PgConnection,
    past: &Past,
    numbers: &BTreeMap<Uuid, &str>,
    count: &mut Count,
) -> sqlx::Result<()> {
    let cases: Vec<_> = numbers.keys().copied().collect();
    let number = |case| numbers.get(&case).copied().unwrap_or_default();
    for it in configuration::deeds(db, &cases).await? {
        if let Some(wrong) = unfit(past, &it) {
            count.wrong(&format!("{} {}：{wrong}", number(it.case), it.what));
        }
    }
    Ok(())
}

/// What somebody lacked at the instant of what they did.
fn unfit(past: &Past, deed: &Deed) -> Option<String> {
    let Some((since, user)) = past
        .user_since(deed.user, deed.at)
        .and_then(|it| Some((it, it.state.as_ref()?)))
    else {
        return Some(format!("当时还没有账号 {}", deed.user));
    };
    let staff = user.body_id == deed.body;
    let fit = match deed.need.as_str() {
        "drafter" => staff,
        "approver" => staff && user.approver,
        "determiner" => staff && user.approver && user.approves_determinations,
        // An event, or a submission.
        _ => true,
    };
    let open = user.disabled_at.is_none() || deed.need.is_empty();
    let wrong = match (open, fit) {
        (false, _) => "的账号当时已经停用",
        (true, false) => "当时没有这样办理的权限",
        (true, true) if same(&since.tx, &deed.tx) => "的账号、权限是在办理的同一次事务里给的",
        (true, true) => return None,
    };
    Some(format!("{}{wrong}", user.name))
}

/// A row keeps the lower half of its transaction's number.
fn same(whole: &str, half: &str) -> bool {
    let whole: Option<u64> = whole.parse().ok();
    whole.is_some_and(|it| (it % (1 << 32)).to_string() == half)
}
