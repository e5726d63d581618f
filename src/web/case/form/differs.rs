//! Where documents would say something else if a question of the form were answered otherwise: there the answer is still open,
//! and there its mark stands.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::domain::document::Block;

/// Where the text of a document differs from that of others.
#[derive(Debug, Default)]
pub struct Differs {
    /// Within blocks: from character to character.
    within: BTreeMap<usize, Range<usize>>,
    /// Whole blocks, where others have more of them or fewer.
    blocks: Option<Range<usize>>,
}

impl Differs {
    /// Another way of writing the same.
    pub fn compare(&mut self, base: &[Block], other: &[Block]) {
        if base.len() != other.len() {
            let blocks = different(base, other);
            self.blocks = Some(together(self.blocks.take(), blocks));
            return;
        }
        for (place, (one, another)) in base.iter().zip(other).enumerate().filter(|(_, (a, b))| a != b) {
            let [one, another] = [one, another].map(|it| text(it).chars().collect::<Vec<_>>());
            let span = whole_words(&one, different(&one, &another));
            let known = self.within.remove(&place);
            self.within.insert(place, together(known, span));
        }
    }
}

/// Puts its mark where each of these differs.
pub fn marked(blocks: &mut Vec<Block>, open: &[(char, Differs)]) {
    let within = open.iter().flat_map(|(mark, differs)| {
        let places = differs.within.iter();
        places.map(|(place, span)| (*place, span.clone(), *mark))
    });
    let mut within: Vec<_> = within.collect();
    // From the end to the beginning: what stands before keeps its place.
    within.sort_by_key(|(place, span, _)| std::cmp::Reverse((*place, span.start)));
    let mut last = (usize::MAX, usize::MAX);
    for (place, span, mark) in within {
        if place != last.0 || span.end <= last.1 {
            last = (place, span.start);
            put(&mut blocks[place], &span, mark);
        }
    }
    for (mark, differs) in open {
        if let Some(range) = &differs.blocks {
            let end = range.end.min(blocks.len());
            blocks.splice(range.start.min(end)..end, [Block::Para(mark.to_string())]);
        }
    }
}

fn put(block: &mut Block, span: &Range<usize>, mark: char) {
    let (Block::Heading(text) | Block::Para(text) | Block::Item(text)) = block else {
        return;
    };
    let chars: Vec<_> = text.chars().collect();
    let before = &chars[..span.start.min(chars.len())];
    let after = &chars[span.end.min(chars.len())..];
    *text = before.iter().chain([&mark]).chain(after).collect();
}

fn text(block: &Block) -> &str {
    match block {
        Block::Heading(text) | Block::Para(text) | Block::Item(text) => text,
        Block::Table(_) => "",
    }
}

/// What lies in the first between what both begin and end with.
fn different<T: PartialEq>(one: &[T], another: &[T]) -> Range<usize> {
    let pairs = one.iter().zip(another);
    let start = pairs.take_while(|(a, b)| a == b).count();
    let pairs = one[start..].iter().rev().zip(another[start..].iter().rev());
    let end = pairs.take_while(|(a, b)| a == b).count();
    start..one.len() - end
}

/// A day is one word: 2026年11月24日 is not marked in the middle of its figures. So is what stands in brackets.
fn whole_words(text: &[char], span: Range<usize>) -> Range<usize> {
    let of_a_day = |c: &&char| c.is_ascii_digit() || "年月日".contains(**c);
    let before = text[..span.start].iter().rev().take_while(of_a_day).count();
    let after = text[span.end..].iter().take_while(of_a_day).count();
    closed(text, span.start - before..span.end + after)
}

/// A bracket that opens within is closed within.
fn closed(text: &[char], mut span: Range<usize>) -> Range<usize> {
    let count = |c: char| text[span.clone()].iter().filter(|it| **it == c).count();
    let mut open = count('（').saturating_sub(count('）'));
    while open > 0 && span.end < text.len() {
        open -= usize::from(text[span.end] == '）');
        span.end += 1;
    }
    span
}

fn together(known: Option<Range<usize>>, more: Range<usize>) -> Range<usize> {
    known.map_or(more.clone(), |it| it.start.min(more.start)..it.end.max(more.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paras(texts: &[&str]) -> Vec<Block> {
        texts.iter().map(|it| Block::Para((*it).to_owned())).collect()
    }

    fn said(base: &[&str], others: &[(char, &[&[&str]])]) -> Vec<String> {
        let mut blocks = paras(base);
        let open = others.iter().map(|(mark, others)| {
            let mut differs = Differs::default();
            for other in *others {
                differs.compare(&blocks, &paras(other));
            }
            (*mark, differs)
        });
        let open: Vec<_> = open.collect();
        marked(&mut blocks, &open);
        blocks.iter().map(|it| text(it).to_owned()).collect()
    }

    #[test]
    fn a_mark_stands_where_the_answers_differ_and_nowhere_else() {
        let base = ["予以容错，不予追责问责。", "一样的"];
        let others: [&[&str]; 2] = [
            &["予以容错，从轻追责问责。", "一样的"],
            &["予以容错，减轻追责问责。", "一样的"],
        ];
        assert_eq!(
            said(&base, &[('x', &others)]),
            ["予以容错，x追责问责。", "一样的"]
        );
    }

    #[test]
    fn a_day_is_marked_as_a_whole_and_two_marks_stand_in_one_line() {
        let base = ["责任主体：本机关；完成时限：2099年11月29日（含当日）。"];
        let who: [&[&str]; 1] = [&["责任主体：甲；完成时限：2099年11月29日（含当日）。"]];
        let due: [&[&str]; 1] = [&["责任主体：本机关；完成时限：2088年10月18日（含当日）。"]];
        let open: [(char, &[&[&str]]); 2] = [('x', &who), ('y', &due)];
        assert_eq!(said(&base, &open), ["责任主体：x；完成时限：y（含当日）。"]);
    }

    #[test]
    fn no_bracket_is_left_behind() {
        let base = ["经审查，不属于容错范围（第二条），决定如下。"];
        let others: [&[&str]; 1] = [&["经审查，没有任何情形（第七条），决定如下。"]];
        assert_eq!(said(&base, &[('x', &others)]), ["经审查，x，决定如下。"]);
    }

    #[test]
    fn where_one_answer_says_more_than_another_the_mark_stands_for_all_of_it() {
        let base = ["三、处理结果", "维持。", "没有途径。", "附"];
        let others: [&[&str]; 1] = [&["三、处理结果", "撤销。", "失去效力。", "重新认定。", "附"]];
        assert_eq!(said(&base, &[('x', &others)]), ["三、处理结果", "x", "附"]);
    }
}
