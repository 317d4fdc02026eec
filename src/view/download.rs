//! The variables of files to download, and of the page that lists those of the whole portal.

use super::attachment::size_words;
use super::parts::{Head, Link, agency_link, portal_head};
use crate::export::{AGENCIES_COLUMNS, CELLS_COLUMNS, DictionaryColumn, FIGURES_COLUMNS, METRICS_COLUMNS, REPORTS_COLUMNS};
use crate::form::{CellKind, Form, Table};
use crate::model::{Address, AgencyCard, Year};
use crate::page::{self, DataKind, DataPage, Dataset, DownloadContent, Shell};
use crate::phrase::Phrases;
use serde::Serialize;

/// A file to download.
#[derive(Serialize)]
pub struct Download {
    /// What it holds.
    pub label: String,
    /// Its kind: `CSV`.
    pub kind: &'static str,
    /// Its size: `2 KB`.
    pub size: String,
    /// Its link.
    pub url: String,
    /// The name it is saved under.
    pub name: String,
    /// When what it holds was published: `2025-01-23`.
    pub date: String,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
}

/// All downloads of the portal.
#[derive(Serialize)]
pub struct DataView<'a> {
    /// What every page has.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// The files about all reports.
    pub downloads: Vec<Download>,
    /// The CSV files about all reports, with their columns.
    pub lists: Vec<ListView<'a>>,
    /// The forms.
    pub forms: Vec<FormView<'a>>,
    /// Each agency with a link to the downloads of each of its reports.
    pub agencies: Vec<AgencyYears<'a>>,
    /// The other data tables of agencies, likewise.
    pub tables: Vec<TableYears<'a>>,
}

/// A data table of an agency and its years.
#[derive(Serialize)]
pub struct TableYears<'a> {
    /// The agency's name.
    pub agency: &'a str,
    /// What the table is called.
    pub title: &'a str,
    /// Its years.
    pub years: Vec<Link>,
}

/// A CSV file and its columns.
#[derive(Serialize)]
pub struct ListView<'a> {
    /// Its name.
    pub name: &'static str,
    /// Its columns: name, label, type, meaning.
    pub columns: Vec<[&'a str; 4]>,
}

/// An agency and its years.
#[derive(Serialize)]
pub struct AgencyYears<'a> {
    /// Its name.
    pub name: &'a str,
    /// The link of its column.
    pub url: String,
    /// Its years.
    pub years: Vec<Link>,
}

/// A form in the dictionary.
#[derive(Serialize)]
pub struct FormView<'a> {
    /// Its key.
    pub key: &'a str,
    /// The document that prescribes it.
    pub name: &'a str,
    /// What a table that fills it is called.
    pub title: &'a str,
    /// Its tables.
    pub tables: Vec<FormTable<'a>>,
    /// Its metrics: key, label, formula.
    pub metrics: Vec<(&'a str, &'a str, String)>,
}

/// A table of a form in the dictionary.
#[derive(Serialize)]
pub struct FormTable<'a> {
    /// Its key.
    pub key: &'a str,
    /// Its label.
    pub label: &'a str,
    /// Its unit.
    pub unit: &'a str,
    /// Its rows: key, printed labels.
    pub rows: Vec<(&'a str, String)>,
    /// Its columns: key, printed labels, what they may hold.
    pub columns: Vec<(&'a str, String, String)>,
}

/// The files of a report's or table's figures; `stem` begins the names they are saved under.
pub(crate) fn report_downloads(shell: &Shell<'_>, files: &[page::Download], form: &Form, stem: &str) -> Vec<Download> {
    let number = |content: DownloadContent| match content {
        DownloadContent::Table(place) => form.sheets.iter().find(|sheet| sheet.tables.contains(&place)).map_or("", |sheet| sheet.number.as_str()),
        DownloadContent::Workbook | DownloadContent::Json | DownloadContent::Comparison | DownloadContent::Portal(_) => "",
    };
    let named = |content| Some(number(content)).filter(|number| !number.is_empty()).map_or_else(|| stem.to_owned(), |number| format!("{stem}-{number}"));
    files.iter().map(|file| download(shell, file, label(shell.phrases, form, file.content), &named(file.content))).collect()
}

fn download(shell: &Shell<'_>, file: &page::Download, label: String, stem: &str) -> Download {
    let last = file.address.as_str().rsplit('/').next().unwrap_or_default();
    let kind = match last.rsplit('.').next() {
        Some("csv") => "CSV",
        Some("xlsx") => "XLSX",
        _ => "JSON",
    };
    Download {
        label,
        kind,
        size: file.facts.map(|facts| size_words(facts.size)).unwrap_or_default(),
        url: shell.link(&file.address),
        // What holds the whole annual report bears no name of its own.
        name: last.strip_prefix("report").filter(|ending| ending.starts_with('.')).map_or_else(|| format!("{stem}-{last}"), |ending| format!("{stem}{ending}")),
        date: file.published.map(|date| date.to_string()).unwrap_or_default(),
        sha256: file.facts.map(|facts| facts.sha256.to_string()).unwrap_or_default(),
    }
}

/// What a file of a report holds, in words: a table as its sheet is captioned, or by its own label where the sheet has others too.
fn label(phrases: &Phrases, form: &Form, content: DownloadContent) -> String {
    match content {
        DownloadContent::Workbook | DownloadContent::Json => phrases.word("all_tables").to_owned(),
        DownloadContent::Table(place) => {
            let (table, sheet) = (&form.tables[place], form.sheets.iter().find(|sheet| sheet.tables.contains(&place)));
            match sheet {
                Some(sheet) if sheet.tables.len() == 1 => phrases.caption(sheet),
                Some(sheet) => phrases.fill("caption", &[("number", &sheet.number), ("title", &table.label)]),
                None => table.label.clone(),
            }
        }
        DownloadContent::Comparison => phrases.word("cells").to_owned(),
        DownloadContent::Portal(kind) => phrases.word(portal_label(kind)).to_owned(),
    }
}

/// The variables of the page of all downloads.
#[must_use]
pub fn data<'a>(page: &'a DataPage<'_>) -> DataView<'a> {
    let (shell, phrases) = (page.shell, page.shell.phrases);
    let agencies = page.reports.iter().map(|(agency, years)| {
        let link = agency_link(shell, agency);
        let year = |year: &Year| Link { label: phrases.year(year), url: format!("{}{year}/#downloads", link.url), current: false };
        AgencyYears { name: link.name, years: years.iter().map(year).collect(), url: link.url }
    });
    let file = |file: &page::Download| match file.content {
        DownloadContent::Portal(kind) => Some(download(shell, file, phrases.word(portal_label(kind)).to_owned(), &shell.facts.title)),
        DownloadContent::Table(_) | DownloadContent::Workbook | DownloadContent::Json | DownloadContent::Comparison => None,
    };
    DataView {
        head: portal_head(shell).at(shell, "data/").titled(phrases.word("data")),
        downloads: page.downloads.iter().filter_map(file).collect(),
        lists: page.downloads.iter().filter_map(|file| list_view(phrases, file)).collect(),
        forms: form_views(phrases, &page.forms),
        agencies: agencies.collect(),
        tables: page.tables.iter().map(|(agency, dataset, years)| table_years(shell, agency, *dataset, years)).collect(),
    }
}

fn table_years<'a>(shell: &Shell<'_>, agency: &'a AgencyCard, dataset: Dataset<'a>, years: &[Year]) -> TableYears<'a> {
    let year = |year: &Year| {
        let url = shell.link(&Address::new(dataset.report_address(agency, *year)));
        Link { label: shell.phrases.year(year), url: format!("{url}#downloads"), current: false }
    };
    TableYears { agency: &agency.name, title: dataset.title, years: years.iter().map(year).collect() }
}

/// The columns of a file; none of one that has no columns.
fn list_view<'a>(phrases: &'a Phrases, file: &page::Download) -> Option<ListView<'a>> {
    let DownloadContent::Portal(kind) = file.content else { return None };
    let columns: &[DictionaryColumn] = match kind {
        DataKind::Figures => &FIGURES_COLUMNS,
        DataKind::Metrics => &METRICS_COLUMNS,
        DataKind::Dictionary => &CELLS_COLUMNS,
        DataKind::Agencies => &AGENCIES_COLUMNS,
        DataKind::Reports => &REPORTS_COLUMNS,
        DataKind::Json | DataKind::ReportSchema | DataKind::PortalSchema => return None,
    };
    let columns =
        columns.iter().map(|DictionaryColumn { name, label, kind, meaning }| [*name, phrases.word(label), phrases.word(kind), phrases.word(meaning)]).collect();
    Some(ListView { name: kind.file_name(), columns })
}

fn portal_label(kind: DataKind) -> &'static str {
    match kind {
        DataKind::Figures => "file_figures",
        DataKind::Json => "file_json",
        DataKind::Metrics => "file_metrics",
        DataKind::Dictionary => "file_dictionary",
        DataKind::Agencies => "file_agencies",
        DataKind::Reports => "file_reports",
        DataKind::ReportSchema => "file_report_schema",
        DataKind::PortalSchema => "file_figures_schema",
    }
}

/// The forms; a form and its variants are told as one, with the rows of all of them.
fn form_views<'a>(phrases: &Phrases, forms: &[&'a Form]) -> Vec<FormView<'a>> {
    let mut views: Vec<FormView<'a>> = Vec::new();
    for form in forms {
        let view = form_view(phrases, form);
        let Some(known) = views.iter_mut().find(|known| known.key == view.key) else {
            views.push(view);
            continue;
        };
        for (known, table) in known.tables.iter_mut().zip(view.tables) {
            let more: Vec<_> = table.rows.into_iter().filter(|(key, _)| known.rows.iter().all(|(other, _)| other != key)).collect();
            known.rows.extend(more);
        }
    }
    views
}

fn form_view<'a>(phrases: &Phrases, form: &'a Form) -> FormView<'a> {
    FormView {
        key: &form.key,
        name: &form.name,
        title: &form.title,
        tables: form.tables.iter().map(|table| form_table(phrases, table)).collect(),
        metrics: form.metrics.iter().map(|metric| (metric.key.as_str(), metric.label.as_str(), phrases.told(&metric.words()))).collect(),
    }
}

fn form_table<'a>(phrases: &Phrases, table: &'a Table) -> FormTable<'a> {
    let path = |labels: Vec<&str>| phrases.joined("gap", &labels);
    let kind = |kind: CellKind| match kind {
        CellKind::Whole => phrases.word("cell_whole").to_owned(),
        CellKind::Signed => phrases.word("cell_signed").to_owned(),
        CellKind::Decimals(decimals) => phrases.fill("cell_decimals", &[("decimals", &decimals)]),
    };
    FormTable {
        key: &table.key,
        label: &table.label,
        unit: &table.unit,
        rows: table.rows.iter().map(|row| (row.key.as_str(), path(row.path().collect()))).collect(),
        columns: table.columns.iter().map(|column| (column.key.as_str(), path(column.path().collect()), kind(column.kind))).collect(),
    }
}
