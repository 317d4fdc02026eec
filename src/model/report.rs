//! An agency's annual report of one year: its figures, cell by cell, and its words.

use super::{AgencyCard, Document, Slug, Year};
use crate::date::Date;
use crate::form::Form;
use crate::number::Number;
use crate::source::Digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What stands in one cell. The four kinds stay apart from file to page and to every download.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Cell {
    /// A number.
    Number(Number),
    /// Nothing was filled in.
    Blank,
    /// `/`: the agency marked it as not applicable.
    NotApplicable,
    /// A number with a note printed beside it.
    Noted(Box<(Number, String)>),
}

impl Cell {
    /// The number in it, if there is one.
    #[must_use]
    pub fn number(&self) -> Option<Number> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Noted(noted) => Some(noted.0),
            Self::Blank | Self::NotApplicable => None,
        }
    }

    /// The note beside its number.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        match self {
            Self::Noted(noted) => Some(&noted.1),
            Self::Number(_) | Self::Blank | Self::NotApplicable => None,
        }
    }
}

/// A cell's place in a form: table, row and column.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct CellAt {
    /// The table's place in the form.
    pub table: usize,
    /// The row's place in the table.
    pub row: usize,
    /// The column's place in the table.
    pub column: usize,
}

/// The figures of a form, all filled in: for each table its cells, row by row.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The form they fill.
    pub form: Arc<Form>,
    /// Shared with what is kept of the file.
    tables: Arc<[Vec<Cell>]>,
    unread: BTreeSet<CellAt>,
}

impl Figures {
    /// The cells of each table, row by row, which must be as many as the form has; and those that could not be read.
    #[must_use]
    pub fn new(form: Arc<Form>, tables: Vec<Vec<Cell>>, unread: BTreeSet<CellAt>) -> Self {
        Self { form, tables: tables.into(), unread }
    }

    /// The cells of each table, row by row, and which of them could not be read: what [`Self::new`] takes.
    #[must_use]
    pub fn parts(&self) -> (&[Vec<Cell>], &BTreeSet<CellAt>) {
        (&self.tables, &self.unread)
    }

    /// Whether a cell could not be read: it stands as a blank, and nothing may be concluded from it.
    #[must_use]
    pub fn is_unread(&self, at: CellAt) -> bool {
        self.unread.contains(&at)
    }

    /// Whether any cell could not be read.
    #[must_use]
    pub fn is_in_part(&self) -> bool {
        !self.unread.is_empty()
    }

    /// One cell.
    ///
    /// # Panics
    /// Where the place is not one of the form.
    #[must_use]
    pub fn cell(&self, at: CellAt) -> &Cell {
        &self.tables[at.table][at.row * self.form.tables[at.table].columns.len() + at.column]
    }

    /// The cells of one row.
    #[must_use]
    pub fn row(&self, table: usize, row: usize) -> &[Cell] {
        let width = self.form.tables[table].columns.len();
        &self.tables[table][row * width..(row + 1) * width]
    }

    /// A cell's name by its keys: `disputes.review.total`.
    #[must_use]
    pub fn path(&self, at: CellAt) -> String {
        let table = &self.form.tables[at.table];
        format!("{}.{}.{}", table.key, table.rows[at.row].key, table.columns[at.column].key)
    }

    /// A cell by the keys of its table, row and column.
    #[must_use]
    pub fn find(&self, table: &str, row: &str, column: &str) -> Option<&Cell> {
        let table_at = self.form.table(table)?;
        let form_table = &self.form.tables[table_at];
        let row = form_table.rows.iter().position(|form_row| form_row.key == row)?;
        let column = form_table.columns.iter().position(|form_column| form_column.key == column)?;
        Some(self.cell(CellAt { table: table_at, row, column }))
    }
}

/// An annual report.
#[derive(Debug)]
pub struct Report {
    /// The year it reports on.
    pub year: Year,
    /// When it was published.
    pub published: Date,
    /// Its figures.
    pub figures: Figures,
    /// What words mean in this report: `受理`, `received + carried_in`.
    pub scope: Vec<(String, String)>,
    /// Findings that are let stand, with reasons.
    pub waivers: Vec<Waiver>,
    /// The path of its figures' file below the root.
    pub path: String,
    /// The digest of that file and its form.
    pub digest: Digest,
    /// Its words, if any were written.
    pub words: Option<Arc<Document>>,
    /// Whether words were written that could not be read.
    pub has_unread_words: bool,
    /// Whether it is not to be published yet.
    pub draft: bool,
}

/// A report of the portal, with what tells it from all others.
#[derive(Debug, Clone, Copy)]
pub struct PortalReport<'s> {
    /// Its agency.
    pub agency: &'s AgencyCard,
    /// The name of the data table; none for the annual report.
    pub name: Option<&'s Slug>,
    /// Its figures.
    pub report: &'s Report,
}

/// A finding that is let stand: a published figure stays as published.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Waiver {
    /// The code of the finding.
    pub code: String,
    /// The table, row or cell it is about: `disputes.review`; all of the file where it is empty.
    pub at: String,
    /// Why it is let stand.
    pub reason: String,
    /// Who let it stand.
    pub by: String,
    /// Since when.
    pub date: Date,
    /// Until when, this day included.
    pub until: Option<Date>,
}

impl Waiver {
    /// Whether its place (`disputes`, `disputes.review`, `disputes.review.total`) holds a subject.
    #[must_use]
    pub fn covers(&self, subject: &str) -> bool {
        self.at.is_empty() || subject == self.at || subject.strip_prefix(self.at.as_str()).is_some_and(|rest| rest.starts_with('.'))
    }

    /// Whether it holds no more.
    #[must_use]
    pub fn is_expired(&self, day: Date) -> bool {
        self.until.is_some_and(|until| until < day)
    }
}
