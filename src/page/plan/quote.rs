//! What words quote → what stands in its place, and what is wrong with it.

use super::Planner;
use super::around::Around;
use crate::diagnostic::{Code, Diagnostic, Text, nearest, suggest};
use crate::form::{Form, Table};
use crate::load::read_source;
use crate::model::{Agency, Asked, Body, Cell, CellAt, CountName, Document, FigureName, Quote, Report};
use crate::number::Number;
use crate::page::Quotation;
use crate::tree::Reader;
use std::ops::Range;

/// The most names that advice lists: a form has 30 rows, a portal hundreds of agencies.
const MAX_LISTED: usize = 30;

/// What is wrong with a quote, and what to do.
type Fault = (Text, Text);

impl<'s> Planner<'s, '_> {
    /// What stands in place of the quotes of a document. One that is wrong is left out and told.
    pub(super) fn quotations(&mut self, document: &Document) -> Vec<Quotation> {
        let mut right = Vec::new();
        let mut wrong = Vec::new();
        for quote in &document.quotes {
            match self.around.quotation(quote) {
                Ok(quotation) => right.push(quotation),
                Err(fault) => wrong.push((quote.expression.clone(), fault)),
            }
        }
        if !wrong.is_empty() {
            self.tell(wrong, &document.body);
        }
        right
    }

    fn tell(&mut self, wrong: Vec<(Range<usize>, Fault)>, body: &Body) {
        let Some(source) = read_source(self.shell.root, body) else {
            let told = wrong.into_iter().map(|(_, (message, _))| Diagnostic::new(Code::BadQuote, message).in_file(&*body.path));
            return self.diagnostics.extend(told);
        };
        let mut reader = Reader::new(source);
        for (span, (message, help)) in wrong {
            reader.say(Code::BadQuote, span, message).help = Some(help);
        }
        self.diagnostics.extend(reader.finish());
    }
}

impl<'s> Around<'s> {
    /// The same, where what is wrong is told elsewhere.
    pub(super) fn right_quotations(&self, document: &Document) -> Vec<Quotation> {
        document.quotes.iter().filter_map(|quote| self.quotation(quote).ok()).collect()
    }

    fn quotation(&self, quote: &Quote) -> Result<Quotation, Fault> {
        let text = match &quote.asked {
            Asked::Figure(name) => self.figure(name)?.to_string(),
            Asked::Count(name) => self.count(name)?.to_string(),
            Asked::Braces => "{{".to_owned(),
        };
        Ok(Quotation { range: quote.range.clone(), text })
    }

    fn figure(&self, name: &FigureName) -> Result<Number, Fault> {
        let agency = self.agency_named(&name.agency)?;
        let report = report_of(agency, name)?;
        let form = &*report.figures.form;
        let place = form.table(&name.table).ok_or_else(|| no_table(form, &name.table))?;
        let table = &form.tables[place];
        let rows = rows(table, &name.row)?;
        let column = table.column(&name.column).ok_or_else(|| {
            let names = table.columns.iter().flat_map(|column| [&*column.key, &*column.label]);
            let keys: Vec<&str> = table.columns.iter().map(|column| &*column.key).collect();
            (missing(&table.label, "列", "column", &name.column), advice(&name.column, names, &keys))
        })?;
        let cells: Vec<CellAt> = rows.into_iter().map(|row| CellAt { table: place, row, column }).collect();
        sum(report, &cells).map_err(|(zh, en)| {
            let figure = format!("{}·{}", rows_label(table, &cells), table.columns[column].label);
            let message = Text::new(format!("“{figure}”{zh}"), format!("`{figure}` {en}"));
            let path = &report.path;
            if cells.iter().any(|at| report.figures.is_unread(*at)) {
                return (message, Text::new(format!("请先改正 {path} 中的错误，这里不必改"), format!("mend {path} first; there is nothing to change here")));
            }
            (message, Text::new(format!("请核对 {path}；确实没有数字的，改用文字说明"), format!("look at {path}; where there is no number, say so in words")))
        })
    }

    fn agency_named(&self, slug: &str) -> Result<&'s Agency, Fault> {
        self.agencies.get(slug).copied().ok_or_else(|| {
            let message = Text::new(format!("没有机关“{slug}”"), format!("there is no agency `{slug}`"));
            let slugs: Vec<&str> = self.agencies.keys().copied().collect();
            (message, advice(slug, slugs.iter().copied(), &slugs))
        })
    }

    /// How many items there are. A category that is kept but has none counts 0.
    fn count(&self, name: &CountName) -> Result<usize, Fault> {
        let CountName { agency, year, category } = name;
        let categories = &self.site.config.categories;
        if let Some(slug) = category.as_deref().filter(|slug| !categories.iter().any(|known| known.slug.as_str() == *slug)) {
            let message = Text::new(format!("site.toml 中没有栏目“{slug}”"), format!("site.toml has no category `{slug}`"));
            let slugs: Vec<&str> = categories.iter().map(|known| known.slug.as_str()).collect();
            let named = categories.iter().find(|known| known.name == slug).map(|known| known.slug.as_str());
            return Err((message, advice(named.unwrap_or(slug), slugs.iter().copied(), &slugs)));
        }
        let agencies = match agency {
            Some(slug) => vec![self.agency_named(slug)?],
            None => self.agencies.values().copied().collect(),
        };
        let wanted = agencies.iter().flat_map(|agency| &agency.folders).filter(|folder| {
            let of_year = year.is_none_or(|year| folder.year == year);
            of_year && category.as_deref().is_none_or(|slug| folder.category.as_str() == slug)
        });
        Ok(wanted.map(|folder| folder.items.len()).sum())
    }
}

fn report_of<'s>(agency: &'s Agency, name: &FigureName) -> Result<&'s Report, Fault> {
    let found = match name.year {
        Some(year) => agency.reports.get(&year),
        None => agency.reports.values().next_back(),
    };
    found.ok_or_else(|| {
        let slug = agency.card.slug();
        let (zh, en) = name.year.map_or_else(|| (String::new(), String::new()), |year| (format!("{year}年度的"), format!(" of {year}")));
        let message = Text::new(format!("机关“{slug}”没有{zh}年报可引用"), format!("agency `{slug}` has no report{en} to quote"));
        let years: Vec<String> = agency.reports.keys().map(ToString::to_string).collect();
        let (zh, en) = if years.is_empty() { ("无".to_owned(), "none".to_owned()) } else { (years.join("、"), years.join(", ")) };
        let help = Text::new(
            format!("已有年报的年度：{zh}；可补上 report.yaml（有错误的先改正），或直接写数字"),
            format!("years with a report: {en}; add a report.yaml, or mend the one there is, or write the number itself"),
        );
        (message, help)
    })
}

fn no_table(form: &Form, name: &str) -> Fault {
    let message = Text::new(format!("表式 {} 中没有“{name}”这张表", form.key), format!("form {} has no table `{name}`", form.key));
    let keys: Vec<&str> = form.tables.iter().map(|table| table.key.as_str()).collect();
    (message, advice(name, keys.iter().copied().chain(["previous"]), &keys))
}

/// The rows that a name means: one, or those of a group.
fn rows(table: &Table, name: &str) -> Result<Vec<usize>, Fault> {
    if let Some(row) = table.row(name) {
        return Ok(vec![row]);
    }
    if let Some(group) = table.group(name) {
        return Ok((0..table.rows.len()).filter(|row| table.rows[*row].group() == Some(group)).collect());
    }
    let names = table.rows.iter().flat_map(|row| [Some(row.key.as_str()), row.group(), Some(row.label.as_str())].into_iter().flatten());
    let keys: Vec<&str> = table.rows.iter().map(|row| row.key.as_str()).collect();
    Err((missing(&table.label, "行", "row", name), advice(name, names, &keys)))
}

/// The printed label of the row of some cells, or of their group.
fn rows_label<'a>(table: &'a Table, cells: &[CellAt]) -> &'a str {
    match cells {
        [one] => &table.rows[one.row].label,
        _ => cells.first().and_then(|at| table.rows[at.row].under.last()).map_or("", String::as_str),
    }
}

/// The sum of the numbers in some cells; why there is none.
fn sum(report: &Report, cells: &[CellAt]) -> Result<Number, (&'static str, &'static str)> {
    let figures = &report.figures;
    if cells.iter().any(|at| figures.is_unread(*at)) {
        return Err(("无法读取", "could not be read"));
    }
    let numbers = cells.iter().filter_map(|at| figures.cell(*at).number());
    let is_blank = |at: &CellAt| matches!(figures.cell(*at), Cell::Blank);
    numbers.reduce(|sum, number| sum + number).ok_or(if cells.iter().any(is_blank) {
        ("是空白，没有数字可引用", "is blank, there is no number to quote")
    } else {
        ("是“/”（不适用），没有数字可引用", "is `/` (not applicable), there is no number to quote")
    })
}

fn missing(table: &str, zh: &str, en: &str, name: &str) -> Text {
    Text::new(format!("{table}中没有“{name}”这一{zh}"), format!("{table} has no {en} `{name}`"))
}

/// The advice to use a near one of some names, or else the first of the keys there are.
fn advice<'a>(found: &str, names: impl IntoIterator<Item = &'a str>, keys: &[&str]) -> Text {
    if let Some(near) = nearest(found, names) {
        return suggest(near, [near]);
    }
    let listed = &keys[..keys.len().min(MAX_LISTED)];
    let (zh, en) =
        if listed.len() < keys.len() { (format!("等 {} 个", keys.len()), format!(" and {} more", keys.len() - listed.len())) } else { Default::default() };
    Text::new(format!("可用：{}{zh}", listed.join("、")), format!("expected one of: {}{en}", listed.join(", ")))
}
