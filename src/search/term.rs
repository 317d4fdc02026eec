//! The words of documents → the terms in them, and for each the documents that have it → lines of the files of an index.

use super::fold;
use super::postings::encode;

/// As many documents can be told apart.
pub const MAX_DOCUMENTS: usize = 1 << DOCUMENT_BITS;

/// With the two characters of a term and its field, they fill 64 bits.
const DOCUMENT_BITS: u32 = 21;

/// The bits of a character.
const SIGN_BITS: u32 = 21;

/// Where in a document a term stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// In its title; or in its words, where those are all that is looked into.
    Title = 0,
    /// In one of its numbers.
    Number = 1,
}

/// Which terms which documents have. A term is a pair of neighbouring characters, or a character by itself; a term, a field
/// and a document are one number each, so that sorting puts in order what belongs together.
#[derive(Debug, Default)]
pub struct Postings(Vec<u64>);

impl Postings {
    /// Notes every two neighbouring characters of a text.
    pub fn pairs(&mut self, document: usize, field: Field, text: &str) {
        let folded = fold(text);
        let mut last = ' ';
        for sign in folded.chars() {
            if last != ' ' && sign != ' ' {
                self.push(Some(last), sign, field, document);
            }
            last = sign;
        }
    }

    /// Notes every character of a text.
    pub fn signs(&mut self, document: usize, field: Field, text: &str) {
        for sign in fold(text).chars().filter(|sign| *sign != ' ') {
            self.push(None, sign, field, document);
        }
    }

    /// Takes those of another document.
    pub fn append(&mut self, Self(others): Self) {
        self.0.extend(others);
    }

    fn push(&mut self, first: Option<char>, second: char, field: Field, document: usize) {
        let pair = first.map_or(0, |first| u64::from(first as u32) << SIGN_BITS) | u64::from(second as u32);
        let document = u64::try_from(document.min(MAX_DOCUMENTS - 1)).unwrap_or_default();
        self.0.push(pair << (DOCUMENT_BITS + 1) | (field as u64) << DOCUMENT_BITS | document);
    }

    /// Forgets what was noted twice.
    #[must_use]
    pub fn settled(mut self) -> Self {
        self.0.sort_unstable();
        self.0.dedup();
        self
    }

    /// Those of several documents.
    #[must_use]
    pub fn of_all(parts: Vec<Self>) -> Self {
        let mut all = Vec::with_capacity(parts.iter().map(|part| part.0.len()).sum());
        for part in parts {
            all.extend(part.0);
        }
        Self(all)
    }

    /// The files, as many as asked for, each with its terms in order: a line is a term, a space, and the documents that have
    /// it in their titles; where some have it in their numbers, a space and those.
    #[must_use]
    pub fn files(self, files: usize) -> Vec<String> {
        let Self(all) = self.settled();
        let mut out = vec![String::new(); files];
        let mut numbers: [Vec<u32>; 2] = [Vec::new(), Vec::new()];
        for of_term in all.chunk_by(|one, next| one >> (DOCUMENT_BITS + 1) == next >> (DOCUMENT_BITS + 1)) {
            numbers.iter_mut().for_each(Vec::clear);
            for posting in of_term {
                let document = u32::try_from(posting & (MAX_DOCUMENTS as u64 - 1)).unwrap_or_default();
                numbers[usize::from(posting >> DOCUMENT_BITS & 1 == 1)].push(document);
            }
            let term = spelled(of_term[0] >> (DOCUMENT_BITS + 1));
            out[shard(&term, files)].push_str(&line(&term, &numbers));
        }
        out
    }
}

/// A term as it is written.
fn spelled(pair: u64) -> String {
    let sign = |bits: u64| u32::try_from(bits & ((1 << SIGN_BITS) - 1)).ok().and_then(char::from_u32).filter(|sign| *sign != '\0');
    [sign(pair >> SIGN_BITS), sign(pair)].into_iter().flatten().collect()
}

/// The line of a term, with the documents that have it in their titles, and in their numbers.
#[must_use]
pub fn line(term: &str, [titles, others]: &[Vec<u32>; 2]) -> String {
    let mut line = format!("{term} {}", encode(titles));
    if !others.is_empty() {
        line.push(' ');
        line.push_str(&encode(others));
    }
    line.push('\n');
    line
}

/// In which of some files, whose number is a power of two, a term stands.
#[must_use]
pub fn shard(term: &str, files: usize) -> usize {
    let mixed = term.chars().fold(0_u32, |hash, sign| hash.wrapping_mul(31).wrapping_add(sign as u32));
    let mixed = (mixed ^ mixed >> 15).wrapping_mul(0x2c1b_3c6d);
    (mixed ^ mixed >> 12) as usize & files.saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_has_its_documents() {
        let mut postings = Postings::default();
        postings.pairs(3, Field::Title, "公开公开");
        postings.pairs(1, Field::Title, "公开 a b");
        postings.pairs(2, Field::Number, "〔公开");
        postings.signs(3, Field::Title, "公");
        assert_eq!(postings.files(1), ["公 3\n(公  2\n公开 11 2\n开a 1\n开公 3\n"]);
    }

    #[test]
    fn terms_are_spread_evenly() {
        let files = 64;
        let mut counts = vec![0; files];
        for first in '一'..'丿' {
            for second in '京'..'以' {
                counts[shard(&format!("{first}{second}"), files)] += 1;
            }
        }
        let total: usize = counts.iter().sum();
        assert!(counts.iter().all(|count| (total / files / 2..total / files * 2).contains(count)), "{counts:?}");
        // The script of the search comes to the same.
        assert_eq!((shard("公开", 1), shard("公开", 1024), shard("@agency/kjj", 1024)), (0, 497, 139));
    }
}
