//! An agency's column: its first page, its lists, its guide and rules.

use super::{ItemLink, Shell};
use crate::model::{AgencyCard, Category, Document, Report, Slug, Status};

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
    /// The items on this page, the latest first.
    pub items: Vec<ItemLink<'s>>,
    /// Which page it is, from 1.
    pub number: usize,
    /// How many pages there are.
    pub pages: usize,
    /// How many items there are in all.
    pub total: usize,
    /// Why there are none.
    pub reason: Option<&'s str>,
}
