//! A whole report → an XLSX workbook: each table as it is printed, then all figures once more as one tidy list.

mod fill_in;
mod guide;
mod name;
mod printed;
mod reckoned;
mod sum;
mod tidy;
mod width;

use crate::model::{AgencyCard, Report};
use crate::number::Number;
pub use fill_in::{FillIn, fill_in_xlsx};
pub(super) use name::names;
pub(super) use printed::ABOVE;
use printed::Printed;
use rust_xlsxwriter::{DocProperties, Format, Workbook, Worksheet, XlsxError};
pub(super) use tidy::NAME;

/// The digits that spreadsheet programs keep of a number.
const KEPT_DIGITS: usize = 15;

/// A4, as spreadsheet programs number it.
const A4: u8 = 9;

/// A whole report as a workbook, the same bytes each time. Numbers are real numbers, or texts where a spreadsheet program
/// would lose digits; a blank is an empty cell, `/` stays `/`. On a printed table a note stays in one text with its
/// number, in the tidy list beside it.
///
/// # Errors
/// Where a note is longer than a cell may be.
pub fn report_xlsx(agency: &AgencyCard, report: &Report) -> Result<Vec<u8>, XlsxError> {
    let form = &report.figures.form;
    let title = format!("{}{}年度{}", agency.name, report.year, form.title);
    let mut workbook = Workbook::new();
    // Without a date the workbook would hold the time at which it is written.
    workbook.set_properties(&DocProperties::new().set_title(title).set_author(&*agency.name).set_creation_datetime(&report.published));
    for (sheet, name) in form.sheets.iter().zip(names(&form.sheets, NAME)) {
        let unit = sheet.unit.as_ref().map(|unit| format!("　单位：{unit}")).unwrap_or_default();
        let line = format!("{}　{}年度{unit}", agency.name, report.year);
        Printed::new(sheet, &report.figures).write(workbook.add_worksheet().set_name(name)?, &line)?;
    }
    tidy::write(workbook.add_worksheet().set_name(NAME)?, report)?;
    workbook.save_to_buffer()
}

/// A place as spreadsheet programs count.
fn at(row: usize, column: usize) -> Result<(u32, u16), XlsxError> {
    let refused = |_| XlsxError::RowColumnLimitError;
    Ok((u32::try_from(row).map_err(refused)?, u16::try_from(column).map_err(refused)?))
}

/// The number as spreadsheet programs hold it; none where they would lose digits.
fn kept(number: Number) -> Option<f64> {
    let text = number.to_string();
    let digits = text.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
    (digits <= KEPT_DIGITS).then(|| text.parse().ok()).flatten()
}

/// A format for a number: a comma after each three digits, its decimals as written.
fn with_decimals(format: &Format, number: Number) -> Format {
    let decimals = "0".repeat(number.decimals() as usize);
    format.clone().set_num_format(if decimals.is_empty() { "#,##0".to_owned() } else { format!("#,##0.{decimals}") })
}

fn set_widths(worksheet: &mut Worksheet, widths: &[f64]) -> Result<(), XlsxError> {
    for (column, width) in widths.iter().enumerate() {
        worksheet.set_column_width(at(0, column)?.1, *width)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: Option<f64>) {
        assert_eq!(kept(Number::parse(text).expect("a number")).map(f64::to_bits), expected.map(f64::to_bits));
    }

    #[test]
    fn numbers_keep_their_digits() {
        case("0", Some(0.0));
        case("-1036", Some(-1036.0));
        case("12.50", Some(12.5));
        case("0.00000000000000001", Some(1e-17));
        case("999999999999999", Some(999_999_999_999_999.0));
        case("9007199254740993", None);
        case("12345678901234.56", None);
    }

    #[test]
    fn every_number_of_15_digits_reads_back() {
        // From the smallest to the largest, with all numbers of decimals.
        for digits in ["1", "7", "123456789", "999999999999999", "100000000000001"] {
            for decimals in 0..=digits.len() {
                let (whole, rest) = digits.split_at(digits.len() - decimals);
                let text = [if whole.is_empty() { "0" } else { whole }, rest].join(".");
                let number = Number::parse(text.trim_end_matches('.')).expect("a number");
                let back = kept(number).map(|float| Number::parse(&float.to_string()));
                assert_eq!(back, Some(Ok(number)));
            }
        }
    }
}
