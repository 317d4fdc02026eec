//! An agency's column: its first page, its lists, its guide and rules.

use super::{ItemLink, Shell};
use crate::model::{Address, AgencyCard, Category, Document, Report, Slug, Status, Year};

/// An agency's column.
#[derive(Debug)]
pub struct AgencyPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// The agency.
    pub agency: &'s AgencyCard,
    /// Which parts its column has.
    pub parts: Parts,
    /// Its categories.
    pub categories: Vec<CategoryCount<'s>>,
    /// Its reports, the latest first.
    pub reports: Vec<&'s Report>,
    /// Its other data tables by name, each with its years, the latest first.
    pub tables: Vec<(&'s Slug, Vec<&'s Report>)>,
    /// Its latest items.
    pub latest: Vec<ItemLink<'s>>,
}

/// Which parts an agency's column has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// 政府信息公开指南.
    pub guide: bool,
    /// 政府信息公开制度.
    pub rules: bool,
    /// 政府信息公开年报.
    pub reports: bool,
    /// 依申请公开.
    pub apply: bool,
}

/// A category in an agency's column.
#[derive(Debug)]
pub struct CategoryCount<'s> {
    /// The category.
    pub category: &'s Category,
    /// How many items it has.
    pub count: usize,
    /// When the latest was published.
    pub latest: Option<String>,
    /// Why it has none.
    pub reason: Option<&'s str>,
}

/// A guide or a rule.
#[derive(Debug)]
pub struct DocumentPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// The agency.
    pub agency: &'s AgencyCard,
    /// Which parts its column has.
    pub parts: Parts,
    /// Which part it belongs to.
    pub part: Part,
    /// The document.
    pub document: &'s Document,
    /// Whether it is in force on the day of the build.
    pub status: Option<Status>,
}

/// A part of an agency's column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// 政府信息公开指南.
    Guide,
    /// 政府信息公开制度.
    Rules,
    /// 法定主动公开内容.
    Items,
    /// 政府信息公开年报.
    Reports,
    /// 依申请公开.
    Apply,
}

/// The list of an agency's rules.
#[derive(Debug)]
pub struct RulesPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// The agency.
    pub agency: &'s AgencyCard,
    /// Which parts its column has.
    pub parts: Parts,
    /// Its rules.
    pub rules: Vec<&'s Document>,
}

/// One page of the list of a category.
#[derive(Debug)]
pub struct CategoryPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// The agency.
    pub agency: &'s AgencyCard,
    /// Which parts its column has.
    pub parts: Parts,
    /// The category.
    pub category: &'s Category,
    /// The agency's other categories with items.
    pub siblings: Vec<&'s Category>,
    /// Which of its items are listed.
    pub selection: Selection,
    /// Which of them may be listed by themselves; none where the list is short.
    pub selections: Selections,
    /// The items on this page, the latest first.
    pub items: Vec<ItemLink<'s>>,
    /// Which page it is, from 1.
    pub number: usize,
    /// How many pages there are.
    pub pages: usize,
    /// How many items there are in all that are listed.
    pub total: usize,
    /// Why there are none.
    pub reason: Option<&'s str>,
}

/// Which items of a category are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// All of them.
    All,
    /// Those of a year.
    Year(Year),
    /// Those that are, or are not, in force on the day of the build.
    Status(Status),
}

/// The items of a category that may be listed by themselves.
#[derive(Debug, Clone, Default)]
pub struct Selections {
    /// The years, the latest first; none where all items are of one.
    pub years: Vec<Year>,
    /// Whether they are in force; none where all are alike in it.
    pub statuses: Vec<Status>,
}

impl Selection {
    /// The address of a page of the list, from 1.
    #[must_use]
    pub fn address(self, agency: &AgencyCard, category: &Category, number: usize) -> Address {
        let name = match self {
            Self::All => String::new(),
            Self::Year(year) => format!("year-{year}"),
            Self::Status(Status::InForce) => "status-in-force".to_owned(),
            Self::Status(Status::Lapsed) => "status-lapsed".to_owned(),
            Self::Status(Status::Repealed) => "status-repealed".to_owned(),
        };
        let name = match (name.is_empty(), number) {
            (true, 1) => name,
            (true, _) => format!("page-{number}.html"),
            (false, 1) => format!("{name}.html"),
            (false, _) => format!("{name}-page-{number}.html"),
        };
        Address::new(format!("{}/{}/{name}", agency.slug(), category.slug))
    }

    /// Whether an item is listed.
    #[must_use]
    pub fn holds(self, item: &ItemLink<'_>) -> bool {
        match self {
            Self::All => true,
            Self::Year(year) => item.year == year,
            Self::Status(status) => item.status == Some(status),
        }
    }
}

impl Selections {
    /// All of them, that of all items first.
    pub fn iter(&self) -> impl Iterator<Item = Selection> {
        let Self { years, statuses } = self;
        let years = years.iter().copied().map(Selection::Year);
        std::iter::once(Selection::All).chain(years).chain(statuses.iter().copied().map(Selection::Status))
    }
}
