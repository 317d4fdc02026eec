//! Diagnostics → a self-check report (自查报告) to keep: one HTML page that needs nothing else, agency by agency.

use super::{Diagnostic, Lang, Level, level_count};
use crate::html::escape;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What a self-check was made of.
#[derive(Debug)]
pub struct Checked<'a> {
    /// The portal's title.
    pub title: &'a str,
    /// The day it was checked for: `2025-01-31`.
    pub date: &'a str,
    /// Each agency by its folder, with its name.
    pub agencies: &'a [(String, String)],
}

const STYLE: &str = "body{max-width:60em;margin:2em auto;padding:0 1em;font:16px/1.7 system-ui,sans-serif;color:#1c2026;background:#fff}\
table{border-collapse:collapse;width:100%}th,td{padding:.3em .6em;border:1px solid #6d7682;text-align:start;vertical-align:top}\
thead th{background:#e8eef6}code{overflow-wrap:anywhere}.error{color:#a61b1b}h2{margin-top:2em}p{margin:.3em 0}@media print{body{margin:0}}";

/// The report. Agencies without findings are named, too: that nothing was found is what the page is kept for.
#[must_use]
pub fn html(diagnostics: &[Diagnostic], checked: &Checked<'_>, lang: Lang) -> String {
    let label = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let mut of_agency: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let path = diagnostic.place.as_ref().map_or("", super::Place::path);
        let slug = path.strip_prefix("content/").and_then(|rest| rest.split('/').next()).filter(|slug| checked.agencies.iter().any(|(known, _)| known == slug));
        of_agency.entry(slug.unwrap_or_default()).or_default().push(diagnostic);
    }
    let heading = format!("{}　{}", checked.title, label("发布前自查报告", "self-check before publication"));
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{}</title><style>{STYLE}</style></head>\n<body>\n<h1>{}</h1>\n",
        label("zh-CN", "en"),
        escape(&heading),
        escape(&heading)
    );
    let count = |level| level_count(diagnostics, level);
    // Writing to a string cannot fail.
    let _ =
        writeln!(out, "<p>{}：{}。{}：lanmu {}。</p>", label("自查日期", "date"), escape(checked.date), label("程序", "program"), env!("CARGO_PKG_VERSION"));
    let _ = writeln!(
        out,
        "<p>{}：{} {}，{} {}，{} {}。</p>",
        label("结果", "result"),
        count(Level::Error),
        label("个错误", "errors"),
        count(Level::Warning),
        label("个警告", "warnings"),
        count(Level::Info),
        label("条说明", "remarks")
    );
    if let Some(of_portal) = of_agency.remove("") {
        section(&mut out, label("门户", "the portal"), &of_portal, lang);
    }
    for (slug, name) in checked.agencies {
        section(&mut out, name, of_agency.get(slug.as_str()).map(Vec::as_slice).unwrap_or_default(), lang);
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn section(out: &mut String, name: &str, found: &[&Diagnostic], lang: Lang) {
    let label = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let _ = writeln!(out, "<h2>{}</h2>", escape(name));
    if found.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", label("没有发现问题。", "nothing was found."));
        return;
    }
    let heads = [label("级别", "level"), label("代码", "code"), label("问题", "finding"), label("位置", "place"), label("怎么办", "what to do")];
    let heads: String = heads.iter().map(|head| format!("<th scope=\"col\">{head}</th>")).collect();
    let _ = writeln!(out, "<table><thead><tr>{heads}</tr></thead><tbody>");
    for diagnostic in found {
        let level = match diagnostic.level {
            Level::Error => label("错误", "error"),
            Level::Warning => label("警告", "warning"),
            Level::Info => label("说明", "info"),
        };
        let place = diagnostic.place.as_ref().map(ToString::to_string).unwrap_or_default();
        let help = diagnostic.help.as_ref().map_or("", |help| help.in_lang(lang));
        let _ = writeln!(
            out,
            "<tr><td class=\"{}\">{level}</td><td><code>{}</code></td><td>{}</td><td><code>{}</code></td><td>{}</td></tr>",
            diagnostic.level.name(),
            escape(diagnostic.code.as_str()),
            escape(diagnostic.message.in_lang(lang)),
            escape(&place),
            escape(help)
        );
    }
    out.push_str("</tbody></table>\n");
}
