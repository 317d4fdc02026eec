//! What stands between `{{` and `}}` → what it asks for, or what is wrong with it.

use crate::diagnostic::Text;
use crate::model::{Asked, CountName, FigureName, Year};

/// The longest expression, in bytes. The longest label of the built-in forms has 107.
pub(crate) const MAX_EXPRESSION: usize = 400;

/// Which figures words may quote.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reach<'a> {
    /// Those of one agency's report, and of its report of the year before.
    Report { agency: &'a str, year: Year },
    /// Those of every report.
    Portal,
}

/// What is wrong with an expression, and what to do.
pub(crate) type Fault = (Text, Text);

/// Reads what stands between braces.
pub(crate) fn read_expression(expression: &str, reach: Reach<'_>) -> Result<Asked, Fault> {
    if expression.is_empty() {
        return Err((Text::new("“{{”和“}}”之间没有内容", "nothing stands between `{{` and `}}`"), how(reach)));
    }
    if expression.len() > MAX_EXPRESSION {
        let count = expression.chars().count();
        let message = Text::new(format!("“{{{{”和“}}}}”之间有 {count} 个字，太长"), format!("{count} characters stand between `{{{{` and `}}}}`, too many"));
        return Err((message, how(reach)));
    }
    match expression.strip_prefix("count").map(str::trim_start).filter(|rest| rest.starts_with(['(', '（'])) {
        Some(arguments) => count(expression, arguments, reach).map(Asked::Count),
        None => figure(expression, reach).map(Asked::Figure),
    }
}

fn count(expression: &str, arguments: &str, reach: Reach<'_>) -> Result<CountName, Fault> {
    let category = category(arguments).ok_or_else(|| {
        let message = Text::new(
            format!("“{expression}”应写作 count(\"栏目\") 或 count()"),
            format!("`{expression}` should be written `count(\"category\")` or `count()`"),
        );
        let help = Text::new("如 count(\"news\")；括号和引号用半角", "for example `count(\"news\")`, with ASCII brackets and quotation marks");
        (message, help)
    })?;
    let (agency, year) = match reach {
        Reach::Report { agency, year } => (Some(agency.to_owned()), Some(year)),
        Reach::Portal => (None, None),
    };
    Ok(CountName { agency, year, category: category.map(str::to_owned) })
}

fn figure(expression: &str, reach: Reach<'_>) -> Result<FigureName, Fault> {
    let (agency, year, rest) = match reach {
        Reach::Report { agency, year } => match parted(expression) {
            Some(("previous", rest)) => (agency, Some(year.before()), rest),
            Some(_) | None => (agency, Some(year), expression),
        },
        Reach::Portal => of_agency(expression).ok_or_else(|| without_agency(expression))?,
    };
    let (table, row, column) = cell(rest).ok_or_else(|| {
        let message = Text::new(format!("“{expression}”不是“表.行.列”"), format!("`{expression}` does not name `table.row.column`"));
        (message, how(reach))
    })?;
    Ok(FigureName { agency: agency.to_owned(), year, table: table.to_owned(), row: row.to_owned(), column: column.to_owned() })
}

/// A name and what stands after the dot.
fn parted(expression: &str) -> Option<(&str, &str)> {
    expression.split_once('.').map(|(name, rest)| (name.trim(), rest))
}

/// An agency, a year (none for the latest), and the rest.
fn of_agency(expression: &str) -> Option<(&str, Option<Year>, &str)> {
    let (agency, rest) = parted(expression)?;
    let (year, rest) = parted(rest)?;
    if year == "latest" { Some((agency, None, rest)) } else { Some((agency, Some(Year::parse(year)?), rest)) }
}

/// A table, a row, which may hold dots, and a column.
fn cell(path: &str) -> Option<(&str, &str, &str)> {
    let (table, rest) = parted(path)?;
    let (row, column) = rest.rsplit_once('.')?;
    let (row, column) = (row.trim(), column.trim());
    (!table.is_empty() && !row.is_empty() && !column.is_empty()).then_some((table, row, column))
}

/// The category between brackets and quotation marks; none where there is none.
fn category(arguments: &str) -> Option<Option<&str>> {
    let inner = arguments.strip_prefix('(')?.strip_suffix(')')?.trim();
    if inner.is_empty() {
        return Some(None);
    }
    let slug = inner.strip_prefix('"')?.strip_suffix('"')?;
    (!slug.is_empty() && !slug.contains('"')).then_some(Some(slug))
}

fn without_agency(expression: &str) -> Fault {
    let message = Text::new(
        format!("首页引用的“{expression}”没有写明是哪个机关、哪一年的"),
        format!("`{expression}` does not say whose figure of which year it is, as the home page must"),
    );
    (message, how(Reach::Portal))
}

/// How quotes are written.
fn how(reach: Reach<'_>) -> Text {
    match reach {
        Reach::Report { .. } => Text::new(
            "写作 表.行.列，如 requests.received.total；上一年的写作 previous.requests.received.total；条数写作 count(\"news\")；点、括号和引号用半角",
            "write `table.row.column`, such as `requests.received.total`; last year's is `previous.requests.received.total`; a count of items is `count(\"news\")`",
        ),
        Reach::Portal => Text::new(
            "写作 机关.年份.表.行.列，如 kjj.2024.requests.received.total；最近一年的写作 kjj.latest.requests.received.total；条数写作 count(\"news\")；点、括号和引号用半角",
            "write `agency.year.table.row.column`, such as `kjj.2024.requests.received.total`; the latest report's is `kjj.latest.requests.received.total`; a count of items is `count(\"news\")`",
        ),
    }
}
