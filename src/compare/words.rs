//! Two years' words → what stayed, went and came: sentences are aligned first, then the characters of those that are
//! alike. The pieces put together again are the two texts, to the last character. No clock takes part: what is too much
//! work is told as a whole, the same way on any machine.

use similar::utils::diff_unicode_words;
use similar::{Algorithm, ChangeTag, DiffOp, capture_diff_slices};

/// The most sentences of a text that are aligned. The longest section of a published report has a few hundred.
const MAX_SENTENCES: usize = 4000;

/// The most sentences that are aligned with each other between two that stayed, as a product.
const MAX_PAIRS: usize = 2500;

/// The longest two sentences that are compared by character, in bytes together.
const MAX_PAIR: usize = 6000;

/// The longest text in which that is done, in bytes.
const MAX_TEXT: usize = 200_000;

/// From how much of their pairs of characters on two sentences are one that was changed, in percent.
const ALIKE: usize = 40;

/// The fewest characters that stay between two changes: one alone is a coincidence, and hard to read.
const LEAST_KEPT: usize = 2;

/// A piece of two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'t> {
    /// What both have.
    Same(&'t str),
    /// What only the earlier one has.
    Removed(&'t str),
    /// What only the later one has.
    Added(&'t str),
}

/// What became of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextChange<'t> {
    /// The pieces in order; what was removed stands before what came in its place.
    pub pieces: Vec<Piece<'t>>,
}

impl TextChange<'_> {
    /// In how many places they differ.
    #[must_use]
    pub fn count(&self) -> usize {
        let changed = |piece: &Piece<'_>| !matches!(piece, Piece::Same(_));
        self.pieces.iter().enumerate().filter(|(at, piece)| changed(piece) && (*at == 0 || !changed(&self.pieces[*at - 1]))).count()
    }

    /// How many characters of the later text stayed, and how many it has; spaces do not count.
    #[must_use]
    pub fn repeated(&self) -> (usize, usize) {
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        self.pieces.iter().fold((0, 0), |(same, all), piece| match piece {
            Piece::Same(text) => (same + letters(text), all + letters(text)),
            Piece::Added(text) => (same, all + letters(text)),
            Piece::Removed(_) => (same, all),
        })
    }
}

/// Compares two texts.
#[must_use]
pub fn compare_texts<'t>(earlier: &'t str, later: &'t str) -> TextChange<'t> {
    let (old, new): (Vec<&str>, Vec<&str>) = (sentences(earlier), sentences(later));
    let mut steps = Steps::default();
    if old.len().max(new.len()) > MAX_SENTENCES {
        let same = old.iter().zip(&new).take_while(|(old, new)| old == new).map(|(old, _)| old.len()).sum();
        steps.same(same);
        steps.changed(earlier.len() - same, later.len() - same);
        return TextChange { pieces: steps.pieces(earlier, later) };
    }
    let by_character = earlier.len().max(later.len()) <= MAX_TEXT;
    let size = |sentences: &[&str]| sentences.iter().map(|sentence| sentence.len()).sum::<usize>();
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        match op {
            DiffOp::Equal { old_index, len, .. } => steps.same(size(&old[old_index..old_index + len])),
            DiffOp::Delete { old_index, old_len, .. } => steps.changed(size(&old[old_index..old_index + old_len]), 0),
            DiffOp::Insert { new_index, new_len, .. } => steps.changed(0, size(&new[new_index..new_index + new_len])),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let (old, new) = (&old[old_index..old_index + old_len], &new[new_index..new_index + new_len]);
                if by_character && old_len * new_len <= MAX_PAIRS {
                    steps.aligned(old, new);
                } else {
                    steps.changed(size(old), size(new));
                }
            }
        }
    }
    TextChange { pieces: steps.pieces(earlier, later) }
}

/// The sentences of a text, each with what ends it.
fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive(['。', '！', '？', '；', '\n']).collect()
}

/// How two texts are gone through: so many bytes that stay, so many removed and added, and again.
#[derive(Default)]
struct Steps(Vec<Step>);

#[derive(Debug, Clone, Copy)]
enum Step {
    Same(usize),
    Changed(usize, usize),
}

impl Steps {
    fn same(&mut self, length: usize) {
        match self.0.last_mut() {
            _ if length == 0 => {}
            Some(Step::Same(before)) => *before += length,
            _ => self.0.push(Step::Same(length)),
        }
    }

    fn changed(&mut self, removed: usize, added: usize) {
        match self.0.last_mut() {
            _ if removed == 0 && added == 0 => {}
            Some(Step::Changed(before, after)) => (*before, *after) = (*before + removed, *after + added),
            _ => self.0.push(Step::Changed(removed, added)),
        }
    }

    /// Sentences that were replaced by others: each of these against the first of those, from where the last one was
    /// found on, that is alike.
    fn aligned(&mut self, old: &[&str], new: &[&str]) {
        let pairs: Vec<Vec<(char, char)>> = old.iter().map(|sentence| pairs_of(sentence)).collect();
        let mut at = 0;
        for sentence in new {
            let own = pairs_of(sentence);
            match (at..old.len()).find(|place| are_alike(&pairs[*place], &own)) {
                Some(place) => {
                    self.changed(old[at..place].iter().map(|sentence| sentence.len()).sum(), 0);
                    self.sentence(old[place], sentence);
                    at = place + 1;
                }
                None => self.changed(0, sentence.len()),
            }
        }
        self.changed(old[at..].iter().map(|sentence| sentence.len()).sum(), 0);
    }

    /// A sentence that was changed: its characters, numbers and foreign words being one each.
    fn sentence(&mut self, old: &str, new: &str) {
        if old.len() + new.len() > MAX_PAIR {
            return self.changed(old.len(), new.len());
        }
        for (tag, part) in diff_unicode_words(Algorithm::Myers, old, new) {
            match tag {
                ChangeTag::Equal => self.same(part.len()),
                ChangeTag::Delete => self.changed(part.len(), 0),
                ChangeTag::Insert => self.changed(0, part.len()),
            }
        }
    }

    /// The pieces of the two texts, without single characters that stayed between changes.
    fn pieces<'t>(self, earlier: &'t str, later: &'t str) -> Vec<Piece<'t>> {
        let mut kept = Self::default();
        let mut at = 0;
        let last = self.0.len().saturating_sub(1);
        for (place, step) in self.0.iter().enumerate() {
            match *step {
                Step::Same(length) => {
                    let text = &earlier[at..at + length];
                    let is_alone = place > 0 && place < last && text.chars().count() < LEAST_KEPT && text != "\n";
                    if is_alone {
                        kept.changed(length, length)
                    } else {
                        kept.same(length)
                    }
                    at += length;
                }
                Step::Changed(removed, added) => {
                    kept.changed(removed, added);
                    at += removed;
                }
            }
        }
        let (mut old, mut new) = (0, 0);
        let mut pieces = Vec::new();
        for step in kept.0 {
            let (removed, added) = match step {
                Step::Same(length) => (length, length),
                Step::Changed(removed, added) => (removed, added),
            };
            let (before, after) = (&earlier[old..old + removed], &later[new..new + added]);
            match step {
                Step::Same(_) => pieces.push(Piece::Same(after)),
                Step::Changed(..) => {
                    pieces.extend((!before.is_empty()).then_some(Piece::Removed(before)));
                    pieces.extend((!after.is_empty()).then_some(Piece::Added(after)));
                }
            }
            (old, new) = (old + removed, new + added);
        }
        pieces
    }
}

/// The neighbouring letters and digits of a sentence, in order.
fn pairs_of(sentence: &str) -> Vec<(char, char)> {
    let letters: Vec<char> = sentence.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut pairs: Vec<(char, char)> = letters.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.sort_unstable();
    pairs
}

/// Whether two sentences have enough pairs in common.
fn are_alike(left: &[(char, char)], right: &[(char, char)]) -> bool {
    let (mut at, mut common) = (0, 0);
    for pair in right {
        while left.get(at).is_some_and(|other| other < pair) {
            at += 1;
        }
        if left.get(at) == Some(pair) {
            (at, common) = (at + 1, common + 1);
        }
    }
    common > 0 && common * 200 >= (left.len() + right.len()) * ALIKE
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The pieces as `[-removed-]{+added+}`.
    fn shown(change: &TextChange<'_>) -> String {
        let show = |piece: &Piece<'_>| match piece {
            Piece::Same(text) => (*text).to_owned(),
            Piece::Removed(text) => format!("[-{text}-]"),
            Piece::Added(text) => format!("{{+{text}+}}"),
        };
        change.pieces.iter().map(show).collect()
    }

    #[track_caller]
    fn case(earlier: &str, later: &str, expected: &str) {
        assert_eq!(shown(&compare_texts(earlier, later)), expected);
    }

    /// The two texts of which the pieces are.
    fn texts(change: &TextChange<'_>) -> (String, String) {
        let mut texts = (String::new(), String::new());
        for piece in &change.pieces {
            match piece {
                Piece::Same(text) => {
                    texts.0.push_str(text);
                    texts.1.push_str(text);
                }
                Piece::Removed(text) => texts.0.push_str(text),
                Piece::Added(text) => texts.1.push_str(text),
            }
        }
        texts
    }

    #[test]
    fn sentences_are_aligned_then_characters() {
        case("甲乙丙。丁戊己。", "甲乙丙。丁戊己。", "甲乙丙。丁戊己。");
        case("全市收办申请3607件。一切平稳。", "全市收办申请3646件。一切平稳。", "全市收办申请[-3607-]{+3646+}件。一切平稳。");
        case("一切平稳。", "新开设专栏。一切平稳。", "{+新开设专栏。+}一切平稳。");
        case("举办培训班。一切平稳。", "一切平稳。", "[-举办培训班。-]一切平稳。");
        case("举办第六期专题培训班。", "加强组织领导建设。", "[-举办第六期专题培训班。-]{+加强组织领导建设。+}");
        case("", "甲。", "{+甲。+}");
        case("", "", "");
    }

    #[test]
    fn a_sentence_that_moved_in_among_changed_ones_is_found() {
        case(
            "公开意识有待提高。队伍建设需要加强。",
            "平台建设仍显滞后的情况存在。队伍建设还需要加强。",
            "[-公开意识有待提高。-]{+平台建设仍显滞后的情况存在。+}队伍建设{+还+}需要加强。",
        );
    }

    #[test]
    fn one_character_alone_does_not_stay() {
        let change = compare_texts("全年公开政府信息的工作有序推进稳步开展。", "全年公开政府信息的事业有力推进稳步开展。");
        assert_eq!((shown(&change).as_str(), change.count()), ("全年公开政府信息的[-工作有序-]{+事业有力+}推进稳步开展。", 1));
        assert_eq!(change.repeated(), (16, 20));
    }

    #[test]
    fn endless_texts_take_no_endless_time() {
        let far = |first: char| (0..40_000).filter_map(|at| char::from_u32(u32::from(first) + at % 9000)).collect::<String>();
        let many = |end: &str, step: usize| (0..6000).map(|at| format!("第{}句话说的是这件事{end}", at * step)).collect::<String>();
        for (earlier, later) in
            [(far('一'), far('丁')), (many("。", 1), many("。", 3)), (many("\n", 1), many("；", 1)), ("甲。".repeat(90_000), "乙。甲。".repeat(30_000))]
        {
            let change = compare_texts(&earlier, &later);
            assert_eq!(texts(&change), (earlier, later));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn pieces_are_the_two_texts(earlier in "[甲乙丙a1é。；\n ]{0,60}", later in "[甲乙丙a1é。；\n ]{0,60}") {
            let change = compare_texts(&earlier, &later);
            prop_assert_eq!(texts(&change), (earlier.clone(), later.clone()));
            prop_assert_eq!(change.count() == 0, earlier == later);
            prop_assert!(change.pieces.windows(2).all(|pair| !matches!(pair, [Piece::Same(_), Piece::Same(_)] | [Piece::Added(_), Piece::Removed(_)])));
        }
    }
}
