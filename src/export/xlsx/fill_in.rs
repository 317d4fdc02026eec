//! A form → an XLSX workbook to fill it in: each table as it is printed, cells to fill in unlocked and checked as they are
//! typed, totals as formulas, what does not fit in red; before them, how to do it and how far it has come.

use super::printed::{ABOVE, Printed, Span, boxed};
use super::reckoned::Reckoned;
use super::sum::{Grid, Sum};
use super::{guide, kept, names, with_decimals};
use crate::date::Date;
use crate::diagnostic::Level;
use crate::export::cell_text;
use crate::form::{CellKind, Content, Form, Rule, Sheet, SheetCell};
use crate::model::{Cell, CellAt, Figures, Year};
use crate::number::Number;
use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, DocProperties, Format, FormatAlign, Formula, ProtectionOptions, Workbook, Worksheet,
    XlsxError,
};
use std::collections::BTreeMap;

/// The worksheet that says how to fill in the others.
pub(super) const GUIDE: &str = "填表说明";

/// The colours of cells to fill in, of those that are reckoned, of an identity that does not hold, and of one that only warns.
const TO_FILL: u32 = 0x00FF_F9DB;
const RECKONED: u32 = 0x00EC_EFF1;
pub(super) const WRONG: u32 = 0x00FF_C7CE;
const DOUBTFUL: u32 = 0x00FF_E0B2;

/// What a workbook to fill in begins with.
#[derive(Debug)]
pub struct FillIn<'a> {
    /// The agency's name.
    pub agency: &'a str,
    /// The year to be reported on.
    pub year: Year,
    /// The day to write as that on which it was made.
    pub date: Date,
    /// Blanks, and what is known already.
    pub figures: &'a Figures,
    /// Last year's figures, for identities that continue them.
    pub previous: Option<&'a Figures>,
    /// What else there is to say, a line each.
    pub notes: &'a [String],
}

/// An identity in one row or column that may fail.
pub(super) struct Check<'f> {
    pub(super) rule: &'f Rule,
    /// When enough is filled in to tell, as formulas say it.
    pub(super) is_ready: [String; 3],
    pub(super) difference: String,
    cells: Vec<CellAt>,
}

/// A workbook to fill in, the same bytes each time.
///
/// # Errors
/// Where the form is larger than a worksheet.
pub fn fill_in_xlsx(fill_in: &FillIn<'_>) -> Result<Vec<u8>, XlsxError> {
    let FillIn { agency, year, date, figures, previous, notes: _ } = fill_in;
    let form = &figures.form;
    let reckoned = Reckoned::of(form);
    let mut workbook = Workbook::new();
    let title = form.report_title(agency, year);
    workbook.set_properties(&DocProperties::new().set_title(title).set_author(*agency).set_creation_datetime(date));
    workbook.add_worksheet().set_name(GUIDE)?;
    let values = reckoned.values(figures);
    let mut seen = Vec::new();
    for (sheet, name) in form.sheets.iter().zip(names(&form.sheets, GUIDE)) {
        let grid = Grid::new(sheet, ABOVE)?;
        let unit = sheet.unit.as_ref().map(|unit| format!("　单位：{unit}")).unwrap_or_default();
        let worksheet = workbook.add_worksheet().set_name(&name)?;
        Printed::new(sheet, figures).write(worksheet, &format!("{agency}　{year}年度{unit}"))?;
        let drawn = Drawn { form, figures, reckoned: &reckoned, values: &values, grid: &grid };
        let to_fill = drawn.write_figures(worksheet, sheet)?;
        drawn.write_validation(worksheet, &to_fill)?;
        write_checks(worksheet, &checks(form, &reckoned, &grid, *previous), &grid)?;
        worksheet.protect_with_options(&ProtectionOptions { format_columns: true, format_rows: true, ..ProtectionOptions::new() });
        seen.push(guide::Seen { caption: sheet.caption(), to_fill, grid: grid.seen_from_elsewhere(&name) });
    }
    let checks: Vec<Check<'_>> = seen.iter().flat_map(|seen| checks(form, &reckoned, &seen.grid, *previous)).collect();
    guide::write(workbook.worksheet_from_name(GUIDE)?, fill_in, &seen, &checks)?;
    workbook.save_to_buffer()
}

/// The identities of a printed table that do not hold by themselves.
fn checks<'f>(form: &'f Form, reckoned: &Reckoned, grid: &Grid, previous: Option<&Figures>) -> Vec<Check<'f>> {
    let mut checks = Vec::new();
    for (place, rule) in form.rules.iter().enumerate() {
        for line in (0..rule.each.lines(&form.tables[rule.table])).filter(|line| !reckoned.holds(place, *line)) {
            checks.extend(check(rule, line, grid, (form, previous)));
        }
    }
    checks
}

fn check<'f>(rule: &'f Rule, line: usize, grid: &Grid, known: (&Form, Option<&Figures>)) -> Option<Check<'f>> {
    let side = |terms| Sum::of(rule, line, terms, known);
    let (left, right, result) = (side(&rule.left)?, side(&rule.right)?, side(std::slice::from_ref(rule.result()?))?);
    let is_ready = [result.count(grid)?, left.count(grid)?, right.count(grid)?].map(|count| format!("{count}>0"));
    let difference = format!("{}<>{}", left.formula(grid)?, right.formula(grid)?);
    Some(Check { rule, is_ready, difference, cells: left.cells().chain(right.cells()).collect() })
}

/// Makes the cells of identities that do not hold red, or amber where they only warn.
fn write_checks(worksheet: &mut Worksheet, checks: &[Check<'_>], grid: &Grid) -> Result<(), XlsxError> {
    for Check { rule, is_ready: [result, left, right], difference, cells } in checks {
        let Some(((row, column), area)) = grid.area(cells.iter().copied()) else { continue };
        let colour = if rule.code.level() == Level::Error { WRONG } else { DOUBTFUL };
        let formula = format!("=AND({result},{left},{right},{difference})");
        let format = ConditionalFormatFormula::new()
            .set_rule(Formula::new(formula))
            .set_format(Format::new().set_background_color(colour).set_bold())
            .set_multi_range(area);
        worksheet.add_conditional_format(row, column, row, column, &format)?;
    }
    Ok(())
}

/// The figures of a printed table while they are written over those of [`Printed`].
struct Drawn<'a> {
    form: &'a Form,
    figures: &'a Figures,
    reckoned: &'a Reckoned,
    values: &'a BTreeMap<CellAt, Number>,
    grid: &'a Grid,
}

impl Drawn<'_> {
    /// Writes cells to fill in, and formulas. Says which are to be filled in.
    fn write_figures(&self, worksheet: &mut Worksheet, sheet: &Sheet) -> Result<Vec<CellAt>, XlsxError> {
        let mut to_fill = Vec::new();
        // Programs that do not reckon show it: nothing, rather than 0.
        worksheet.set_formula_result_default("");
        let rows = sheet.rows.iter().enumerate().flat_map(|(row, printed)| printed.cells.iter().map(move |cell| (ABOVE + row, cell)));
        for (row, printed) in rows {
            let SheetCell { column, rowspan, colspan, content: Content::Figure { table, row: form_row, column: form_column, headers: _ } } = printed else {
                continue;
            };
            let cell = CellAt { table: *table, row: *form_row, column: *form_column };
            let figure = self.figures.cell(cell);
            let figures = self.number_format(cell);
            let span = Span::new(row, *column, *rowspan, *colspan)?;
            let formula = self.reckoned.sum(cell).and_then(|sum| Some((sum.count(self.grid)?, sum.formula(self.grid)?)));
            if let Some((count, sum)) = formula {
                let result = self.values.get(&cell).map(Number::to_string).unwrap_or_default();
                let formula = Formula::new(format!("=IF({count}=0,\"\",{sum})")).set_result(result);
                let format = figures.set_background_color(RECKONED);
                span.fill(worksheet, &format)?;
                worksheet.write_formula_with_format(span.first.0, span.first.1, formula, &format)?;
                continue;
            }
            let format = figures.set_background_color(TO_FILL).set_unlocked();
            span.fill(worksheet, &format)?;
            match figure {
                Cell::Number(number) if kept(*number).is_some() => {
                    worksheet.write_number_with_format(span.first.0, span.first.1, kept(*number).unwrap_or_default(), &format)?;
                }
                Cell::Number(_) | Cell::Noted(_) | Cell::NotApplicable => {
                    worksheet.write_string_with_format(span.first.0, span.first.1, cell_text(figure), &format)?;
                }
                Cell::Blank => {}
            }
            to_fill.push(cell);
        }
        Ok(to_fill)
    }

    fn number_format(&self, cell: CellAt) -> Format {
        let format = boxed().set_align(FormatAlign::Right);
        match self.kind(cell) {
            CellKind::Whole | CellKind::Signed => with_decimals(&format, Number::ZERO),
            CellKind::Decimals(_) => format,
        }
    }

    fn kind(&self, cell: CellAt) -> CellKind {
        self.form.tables[cell.table].columns[cell.column].kind
    }

    /// Lets cells hold what the form lets them hold, or `/`.
    fn write_validation(&self, worksheet: &mut Worksheet, to_fill: &[CellAt]) -> Result<(), XlsxError> {
        for alike in to_fill.chunk_by(|one, other| self.kind(*one) == self.kind(*other)) {
            for (first, last) in self.grid.spans(alike) {
                // For the other cells of the span it is the cell itself that the name of the first stands for.
                let name = row_col_to_cell(first.0, first.1);
                let (is_allowed, message) = allowed(self.kind(alike[0]), &name);
                // What compares texts with numbers is no fault of the one who types `/`.
                let validation = DataValidation::new()
                    .allow_custom(Formula::new(format!("=IF(ISNUMBER({name}),AND({is_allowed}),{name}=\"/\")")))
                    .set_error_title("不能这样填")?
                    .set_error_message(message)?
                    .set_error_style(DataValidationErrorStyle::Stop);
                worksheet.add_data_validation(first.0, first.1, last.0, last.1, &validation)?;
            }
        }
        Ok(())
    }
}

/// What a number in a cell must meet, and what to say where it does not.
fn allowed(kind: CellKind, cell: &str) -> (String, String) {
    match kind {
        CellKind::Whole => (format!("{cell}>=0,{cell}=INT({cell})"), "请填不小于 0 的整数；不适用的填 /。".to_owned()),
        CellKind::Signed => (format!("{cell}=INT({cell})"), "请填整数；不适用的填 /。".to_owned()),
        CellKind::Decimals(decimals) => {
            let message = format!("请填不小于 0 的数，小数最多 {decimals} 位；不适用的填 /。");
            (format!("{cell}>=0,ABS({cell}-ROUND({cell},{decimals}))<1E-9"), message)
        }
    }
}
