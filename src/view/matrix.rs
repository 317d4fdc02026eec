//! The variables of the page of all agencies and years.

use super::parts::{AgencyLink, Head, Link, agency_link, portal_head};
use crate::model::{Address, MatrixCell, MatrixRow, Standing, Year};
use crate::page::{DataKind, MatrixPage, Shell};
use crate::phrase::Phrases;
use serde::Serialize;

/// Agencies × years.
#[derive(Serialize)]
pub struct MatrixView<'a> {
    /// What every page has.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// The years, the latest first, with the links of their pages.
    pub years: Vec<Link>,
    /// The agencies, by group.
    pub groups: Vec<MatrixGroup<'a>>,
    /// For each year how many have published, how many of those late, and how many have not.
    pub totals: Vec<MatrixTotal>,
    /// The link of the same as CSV; empty where there is none.
    pub file: String,
}

/// Agencies that are listed together.
#[derive(Serialize)]
pub struct MatrixGroup<'a> {
    /// Its name, which may be empty.
    pub name: &'a str,
    /// The agencies.
    pub rows: Vec<MatrixLine<'a>>,
}

/// An agency in the matrix.
#[derive(Serialize)]
pub struct MatrixLine<'a> {
    /// The agency.
    pub agency: AgencyLink<'a>,
    /// How it stands in each year.
    pub cells: Vec<MatrixEntry>,
}

/// An agency in a year.
#[derive(Serialize)]
pub struct MatrixEntry {
    /// How it stands, as one word: `published`, `late`, `failed`, `missing`, `not-due`, `not-held`, `unread`.
    pub kind: &'static str,
    /// How it stands, in words.
    pub words: String,
    /// The link of the report; empty where there is none.
    pub url: String,
    /// When it was published; empty where it was not.
    pub date: String,
    /// When it is due; empty where no day is named.
    pub due: String,
}

/// How many stand how in a year.
#[derive(Serialize)]
pub struct MatrixTotal {
    /// Have published.
    pub published: usize,
    /// Of those, late.
    pub late: usize,
    /// Of those, with figures that contradict each other.
    pub failed: usize,
    /// Have not, though it was due.
    pub missing: usize,
}

/// The variables of the page of all agencies and years.
#[must_use]
pub fn matrix<'a>(page: &'a MatrixPage<'_>) -> MatrixView<'a> {
    let (shell, matrix) = (page.shell, &*page.matrix);
    let groups = matrix.rows.chunk_by(|one, next| one.agency.group == next.agency.group).map(|rows| MatrixGroup {
        name: rows.first().and_then(|row| row.agency.group.as_deref()).unwrap_or_default(),
        rows: rows.iter().map(|row| line(shell, row, &matrix.years)).collect(),
    });
    let has_page = |place: usize| matrix.rows.iter().any(|row| row.cells[place].form.is_some());
    let year = |(place, year): (usize, &Year)| Link {
        label: shell.phrases.year(year),
        url: if has_page(place) { shell.link(&Address::new(format!("years/{year}/"))) } else { String::new() },
        current: false,
    };
    MatrixView {
        head: portal_head(shell).at(shell, "years/").titled(shell.phrases.word("matrix")),
        years: matrix.years.iter().enumerate().map(year).collect(),
        groups: groups.collect(),
        totals: (0..matrix.years.len()).map(|place| total(matrix.rows.iter().map(|row| &row.cells[place]))).collect(),
        file: if page.has_file { shell.link(&DataKind::Reports.address()) } else { String::new() },
    }
}

fn line<'a>(shell: &Shell<'_>, row: &MatrixRow<'a>, years: &[Year]) -> MatrixLine<'a> {
    let entry = |(cell, year): (&MatrixCell<'_>, &Year)| {
        let MatrixCell { standing, due, form: _, fails } = cell;
        let (kind, words) = told(shell.phrases, *standing, *fails);
        let (url, date) = match standing {
            Standing::Published { on, .. } => (shell.link(&Address::new(format!("{}/{year}/", row.agency.slug()))), on.to_string()),
            Standing::Missing | Standing::NotDue | Standing::NotHeld | Standing::Unread => (String::new(), String::new()),
        };
        MatrixEntry { kind, words, url, date, due: due.map(|due| due.to_string()).unwrap_or_default() }
    };
    MatrixLine { agency: agency_link(shell, row.agency), cells: row.cells.iter().zip(years).map(entry).collect() }
}

fn told(phrases: &Phrases, standing: Standing, fails: bool) -> (&'static str, String) {
    let label = || phrases.standing(standing).to_owned();
    match standing {
        Standing::Published { days_late: 0, .. } if fails => ("failed", phrases.word("failing").to_owned()),
        Standing::Published { days_late, .. } if fails => ("failed", phrases.fill("days_late_failing", &[("count", &days_late)])),
        Standing::Published { days_late: 0, .. } => ("published", label()),
        Standing::Published { days_late, .. } => ("late", phrases.fill("days_late", &[("count", &days_late)])),
        Standing::Missing => ("missing", label()),
        Standing::NotDue => ("not-due", label()),
        Standing::NotHeld => ("not-held", label()),
        Standing::Unread => ("unread", label()),
    }
}

fn total<'c>(cells: impl Iterator<Item = &'c MatrixCell<'c>>) -> MatrixTotal {
    let mut total = MatrixTotal { published: 0, late: 0, failed: 0, missing: 0 };
    for cell in cells {
        match cell.standing {
            Standing::Published { days_late, .. } => {
                total.published += 1;
                total.late += usize::from(days_late > 0);
                total.failed += usize::from(cell.fails);
            }
            Standing::Missing => total.missing += 1,
            Standing::NotDue | Standing::NotHeld | Standing::Unread => {}
        }
    }
    total
}
