//! Every kind of page is read by axe-core, wide and on a phone: no serious violation, nothing that must be pushed sideways.

use serde_json::Value;

use crate::house::House;
use crate::reader::Reader;

const AXE: &str = include_str!("axe.min.js");
const RUN: &str = "const done = arguments[arguments.length - 1]; axe.run(document).then(\
    it => done(it.violations.filter(v => ['serious', 'critical'].includes(v.impact))\
    .map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | '))), it => done([String(it)]));";
const OVERFLOW: &str =
    "return document.documentElement.scrollWidth - document.documentElement.clientWidth;";
const WIDTHS: [u32; 2] = [1366, 390];

/// Looks at the page that is open, at both widths; says what is wrong with it.
pub async fn faults(reader: &Reader<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let at = reader.driver.current_url().await.expect("an address").path().to_owned();
    for width in WIDTHS {
        let driver = &reader.driver;
        driver.set_window_rect(0, 0, width, 900).await.expect("a window to resize");
        driver.execute(AXE, vec![]).await.expect("axe loads");
        let found = driver.execute_async(RUN, vec![]).await.expect("axe runs");
        let found: Vec<String> = found.convert().expect("axe answers with a list");
        faults.extend(found.into_iter().map(|it| format!("{at} at {width}: {it}")));
        let over = driver.execute(OVERFLOW, vec![]).await.expect("a width");
        if over.json().as_i64().is_some_and(|it| it > 0) {
            faults.push(format!("{at} at {width}: {} px too wide", Value::from(over.json().clone())));
        }
    }
    faults
}

/// A person, and the addresses it looks at.
const VISITS: [(&str, &[&str]); 3] = [
    ("周予安", &["/my", "/law", "/help", "/account", "/cases/00000000-0000-7000-8000-000000000000", "/work"]),
    ("陈砚秋", &["/work", "/cases", "/account"]),
    ("罗一鸣", &["/work", "/cases"]),
];

#[tokio::test(flavor = "multi_thread")]
async fn pages_without_a_case_are_accessible() {
    let house = House::open().await;
    let mut reader = Reader::new(&house).await;
    reader.go("/").await;
    let mut wrong = faults(&reader).await;
    for (who, addresses) in VISITS {
        reader.enter(who).await;
        for address in addresses {
            reader.go(address).await;
            wrong.extend(faults(&reader).await);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
