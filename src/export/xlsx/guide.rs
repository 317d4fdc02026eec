//! How to fill in a workbook, how far it has come, and whether its figures fit → the worksheet before its tables.

use super::at;
use super::fill_in::{Check, FillIn, WRONG};
use super::printed::boxed;
use super::sum::Grid;
use crate::model::CellAt;
use rust_xlsxwriter::{ConditionalFormatText, ConditionalFormatTextRule, Format, FormatAlign, Formula, Worksheet, XlsxError};

/// How wide the texts and what is told of them are, in digits.
const WIDTHS: [f64; 2] = [72.0, 30.0];

/// The most characters of a formula.
const MOST_FORMULA: usize = 8_000;

/// What an identity says that does not hold.
const DOES_NOT_FIT: &str = "不符";

/// A printed table of the workbook, seen from this worksheet.
pub(super) struct Seen {
    pub(super) caption: String,
    pub(super) to_fill: Vec<CellAt>,
    pub(super) grid: Grid,
}

/// Writes it.
pub(super) fn write(worksheet: &mut Worksheet, fill_in: &FillIn<'_>, seen: &[Seen], checks: &[Check<'_>]) -> Result<(), XlsxError> {
    let form = &fill_in.figures.form;
    worksheet.set_formula_result_default("");
    let mut page = Page { worksheet, row: 0 };
    page.worksheet.write_string_with_format(0, 0, form.report_title(fill_in.agency, fill_in.year), &Format::new().set_bold().set_font_size(14))?;
    page.row = 1;
    page.text(&format!("表式：{}", form.name))?;
    let lines = [
        "只填黄色的格：没有发生的填 0，不适用的填 /，不要留空，不要写单位。",
        "灰色的格是总计，由公式得出，不用填，也不能改；标签和表头也不能改。",
        "变红的格勾稽关系不符，改正后恢复；变橙的格与上年报告不衔接，请核对，属实的可以保留。",
        "数字要加注说明的（如“含修订1件”），导入后写在 report.yaml 中。",
        "各张表在后面的工作表里。填好后保存，用 lanmu import 导入，核对后发布。",
    ];
    for line in lines.into_iter().chain(fill_in.notes.iter().map(String::as_str)) {
        page.text(line)?;
    }
    page.row += 1;
    page.heads(["填报进度", "黄色的格"])?;
    for Seen { caption, to_fill, grid } in seen {
        let ranges = grid.ranges(to_fill).map(|ranges| ranges.split(',').map(|range| format!("COUNTBLANK({range})")).collect::<Vec<_>>().join("+"));
        let count = ranges.filter(|count| count.len() < MOST_FORMULA / 2);
        page.line(caption, count.map(|count| format!("=IF({count}=0,\"已填完\",\"还有 \"&({count})&\" 格未填\")")))?;
    }
    page.row += 1;
    page.heads(["勾稽关系", "结果"])?;
    let mut rest = checks;
    while let Some(first) = rest.first() {
        let (same, others) = rest.split_at(rest.iter().take_while(|check| check.rule.code == first.rule.code).count().max(1));
        page.line(&first.rule.help.zh, result(same))?;
        rest = others;
    }
    let last = page.row.max(1) - 1;
    let wrong = ConditionalFormatText::new().set_rule(ConditionalFormatTextRule::BeginsWith(DOES_NOT_FIT.to_owned()));
    let (last, column) = at(last, 1)?;
    worksheet.add_conditional_format(0, column, last, column, &wrong.set_format(Format::new().set_background_color(WRONG).set_bold()))?;
    for (column, width) in WIDTHS.into_iter().enumerate() {
        worksheet.set_column_width(at(0, column)?.1, width)?;
    }
    worksheet.set_print_fit_to_pages(1, 0).protect();
    Ok(())
}

/// Whether all lines of an identity hold, as far as they are filled in.
fn result(checks: &[Check<'_>]) -> Option<String> {
    let all = |tells: &dyn Fn(&Check<'_>) -> String| checks.iter().map(tells).collect::<Vec<_>>().join(",");
    let ready = all(&|check| format!("AND({})", check.is_ready.join(",")));
    let wrong = all(&|check| format!("AND({},{})", check.is_ready.join(","), check.difference));
    let formula = format!("=IF(OR({wrong}),\"{DOES_NOT_FIT}，见变色的格\",IF(OR({ready}),\"相符\",\"还没有填\"))");
    (formula.len() < MOST_FORMULA && checks.len() < 255).then_some(formula)
}

/// The worksheet, and the row that is written next.
struct Page<'w> {
    worksheet: &'w mut Worksheet,
    row: usize,
}

impl Page<'_> {
    /// A line across.
    fn text(&mut self, text: &str) -> Result<(), XlsxError> {
        let (row, _) = at(self.row, 0)?;
        self.worksheet.merge_range(row, 0, row, 1, text, &Format::new().set_text_wrap())?;
        self.row += 1;
        Ok(())
    }

    fn heads(&mut self, heads: [&str; 2]) -> Result<(), XlsxError> {
        let head = boxed().set_bold().set_align(FormatAlign::Center);
        for (column, text) in heads.into_iter().enumerate() {
            let (row, column) = at(self.row, column)?;
            self.worksheet.write_string_with_format(row, column, text, &head)?;
        }
        self.row += 1;
        Ok(())
    }

    /// A text, and a formula that tells of it where there is one.
    fn line(&mut self, text: &str, formula: Option<String>) -> Result<(), XlsxError> {
        let (row, _) = at(self.row, 0)?;
        self.worksheet.write_string_with_format(row, 0, text, &boxed())?;
        match formula {
            Some(formula) => self.worksheet.write_formula_with_format(row, 1, Formula::new(formula), &boxed())?,
            None => self.worksheet.write_string_with_format(row, 1, "请看各张表", &boxed())?,
        };
        self.row += 1;
        Ok(())
    }
}
