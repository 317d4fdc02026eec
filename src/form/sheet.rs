//! A form's tables → the layout in which they are printed: cells that span rows and columns, and for each figure the
//! headers it stands under and beside.

use super::Table;
use std::ops::Range;

/// A table as it is printed.
#[derive(Debug)]
pub struct Sheet {
    /// Its number, such as `表三`.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The unit of all its figures, if they have one in common.
    pub unit: Option<String>,
    /// The section it belongs to, by its place in the form; none in a form without sections.
    pub section: Option<usize>,
    /// The form's tables in it, by their places.
    pub tables: Vec<usize>,
    /// How many columns wide it is.
    pub width: usize,
    /// How many of its columns are row labels.
    pub label_width: usize,
    /// How many of its rows are heads.
    pub head_rows: usize,
    /// Its rows from the top, heads first.
    pub rows: Vec<SheetRow>,
}

impl Sheet {
    /// Its address within the page.
    #[must_use]
    pub fn id(&self, tables: &[Table]) -> String {
        let key = |place: &usize| tables.get(*place).map_or("", |table| table.key.as_str());
        match self.tables.as_slice() {
            [only] => key(only).to_owned(),
            several => format!("sheet-{}", several.first().map_or("", key)),
        }
    }

    /// Whether an element of the printed table has this address within the page.
    #[must_use]
    pub fn has_id(&self, tables: &[Table], id: &str) -> bool {
        let heads = |row: &SheetRow| row.cells.iter().any(|cell| matches!(&cell.content, Content::Head { id: head, .. } if head == id));
        id.strip_suffix("-caption").unwrap_or(id) == self.id(tables) || self.rows.iter().any(|row| row.anchor.as_deref() == Some(id) || heads(row))
    }

    /// What it is called: `表三　收到和处理政府信息公开申请情况`.
    #[must_use]
    pub fn caption(&self) -> String {
        if self.number.is_empty() { self.title.clone() } else { format!("{}　{}", self.number, self.title) }
    }
}

/// A printed row.
#[derive(Debug, Default)]
pub struct SheetRow {
    /// The address of the row within the page, such as `requests.received`.
    pub anchor: Option<String>,
    /// Its cells from the left; what spans down from above is not repeated.
    pub cells: Vec<SheetCell>,
}

/// A printed cell.
#[derive(Debug)]
pub struct SheetCell {
    /// The column it begins in.
    pub column: usize,
    /// How many rows it covers.
    pub rowspan: usize,
    /// How many columns it covers.
    pub colspan: usize,
    /// What stands in it.
    pub content: Content,
}

/// What stands in a printed cell.
#[derive(Debug)]
pub enum Content {
    /// A note in the corner, which heads nothing.
    Note(String),
    /// A header.
    Head {
        /// Its text.
        text: String,
        /// Its address within the page.
        id: String,
        /// What it heads.
        scope: Scope,
    },
    /// A figure of the form, by its table, row and column, and the addresses of all its headers.
    Figure {
        /// The table's place in the form.
        table: usize,
        /// The row's place in the table.
        row: usize,
        /// The column's place in the table.
        column: usize,
        /// The ids of its headers, parted by spaces.
        headers: String,
    },
}

/// What a header heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The columns under it.
    Column,
    /// The rows beside it.
    Row,
}

/// How the tables of a form are put together into one printed table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    Blocks,
    Grid,
    Strip,
}

/// The rows of a printed table, its width in columns, its label columns, and its head rows.
pub(crate) struct Laid {
    pub(crate) rows: Vec<SheetRow>,
    pub(crate) width: usize,
    pub(crate) label_width: usize,
    pub(crate) head_rows: usize,
}

/// Lays out the tables, given with their places in the form.
pub(crate) fn lay_out(layout: Layout, tables: &[(usize, &Table)], corner: &str) -> Laid {
    match (layout, tables) {
        (Layout::Grid, [(place, table)]) => grid(*place, table, corner),
        (Layout::Strip, [(place, table)]) => strip(*place, table),
        (Layout::Blocks | Layout::Grid | Layout::Strip, tables) => blocks(tables),
    }
}

/// One header of a tree of headers: the leaves it covers, its level, how many levels it covers.
struct Branch {
    text: String,
    id: String,
    leaves: Range<usize>,
    level: usize,
    levels: usize,
}

/// A leaf of a tree of headers: the texts of its path, and its own id. Group headers take their ids from `group_id`.
struct Leaf {
    path: Vec<String>,
    id: String,
}

/// The headers over (or left of) leaves: neighbours that share the beginning of their paths share headers; a leaf
/// reaches down to the deepest level.
fn branches(leaves: &[Leaf], depth: usize, group_id: impl Fn(usize, usize) -> String) -> Vec<Branch> {
    let mut found: Vec<Branch> = Vec::new();
    for level in 0..depth {
        let mut start = 0;
        while start < leaves.len() {
            let path = &leaves[start].path;
            let mut end = start + 1;
            if level < path.len() {
                let is_leaf = level + 1 == path.len();
                while !is_leaf && end < leaves.len() && leaves[end].path.len() > level + 1 && leaves[end].path[..=level] == path[..=level] {
                    end += 1;
                }
                let id = if is_leaf { leaves[start].id.clone() } else { group_id(level, start) };
                let levels = if is_leaf { depth - level } else { 1 };
                found.push(Branch { text: path[level].clone(), id, leaves: start..end, level, levels });
            }
            start = end;
        }
    }
    found
}

/// The ids of all headers over a leaf, from the outermost.
fn over(branches: &[Branch], leaf: usize) -> String {
    let ids: Vec<&str> = branches.iter().filter(|branch| branch.leaves.contains(&leaf)).map(|branch| branch.id.as_str()).collect();
    ids.join(" ")
}

fn depth(leaves: &[Leaf]) -> usize {
    leaves.iter().map(|leaf| leaf.path.len()).max().unwrap_or(1)
}

/// Header rows from branches that head columns, the first of which stands in `first`.
fn head_rows(branches: &[Branch], depth: usize, first: usize) -> Vec<SheetRow> {
    let mut rows: Vec<SheetRow> = (0..depth).map(|_| SheetRow::default()).collect();
    for branch in branches {
        let content = Content::Head { text: branch.text.clone(), id: branch.id.clone(), scope: Scope::Column };
        rows[branch.level].cells.push(SheetCell { column: first + branch.leaves.start, rowspan: branch.levels, colspan: branch.leaves.len(), content });
    }
    rows
}

fn column_leaves(table: &Table) -> Vec<Leaf> {
    let id = |key: &str| format!("{}-{key}", table.key);
    table.columns.iter().map(|column| Leaf { path: column.under.iter().chain([&column.label]).cloned().collect(), id: id(&column.key) }).collect()
}

fn grid(place: usize, table: &Table, corner: &str) -> Laid {
    let columns = column_leaves(table);
    let column_depth = depth(&columns);
    let heads = branches(&columns, column_depth, |level, start| format!("{}-h{level}-{start}", table.key));
    let row_leaves: Vec<Leaf> =
        table.rows.iter().map(|row| Leaf { path: row.path().map(str::to_owned).collect(), id: format!("{}.{}-label", table.key, row.key) }).collect();
    let label_width = depth(&row_leaves);
    let group = |level: usize, start: usize| match table.rows[start].group() {
        Some(group) if level + 2 == row_leaves[start].path.len() => format!("{}.{group}", table.key),
        Some(_) | None => format!("{}-g{level}-{start}", table.key),
    };
    let labels = branches(&row_leaves, label_width, group);

    let mut rows = head_rows(&heads, column_depth, label_width);
    if let Some(first) = rows.first_mut() {
        first.cells.insert(0, SheetCell { column: 0, rowspan: column_depth, colspan: label_width, content: Content::Note(corner.to_owned()) });
    }
    for (row, form_row) in table.rows.iter().enumerate() {
        let mut cells: Vec<SheetCell> = labels
            .iter()
            .filter(|label| label.leaves.start == row)
            .map(|label| SheetCell {
                column: label.level,
                rowspan: label.leaves.len(),
                colspan: label.levels,
                content: Content::Head { text: label.text.clone(), id: label.id.clone(), scope: Scope::Row },
            })
            .collect();
        cells.extend((0..table.columns.len()).map(|column| SheetCell {
            column: label_width + column,
            rowspan: 1,
            colspan: 1,
            content: Content::Figure { table: place, row, column, headers: format!("{} {}", over(&heads, column), over(&labels, row)) },
        }));
        rows.push(SheetRow { anchor: Some(format!("{}.{}", table.key, form_row.key)), cells });
    }
    Laid { rows, width: label_width + table.columns.len(), label_width, head_rows: column_depth }
}

fn strip(place: usize, table: &Table) -> Laid {
    let pairs = table.rows.iter().flat_map(|row| table.columns.iter().map(move |column| (row, column)));
    let leaves: Vec<Leaf> = pairs
        .map(|(row, column)| Leaf {
            path: row.path().chain([column.label.as_str()]).map(str::to_owned).collect(),
            id: format!("{}.{}-{}", table.key, row.key, column.key),
        })
        .collect();
    let levels = depth(&leaves);
    let width = table.columns.len();
    let group = |level: usize, start: usize| {
        let row = &table.rows[start / width];
        if level == row.under.len() { format!("{}.{}", table.key, row.key) } else { format!("{}-h{level}-{start}", table.key) }
    };
    let heads = branches(&leaves, levels, group);
    let mut rows = head_rows(&heads, levels, 0);
    let cells = (0..leaves.len()).map(|leaf| SheetCell {
        column: leaf,
        rowspan: 1,
        colspan: 1,
        content: Content::Figure { table: place, row: leaf / width, column: leaf % width, headers: over(&heads, leaf) },
    });
    rows.push(SheetRow { anchor: None, cells: cells.collect() });
    Laid { rows, width: leaves.len(), label_width: 0, head_rows: levels }
}

fn blocks(tables: &[(usize, &Table)]) -> Laid {
    let width = tables.iter().map(|(_, table)| table.columns.len()).max().unwrap_or(0) + 1;
    let mut rows = Vec::new();
    for (place, table) in tables {
        let head = |text: &str, id: String, scope: Scope| Content::Head { text: text.to_owned(), id, scope };
        let key = &table.key;
        let title = SheetCell { column: 0, rowspan: 1, colspan: width, content: head(&table.label, format!("{key}-title"), Scope::Column) };
        rows.push(SheetRow { anchor: Some(key.clone()), cells: vec![title] });
        // The last column reaches to the right edge.
        let colspan = |column: usize| if column + 1 == table.columns.len() { width - table.columns.len() } else { 1 };
        let mut heads = vec![SheetCell { column: 0, rowspan: 1, colspan: 1, content: head(&table.head, format!("{key}-head"), Scope::Column) }];
        heads.extend(table.columns.iter().enumerate().map(|(at, column)| SheetCell {
            column: at + 1,
            rowspan: 1,
            colspan: colspan(at),
            content: head(&column.label, format!("{key}-{}", column.key), Scope::Column),
        }));
        rows.push(SheetRow { anchor: None, cells: heads });
        for (row, form_row) in table.rows.iter().enumerate() {
            let id = format!("{key}.{}-label", form_row.key);
            let mut cells = vec![SheetCell { column: 0, rowspan: 1, colspan: 1, content: head(&form_row.label, id.clone(), Scope::Row) }];
            cells.extend(table.columns.iter().enumerate().map(|(column, form_column)| SheetCell {
                column: column + 1,
                rowspan: 1,
                colspan: colspan(column),
                content: Content::Figure { table: *place, row, column, headers: format!("{key}-title {key}-{} {id}", form_column.key) },
            }));
            rows.push(SheetRow { anchor: Some(format!("{key}.{}", form_row.key)), cells });
        }
    }
    Laid { rows, width, label_width: 1, head_rows: 0 }
}
