//! A form's rules → one identity for each row or column they hold in, with both sums.

use crate::diagnostic::Text;
use crate::form::{Each, Rule, Term};
use crate::model::{CellAt, Figures};
use crate::number::Number;

/// The most addends whose values a message spells out.
const MAX_SPELLED: usize = 8;

/// A rule in one row or column.
pub(crate) struct Identity<'a> {
    pub(crate) rule: &'a Rule,
    /// The row or column.
    line: usize,
    pub(crate) left: Number,
    pub(crate) right: Number,
    /// The cell of the result.
    pub(crate) result: CellAt,
    /// This year's cells in it, and whether they make the left side less the right side smaller.
    pub(crate) cells: Vec<(CellAt, bool)>,
    previous: Option<&'a Figures>,
}

/// All identities that can be assessed.
pub(crate) fn identities<'a>(figures: &'a Figures, previous: Option<&'a Figures>) -> Vec<Identity<'a>> {
    let lines = |rule: &Rule| rule.each.lines(&figures.form.tables[rule.table]);
    let rules = figures.form.rules.iter();
    rules.flat_map(|rule| (0..lines(rule)).filter_map(move |line| identity(rule, line, figures, previous))).collect()
}

/// Whether all identities hold that can be assessed.
pub(crate) fn all_hold(figures: &Figures, previous: Option<&Figures>) -> bool {
    let holds = |rule: &Rule, line: usize| sides(rule, line, figures, previous).is_none_or(|Sides { left, right, .. }| left == right);
    figures.form.rules.iter().all(|rule| (0..rule.each.lines(&figures.form.tables[rule.table])).all(|line| holds(rule, line)))
}

/// Both sums of a rule in one row or column, and the cell of the result.
struct Sides {
    left: Number,
    right: Number,
    result: CellAt,
}

/// The numbers of last year that this year's rules refer to, in the order of the rules.
pub(crate) fn referred<'a>(figures: &'a Figures, previous: &'a Figures) -> impl Iterator<Item = Option<Number>> + 'a {
    figures.form.rules.iter().flat_map(move |rule| {
        let terms = move || rule.left.iter().chain(&rule.right).filter(|term| term.previous);
        let lines = 0..rule.each.lines(&figures.form.tables[rule.table]);
        lines
            .flat_map(move |line| terms().flat_map(move |term| term.places.iter().map(move |at| number(term, place(rule, line, *at), figures, Some(previous)))))
    })
}

fn identity<'a>(rule: &'a Rule, line: usize, figures: &Figures, previous: Option<&'a Figures>) -> Option<Identity<'a>> {
    let Sides { left, right, result } = sides(rule, line, figures, previous)?;
    Some(Identity { rule, line, left, right, result, cells: cells(rule, line).collect(), previous })
}

/// This year's cells in a rule, and whether they make the left side less the right side smaller.
fn cells(rule: &Rule, line: usize) -> impl Iterator<Item = (CellAt, bool)> {
    let sides = [(&rule.left, false), (&rule.right, true)];
    sides.into_iter().flat_map(move |(side, right)| {
        let own = side.iter().filter(|term| !term.previous);
        own.flat_map(move |term| term.places.iter().map(move |at| (place(rule, line, *at), right != term.minus)))
    })
}

/// None where the rule cannot be assessed there.
fn sides(rule: &Rule, line: usize, figures: &Figures, previous: Option<&Figures>) -> Option<Sides> {
    if rule.is_across_years() && previous.is_none() {
        return None;
    }
    let result = rule.result()?;
    let result_at = place(rule, line, *result.places.first()?);
    let blank = |term: &Term| term.places.iter().any(|at| number(term, place(rule, line, *at), figures, previous).is_none());
    if blank(result) || rule.left.iter().chain(&rule.right).any(|term| term.previous && blank(term)) {
        return None;
    }
    // A side on which nothing was filled in says nothing, rather than 0.
    let says_nothing = |side: &[Term]| side.iter().all(|term| term.places.iter().all(|at| number(term, place(rule, line, *at), figures, previous).is_none()));
    if says_nothing(&rule.left) || says_nothing(&rule.right) {
        return None;
    }
    let sum = |side: &[Term]| side.iter().map(|term| signed(term, term_sum(term, rule, line, figures, previous))).sum();
    if cells(rule, line).any(|(cell, _)| figures.is_unread(cell)) {
        return None;
    }
    Some(Sides { left: sum(&rule.left), right: sum(&rule.right), result: result_at })
}

fn place(rule: &Rule, line: usize, at: usize) -> CellAt {
    let (row, column) = rule.each.at(line, at);
    CellAt { table: rule.table, row, column }
}

fn term_sum(term: &Term, rule: &Rule, line: usize, figures: &Figures, previous: Option<&Figures>) -> Number {
    term.places.iter().filter_map(|at| number(term, place(rule, line, *at), figures, previous)).sum()
}

/// The number in a cell of this year, or in the same cell of last year: found by its keys, since the form may have changed.
fn number(term: &Term, at: CellAt, figures: &Figures, previous: Option<&Figures>) -> Option<Number> {
    if !term.previous {
        return figures.cell(at).number();
    }
    let table = &figures.form.tables[at.table];
    previous?.find(&table.key, &table.rows[at.row].key, &table.columns[at.column].key)?.number()
}

fn signed(term: &Term, number: Number) -> Number {
    if term.minus { -number } else { number }
}

impl Identity<'_> {
    /// What does not fit, with both sides and their difference.
    pub(crate) fn message(&self, figures: &Figures) -> Text {
        let table = &figures.form.tables[self.rule.table];
        let (line, zh, en) = match self.rule.each {
            Each::Row => (&table.rows[self.line].label, "行", "row"),
            Each::Column => (&table.columns[self.line].label, "列", "column"),
        };
        let (left, right) = (self.side(figures, &self.rule.left, 0), self.side(figures, &self.rule.right, 1));
        let off = (self.left - self.right).abs();
        Text::new(
            format!("{}“{line}”{zh}{}：{}，{}，相差 {off}", table.label, self.rule.fault.zh, left.zh, right.zh),
            format!("{} {en} “{line}”: {}: {}, {}, off by {off}", table.label, self.rule.fault.en, left.en, right.en),
        )
    }

    /// The row or column, and both sides with their sums.
    pub(crate) fn equation(&self, figures: &Figures) -> Text {
        let table = &figures.form.tables[self.rule.table];
        let line = match self.rule.each {
            Each::Row => &table.rows[self.line].label,
            Each::Column => &table.columns[self.line].label,
        };
        let (left, right) = (self.side(figures, &self.rule.left, 0), self.side(figures, &self.rule.right, 1));
        Text::new(format!("{line}：{}，{}", left.zh, right.zh), format!("{line}: {}, {}", left.en, right.en))
    }

    /// A side in a message: the names of its terms, their values, their sum.
    fn side(&self, figures: &Figures, terms: &[Term], which: usize) -> Text {
        let sum = if which == 0 { self.left } else { self.right };
        if let Some(sides) = &self.rule.sides {
            return Text::new(format!("{}＝{sum}", sides[which]), format!("{} = {sum}", sides[which]));
        }
        let name = |term: &Term, zh: bool| match (term.previous, zh) {
            (false, true) => term.name.zh.clone(),
            (false, false) => term.name.en.clone(),
            (true, true) => format!("上年{}", term.name.zh),
            (true, false) => format!("last year's {}", term.name.en),
        };
        let values: Vec<Number> = terms.iter().map(|term| term_sum(term, self.rule, self.line, figures, self.previous)).collect();
        let joined = |texts: Vec<String>, plus: &str, minus: &str| {
            let signs = terms.iter().enumerate().map(|(at, term)| {
                if term.minus {
                    minus
                } else if at > 0 {
                    plus
                } else {
                    ""
                }
            });
            signs.zip(texts).map(|(sign, text)| format!("{sign}{text}")).collect::<String>()
        };
        let names = |zh: bool| terms.iter().map(|term| name(term, zh)).collect::<Vec<_>>();
        let numbers = || values.iter().map(Number::to_string).collect::<Vec<_>>();
        let spelled = (2..=MAX_SPELLED).contains(&terms.len());
        let zh_values = if spelled { format!("{}＝", joined(numbers(), "＋", "－")) } else { String::new() };
        let en_values = if spelled { format!("{} = ", joined(numbers(), " + ", " - ")) } else { String::new() };
        Text::new(format!("{}＝{zh_values}{sum}", joined(names(true), "＋", "－")), format!("{} = {en_values}{sum}", joined(names(false), " + ", " - ")))
    }
}
