//! A table as it is printed → a worksheet: title, unit, headers and labels merged as in the form, each figure in its
//! place; wide enough for Chinese, headers in sight while scrolling, one page wide on A4.

use super::width::{fit, width};
use super::{A4, at, kept, set_widths, with_decimals};
use crate::export::cell_text;
use crate::form::{Content, Sheet, SheetCell};
use crate::model::{Cell, CellAt, Figures};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};
use std::borrow::Cow;

/// The rows above the table: its title; then agency, year and unit.
pub(crate) const ABOVE: usize = 2;

/// The height of a line of text, in points.
const LINE: f64 = 16.0;

/// The greatest height that spreadsheet programs give a row, in points.
const MOST_HEIGHT: f64 = 409.0;

/// A printed table and its figures.
pub(super) struct Printed<'r> {
    sheet: &'r Sheet,
    figures: &'r Figures,
    head: Format,
    figure: Format,
}

/// The cells that one printed cell covers.
pub(super) struct Span {
    pub(super) first: (u32, u16),
    last: (u32, u16),
}

/// A cell with lines around it, whose text is wrapped.
pub(super) fn boxed() -> Format {
    Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::VerticalCenter)
}

impl<'r> Printed<'r> {
    pub(super) fn new(sheet: &'r Sheet, figures: &'r Figures) -> Self {
        Self { sheet, figures, head: boxed().set_align(FormatAlign::Center).set_bold(), figure: boxed().set_align(FormatAlign::Right) }
    }

    /// Writes it below its title and a line of agency, year and unit.
    pub(super) fn write(&self, worksheet: &mut Worksheet, line: &str) -> Result<(), XlsxError> {
        let sheet = self.sheet;
        let title = Format::new().set_bold().set_font_size(14).set_align(FormatAlign::Center);
        Span::new(0, 0, 1, sheet.width.max(1))?.write(worksheet, &sheet.caption(), &title)?;
        Span::new(1, 0, 1, sheet.width.max(1))?.write(worksheet, line, &Format::new().set_align(FormatAlign::Right))?;
        for (row, cell) in self.cells() {
            self.write_cell(worksheet, row, cell)?;
        }
        let alone = self.cells().filter(|(_, cell)| cell.colspan == 1);
        let widths = fit(sheet.width, alone.map(|(_, cell)| (cell.column, self.seen(cell))));
        set_widths(worksheet, &widths)?;
        self.set_heights(worksheet, &widths)?;
        let (body, labels) = at(ABOVE + sheet.head_rows, sheet.label_width)?;
        worksheet.set_freeze_panes(body, labels)?;
        if sheet.head_rows > 0 {
            worksheet.set_repeat_rows(at(ABOVE, 0)?.0, body - 1)?;
        }
        worksheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
        Ok(())
    }

    /// All printed cells, each with the row it begins in.
    fn cells(&self) -> impl Iterator<Item = (usize, &'r SheetCell)> {
        let rows = self.sheet.rows.iter().enumerate();
        rows.flat_map(|(row, printed)| printed.cells.iter().map(move |cell| (ABOVE + row, cell)))
    }

    fn write_cell(&self, worksheet: &mut Worksheet, row: usize, cell: &SheetCell) -> Result<(), XlsxError> {
        let span = Span::new(row, cell.column, cell.rowspan, cell.colspan)?;
        let (table, row, column) = match &cell.content {
            Content::Note(text) | Content::Head { text, .. } => return span.write(worksheet, text, &self.head),
            Content::Figure { table, row, column, headers: _ } => (*table, *row, *column),
        };
        let figure = self.figures.cell(CellAt { table, row, column });
        match figure {
            Cell::Number(number) => match kept(*number) {
                Some(value) => {
                    let format = with_decimals(&self.figure, *number);
                    span.write(worksheet, "", &format)?;
                    worksheet.write_number_with_format(span.first.0, span.first.1, value, &format)?;
                    Ok(())
                }
                None => span.write(worksheet, &cell_text(figure), &self.figure),
            },
            Cell::Blank | Cell::NotApplicable | Cell::Noted(_) => span.write(worksheet, &cell_text(figure), &self.figure),
        }
    }

    /// What is seen in a cell.
    fn seen(&self, cell: &'r SheetCell) -> Cow<'r, str> {
        match &cell.content {
            Content::Note(text) | Content::Head { text, .. } => Cow::Borrowed(text),
            Content::Figure { table, row, column, headers: _ } => Cow::Owned(match self.figures.cell(CellAt { table: *table, row: *row, column: *column }) {
                Cell::Number(number) => number.grouped(),
                other @ (Cell::Blank | Cell::NotApplicable | Cell::Noted(_)) => cell_text(other),
            }),
        }
    }

    /// Makes rows as high as their wrapped texts: no program does so by itself where cells are merged.
    fn set_heights(&self, worksheet: &mut Worksheet, widths: &[f64]) -> Result<(), XlsxError> {
        let mut lines = vec![1.0_f64; ABOVE + self.sheet.rows.len()];
        for (row, cell) in self.cells().filter(|(_, cell)| cell.rowspan == 1) {
            let room: f64 = widths[cell.column..cell.column + cell.colspan].iter().sum();
            lines[row] = lines[row].max((width(&self.seen(cell)) / room).ceil());
        }
        for (row, lines) in lines.into_iter().enumerate().skip(ABOVE) {
            worksheet.set_row_height(at(row, 0)?.0, (lines * LINE).min(MOST_HEIGHT))?;
        }
        Ok(())
    }
}

impl Span {
    pub(super) fn new(row: usize, column: usize, rows: usize, columns: usize) -> Result<Self, XlsxError> {
        Ok(Self { first: at(row, column)?, last: at(row + rows - 1, column + columns - 1)? })
    }

    /// Makes all its cells blank, in a format.
    pub(super) fn fill(&self, worksheet: &mut Worksheet, format: &Format) -> Result<(), XlsxError> {
        for row in self.first.0..=self.last.0 {
            for column in self.first.1..=self.last.1 {
                worksheet.write_blank(row, column, format)?;
            }
        }
        Ok(())
    }

    /// Writes a text, which is never taken for a formula; a blank where it is empty.
    fn write(&self, worksheet: &mut Worksheet, text: &str, format: &Format) -> Result<(), XlsxError> {
        let ((row, column), (last_row, last_column)) = (self.first, self.last);
        if self.first == self.last {
            worksheet.write_string_with_format(row, column, text, format)?;
        } else {
            worksheet.merge_range(row, column, last_row, last_column, text, format)?;
        }
        Ok(())
    }
}
