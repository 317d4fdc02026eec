//! A name such as `disputes.review.total` → the table, group, row or cell of a form that it means.

use super::{Column, Form, Row, Table};

/// A part of a form that has a name of its own.
#[derive(Debug, Clone, Copy)]
pub enum FormPart<'f> {
    /// A table.
    Table(&'f Table),
    /// The rows of a group, by the first of them.
    Group(&'f Table, &'f Row),
    /// A row.
    Row(&'f Table, &'f Row),
    /// A cell.
    Cell(&'f Table, &'f Row, &'f Column),
}

impl Form {
    /// What a name means: `disputes`, `disputes.review`, `disputes.review.total`, each by its key.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<FormPart<'_>> {
        let (table, rest) = name.split_once('.').unwrap_or((name, ""));
        let table = &self.tables[self.table(table)?];
        if rest.is_empty() {
            return Some(FormPart::Table(table));
        }
        if let Some(row) = table.rows.iter().find(|row| row.key == rest) {
            return Some(FormPart::Row(table, row));
        }
        let after = |long: &'_ str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with('.'));
        if let Some(first) = table.rows.iter().find(|row| after(&row.key, rest)) {
            return Some(FormPart::Group(table, first));
        }
        let (row, column) = rest.rsplit_once('.')?;
        let row = table.rows.iter().find(|known| known.key == row)?;
        let column = table.columns.iter().find(|known| known.key == column)?;
        Some(FormPart::Cell(table, row, column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    #[track_caller]
    fn case(name: &str, expected: &str) {
        let forms = Forms::built_in();
        let part = forms.find("2021").and_then(|form| form.part(name));
        let found = match part {
            Some(FormPart::Table(table)) => format!("table {}", table.key),
            Some(FormPart::Group(_, first)) => format!("group from {}", first.key),
            Some(FormPart::Row(_, row)) => format!("row {}", row.key),
            Some(FormPart::Cell(_, row, column)) => format!("cell {} {}", row.key, column.key),
            None => "none".to_owned(),
        };
        assert_eq!(found, expected, "{name}");
    }

    #[test]
    fn names_of_parts() {
        case("requests", "table requests");
        case("requests.received", "row received");
        case("requests.received.person", "cell received person");
        case("requests.refused", "group from refused.secret");
        case("requests.refused.secret.total", "cell refused.secret total");
        for name in ["", "nothing", "requests.", "requests.nothing", "requests.received.nothing", "requests.ref", "requests.refused.nothing"] {
            case(name, if name == "requests." { "table requests" } else { "none" });
        }
    }
}
