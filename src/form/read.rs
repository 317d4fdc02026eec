//! The text of a form's definition → a form, with everything in it that is wrong named at its place.

use super::metric::parse_addends;
use super::rule::parse_formula;
use super::sheet::{Laid, Layout, lay_out};
use super::{Addend, CellKind, Column, Each, Form, Formula, Highlight, Metric, Row, Rule, Section, Sheet, Table, Variant};
use crate::diagnostic::{Code, Diagnostic, Level, Text};
use crate::source::{Digest, DigestBuilder, Source};
use crate::tree::{Fields, Kind, Node, Reader, parse_toml};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// The most decimals of a figure, which tell 亿元 to the yuan: a number keeps 28 digits, so that with 18 before the point
/// a hundred such figures are summed exactly.
const MAX_DECIMALS: u8 = 8;

/// Reads a definition; `path` names it in messages.
///
/// # Errors
/// Everything that is wrong with it.
pub fn parse_form(path: &str, text: &str) -> Result<Form, Vec<Diagnostic>> {
    let source = Arc::new(Source { path: path.to_owned(), text: text.to_owned() });
    let mut reader = Reader::new(source);
    let form = parse_toml(&mut reader).and_then(|node| read_form(&node, &mut reader, Digest::of(text.as_bytes())));
    let diagnostics = reader.finish();
    form.filter(|_| diagnostics.is_empty()).ok_or(diagnostics)
}

fn read_form(node: &Node, reader: &mut Reader, digest: Digest) -> Option<Form> {
    let mut fields = Fields::of(node, reader)?;
    let key = fields.required_text("key", reader);
    let name = fields.required_text("name", reader);
    let title = fields.text("title", reader).or_else(|| name.clone());
    let first_year = fields.count("first_year", reader).and_then(|year| u16::try_from(year).ok());
    let last_year = fields.count("last_year", reader).and_then(|year| u16::try_from(year).ok());
    let sections: Vec<Section> = each(fields.list("section", reader), reader, read_section);
    let tables: Vec<Table> = each(fields.list("table", reader), reader, read_table);
    let table_nodes = fields.list("table", reader);
    unique(table_nodes, reader);
    let variants: Vec<(usize, String, Row)> = each(fields.list("variant", reader), reader, |node, reader| read_variant(node, reader, &tables));
    let definition = Definition {
        key: key?,
        name: name?,
        title: title?,
        years: first_year.map(|first| (first, last_year)),
        sections,
        digest,
        sheets: fields.list("sheet", reader),
        highlights: fields.list("highlight", reader),
        metrics: fields.list("metric", reader),
        rules: fields.list("rule", reader),
    };
    fields.finish(reader);
    unique(definition.metrics, reader);

    let mut form = definition.form(tables, reader);
    printed_once(&form.sheets, table_nodes, &form.tables, reader);
    // What is wrong with the form is wrong with its variants too, and told once.
    if reader.count() == 0 {
        let built = variants.into_iter().zip(0_u64..).map(|((table, group, row), number)| {
            let mut tables = form.tables.clone();
            replace_group(&mut tables[table].rows, &group, &row);
            // It stands in the same file, and is another form.
            let digest = DigestBuilder::new("variant").digest(digest).number(number).finish();
            Variant { table, row, form: Arc::new(Form { digest, ..definition.form(tables, reader) }) }
        });
        form.variants = built.collect();
    }
    Some(form)
}

/// What a form and its variants have in common.
struct Definition<'a> {
    key: String,
    name: String,
    title: String,
    years: Option<(u16, Option<u16>)>,
    sections: Vec<Section>,
    digest: Digest,
    sheets: &'a [Node],
    highlights: &'a [Node],
    metrics: &'a [Node],
    rules: &'a [Node],
}

impl Definition<'_> {
    fn form(&self, tables: Vec<Table>, reader: &mut Reader) -> Form {
        let mut sheets = each(self.sheets, reader, |node, reader| read_sheet(node, reader, &self.sections, &tables));
        if self.sheets.is_empty() {
            sheets = tables.iter().enumerate().map(|(place, table)| plain_sheet(place, table)).collect();
        }
        let rules = each(self.rules, reader, |node, reader| read_rule(node, reader, &tables));
        let highlights = each(self.highlights, reader, |node, reader| read_highlight(node, reader, &tables));
        let metrics = each(self.metrics, reader, |node, reader| read_metric(node, reader, &tables));
        Form {
            key: self.key.clone(),
            name: self.name.clone(),
            title: self.title.clone(),
            years: self.years,
            sections: self.sections.clone(),
            tables,
            sheets,
            highlights,
            metrics,
            rules,
            variants: Vec::new(),
            digest: self.digest,
        }
    }
}

/// Puts one row where the rows of a group stood.
fn replace_group(rows: &mut Vec<Row>, group: &str, row: &Row) {
    let Some(first) = rows.iter().position(|old| old.group() == Some(group)) else { return };
    rows.retain(|old| old.group() != Some(group));
    rows.insert(first, row.clone());
}

fn read_variant(node: &Node, reader: &mut Reader, tables: &[Table]) -> Option<(usize, String, Row)> {
    let mut fields = Fields::of(node, reader)?;
    let table = fields.required("table", reader).and_then(|node| {
        let key = reader.text(node)?;
        known(tables.iter().position(|table| table.key == key), &key, node, reader)
    });
    let group = fields.required("replaces", reader).and_then(|node| {
        let group = reader.text(node)?;
        let place = table.and_then(|table| tables[table].rows.iter().position(|row| row.group() == Some(group.as_str())));
        known(place, &group, node, reader).map(|_| group)
    });
    let row = fields.required("row", reader).and_then(|node| read_row(node, reader));
    fields.finish(reader);
    Some((table?, group?, row?))
}

fn each<T>(nodes: &[Node], reader: &mut Reader, mut read: impl FnMut(&Node, &mut Reader) -> Option<T>) -> Vec<T> {
    nodes.iter().filter_map(|node| read(node, reader)).collect()
}

/// Notes values of `key` that stand twice among some maps.
fn unique(nodes: &[Node], reader: &mut Reader) {
    let mut seen = BTreeSet::new();
    for (key, span) in nodes.iter().filter_map(key_of) {
        if !seen.insert(key) {
            reader.say(Code::DuplicateKey, span, Text::new(format!("键“{key}”重复出现"), format!("`{key}` stands twice"))).help =
                Some(Text::new("请删去一处，或换一个 key", "remove one, or choose another `key`"));
        }
    }
}

/// The value of `key` in a map, and where it stands.
fn key_of(node: &Node) -> Option<(&str, Range<usize>)> {
    let Kind::Map(entries) = &node.kind else { return None };
    let entry = entries.iter().find(|entry| entry.key == "key")?;
    Some((entry.value.scalar()?.trim(), entry.value.span.clone()))
}

/// Notes tables that stand on no sheet, and so on no page, or on two.
fn printed_once(sheets: &[Sheet], nodes: &[Node], tables: &[Table], reader: &mut Reader) {
    for (place, table) in tables.iter().enumerate() {
        let (zh, en) = match sheets.iter().flat_map(|sheet| &sheet.tables).filter(|printed| **printed == place).count() {
            1 => continue,
            0 => ("没有列入任何 [[sheet]]，不会印出来", "stands on no [[sheet]] and would not be printed"),
            _ => ("在 [[sheet]] 中出现了不止一次", "stands on [[sheet]]s more than once"),
        };
        let span = nodes.iter().filter_map(key_of).find(|(key, _)| *key == table.key).map_or(0..0, |(_, span)| span);
        let message = Text::new(format!("表“{}”{zh}", table.key), format!("table `{}` {en}", table.key));
        reader.say(Code::BadValue, span, message).help =
            Some(Text::new("每张表应当在一个 [[sheet]] 的 tables 中写一次", "name each table once, in `tables` of one [[sheet]]"));
    }
}

fn read_section(node: &Node, reader: &mut Reader) -> Option<Section> {
    let mut fields = Fields::of(node, reader)?;
    let number = fields.required_text("number", reader);
    let heading = fields.required_text("heading", reader);
    let keyword = fields.required_text("keyword", reader);
    fields.finish(reader);
    Some(Section { number: number?, heading: heading?, keyword: keyword? })
}

/// A key, which stands in addresses and in the names of files; `more` is what it may hold beside letters and digits.
fn read_key(fields: &mut Fields<'_>, reader: &mut Reader, more: &[char]) -> Option<String> {
    let node = fields.required("key", reader)?;
    let key = reader.text(node)?;
    let good = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || more.contains(&c));
    if !good {
        let message = Text::new(format!("“{key}”不能用作键"), format!("`{key}` cannot be a key"));
        reader.say(Code::BadSlug, node.span.clone(), message).help = Some(Text::new(
            "请用字母、数字、下划线和连字符；行的键可以用点分出组和组内的行",
            "use letters, digits, underscores and hyphens; in the key of a row a dot parts a group from its row",
        ));
    }
    good.then_some(key)
}

fn read_table(node: &Node, reader: &mut Reader) -> Option<Table> {
    let mut fields = Fields::of(node, reader)?;
    let key = read_key(&mut fields, reader, &['_', '-']);
    let label = fields.required_text("label", reader);
    let head = fields.text("head", reader).unwrap_or_default();
    let unit = fields.text("unit", reader).unwrap_or_default();
    let columns = each(fields.list("columns", reader), reader, read_column);
    let rows = each(fields.list("rows", reader), reader, read_row);
    unique(fields.list("columns", reader), reader);
    if let Some((second, column)) = columns.iter().enumerate().filter(|(_, column)| column.is_total).nth(1) {
        let message = Text::new(format!("“{}”是第二个合计列", column.key), format!("`{}` is a second total", column.key));
        let span = fields.list("columns", reader).get(second).and_then(key_of).map_or(node.span.clone(), |(_, span)| span);
        reader.say(Code::BadValue, span, message).help =
            Some(Text::new("一张表只能有一列写 total = true", "only one column of a table may have `total = true`"));
    }
    unique(fields.list("rows", reader), reader);
    fields.finish(reader);
    Some(Table { key: key?, label: label?, head, unit, columns, rows })
}

fn read_column(node: &Node, reader: &mut Reader) -> Option<Column> {
    let mut fields = Fields::of(node, reader)?;
    let key = read_key(&mut fields, reader, &['_', '-']);
    let label = fields.required_text("label", reader);
    let under = fields.texts("under", reader);
    let aliases = fields.texts("aliases", reader);
    let signed = fields.flag("signed", reader);
    let is_total = fields.flag("total", reader);
    let kind = match read_decimals(&mut fields, signed, reader) {
        Some(decimals) => CellKind::Decimals(decimals),
        None if signed => CellKind::Signed,
        None => CellKind::Whole,
    };
    fields.finish(reader);
    Some(Column { key: key?, label: label?, under, aliases, kind, is_total })
}

/// How many decimals the cells of a column may have; no column has both decimals and negative numbers.
fn read_decimals(fields: &mut Fields<'_>, signed: bool, reader: &mut Reader) -> Option<u8> {
    let decimals = fields.count("decimals", reader)?;
    let span = fields.node("decimals").map_or(0..0, |node| node.span.clone());
    if signed {
        let message = Text::new("decimals 和 signed 不能同时使用", "`decimals` and `signed` cannot stand together");
        reader.say(Code::BadValue, span.clone(), message).help = Some(Text::new("请删去其中一个", "remove one of them"));
    }
    let known = u8::try_from(decimals).ok().filter(|decimals| *decimals <= MAX_DECIMALS);
    if known.is_none() {
        let message =
            Text::new(format!("小数最多 {MAX_DECIMALS} 位，现为 {decimals}"), format!("at most {MAX_DECIMALS} decimals are kept exactly, found {decimals}"));
        reader.say(Code::BadValue, span, message);
    }
    known
}

fn read_row(node: &Node, reader: &mut Reader) -> Option<Row> {
    let mut fields = Fields::of(node, reader)?;
    let key = read_key(&mut fields, reader, &['_', '-', '.']);
    let label = fields.required_text("label", reader);
    let under = fields.texts("under", reader);
    let short = fields.text("short", reader).or_else(|| label.clone());
    let aliases = fields.texts("aliases", reader);
    fields.finish(reader);
    Some(Row { key: key?, label: label?, under, short: short?, aliases })
}

/// How a table is printed where the form does not say: rows down, columns across.
fn plain_sheet(place: usize, table: &Table) -> Sheet {
    let laid = lay_out(Layout::Grid, &[(place, table)], &table.head);
    let unit = Some(table.unit.clone()).filter(|unit| !unit.is_empty());
    sheet(laid, SheetName { number: String::new(), title: table.label.clone(), unit }, None, vec![place])
}

/// What stands over a printed table.
struct SheetName {
    number: String,
    title: String,
    unit: Option<String>,
}

fn sheet(laid: Laid, name: SheetName, section: Option<usize>, tables: Vec<usize>) -> Sheet {
    let (SheetName { number, title, unit }, Laid { rows, width, label_width, head_rows }) = (name, laid);
    Sheet { number, title, unit, section, tables, width, label_width, head_rows, rows }
}

fn read_sheet(node: &Node, reader: &mut Reader, sections: &[Section], tables: &[Table]) -> Option<Sheet> {
    let mut fields = Fields::of(node, reader)?;
    let number = fields.text("number", reader).unwrap_or_default();
    let title = fields.required_text("title", reader);
    let unit = fields.text("unit", reader);
    let corner = fields.text("corner", reader).unwrap_or_default();
    fields.required("layout", reader);
    let layout = fields.choice("layout", &[("blocks", Layout::Blocks), ("grid", Layout::Grid), ("strip", Layout::Strip)], reader);
    let section = fields.node("section").and_then(|node| {
        let number = reader.text(node)?;
        let place = sections.iter().position(|section| section.number == number);
        known(place, &number, node, reader)
    });
    let places: Vec<usize> = fields
        .placed_texts("tables", reader)
        .into_iter()
        .filter_map(|(key, span)| known(tables.iter().position(|table| table.key == key), &key, &Node { kind: Kind::Null, span }, reader))
        .collect();
    fields.finish(reader);
    let chosen: Vec<(usize, &Table)> = places.iter().map(|place| (*place, &tables[*place])).collect();
    let laid = lay_out(layout?, &chosen, &corner);
    Some(sheet(laid, SheetName { number, title: title?, unit }, section, places))
}

/// Notes a name that is not in the form.
fn known(place: Option<usize>, name: &str, node: &Node, reader: &mut Reader) -> Option<usize> {
    if place.is_none() {
        reader.say(Code::BadValue, node.span.clone(), Text::new(format!("表式中没有“{name}”"), format!("the form has no `{name}`")));
    }
    place
}

fn read_highlight(node: &Node, reader: &mut Reader, tables: &[Table]) -> Option<Highlight> {
    let mut fields = Fields::of(node, reader)?;
    let label = fields.required_text("label", reader);
    let table = fields.required_text("table", reader);
    let row = fields.required_text("row", reader);
    let column = fields.required_text("column", reader);
    fields.finish(reader);
    let highlight = Highlight { label: label?, table: table?, row: row?, column: column? };
    let table = tables.iter().find(|table| table.key == highlight.table);
    let place = table.and_then(|table| {
        let row = table.rows.iter().position(|row| row.key == highlight.row);
        row.filter(|_| table.columns.iter().any(|column| column.key == highlight.column))
    });
    known(place, &format!("{}.{}.{}", highlight.table, highlight.row, highlight.column), node, reader)?;
    Some(highlight)
}

fn read_metric(node: &Node, reader: &mut Reader, tables: &[Table]) -> Option<Metric> {
    let mut fields = Fields::of(node, reader)?;
    let key = fields.required("key", reader).and_then(|node| {
        let key = reader.text(node)?;
        let shaped = key.starts_with(|c: char| c.is_ascii_lowercase()) && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        // `index` is a folder's own page, the others are the orders of a metric's pages.
        let taken = key == "index" || ["-ascending", "-agency"].iter().any(|order| key.ends_with(order));
        let good = shaped && !taken;
        if !good {
            let message = Text::new(format!("“{key}”不能用作网址中的名称"), format!("`{key}` cannot stand in an address"));
            reader.say(Code::BadSlug, node.span.clone(), message).help = Some(Text::new(
                "请用小写英文字母开头，只用小写字母、数字和连字符；不能是 index，不能以 -ascending 或 -agency 结尾",
                "begin with a lower-case letter, use lower-case letters, digits and hyphens only; not `index`, nor with -ascending or -agency at its end",
            ));
        }
        good.then_some(key)
    });
    let label = fields.required_text("label", reader);
    let unit = fields.text("unit", reader).unwrap_or_default();
    let mut side = |key| fields.node(key).map(|node| read_addends(node, reader, tables));
    let (sum, numerator, denominator) = (side("sum"), side("numerator"), side("denominator"));
    fields.finish(reader);
    let formula = match (sum, numerator, denominator) {
        (Some(sum), None, None) => Formula::Sum(sum?),
        (None, Some(numerator), Some(denominator)) => Formula::Ratio(numerator?, denominator?),
        _ => {
            let message = Text::new("指标应写 sum，或写 numerator 和 denominator", "a metric needs `sum`, or `numerator` and `denominator`");
            let span = key_of(node).map_or(node.span.clone(), |(_, span)| span);
            reader.say(Code::MissingKey, span, message).help = Some(Text::new(
                "sum 是几个单元格相加；numerator 和 denominator 是比率的分子和分母",
                "`sum` adds cells; `numerator` and `denominator` make a ratio",
            ));
            return None;
        }
    };
    Some(Metric { key: key?, label: label?, unit, formula })
}

fn read_addends(node: &Node, reader: &mut Reader, tables: &[Table]) -> Option<Vec<Addend>> {
    let text = reader.text(node)?;
    match parse_addends(&text, tables) {
        Ok(addends) => Some(addends),
        Err((message, help)) => {
            reader.say(Code::BadValue, node.span.clone(), message).help = Some(help);
            None
        }
    }
}

fn read_rule(node: &Node, reader: &mut Reader, tables: &[Table]) -> Option<Rule> {
    let mut fields = Fields::of(node, reader)?;
    let code = fields.required_text("code", reader);
    let level = fields.choice("level", &[("error", Level::Error), ("warning", Level::Warning), ("info", Level::Info)], reader).unwrap_or(Level::Error);
    fields.required("each", reader);
    let each = fields.choice("each", &[("row", Each::Row), ("column", Each::Column)], reader);
    let table = fields.required("table", reader).and_then(|node| {
        let key = reader.text(node)?;
        known(tables.iter().position(|table| table.key == key), &key, node, reader)
    });
    let formula = fields.required("formula", reader).map(|node| (node.span.clone(), reader.text(node).unwrap_or_default()));
    let sides = fields.node("sides").and_then(|node| {
        let sides = <[String; 2]>::try_from(fields.texts("sides", reader)).ok();
        if sides.is_none() {
            let message = Text::new("sides 应为两个名称：等号左边的和右边的", "`sides` should be two names: of the left side and of the right");
            reader.say(Code::BadValue, node.span.clone(), message).help =
                Some(Text::new("如 sides = [\"三（七）\", \"各项之和\"]", "such as sides = [\"the total\", \"the sum\"]"));
        }
        sides
    });
    let fault = fields.required("fault", reader).and_then(|node| read_text(node, reader));
    let help = fields.required("help", reader).and_then(|node| read_text(node, reader));
    let composition = fields.node("composition").and_then(|node| Some((reader.text(node)?, node.span.clone())));
    fields.finish(reader);
    let (table, each, (span, formula)) = (table?, each?, formula?);
    match parse_formula(&formula, &tables[table], each) {
        Ok([left, right]) => {
            let code = Code::Rule(code?.into(), level);
            let (title, title_span) = composition.unzip();
            let rule = Rule { code, table, each, left, right, sides, fault: fault?, help: help?, composition: title };
            composable(&rule, title_span, reader);
            Some(rule)
        }
        Err(message) => {
            reader.say(Code::BadValue, span, message).help = Some(Text::new(
                "写作 列 = 列 + 列，或 行 = 行 + 行，都用本表的键",
                "write column = column + column, or row = row + row, by the keys of this table",
            ));
            None
        }
    }
}

/// Notes a rule that is to be drawn as parts of a whole, and is no such thing.
fn composable(rule: &Rule, span: Option<Range<usize>>, reader: &mut Reader) {
    let Some(span) = span.filter(|_| rule.whole_and_parts().is_none()) else { return };
    let message = Text::new("这条等式不是“一行等于其他几行之和”，画不成构成图", "this identity is not one row as the sum of others, and cannot be drawn");
    reader.say(Code::BadValue, span, message).help = Some(Text::new(
        "composition 只用于 each = \"column\"，等号一边是一行，另一边是几行相加的等式；请删去",
        "`composition` is for identities with each = \"column\" that have one row on one side and rows added on the other; remove it",
    ));
}

fn read_text(node: &Node, reader: &mut Reader) -> Option<Text> {
    let mut fields = Fields::of(node, reader)?;
    let zh = fields.required_text("zh", reader);
    let en = fields.required_text("en", reader);
    fields.finish(reader);
    Some(Text::new(zh?, en?))
}
