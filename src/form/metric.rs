//! A metric of a form, such as `requests.granted.total ÷ requests.handled.total`, from text to the cells it takes.

use crate::diagnostic::{Text, suggest};
use crate::form::{Row, Table};

/// A figure that is made from cells of a form, to set years and agencies side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metric {
    /// Its key, which stands in addresses: `granted-rate`.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// The unit of a sum; a ratio is told in percent.
    pub unit: String,
    /// What it is made from.
    pub formula: Formula,
}

/// What a metric is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// Cells, added.
    Sum(Vec<Addend>),
    /// Cells as a share of others.
    Ratio(Vec<Addend>, Vec<Addend>),
}

/// A cell that a metric adds or takes away, or the cells of a group in one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addend {
    /// Whether it is taken away.
    pub minus: bool,
    /// The table, by its place in the form.
    pub table: usize,
    /// The rows; several where a group is named.
    pub rows: Vec<usize>,
    /// The column.
    pub column: usize,
    /// Its printed name.
    pub name: Text,
}

impl Metric {
    /// Whether its values may stand beside those of another: both are ratios, or sums of one unit.
    #[must_use]
    pub fn is_comparable(&self, other: &Self) -> bool {
        match (&self.formula, &other.formula) {
            (Formula::Sum(_), Formula::Sum(_)) => self.unit == other.unit,
            (Formula::Ratio(..), Formula::Ratio(..)) => true,
            (Formula::Sum(_), Formula::Ratio(..)) | (Formula::Ratio(..), Formula::Sum(_)) => false,
        }
    }

    /// How it is reckoned, in words: `“（一）予以公开”÷“（七）总计”`.
    #[must_use]
    pub fn words(&self) -> Text {
        match &self.formula {
            Formula::Sum(addends) => sum_words(addends),
            Formula::Ratio(part, whole) => {
                let (part, whole) = (bracketed(part), bracketed(whole));
                Text::new(format!("{}÷{}", part.zh, whole.zh), format!("{} ÷ {}", part.en, whole.en))
            }
        }
    }
}

fn bracketed(addends: &[Addend]) -> Text {
    let words = sum_words(addends);
    if addends.len() > 1 { Text::new(format!("（{}）", words.zh), format!("({})", words.en)) } else { words }
}

fn sum_words(addends: &[Addend]) -> Text {
    let sign = |(at, addend): (usize, &Addend)| match (addend.minus, at) {
        (true, _) => ("－", " - "),
        (false, 0) => ("", ""),
        (false, _) => ("＋", " + "),
    };
    let mut words = Text::new("", "");
    for (at, addend) in addends.iter().enumerate() {
        let (zh, en) = sign((at, addend));
        words.zh.extend([zh, &addend.name.zh]);
        words.en.extend([en, &addend.name.en]);
    }
    words
}

/// The addends of a text such as `requests.received.total + requests.carried_in.total`; what is wrong with it, and what
/// to write instead.
pub(crate) fn parse_addends(text: &str, tables: &[Table]) -> Result<Vec<Addend>, (Text, Text)> {
    let shape =
        || Text::new("写作 表.行.列，如 requests.received.total，用 + 或 - 相连", "write table.row.column, such as requests.received.total, joined by + or -");
    let mut addends = Vec::new();
    let mut minus = false;
    let mut wants_cell = true;
    for word in text.split_whitespace() {
        match (word, wants_cell) {
            ("+" | "-", false) => minus = word == "-",
            (cell, true) if cell != "+" && cell != "-" => addends.push(parse_addend(cell, minus, tables)?),
            _ => return Err((Text::new(format!("公式中“{word}”的位置不对"), format!("`{word}` cannot stand here in a formula")), shape())),
        }
        wants_cell = !wants_cell;
    }
    if wants_cell { Err((Text::new("公式不完整", "the formula is not complete"), shape())) } else { Ok(addends) }
}

fn parse_addend(cell: &str, minus: bool, tables: &[Table]) -> Result<Addend, (Text, Text)> {
    let unknown = |key: &str, zh: &str, known: Vec<&str>| {
        let message = Text::new(format!("公式中的“{cell}”：{zh}“{key}”不存在"), format!("`{cell}` in the formula: there is no `{key}`"));
        (message, suggest(key, known))
    };
    let parts = cell.split_once('.').and_then(|(table, rest)| rest.rsplit_once('.').map(|(row, column)| (table, row, column)));
    let Some((table_key, row_key, column_key)) = parts else {
        let message = Text::new(format!("公式中的“{cell}”不是一个单元格"), format!("`{cell}` in the formula is not a cell"));
        return Err((message, Text::new("写作 表.行.列，如 requests.received.total", "write table.row.column, such as requests.received.total")));
    };
    let place = tables.iter().position(|table| table.key == table_key);
    let table_place = place.ok_or_else(|| unknown(table_key, "表", tables.iter().map(|table| table.key.as_str()).collect()))?;
    let table = &tables[table_place];
    let group = row_key.strip_suffix(".*");
    let places = |is_named: &dyn Fn(&Row) -> bool| (0..table.rows.len()).filter(|at| is_named(&table.rows[*at])).collect::<Vec<_>>();
    let mut rows = group.map(|group| places(&|row| row.group() == Some(group))).unwrap_or_default();
    if rows.is_empty() {
        // `closed.*` is the rows of the group, or its only row where the form has one.
        rows = places(&|row| row.key == group.unwrap_or(row_key));
    }
    let Some(first) = rows.first() else { return Err(unknown(row_key, "行", table.rows.iter().map(|row| row.key.as_str()).collect())) };
    let column = table.columns.iter().position(|column| column.key == column_key);
    let column = column.ok_or_else(|| unknown(column_key, "列", table.columns.iter().map(|column| column.key.as_str()).collect()))?;
    let row = &table.rows[*first];
    let row_name = match row.under.last().filter(|_| row.key != row_key && row.group().is_some()) {
        Some(label) => Text::new(format!("“{label}”各项"), format!("all of “{label}”")),
        None => Text::new(format!("“{}”", row.label), format!("“{}”", row.label)),
    };
    let column_label = &table.columns[column].label;
    let is_plain = table.columns[column].is_total || table.columns.len() == 1;
    let in_column = |name: Text| Text::new(format!("{}的“{column_label}”", name.zh), format!("{}, “{column_label}”", name.en));
    let name = if is_plain { row_name } else { in_column(row_name) };
    Ok(Addend { minus, table: table_place, rows, column, name })
}
