//! The statutory forms as data: tables, rows, columns, printed labels, layout and identities, read from `*.toml`.
//! Loading, checking, drawing, comparing and exporting all read this one definition.

mod label;
mod metric;
mod part;
mod read;
mod rule;
mod sheet;

pub use label::{bare, normalise};
pub(crate) use metric::parse_addends;
pub use metric::{Addend, Formula, Metric};
pub use part::FormPart;
pub use read::parse_form;
pub use rule::{Each, Rule, Term};
pub use sheet::{Content, Scope, Sheet, SheetCell, SheetRow};

use crate::source::{Digest, DigestBuilder};
use std::fmt;
use std::sync::Arc;

/// A form of the annual report, as one edition of the rules prescribes it.
#[derive(Debug)]
pub struct Form {
    /// The name that `report.yaml` calls it by, such as `2021`.
    pub key: String,
    /// The document that prescribes it.
    pub name: String,
    /// What a table that fills it is called.
    pub title: String,
    /// The first and the last year it is for; no year where it is for any, no last one where it still holds.
    pub years: Option<(u16, Option<u16>)>,
    /// The chapters, in order.
    pub sections: Vec<Section>,
    /// The tables of figures, in order.
    pub tables: Vec<Table>,
    /// The tables as they are printed.
    pub sheets: Vec<Sheet>,
    /// The figures that lists of reports show.
    pub highlights: Vec<Highlight>,
    /// The metrics that years and agencies are set side by side by.
    pub metrics: Vec<Metric>,
    /// The identities between the figures.
    pub rules: Vec<Rule>,
    /// The same form with rows as some reports have them.
    pub variants: Vec<Variant>,
    /// The digest of its definition.
    pub digest: Digest,
}

/// A chapter of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its number, such as `三`.
    pub number: String,
    /// Its prescribed heading.
    pub heading: String,
    /// A word that its heading holds, however it is varied.
    pub keyword: String,
}

/// A form as some reports have it: one row in place of a group.
#[derive(Debug)]
pub struct Variant {
    /// The table, by its place in the form.
    pub table: usize,
    /// The row that stands in place of the group.
    pub row: Row,
    /// The whole form with that row.
    pub form: Arc<Form>,
}

/// A figure that lists of reports show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// Its label.
    pub label: String,
    /// The key of its table.
    pub table: String,
    /// The key of its row.
    pub row: String,
    /// The key of its column.
    pub column: String,
}

/// A table of figures: rows × columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its key in `report.yaml`, and its anchor.
    pub key: String,
    /// How messages and its block's title name it.
    pub label: String,
    /// What stands over its row labels, in a printed table of blocks.
    pub head: String,
    /// The unit of its figures.
    pub unit: String,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The rows, in order.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its key.
    pub key: String,
    /// Its printed label.
    pub label: String,
    /// The printed labels above it, from the outermost.
    pub under: Vec<String>,
    /// Other names it goes by.
    pub aliases: Vec<String>,
    /// What its cells may hold.
    pub kind: CellKind,
    /// Whether it is the total of the others, which stands for the row in summaries.
    pub is_total: bool,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its key; a dot parts a group from its member (`refused.secret`).
    pub key: String,
    /// Its printed label.
    pub label: String,
    /// The printed labels left of it, from the outermost.
    pub under: Vec<String>,
    /// How formulas in messages name it, such as `三（七）`.
    pub short: String,
    /// Other names it goes by.
    pub aliases: Vec<String>,
}

/// What a cell may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// Whole numbers from 0.
    Whole,
    /// Whole numbers, negative ones too.
    Signed,
    /// Numbers from 0 with at most so many decimals.
    Decimals(u8),
}

impl Form {
    /// The title of the annual report of an agency on a year.
    #[must_use]
    pub fn report_title(&self, agency: &str, year: impl fmt::Display) -> String {
        format!("{agency}{year}年{}", self.title)
    }

    /// The address of a chapter within its page, by its place among the chapters.
    #[must_use]
    pub fn section_id(section: usize) -> String {
        format!("section-{}", section + 1)
    }

    /// Whether an element of the page of a report has this address within it, made of its chapters and printed tables.
    #[must_use]
    pub fn has_id(&self, id: &str) -> bool {
        (0..self.sections.len()).any(|section| Self::section_id(section) == id) || self.sheets.iter().any(|sheet| sheet.has_id(&self.tables, id))
    }

    /// Whether annual reports fill it: they have chapters of words, a portal's other tables have none.
    #[must_use]
    pub fn is_of_reports(&self) -> bool {
        !self.sections.is_empty()
    }

    /// Whether it is for reports on a year.
    #[must_use]
    pub fn serves(&self, year: u16) -> bool {
        self.years.is_none_or(|(first, last)| first <= year && last.is_none_or(|last| year <= last))
    }

    /// The metric of this key.
    #[must_use]
    pub fn metric(&self, key: &str) -> Option<&Metric> {
        self.metrics.iter().find(|metric| metric.key == key)
    }

    /// The place of a table by its key.
    #[must_use]
    pub fn table(&self, key: &str) -> Option<usize> {
        self.tables.iter().position(|table| table.key == key)
    }
}

impl Table {
    /// The place of a row by its key, its printed label or an alias. A label that several rows bear names none.
    #[must_use]
    pub fn row(&self, name: &str) -> Option<usize> {
        let exact = self.rows.iter().position(|row| row.key == name);
        exact.or_else(|| only(self.rows.iter().map(|row| row.is_called(name))))
    }

    /// The place of a row within a group: by its full key, or by a name that no other row of the group bears.
    #[must_use]
    pub fn row_in(&self, group: &str, name: &str) -> Option<usize> {
        let key = format!("{group}.{name}");
        let exact = self.rows.iter().position(|row| row.key == key);
        exact.or_else(|| only(self.rows.iter().map(|row| row.group() == Some(group) && row.is_called(name))))
    }

    /// The group that a key or a printed group label names, with its number or without. A label that several groups
    /// bear names none.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<&str> {
        let named = |row: &Row| row.under.last().is_some_and(|label| called(name, label, &[]));
        let exact = self.rows.iter().find_map(|row| row.group().filter(|group| *group == name));
        let mut labelled = self.rows.iter().filter(|row| named(row)).filter_map(Row::group);
        exact.or_else(|| labelled.next().filter(|first| labelled.all(|other| other == *first)))
    }

    /// The place of a column by its key, its printed label or an alias.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        let exact = self.columns.iter().position(|column| column.key == name);
        exact.or_else(|| only(self.columns.iter().map(|column| called(name, &column.label, &column.aliases))))
    }

    /// The column that is the total of the others.
    #[must_use]
    pub fn total_column(&self) -> Option<usize> {
        self.columns.iter().position(|column| column.is_total)
    }

    /// The column that stands for the row in summaries: the total, or the only one.
    #[must_use]
    pub fn summary_column(&self) -> Option<usize> {
        self.total_column().or_else(|| (self.columns.len() == 1).then_some(0))
    }

    /// How many levels of row labels it is printed with.
    #[must_use]
    pub fn label_depth(&self) -> usize {
        self.rows.iter().map(|row| row.under.len() + 1).max().unwrap_or(1)
    }
}

impl Column {
    /// Its printed labels from the outermost to its own.
    pub fn path(&self) -> impl Iterator<Item = &str> {
        self.under.iter().chain(std::iter::once(&self.label)).map(String::as_str)
    }
}

impl Row {
    /// The group it belongs to, such as `refused`.
    #[must_use]
    pub fn group(&self) -> Option<&str> {
        self.key.split_once('.').map(|(group, _)| group)
    }

    /// Its printed labels from the outermost to its own.
    pub fn path(&self) -> impl Iterator<Item = &str> {
        self.under.iter().chain(std::iter::once(&self.label)).map(String::as_str)
    }

    /// Whether a name is its key, its label or an alias.
    #[must_use]
    pub fn goes_by(&self, name: &str) -> bool {
        self.key == name || self.is_called(name)
    }

    fn is_called(&self, name: &str) -> bool {
        called(name, &self.label, &self.aliases)
    }
}

fn called(name: &str, label: &str, aliases: &[String]) -> bool {
    let name = normalise(name);
    let own = normalise(label);
    own == name || label::without_number(&own) == name || aliases.iter().any(|alias| normalise(alias) == name)
}

/// The place of the only one that holds.
fn only(holds: impl Iterator<Item = bool>) -> Option<usize> {
    let mut places = holds.enumerate().filter(|(_, holds)| *holds).map(|(place, _)| place);
    places.next().filter(|_| places.next().is_none())
}

/// The forms that a portal knows.
#[derive(Debug, Clone)]
pub struct Forms(Vec<Arc<Form>>);

/// The definitions that are part of the program: the file's name, and its text.
const BUILT_IN: &[(&str, &str)] = &[("2019.toml", include_str!("2019.toml")), ("2021.toml", include_str!("2021.toml"))];

impl Forms {
    /// The forms that are part of the program.
    #[must_use]
    pub fn built_in() -> Self {
        Self(BUILT_IN.iter().filter_map(|(path, text)| parse_form(path, text).ok().map(Arc::new)).collect())
    }

    /// These forms and some of a portal's own.
    #[must_use]
    pub fn with(mut self, own: impl IntoIterator<Item = Form>) -> Self {
        self.0.extend(own.into_iter().map(Arc::new));
        self
    }

    /// The digest of all their definitions.
    #[must_use]
    pub fn digest(&self) -> Digest {
        DigestBuilder::new("forms").digests(self.0.iter().map(|form| form.digest)).finish()
    }

    /// The form of this key.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&Arc<Form>> {
        self.0.iter().find(|form| form.key == key)
    }

    /// The form, or the variant of one, that has this digest.
    #[must_use]
    pub fn of_digest(&self, digest: Digest) -> Option<&Arc<Form>> {
        let variants = self.0.iter().flat_map(|form| form.variants.iter().map(|variant| &variant.form));
        self.0.iter().chain(variants).find(|form| form.digest == digest)
    }

    /// The form for reports on a year: of those that say for which years they are, the latest that serves it; the
    /// earliest serves the years before it, too.
    #[must_use]
    pub fn of_year(&self, year: u16) -> Option<&Arc<Form>> {
        let dated = || self.0.iter().filter_map(|form| Some((form.years?.0, form)));
        let serving = dated().filter(|(_, form)| form.serves(year)).max_by_key(|(first, _)| *first);
        serving.or_else(|| dated().min_by_key(|(first, _)| *first)).map(|(_, form)| form)
    }

    /// The keys of all forms.
    #[must_use]
    pub fn keys(&self) -> Vec<&str> {
        self.0.iter().map(|form| form.key.as_str()).collect()
    }

    /// All forms.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Form>> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_forms_have_no_faults() {
        for (path, text) in BUILT_IN {
            let faults =
                parse_form(path, text).map(|form| form.key).map_err(|diagnostics| crate::diagnostic::render(&diagnostics, crate::diagnostic::Lang::En, false));
            assert!(faults.is_ok(), "{}", faults.unwrap_err());
        }
    }

    #[test]
    fn forms_of_years() {
        let forms = Forms::built_in();
        let key = |year| forms.of_year(year).map(|form| form.key.as_str());
        assert_eq!([2018, 2019, 2020, 2021, 2030].map(key), ["2019", "2019", "2019", "2021", "2021"].map(Some));
    }

    #[test]
    fn rows_answer_to_key_label_and_alias() {
        let forms = Forms::built_in();
        let form = forms.find("2021").expect("built in");
        let requests = &form.tables[form.table("requests").expect("in the form")];
        let received = requests.row("received");
        assert!(received.is_some());
        assert_eq!(requests.row("一、本年新收政府信息公开申请数量"), received);
        assert_eq!(requests.row("本年新收"), received);
        assert_eq!(requests.row("（三）"), None);
        assert_eq!(requests.row("3.其他"), requests.row("closed.other"));
        assert_eq!(requests.row_in("closed", "other"), requests.row("closed.other"));
        assert_eq!(requests.group("(三)不予公开"), Some("refused"));
        assert_eq!(requests.group("不予公开"), Some("refused"));
        assert_eq!(requests.group("公开"), None);
        assert_eq!(requests.column("自然人"), Some(0));
    }

    #[test]
    fn a_label_of_several_groups_names_none() {
        let row = |key: &str, under: &str| format!("{{ key = \"{key}\", under = [\"{under}\"], label = \"{key}\" }}");
        let rows = [row("a.x", "收入"), row("b.x", "收入"), row("c.x", "支出"), row("c.y", "支出")].join(", ");
        let columns = "columns = [{ key = \"c\", label = \"列\" }]";
        let text = format!("key = \"own\"\nname = \"示例\"\n[[table]]\nkey = \"t\"\nlabel = \"表\"\n{columns}\nrows = [{rows}]\n");
        let form = parse_form("own.toml", &text).expect("no faults");
        let group = |name| form.tables[0].group(name);
        assert_eq!(["收入", "支出", "b"].map(group), [None, Some("c"), Some("b")]);
    }
}
