//! A step as its form would have typed it: drafts and returned acts open with their text in the fields, and an approver sees
//! what was written. Names follow the step's own fields; what belongs to a party or a condition carries both behind it.

use anyhow::Context;
use serde_json::Value;

use crate::domain::step::Step;
use crate::store::acts::TypedPairs;

/// The form of a step.
///
/// # Errors
/// Never for the steps there are: each is plain data.
pub fn typed(step: &Step) -> anyhow::Result<TypedPairs> {
    if let Step::Decline(it) = step {
        // The one choice whose value is a code of its own.
        let (ground, reason) = (it.ground.code(), it.reason.clone());
        return Ok(vec![("ground".into(), ground), ("reason".into(), reason)]);
    }
    let written = serde_json::to_value(step)?;
    let content = written.get("step").context("a step has a content")?;
    let mut pairs = TypedPairs::new();
    flatten("", content, &mut pairs);
    Ok(pairs)
}

fn flatten(name: &str, value: &Value, pairs: &mut TypedPairs) {
    let below = |part: &str| match name {
        "" => part.to_owned(),
        name => format!("{name}-{part}"),
    };
    match value {
        Value::Null => {}
        Value::Object(fields) => fields
            .iter()
            .for_each(|(field, value)| flatten(&below(field), value, pairs)),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            items.iter().for_each(|item| flatten(name, item, pairs));
        }
        Value::Array(items) => {
            let numbered = items.iter().zip(1..);
            numbered.for_each(|(item, no)| flatten(&below(&no.to_string()), item, pairs));
        }
        Value::String(text) => pairs.push((name.to_owned(), text.clone())),
        plain => pairs.push((name.to_owned(), plain.to_string())),
    }
}
