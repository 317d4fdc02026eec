//! A printed table of a form, with what stands in each cell → HTML. Every header has a scope and an id, every figure
//! names all its headers, every row has an address.

use crate::form::{Content, Form, Scope, Sheet};
use crate::html::escape;
use crate::model::{Cell, CellAt};
use crate::phrase::Phrases;
use std::fmt::Write;

/// From so many rows on, a label beside them stands upright, as in the official form.
const TALL: usize = 10;

/// What stands in a cell: its classes, and its HTML.
pub(crate) struct CellHtml {
    pub(crate) class: &'static str,
    pub(crate) html: String,
}

/// A printed table.
pub(crate) fn sheet_html(phrases: &Phrases, form: &Form, sheet: &Sheet, cell: impl Fn(CellAt) -> CellHtml) -> String {
    let mut out = String::with_capacity(32 * 1024);
    let id = sheet.id(&form.tables);
    let kind = match (sheet.label_width, sheet.head_rows) {
        (_, 0) => "blocks",
        (0, _) => "strip",
        _ => "grid",
    };
    let caption = phrases.caption(sheet);
    let caption = sheet.unit.as_ref().map_or_else(|| caption.clone(), |unit| phrases.fill("with_unit", &[("label", &caption), ("unit", unit)]));
    let language = if is_foreign(phrases, &caption) { " lang=\"zh-CN\"" } else { "" };
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<div class=\"scroll\" role=\"region\" aria-labelledby=\"{id}-caption\" tabindex=\"0\"><table class=\"sheet {kind}\" id=\"{id}\"{language}><caption id=\"{id}-caption\">{}</caption>",
        escape(&caption),
    );
    for (at, row) in sheet.rows.iter().enumerate() {
        if at == 0 && sheet.head_rows > 0 {
            out.push_str("<thead>");
        }
        if at == sheet.head_rows {
            out.push_str(if at > 0 { "</thead><tbody>" } else { "<tbody>" });
        }
        match &row.anchor {
            Some(anchor) => drop(write!(out, "<tr id=\"{anchor}\">")),
            None => out.push_str("<tr>"),
        }
        for printed in &row.cells {
            write_cell(&mut out, printed, &cell);
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>");
    out
}

/// Whether what a form prints is in Chinese, and the interface is not.
fn is_foreign(phrases: &Phrases, caption: &str) -> bool {
    !phrases.language.starts_with("zh") && caption.contains(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
}

fn write_cell(out: &mut String, printed: &crate::form::SheetCell, cell: &impl Fn(CellAt) -> CellHtml) {
    let mut spans = String::new();
    if printed.rowspan > 1 {
        let _ = write!(spans, " rowspan=\"{}\"", printed.rowspan);
    }
    if printed.colspan > 1 {
        let _ = write!(spans, " colspan=\"{}\"", printed.colspan);
    }
    match &printed.content {
        Content::Note(text) => drop(write!(out, "<td class=\"corner\"{spans}>{}</td>", escape(text))),
        Content::Head { text, id, scope } => {
            let scope = match scope {
                Scope::Column => "col",
                Scope::Row => "row",
            };
            let _ = write!(
                out,
                "<th scope=\"{scope}\" id=\"{id}\"{spans} class=\"c{}{}\">{}</th>",
                printed.column,
                if printed.rowspan >= TALL { " tall" } else { "" },
                escape(text)
            );
        }
        Content::Figure { table, row, column, headers } => {
            let CellHtml { class, html } = cell(CellAt { table: *table, row: *row, column: *column });
            out.push_str("<td");
            out.push_str(&spans);
            if !class.is_empty() {
                let _ = write!(out, " class=\"{class}\"");
            }
            out.push_str(" headers=\"");
            out.push_str(headers);
            out.push_str("\">");
            out.push_str(&html);
            out.push_str("</td>");
        }
    }
}

/// A figure as it stands in a report.
pub(crate) fn figure_html(phrases: &Phrases, cell: &Cell) -> CellHtml {
    match cell {
        Cell::Number(number) => CellHtml { class: if number.is_zero() { "zero" } else { "" }, html: number.grouped() },
        Cell::Blank => {
            CellHtml { class: "blank", html: format!("<span aria-hidden=\"true\">—</span><span class=\"vh\">{}</span>", escape(phrases.word("blank"))) }
        }
        Cell::NotApplicable => CellHtml { class: "blank", html: format!("/<span class=\"vh\">{}</span>", escape(phrases.word("not_applicable_aside"))) },
        Cell::Noted(noted) => {
            let note = phrases.in_brackets(&noted.1);
            CellHtml { class: "noted", html: format!("{}<span class=\"note\">{}</span>", noted.0.grouped(), escape(&note)) }
        }
    }
}
