//! The digest of a page: of all that it holds, and of nothing else. Each page is taken apart whole, so that a new
//! field asks to be told here.

use super::{
    AccessibilityPage, AgencyPage, AgencyYear, ApplyPage, AttachmentFile, Beside, CategoryCount, CategoryPage, ColumnOutline, CompareFile, ComparePage,
    Composition, CsvFile, DataFile, DataKind, DataPage, Dataset, DocumentPage, Download, Entry, EntryKind, FeedFile, HomePage, IndexFile, IndexPart, ItemLink,
    ItemPage, JsonFile, Layout, MatrixPage, MeasuredAgency, MetricPage, MetricSeries, NotFoundPage, Page, Part, Parts, PortalData, Quotation, RedirectPage,
    ReportPage, ReportsPage, ResultsFile, RobotsFile, RulesPage, SearchIndex, SearchPage, Selection, SiteMapPage, TableOutline, TablePage, TitleColumn,
    TitlesPage, Trend, UrlListFile, XlsxFile, YearPage, Yearly,
};
use crate::form::{Highlight, Metric};
use crate::metric::Measured;
use crate::model::{AgencyCard, Attachment, Category, Cell, Document, Matrix, MatrixCell, MatrixRow, PortalReport, Report, Slug, Standing, Status, Year};
use crate::phrase::Phrases;
use crate::source::{Digest, DigestBuilder};

impl Page<'_> {
    /// The digest of what the page shows. Pages of equal digest, rendered with the same theme, are equal.
    #[must_use]
    pub fn digest(&self) -> Digest {
        match self {
            Self::Home(page) => home(page),
            Self::Agency(page) => agency_page(page),
            Self::Document(page) => document_page(page),
            Self::Apply(page) => apply(page),
            Self::Rules(page) => rules(page),
            Self::Category(page) => category_page(page),
            Self::Item(page) => item(page),
            Self::Reports(page) => reports(page),
            Self::Report(page) => report_page(page),
            Self::Table(page) => table(page),
            Self::Compare(page) => compare(page),
            Self::Year(page) => year_page(page),
            Self::Matrix(MatrixPage { shell, matrix, has_file }) => {
                with_matrix(DigestBuilder::new("matrix").digest(shell.digest).number(*has_file), matrix).finish()
            }
            Self::Metric(page) => metric_page(page),
            Self::SiteMap(page) => site_map(page),
            Self::Accessibility(AccessibilityPage { shell }) => DigestBuilder::new("accessibility").digest(shell.digest).finish(),
            Self::NotFound(NotFoundPage { shell, agencies }) => {
                agencies.iter().fold(DigestBuilder::new("not-found").digest(shell.digest), |digest, agency| digest.with_agency(agency)).finish()
            }
            Self::Redirect(page) => redirect(page),
            Self::Csv(CsvFile { report, table }) => DigestBuilder::new("csv").digest(report.digest).number(*table as u64).finish(),
            Self::CompareCsv(CompareFile { later, earlier }) => DigestBuilder::new("compare-csv").with_report(later).with_report(earlier).finish(),
            Self::Xlsx(XlsxFile { agency, report }) => DigestBuilder::new("xlsx").with_agency(agency).with_report(report).finish(),
            Self::Json(file) => json(file),
            Self::Data(page) => data_page(page),
            Self::DataFile(file) => data_file(file),
            Self::UrlList(page) => url_list(page),
            Self::Feed(page) => feed(page),
            Self::Search(page) => search(page),
            Self::Titles(page) => titles(page),
            Self::IndexFile(file) => index_file(file),
            Self::Results(ResultsFile { shell, index, range }) => heads_digest(shell.phrases, &index.entries[range.clone()]),
            Self::Robots(RobotsFile { shell }) => DigestBuilder::new("robots").digest(shell.digest).finish(),
            Self::Attachment(AttachmentFile { shell: _, attachment }) => attachment.digest,
            Self::Asset(asset) => asset.digest,
        }
    }
}

/// Adds the parts of pages.
trait Add {
    fn with_agency(self, agency: &AgencyCard) -> Self;
    fn with_report(self, report: &Report) -> Self;
    fn with_category(self, category: &Category) -> Self;
    fn with_document(self, document: &Document) -> Self;
    fn with_status(self, status: Option<Status>) -> Self;
    fn with_selection(self, selection: Selection) -> Self;
    fn with_standing(self, standing: Standing) -> Self;
    fn with_parts(self, parts: Parts) -> Self;
    fn with_years<'y>(self, years: impl IntoIterator<Item = &'y Year>) -> Self;
    fn with_links(self, links: &[ItemLink<'_>]) -> Self;
    fn with_beside(self, beside: &Beside<'_>) -> Self;
    fn with_quotations(self, quotations: &[Quotation]) -> Self;
    fn with_attachments(self, attachments: &[&Attachment]) -> Self;
    fn with_optional(self, text: Option<&str>) -> Self;
    fn with_metrics(self, metrics: &[&Metric]) -> Self;
    fn with_series(self, series: &[MetricSeries<'_>]) -> Self;
    fn with_measured(self, measured: Option<Measured>) -> Self;
    fn with_downloads(self, downloads: &[Download]) -> Self;
    fn with_cell(self, cell: &Cell) -> Self;
    fn with_trend(self, trend: Option<&Trend<'_>>) -> Self;
    fn with_composition(self, composition: Option<&Composition<'_>>) -> Self;
}

impl Add for DigestBuilder {
    fn with_agency(self, agency: &AgencyCard) -> Self {
        self.text(agency.slug()).digest(agency.digest)
    }

    fn with_report(self, report: &Report) -> Self {
        self.number(report.year.number()).number(report.draft).digest(report.digest)
    }

    fn with_category(self, category: &Category) -> Self {
        let Category { slug, name, article20, max_age: _ } = category;
        self.text(slug.as_str()).text(name).with_optional(article20.as_deref())
    }

    fn with_document(self, document: &Document) -> Self {
        self.text(document.slug.as_str()).digest(document.card.digest).digest(document.body.digest)
    }

    fn with_status(self, status: Option<Status>) -> Self {
        self.with_optional(status.map(Status::label))
    }

    fn with_selection(self, selection: Selection) -> Self {
        match selection {
            Selection::All => self.text("all"),
            Selection::Year(year) => self.text("year").number(year.number()),
            Selection::Status(status) => self.text("status").with_status(Some(status)),
        }
    }

    fn with_standing(self, standing: Standing) -> Self {
        match standing {
            Standing::Published { on, days_late } => self.text("published").text(&on.to_string()).text(&days_late.to_string()),
            Standing::Missing => self.text("missing"),
            Standing::NotDue => self.text("not-due"),
            Standing::NotHeld => self.text("not-held"),
            Standing::Unread => self.text("unread"),
        }
    }

    fn with_parts(self, parts: Parts) -> Self {
        let Parts { guide, rules, reports, apply } = parts;
        self.number(guide).number(rules).number(reports).number(apply)
    }

    fn with_years<'y>(self, years: impl IntoIterator<Item = &'y Year>) -> Self {
        years.into_iter().fold(self, |digest, year| digest.number(year.number())).number(0_u64)
    }

    fn with_links(self, links: &[ItemLink<'_>]) -> Self {
        links.iter().fold(self.number(links.len() as u64), |digest, link| {
            let ItemLink { agency, year, category, slug, card, status } = link;
            digest.with_agency(agency).number(year.number()).with_category(category).text(slug.as_str()).digest(card.digest).with_status(*status)
        })
    }

    /// Of the same agency and category as the item itself; no more of them is shown than where they stand and what they are called.
    fn with_beside(self, Beside { newer, older }: &Beside<'_>) -> Self {
        [newer, older].into_iter().fold(self, |digest, link| match link {
            Some(link) => digest.number(link.year.number()).text(link.slug.as_str()).text(&link.card.title),
            None => digest.number(0_u64),
        })
    }

    fn with_quotations(self, quotations: &[Quotation]) -> Self {
        quotations.iter().fold(self.number(quotations.len() as u64), |digest, quotation| {
            let Quotation { range, text } = quotation;
            digest.number(range.start as u64).number(range.end as u64).text(text)
        })
    }

    /// What pages show of files: where they are, and how large.
    fn with_attachments(self, attachments: &[&Attachment]) -> Self {
        let add = |digest: Self, attachment: &&Attachment| digest.text(attachment.address.as_str()).number(attachment.size);
        attachments.iter().fold(self.number(attachments.len() as u64), add)
    }

    fn with_optional(self, text: Option<&str>) -> Self {
        self.number(text.is_some()).text(text.unwrap_or_default())
    }

    fn with_metrics(self, metrics: &[&Metric]) -> Self {
        metrics.iter().fold(self.number(metrics.len() as u64), |digest, metric| {
            let Metric { key, label, unit, formula: _ } = metric;
            digest.text(key).text(label).text(unit).text(&metric.words().zh)
        })
    }

    fn with_series(self, series: &[MetricSeries<'_>]) -> Self {
        series.iter().fold(self.number(series.len() as u64), |digest, MetricSeries { metric, years }| {
            let digest = digest.with_metrics(&[*metric]).number(years.len() as u64);
            years.iter().fold(digest, |digest, (year, measured)| digest.number(year.number()).with_measured(*measured))
        })
    }

    fn with_measured(self, measured: Option<Measured>) -> Self {
        match measured {
            None => self.text("none"),
            Some(Measured::Sum(number)) => self.text("sum").text(&number.to_string()),
            Some(Measured::Ratio { part, whole }) => self.text("ratio").text(&part.to_string()).text(&whole.to_string()),
            Some(Measured::NotApplicable) => self.text("not-applicable"),
            Some(Measured::Unknown) => self.text("unknown"),
        }
    }

    fn with_downloads(self, downloads: &[Download]) -> Self {
        downloads.iter().fold(self.number(downloads.len() as u64), |digest, download| {
            // What it holds is told by its address.
            let Download { address, content: _, published, facts } = download;
            let digest = digest.text(address.as_str()).with_optional(published.map(|date| date.to_string()).as_deref()).number(facts.is_some());
            facts.iter().fold(digest, |digest, facts| digest.number(facts.size).text(&facts.sha256.to_string()))
        })
    }

    /// The rules themselves are those of the report's form; the reasons are those of its waivers, or of its agency's.
    fn with_cell(self, cell: &Cell) -> Self {
        match cell {
            Cell::Number(number) => self.text("number").text(&number.to_string()),
            Cell::Blank => self.text("blank"),
            Cell::NotApplicable => self.text("not-applicable"),
            Cell::Noted(noted) => self.text("noted").text(&noted.0.to_string()).text(&noted.1),
        }
    }

    fn with_trend(self, trend: Option<&Trend<'_>>) -> Self {
        let digest = self.number(trend.is_some());
        let Some(Trend { figure, unit, years }) = trend else { return digest };
        let Highlight { label, table, row: _, column: _ } = figure;
        years.iter().fold(digest.text(label).text(table).text(unit).number(years.len() as u64), |digest, (year, yearly)| {
            let digest = digest.number(year.number());
            match yearly {
                Yearly::Cell(cell) => digest.with_cell(cell),
                Yearly::NoFigure => digest.text("no-figure"),
                Yearly::NoReport => digest.text("no-report"),
            }
        })
    }

    fn with_composition(self, composition: Option<&Composition<'_>>) -> Self {
        let digest = self.number(composition.is_some());
        let Some(Composition { title, table, years, parts }) = composition else { return digest };
        parts.iter().fold(digest.text(title).text(table).with_years(years), |digest, (label, years)| {
            years.iter().fold(digest.text(label), |digest, measured| digest.with_measured(*measured))
        })
    }
}

fn home(page: &HomePage<'_>) -> Digest {
    let HomePage { shell, words, quotations, years, agencies, metrics, latest } = page;
    let digest = DigestBuilder::new("home").digest(shell.digest).digests(words.map(|words| words.body.digest)).with_quotations(quotations).with_years(years);
    with_agencies(digest, agencies).with_metrics(metrics).with_links(latest).finish()
}

fn with_agencies(digest: DigestBuilder, agencies: &[AgencyYear<'_>]) -> DigestBuilder {
    agencies.iter().fold(digest.number(agencies.len() as u64), |digest, AgencyYear { agency, report, standing }| {
        let digest = digest.with_agency(agency).with_standing(*standing).number(report.is_some());
        report.iter().fold(digest, |digest, report| digest.with_report(report))
    })
}

fn agency_page(page: &AgencyPage<'_>) -> Digest {
    let AgencyPage { shell, agency, parts, categories, reports, tables, latest } = page;
    let digest = DigestBuilder::new("agency").digest(shell.digest).with_agency(agency).with_parts(*parts);
    let digest = categories.iter().fold(digest.number(categories.len() as u64), |digest, count| {
        let CategoryCount { category, count, latest, reason } = count;
        digest.with_category(category).number(*count as u64).with_optional(latest.as_deref()).with_optional(*reason)
    });
    let all =
        |digest: DigestBuilder, reports: &[&Report]| reports.iter().fold(digest.number(reports.len() as u64), |digest, report| digest.with_report(report));
    let digest = all(digest, reports).number(tables.len() as u64);
    let digest = tables.iter().fold(digest, |digest, (name, reports)| all(digest.text(name.as_str()), reports));
    digest.with_links(latest).finish()
}

fn document_page(page: &DocumentPage<'_>) -> Digest {
    let DocumentPage { shell, agency, parts, part, document, status } = page;
    let part = match part {
        Part::Guide => "guide",
        Part::Rules => "rules",
        Part::Items => "items",
        Part::Reports => "reports",
        Part::Apply => "apply",
    };
    DigestBuilder::new("document").digest(shell.digest).with_agency(agency).with_parts(*parts).text(part).with_document(document).with_status(*status).finish()
}

fn apply(page: &ApplyPage<'_>) -> Digest {
    let ApplyPage { shell, agency, parts, document, forms, flow } = page;
    let digest = DigestBuilder::new("apply").digest(shell.digest).with_agency(agency).with_parts(*parts).with_document(document);
    digest.with_attachments(forms).with_optional(flow.map(|flow| flow.address.as_str())).finish()
}

fn rules(page: &RulesPage<'_>) -> Digest {
    let RulesPage { shell, agency, parts, rules } = page;
    let digest = DigestBuilder::new("rules").digest(shell.digest).with_agency(agency).with_parts(*parts);
    rules.iter().fold(digest, |digest, rule| digest.text(rule.slug.as_str()).digest(rule.card.digest)).finish()
}

fn category_page(page: &CategoryPage<'_>) -> Digest {
    let CategoryPage { shell, agency, parts, category, siblings, selection, selections, items, number, pages, total, reason } = page;
    let digest = DigestBuilder::new("category").digest(shell.digest).with_agency(agency).with_parts(*parts).with_category(category);
    let digest = siblings.iter().fold(digest.number(siblings.len() as u64), |digest, category| digest.with_category(category));
    let digest = selections.iter().fold(digest.with_selection(*selection), DigestBuilder::with_selection);
    digest.with_links(items).number(*number as u64).number(*pages as u64).number(*total as u64).with_optional(*reason).finish()
}

fn item(page: &ItemPage<'_>) -> Digest {
    let ItemPage { shell, parts, link, document, interprets, interpreted_by, attachments, beside } = page;
    let digest = DigestBuilder::new("item").digest(shell.digest).with_parts(*parts).with_links(std::slice::from_ref(link)).with_document(document);
    let interprets = interprets.as_deref().map(std::slice::from_ref).unwrap_or_default();
    digest.with_links(interprets).with_links(interpreted_by).with_attachments(attachments).with_beside(beside).finish()
}

fn reports(page: &ReportsPage<'_>) -> Digest {
    let ReportsPage { shell, agency, parts, years, series } = page;
    let digest = DigestBuilder::new("reports").digest(shell.digest).with_agency(agency).with_parts(*parts);
    let add = |digest: DigestBuilder, (year, report): &(Year, Option<&Report>)| {
        let digest = digest.number(year.number()).number(report.is_some());
        report.iter().fold(digest, |digest, report| digest.with_report(report))
    };
    years.iter().fold(digest, add).with_series(series).finish()
}

fn report_page(page: &ReportPage<'_>) -> Digest {
    let ReportPage { shell, agency, parts, report, quotations, compared, checks, trend, composition, downloads, earlier, later } = page;
    let digest = DigestBuilder::new("report-page").digest(shell.digest).with_agency(agency).with_parts(*parts).with_report(report);
    let digest = digest.digests(report.words.as_ref().map(|words| words.body.digest)).with_quotations(quotations);
    let digest = digest.with_trend(trend.as_ref()).with_composition(composition.as_ref());
    checks.digested(digest.with_years(compared)).with_downloads(downloads).with_years(earlier).with_years(later).finish()
}

fn table(page: &TablePage<'_>) -> Digest {
    let TablePage { shell, agency, parts, name, report, compared, checks, downloads, years, series } = page;
    let digest = DigestBuilder::new("table").digest(shell.digest).with_agency(agency).with_parts(*parts).text(name.as_str()).with_report(report);
    checks.digested(digest.with_years(compared)).with_downloads(downloads).with_years(years).with_series(series).finish()
}

fn compare(page: &ComparePage<'_>) -> Digest {
    let ComparePage { shell, agency, parts, name, later, earlier, missing, compared, others, quotations, checks, downloads } = page;
    let digest = DigestBuilder::new("compare").with_optional(name.map(Slug::as_str)).digest(shell.digest).with_agency(agency).with_parts(*parts);
    let digest = [later, earlier].into_iter().zip(quotations).fold(digest, |digest, (report, quotations)| {
        let words = report.words.as_ref().map(|words| words.body.digest);
        digest.with_report(report).digests(words).with_quotations(quotations)
    });
    let digest = others.iter().fold(digest.with_downloads(downloads).with_years(missing).with_years(compared).number(others.len() as u64), |digest, report| {
        digest.with_report(report)
    });
    checks.iter().fold(digest.number(checks.is_some()), |digest, checks| checks.digested(digest)).finish()
}

fn year_page(page: &YearPage<'_>) -> Digest {
    let YearPage { shell, year, years, agencies, metrics, trends } = page;
    let digest = with_agencies(DigestBuilder::new("year").digest(shell.digest).number(year.number()).with_years(years), agencies);
    let add = |digest: DigestBuilder, (Dataset { name, title }, metrics): &(Dataset<'_>, Vec<&Metric>)| {
        digest.with_optional(name.map(Slug::as_str)).text(title).with_metrics(metrics)
    };
    let digest = metrics.iter().fold(digest.number(metrics.len() as u64), add);
    trends.iter().fold(digest, |digest, (agency, trend)| digest.with_agency(agency).with_trend(Some(trend))).finish()
}

/// How agencies stand; the day they do so on is told by that alone.
fn with_matrix(digest: DigestBuilder, Matrix { years, rows }: &Matrix<'_>) -> DigestBuilder {
    rows.iter().fold(digest.with_years(years), |digest, MatrixRow { agency, cells }| {
        cells.iter().fold(digest.with_agency(agency), |digest, MatrixCell { standing, due, form, fails }| {
            digest.with_standing(*standing).with_optional(due.map(|due| due.to_string()).as_deref()).with_optional(*form).number(*fails)
        })
    })
}

fn metric_page(page: &MetricPage<'_>) -> Digest {
    let MetricPage { shell, dataset, year, has_year_page, metric, order, siblings, years, agencies, missing } = page;
    let Dataset { name, title } = dataset;
    let digest = DigestBuilder::new("metric").digest(shell.digest).with_optional(name.map(Slug::as_str)).text(title);
    let digest =
        digest.number(year.number()).number(*has_year_page).with_metrics(&[*metric]).text(order.suffix()).with_metrics(siblings).with_years(years.iter());
    let digest = agencies.iter().fold(digest.number(agencies.len() as u64), |digest, MeasuredAgency { agency, measured, draft }| {
        digest.with_agency(agency).with_measured(*measured).number(*draft)
    });
    missing.iter().fold(digest, |digest, agency| digest.with_agency(agency)).finish()
}

/// The waivers that it tells may stand in the front matter of the report's words.
fn json(JsonFile { agency, report }: &JsonFile<'_>) -> Digest {
    let words = report.words.as_ref().map(|words| words.card.digest);
    DigestBuilder::new("json").with_agency(agency).with_report(report).digests(words).finish()
}

fn data_page(page: &DataPage<'_>) -> Digest {
    let DataPage { shell, downloads, forms, reports, tables } = page;
    let digest = DigestBuilder::new("data-page").digest(shell.digest).with_downloads(downloads).digests(forms.iter().map(|form| form.digest));
    let digest = reports.iter().fold(digest, |digest, (agency, years)| digest.with_agency(agency).with_years(years)).number(tables.len() as u64);
    let add = |digest: DigestBuilder, (agency, Dataset { name, title }, years): &(&AgencyCard, Dataset<'_>, Vec<Year>)| {
        digest.with_agency(agency).with_optional(name.map(Slug::as_str)).text(title).with_years(years)
    };
    tables.iter().fold(digest, add).finish()
}

fn data_file(DataFile { kind, data }: &DataFile<'_>) -> Digest {
    let PortalData { agencies, forms, reports, matrix } = &**data;
    let digest = DigestBuilder::new("data-file").text(kind.file_name());
    let of_agencies = |digest: DigestBuilder| agencies.iter().fold(digest, |digest, agency| digest.with_agency(agency));
    let of_forms = |digest: DigestBuilder| digest.digests(forms.iter().map(|form| form.digest));
    match kind {
        DataKind::Agencies => of_agencies(digest).finish(),
        DataKind::Dictionary => of_forms(digest).finish(),
        DataKind::Reports => with_matrix(digest, matrix).finish(),
        DataKind::ReportSchema | DataKind::PortalSchema => digest.finish(),
        DataKind::Figures | DataKind::Json | DataKind::Metrics => {
            let add = |digest: DigestBuilder, PortalReport { agency, name, report }: &PortalReport<'_>| {
                digest.text(agency.slug()).with_optional(name.map(Slug::as_str)).with_report(report)
            };
            reports.iter().fold(of_forms(of_agencies(digest)), add).finish()
        }
    }
}

fn site_map(page: &SiteMapPage<'_>) -> Digest {
    let SiteMapPage { shell, years, columns } = page;
    let digest = DigestBuilder::new("site-map").digest(shell.digest).with_years(years).number(columns.len() as u64);
    let add = |digest: DigestBuilder, column: &ColumnOutline<'_>| {
        let ColumnOutline { agency, parts, categories, tables } = column;
        let digest = digest.with_agency(agency).with_parts(*parts).number(categories.len() as u64);
        let digest = categories.iter().fold(digest, |digest, (category, count)| digest.with_category(category).number(*count as u64));
        tables
            .iter()
            .fold(digest.number(tables.len() as u64), |digest, TableOutline { name, title, year }| digest.text(name.as_str()).text(title).number(year.number()))
    };
    columns.iter().fold(digest, add).finish()
}

fn feed(page: &FeedFile<'_>) -> Digest {
    let FeedFile { shell, agency, items, reports } = page;
    let digest = DigestBuilder::new("feed").digest(shell.digest).with_optional(agency.map(AgencyCard::slug)).with_links(items);
    let digest = agency.iter().fold(digest, |digest, agency| digest.with_agency(agency));
    reports
        .iter()
        .fold(digest, |digest, (agency, report)| {
            digest.with_agency(agency).number(report.year.number()).text(&report.published.to_string()).text(&report.figures.form.title)
        })
        .finish()
}

fn redirect(page: &RedirectPage<'_>) -> Digest {
    let RedirectPage { shell, target, title, path: _ } = page;
    DigestBuilder::new("redirect").digest(shell.digest).text(target.as_str()).text(title).finish()
}

fn url_list(page: &UrlListFile<'_>) -> Digest {
    let UrlListFile { shell, lines, first, is_index } = page;
    let digest = DigestBuilder::new("url-list").digest(shell.digest).number(*is_index).number(*first as u64);
    lines.iter().fold(digest, |digest, lines| digest.text(lines)).finish()
}

/// The digest of items as lists show them.
pub(super) fn links_digest(links: &[ItemLink<'_>]) -> Digest {
    DigestBuilder::new("links").with_links(links).finish()
}

/// The digest of what stands in words in place of what they quote.
pub(super) fn quotations_digest(quotations: &[Quotation]) -> Digest {
    DigestBuilder::new("quotations").with_quotations(quotations).finish()
}

/// What is told of entries where they are found.
pub(super) fn heads_digest(phrases: &Phrases, entries: &[Entry<'_>]) -> Digest {
    entries.iter().fold(DigestBuilder::new("heads").digest(phrases.digest), with_head).finish()
}

fn with_head(digest: DigestBuilder, entry: &Entry<'_>) -> DigestBuilder {
    let Entry { agency, kind } = entry;
    let digest = digest.with_agency(agency);
    match kind {
        EntryKind::Agency => digest.text("agency"),
        EntryKind::Guide(document) => digest.text("guide").text(&document.card.title),
        EntryKind::Apply(document) => digest.text("apply").text(&document.card.title),
        EntryKind::Rule(document, status) => digest.text("rule").text(document.slug.as_str()).digest(document.card.digest).with_status(*status),
        // Its words are told of by the digest of words.
        EntryKind::Report(report, _) => digest.text("report").number(report.year.number()).text(&report.published.to_string()).text(&report.figures.form.title),
        EntryKind::Table(name, report) => {
            digest.text("table").text(name.as_str()).number(report.year.number()).text(&report.published.to_string()).text(&report.figures.form.title)
        }
        EntryKind::Item(link, _) => digest.text("item").with_links(std::slice::from_ref(link)),
    }
}

/// The words of entries.
pub(super) fn words_digest(entries: &[Entry<'_>]) -> Digest {
    let add = |digest: DigestBuilder, entry: &Entry<'_>| match entry.words() {
        None => digest.number(false),
        Some((document, quotations)) => digest.number(true).digest(document.body.digest).with_quotations(quotations),
    };
    entries.iter().fold(DigestBuilder::new("words"), add).finish()
}

/// The digest of a part tells all but over how many files it is spread.
fn index_file(IndexFile { part, at }: &IndexFile<'_>) -> Digest {
    let IndexPart { shell: _, index: _, content: _, files, digest } = &**part;
    DigestBuilder::new("index-file").digest(*digest).number(*files as u64).number(*at as u64).finish()
}

fn search(page: &SearchPage<'_>) -> Digest {
    let SearchPage { shell, index, columns, years, kinds, has_titles } = page;
    let SearchIndex { entries, layout: Layout { entries: count, agencies, heads, words } } = &**index;
    let digest = DigestBuilder::new("search").digest(shell.digest).with_years(years).number(*has_titles);
    let digest = kinds.iter().fold(digest.number(kinds.len() as u64), |digest, (key, place)| {
        let digest = digest.text(key);
        if let EntryKind::Item(link, _) = &entries[*place].kind { digest.text(&link.category.name) } else { digest }
    });
    let digest = [*count, *agencies, *heads]
        .iter()
        .chain(words.iter().flat_map(|(count, files)| [count, files]))
        .fold(digest, |digest, number| digest.number(*number as u64));
    let digest = columns.iter().fold(digest.number(columns.len() as u64), |digest, TitleColumn { agency, has_apply, places }| {
        digest.with_agency(agency).number(*has_apply).number(places.len() as u64)
    });
    digest.digests(has_titles.then(|| heads_digest(shell.phrases, entries))).finish()
}

fn titles(TitlesPage { shell, index, agency, places }: &TitlesPage<'_>) -> Digest {
    let digest = DigestBuilder::new("titles").digest(shell.digest).with_agency(agency);
    places.iter().fold(digest, |digest, place| with_head(digest, &index.entries[*place])).finish()
}
