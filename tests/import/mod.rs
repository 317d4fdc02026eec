//! `lanmu import`: what is drawn in any way is read back as it is, each figure in its cell; what is not read is blank and
//! told; what is no report is refused, and nothing is written.
#![expect(clippy::panic, reason = "what is refused is told with the file it is about")]

mod bad;
mod command;
mod drawn;
pub(crate) mod odd;
mod office;
mod own;
mod published;
mod round_trip;
mod shapes;

use lanmu::diagnostic::Diagnostic;
use lanmu::form::{Form, Forms};
use lanmu::import::{Imported, Known, read, understand};
use lanmu::model::{Cell, CellAt, Figures};
use lanmu::number::Number;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The forms that reports fill: those of both years, and that of 2021 with the single row 其他处理.
pub(crate) fn forms() -> Vec<Arc<Form>> {
    let forms = Forms::built_in();
    forms.iter().flat_map(|form| std::iter::once(form).chain(form.variants.iter().map(|variant| &variant.form))).cloned().collect()
}

/// All cells of a form.
pub(crate) fn places(form: &Form) -> Vec<CellAt> {
    let of = |(table, form_table): (usize, &lanmu::form::Table)| {
        let width = form_table.columns.len();
        (0..form_table.rows.len() * width).map(move |at| CellAt { table, row: at / width, column: at % width }).collect::<Vec<_>>()
    };
    form.tables.iter().enumerate().flat_map(of).collect()
}

/// Figures of a form, each cell by its place among all.
pub(crate) fn filled(form: &Arc<Form>, cell: impl Fn(usize) -> Cell) -> Figures {
    let mut next = 0;
    let mut take = |_| {
        next += 1;
        cell(next - 1)
    };
    let tables = form.tables.iter().map(|table| (0..table.rows.len() * table.columns.len()).map(&mut take).collect()).collect();
    Figures::new(Arc::clone(form), tables, BTreeSet::new())
}

/// Figures of which no two are the same, some over a thousand.
pub(crate) fn distinct(form: &Arc<Form>) -> Figures {
    filled(form, |at| Cell::Number(Number::from(u32::try_from(at * 37 + 1).expect("small"))))
}

pub(crate) fn import(name: &str, bytes: &[u8]) -> Result<Imported, Vec<Diagnostic>> {
    let known = Known { year: lanmu::model::Year::parse("2023"), ..Known::default() };
    read(name, bytes).and_then(|reading| understand(name, &reading, &known, &Forms::built_in()))
}

/// What is told of an import, in Chinese.
pub(crate) fn told(imported: &Imported) -> String {
    imported.doubts.iter().map(|doubt| format!("{} {}\n", doubt.code, doubt.message.zh)).collect()
}

/// The source is read as these figures, all of them.
#[track_caller]
pub(crate) fn reads(name: &str, bytes: &[u8], expected: &Figures) -> Imported {
    let imported = match import(name, bytes) {
        Ok(imported) => imported,
        Err(refused) => panic!("{name}: {}", refused[0].message.zh),
    };
    let found = &imported.figures;
    let context = || format!("{name}: {}\n{}", expected.form.key, told(&imported));
    assert_eq!(found.form.digest, expected.form.digest, "{}", context());
    for at in places(&expected.form) {
        assert_eq!(found.cell(at), expected.cell(at), "{}: {}", expected.path(at), context());
        assert!(!found.is_unread(at), "{}: {}", expected.path(at), context());
    }
    imported
}
