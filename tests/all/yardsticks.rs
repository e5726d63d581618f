//! OWASP ASVS 5.0 (levels 1 and 2, 3 where it concerns rights, acts and logs) and the third level of GB/T 22239 (等保三级, their
//! short names: I identification, A access, AU audit, IN intrusion, …): what of them is met stands in `yardsticks.tsv` with the
//! tests that show it, what is not in the README with the reason.

use std::collections::BTreeSet;
use std::fs;

use crate::tidy::sources;

fn unmet() -> Vec<(String, String)> {
    let readme = fs::read_to_string("README.md").expect("the README");
    let (_, after) = readme.split_once("## What is not met").expect("its chapter");
    let chapter = after.split("\n## ").next().unwrap_or_default();
    let rows = chapter.lines().filter(|line| line.starts_with("| ")).skip(2);
    let rows = rows.filter_map(|row| {
        let mut cells = row.trim_matches('|').split('|').map(str::trim);
        Some((cells.next()?.to_owned(), cells.nth(1)?.to_owned()))
    });
    rows.collect()
}

#[test]
fn what_is_met_is_shown_by_tests_and_what_is_not_by_a_reason() {
    let mut tests = BTreeSet::new();
    for source in sources("src", "rs").into_iter().chain(sources("tests", "rs")) {
        let functions = source.text.split("fn ").skip(1);
        tests.extend(functions.filter_map(|it| Some(it.split_once('(')?.0.to_owned())));
    }
    let mut ids = BTreeSet::new();
    let mut once = |cell: &str| {
        for id in cell.split_whitespace() {
            assert!(ids.insert(id.to_owned()), "{id} stands twice");
        }
    };
    for line in include_str!("yardsticks.tsv").lines() {
        let cells: Vec<_> = line.split('\t').collect();
        let [met, what, shown] = cells.as_slice() else {
            panic!("three columns: {line}");
        };
        once(met);
        assert!(!what.is_empty() && !shown.is_empty(), "{line}");
        for test in shown.split_whitespace() {
            assert!(tests.contains(test), "{met}: no test is called {test}");
        }
    }
    let unmet = unmet();
    assert!(unmet.len() > 10, "the table is there");
    for (id, why) in &unmet {
        once(id);
        assert!(why.len() > 20, "{id} has no reason");
    }
}
