//! A page and a theme → what its file holds. Nothing else takes part.

use crate::diagnostic::{Code, Diagnostic, Text};
use crate::export;
use crate::load::read_bytes;
use crate::output::Content;
use crate::page::{DataFile, DataKind, IndexPart, Page, RobotsFile, UrlListFile, XlsxFile};
use crate::theme::Theme;
use crate::view;
use crate::view::feed;
use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, Write};

/// Renders a page.
///
/// # Errors
/// What is wrong with the theme's template, or with a file that has changed since it was loaded.
pub fn render<'p>(page: &'p Page<'_>, theme: &Theme) -> Result<Content<'p>, Diagnostic> {
    let template = page.template().unwrap_or_default();
    let asked = theme.asked(template);
    let theme = Themed { theme, template };
    let bytes = match page {
        Page::Home(page) => theme.html(&view::home(page).map_err(changed)?),
        Page::Agency(page) => theme.html(&view::agency(page)),
        Page::Document(page) => theme.html(&view::document(page, asked).map_err(changed)?),
        Page::Apply(page) => theme.html(&view::apply(page).map_err(changed)?),
        Page::Rules(page) => theme.html(&view::rules(page)),
        Page::Category(page) => theme.html(&view::category(page)),
        Page::Item(page) => theme.html(&view::disclosed(page, asked).map_err(changed)?),
        Page::Reports(page) => theme.html(&view::reports(page)),
        Page::Report(page) => theme.html(&view::report(page, asked).map_err(changed)?),
        Page::Table(page) => theme.html(&view::table(page)),
        Page::Compare(page) => theme.html(&view::years(page, asked).map_err(changed)?),
        Page::Year(page) => theme.html(&view::year(page)),
        Page::Matrix(page) => theme.html(&view::matrix(page)),
        Page::Metric(page) => theme.html(&view::metric(page)),
        Page::Data(page) => theme.html(&view::data(page)),
        Page::SiteMap(page) => theme.html(&view::site_map(page)),
        Page::Search(page) => theme.html(&view::search(page)),
        Page::Titles(page) => theme.html(&view::titles(page)),
        Page::Accessibility(page) => theme.html(&view::accessibility(page)),
        Page::NotFound(page) => theme.html(&view::not_found(page)),
        Page::Redirect(page) => theme.html(&view::redirect(page)),
        Page::Csv(file) => Ok(export::table_csv(file.report, file.table)),
        Page::CompareCsv(file) => Ok(export::comparison_csv(file.later, file.earlier)),
        Page::Xlsx(file) => xlsx(file),
        Page::Json(file) => Ok(export::report_json(file.agency, file.report)),
        Page::DataFile(file) => return Ok(data_file(file)),
        Page::UrlList(file) => return Ok(Content::Stream(Box::new(|out| sitemap(file, out)))),
        Page::Feed(file) => Ok(feed(file).into_bytes()),
        Page::Robots(file) => Ok(robots(file)),
        Page::IndexFile(file) => index_files(&file.part).map(|mut files| files.swap_remove(file.at)),
        Page::Results(file) => Ok(view::results(file)),
        Page::Attachment(file) => read_bytes(file.shell.root, &file.attachment.path, file.attachment.digest).map_err(changed),
        Page::Asset(asset) => Ok(Cow::into_owned(asset.bytes.clone())),
    };
    bytes.map(Content::Whole)
}

/// Makes all files of a part of the index of the search, whose words are read once for all of them.
///
/// # Errors
/// Where a file has changed since it was loaded.
pub fn index_files(part: &IndexPart<'_>) -> Result<Vec<Vec<u8>>, Diagnostic> {
    view::index_files(part).map_err(changed)
}

/// A template of a theme.
struct Themed<'a> {
    theme: &'a Theme,
    template: &'static str,
}

impl Themed<'_> {
    fn html(&self, view: &impl Serialize) -> Result<Vec<u8>, Diagnostic> {
        self.theme.render(self.template, Value::from(Serde(view))).map(String::into_bytes)
    }
}

fn changed(error: io::Error) -> Diagnostic {
    Diagnostic::new(Code::Unreadable, Text::new(format!("生成时读取失败：{error}"), format!("cannot be read while rendering: {error}")))
        .with_help("请重新生成", "build again")
}

fn xlsx(file: &XlsxFile<'_>) -> Result<Vec<u8>, Diagnostic> {
    export::report_xlsx(file.agency, file.report).map_err(|error| {
        let message = Text::new(format!("无法写成 XLSX：{error}"), format!("cannot be written as XLSX: {error}"));
        Diagnostic::new(Code::TooLarge, message)
            .in_file(&*file.report.path)
            .with_help("请缩短说明，或在 site.toml 的 [output] 中写 xlsx = false", "shorten its notes, or write `xlsx = false` under `[output]` in site.toml")
    })
}

/// The files of all reports are the largest of a portal: some are written as they are made.
fn data_file<'p>(DataFile { kind, data }: &'p DataFile<'_>) -> Content<'p> {
    match kind {
        DataKind::Figures => Content::Stream(Box::new(|out| export::figures_csv(&data.reports, out))),
        DataKind::Json => Content::Stream(Box::new(|out| export::portal_json(&data.agencies, &data.forms, &data.reports, out))),
        DataKind::Metrics => Content::Stream(Box::new(|out| export::metrics_csv(&data.reports, out))),
        DataKind::Dictionary => export::dictionary_csv(&data.forms).into(),
        DataKind::ReportSchema => export::REPORT_SCHEMA.to_vec().into(),
        DataKind::PortalSchema => export::PORTAL_SCHEMA.to_vec().into(),
        DataKind::Agencies => Content::Stream(Box::new(|out| export::agencies_csv(&data.agencies, out))),
        DataKind::Reports => Content::Stream(Box::new(|out| export::reports_csv(&data.matrix, out))),
    }
}

/// One may list tens of thousands of addresses: it is written as it is made.
fn sitemap(file: &UrlListFile<'_>, out: &mut dyn Write) -> io::Result<()> {
    let UrlListFile { shell, is_index, .. } = file;
    let (outer, inner) = if *is_index { ("sitemapindex", "sitemap") } else { ("urlset", "url") };
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{outer} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">")?;
    for address in file.addresses() {
        // An encoded address holds nothing that XML would have to escape.
        writeln!(out, "<{inner}><loc>{}</loc></{inner}>", shell.full(&address))?;
    }
    writeln!(out, "</{outer}>")
}

fn robots(file: &RobotsFile<'_>) -> Vec<u8> {
    let sitemap = file.shell.full(&crate::model::Address::new("sitemap.xml"));
    format!("User-agent: *\nAllow: /\nSitemap: {sitemap}\n").into_bytes()
}
