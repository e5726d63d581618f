//! What became of bodies, units and accounts: each change as a line, for who asks when somebody was given a right, and by whom.

use serde_json::{Map, Value};
use sqlx::PgConnection;
use time::macros::{format_description, offset};

use super::configuration;
use crate::store::configuration::{Change, changes};

/// Prints every change but the first state of the bodies, which came with the tables.
pub(super) async fn print(db: &mut PgConnection) -> anyhow::Result<()> {
    let mut last: Option<Change> = None;
    loop {
        let page = changes(db, last.as_ref()).await?;
        if page.is_empty() {
            return Ok(());
        }
        for it in page {
            let before = last
                .as_ref()
                .filter(|last| (&last.kind, last.id) == (&it.kind, it.id));
            if it.kind != "bodies" || before.is_some() {
                println!("{}", line(&fields(before), &it)?);
            }
            last = Some(it);
        }
    }
}

fn line(before: &Map<String, Value>, it: &Change) -> anyhow::Result<String> {
    let after = fields(Some(it));
    let named = if after.is_empty() { before } else { &after };
    let name = ["username", "name"]
        .iter()
        .find_map(|field| named.get(*field)?.as_str());
    let at = it.at.to_offset(offset!(+8));
    let at = at.format(format_description!(
        "[year]-[month]-[day] [hour]:[minute]:[second]"
    ))?;
    let what = match (before.is_empty(), after.is_empty()) {
        (true, _) => format!("建立（{}）", differing(before, &after)),
        (_, true) => "删除".to_owned(),
        _ => differing(before, &after),
    };
    let kind = configuration::kind(&it.kind);
    Ok(format!(
        "{at} {kind} {} 由 {}：{what}",
        name.unwrap_or_default(),
        it.role
    ))
}

fn fields(change: Option<&Change>) -> Map<String, Value> {
    let state = change.and_then(|it| it.state.as_deref());
    state
        .and_then(|it| serde_json::from_str(it).ok())
        .unwrap_or_default()
}

/// What became another, where it says something; of a password only that it did.
fn differing(before: &Map<String, Value>, after: &Map<String, Value>) -> String {
    let other = after
        .iter()
        .filter(|(field, value)| before.get(*field) != Some(value));
    let said = other.filter_map(
        |(field, value)| match (field.as_str(), before.get(field), value) {
            ("id" | "password_set_at", ..) | (_, None, Value::Null | Value::Bool(false)) => None,
            ("password_digest", ..) => Some("password".to_owned()),
            (_, None, value) => Some(format!("{field} {value}")),
            (_, Some(old), value) => Some(format!("{field} {old} → {value}")),
        },
    );
    said.collect::<Vec<_>>().join("，")
}
