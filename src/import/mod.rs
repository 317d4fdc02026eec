//! A report that others published → `report.yaml` and `report.md`. Figures are taken as they are printed, each with its
//! place; what was not read is blank and told, never 0, and nothing is repaired.

mod assign;
mod diff;
mod doubt;
mod facts;
mod keyed;
mod label;
mod line;
mod matched;
mod name;
mod value;
mod waiver;
mod words;
mod write;

pub use write::{Desk, Outcome, State};

use crate::date::Date;
use crate::diagnostic::{Code, Diagnostic, Text};
use crate::document::{self, Block, Reading, Unread};
use crate::form::{Form, Forms};
use crate::load::REPORT;
use crate::model::{Cell, CellAt, Figures, Waiver, Year};
use facts::{Facts, facts};
use line::lines;
use matched::{Matched, matched};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is known of a report before it is read.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The year it reports on, where that was said.
    pub year: Option<Year>,
    /// The names its agency goes by.
    pub names: Vec<String>,
    /// The figures of the year before, where the portal has them.
    pub previous: Option<Figures>,
    /// The key of the form it fills, where that was said.
    pub form: Option<String>,
}

/// A report as far as it could be read.
#[derive(Debug)]
pub struct Imported {
    /// The year it reports on.
    pub year: Year,
    /// The name of the file it belongs to: `report`, or that of a portal's own table.
    pub name: String,
    /// The day it was published, where that is told.
    pub published: Option<Date>,
    /// The agency's name as it is printed.
    pub agency: Option<String>,
    /// The figures; what was not read is blank, and marked.
    pub figures: Figures,
    /// The text of `report.md`; none where the source has no words.
    pub words: Option<String>,
    /// The rows as they were found, in the order of the form.
    pub rows: Vec<FoundRow>,
    /// What the source lets stand: the JSON that lanmu offers says it.
    pub waivers: Vec<Waiver>,
    /// What there is to know: what was not read, what does not fit.
    pub doubts: Vec<Diagnostic>,
    /// Whether a table of the form was not found.
    pub lacks_table: bool,
}

/// A row of the form, and where it was found.
#[derive(Debug)]
pub struct FoundRow {
    /// The table, by its place in the form.
    pub table: usize,
    /// The row, by its place in the table.
    pub row: usize,
    /// Its label as it is printed, and the place; none where it was not found.
    pub printed: Option<(String, Text)>,
}

/// The paragraphs and tables of a file: those of a document, or the figures of a report that lanmu offers as JSON.
///
/// # Errors
/// Says why it is no file that can be read.
pub fn read(name: &str, bytes: &[u8]) -> Result<Reading, Vec<Diagnostic>> {
    let json = std::str::from_utf8(bytes).ok().and_then(keyed::json_reading);
    json.map_or_else(|| document::read(name, bytes).map_err(|why| vec![refused(name, &Refused::Unread(why))]), Ok)
}

/// Reads a report of which these are the paragraphs and tables. `name` is how messages call the file.
///
/// # Errors
/// Says why it is none that can be read.
pub fn understand(name: &str, reading: &Reading, known: &Known, forms: &Forms) -> Result<Imported, Vec<Diagnostic>> {
    let matched = best(reading, known, forms).map_err(|why| vec![refused(name, &why)])?;
    let form = &matched.form;
    let facts = facts(reading, form);
    if matched.is_given_up {
        return Err(vec![refused(name, &Refused::Unread(Unread::TooLarge))]);
    }
    if is_twice(&matched, &facts) {
        return Err(vec![refused(name, &Refused::Twice)]);
    }
    let Some(year) = known.year.or(facts.year).or(facts.period) else {
        return Err(vec![refused(name, &Refused::NoYear)]);
    };
    let figures = figures(&matched);
    let chapters = words::chapters(&reading.blocks, &matched.used, form, &facts);
    let doubts = doubt::doubts(&doubt::Case { name, matched: &matched, facts: &facts, figures: &figures, known, year, chapters: &chapters, reading });
    Ok(Imported {
        year,
        name: REPORT.to_owned(),
        published: facts.published,
        agency: facts.agency,
        words: (chapters.count() > 0).then(|| chapters.markdown(form)),
        rows: rows(&matched),
        waivers: Vec::new(),
        lacks_table: (0..form.tables.len()).any(|table| !is_found(&matched, table)),
        doubts,
        figures,
    })
}

/// The form that fits best: of the reports' among equals the later one. Which of several of a portal's own it is, nobody
/// guesses.
fn best(reading: &Reading, known: &Known, forms: &Forms) -> Result<Matched, Refused> {
    let said = known.form.as_ref().or(reading.form.as_ref());
    if let Some(key) = said.filter(|key| forms.find(key).is_none()) {
        return Err(Refused::NoForm(key.clone()));
    }
    let is_report = facts::is_of_report(reading);
    // What says that it is an annual report fills no other form.
    let may_be = |form: &&Arc<Form>| said.map_or(form.is_of_reports() || !is_report, |key| *key == form.key);
    let variants = forms.iter().filter(may_be).flat_map(|form| std::iter::once(form).chain(form.variants.iter().map(|variant| &variant.form)));
    let mut found: Vec<Matched> = variants.map(|form| of_form(reading, form)).collect();
    found.sort_by(|one, other| (other.score(), &other.form.key).cmp(&(one.score(), &one.form.key)));
    let mut found = found.into_iter();
    let best = found.next().filter(|best| (0..best.form.tables.len()).any(|table| is_found(best, table)));
    let best = best.ok_or(if forms.iter().all(|form| form.is_of_reports()) { Refused::NoTables } else { Refused::NoOwnTables })?;
    let is_other = |other: &Matched| other.form.key != best.form.key && !(other.form.is_of_reports() && best.form.is_of_reports());
    match found.take_while(|other| other.score() == best.score()).find(is_other) {
        Some(other) => Err(Refused::SeveralForms(best.form.key.clone(), other.form.key.clone())),
        None => Ok(best),
    }
}

/// A form as far as a source fills it.
fn of_form(reading: &Reading, form: &Arc<Form>) -> Matched {
    let mut found = matched(form, &lines(&reading.blocks, form));
    for (at, block) in reading.blocks.iter().enumerate() {
        if let Block::Table(grid) = block
            && keyed::is_keyed(grid)
        {
            keyed::fill(&mut found, at, grid);
        }
    }
    found
}

/// Whether a table was found: at least half of its rows.
fn is_found(matched: &Matched, table: usize) -> bool {
    let rows = matched.form.tables[table].rows.len();
    2 * matched.rows.keys().filter(|(of, _)| *of == table).count() >= rows
}

/// Whether a source holds two reports: a table stands in it twice, with other figures or under another title.
fn is_twice(matched: &Matched, facts: &Facts) -> bool {
    let titles: BTreeSet<_> = facts.titles.iter().map(|title| (&title.agency, title.year)).collect();
    (0..matched.form.tables.len()).any(|table| {
        let rows = matched.form.tables[table].rows.len();
        let again: Vec<bool> = matched.repeated.iter().filter(|((of, _), ..)| *of == table).map(|(.., is_other)| *is_other).collect();
        rows >= 3 && 2 * again.len() >= rows && (again.iter().any(|is_other| *is_other) || titles.len() > 1)
    })
}

/// The figures of a form; what was not found or not read is blank, and marked.
fn figures(matched: &Matched) -> Figures {
    let form = &matched.form;
    let mut unread = BTreeSet::new();
    let mut tables = Vec::new();
    for (table, form_table) in form.tables.iter().enumerate() {
        let places = (0..form_table.rows.len()).flat_map(|row| (0..form_table.columns.len()).map(move |column| CellAt { table, row, column }));
        let cells = places.map(|at| {
            let value = matched.cells.get(&at).and_then(|printed| printed.value.as_ref());
            value.map(|value| value.cell.clone()).unwrap_or_else(|| {
                unread.insert(at);
                Cell::Blank
            })
        });
        tables.push(cells.collect());
    }
    Figures::new(Arc::clone(form), tables, unread)
}

fn rows(matched: &Matched) -> Vec<FoundRow> {
    let all = matched.form.tables.iter().enumerate().flat_map(|(table, form_table)| (0..form_table.rows.len()).map(move |row| (table, row)));
    let found = |(table, row): (usize, usize)| {
        let printed = matched.rows.get(&(table, row)).map(|label| (label.text.clone(), label.place.text()));
        FoundRow { table, row, printed }
    };
    all.map(found).collect()
}

/// Why a file is no report that can be read.
#[derive(Debug, Clone)]
pub(crate) enum Refused {
    Unread(Unread),
    /// It holds no table of the reports' forms.
    NoTables,
    /// It holds none of these, and none of the portal's own forms.
    NoOwnTables,
    /// The form that it fills is not the portal's.
    NoForm(String),
    /// It fills two forms equally well.
    SeveralForms(String, String),
    Twice,
    NoYear,
}

/// The message about a file that is not imported.
pub(crate) fn refused(name: &str, why: &Refused) -> Diagnostic {
    let (message, help) = match why {
        Refused::NoTables => (
            Text::new("没有找到年度报告的统计表（表二、表三、表四），什么也没有写入", "none of the tables of an annual report is found, nothing was written"),
            Text::new(
                "表格若是图片或要点开才显示，请换含有表格文字的文件（网页另存为、Word 或 Excel 原件）",
                "where the tables are pictures, or shown only on a click, use a file with their text: the saved page, the Word or Excel original",
            ),
        ),
        Refused::NoOwnTables => (
            Text::new(
                "没有找到年度报告的统计表（表二、表三、表四），也没有找到本门户自定表式的表，什么也没有写入",
                "none of the tables of an annual report or of the portal's own forms is found, nothing was written",
            ),
            Text::new(
                "表格若是图片或要点开才显示，请换含有表格文字的文件；自定的表式在 content/_forms 中，请核对行名、列名是否一致",
                "where the tables are pictures, or shown only on a click, use a file with their text; the portal's own forms are in content/_forms, see whether rows and columns are named alike",
            ),
        ),
        Refused::NoForm(key) => (
            Text::new(
                format!("文件所填的表式“{key}”不是本门户的表式，什么也没有写入"),
                format!("the file fills the form `{key}`, which the portal does not have, nothing was written"),
            ),
            Text::new(
                "请先把这一表式的 .toml 文件放进 content/_forms（有错误的表式读不出来，可运行 lanmu check 查看）",
                "put the .toml file of the form into content/_forms first (one with errors is not read, `lanmu check` tells them)",
            ),
        ),
        Refused::SeveralForms(one, other) => (
            Text::new(
                format!("看不出填的是表式“{one}”还是“{other}”，什么也没有写入"),
                format!("it fills the forms `{one}` and `{other}` equally well, nothing was written"),
            ),
            Text::new(format!("请用 --form 写明表式，如 --form {one}"), format!("say which with --form, such as --form {one}")),
        ),
        Refused::Twice => (
            Text::new("文件中有不止一份年度报告，什么也没有写入", "the file holds more than one annual report, nothing was written"),
            Text::new("请拆成每份报告一个文件，再分别导入", "part it into one file a report and import each"),
        ),
        Refused::NoYear => (
            Text::new("看不出是哪一年的报告，什么也没有写入", "the year of the report is not told, nothing was written"),
            Text::new("请用 --year 写明报告的年度，如 --year 2024", "say it with --year, such as --year 2024"),
        ),
        Refused::Unread(why) => unread_text(*why),
    };
    let mut diagnostic = Diagnostic::new(Code::ImportRefused, message).in_file(name);
    diagnostic.help = Some(help);
    diagnostic
}

fn unread_text(why: Unread) -> (Text, Text) {
    let (zh, en, help_zh, help_en) = match why {
        Unread::EncryptedPdf => {
            ("PDF 已加密", "the PDF is encrypted", "请取得没有密码的文件，或另存后再导入", "get a file without a password, or save it again without one")
        }
        Unread::NoTextLayer | Unread::SomePages => (
            "PDF 中没有文字，多半是扫描件",
            "the PDF has no text, it may be a scan",
            "请用 Word 或 Excel 原件、网页，或先用文字识别软件处理并核对",
            "use the Word or Excel original or the web page, or run text recognition first and look it over",
        ),
        Unread::UnknownFonts => (
            "PDF 的字体没有说明各是什么字符，读不出文字",
            "the fonts of the PDF do not say what their characters are, its text cannot be read",
            "请用 Word 或 Excel 原件、网页，或把原件另存为 PDF 后再导入",
            "use the Word or Excel original or the web page, or save the original as PDF again",
        ),
        Unread::OldOffice => (
            "是 2007 年以前的 Office 文件，或设有密码",
            "it is a file of Office before 2007, or one with a password",
            "请用 Word、Excel 或 WPS 打开，另存为 .docx 或 .xlsx（不设密码）",
            "open it and save it as .docx or .xlsx, without a password",
        ),
        Unread::OtherOffice => (
            "是 OFD 或 OpenDocument（.ods、.odt）文件",
            "it is an OFD or OpenDocument file",
            "请用原来的软件打开，另存为 .docx、.xlsx，或有文字的 PDF",
            "open it and save it as .docx, .xlsx or a PDF with text",
        ),
        Unread::Archive => ("是压缩包", "it is an archive", "请先解压，再导入其中的文件", "unpack it and import the file in it"),
        Unread::NoText => (
            "不是文本、网页、Word、Excel 或 PDF，或其中没有文字",
            "it is no text, web page, Word, Excel or PDF file, or has no words",
            "请换一个文件",
            "use another file",
        ),
        Unread::Damaged => (
            "文件已损坏，或与扩展名不符",
            "the file is damaged, or not what its name says",
            "请重新下载，或用原来的软件打开后另存",
            "download it again, or open it and save it again",
        ),
        Unread::TooLarge => (
            "文件过大，或展开后过大",
            "the file is too large, or grows too large when unpacked",
            "年度报告通常不到 1 MB：请只留报告本身，另存后再导入",
            "an annual report is rarely over 1 MB: keep the report alone and save it again",
        ),
    };
    (Text::new(format!("{zh}，什么也没有写入"), format!("{en}, nothing was written")), Text::new(help_zh, help_en))
}
