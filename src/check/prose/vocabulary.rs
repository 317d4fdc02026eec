//! The phrases by which reports name quantities, read from `vocabulary.toml`: found in a text, the longest at each place.

use crate::source::Source;
use crate::tree::{Fields, Reader, parse_toml};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// The definitions that are part of the program.
const BUILT_IN: &str = include_str!("vocabulary.toml");

/// What a phrase tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Intake,
    Handled,
    Outcome,
    Carry,
    Applicant,
    Result,
    Case,
    Subject,
    Change,
    Amount,
    Topic,
    Foreign,
    Unrelated,
    Past,
    Narrow,
    Wide,
    List,
}

const ROLES: [(&str, Role); 17] = [
    ("intake", Role::Intake),
    ("handled", Role::Handled),
    ("outcome", Role::Outcome),
    ("carry", Role::Carry),
    ("applicant", Role::Applicant),
    ("result", Role::Result),
    ("case", Role::Case),
    ("subject", Role::Subject),
    ("change", Role::Change),
    ("amount", Role::Amount),
    ("topic", Role::Topic),
    ("foreign", Role::Foreign),
    ("unrelated", Role::Unrelated),
    ("past", Role::Past),
    ("narrow", Role::Narrow),
    ("wide", Role::Wide),
    ("list", Role::List),
];

/// What a group of phrases means.
#[derive(Debug)]
pub(super) struct Meaning {
    pub(super) role: Role,
    /// What it names, such as `received`.
    pub(super) key: String,
    /// Which cells a figure may be, tried in turn: `requests.received.{c}`.
    pub(super) accepts: Vec<String>,
    /// The columns that it names.
    pub(super) columns: Vec<String>,
    /// Whether something narrower or wider may be meant by it.
    pub(super) is_loose: bool,
}

/// All phrases.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    meanings: Vec<Meaning>,
    /// By their first characters: the rest of each phrase and its meaning, the longest first.
    phrases: BTreeMap<char, Vec<(Vec<char>, usize)>>,
}

impl Vocabulary {
    /// The phrases that are part of the program, read once.
    pub(super) fn built_in() -> &'static Self {
        static BUILT_IN_VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::read_built_in);
        &BUILT_IN_VOCABULARY
    }

    fn read_built_in() -> Self {
        let source = Arc::new(Source { path: "vocabulary.toml".to_owned(), text: BUILT_IN.to_owned() });
        let mut reader = Reader::new(source);
        let mut vocabulary = Self::default();
        let Some(node) = parse_toml(&mut reader) else { return vocabulary };
        let Some(mut fields) = Fields::of(&node, &mut reader) else { return vocabulary };
        for node in fields.list("phrase", &mut reader) {
            let Some(mut fields) = Fields::of(node, &mut reader) else { continue };
            let role = fields.choice("kind", &ROLES, &mut reader);
            let key = fields.required_text("key", &mut reader);
            let words = fields.texts("words", &mut reader);
            let accepts = fields.texts("accepts", &mut reader);
            let columns = fields.texts("columns", &mut reader);
            let is_loose = fields.flag("loose", &mut reader);
            fields.finish(&mut reader);
            if let Some((role, key)) = role.zip(key) {
                vocabulary.add(Meaning { role, key, accepts, columns, is_loose }, &words);
            }
        }
        for phrases in vocabulary.phrases.values_mut() {
            phrases.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        vocabulary
    }

    fn add(&mut self, meaning: Meaning, words: &[String]) {
        let place = self.meanings.len();
        self.meanings.push(meaning);
        for word in words.iter().flat_map(|word| spellings(word)) {
            let mut rest = word.chars();
            if let Some(first) = rest.next() {
                self.phrases.entry(first).or_default().push((rest.collect(), place));
            }
        }
    }

    /// The meaning of this key.
    pub(super) fn meaning(&self, key: &str) -> Option<&Meaning> {
        self.meanings.iter().find(|meaning| meaning.key == key)
    }

    /// The longest phrase that begins a text, with its length in characters.
    pub(super) fn find(&self, text: &[char]) -> Option<(&Meaning, usize)> {
        let first = text.first()?;
        let by_digit = first.is_ascii_digit().then(|| self.phrases.get(&'#')).flatten();
        let candidates = by_digit.into_iter().chain(self.phrases.get(first)).flatten();
        let fits = |rest: &[char]| {
            text.len() > rest.len() && rest.iter().zip(&text[1..]).all(|(want, found)| want == found || (*want == '#' && found.is_ascii_digit()))
        };
        candidates.filter(|(rest, _)| fits(rest)).max_by_key(|(rest, _)| rest.len()).map(|(rest, place)| (&self.meanings[*place], rest.len() + 1))
    }
}

/// All spellings of `结转[至|到|]下年`.
fn spellings(word: &str) -> Vec<String> {
    let Some((before, rest)) = word.split_once('[') else { return vec![word.to_owned()] };
    let Some((choices, after)) = rest.split_once(']') else { return vec![word.to_owned()] };
    let tails = spellings(after);
    choices.split('|').flat_map(|choice| tails.iter().map(move |tail| format!("{before}{choice}{tail}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, key: &str, length: usize) {
        let vocabulary = Vocabulary::built_in();
        let text: Vec<char> = text.chars().collect();
        assert_eq!(vocabulary.find(&text).map(|(meaning, length)| (meaning.key.as_str(), length)), Some((key, length)));
    }

    #[test]
    fn the_longest_phrase_counts() {
        case("结转至下一年度继续办理", "carried_out", 7);
        case("结转到2025年3件", "carried_out", 8);
        case("转下年度办理125件", "carried_out", 4);
        case("上年度结转申请34件", "carried_in", 5);
        case("行政复议、行政诉讼", "disputes", 9);
        case("行政复议351件", "review", 4);
        case("信访举报投诉类申请", "dismissed.petition", 9);
        case("部分公开12件", "partial", 4);
        case("公开申请", "requests", 4);
        case("行政处罚15件", "penalties", 4);
    }

    #[test]
    fn the_file_is_read_whole() {
        let told = BUILT_IN.matches("[[phrase]]").count();
        assert_eq!(Vocabulary::built_in().meanings.len(), told);
    }
}
