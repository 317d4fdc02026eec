//! `report.yaml` → the figures of a form, cell by cell. Rows may be lists, maps by column, nested groups or single
//! values, and go by key, printed label or alias: whatever way, each row of the form is there once with all its cells.

use super::document::read_waivers;
use super::rows::{MAX_GROUPS, Rows};
use crate::date::Date;
use crate::diagnostic::{Code, Diagnostic, Text, nearest, suggest};
use crate::form::{Form, Forms, Variant};
use crate::model::{Cell, CellAt, Figures, Waiver};
use crate::source::{Digest, DigestBuilder};
use crate::tree::{Entry, Fields, Kind, Node, Reader, YamlText, read_yaml};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// What `report.yaml` holds.
#[derive(Debug)]
pub(crate) struct ReportFile {
    pub(crate) published: Date,
    pub(crate) figures: Figures,
    /// What words mean in this report: `受理`, `received + carried_in`.
    pub(crate) scope: Vec<(String, String)>,
    pub(crate) waivers: Vec<Waiver>,
    pub(crate) digest: Digest,
}

/// The cells of a table, row by row, each with its place: none where nothing was written, no cell where it could not be
/// read.
pub(crate) type Cells = Vec<Option<(Option<Cell>, Range<usize>)>>;

/// A report with the place of each cell, as far as it could be read.
pub(crate) struct Placed {
    form: Option<Arc<Form>>,
    published: Option<Date>,
    tables: Vec<Cells>,
    scope: Vec<(String, String)>,
    waivers: Vec<Waiver>,
}

impl Placed {
    /// Where a cell stands.
    pub(crate) fn cell(&self, at: CellAt) -> Option<Range<usize>> {
        let width = self.form.as_ref()?.tables.get(at.table)?.columns.len();
        self.tables.get(at.table)?.get(at.row * width + at.column)?.as_ref().map(|(_, span)| span.clone())
    }
}

/// Reads the figures of a report.
pub(crate) fn read_report(path: &str, text: &str, digest: Digest, forms: &Forms) -> (Option<ReportFile>, Vec<Diagnostic>) {
    let yaml = YamlText { path, text, range: 0..text.len() };
    let (placed, diagnostics) = read_yaml(&yaml, |node, reader| read_placed(node, reader, forms));
    let file = placed.and_then(|placed| {
        let form = placed.form?;
        let digest = DigestBuilder::new("report").digest(digest).digest(form.digest).finish();
        Some(ReportFile { published: placed.published?, figures: figures(form, placed.tables), scope: placed.scope, waivers: placed.waivers, digest })
    });
    (file, diagnostics)
}

/// The figures as far as they could be read; the rest is marked, so that what can be checked still is.
fn figures(form: Arc<Form>, tables: Vec<Cells>) -> Figures {
    let mut unread = BTreeSet::new();
    let mut tables = tables.into_iter();
    let mut filled = Vec::new();
    for (table, form_table) in form.tables.iter().enumerate() {
        let width = form_table.columns.len();
        let mut cells = tables.next().unwrap_or_default().into_iter();
        let read = (0..form_table.rows.len() * width).map(|at| {
            let cell = cells.next().flatten().and_then(|(cell, _)| cell);
            cell.unwrap_or_else(|| {
                unread.insert(CellAt { table, row: at / width, column: at % width });
                Cell::Blank
            })
        });
        filled.push(read.collect());
    }
    Figures::new(form, filled, unread)
}

/// Reads a report as far as it goes, with the place of everything.
pub(crate) fn read_placed(node: &Node, reader: &mut Reader, forms: &Forms) -> Placed {
    let mut placed = Placed { form: None, published: None, tables: Vec::new(), scope: Vec::new(), waivers: Vec::new() };
    let Some(mut fields) = Fields::of(node, reader) else { return placed };
    placed.form = fields.required("form", reader).and_then(|node| find_form(node, reader, forms));
    placed.published = fields.required("published", reader).and_then(|node| reader.date(node));
    let tables = fields.required("tables", reader);
    let scope = fields.entries("scope", reader);
    for entry in scope {
        placed.scope.extend(reader.text(&entry.value).map(|cells| (entry.key.clone(), cells)));
    }
    placed.waivers = read_waivers(&mut fields, reader);
    fields.finish(reader);
    if let (Some(form), Some(tables)) = (placed.form.clone(), tables) {
        let form = variant(&form, tables, reader).unwrap_or(form);
        known_scope(scope, &form, reader);
        placed.tables = read_tables(tables, reader, &form);
        placed.form = Some(form);
    }
    placed
}

/// Notes what a report's words are said to mean and the form does not have: rows of the requests, joined by `+` and `-`.
fn known_scope(scope: &[Entry], form: &Form, reader: &mut Reader) {
    let Some(requests) = form.tables.iter().find(|table| table.key == "requests") else { return };
    let is_known = |word: &str| match word.strip_suffix(".*") {
        Some(group) => requests.rows.iter().any(|row| row.key == group || row.group() == Some(group)),
        None => matches!(word, "+" | "-") || requests.rows.iter().any(|row| row.key == word),
    };
    for entry in scope {
        let Some(word) = entry.value.scalar().and_then(|text| text.split_whitespace().find(|word| !is_known(word))) else { continue };
        let message = Text::new(
            format!("scope 中“{}”所写的“{word}”不是表三的行", entry.key),
            format!("`{word}`, which `scope` says of `{}`, is no row of 表三", entry.key),
        );
        reader.say(Code::BadValue, entry.value.span.clone(), message).help = Some(suggest(word, requests.rows.iter().map(|row| row.key.as_str())));
    }
}

/// The form's variant that these tables fill: told by a row that stands where the form has a group.
fn variant(form: &Form, tables: &Node, reader: &mut Reader) -> Option<Arc<Form>> {
    let Kind::Map(entries) = &tables.kind else { return None };
    let rows =
        |table: usize| entries.iter().filter(move |entry| find_table(form, &entry.key) == Some(table)).flat_map(|entry| row_entries(&entry.value, MAX_GROUPS));
    let is_single = |variant: &Variant, entry: &Entry| variant.row.goes_by(&entry.key) && matches!(entry.value.kind, Kind::List(_));
    let (variant, entry) =
        form.variants.iter().find_map(|variant| rows(variant.table).find(|entry| is_single(variant, entry)).map(|entry| (variant, entry)))?;
    let label = &variant.row.label;
    let message =
        Text::new(format!("“{label}”只填了一行，表式 {} 中分为几行", form.key), format!("`{label}` is one row here, form {} parts it into several", form.key));
    reader.say(Code::FormVariant, entry.key_span.clone(), message).help =
        Some(Text::new("按一行计入合计；若有分项数字，请分行填写", "it is summed as one row; fill in the parts if they are known"));
    Some(Arc::clone(&variant.form))
}

/// The entries of a table, those within groups too.
fn row_entries(node: &Node, depth: usize) -> Vec<&Entry> {
    let Kind::Map(entries) = &node.kind else { return Vec::new() };
    let inner = entries.iter().filter(|_| depth > 0).flat_map(|entry| row_entries(&entry.value, depth - 1));
    entries.iter().chain(inner).collect()
}

fn find_form(node: &Node, reader: &mut Reader, forms: &Forms) -> Option<Arc<Form>> {
    let key = reader.text(node)?;
    let form = forms.find(&key).cloned();
    if form.is_none() {
        reader.say(Code::UnknownForm, node.span.clone(), Text::new(format!("没有“{key}”这一表式"), format!("there is no form `{key}`"))).help =
            Some(suggest(&key, forms.keys()));
    }
    form
}

fn read_tables(node: &Node, reader: &mut Reader, form: &Form) -> Vec<Cells> {
    let mut tables: Vec<Option<Cells>> = vec![None; form.tables.len()];
    let Kind::Map(entries) = &node.kind else {
        reader.wrong_type(node, "各表（表名: 各行）", "tables (name: rows)");
        return Vec::new();
    };
    // Tables that are there, under a name that is nearly their own.
    let mut misspelt = Vec::new();
    for entry in entries {
        match find_table(form, &entry.key) {
            None => {
                let message = Text::new(format!("表式 {} 中没有“{}”这张表", form.key, entry.key), format!("form {} has no table `{}`", form.key, entry.key));
                let keys = form.tables.iter().map(|table| table.key.as_str());
                misspelt.extend(nearest(&entry.key, keys).and_then(|near| form.table(near)));
                reader.say(Code::UnknownTable, entry.key_span.clone(), message).help =
                    Some(suggest(&entry.key, form.tables.iter().map(|table| table.key.as_str())));
            }
            Some(place) if tables[place].is_some() => {
                reader
                    .say(
                        Code::DuplicateRow,
                        entry.key_span.clone(),
                        Text::new(format!("{}重复出现", form.tables[place].label), format!("{} stands twice", form.tables[place].label)),
                    )
                    .help = Some(Text::new("每张表只能填一次，请删去一处", "each table may stand once, remove one"));
            }
            Some(place) => {
                let table = &form.tables[place];
                let mut rows = Rows {
                    table,
                    reader,
                    cells: vec![None; table.rows.len() * table.columns.len()],
                    seen: vec![false; table.rows.len()],
                    excused: vec![false; table.rows.len()],
                };
                rows.read(&entry.value, None, 0);
                tables[place] = Some(rows.finish(&entry.key_span));
            }
        }
    }
    for (place, table) in form.tables.iter().enumerate() {
        if tables[place].is_none() && !misspelt.contains(&place) {
            let message = Text::new(format!("缺少“{}”这张表", table.label), format!("{} is missing", table.label));
            reader.say(Code::MissingTable, node.span.start..node.span.start, message).help = Some(Text::new(
                format!("请在 tables 下补上 {}: 和各行；没有发生的填 0", table.key),
                format!("add `{}:` with its rows under `tables`; write 0 where nothing happened", table.key),
            ));
        }
    }
    tables.into_iter().map(Option::unwrap_or_default).collect()
}

fn find_table(form: &Form, name: &str) -> Option<usize> {
    let wanted = crate::form::normalise(name);
    form.table(name).or_else(|| form.tables.iter().position(|table| crate::form::normalise(&table.label) == wanted))
}
