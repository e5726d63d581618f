//! What a resubmitted act says otherwise than the draft that was returned: field by field, in the words of the page, so that
//! an approver reads the changes and not the whole again.

use similar::{ChangeTag, TextDiff};

use super::super::content::Section;
use super::super::forms;
use super::alike;
use crate::domain::act::ActState;
use crate::domain::case::Case;
use crate::domain::dates::moment;
use crate::store::acts::ActMove;

/// Fewer kept characters than these between two changes read as part of one change.
const KEPT_CHARS_MIN: usize = 3;
/// So many kept characters are shown beside a change; more of them say nothing about it.
const CONTEXT_CHARS: usize = 24;
/// Below this likeness the old and the new text are shown whole, one after the other.
const LIKENESS_MIN: f32 = 0.4;

/// What is different from the draft that was returned last.
pub struct Difference {
    pub who: String,
    pub reason: String,
    /// What is different, in the order of the page.
    pub changes: Vec<Change>,
}

/// A field that says something else now.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it stands.
    pub section: String,
    pub name: String,
    /// What was taken out, what was put in, and what stands around.
    pub pieces: Vec<Piece>,
}

/// A part of a changed text.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    /// As it was.
    Kept(String),
    /// Taken out.
    Out(String),
    /// Put in.
    In(String),
}

/// What the last submission says otherwise than the draft that was returned last, whatever was submitted and recalled in
/// between; `None` of a first draft.
pub fn between(moves: &[ActMove], case: &Case) -> Option<Difference> {
    let said = |it: &ActMove| it.step.is_some();
    let last = moves.iter().rposition(said)?;
    let back = moves[..last]
        .iter()
        .rposition(|it| it.state == Some(ActState::Returned))?;
    let returned = &moves[back];
    let before = moves[..back].iter().rfind(|it| said(it))?;
    let (before, after) = (&before.step.as_ref()?.0, &moves[last].step.as_ref()?.0);
    Some(Difference {
        who: format!("{} · {}", returned.name, moment(returned.at)),
        reason: returned.note.clone(),
        changes: alike::changed_once(changes(
            &forms::sections(before, case),
            &forms::sections(after, case),
        )),
    })
}

type Row<'a> = (&'a str, &'a str, &'a str);

/// Fields are known by their names; of several with one name, those that did not change are left out first.
fn changes(before: &[Section], after: &[Section]) -> Vec<Change> {
    let mut old = rows(before);
    let mut new = rows(after);
    new.retain(|row| match old.iter().position(|it| it == row) {
        Some(same) => {
            old.remove(same);
            false
        }
        None => true,
    });
    let mut changes: Vec<_> = new
        .into_iter()
        .map(|(section, name, value)| {
            let was = old.iter().position(|(s, n, _)| (*s, *n) == (section, name));
            let was = was.map_or("", |at| old.remove(at).2);
            change(section, name, was, value)
        })
        .collect();
    changes.extend(
        old.into_iter()
            .map(|(section, name, was)| change(section, name, was, "")),
    );
    changes
}

fn rows(sections: &[Section]) -> Vec<Row<'_>> {
    sections.iter().flat_map(fields).collect()
}

fn fields(section: &Section) -> impl Iterator<Item = Row<'_>> {
    let rows = section.all_rows();
    rows.map(|it| (section.title.as_str(), it.name.as_str(), it.value.as_str()))
}

fn change(section: &str, name: &str, old: &str, new: &str) -> Change {
    Change {
        section: section.to_owned(),
        name: name.to_owned(),
        pieces: shortened(pieces(old, new)),
    }
}

/// By character where it is Chinese, by whole numbers and words where it is not.
fn pieces(old: &str, new: &str) -> Vec<Piece> {
    let diff = TextDiff::from_unicode_words(old, new);
    let mut runs = Runs::default();
    if diff.ratio() < LIKENESS_MIN {
        (runs.out, runs.into) = (old.to_owned(), new.to_owned());
    } else {
        for change in diff.iter_all_changes() {
            runs.add(change.tag(), change.value());
        }
    }
    runs.close();
    runs.done
}

#[derive(Default)]
struct Runs {
    done: Vec<Piece>,
    out: String,
    into: String,
    kept: String,
}

impl Runs {
    fn add(&mut self, tag: ChangeTag, text: &str) {
        match tag {
            ChangeTag::Equal => return self.kept.push_str(text),
            ChangeTag::Delete | ChangeTag::Insert => self.goes_on(),
        }
        match tag {
            ChangeTag::Delete => self.out.push_str(text),
            _ => self.into.push_str(text),
        }
    }

    /// A change begins, or the one before it goes on over a few kept characters.
    fn goes_on(&mut self) {
        let open = !self.out.is_empty() || !self.into.is_empty();
        if open && self.kept.chars().count() < KEPT_CHARS_MIN {
            self.out.push_str(&self.kept);
            self.into.push_str(&self.kept);
            self.kept.clear();
        } else {
            self.close();
        }
    }

    fn close(&mut self) {
        let take = std::mem::take::<String>;
        let all = [
            Piece::Out(take(&mut self.out)),
            Piece::In(take(&mut self.into)),
            Piece::Kept(take(&mut self.kept)),
        ];
        self.done
            .extend(all.into_iter().filter(|it| !it.text().is_empty()));
    }
}

impl Piece {
    fn text(&self) -> &str {
        match self {
            Self::Kept(text) | Self::Out(text) | Self::In(text) => text,
        }
    }
}

/// Of a long text that was kept, what stands next to a change.
fn shortened(pieces: Vec<Piece>) -> Vec<Piece> {
    let last = pieces.len().saturating_sub(1);
    let shorten = |(at, piece)| match piece {
        Piece::Kept(text) => Piece::Kept(around(&text, at > 0, at < last)),
        changed => changed,
    };
    pieces.into_iter().enumerate().map(shorten).collect()
}

fn around(text: &str, after_change: bool, before_change: bool) -> String {
    let chars: Vec<_> = text.chars().collect();
    let (head, tail) = (
        CONTEXT_CHARS * usize::from(after_change),
        CONTEXT_CHARS * usize::from(before_change),
    );
    if chars.len() <= head + tail + 2 {
        return text.to_owned();
    }
    let head: String = chars[..head].iter().collect();
    let tail: String = chars[chars.len() - tail..].iter().collect();
    format!("{head}……{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(old: &str, new: &str) -> String {
        let mark = |it: &Piece| match it {
            Piece::Kept(text) => text.clone(),
            Piece::Out(text) => format!("[-{text}-]"),
            Piece::In(text) => format!("[+{text}+]"),
        };
        shortened(pieces(old, new)).iter().map(mark).collect()
    }

    fn section(rows: &[(&str, &str)]) -> Section {
        let rows = rows.iter().map(|(name, value)| (*name, (*value).to_owned()));
        Section::new("甲中心", rows.collect())
    }

    #[test]
    fn a_date_changes_as_a_whole_and_not_digit_by_digit() {
        assert_eq!(
            marked("修订细则，2026年12月31日前完成", "修订细则，2027年1月15日前完成"),
            "修订细则，[-2026年12月31-][+2027年1月15+]日前完成"
        );
    }

    #[test]
    fn what_was_put_in_stands_where_it_was_put_in() {
        assert_eq!(
            marked(
                "决定没有经过集体研究，依据不足。",
                "决定没有经过集体研究（证据 7、证据 9），依据不足。"
            ),
            "决定没有经过集体研究[+（证据 7、证据 9）+]，依据不足。"
        );
        assert_eq!(marked("", "新写的"), "[+新写的+]");
        assert_eq!(marked("不再要的", ""), "[-不再要的-]");
    }

    #[test]
    fn another_text_altogether_is_shown_whole() {
        assert_eq!(
            marked("材料齐全，拟启动。", "经核对，该事项不属于改革创新。"),
            "[-材料齐全，拟启动。-][+经核对，该事项不属于改革创新。+]"
        );
    }

    #[test]
    fn of_a_long_text_what_is_next_to_the_change_is_shown() {
        let long = "长".repeat(200);
        let near = "长".repeat(CONTEXT_CHARS);
        assert_eq!(
            marked(&format!("{long}甲{long}"), &format!("{long}乙{long}")),
            format!("……{near}[-甲-][+乙+]{near}……")
        );
    }

    #[test]
    fn of_several_fields_with_one_name_the_changed_one_is_found() {
        let before = [section(&[
            ("理由", "一"),
            ("纠错要求", "修订细则"),
            ("纠错要求", "补办备案"),
        ])];
        let after = [section(&[
            ("理由", "一"),
            ("纠错要求", "建立预警"),
            ("纠错要求", "修订细则"),
            ("纠错要求", "补办备案手续"),
        ])];
        let found = changes(&before, &after);
        let read: Vec<_> = found
            .iter()
            .map(|it| (it.name.as_str(), it.pieces.len()))
            .collect();
        assert_eq!(read.len(), 2, "{found:?}");
        assert!(changes(&after, &after).is_empty());
    }
}
