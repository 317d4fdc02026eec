//! The figures a report begins with → the text of `report.yaml`: a list a row, its cells below the printed labels of
//! their columns, and its printed label behind it.

use super::carry::{Beginning, Carried};
use super::template::{one_line, quoted};
use crate::date::Date;
use crate::form::{Form, Row, Table};
use crate::model::{Cell, CellAt, Figures, Year};
use std::fmt::Write;

/// What stands above the tables.
pub(crate) struct Head<'a> {
    /// The agency's name.
    pub(crate) agency: &'a str,
    /// The year reported on.
    pub(crate) year: Year,
    /// The day to write as that of publication.
    pub(crate) today: Date,
    /// What to do with the file.
    pub(crate) advice: &'a str,
    /// Where the day comes from.
    pub(crate) dated: &'a str,
}

/// What a report begins with that nothing is filled in of.
pub(crate) const TO_FILL: &str = "把每个 ~ 换成数字：没有发生的填 0，不适用的填 /；不要写千位分隔符。";

/// What is said of a day that is only that of making the file.
pub(crate) const NOT_DATED: &str = "这是新建此文件的日期，请改为报告实际公布的日期";

/// The text of `report.yaml`.
pub(crate) fn report_yaml(head: &Head<'_>, beginning: &Beginning) -> String {
    let Head { agency, year, today, advice, dated } = head;
    let form = &beginning.figures.form;
    let (about, kind) =
        if form.is_of_reports() { ("：统计表的数据，文字在同一文件夹的 report.md。", "年度报告格式") } else { ("", "表式") };
    let mut text = format!(
        "# {}{about}\n\
         # {}\n\
         form: {}  # {kind}：{}\n\
         published: {today}  # {}\n\ntables:\n",
        one_line(&form.report_title(agency, year)),
        one_line(advice),
        quoted(&form.key),
        one_line(&form.name),
        one_line(dated)
    );
    for place in 0..form.tables.len() {
        if let Some(sheet) = form.sheets.iter().find(|sheet| sheet.tables.first() == Some(&place)) {
            let gap = if place > 0 { "\n" } else { "" };
            text += &format!("{gap}  # ── {} ──\n", format!("{} {}", one_line(&sheet.number), one_line(&sheet.title)).trim_start());
        }
        text += &Drawn::new(form, place, *year, beginning).text();
    }
    text
}

/// The words of a report: its chapters' headings.
pub(crate) fn report_md(form: &Form) -> String {
    form.sections.iter().map(|section| format!("## {}\n\n", one_line(&section.heading))).collect::<String>().trim_end().to_owned() + "\n"
}

/// One table while it is drawn.
struct Drawn<'a> {
    form: &'a Form,
    place: usize,
    table: &'a Table,
    year: Year,
    figures: &'a Figures,
    carried: Vec<&'a Carried>,
    /// How wide the keys of its rows are.
    key_width: usize,
    /// How wide the cells of each column are.
    widths: Vec<usize>,
}

impl<'a> Drawn<'a> {
    fn new(form: &'a Form, place: usize, year: Year, beginning: &'a Beginning) -> Self {
        let Beginning { figures, carried, is_unsound: _ } = beginning;
        let table = &form.tables[place];
        let cell_width = |column: usize| {
            let cells = (0..table.rows.len()).map(|row| cell_text(figures.cell(CellAt { table: place, row, column })).len());
            cells.chain([width(&table.columns[column].label)]).max().unwrap_or(1)
        };
        let key_width = table.rows.iter().map(|row| key(&row.key).len() + 1).max().unwrap_or(1);
        let carried = carried.iter().filter(|carried| carried.table == place).collect();
        Self { form, place, table, year, figures, carried, key_width, widths: (0..table.columns.len()).map(cell_width).collect() }
    }

    fn text(&self) -> String {
        let Table { key: name, label, unit, columns, rows, head: _ } = self.table;
        let unit = if unit.is_empty() { String::new() } else { format!("，单位：{}", one_line(unit)) };
        let mut text = format!("  {}:  # {}{unit}\n", key(name), one_line(label));
        for rule in self.form.rules.iter().filter(|rule| rule.table == self.place) {
            let _ = writeln!(text, "    # {}", one_line(&rule.help.zh));
        }
        for carried in self.carried.iter().filter(|carried| carried.row.is_none()) {
            let _ = writeln!(text, "    # “{}”列：{}", one_line(&carried.to), self.origin(carried));
        }
        let labels = columns.iter().zip(&self.widths).map(|(column, wide)| right(&one_line(&column.label), *wide));
        let _ = writeln!(text, "    #{}{}", " ".repeat(self.key_width + 1), labels.collect::<Vec<_>>().join("  "));
        let mut above: &[String] = &[];
        for (place, row) in rows.iter().enumerate() {
            // The printed labels left of the row, where they are others than those of the row before.
            let kept = above.iter().zip(&row.under).take_while(|(a, b)| a == b).count();
            for label in &row.under[kept..] {
                let _ = writeln!(text, "    # {}", one_line(label));
            }
            above = &row.under;
            text += &self.row(place, row);
        }
        text
    }

    fn row(&self, place: usize, row: &Row) -> String {
        let cells = self.figures.row(self.place, place).iter().zip(&self.widths).map(|(cell, wide)| right(&cell_text(cell), *wide));
        let carried = self.carried.iter().find(|carried| carried.row == Some(place)).map(|carried| format!("；{}", self.origin(carried)));
        let name = format!("{}:", key(&row.key));
        format!(
            "    {name:wide$} [{}]  # {}{}\n",
            cells.collect::<Vec<_>>().join(", "),
            one_line(&row.label),
            carried.unwrap_or_default(),
            wide = self.key_width
        )
    }

    fn origin(&self, carried: &Carried) -> String {
        format!("已按{}年报告的“{}”填入，请核对", self.year.before(), one_line(&carried.from))
    }
}

/// A key of the form, between quotes where it is more than a word.
fn key(text: &str) -> String {
    let is_word = |c: char| c.is_ascii_lowercase() || matches!(c, '_' | '.' | '-');
    if text.chars().all(|c| is_word(c) || c.is_ascii_digit()) && text.starts_with(|c: char| c.is_ascii_lowercase()) { text.to_owned() } else { quoted(text) }
}

fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::Number(number) => number.to_string(),
        Cell::Noted(noted) => format!("{{ value: {}, note: {} }}", noted.0, quoted(&noted.1)),
        Cell::Blank => "~".to_owned(),
        Cell::NotApplicable => "/".to_owned(),
    }
}

/// How many columns a text takes in an editor: Chinese takes two a character.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

fn right(text: &str, wide: usize) -> String {
    " ".repeat(wide.saturating_sub(width(text))) + text
}
