//! A page → the template it is rendered with and the variables that template may use. Everything arrives ready to be
//! shown: links complete, numbers grouped, dates written out.

mod apply;
mod attachment;
mod chart;
mod check;
mod compare;
mod download;
mod feed;
mod guide;
mod home;
mod index;
mod lists;
mod matrix;
mod metric;
mod narrative;
mod parts;
mod report;
mod review;
mod search;
mod sheet;
mod site_map;
mod summary;
mod table;
mod terms;
mod words;

pub use apply::{ApplyView, apply};
pub use attachment::AttachmentView;
pub use chart::{ChartRow, ChartView, Panel, PanelsView};
pub use check::CheckView;
pub use compare::{CompareLine, CompareTable, CompareView, years};
pub use download::{AgencyYears, DataView, Download, FormTable, FormView, ListView, TableYears, data};
pub use feed::feed;
pub use guide::GuideFact;
pub use home::{Group, HomeView, Letter, home};
pub use index::{index_files, results};
pub use lists::{
    AgencyView, CategoryEntry, CategoryView, MetricLinks, ReportsView, Rule, RulesView, TableEntry, Unpublished, YearView, agency, category, reports, rules,
    year,
};
pub use matrix::{MatrixEntry, MatrixGroup, MatrixLine, MatrixTotal, MatrixView, matrix};
pub use metric::{MetricRow, MetricView, SeriesView, metric};
pub use narrative::{NarrativeView, PassageView};
pub use parts::{AgencyLink, Head, Item, Link, ReportRow, SiteView};
pub use report::{ItemView, ReportView, SectionView, WaiverView, disclosed, report};
pub use search::{Choice, SearchAgency, SearchView, TitleGroup, TitleLine, TitlesView, search, titles};
pub use site_map::{MapCategory, MapColumn, MapGroup, SiteMapView, site_map};
pub use table::{TableView, table};

use crate::markdown;
use crate::page::{AccessibilityPage, DocumentPage, NotFoundPage, Part, RedirectPage};
use crate::theme::Asked;
use minijinja::Value;
use parts::{agency_head, agency_link, links_of, portal_head};
use serde::Serialize;
use std::borrow::Cow;
use std::io;
use words::read_words;

/// A guide or a rule.
#[derive(Serialize)]
pub struct DocumentView<'a> {
    /// What every page has.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// What is known about a rule, label and value.
    pub facts: Vec<(&'a str, Cow<'a, str>)>,
    /// What the law wants a guide to say.
    pub guide: Vec<GuideFact<'a>>,
    /// Its words as HTML.
    pub body: Value,
}

/// An old address that leads to a new one.
#[derive(Serialize)]
pub struct RedirectView<'a> {
    /// What every page has.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// Where it leads.
    pub target: String,
}

/// The variables of a document.
///
/// # Errors
/// Where its words cannot be read.
pub fn document<'a>(page: &'a DocumentPage<'_>, asked: &Asked) -> io::Result<DocumentView<'a>> {
    let card = &page.document.card;
    let address = match page.part {
        Part::Rules => format!("{}/rules/{}.html", page.agency.slug(), page.document.slug),
        Part::Guide | Part::Apply | Part::Items | Part::Reports => format!("{}/{}.html", page.agency.slug(), page.document.slug),
    };
    let mut head = agency_head(page.shell, page.agency, page.parts, Some(page.part)).at(page.shell, &address).titled(&card.title);
    if page.part == Part::Rules {
        head = head.below(page.shell, page.shell.phrases.word("rules"), &format!("{}/rules/", page.agency.slug()));
    }
    let head = head.drafted(page.shell, card);
    let text = read_words(page.shell, &page.document.body)?;
    let words = markdown::render(&text, &card.title, &links_of(page.shell));
    let head = head.described(asked, &words.html);
    let facts = if page.part == Part::Rules { parts::card_facts(page.shell.phrases, card, page.status) } else { Vec::new() };
    let guide = if page.part == Part::Guide { guide::guide_facts(page.shell.phrases, page.agency, &words.headings) } else { Vec::new() };
    Ok(DocumentView { head, facts, guide, body: Value::from_safe_string(words.html) })
}

/// The variables of the accessibility statement.
#[must_use]
pub fn accessibility<'a>(page: &'a AccessibilityPage<'_>) -> Head<'a> {
    portal_head(page.shell).at(page.shell, "accessibility/").titled(page.shell.phrases.word("accessibility"))
}

/// The page for addresses that do not exist.
#[derive(Serialize)]
pub struct NotFoundView<'a> {
    /// What every page has.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// The agencies.
    pub agencies: Vec<AgencyLink<'a>>,
}

/// The variables of the page for addresses that do not exist.
#[must_use]
pub fn not_found<'a>(page: &'a NotFoundPage<'_>) -> NotFoundView<'a> {
    let head = portal_head(page.shell).at(page.shell, "404.html").titled(page.shell.phrases.word("not_found"));
    NotFoundView { head, agencies: page.agencies.iter().map(|agency| agency_link(page.shell, agency)).collect() }
}

/// The variables of a redirect.
#[must_use]
pub fn redirect<'a>(page: &'a RedirectPage<'_>) -> RedirectView<'a> {
    let mut head = portal_head(page.shell).at(page.shell, page.target.as_str()).titled(page.title);
    head.url = page.shell.link(&page.target);
    RedirectView { target: head.url.clone(), head }
}
