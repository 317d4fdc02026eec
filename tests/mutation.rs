//! Correct reports with one figure of Tables 3 and 4 off by one, or two of a row or column off by one each way: what is
//! found, and where, is told beforehand from the rows and columns that cannot hold any more.

use crate::support::{Portal, REPORT, repository};
use lanmu::check::{AgencyFindings, check_agency, check_figures};
use lanmu::form::{Form, Forms};
use lanmu::gate::Gate;
use lanmu::load::{Memo, load};
use lanmu::model::{Cell, CellAt, Figures};
use lanmu::number::Number;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// A figure, and by how much it is off.
type Change = (CellAt, i64);

static FORM: LazyLock<Arc<Form>> = LazyLock::new(|| Arc::clone(Forms::built_in().find("2021").expect("built in")));

/// Tables 3 and 4, by their places in the form.
static TABLES: LazyLock<[usize; 2]> = LazyLock::new(|| ["requests", "disputes"].map(|key| FORM.table(key).expect("in the form")));

fn is_of_requests(cell: CellAt) -> bool {
    cell.table == TABLES[0]
}

fn columns(table: usize) -> usize {
    FORM.tables[table].columns.len()
}

/// The row of a table that goes by a key.
fn row(table: usize, key: &str) -> usize {
    FORM.tables[table].row(key).expect("in the form")
}

/// The last column is that of totals.
fn is_total(cell: CellAt) -> bool {
    cell.column == columns(cell.table) - 1
}

/// All cells of both tables.
fn cells() -> impl Iterator<Item = CellAt> + Clone {
    TABLES.into_iter().flat_map(|table| {
        let columns = columns(table);
        (0..FORM.tables[table].rows.len() * columns).map(move |at| CellAt { table, row: at / columns, column: at % columns })
    })
}

/// Each figure one too large and one too small.
fn singles() -> Vec<Vec<Change>> {
    cells().flat_map(|cell| [vec![(cell, 1)], vec![(cell, -1)]]).collect()
}

/// One more here and one fewer there, in all rows and columns.
fn pairs() -> Vec<Vec<Change>> {
    let all = cells().flat_map(|more| cells().map(move |fewer| (more, fewer)));
    let is_in_line = |(more, fewer): &(CellAt, CellAt)| more != fewer && more.table == fewer.table && (more.row == fewer.row || more.column == fewer.column);
    all.filter(is_in_line).map(|(more, fewer)| vec![(more, 1), (fewer, -1)]).collect()
}

/// The code and the cell of each finding that changes must lead to: one for each row and column that they throw off its
/// balance. Where one figure of Table 3 was changed, its row and its column tell which; else the result is told.
fn expected(changes: &[Change]) -> Vec<(&'static str, CellAt)> {
    let sum = |weight: &dyn Fn(CellAt) -> i64| changes.iter().map(|(cell, change)| weight(*cell) * change).sum::<i64>();
    let is_row_off = |table, row| {
        sum(&|cell| {
            if (cell.table, cell.row) != (table, row) {
                0
            } else if is_total(cell) {
                -1
            } else {
                1
            }
        }) != 0
    };
    let is_column_off = |column, weight: &dyn Fn(&str) -> i64| {
        sum(&|cell| if is_of_requests(cell) && cell.column == column { weight(&FORM.tables[cell.table].rows[cell.row].key) } else { 0 }) != 0
    };
    // What a row of Table 3 adds to （一）–（六） less 三（七）, and to 一 + 二 less 三（七） + 四.
    let outcomes = |key: &str| match key {
        "received" | "carried_in" | "carried_out" => 0,
        "handled" => -1,
        _ => 1,
    };
    let balance = |key: &str| match key {
        "received" | "carried_in" => 1,
        "handled" | "carried_out" => -1,
        _ => 0,
    };
    let mut found = Vec::new();
    for (table, code) in TABLES.into_iter().zip(["requests-row-total", "disputes-total"]) {
        let rows = 0..FORM.tables[table].rows.len();
        found.extend(rows.filter(|row| is_row_off(table, *row)).map(|row| (code, CellAt { table, row, column: columns(table) - 1 })));
    }
    let table = TABLES[0];
    for column in 0..columns(table) {
        let at = CellAt { table, row: row(table, "handled"), column };
        found.extend(is_column_off(column, &outcomes).then_some(("requests-handled", at)));
        found.extend(is_column_off(column, &balance).then_some(("requests-balance", at)));
    }
    if let [(cell, _)] = changes
        && is_of_requests(*cell)
    {
        found.iter_mut().for_each(|(_, at)| *at = *cell);
    }
    found
}

/// A report that holds, as a file.
struct Sound {
    text: String,
    numbers: BTreeMap<CellAt, i64>,
}

impl Sound {
    fn new(text: &str) -> Self {
        let mut sound = Self { text: text.to_owned(), numbers: BTreeMap::new() };
        sound.numbers = cells().map(|cell| (cell, text[sound.range(text, cell)].parse().expect("a number"))).collect();
        assert_eq!(check_figures(&sound.figures(&[]), None), []);
        sound
    }

    /// Where a figure stands in a text of the file.
    fn range(&self, text: &str, cell: CellAt) -> Range<usize> {
        let key = format!("\n    {}:", FORM.tables[cell.table].rows[cell.row].key);
        let row = text.find(&key).expect("a row") + key.len();
        let from = row + text[row..].find('[').expect("a list") + 1;
        let before: usize = text[from..].split(',').take(cell.column).map(|figure| figure.len() + 1).sum();
        let figure = text[from + before..].split([',', ']']).next().expect("a figure");
        let start = from + before + figure.len() - figure.trim_start().len();
        start..start + figure.trim().len()
    }

    /// The same as `line:column`.
    fn place(&self, text: &str, cell: CellAt) -> String {
        let before = &text[..self.range(text, cell).start];
        format!("{}:{}", before.matches('\n').count() + 1, before.chars().rev().take_while(|sign| *sign != '\n').count() + 1)
    }

    fn number(&self, cell: CellAt, changes: &[Change]) -> i64 {
        self.numbers[&cell] + changes.iter().filter(|(changed, _)| *changed == cell).map(|(_, change)| change).sum::<i64>()
    }

    /// The figures with changes; those of other tables take no part.
    fn figures(&self, changes: &[Change]) -> Figures {
        let number = |cell| Cell::Number(Number::from(u32::try_from(self.number(cell, changes)).expect("not below zero")));
        let mut tables: Vec<Vec<Cell>> = FORM.tables.iter().map(|table| vec![Cell::Number(Number::ZERO); table.rows.len() * table.columns.len()]).collect();
        for table in *TABLES {
            tables[table] = cells().filter(|cell| cell.table == table).map(number).collect();
        }
        Figures::new(Arc::clone(&FORM), tables, BTreeSet::new())
    }

    /// The file with changes.
    fn with(&self, changes: &[Change]) -> String {
        let mut text = self.text.clone();
        for (cell, _) in changes {
            text.replace_range(self.range(&text, *cell), &self.number(*cell, changes).to_string());
        }
        text
    }

    /// Whether no figure falls below zero; else it is refused when it is read.
    fn is_possible(&self, changes: &[Change]) -> bool {
        changes.iter().all(|(cell, _)| self.number(*cell, changes) >= 0)
    }
}

/// A department with 37 requests; one with three, and one dispute; and 宿迁市, whose figures are those that it published.
fn reports() -> [Sound; 3] {
    let department = Sound::new(REPORT);
    let [requests, disputes] = *TABLES;
    let small = [
        (requests, "received", [2, 1, 0, 0, 0, 0, 3].as_slice()),
        (requests, "granted", &[1, 0, 0, 0, 0, 0, 1]),
        (requests, "unavailable.not_held", &[0, 1, 0, 0, 0, 0, 1]),
        (requests, "handled", &[1, 1, 0, 0, 0, 0, 2]),
        (requests, "carried_out", &[1, 0, 0, 0, 0, 0, 1]),
        (disputes, "review", &[0, 0, 0, 1, 1]),
    ];
    let is_here = |cell: CellAt, table: usize, key: &str| (cell.table, cell.row) == (table, row(table, key));
    let wanted = |cell: CellAt| small.iter().find(|(table, key, _)| is_here(cell, *table, key)).map_or(0, |(_, _, figures)| figures[cell.column]);
    let changes: Vec<Change> = cells().map(|cell| (cell, wanted(cell) - department.numbers[&cell])).collect();
    let near_zero = Sound::new(&department.with(&changes));
    let city = std::fs::read_to_string(repository().join("content/suqian/2024/report.yaml")).expect("read");
    [department, near_zero, Sound::new(&city)]
}

/// What is said of a report with changes, for each of many: `line:column code`. Each is the report of an agency of its own,
/// so that one portal holds them all.
fn said(sound: &Sound, all: &[Vec<Change>]) -> Vec<Vec<String>> {
    let portal = Portal::new();
    for (number, changes) in all.iter().enumerate() {
        portal.write(&format!("content/a{number}/agency.yaml"), &format!("name: 示例市第{number}局\n"));
        portal.write(&format!("content/a{number}/2024/report.yaml"), &sound.with(changes));
    }
    let loaded = load(&portal.options().load, &mut Memo::default());
    let site = loaded.site.as_ref().expect("settings");
    let of_figures: Vec<_> = site.agencies().map(|agency| Arc::new(AgencyFindings { remarks: Vec::new(), ..check_agency(site, agency) })).collect();
    let found = Gate { site, root: portal.root(), forms: &loaded.forms }.findings(Vec::new(), &of_figures);
    let mut said = vec![Vec::new(); all.len()];
    for diagnostic in loaded.diagnostics.iter().chain(&found) {
        let place = diagnostic.place.as_ref().expect("a place").to_string();
        let (number, place) = place.strip_prefix("content/a").and_then(|rest| rest.split_once("/2024/report.yaml:")).expect("a place in a report");
        said[number.parse::<usize>().expect("a number")].push(format!("{place} {}", diagnostic.code));
    }
    said.iter_mut().for_each(|said| said.sort());
    said
}

/// What must be said of it.
fn must_be_said(sound: &Sound, changes: &[Change]) -> Vec<String> {
    let below_zero = changes.iter().filter(|(cell, _)| sound.number(*cell, changes) < 0).map(|(cell, _)| ("negative", *cell));
    let mut found: Vec<(&str, CellAt)> = below_zero.collect();
    if found.is_empty() {
        found = expected(changes);
    }
    let text = sound.with(changes);
    let mut said: Vec<String> = found.into_iter().map(|(code, cell)| format!("{} {code}", sound.place(&text, cell))).collect();
    said.sort();
    said
}

#[test]
fn every_figure_that_is_off_by_one_is_found_where_it_stands() {
    let singles = singles();
    assert!(singles.len() == 380 && singles.iter().all(|changes| !expected(changes).is_empty()));
    for sound in reports() {
        for (changes, said) in singles.iter().zip(said(&sound, &singles)) {
            assert_eq!(said, must_be_said(&sound, changes), "{changes:?}");
        }
    }
}

/// No identity ties the results of a group of Table 4 to anything but its total: one case more here and one fewer there
/// leaves no trace. Every other pair does.
#[test]
fn every_pair_of_figures_that_is_off_is_found_but_in_a_group_that_keeps_its_total() {
    let pairs = pairs();
    for pair in &pairs {
        let keeps_total = pair.iter().all(|(cell, _)| !is_of_requests(*cell) && cell.row == pair[0].0.row && !is_total(*cell));
        assert_eq!(expected(pair).is_empty(), keeps_total, "{pair:?}");
    }
    for sound in reports() {
        pairs.par_iter().filter(|pair| sound.is_possible(pair)).for_each(|pair| {
            let found = check_figures(&sound.figures(pair), None);
            let told: BTreeSet<(&str, CellAt)> = found.iter().map(|finding| (finding.code.as_str(), finding.at)).collect();
            assert_eq!(told, expected(pair).into_iter().collect(), "{pair:?}");
            // Each is about a figure that was changed.
            assert!(found.iter().all(|finding| pair.iter().any(|(cell, _)| finding.at == *cell || finding.related.contains(cell))), "{pair:?}");
        });
    }
}

#[test]
fn pairs_are_found_where_they_stand() {
    for sound in reports() {
        let some: Vec<Vec<Change>> = pairs().into_iter().filter(|pair| sound.is_possible(pair)).step_by(17).collect();
        for (changes, said) in some.iter().zip(said(&sound, &some)) {
            assert_eq!(said, must_be_said(&sound, changes), "{changes:?}");
        }
    }
}
