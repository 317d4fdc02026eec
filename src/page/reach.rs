//! A page and a file of the content → whether a change of the one may show in the other.

use super::{Entry, IndexPart, ItemLink, Page, PartContent};
use crate::model::{AgencyCard, Document, Year};

impl Entry<'_> {
    /// Whether a change of a file of the content may show in what is told of it.
    fn may_show(&self, path: &str) -> bool {
        self.words().is_some_and(|(words, _)| words.body.path == path) || self.agency.path() == path
    }
}

impl IndexPart<'_> {
    /// Whether a change of a file of the content may show in it.
    fn may_show(&self, path: &str) -> bool {
        match &self.content {
            PartContent::Heads => true,
            PartContent::Words(range) => {
                let quotes = |words: &Document| !words.quotes.is_empty() && path.ends_with(".yaml");
                self.index.entries[range.clone()].iter().filter_map(Entry::words).any(|(words, _)| words.body.path == path || quotes(words))
            }
        }
    }
}

/// What a file of the content is about, by where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct About<'p> {
    agency: &'p str,
    year: Option<Year>,
    /// The category of an item, or of a file beside it.
    category: Option<&'p str>,
    name: &'p str,
}

impl<'p> About<'p> {
    fn of(path: &'p str) -> Option<Self> {
        let parts: Vec<&str> = path.strip_prefix("content/")?.split('/').collect();
        let (name, folders) = parts.split_last()?;
        let agency = folders.first()?;
        let year = folders.get(1).and_then(|folder| Year::parse(folder));
        let category = folders.get(2).copied().filter(|_| year.is_some());
        Some(Self { agency, year, category, name })
    }

    fn is_of(&self, agency: &AgencyCard) -> bool {
        self.agency == agency.slug()
    }

    /// Whether it stands in the folder of an item.
    fn is_beside(&self, item: &ItemLink<'_>) -> bool {
        self.is_of(item.agency) && self.year == Some(item.year) && self.category == Some(item.category.slug.as_str())
    }

    /// Whether it is the file of an item.
    fn is_item(&self, item: &ItemLink<'_>) -> bool {
        self.is_beside(item) && self.name.strip_suffix(".md") == Some(item.slug.as_str())
    }

    /// What every page about an agency shows: its name.
    fn is_card(&self) -> bool {
        self.name == "agency.yaml" && self.year.is_none()
    }

    /// The figures of an annual report or of a data table.
    fn is_figures(&self) -> bool {
        self.year.is_some() && self.category.is_none() && self.name.ends_with(".yaml")
    }
}

impl Page<'_> {
    /// Whether a change of a file of the content, by its path below the root, may show in the page: its own file, what it
    /// lists, what it compares, the names of its agencies. Of what words quote, any figures may.
    #[must_use]
    pub fn may_show(&self, path: &str) -> bool {
        if self.sources().contains(&path) {
            return true;
        }
        let Some(about) = About::of(path) else { return self.is_of_portal() };
        match self {
            Self::Home(_) | Self::Matrix(_) | Self::Data(_) | Self::SiteMap(_) | Self::DataFile(_) | Self::UrlList(_) | Self::Search(_) => true,
            Self::Titles(page) => about.is_of(page.agency),
            Self::IndexFile(file) => file.part.may_show(path),
            Self::Results(file) => file.index.entries[file.range.clone()].iter().any(|entry| entry.may_show(path)),
            Self::Feed(file) => file.agency.is_none_or(|agency| about.is_of(agency)),
            Self::Year(page) => about.is_card() || about.is_figures() && about.year.is_some_and(|year| year <= page.year),
            Self::Metric(page) => about.is_card() || about.is_figures() && about.year == Some(page.year),
            Self::Agency(page) => about.is_of(page.agency),
            Self::Document(page) => about.is_of(page.agency) && about.is_card() || !page.document.quotes.is_empty() && about.is_figures(),
            Self::Apply(page) => about.is_of(page.agency) && about.category.is_none(),
            Self::Rules(page) => about.is_of(page.agency) && about.year.is_none(),
            Self::Category(page) => about.is_of(page.agency) && (about.is_card() || about.category == Some(page.category.slug.as_str())),
            Self::Item(page) => {
                let is_related = page.interprets.as_deref().into_iter().chain(&page.interpreted_by).any(|other| about.is_item(other));
                is_related || about.is_of(page.link.agency) && about.is_card() || about.is_beside(&page.link) && !about.name.ends_with(".md")
            }
            Self::Reports(page) => about.is_of(page.agency) && (about.is_card() || about.is_figures()),
            Self::Report(page) => {
                let quotes = page.report.words.as_ref().is_some_and(|words| !words.quotes.is_empty());
                about.is_of(page.agency) && (about.is_card() || about.is_figures()) || quotes && about.is_figures()
            }
            Self::Table(page) => about.is_of(page.agency) && (about.is_card() || about.is_figures()),
            Self::Compare(page) => {
                let quotes = page.quotations.iter().any(|quotations| !quotations.is_empty());
                about.is_of(page.agency) && (about.is_card() || about.is_figures()) || quotes && about.is_figures()
            }
            Self::Xlsx(file) => about.is_of(file.agency) && about.is_card(),
            Self::Json(file) => about.is_of(file.agency) && about.is_card(),
            Self::Attachment(file) => file.attachment.path == path,
            Self::Csv(_) | Self::CompareCsv(_) | Self::Redirect(_) | Self::Accessibility(_) | Self::NotFound(_) | Self::Robots(_) | Self::Asset(_) => false,
        }
    }

    /// Whether it shows what stands outside the folders of agencies.
    fn is_of_portal(&self) -> bool {
        matches!(self, Self::Home(_) | Self::Attachment(_) | Self::UrlList(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_about_something() {
        let about = About::of("content/kjj/2024/news/a.md").expect("in a folder");
        assert_eq!((about.agency, about.year, about.category, about.name), ("kjj", Year::parse("2024"), Some("news"), "a.md"));
        assert!(!about.is_card() && !about.is_figures());
        assert!(About::of("content/kjj/agency.yaml").is_some_and(|about| about.is_card()));
        assert!(About::of("content/kjj/2024/budget.yaml").is_some_and(|about| about.is_figures()));
        assert_eq!((About::of("content/index.md"), About::of("site.toml")), (None, None));
    }
}
