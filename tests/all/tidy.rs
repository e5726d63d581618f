//! Rules of the source that no compiler checks: layers import only what lies below them, SQL stands in the store, every
//! file says why it exists, no page brings style or script of its own, and nothing is unused.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The layers, and which others each may import.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("platform", &[]),
    ("documents", &["domain"]),
    ("store", &["domain", "platform"]),
    ("casework", &["domain", "platform", "store"]),
    ("web", &["domain", "platform", "documents", "store", "casework"]),
    (
        "commands",
        &["domain", "platform", "documents", "store", "casework", "web"],
    ),
];

/// A file of the project.
pub struct Source {
    path: String,
    pub text: String,
}

impl Source {
    /// The folder or file directly below `src`.
    fn layer(&self) -> &str {
        let below = self.path.trim_start_matches("src/");
        below.split(['/', '.']).next().unwrap_or_default()
    }

    fn stem(&self) -> &str {
        Path::new(&self.path)
            .file_stem()
            .and_then(|it| it.to_str())
            .unwrap_or_default()
    }
}

pub fn sources(folder: &str, ending: &str) -> Vec<Source> {
    let mut found = vec![];
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the project") {
            let path = entry.expect("an entry").path();
            match path.extension().and_then(|it| it.to_str()) {
                _ if path.is_dir() => folders.push(path),
                Some(it) if it == ending => found.push(Source {
                    text: fs::read_to_string(&path).expect("a text"),
                    path: path.to_string_lossy().into_owned(),
                }),
                _ => {}
            }
        }
    }
    assert!(!found.is_empty(), "{folder} holds no .{ending}");
    found
}

fn rust() -> Vec<Source> {
    sources("src", "rs")
}

fn none(found: Vec<String>, rule: &str) {
    assert!(found.is_empty(), "{rule}\n{}", found.join("\n"));
}

#[test]
fn imports_run_only_downward() {
    let mut wrong = vec![];
    for source in rust() {
        let Some((_, below)) = LAYERS.iter().find(|(layer, _)| *layer == source.layer()) else {
            continue;
        };
        let others = LAYERS.iter().map(|(layer, _)| *layer);
        let above = others.filter(|it| *it != source.layer() && !below.contains(it));
        for layer in above.filter(|it| imports(&source.text, it)) {
            wrong.push(format!("{} imports {layer}", source.path));
        }
        if source.text.contains("crate::{") {
            wrong.push(format!(
                "{} groups its imports, which this test cannot read",
                source.path
            ));
        }
    }
    none(wrong, "a layer imports only those below it");
}

/// `crate::web::page` and `use crate::web;`, but not `crate::website`.
fn imports(text: &str, layer: &str) -> bool {
    let from = format!("crate::{layer}");
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    text.split(&from).skip(1).any(ends)
}

#[test]
fn imports_are_found_in_every_form() {
    assert!(imports("use crate::web::page;", "web"));
    assert!(imports("use crate::web;", "web"));
    assert!(imports("pub(in crate::web)", "web"));
    assert!(!imports("use crate::website;", "web"));
}

#[test]
fn every_layer_is_in_the_table() {
    let all = rust();
    let strangers = all.iter().filter(|it| {
        let known = LAYERS.iter().any(|(layer, _)| *layer == it.layer());
        !known && !["lib", "main"].contains(&it.layer())
    });
    none(
        strangers.map(|it| it.path.clone()).collect(),
        "a layer that is not in LAYERS",
    );
}

#[test]
fn sql_stands_in_the_store_and_the_law_knows_no_machine() {
    let mut wrong = vec![];
    for source in rust() {
        let layer = source.layer();
        let asks = ["sqlx::query", "query!(", "query_as!(", "query_scalar!("]
            .iter()
            .any(|it| source.text.contains(it));
        if asks && layer != "store" {
            wrong.push(format!("{} asks the database itself", source.path));
        }
        let machine = ["sqlx", "axum", "tokio::", "std::fs", "now_utc", "SystemTime"];
        if layer == "domain" {
            let found = machine.iter().filter(|it| source.text.contains(**it));
            wrong.extend(found.map(|it| format!("{} knows {it}", source.path)));
        }
    }
    none(wrong, "SQL stands in src/store; src/domain is pure");
}

#[test]
fn nothing_that_serves_uses_the_samples() {
    let all = rust();
    let for_samples = |path: &str| path.contains("/samples") || path.contains("/sample.rs");
    let for_tests = |path: &str| path.contains("tests") || path.starts_with("src/domain/walk/");
    let serving = |text: &str| {
        text.split("#[cfg(test)]")
            .next()
            .is_some_and(|it| it.contains("domain::samples"))
    };
    let serving = all
        .iter()
        .filter(|it| !for_samples(&it.path) && !for_tests(&it.path) && serving(&it.text));
    none(
        serving.map(|it| it.path.clone()).collect(),
        "samples of the law are for tests and for samples of pages",
    );
}

#[test]
fn every_address_stands_on_the_page_of_routes() {
    let all = rust();
    let strays = all
        .iter()
        .filter(|it| it.path != "src/web/routes.rs" && it.text.contains(".route("));
    none(
        strays.map(|it| it.path.clone()).collect(),
        "an address stands in src/web/routes.rs",
    );
}

#[test]
fn every_file_says_why_it_exists() {
    let all: Vec<_> = rust().into_iter().chain(sources("tests", "rs")).collect();
    let silent = all.iter().filter(|it| !it.text.starts_with("//!"));
    none(
        silent.map(|it| it.path.clone()).collect(),
        "a file opens with //!",
    );
}

#[test]
fn no_utils_modules() {
    let all: Vec<_> = rust().into_iter().chain(sources("tests", "rs")).collect();
    let vague = ["utils", "util", "helpers", "helper", "misc", "common", "shared"];
    let found = all.iter().filter(|it| vague.contains(&it.stem()));
    none(
        found.map(|it| it.path.clone()).collect(),
        "a file is named after its idea",
    );
}

#[test]
fn nothing_waits_to_be_done_and_no_lint_is_waved_away() {
    let all = rust();
    let mut wrong = vec![];
    for source in &all {
        for word in ["TODO", "FIXME", "XXX", "#[allow(", "todo!(", "dbg!("] {
            if source.text.contains(word) {
                wrong.push(format!("{}: {word}", source.path));
            }
        }
    }
    none(wrong, "done, or not begun");
}

#[test]
fn pages_bring_no_style_and_no_script_of_their_own() {
    let mut wrong = vec![];
    for source in sources("templates", "html") {
        for (number, line) in source.text.lines().enumerate() {
            let script = line.contains("<script") && !line.contains("<script src=");
            let handler = [" onclick=", " onsubmit=", " onchange=", " onload="];
            let inline = script
                || line.contains("<style")
                || line.contains(" style=")
                || line.contains("javascript:")
                || handler.iter().any(|it| line.contains(it));
            if inline {
                wrong.push(format!("{}:{}", source.path, number + 1));
            }
        }
    }
    none(wrong, "the policy of the pages allows neither");
}

#[test]
fn every_template_is_used() {
    let templates = sources("templates", "html");
    let users: Vec<_> = rust().into_iter().chain(sources("templates", "html")).collect();
    let unused = templates.iter().filter(|template| {
        let name = template.path.trim_start_matches("templates/");
        let quoted = format!("\"{name}\"");
        !users.iter().any(|it| it.text.contains(&quoted))
    });
    none(
        unused.map(|it| it.path.clone()).collect(),
        "a template that no page shows",
    );
}

/// The names of our classes in a text: `rc-` and what follows, where a name begins.
fn classes_of_ours(text: &str) -> BTreeSet<&str> {
    let part_of_a_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let starts = text.match_indices("rc-").map(|(at, _)| at);
    let starts = starts.filter(|&at| !text[..at].ends_with(part_of_a_name));
    let names = starts.map(|at| {
        text[at..]
            .split(|c| !part_of_a_name(c))
            .next()
            .unwrap_or_default()
    });
    names.collect()
}

#[test]
fn every_class_of_ours_has_its_look_and_every_look_its_class() {
    let sheet = fs::read_to_string("static/rongcuo.css").expect("the stylesheet");
    let looks = classes_of_ours(&sheet);
    // The gallery shows components; a class that only it bears would be on no page.
    let users: Vec<_> = [("templates", "html"), ("src", "rs"), ("static", "js")]
        .into_iter()
        .flat_map(|(folder, ending)| sources(folder, ending))
        .filter(|it| it.path != "templates/components.html")
        .collect();
    let used: BTreeSet<_> = users.iter().flat_map(|it| classes_of_ours(&it.text)).collect();
    let plain = used.difference(&looks).map(|it| format!("{it}: no rule"));
    let idle = looks.difference(&used).map(|it| format!("{it}: nobody bears it"));
    none(
        plain.chain(idle).collect(),
        "a class is in the stylesheet and on a page, or nowhere",
    );
}
