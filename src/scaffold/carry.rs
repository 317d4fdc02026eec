//! Last year's figures → those that this year begins with, by the identities of the form that say so.

use crate::check::check_figures;
use crate::diagnostic::Code;
use crate::form::{Each, Form, Rule, Term};
use crate::model::{Cell, CellAt, Figures};
use crate::number::Number;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A row or column that is last year's row or column of another name, cell by cell.
pub(crate) struct Carried {
    /// The table, by its place in the form.
    pub(crate) table: usize,
    /// The row, where it is one; a column else.
    pub(crate) row: Option<usize>,
    /// The printed label of what is carried over.
    pub(crate) to: String,
    /// The printed label of what it was last year.
    pub(crate) from: String,
    /// The cells that last year's report has numbers for.
    cells: Vec<(CellAt, Number)>,
}

/// The figures a report begins with: blanks, but for what is carried over from last year's.
pub(crate) struct Beginning {
    pub(crate) figures: Figures,
    pub(crate) carried: Vec<Carried>,
    /// Whether last year's figures do not fit each other, so that none were carried over.
    pub(crate) is_unsound: bool,
}

/// The figures to begin with.
pub(crate) fn begin(form: &Arc<Form>, previous: Option<&Figures>) -> Beginning {
    let carried: Vec<Carried> = previous.into_iter().flat_map(|previous| carry_over(form, previous)).collect();
    let figures = fill(form, &carried);
    // A figure that stood in last year's report by a waiver has none this year.
    let is_unsound = check_figures(&figures, previous).iter().any(|finding| finding.code != Code::BlankCell);
    if is_unsound {
        return Beginning { figures: fill(form, &[]), carried: Vec::new(), is_unsound };
    }
    Beginning { figures, carried, is_unsound }
}

fn fill(form: &Arc<Form>, carried: &[Carried]) -> Figures {
    let mut tables: Vec<Vec<Cell>> = form.tables.iter().map(|table| vec![Cell::Blank; table.rows.len() * table.columns.len()]).collect();
    for (at, number) in carried.iter().flat_map(|carried| &carried.cells) {
        let width = form.tables[at.table].columns.len();
        tables[at.table][at.row * width + at.column] = Cell::Number(*number);
    }
    Figures::new(Arc::clone(form), tables, BTreeSet::new())
}

fn carry_over(form: &Form, previous: &Figures) -> Vec<Carried> {
    form.rules.iter().filter_map(|rule| carry(form, rule, previous)).filter(|carried| !carried.cells.is_empty()).collect()
}

/// What an identity such as `carried_in = carried_out@previous` carries over; none where it says anything else.
fn carry(form: &Form, rule: &Rule, previous: &Figures) -> Option<Carried> {
    let [left] = rule.left.as_slice() else { return None };
    let [right] = rule.right.as_slice() else { return None };
    let only = |term: &Term| if let [place] = term.places.as_slice() { Some(*place).filter(|_| !term.minus) } else { None };
    let (to, from) = only(left).zip(only(right)).filter(|_| !left.previous && right.previous)?;
    let table = &form.tables[rule.table];
    let row = if rule.each == Each::Column { Some(to) } else { None };
    let place = |at, line| {
        let (row, column) = rule.each.at(line, at);
        CellAt { table: rule.table, row, column }
    };
    let label = |at: usize| match rule.each {
        Each::Column => table.rows[at].label.clone(),
        Each::Row => table.columns[at].label.clone(),
    };
    let number = |at: CellAt| previous.find(&table.key, &table.rows[at.row].key, &table.columns[at.column].key)?.number();
    let cells = (0..rule.each.lines(table)).filter_map(|line| Some((place(to, line), number(place(from, line))?))).collect();
    Some(Carried { table: rule.table, row, to: label(to), from: label(from), cells })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    fn form(key: &str) -> Arc<Form> {
        Arc::clone(Forms::built_in().find(key).expect("built in"))
    }

    /// Figures with these numbers in the row 四, and blanks elsewhere.
    fn last_year(key: &str, numbers: [&str; 7]) -> Figures {
        let form = form(key);
        let table = form.table("requests").expect("in the form");
        let row = form.tables[table].row("carried_out").expect("in the form");
        let mut tables: Vec<Vec<Cell>> = form.tables.iter().map(|table| vec![Cell::Blank; table.rows.len() * table.columns.len()]).collect();
        for (column, number) in numbers.iter().enumerate() {
            tables[table][row * 7 + column] = Number::parse(number).map_or(Cell::NotApplicable, Cell::Number);
        }
        Figures::new(form, tables, BTreeSet::new())
    }

    #[track_caller]
    fn case(previous: &Figures, expected: [&str; 7]) {
        let beginning = begin(&form("2021"), Some(previous));
        let form = &beginning.figures.form;
        let table = form.table("requests").expect("in the form");
        let row = form.tables[table].row("carried_in").expect("in the form");
        let found: Vec<String> =
            beginning.figures.row(table, row).iter().map(|cell| cell.number().map_or_else(|| "~".to_owned(), |number| number.to_string())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn carried_over_by_keys() {
        case(&last_year("2021", ["2", "1", "0", "0", "0", "0", "3"]), ["2", "1", "0", "0", "0", "0", "3"]);
        case(&last_year("2019", ["2", "1", "/", "/", "/", "/", "3"]), ["2", "1", "~", "~", "~", "~", "3"]);
    }

    #[test]
    fn what_does_not_fit_is_not_carried_over() {
        let previous = last_year("2021", ["2", "1", "0", "0", "0", "0", "4"]);
        case(&previous, ["~"; 7]);
        let beginning = begin(&form("2021"), Some(&previous));
        assert!(beginning.is_unsound && beginning.carried.is_empty());
    }
}
