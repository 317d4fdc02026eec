//! An identity of a form, such as `received + carried_in = handled + carried_out`, from text to terms.

use crate::diagnostic::{Code, Text};
use crate::form::Table;

/// An identity between the figures of one table, which holds in each of its rows or in each of its columns.
#[derive(Debug)]
pub struct Rule {
    /// Its code, with its default level.
    pub code: Code,
    /// The table, by its place in the form.
    pub table: usize,
    /// What the identity is repeated over.
    pub each: Each,
    /// The terms on the left.
    pub left: Vec<Term>,
    /// The terms on the right.
    pub right: Vec<Term>,
    /// What the two sides are called where naming each term would be too long.
    pub sides: Option<[String; 2]>,
    /// What is wrong when it does not hold.
    pub fault: Text,
    /// The identity in words.
    pub help: Text,
    /// What the parts are together, where readers are shown what share each has: 办理结果构成.
    pub composition: Option<String>,
}

/// What an identity is repeated over; its terms are the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Each {
    /// Each row: the terms are columns.
    Row,
    /// Each column: the terms are rows.
    Column,
}

/// A row or column that an identity adds or takes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Whether it is taken away.
    pub minus: bool,
    /// The rows or columns; several where the formula names a group.
    pub places: Vec<usize>,
    /// How messages name it.
    pub name: Text,
    /// Whether it is last year's.
    pub previous: bool,
}

impl Each {
    /// The row and column of a term in one of the lines that an identity is repeated over.
    #[must_use]
    pub fn at(self, line: usize, term: usize) -> (usize, usize) {
        match self {
            Self::Row => (line, term),
            Self::Column => (term, line),
        }
    }

    /// How many lines a table has to repeat an identity over.
    #[must_use]
    pub fn lines(self, table: &Table) -> usize {
        match self {
            Self::Row => table.rows.len(),
            Self::Column => table.columns.len(),
        }
    }
}

impl Rule {
    /// Whether it needs last year's report.
    #[must_use]
    pub fn is_across_years(&self) -> bool {
        self.left.iter().chain(&self.right).any(|term| term.previous)
    }

    /// Whether the cell in a row and column of its table takes part in it.
    #[must_use]
    pub fn concerns(&self, row: usize, column: usize) -> bool {
        let place = match self.each {
            Each::Row => column,
            Each::Column => row,
        };
        self.left.iter().chain(&self.right).any(|term| term.places.contains(&place))
    }

    /// The whole and its parts, where one side is nothing but what the other adds up to.
    #[must_use]
    pub fn whole_and_parts(&self) -> Option<(&Term, &[Term])> {
        let (whole, parts) = match (self.left.as_slice(), self.right.as_slice()) {
            ([whole], parts) | (parts, [whole]) => (whole, parts),
            _ => return None,
        };
        let is_plain = |term: &Term| !term.minus && !term.previous;
        (parts.len() > 1 && self.each == Each::Column && is_plain(whole) && parts.iter().all(is_plain)).then_some((whole, parts))
    }

    /// The term that the others make up: the one alone on its side, else the first on the right.
    #[must_use]
    pub fn result(&self) -> Option<&Term> {
        if self.left.len() == 1 { self.left.first() } else { self.right.first() }
    }
}

/// Both sides of a formula over the rows or columns of a table; what is wrong with it, in words.
pub(crate) fn parse_formula(formula: &str, table: &Table, each: Each) -> Result<[Vec<Term>; 2], Text> {
    let (left, right) = formula.split_once('=').ok_or_else(|| Text::new("公式缺少等号", "a formula needs an `=`"))?;
    Ok([parse_side(left, table, each)?, parse_side(right, table, each)?])
}

fn parse_side(side: &str, table: &Table, each: Each) -> Result<Vec<Term>, Text> {
    let mut terms = Vec::new();
    let mut minus = false;
    let mut wants_name = true;
    for word in side.split_whitespace() {
        match (word, wants_name) {
            ("+" | "-", false) => minus = word == "-",
            (name, true) if name != "+" && name != "-" => terms.push(parse_term(name, minus, table, each)?),
            _ => return Err(Text::new(format!("公式中“{word}”的位置不对"), format!("`{word}` cannot stand here in a formula"))),
        }
        wants_name = !wants_name;
    }
    if wants_name {
        return Err(Text::new("公式不完整", "the formula is not complete"));
    }
    Ok(terms)
}

fn parse_term(word: &str, minus: bool, table: &Table, each: Each) -> Result<Term, Text> {
    let (key, previous) = word.strip_suffix("@previous").map_or((word, false), |key| (key, true));
    let names: Vec<(&str, &str)> = match each {
        Each::Row => table.columns.iter().map(|column| (column.key.as_str(), column.label.as_str())).collect(),
        Each::Column => table.rows.iter().map(|row| (row.key.as_str(), row.short.as_str())).collect(),
    };
    let named = |is_named: &dyn Fn(&str) -> bool| names.iter().enumerate().filter(|(_, (name, _))| is_named(name)).map(|(place, _)| place).collect::<Vec<_>>();
    let group = key.strip_suffix(".*");
    let is_member = |name: &str, group: &str| name.strip_prefix(group).is_some_and(|rest| rest.starts_with('.'));
    let mut places = group.map(|group| named(&|name| is_member(name, group))).unwrap_or_default();
    if places.is_empty() {
        // `closed.*` is the rows of the group, or its only row where the form has one.
        places = named(&|name| name == group.unwrap_or(key));
    }
    let Some(first) = places.first() else {
        return Err(Text::new(format!("公式中的“{key}”在表中不存在"), format!("`{key}` in the formula is not in the table")));
    };
    // A group is called by the label that is printed beside its rows.
    let label = table.rows.get(*first).and_then(|row| row.under.last()).filter(|_| each == Each::Column && places.len() > 1);
    let plain = || Text::new(names[*first].1, names[*first].1);
    let name = label.map_or_else(plain, |label| Text::new(format!("{label}各项"), format!("all of {label}")));
    Ok(Term { minus, name, places, previous })
}
