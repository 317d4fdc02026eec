//! The rows of one table of `report.yaml` → its cells: rows may be lists, maps by column, nested groups or single values.

use super::report::Cells;
use crate::diagnostic::{Code, Text, counted, nearest, suggest};
use crate::form::{CellKind, Table};
use crate::model::Cell;
use crate::number::{Number, NumberFault};
use crate::tree::{Entry, Fields, Kind, Node, Reader};
use std::ops::Range;

/// How deep groups of rows may be nested: printed labels have three levels.
pub(crate) const MAX_GROUPS: usize = 3;

/// The rows of one table while they are read.
pub(crate) struct Rows<'a> {
    pub(crate) table: &'a Table,
    pub(crate) reader: &'a mut Reader,
    pub(crate) cells: Cells,
    pub(crate) seen: Vec<bool>,
    /// Rows whose lack is explained by something told already.
    pub(crate) excused: Vec<bool>,
}

impl Rows<'_> {
    pub(crate) fn read(&mut self, node: &Node, group: Option<&str>, depth: usize) {
        let Kind::Map(entries) = &node.kind else {
            if node.kind != Kind::Null {
                self.reader.wrong_type(node, "各行（行名: 数字）", "rows (name: figures)");
                // What is not a table of rows lacks none in particular.
                for (excused, row) in self.excused.iter_mut().zip(&self.table.rows) {
                    *excused |= group.is_none() || row.group() == group;
                }
            }
            return;
        };
        let mut rest = entries.as_slice();
        while let [entry, after @ ..] = rest {
            self.entry(entry, group, depth);
            let parts = thousands(rest);
            if let Some(row) = self.find(&entry.key, group).filter(|_| parts > 0) {
                self.parted(row, 0, &rest[..=parts]);
            }
            rest = &after[parts..];
        }
    }

    /// The row that a name means, here or in a group.
    fn find(&self, name: &str, group: Option<&str>) -> Option<usize> {
        match group {
            Some(group) => self.table.row_in(group, name),
            None => self.table.row(name),
        }
    }

    /// Notes that commas part a number of a map into several entries.
    fn parted(&mut self, row: usize, column: usize, entries: &[Entry]) {
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return };
        let span = first.value.span.start..last.key_span.end;
        let text = self.reader.source().text.get(span.clone()).unwrap_or_default().to_owned();
        let (message, _) = not_a_number(&text, &self.label((row, column)), &NumberFault::NotNumber);
        let whole: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
        self.reader.say(Code::BadNumber, span.clone(), message).help =
            Some(Text::new(format!("数字中不要写千位逗号，请写作 {whole}"), format!("write numbers without thousands commas: {whole}")));
        let width = self.table.columns.len();
        self.cells[row * width + column] = Some((None, span));
    }

    /// A cell in words.
    fn label(&self, (row, column): (usize, usize)) -> String {
        format!("{}·{}", self.table.rows[row].label, self.table.columns[column].label)
    }

    fn entry(&mut self, entry: &Entry, group: Option<&str>, depth: usize) {
        let table = self.table;
        if let Some(row) = self.find(&entry.key, group) {
            return self.row(row, entry);
        }
        if group.is_none() && depth < MAX_GROUPS {
            if let Some(named) = table.group(&entry.key) {
                return self.read(&entry.value, Some(named), depth + 1);
            }
            // A printed label over several groups, such as 三、本年度办理结果, adds nothing to the keys below it.
            let label = crate::form::normalise(&entry.key);
            if table.rows.iter().any(|row| row.under.iter().any(|under| crate::form::normalise(under) == label)) {
                return self.read(&entry.value, None, depth + 1);
            }
        }
        let message = Text::new(format!("{}中没有“{}”这一行", table.label, entry.key), format!("{} has no row `{}`", table.label, entry.key));
        let known: Vec<&str> = match group {
            Some(group) => table.rows.iter().filter(|row| row.group() == Some(group)).filter_map(|row| row.key.split_once('.')).map(|(_, name)| name).collect(),
            None => table.rows.iter().flat_map(|row| [row.key.as_str(), row.label.as_str()]).collect(),
        };
        let help = match nearest(&entry.key, known.iter().copied()) {
            Some(near) => {
                // The row is there, under a name that is nearly its own.
                if let Some(row) = self.find(near, group) {
                    self.excused[row] = true;
                }
                suggest(&entry.key, known.iter().copied())
            }
            None => Text::new("行名用表式中的键，或原样照抄表中的文字", "name rows by the form's keys, or by their printed labels"),
        };
        self.reader.say(Code::UnknownRow, entry.key_span.clone(), message).help = Some(help);
    }

    fn row(&mut self, row: usize, entry: &Entry) {
        let form_row = &self.table.rows[row];
        if std::mem::replace(&mut self.seen[row], true) {
            let message = Text::new(format!("“{}”行重复出现", form_row.label), format!("row `{}` ({}) stands twice", form_row.key, form_row.label));
            self.reader.say(Code::DuplicateRow, entry.key_span.clone(), message).help =
                Some(Text::new("每行只能填一次，请删去一处", "each row may stand once, remove one"));
            return;
        }
        let width = self.table.columns.len();
        match &entry.value.kind {
            Kind::List(nodes) if nodes.len() == width => {
                for (column, node) in nodes.iter().enumerate() {
                    self.cell(row, column, node);
                }
            }
            Kind::List(nodes) => self.wrong_count(row, entry, nodes.len()),
            Kind::Map(entries) if width > 1 || !entries.iter().any(|entry| entry.key == "value") => self.by_column(row, entry, entries),
            Kind::Null | Kind::Scalar(_) | Kind::Map(_) if width == 1 => self.cell(row, 0, &entry.value),
            Kind::Null | Kind::Scalar(_) | Kind::Map(_) => self.wrong_count(row, entry, 1),
        }
    }

    fn wrong_count(&mut self, row: usize, entry: &Entry, found: usize) {
        let (label, width) = (&self.table.rows[row].label, self.table.columns.len());
        let columns: Vec<&str> = self.table.columns.iter().map(|column| column.label.as_str()).collect();
        let message = Text::new(format!("“{label}”行应有 {width} 格，现有 {found} 格"), format!("row `{label}` has {}, found {found}", counted(width, "cell")));
        let span = entry.value.span.clone();
        let text = self.reader.source().text.get(span.clone()).unwrap_or_default();
        let help = if text.contains(['，', '【', '】', '［', '］']) {
            Text::new("请用半角逗号和方括号，如 [1, 0, 0]", "use ASCII commas and brackets, such as [1, 0, 0]")
        } else if found > width && text.split(',').any(|part| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit())) {
            Text::new("数字中不要写千位逗号", "write numbers without thousands commas")
        } else {
            Text::new(format!("依次为：{}", columns.join("、")), format!("in order: {}", columns.join(", ")))
        };
        self.reader.say(Code::CellCount, span, message).help = Some(help);
    }

    fn by_column(&mut self, row: usize, entry: &Entry, entries: &[Entry]) {
        let width = self.table.columns.len();
        let mut rest = entries;
        while let [column_entry, after @ ..] = rest {
            match self.table.column(&column_entry.key) {
                None => {
                    let message = Text::new(
                        format!("“{}”行没有“{}”这一列", self.table.rows[row].label, column_entry.key),
                        format!("row `{}` has no column `{}`", self.table.rows[row].label, column_entry.key),
                    );
                    self.reader.say(Code::UnknownColumn, column_entry.key_span.clone(), message).help =
                        Some(suggest(&column_entry.key, self.table.columns.iter().map(|column| column.key.as_str())));
                }
                Some(column) if self.cells[row * width + column].is_some() => {
                    let message = Text::new(format!("“{}”列重复出现", column_entry.key), format!("column `{}` stands twice", column_entry.key));
                    self.reader.say(Code::DuplicateKey, column_entry.key_span.clone(), message).help =
                        Some(Text::new("每列只能填一次，请删去一处", "each column may stand once, remove one"));
                }
                Some(column) => self.cell(row, column, &column_entry.value),
            }
            let parts = thousands(rest);
            if let Some(column) = self.table.column(&column_entry.key).filter(|_| parts > 0) {
                self.parted(row, column, &rest[..=parts]);
            }
            rest = &after[parts..];
        }
        let missing: Vec<&str> =
            (0..width).filter(|column| self.cells[row * width + column].is_none()).map(|column| self.table.columns[column].label.as_str()).collect();
        if !missing.is_empty() && missing.len() + entries.len() == width {
            let label = &self.table.rows[row].label;
            let message = Text::new(format!("“{label}”行缺少：{}", missing.join("、")), format!("row `{label}` lacks: {}", missing.join(", ")));
            self.reader.say(Code::CellCount, entry.key_span.clone(), message).help =
                Some(Text::new("没有填报的格写 ~", "write ~ for a cell that was left blank"));
        }
    }

    fn cell(&mut self, row: usize, column: usize, node: &Node) {
        let kind = self.table.columns[column].kind;
        let at = (row, column);
        let cell = match &node.kind {
            Kind::Null => Some(Cell::Blank),
            Kind::Scalar(text) if text.trim().is_empty() => Some(Cell::Blank),
            Kind::Scalar(text) if matches!(text.trim(), "/" | "／") => Some(Cell::NotApplicable),
            Kind::Scalar(text) => self.number(text.trim(), node, kind, at).map(Cell::Number),
            Kind::Map(_) => self.noted(node, kind, at),
            Kind::List(_) => {
                self.reader.wrong_type(node, "一个数字", "a number");
                None
            }
        };
        let width = self.table.columns.len();
        self.cells[row * width + column] = Some((cell, node.span.clone()));
    }

    fn noted(&mut self, node: &Node, kind: CellKind, at: (usize, usize)) -> Option<Cell> {
        let mut fields = Fields::of(node, self.reader)?;
        let value = fields.required("value", self.reader);
        let note = fields.required_text("note", self.reader);
        fields.finish(self.reader);
        let value = value?;
        let text = self.reader.text(value)?;
        let number = self.number(&text, value, kind, at)?;
        Some(Cell::Noted(Box::new((number, note?))))
    }

    fn number(&mut self, text: &str, node: &Node, kind: CellKind, at: (usize, usize)) -> Option<Number> {
        let number = match Number::parse(text) {
            Ok(number) => number,
            Err(fault) => {
                let (message, help) = not_a_number(text, &self.label(at), &fault);
                self.reader.say(Code::BadNumber, node.span.clone(), message).help = Some(help);
                return None;
            }
        };
        let decimals = match kind {
            CellKind::Whole | CellKind::Signed => 0,
            CellKind::Decimals(decimals) => u32::from(decimals),
        };
        if number.is_negative() && kind != CellKind::Signed {
            let label = self.label(at);
            let message = Text::new(format!("“{label}”不能为负数，现为 {number}"), format!("`{label}` cannot be negative, found {number}"));
            self.reader.say(Code::Negative, node.span.clone(), message).help = Some(Text::new("请核对是否多写了减号", "look for a stray minus sign"));
            return None;
        }
        if number.decimals() > decimals {
            let (zh, en) = if decimals == 0 {
                ("应为整数".to_owned(), "should be a whole number".to_owned())
            } else {
                (format!("最多 {decimals} 位小数"), format!("may have at most {decimals} decimals"))
            };
            let label = self.label(at);
            let message = Text::new(format!("“{label}”{zh}，现为 {number}"), format!("`{label}` {en}, found {number}"));
            self.reader.say(Code::Fraction, node.span.clone(), message).help = Some(Text::new("请核对小数点和单位", "look at the decimal point and the unit"));
            return None;
        }
        Some(number)
    }

    /// The cells read, after naming the rows that were not there.
    pub(crate) fn finish(self, key_span: &Range<usize>) -> Cells {
        let missing: Vec<&str> = self
            .table
            .rows
            .iter()
            .zip(self.seen.iter().zip(&self.excused))
            .filter(|(_, (seen, excused))| !**seen && !**excused)
            .map(|(row, _)| row.label.as_str())
            .collect();
        if !missing.is_empty() {
            let (table, count) = (&self.table.label, missing.len());
            let message = Text::new(
                format!("{table}缺少 {count} 行：{}", missing.join("；")),
                format!("{table} lacks {}: {}", counted(count, "row"), missing.join("; ")),
            );
            self.reader.say(Code::MissingRow, key_span.clone(), message).help =
                Some(Text::new("表式中的每一行都要有；没有发生的填 0", "every row of the form must be there; write 0 where nothing happened"));
        }
        self.cells
    }
}

/// How many further entries of a map belong to the number of the first: `{ person: 3,440 }` is read as two entries.
fn thousands(entries: &[Entry]) -> usize {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_head = |entry: &Entry| entry.value.scalar().is_some_and(|text| text.len() <= 3 && digits(text));
    let is_part = |entry: &&Entry| {
        let (whole, decimals) = entry.key.split_once('.').unwrap_or((&entry.key, "0"));
        entry.value.kind == Kind::Null && whole.len() == 3 && digits(whole) && digits(decimals)
    };
    match entries {
        [first, rest @ ..] if is_head(first) => rest.iter().take_while(is_part).count(),
        _ => 0,
    }
}

/// Units that a cell's number is sometimes written with.
const UNITS: [&str; 12] = ["件", "个", "条", "项", "份", "人", "次", "起", "宗", "元", "万元", "亿元"];

fn not_a_number(text: &str, label: &str, fault: &NumberFault) -> (Text, Text) {
    let message = Text::new(format!("“{label}”应为数字，现为“{text}”"), format!("`{label}` should be a number, found `{text}`"));
    let help = match fault {
        NumberFault::Writing(mended) => Text::new(format!("请写作 {mended}"), format!("write {mended}")),
        NumberFault::TooLong => Text::new("数字过长，请核对是否多写了", "the number is too long, look for digits too many"),
        NumberFault::NotNumber => {
            let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
            let (digits, rest) = text.split_at(end);
            let note = rest.trim_matches(['（', '）', '(', ')', ' ']);
            if digits.is_empty() || rest.is_ascii() {
                Text::new("只写阿拉伯数字；未填报写 ~，不适用写 /", "write digits only; ~ for a blank, / for not applicable")
            } else if UNITS.contains(&note) {
                Text::new(format!("不写单位，只写 {digits}"), format!("leave out the unit, write {digits}"))
            } else {
                Text::new(
                    format!("数字附有说明时写作 {{ value: {digits}, note: {note} }}"),
                    format!("a number with a note is written {{ value: {digits}, note: {note} }}"),
                )
            }
        }
    };
    (message, help)
}
