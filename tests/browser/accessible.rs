//! Every kind of page is read by axe-core, wide and on a phone: no serious violation, nothing that must be pushed sideways.

use std::collections::HashSet;
use std::sync::Mutex;

use thirtyfour::prelude::*;
use uuid::Uuid;

use crate::reader::Reader;
use crate::server::TestServer;

const AXE: &str = include_str!("axe.min.js");
const RUN: &str = "const done = arguments[arguments.length - 1]; axe.run(document).then(\
    it => done(it.passes.length ? it.violations.filter(v => ['serious', 'critical'].includes(v.impact))\
    .map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | ')) : ['nothing was looked at']), it => done([String(it)]));";
const OVERFLOW: &str = "return document.documentElement.scrollWidth - document.documentElement.clientWidth;";
/// Wide, and as a phone.
pub const WIDTHS: [u32; 2] = [1366, 390];

/// What was looked at on a way through the program, each kind of page once.
#[derive(Default)]
pub struct Watch(Mutex<Seen>);

#[derive(Default)]
struct Seen {
    kinds: HashSet<String>,
    faults: Vec<String>,
}

impl Watch {
    /// Looks at the page that is open, unless one of its kind was looked at.
    pub async fn look(&self, driver: &WebDriver) {
        let at = driver.current_url().await.expect("an address");
        self.look_at(driver, &kind(at.path())).await;
    }

    /// The same for a page that is of a kind of its own by what it says.
    pub async fn look_at(&self, driver: &WebDriver, kind: &str) {
        if self.seen(|it| it.kinds.insert(kind.to_owned())) {
            let found = faults(driver, kind).await;
            self.seen(|it| it.faults.extend(found));
        }
    }

    /// That nothing was found.
    pub fn found_nothing(&self, kinds_min: usize) {
        self.seen(|it| {
            assert!(it.faults.is_empty(), "{}", it.faults.join("\n"));
            assert!(it.kinds.len() >= kinds_min, "only {:?}", it.kinds);
        });
    }

    fn seen<T>(&self, what: impl FnOnce(&mut Seen) -> T) -> T {
        what(&mut self.0.lock().expect("nobody panicked while looking"))
    }
}

/// An address with its ids left out.
pub fn kind(path: &str) -> String {
    let parts = path
        .split('/')
        .map(|it| if it.parse::<Uuid>().is_ok() { "…" } else { it });
    parts.collect::<Vec<_>>().join("/")
}

/// What is wrong with the page that is open, at both widths.
pub async fn faults(driver: &WebDriver, at: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for width in WIDTHS {
        driver
            .set_window_rect(0, 0, width, 900)
            .await
            .expect("a window to resize");
        driver.execute(AXE, vec![]).await.expect("axe loads");
        let found = driver.execute_async(RUN, vec![]).await.expect("axe runs");
        let found: Vec<String> = found.convert().expect("axe answers with a list");
        faults.extend(found.into_iter().map(|it| format!("{at} at {width}: {it}")));
        let over = driver.execute(OVERFLOW, vec![]).await.expect("a width");
        if over.json().as_i64() != Some(0) {
            faults.push(format!("{at} at {width}: {} px too wide", over.json()));
        }
    }
    driver
        .set_window_rect(0, 0, WIDTHS[0], 900)
        .await
        .expect("a window to resize");
    faults
}

/// A person, and the addresses it looks at.
const VISITS: [(&str, &[&str]); 3] = [
    (
        "周予安",
        &[
            "/my",
            "/law",
            "/help",
            "/account",
            "/cases/00000000-0000-7000-8000-000000000000",
            "/work",
        ],
    ),
    ("陈砚秋", &["/work", "/cases", "/account"]),
    ("罗一鸣", &["/work", "/cases"]),
];

#[tokio::test(flavor = "multi_thread")]
async fn pages_without_a_case_are_accessible() {
    let server = TestServer::start().await;
    let mut reader = Reader::new(&server).await;
    reader.go("/").await;
    let mut wrong = faults(&reader.driver, "/").await;
    for (who, addresses) in VISITS {
        reader.enter(who).await;
        for address in addresses {
            reader.go(address).await;
            wrong.extend(faults(&reader.driver, address).await);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
