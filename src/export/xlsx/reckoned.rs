//! The rules of a form → which of its cells follow from others, such as totals, so that nobody need fill them in.

use super::sum::Sum;
use crate::diagnostic::Level;
use crate::form::{Form, Term};
use crate::model::{CellAt, Figures};
use crate::number::Number;
use std::collections::{BTreeMap, BTreeSet};

/// The cells that follow from others.
pub(super) struct Reckoned {
    sums: BTreeMap<CellAt, Sum>,
    /// The rows and columns of rules that hold because of them.
    held: BTreeSet<(usize, usize)>,
}

impl Reckoned {
    /// Those of a form: each rule that must hold, and has one cell alone on a side, makes that cell; where two would make
    /// the same, the first does.
    pub(super) fn of(form: &Form) -> Self {
        let mut reckoned = Self { sums: BTreeMap::new(), held: BTreeSet::new() };
        for (place, rule) in form.rules.iter().enumerate().filter(|(_, rule)| rule.code.level() == Level::Error && !rule.is_across_years()) {
            let Some((result, side)) = alone(&rule.left, &rule.right).or_else(|| alone(&rule.right, &rule.left)) else { continue };
            for line in 0..rule.each.lines(&form.tables[rule.table]) {
                let (row, column) = rule.each.at(line, result);
                let cell = CellAt { table: rule.table, row, column };
                let Some(sum) = Sum::of(rule, line, side, (form, None)) else { continue };
                if !reckoned.sums.contains_key(&cell) && !reckoned.depends(&sum, cell) {
                    reckoned.sums.insert(cell, sum);
                    reckoned.held.insert((place, line));
                }
            }
        }
        reckoned
    }

    /// What a cell is the sum of.
    pub(super) fn sum(&self, cell: CellAt) -> Option<&Sum> {
        self.sums.get(&cell)
    }

    /// Whether a rule holds in a line because the cell it is about is reckoned by it.
    pub(super) fn holds(&self, rule: usize, line: usize) -> bool {
        self.held.contains(&(rule, line))
    }

    /// What its cells come to, with these figures in the others.
    pub(super) fn values(&self, figures: &Figures) -> BTreeMap<CellAt, Number> {
        let mut values = BTreeMap::new();
        // A sum may be of sums: each turn reckons one level more, until nothing changes.
        loop {
            let next: BTreeMap<CellAt, Number> = self
                .sums
                .iter()
                .filter_map(|(cell, sum)| {
                    let number = |cell| if self.sums.contains_key(&cell) { values.get(&cell).copied() } else { figures.cell(cell).number() };
                    Some((*cell, sum.value(number)?))
                })
                .collect();
            if next == values {
                return values;
            }
            values = next;
        }
    }

    /// Whether a sum is, in the end, made of a cell.
    fn depends(&self, sum: &Sum, on: CellAt) -> bool {
        let mut seen = BTreeSet::new();
        let mut left: Vec<CellAt> = sum.cells().collect();
        while let Some(cell) = left.pop() {
            if cell == on {
                return true;
            }
            if seen.insert(cell) {
                left.extend(self.sums.get(&cell).into_iter().flat_map(Sum::cells));
            }
        }
        false
    }
}

/// The row or column that stands alone on one side, and the other side.
fn alone<'r>(side: &[Term], other: &'r [Term]) -> Option<(usize, &'r [Term])> {
    let [Term { minus: false, places, .. }] = side else { return None };
    let [place] = places.as_slice() else { return None };
    Some((*place, other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Forms, parse_form};

    fn names(form: &Form) -> Vec<String> {
        let name = |cell: &CellAt| {
            let table = &form.tables[cell.table];
            format!("{}.{}", table.rows[cell.row].key, table.columns[cell.column].key)
        };
        Reckoned::of(form).sums.keys().map(name).collect()
    }

    #[test]
    fn totals_follow_from_the_rules() {
        let forms = Forms::built_in();
        let names = names(forms.find("2021").expect("built in"));
        // 25 totals of rows, 6 totals of columns besides, 3 totals of 表四.
        assert_eq!(names.len(), 34);
        for name in ["received.total", "handled.person", "handled.total", "review.total"] {
            assert!(names.iter().any(|reckoned| reckoned == name), "{name}");
        }
        assert!(!names.iter().any(|name| name.starts_with("carried_in.p") || name.contains("in_force")), "{names:?}");
    }

    #[test]
    fn no_cell_follows_from_itself() {
        let text = "{ zh = \"示例\", en = \"example\" }";
        let rule = |formula: &str| {
            let code = &formula[..1];
            format!("[[rule]]\ncode = \"own-{code}\"\ntable = \"t\"\neach = \"row\"\nformula = \"{formula}\"\nfault = {text}\nhelp = {text}\n")
        };
        let columns = ["a", "b", "c", "d"].map(|key| format!("{{ key = \"{key}\", label = \"{key}\" }}")).join(", ");
        let table = format!("[[table]]\nkey = \"t\"\nlabel = \"表\"\ncolumns = [{columns}]\nrows = [{{ key = \"r\", label = \"行\" }}]\n");
        let text = format!("key = \"own\"\nname = \"示例\"\n{table}{}{}{}", rule("a = b + c"), rule("b = a - c"), rule("d = a"));
        let form = parse_form("own.toml", &text).map_err(|diagnostics| format!("{diagnostics:?}")).expect("no faults");
        assert_eq!(names(&form), ["r.a", "r.d"]);
    }
}
