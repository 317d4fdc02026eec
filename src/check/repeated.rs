//! The words of all reports → those that repeat last year's, or another agency's. Sentences are compared without digits,
//! spaces and punctuation, so that a changed number does not make them new; an index from sentences to reports keeps the
//! work in proportion to the words.

use super::{At, Remark};
use crate::diagnostic::{Code, Text};
use crate::model::{Agency, Report, Site};
use crate::source::Digest;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The shortest sentence that counts, in letters: shorter ones are alike by chance.
const LEAST_LETTERS: usize = 12;

/// The fewest sentences that a share is told of.
const LEAST_SENTENCES: usize = 4;

/// From how many agencies on a sentence may be one that everybody writes.
const COMMON_FROM: usize = 10;

/// From how large a part of the agencies on it is, in percent.
const COMMON_SHARE: usize = 30;

/// How many other reports of the year with the same sentence are looked at: those that copy each other all meet the first.
const LOOKED_AT: usize = 8;

/// How many sentences a message quotes, and how much of each, in characters.
const QUOTED: usize = 3;
const QUOTED_LETTERS: usize = 30;

/// The words of a report, cut into sentences.
struct Narrative<'s> {
    agency: &'s Agency,
    report: &'s Report,
    sentences: Vec<Sentence>,
}

/// A sentence that counts.
struct Sentence {
    digest: Digest,
    letters: usize,
    range: Range<usize>,
}

/// What a report has in common with another.
struct Common<'n> {
    other: &'n Narrative<'n>,
    sentences: Vec<&'n Sentence>,
    /// In percent of the letters of all sentences that count.
    share: usize,
    of: usize,
}

/// The reports that repeat more than the portal allows.
pub(super) fn remarks(site: &Site) -> Vec<Remark> {
    let narratives = narratives(site);
    let common = common_sentences(&narratives);
    let places: BTreeMap<(&str, u16), usize> =
        narratives.iter().enumerate().map(|(place, one)| ((one.agency.card.slug(), one.report.year.number()), place)).collect();
    let index = index(&narratives, &common);
    let allowed = site.config.repeated_share as usize;
    let of_narrative = |(place, one): (usize, &Narrative<'_>)| {
        let previous = places.get(&(one.agency.card.slug(), one.report.year.before().number())).map(|place| &narratives[*place]);
        let own = previous.and_then(|previous| in_common(one, previous, &common)).filter(|found| found.share > allowed);
        let other = other_of(place, one, &index).and_then(|other| in_common(one, &narratives[other], &common)).filter(|found| found.share > allowed);
        own.into_iter().chain(other).map(|found| told(one, &found, allowed)).collect::<Vec<_>>()
    };
    narratives.par_iter().enumerate().flat_map_iter(of_narrative).collect()
}

/// The words of all reports, the earliest published first: who publishes later may have copied.
fn narratives(site: &Site) -> Vec<Narrative<'_>> {
    let reports: Vec<(&Agency, &Report)> = site.agencies().flat_map(|agency| agency.reports.values().map(move |report| (agency, report))).collect();
    let mut narratives: Vec<Narrative<'_>> = reports
        .into_par_iter()
        .map(|(agency, report)| Narrative { agency, report, sentences: sentences(report) })
        .filter(|one| !one.sentences.is_empty())
        .collect();
    narratives.sort_by_key(|one| (one.report.published, one.agency.card.slug(), one.report.year));
    narratives
}

/// The sentences of a report's words, headings and tables left out.
fn sentences(report: &Report) -> Vec<Sentence> {
    let Some(words) = &report.words else { return Vec::new() };
    let (text, mut at) = (words.words(), words.body.start);
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for line in text.split_inclusive('\n') {
        let is_words = !line.trim_start().starts_with(['#', '|']);
        for part in line.split_inclusive(['。', '！', '？', '；']).filter(|_| is_words) {
            let range = at..at + part.trim_end().len();
            at += part.len();
            let letters = letters(part);
            let count = letters.chars().count();
            let digest = Digest::of(letters.as_bytes());
            if count >= LEAST_LETTERS && seen.insert(digest) {
                found.push(Sentence { digest, letters: count, range });
            }
        }
        if !is_words {
            at += line.len();
        }
    }
    found
}

/// A sentence without digits, spaces, punctuation, and quotes of figures.
fn letters(sentence: &str) -> String {
    let mut rest = sentence;
    let mut out = String::with_capacity(sentence.len());
    while let Some((before, after)) = rest.split_once("{{") {
        out.extend(before.chars().filter(|c| c.is_alphabetic()));
        rest = after.split_once("}}").map_or("", |(_, after)| after);
    }
    out.extend(rest.chars().filter(|c| c.is_alphabetic()));
    out
}

/// The sentences that everybody writes, in order.
fn common_sentences(narratives: &[Narrative<'_>]) -> Vec<Digest> {
    let slugs: BTreeSet<&str> = narratives.iter().map(|one| one.agency.card.slug()).collect();
    let places: BTreeMap<&str, u32> = slugs.iter().copied().zip(0..).collect();
    let of = |one: &Narrative<'_>| places.get(one.agency.card.slug()).copied().unwrap_or_default();
    let mut agencies: Vec<(Digest, u32)> = narratives.iter().flat_map(|one| one.sentences.iter().map(move |sentence| (sentence.digest, of(one)))).collect();
    agencies.par_sort_unstable();
    agencies.dedup();
    let is_common = |of: &&[(Digest, u32)]| of.len() >= COMMON_FROM && of.len() * 100 > slugs.len() * COMMON_SHARE;
    agencies.chunk_by(|(one, _), (other, _)| one == other).filter(is_common).filter_map(|of| Some(of.first()?.0)).collect()
}

/// Years and sentences, each with the place of a report that has it, in order: the earliest published first.
type Index = Vec<(u16, Digest, u32)>;

fn index(narratives: &[Narrative<'_>], common: &[Digest]) -> Index {
    let of_narrative = |(one, place): (&Narrative<'_>, u32)| {
        let (year, sentences) = (one.report.year.number(), one.sentences.iter().map(|sentence| sentence.digest));
        sentences.filter(|digest| !is_among(common, *digest)).map(|digest| (year, digest, place)).collect::<Vec<_>>()
    };
    let mut index: Index = narratives.iter().zip(0..).flat_map(of_narrative).collect();
    index.par_sort_unstable();
    index
}

/// Whether a sentence is among some, which are in order.
fn is_among(sentences: &[Digest], digest: Digest) -> bool {
    sentences.binary_search(&digest).is_ok()
}

/// The earlier report of the same year, of another agency, that has most in common with one.
fn other_of(place: usize, one: &Narrative<'_>, index: &Index) -> Option<usize> {
    let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
    for sentence in &one.sentences {
        let key = (one.report.year.number(), sentence.digest);
        let start = index.partition_point(|(year, digest, _)| (*year, *digest) < key);
        let first = index[start..].iter().take_while(|(year, digest, _)| (*year, *digest) == key).take(LOOKED_AT);
        for other in first.map(|(_, _, other)| *other as usize).filter(|other| *other < place) {
            *shared.entry(other).or_default() += sentence.letters;
        }
    }
    shared.into_iter().max_by_key(|(other, letters)| (*letters, std::cmp::Reverse(*other))).map(|(other, _)| other)
}

fn in_common<'n>(one: &'n Narrative<'n>, other: &'n Narrative<'n>, common: &[Digest]) -> Option<Common<'n>> {
    let mut theirs: Vec<Digest> = other.sentences.iter().map(|sentence| sentence.digest).collect();
    theirs.sort_unstable();
    let counted: Vec<&Sentence> = one.sentences.iter().filter(|sentence| !is_among(common, sentence.digest)).collect();
    let sentences: Vec<&Sentence> = counted.iter().copied().filter(|sentence| is_among(&theirs, sentence.digest)).collect();
    let letters = |sentences: &[&Sentence]| sentences.iter().map(|sentence| sentence.letters).sum::<usize>();
    let share = (letters(&sentences) * 100).checked_div(letters(&counted))?;
    (counted.len() >= LEAST_SENTENCES).then_some(Common { other, sentences, share, of: counted.len() })
}

fn told(one: &Narrative<'_>, found: &Common<'_>, allowed: usize) -> Remark {
    let Common { other, sentences, share, of } = found;
    let count = sentences.len();
    let (year, name) = (other.report.year, &other.agency.card.name);
    let (zh, en) = if other.agency.card.slug() == one.agency.card.slug() {
        (format!("本机关{year}年度的报告"), format!("its own report on {year}"))
    } else {
        (format!("{name}{year}年度的报告"), format!("the report of {name} on {year}"))
    };
    let mut longest = sentences.clone();
    longest.sort_by_key(|sentence| (std::cmp::Reverse(sentence.letters), sentence.range.start));
    let text = one.report.words.as_ref().and_then(|words| words.text.as_deref()).unwrap_or_default();
    let quoted: Vec<String> = longest.iter().take(QUOTED).map(|sentence| format!("“{}”", shortened(&text[sentence.range.clone()]))).collect();
    let quoted = quoted.join("、");
    let message = Text::new(
        format!("文字的 {share}% 与{zh}相同（{of} 句中的 {count} 句，数字不计），超过 {allowed}%；如{quoted}"),
        format!("{share}% of the words are those of {en} ({count} of {of} sentences, numbers aside), over {allowed}%; such as {quoted}"),
    );
    let help = Text::new(
        "请按本年度的实际情况重写；允许的比例由 site.toml 的 [repeated] share 规定",
        "write how things were this year; `share` under [repeated] in site.toml sets how much is allowed",
    );
    let file = one.report.words.as_ref().map_or(one.report.path.as_str(), |words| words.body.path.as_str());
    let at = sentences.first().map_or(At::File, |sentence| At::Range(sentence.range.clone()));
    Remark::new(Code::RepeatedText, file, message, help).at(at).about(other.agency.card.slug())
}

/// The beginning of a sentence.
fn shortened(sentence: &str) -> String {
    let sentence = sentence.trim();
    let begin: String = sentence.chars().take(QUOTED_LETTERS).collect();
    if begin.len() < sentence.len() { format!("{begin}…") } else { begin }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(sentence: &str, expected: &str) {
        assert_eq!(letters(sentence), expected);
    }

    #[test]
    fn numbers_and_punctuation_do_not_count() {
        case("全年公开 176 条，办结{{ requests.handled.total }}件。", "全年公开条办结件");
        case("不闭合{{ requests", "不闭合");
    }
}
