//! The variables of an annual report, and of a disclosed item.

use super::attachment::{AttachmentView, attachment_views};
use super::chart::{ChartView, composition_chart, trend_chart};
use super::check::{CheckView, check_summary, check_views};
use super::download::{Download, report_downloads};
use super::parts::{Head, Item, Link, agency_head, card_facts, column_head, item, links_of, part_links};
use super::sheet::{figure_html, sheet_html};
use super::words::{read_quoting, read_words};
use crate::form::{Form, FormPart};
use crate::markdown::{self, Words};
use crate::model::{Address, Waiver};
use crate::page::{ItemPage, Neighbour, Part, ReportPage};
use crate::theme::Asked;
use minijinja::Value;
use serde::Serialize;
use std::borrow::Cow;
use std::io;

/// An annual report.
#[derive(Serialize)]
pub struct ReportView<'a> {
    /// What every page has.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// The year.
    pub year: String,
    /// When it was published: `2025年1月23日`.
    pub published: String,
    /// The same as `2025-01-23`.
    pub published_iso: String,
    /// The document that prescribes its form.
    pub form_name: &'a str,
    /// The words before the first section, as HTML.
    pub preface: Value,
    /// The sections of the form, in order.
    pub sections: Vec<SectionView>,
    /// How its figures fit together, by the rules of its form.
    pub checks: Vec<CheckView<'a>>,
    /// The same in numbers: `4 项通过，2 项不适用`.
    pub check_summary: String,
    /// Its tables as files.
    pub downloads: Vec<Download>,
    /// Comparisons with earlier years, the latest first.
    pub compared: Vec<Link>,
    /// The report before; its link is empty where there is none.
    pub earlier: Link,
    /// The report after; its link is empty where there is none.
    pub later: Link,
    /// Figures that stand as published although they do not fit.
    pub waivers: Vec<WaiverView<'a>>,
}

/// A section of a report.
#[derive(Serialize)]
pub struct SectionView {
    /// Its address within the page.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// Its words as HTML.
    pub body: Value,
    /// Its tables as HTML.
    pub tables: Value,
    /// What its figures and those of earlier years look like.
    pub charts: Vec<ChartView>,
    /// Whether it has neither words nor tables.
    pub empty: bool,
}

/// A figure that stands as published although it does not fit.
#[derive(Serialize)]
pub struct WaiverView<'a> {
    /// The row it is about, by its printed label.
    pub at: String,
    /// The link to it within the page; empty where it is about the whole report.
    pub url: String,
    /// Why it stands.
    pub reason: &'a str,
    /// Who let it stand.
    pub by: &'a str,
    /// Since when.
    pub date: String,
}

/// The variables of an annual report.
///
/// # Errors
/// Where its words cannot be read.
pub fn report<'a>(page: &'a ReportPage<'_>, asked: &Asked) -> io::Result<ReportView<'a>> {
    let (shell, report, slug) = (page.shell, page.report, page.agency.slug());
    let year = report.year;
    let phrases = shell.phrases;
    let heading = phrases.report_title(&report.figures.form, &page.agency.name, year);
    let folder = format!("{slug}/{year}/");
    let mut head = agency_head(shell, page.agency, page.parts, Some(Part::Reports)).at(shell, &folder).titled(&heading);
    head = head.below(shell, phrases.word("reports"), &format!("{slug}/reports/"));
    if let Some(last) = head.trail.last_mut() {
        last.label = phrases.year(year);
    }
    if let Some(words) = &report.words {
        head = head.drafted(shell, &words.card);
    }
    let form = &report.figures.form;
    let words = match &report.words {
        Some(document) => markdown::words(&read_quoting(shell, &document.body, &page.quotations)?, &form.sections, &heading, &links_of(shell)),
        None => Words::default(),
    };
    let link = |address: String| shell.link(&Address::new(address));
    let year_link = |year: Option<crate::model::Year>| Link {
        label: year.map(|year| phrases.year(year)).unwrap_or_default(),
        url: year.map(|year| link(format!("{slug}/{year}/"))).unwrap_or_default(),
        current: false,
    };
    let compared = |earlier: &crate::model::Year| Link {
        label: phrases.fill("compare_with", &[("year", earlier)]),
        url: link(format!("{folder}compare-{earlier}.html")),
        current: false,
    };
    let is_checked = asked.asks("checks") || asked.asks("check_summary");
    let checks = if is_checked { check_views(phrases, form, &page.checks.all()) } else { Vec::new() };
    let mut beginnings = words.sections.iter().map(|section| section.html.as_str()).chain([words.preface.as_str()]);
    let head = head.described(asked, beginnings.find(|html| !html.is_empty()).unwrap_or_default());
    Ok(ReportView {
        check_summary: check_summary(phrases, &checks),
        checks,
        year: year.to_string(),
        published: phrases.day(report.published),
        published_iso: report.published.to_string(),
        form_name: &form.name,
        preface: Value::from_safe_string(words.preface.clone()),
        sections: sections(page, &words, asked),
        downloads: report_downloads(shell, &page.downloads, form, &format!("{}-{year}", page.agency.name)),
        compared: asked.only("compared", || page.compared.iter().map(compared).collect()),
        earlier: asked.only("earlier", || year_link(page.earlier)),
        later: asked.only("later", || year_link(page.later)),
        waivers: report.waivers.iter().map(|waiver| waiver_view(page, waiver)).collect(),
        head,
    })
}

fn sections(page: &ReportPage<'_>, words: &Words, asked: &Asked) -> Vec<SectionView> {
    let figures = &page.report.figures;
    let form = &figures.form;
    let phrases = page.shell.phrases;
    let mut charts = asked.only("charts", || charts(page));
    let section = |(at, section): (usize, &crate::form::Section)| {
        let written: Vec<_> = words.sections.iter().filter(|written| written.section == at).collect();
        let body: String = written.iter().map(|written| written.html.as_str()).collect();
        let sheets = form.sheets.iter().filter(|sheet| sheet.section == Some(at));
        let tables: String = sheets.map(|sheet| sheet_html(phrases, form, sheet, |at| figure_html(phrases, figures.cell(at)))).collect();
        SectionView {
            id: Form::section_id(at),
            heading: written.first().map_or_else(|| section.heading.clone(), |written| written.heading.clone()),
            charts: charts.extract_if(.., |(place, _)| *place == at).map(|(_, chart)| chart).collect(),
            empty: body.is_empty() && tables.is_empty(),
            body: Value::from_safe_string(body),
            tables: Value::from_safe_string(tables),
        }
    };
    form.sections.iter().enumerate().map(section).collect()
}

/// The charts, each with the section that prints the table it is of, or else the first.
fn charts(page: &ReportPage<'_>) -> Vec<(usize, ChartView)> {
    let form = &page.report.figures.form;
    let section = |table: &str| {
        let table = form.table(table);
        form.sheets.iter().find(|sheet| table.is_some_and(|table| sheet.tables.contains(&table))).and_then(|sheet| sheet.section).unwrap_or(0)
    };
    let trend = page.trend.as_ref().and_then(|trend| Some((section(&trend.figure.table), trend_chart(page.shell.phrases, page.agency, trend)?)));
    let parts = page.composition.as_ref().and_then(|parts| Some((section(parts.table), composition_chart(page.shell.phrases, page.agency, parts)?)));
    trend.into_iter().chain(parts).collect()
}

fn waiver_view<'a>(page: &ReportPage<'_>, waiver: &'a Waiver) -> WaiverView<'a> {
    let (form, phrases) = (&page.report.figures.form, page.shell.phrases);
    let quoted = |table: &str, row: &str| phrases.fill("quoted", &[("table", &table), ("row", &row)]);
    let (at, id) = match form.part(&waiver.at) {
        Some(FormPart::Table(table)) => (table.label.clone(), table.key.clone()),
        Some(FormPart::Group(table, first)) => {
            (quoted(&table.label, first.under.last().unwrap_or(&first.label)), format!("{}.{}", table.key, first.group().unwrap_or_default()))
        }
        Some(FormPart::Row(table, row) | FormPart::Cell(table, row, _)) => (quoted(&table.label, &row.label), format!("{}.{}", table.key, row.key)),
        None => (phrases.word("this_report").to_owned(), String::new()),
    };
    let url = if form.has_id(&id) { format!("#{id}") } else { String::new() };
    WaiverView { at, url, reason: &waiver.reason, by: &waiver.by, date: phrases.day(waiver.date) }
}

/// A disclosed item.
#[derive(Serialize)]
pub struct ItemView<'a> {
    /// What every page has.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// What is known about it, label and value.
    pub facts: Vec<(&'a str, Cow<'a, str>)>,
    /// 发布日期, to the minute where the time was given.
    pub date: String,
    /// 信息来源.
    pub source: &'a str,
    /// 主题词, or else its category, agency and subject.
    pub keywords: String,
    /// 发文机关, or else its agency.
    pub author: &'a str,
    /// 有效性.
    pub status: &'a str,
    /// What was corrected.
    pub correction: &'a str,
    /// Its words as HTML.
    pub body: Value,
    /// Its files.
    pub attachments: Vec<AttachmentView<'a>>,
    /// The document it interprets, if it does.
    pub interprets: Vec<Item<'a>>,
    /// The documents that interpret it.
    pub interpreted_by: Vec<Item<'a>>,
    /// The one above it in the list of its category; its link is empty where there is none.
    pub newer: Link,
    /// The one below it.
    pub older: Link,
}

/// The variables of a disclosed item.
///
/// # Errors
/// Where its words cannot be read.
pub fn disclosed<'a>(page: &'a ItemPage<'_>, asked: &Asked) -> io::Result<ItemView<'a>> {
    let (shell, link) = (page.shell, &page.link);
    let card = &page.document.card;
    let address = link.address();
    let mut head = column_head(shell, link.agency).at(shell, address.as_str()).titled(&card.title);
    head.parts = asked.only("parts", || part_links(shell, link.agency, page.parts, Some(Part::Items)));
    let head = head.below(shell, &link.category.name, &format!("{}/{}/", link.agency.slug(), link.category.slug)).drafted(shell, card);
    let own = [("class", &link.category.name), ("publisher", &link.agency.name)];
    let mut facts: Vec<(&str, Cow<'_, str>)> = own.into_iter().map(|(key, name)| (shell.phrases.word(key), name.into())).collect();
    facts.extend(card_facts(shell.phrases, card, link.status));
    // The index number comes first, as on all such cards.
    let first = shell.phrases.word("index_no");
    facts.sort_by_key(|(label, _)| *label != first);
    let text = read_words(shell, &page.document.body)?;
    let body = markdown::render(&text, &card.title, &links_of(shell)).html;
    let keywords = || match &*card.keywords {
        [] => [link.category.name.as_str(), &link.agency.name].join(","),
        keywords => keywords.join(","),
    };
    Ok(ItemView {
        head: head.described(asked, &body),
        facts,
        keywords: asked.only("keywords", keywords),
        author: card.issuer.as_deref().unwrap_or(&link.agency.name),
        date: card.date.map(|moment| moment.minutes()).unwrap_or_default(),
        source: card.source.as_deref().unwrap_or(&link.agency.name),
        status: shell.phrases.status(link.status),
        correction: card.correction.as_deref().unwrap_or_default(),
        body: Value::from_safe_string(body),
        attachments: asked.only("attachments", || attachment_views(shell, &page.attachments)),
        interprets: page.interprets.iter().map(|link| item(shell, link)).collect(),
        interpreted_by: page.interpreted_by.iter().map(|link| item(shell, link)).collect(),
        newer: asked.only("newer", || neighbour(page, page.beside.newer)),
        older: asked.only("older", || neighbour(page, page.beside.older)),
    })
}

fn neighbour(page: &ItemPage<'_>, neighbour: Option<Neighbour<'_>>) -> Link {
    let link = |neighbour: Neighbour<'_>| Link { label: neighbour.card.title.clone(), url: page.shell.link(&neighbour.address(&page.link)), current: false };
    neighbour.map_or_else(Link::default, link)
}
