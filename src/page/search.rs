//! The search: its page, the lists of all titles, and the files of its index, which a browser asks for as it needs them.

use super::{ItemLink, Quotation, Shell};
use crate::date::Date;
use crate::model::{Address, AgencyCard, Card, Document, Report, Slug, Status, Year};
use crate::source::Digest;
use std::ops::Range;
use std::sync::Arc;

/// How many results one file of [`ResultsFile`] tells of.
pub const RESULTS_PER_FILE: usize = 16;

/// Something that can be found.
#[derive(Debug)]
pub struct Entry<'s> {
    /// Its agency.
    pub agency: &'s AgencyCard,
    /// What it is.
    pub kind: EntryKind<'s>,
}

/// What can be found.
#[derive(Debug)]
pub enum EntryKind<'s> {
    /// An agency's column.
    Agency,
    /// 政府信息公开指南.
    Guide(&'s Document),
    /// 依申请公开.
    Apply(&'s Document),
    /// A rule, and whether it is in force on the day of the build.
    Rule(&'s Document, Option<Status>),
    /// An annual report, with what stands in its words in place of what they quote.
    Report(&'s Report, Vec<Quotation>),
    /// Another data table.
    Table(&'s Slug, &'s Report),
    /// A disclosed item.
    Item(ItemLink<'s>, &'s Document),
}

/// All that can be found: agencies first, then what bears no date, then the rest, the latest last. So a new document is
/// added behind the others, and the numbers of those stay as they are.
#[derive(Debug)]
pub struct SearchIndex<'s> {
    /// The entries; their places are their numbers.
    pub entries: Vec<Entry<'s>>,
    /// How the files of the index are laid out.
    pub layout: Layout,
}

/// How the files of the index are laid out: what a browser has to know to ask for the right ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// How many entries there are.
    pub entries: usize,
    /// How many of them are agencies.
    pub agencies: usize,
    /// Over how many files titles and numbers are spread.
    pub heads: usize,
    /// The blocks of words: how many entries each is about, and over how many files it is spread.
    pub words: Vec<(usize, usize)>,
}

/// A part of the index whose files are made together.
#[derive(Debug)]
pub struct IndexPart<'s> {
    /// What every page shows: where words are read.
    pub shell: &'s Shell<'s>,
    /// All that can be found.
    pub index: Arc<SearchIndex<'s>>,
    /// What of it.
    pub content: PartContent,
    /// Over how many files.
    pub files: usize,
    /// The digest of all this.
    pub digest: Digest,
}

/// What of entries a part of the index is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartContent {
    /// The titles and numbers of all, and by what they can be chosen.
    Heads,
    /// The words of some, which are numbered from 0.
    Words(Range<usize>),
}

/// A file of the index.
#[derive(Debug)]
pub struct IndexFile<'s> {
    /// The part it belongs to.
    pub part: Arc<IndexPart<'s>>,
    /// Its place in that.
    pub at: usize,
}

/// What is told of some entries where they are found.
#[derive(Debug)]
pub struct ResultsFile<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// All that can be found.
    pub index: Arc<SearchIndex<'s>>,
    /// The entries.
    pub range: Range<usize>,
}

/// The page of the search.
#[derive(Debug)]
pub struct SearchPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// All that can be found.
    pub index: Arc<SearchIndex<'s>>,
    /// All agencies, each with its titles.
    pub columns: Vec<TitleColumn<'s>>,
    /// The years of what can be found, the latest first.
    pub years: Vec<Year>,
    /// What kinds can be found: the key, and where one of the kind stands.
    pub kinds: Vec<(&'s str, usize)>,
    /// Whether it lists the titles itself; else each agency's stand on a page of their own.
    pub has_titles: bool,
}

/// An agency and its titles.
#[derive(Debug)]
pub struct TitleColumn<'s> {
    /// The agency.
    pub agency: &'s AgencyCard,
    /// Whether it has a page on how to apply.
    pub has_apply: bool,
    /// The places of its entries, the latest last.
    pub places: Vec<usize>,
}

/// The titles of an agency.
#[derive(Debug)]
pub struct TitlesPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// All that can be found.
    pub index: Arc<SearchIndex<'s>>,
    /// The agency.
    pub agency: &'s AgencyCard,
    /// The places of its entries, the latest last.
    pub places: Vec<usize>,
}

impl<'s> Entry<'s> {
    /// Where it stands.
    #[must_use]
    pub fn address(&self) -> Address {
        let slug = self.agency.slug();
        match &self.kind {
            EntryKind::Agency => Address::new(format!("{slug}/")),
            EntryKind::Guide(_) => Address::new(format!("{slug}/guide.html")),
            EntryKind::Apply(_) => Address::new(format!("{slug}/apply.html")),
            EntryKind::Rule(rule, _) => Address::new(format!("{slug}/rules/{}.html", rule.slug)),
            EntryKind::Report(report, _) => Address::new(format!("{slug}/{}/", report.year)),
            EntryKind::Table(name, report) => Address::new(format!("{slug}/{}/{name}.html", report.year)),
            EntryKind::Item(link, _) => link.address(),
        }
    }

    /// The day that tells how new it is.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        match &self.kind {
            EntryKind::Agency | EntryKind::Guide(_) | EntryKind::Apply(_) => None,
            EntryKind::Rule(document, _) | EntryKind::Item(_, document) => document.card.date.map(|moment| moment.date),
            EntryKind::Report(report, _) | EntryKind::Table(_, report) => Some(report.published),
        }
    }

    /// The year whose folder it stands in.
    #[must_use]
    pub fn year(&self) -> Option<Year> {
        match &self.kind {
            EntryKind::Agency | EntryKind::Guide(_) | EntryKind::Apply(_) | EntryKind::Rule(..) => None,
            EntryKind::Report(report, _) | EntryKind::Table(_, report) => Some(report.year),
            EntryKind::Item(link, _) => Some(link.year),
        }
    }

    /// The key of its kind; a category may not have the key of another kind.
    #[must_use]
    pub fn kind_key(&self) -> &'s str {
        match &self.kind {
            EntryKind::Agency => "",
            EntryKind::Guide(_) => "guide",
            EntryKind::Apply(_) => "apply",
            EntryKind::Rule(..) => "rules",
            EntryKind::Report(..) => "reports",
            EntryKind::Table(..) => "data",
            EntryKind::Item(link, _) => link.category.slug.as_str(),
        }
    }

    /// What its front matter says.
    #[must_use]
    pub fn card(&self) -> Option<&'s Card> {
        match &self.kind {
            EntryKind::Rule(document, _) | EntryKind::Item(_, document) => Some(&document.card),
            EntryKind::Agency | EntryKind::Guide(_) | EntryKind::Apply(_) | EntryKind::Report(..) | EntryKind::Table(..) => None,
        }
    }

    /// Whether it is in force on the day of the build.
    #[must_use]
    pub fn status(&self) -> Option<Status> {
        match &self.kind {
            EntryKind::Rule(_, status) => *status,
            EntryKind::Item(link, _) => link.status,
            EntryKind::Agency | EntryKind::Guide(_) | EntryKind::Apply(_) | EntryKind::Report(..) | EntryKind::Table(..) => None,
        }
    }

    /// Its words, and what stands in them in place of what they quote.
    #[must_use]
    pub fn words(&self) -> Option<(&'s Document, &[Quotation])> {
        match &self.kind {
            EntryKind::Agency | EntryKind::Table(..) => None,
            EntryKind::Guide(document) | EntryKind::Apply(document) | EntryKind::Rule(document, _) | EntryKind::Item(_, document) => Some((document, &[])),
            EntryKind::Report(report, quotations) => report.words.as_deref().map(|words| (words, quotations.as_slice())),
        }
    }

    /// Whether it is an agency's column.
    #[must_use]
    pub fn is_agency(&self) -> bool {
        matches!(self.kind, EntryKind::Agency)
    }

    /// What puts it in its place: agencies, then by day, then by where it stands.
    pub(crate) fn order(&self) -> impl Ord + '_ {
        let name = match &self.kind {
            EntryKind::Agency | EntryKind::Report(..) => "",
            EntryKind::Guide(document) | EntryKind::Apply(document) | EntryKind::Rule(document, _) | EntryKind::Item(_, document) => document.slug.as_str(),
            EntryKind::Table(name, _) => name.as_str(),
        };
        (!self.is_agency(), self.day(), self.agency.slug(), self.year(), self.kind_key(), name)
    }
}

impl Layout {
    /// The most entries whose words one block is about: what a change of one of them makes anew.
    const MAX_BLOCK: usize = 8_192;

    /// How few entries a file of words is about, and one of titles and numbers: such files have some five kilobytes.
    const WORDS_PER_FILE: usize = 8;
    const HEADS_PER_FILE: usize = 128;

    /// How the index of so many entries is laid out, some of which are agencies.
    #[must_use]
    pub fn of(entries: usize, agencies: usize) -> Self {
        let files = |entries: usize, each: usize| entries.div_ceil(each).max(1).next_power_of_two();
        let blocks = (0..entries).step_by(Self::MAX_BLOCK).map(|start| (entries - start).min(Self::MAX_BLOCK));
        Self {
            entries,
            agencies,
            heads: files(entries, Self::HEADS_PER_FILE),
            words: blocks.map(|entries| (entries, files(entries, Self::WORDS_PER_FILE))).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Layout;

    #[test]
    fn an_index_grows_with_its_entries() {
        let case = |entries, heads, words: &[(usize, usize)]| assert_eq!(Layout::of(entries, 1), Layout { entries, agencies: 1, heads, words: words.to_vec() });
        case(0, 1, &[]);
        case(20, 1, &[(20, 4)]);
        case(1_400, 16, &[(1_400, 256)]);
        case(10_000, 128, &[(8_192, 1_024), (1_808, 256)]);
    }
}
