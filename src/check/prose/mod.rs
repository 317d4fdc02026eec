//! The words of a report against its tables: what each number in them counts, and what the rules find then.

mod all_done;
mod binding;
mod count;
mod definition;
mod fee;
mod implied;
mod none;
mod number;
mod numeral;
mod parts;
mod percent;
mod quantity;
mod quoted;
mod sentence;
mod token;
mod vocabulary;
mod year;

pub use definition::Tried;

use super::{At, Remark};
use crate::diagnostic::{Code, Text};
use crate::model::{Agency, AgencyKind, Document, Report, Site};
use crate::number::Number;
use binding::{Bound, Reader};
use quantity::Quantity;
use sentence::{Sentence, sentences};
use std::ops::Range;
use vocabulary::Vocabulary;

/// The most remarks of one rule about one report.
const MAX_TOLD: usize = 40;

/// A number in the words of a report, and the quantity of the tables that it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Where it stands in the file, its unit included, in bytes.
    pub range: Range<usize>,
    /// The number.
    pub number: Number,
    /// As it is written, with its unit.
    pub written: String,
    /// What it counts, such as `received`, `received.person` or `review.upheld`; none where it is no figure of the tables.
    pub quantity: Option<String>,
    /// The definitions that were tried, with their values.
    pub tried: Vec<Tried>,
    /// The definition that fits it, by its place among those tried.
    pub accepted: Option<usize>,
    /// Whether nothing else can be meant: only then a number that does not fit is told.
    pub is_sure: bool,
}

/// What the rules find in the words of an agency's reports.
#[must_use]
pub(super) fn of_agency(site: &Site, agency: &Agency) -> Vec<Remark> {
    let narratives = agency.reports.values().filter_map(|report| Narrative::read(agency, report));
    narratives.flat_map(|narrative| narrative.remarks(site)).collect()
}

/// What each number in the words of a report is bound to.
#[must_use]
pub fn bindings(agency: &Agency, report: &Report) -> Vec<Binding> {
    Narrative::read(agency, report).map_or_else(Vec::new, |narrative| narrative.bounds.iter().map(|bound| narrative.binding(bound)).collect())
}

/// The words of a report, read.
struct Narrative<'a> {
    agency: &'a Agency,
    report: &'a Report,
    previous: Option<&'a Report>,
    document: &'a Document,
    /// The whole text of the file.
    text: &'a str,
    sentences: Vec<Sentence>,
    bounds: Vec<Bound>,
    is_of_district: bool,
}

impl<'a> Narrative<'a> {
    fn read(agency: &'a Agency, report: &'a Report) -> Option<Self> {
        let document = report.words.as_deref()?;
        let text = document.text.as_deref()?;
        let quotes = quoted::quoted(document, agency, report);
        let sentences = sentences(text, document.body.start, &report.figures.form.sections, &quotes);
        let name = agency.card.name.as_str();
        let is_of_district = agency.card.kind == AgencyKind::Government || name.ends_with("政府") || name.ends_with(['市', '县', '区', '州', '省', '镇', '乡']);
        let reader = Reader { vocabulary: Vocabulary::built_in(), year: report.year.number(), is_of_district };
        let bounds = reader.bind(&sentences);
        let previous = agency.reports.get(&report.year.before());
        Some(Self { agency, report, previous, document, text, sentences, bounds, is_of_district })
    }

    fn remarks(&self, site: &Site) -> Vec<Remark> {
        let rules = [number::remarks, none::remarks, all_done::remarks, percent::remarks, parts::remarks, fee::remarks, year::remarks];
        let mut found: Vec<Remark> = rules.iter().flat_map(|rule| rule(self).into_iter().take(MAX_TOLD)).collect();
        found.extend(count::remarks(self, site).into_iter().take(MAX_TOLD));
        found
    }

    /// A remark at some characters of a sentence.
    fn remark(&self, code: Code, sentence: &Sentence, range: Range<usize>, texts: (Text, Text)) -> Remark {
        let place = sentence.place(range);
        Remark::new(code, self.document.body.path.clone(), texts.0, texts.1).at(At::Range(place))
    }

    /// Whether a number was quoted from the tables, and so is right.
    fn is_quoted(&self, bound: &Bound) -> bool {
        let place = self.sentences[bound.sentence].place(bound.numeral.range.clone());
        self.text.get(place.start..).is_some_and(|text| text.starts_with("{{"))
    }

    /// A number as it is written, with its unit.
    fn written(&self, bound: &Bound) -> String {
        self.sentences[bound.sentence].words(bound.numeral.range.start..bound.numeral.end)
    }

    /// The definitions of a quantity in this report, or in last year's.
    fn tried(&self, quantity: &Quantity, past: bool) -> Vec<Tried> {
        let Some(report) = (if past { self.previous } else { Some(self.report) }) else { return Vec::new() };
        let declared = report.scope.iter().find(|(word, _)| quantity.words.contains(word.as_str()));
        let accepts = declared.map(|(_, cells)| vec![definition::declared(cells)]);
        definition::tried(&report.figures, accepts.as_ref().unwrap_or(&quantity.accepts), &quantity.columns)
    }

    fn binding(&self, bound: &Bound) -> Binding {
        let sentence = &self.sentences[bound.sentence];
        let quantity = bound.quantity.as_ref();
        let tried = quantity.map(|quantity| self.tried(quantity, quantity.past)).unwrap_or_default();
        Binding {
            range: sentence.place(bound.numeral.range.start..bound.numeral.end),
            number: bound.numeral.value,
            written: self.written(bound),
            quantity: quantity.map(|quantity| if quantity.past { format!("previous.{}", quantity.key) } else { quantity.key.clone() }),
            accepted: tried.iter().position(|tried| number::fits(&bound.numeral, tried.value)),
            tried,
            is_sure: quantity.is_some_and(|quantity| quantity.is_sure),
        }
    }
}
