//! Correct reports with one figure of Tables 3 and 4 off by one, or two of a row or column off by one each way: what is
//! found, and where, is told beforehand from the rows and columns that cannot hold any more.

use crate::support::{Portal, REPORT, repository};
use lanmu::check::check_figures;
use lanmu::form::{Form, Forms};
use lanmu::gate::Gate;
use lanmu::load::{Memo, load};
use lanmu::model::{Cell, CellAt, Figures};
use lanmu::number::Number;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// A figure, and by how much it is off.
type Change = (CellAt, i64);

const REQUESTS: usize = 4;
const DISPUTES: usize = 5;

/// The rows of Table 3 that are no outcomes.
const RECEIVED: usize = 0;
const CARRIED_IN: usize = 1;
const HANDLED: usize = 23;
const CARRIED_OUT: usize = 24;

/// The rows and columns of both tables; the last column is that of totals.
const SHAPES: [(usize, usize, usize); 2] = [(REQUESTS, 25, 7), (DISPUTES, 3, 5)];

fn is_total(cell: CellAt) -> bool {
    SHAPES.iter().any(|(table, _, columns)| (cell.table, cell.column) == (*table, columns - 1))
}

/// All cells of both tables.
fn cells() -> impl Iterator<Item = CellAt> + Clone {
    SHAPES.into_iter().flat_map(|(table, rows, columns)| (0..rows * columns).map(move |at| CellAt { table, row: at / columns, column: at % columns }))
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
    let is_column_off =
        |column, weight: &dyn Fn(usize) -> i64| sum(&|cell| if (cell.table, cell.column) == (REQUESTS, column) { weight(cell.row) } else { 0 }) != 0;
    // What a row of Table 3 adds to （一）–（六） less 三（七）, and to 一 + 二 less 三（七） + 四.
    let outcomes = |row| match row {
        RECEIVED | CARRIED_IN | CARRIED_OUT => 0,
        HANDLED => -1,
        _ => 1,
    };
    let balance = |row| match row {
        RECEIVED | CARRIED_IN => 1,
        HANDLED | CARRIED_OUT => -1,
        _ => 0,
    };
    let mut found = Vec::new();
    for ((table, rows, columns), code) in SHAPES.into_iter().zip(["requests-row-total", "disputes-total"]) {
        found.extend((0..rows).filter(|row| is_row_off(table, *row)).map(|row| (code, CellAt { table, row, column: columns - 1 })));
    }
    for column in 0..7 {
        let at = CellAt { table: REQUESTS, row: HANDLED, column };
        found.extend(is_column_off(column, &outcomes).then_some(("requests-handled", at)));
        found.extend(is_column_off(column, &balance).then_some(("requests-balance", at)));
    }
    if let [(cell, _)] = changes
        && cell.table == REQUESTS
    {
        found.iter_mut().for_each(|(_, at)| *at = *cell);
    }
    found
}

/// A report that holds, as a file.
struct Sound {
    form: Arc<Form>,
    text: String,
    numbers: BTreeMap<CellAt, i64>,
}

impl Sound {
    fn new(text: &str) -> Self {
        let form = Forms::built_in().find("2021").map(Arc::clone).expect("built in");
        let mut sound = Self { form, text: text.to_owned(), numbers: BTreeMap::new() };
        sound.numbers = cells().map(|cell| (cell, text[sound.range(text, cell)].parse().expect("a number"))).collect();
        assert_eq!(check_figures(&sound.figures(&[]), None), []);
        sound
    }

    /// Where a figure stands in a text of the file.
    fn range(&self, text: &str, cell: CellAt) -> Range<usize> {
        let key = format!("\n    {}:", self.form.tables[cell.table].rows[cell.row].key);
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
        let mut tables: Vec<Vec<Cell>> =
            self.form.tables.iter().map(|table| vec![Cell::Number(Number::ZERO); table.rows.len() * table.columns.len()]).collect();
        for (table, _, _) in SHAPES {
            tables[table] = cells().filter(|cell| cell.table == table).map(number).collect();
        }
        Figures::new(Arc::clone(&self.form), tables, BTreeSet::new())
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
    let small = [
        (REQUESTS, RECEIVED, [2, 1, 0, 0, 0, 0, 3].as_slice()),
        (REQUESTS, 2, &[1, 0, 0, 0, 0, 0, 1]),
        (REQUESTS, 12, &[0, 1, 0, 0, 0, 0, 1]),
        (REQUESTS, HANDLED, &[1, 1, 0, 0, 0, 0, 2]),
        (REQUESTS, CARRIED_OUT, &[1, 0, 0, 0, 0, 0, 1]),
        (DISPUTES, 0, &[0, 0, 0, 1, 1]),
    ];
    let wanted = |cell: CellAt| small.iter().find(|(table, row, _)| (*table, *row) == (cell.table, cell.row)).map_or(0, |(_, _, figures)| figures[cell.column]);
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
    let found = Gate { site, root: portal.root(), forms: &loaded.forms }.findings(Vec::new());
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
        let keeps_total = pair.iter().all(|(cell, _)| cell.table == DISPUTES && cell.row == pair[0].0.row && !is_total(*cell));
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
