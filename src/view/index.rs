//! What can be found → the files of the index of the search, and what is told of what is found.

use super::search::title;
use super::words::read_quoting;
use crate::markdown::seen;
use crate::page::{Entry, IndexPart, PartContent, ResultsFile, SearchIndex};
use crate::phrase::Phrases;
use crate::search::{Field, Postings, line, shard};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io;

/// For how many entries terms are noted at a time.
const AT_A_TIME: usize = 256;

/// All files of a part of the index.
///
/// # Errors
/// Where words cannot be read.
pub fn index_files(part: &IndexPart<'_>) -> io::Result<Vec<Vec<u8>>> {
    let IndexPart { shell, index, content, files, digest: _ } = part;
    let made = match content {
        PartContent::Heads => heads(shell.phrases, index, *files),
        PartContent::Words(range) => {
            let noted: io::Result<Vec<Postings>> =
                index.entries[range.clone()].par_chunks(AT_A_TIME).enumerate().map(|(chunk, entries)| words(part, chunk * AT_A_TIME, entries)).collect();
            Postings::of_all(noted?).files(*files)
        }
    };
    Ok(made.into_iter().map(String::into_bytes).collect())
}

/// Titles and numbers, and by what entries can be chosen: agency, year, kind.
fn heads(phrases: &Phrases, index: &SearchIndex<'_>, files: usize) -> Vec<String> {
    let noted = index.entries.par_chunks(AT_A_TIME).enumerate().map(|(chunk, entries)| {
        let mut postings = Postings::default();
        for (at, entry) in entries.iter().enumerate() {
            note_head(phrases, &mut postings, chunk * AT_A_TIME + at, entry);
        }
        postings.settled()
    });
    let mut made = Postings::of_all(noted.collect()).files(files);
    let mut choices: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (number, entry) in (0..).zip(&index.entries) {
        let year = entry.year().map(|year| format!("@year/{year}"));
        let kind = Some(entry.kind_key()).filter(|key| !key.is_empty()).map(|key| format!("@kind/{key}"));
        for choice in [Some(format!("@agency/{}", entry.agency.slug())), year, kind].into_iter().flatten() {
            choices.entry(choice).or_default().push(number);
        }
    }
    for (choice, numbers) in choices {
        made[shard(&choice, files)].push_str(&line(&choice, &[numbers, Vec::new()]));
    }
    made
}

fn note_head(phrases: &Phrases, postings: &mut Postings, number: usize, entry: &Entry<'_>) {
    let mut note = |field: Field, text: &str| {
        postings.signs(number, field, text);
        postings.pairs(number, field, text);
    };
    note(Field::Title, &title(phrases, entry));
    if entry.is_agency() {
        let agency = entry.agency;
        let names = agency.short_name.iter().chain(&agency.initials).map(String::as_str);
        names.chain([agency.slug()]).for_each(|name| note(Field::Title, name));
    }
    if let Some(card) = entry.card() {
        card.doc_no.iter().chain(&card.index_no).for_each(|text| note(Field::Number, text));
    }
}

/// The pairs of the words of some entries of a part, the first of which has this number in it.
fn words(part: &IndexPart<'_>, first: usize, entries: &[Entry<'_>]) -> io::Result<Postings> {
    let mut postings = Postings::default();
    for (at, entry) in entries.iter().enumerate() {
        let Some((document, quotations)) = entry.words() else { continue };
        let text = read_quoting(part.shell, &document.body, quotations)?;
        let mut of_entry = Postings::default();
        for block in seen(&text, 0).text.split('\n') {
            of_entry.pairs(first + at, Field::Title, block);
        }
        postings.append(of_entry.settled());
    }
    Ok(postings)
}

/// What is told of some entries where they are found, as JSON: for each its address below the portal's root, its title,
/// agency, kind, day, document number, index number and status.
#[must_use]
pub fn results(file: &ResultsFile<'_>) -> Vec<u8> {
    let ResultsFile { shell, index, range } = file;
    let found: Vec<_> = index.entries[range.clone()].iter().map(|entry| found(shell.phrases, entry)).collect();
    // Texts can be written to memory.
    serde_json::to_vec(&found).unwrap_or_default()
}

fn found(phrases: &Phrases, entry: &Entry<'_>) -> [String; 8] {
    let card = entry.card();
    [
        entry.address().encoded().into_owned(),
        title(phrases, entry).into_owned(),
        entry.agency.short().to_owned(),
        phrases.kind(&entry.kind).to_owned(),
        entry.day().map(|day| day.to_string()).unwrap_or_default(),
        card.and_then(|card| card.doc_no.clone()).map(String::from).unwrap_or_default(),
        card.and_then(|card| card.index_no.clone()).map(String::from).unwrap_or_default(),
        phrases.status(entry.status()).to_owned(),
    ]
}
