//! A text of an act in runs: the answer that it begins with stands out; where it names an exhibit, the name leads to it.

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub enum Run<'a> {
    Text(&'a str),
    /// ✓ with its words.
    Yes(&'a str),
    /// ✗ with its words.
    No(&'a str),
    /// 证据 3《…》
    Exhibit {
        text: &'a str,
        href: &'a str,
    },
}

/// The runs of a text; `exhibits` are the addresses of the case's evidence, in the order of their numbers.
pub fn runs<'a>(text: &'a str, exhibits: &'a [String]) -> Vec<Run<'a>> {
    let (answer, mut rest) = answer(text);
    let mut runs = Vec::from_iter(answer);
    while let Some((before, run, after)) = next(rest, exhibits) {
        runs.extend(Some(before).filter(|it| !it.is_empty()).map(Run::Text));
        runs.push(run);
        rest = after;
    }
    runs.extend(Some(rest).filter(|it| !it.is_empty()).map(Run::Text));
    runs
}

/// The sign that a text begins with, with its words, and what follows.
fn answer(text: &str) -> (Option<Run<'_>>, &str) {
    let (words, rest) = text.split_at(text.find(['。', '\n']).unwrap_or(text.len()));
    match text.chars().next() {
        Some('✓') => (Some(Run::Yes(words)), rest),
        Some('✗') => (Some(Run::No(words)), rest),
        _ => (None, text),
    }
}

/// The first exhibit that is named, with what stands before and after it.
fn next<'a>(text: &'a str, exhibits: &'a [String]) -> Option<(&'a str, Run<'a>, &'a str)> {
    text.match_indices("证据").find_map(|(at, _)| {
        let (before, here) = text.split_at(at);
        let (run, after) = exhibit(here, exhibits)?;
        Some((before, run, after))
    })
}

/// An exhibit of the case at the beginning of a text, and what follows. “证据 3 件” counts and names none.
fn exhibit<'a>(text: &'a str, exhibits: &'a [String]) -> Option<(Run<'a>, &'a str)> {
    let number = text.strip_prefix("证据")?.trim_start_matches([' ', '\u{a0}']);
    let digits = number
        .find(|it: char| !it.is_ascii_digit())
        .unwrap_or(number.len());
    let (number, mut after) = number.split_at(digits);
    let href = exhibits.get(number.parse::<usize>().ok()?.checked_sub(1)?)?;
    if after.trim_start().starts_with('件') {
        return None;
    }
    if after.starts_with('《') {
        after = after.split_once('》').map_or(after, |(_, after)| after);
    }
    let text = &text[..text.len() - after.len()];
    Some((Run::Exhibit { text, href }, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_stand_out_and_exhibits_lead_to_their_files() {
        let files = ["/1".to_owned(), "/2".to_owned()];
        let text = "✗ 不具备。见证据 2《纪要》、证据1和证据 9，共证据 2 件";
        let exhibit = |text, href| Run::Exhibit { text, href };
        assert_eq!(
            runs(text, &files),
            [
                Run::No("✗ 不具备"),
                Run::Text("。见"),
                exhibit("证据 2《纪要》", "/2"),
                Run::Text("、"),
                exhibit("证据1", "/1"),
                Run::Text("和证据 9，共证据 2 件"),
            ]
        );
        assert_eq!(runs("没有证据", &files), [Run::Text("没有证据")]);
        assert_eq!(runs("✓ 应当，免予", &files), [Run::Yes("✓ 应当，免予")]);
        assert!(runs("", &files).is_empty());
    }
}
