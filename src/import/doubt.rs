//! What was read, against itself and what is known → what there is to tell: tables, rows and cells that were not read,
//! what is read otherwise than printed, identities that do not hold; each with its place in the source.

use super::facts::Facts;
use super::is_found;
use super::matched::{Labelled, Matched};
use super::value::Value;
use super::words::Chapters;
use super::{Known, label::Fit};
use crate::check::{Finding, check_figures, identities_of};
use crate::diagnostic::{Code, Diagnostic, Level, Text};
use crate::document::Reading;
use crate::model::{CellAt, Figures, Year};

/// The most places that one message names.
const MAX_PLACES: usize = 10;

/// A report that was read.
pub(super) struct Case<'a> {
    pub(super) name: &'a str,
    pub(super) matched: &'a Matched,
    pub(super) facts: &'a Facts,
    pub(super) figures: &'a Figures,
    pub(super) known: &'a Known,
    pub(super) year: Year,
    pub(super) chapters: &'a Chapters,
    pub(super) reading: &'a Reading,
}

/// All there is to tell.
pub(super) fn doubts(case: &Case<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    found.extend(case.tables());
    found.extend(case.rows());
    found.extend(case.cells());
    found.extend(case.blanks());
    found.extend(case.otherwise());
    found.extend(case.identities());
    found.extend(case.form());
    found.extend(case.who_and_when());
    found.extend(case.words());
    found
}

impl Case<'_> {
    fn say(&self, level: Level, code: Code, message: Text, help: Text) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(code, message).in_file(self.name);
        diagnostic.level = level;
        diagnostic.help = Some(help);
        diagnostic
    }

    fn tables(&self) -> Vec<Diagnostic> {
        let form = &self.matched.form;
        let missing = form.tables.iter().enumerate().filter(|(table, _)| !is_found(self.matched, *table));
        let tell = |(place, table): (usize, &crate::form::Table)| {
            let sheet = form.sheets.iter().find(|sheet| sheet.tables.contains(&place)).map_or("", |sheet| sheet.number.as_str());
            let cells = table.rows.len() * table.columns.len();
            let label = if table.label == sheet || sheet.is_empty() { table.label.clone() } else { format!("{sheet} {}", table.label) };
            let (rows, found) = (table.rows.len(), self.matched.rows.keys().filter(|(of, _)| *of == place).count());
            let message = match found {
                0 => Text::new(format!("没有找到{label}，{cells} 格全部留空"), format!("{label} is not found, its {cells} cells are left blank")),
                _ => Text::new(
                    format!("{label}的 {rows} 行只找到 {found} 行，其余留空"),
                    format!("of the {rows} rows of {label} only {found} are found, the others are left blank"),
                ),
            };
            self.say(
                Level::Error,
                Code::MissingTable,
                message,
                Text::new(
                    "请对照原文补填；原文中确实没有的，请核对文件是否完整",
                    "fill it in from the original; see whether the file is whole if it is not there",
                ),
            )
        };
        missing.map(tell).collect()
    }

    /// Rows that were not found in a table that was; rows that fit none; rows with another number of figures.
    fn rows(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (place, table) in self.matched.form.tables.iter().enumerate() {
            for (row, form_row) in table.rows.iter().enumerate().filter(|(row, _)| !self.matched.rows.contains_key(&(place, *row))) {
                let label = &form_row.label;
                let ragged = self.matched.ragged.iter().find(|(at, ..)| *at == (place, row));
                if ragged.is_none() && !is_found(self.matched, place) {
                    continue;
                }
                let width = table.columns.len();
                let (zh, en) = match ragged {
                    Some((_, Labelled { place: spot, .. }, count)) if *count == width => (
                        format!("{}“{label}”行的数字对不上表头的列，分不清各是哪一列，整行留空（{}）", table.label, spot.text().zh),
                        format!(
                            "{} row “{label}”: its figures do not stand below the heads of its columns, it is left blank ({})",
                            table.label,
                            spot.text().en
                        ),
                    ),
                    Some((_, Labelled { place: spot, .. }, count)) => (
                        format!("{}“{label}”行有 {count} 个数，表式有 {} 列，对不上，整行留空（{}）", table.label, table.columns.len(), spot.text().zh),
                        format!("{} row “{label}” has {count} figures for {} columns, it is left blank ({})", table.label, table.columns.len(), spot.text().en),
                    ),
                    None => (format!("{}没有找到“{label}”行，整行留空", table.label), format!("{} row “{label}” is not found, it is left blank", table.label)),
                };
                found.push(self.say(
                    Level::Warning,
                    Code::ImportUnread,
                    Text::new(zh, en),
                    Text::new("请对照原文补填这一行", "fill in the row from the original"),
                ));
            }
        }
        for Labelled { text, place, .. } in &self.matched.strangers {
            let (zh, en) = (place.text().zh, place.text().en);
            found.push(self.say(
                Level::Warning,
                Code::ImportUnread,
                Text::new(format!("“{text}”（{zh}）不是表式中的行，没有读入"), format!("“{text}” ({en}) is no row of the form and was not read")),
                Text::new("请对照表式，看它是不是某一行的另一种写法；是的，请把数字填到那一行", "see whether it is a row under another name, and fill that in"),
            ));
        }
        for ((table, row), Labelled { place, .. }, _) in self.matched.repeated.iter().filter(|(.., is_other)| *is_other) {
            let label = &self.matched.form.tables[*table].rows[*row].label;
            found.push(self.say(
                Level::Warning,
                Code::ImportDoubt,
                Text::new(
                    format!("“{label}”行在别处又出现，数字不同，那里的没有读入（{}）", place.text().zh),
                    format!("row “{label}” stands elsewhere with other figures, which were not taken ({})", place.text().en),
                ),
                Text::new("请核对应以哪一处为准", "see which one is right"),
            ));
        }
        found
    }

    /// Cells that were not read, a message a row.
    fn cells(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (table, row) in self.matched.rows.keys() {
            let columns = &self.matched.form.tables[*table].columns;
            let at = |column| CellAt { table: *table, row: *row, column };
            let unread: Vec<usize> = (0..columns.len()).filter(|column| self.figures.is_unread(at(*column))).collect();
            if unread.is_empty() {
                continue;
            }
            let told = |column: &usize| {
                let label = &columns[*column].label;
                match self.matched.cells.get(&at(*column)) {
                    Some(printed) => {
                        let place = printed.place.text();
                        let text = one_line(&printed.text);
                        Text::new(format!("{label}“{text}”（{}）", place.zh), format!("{label} “{text}” ({})", place.en))
                    }
                    None => Text::new(format!("{label}（原文没有这一格）"), format!("{label} (there is no such cell)")),
                }
            };
            let told: Vec<Text> = unread.iter().take(MAX_PLACES).map(told).collect();
            let label = &self.matched.form.tables[*table].rows[*row].label;
            let message = Text::new(
                format!("“{label}”行有 {} 格没有读出，已留空：{}", unread.len(), joined(&told, true)),
                format!("row “{label}”: {} not read, left blank: {}", crate::diagnostic::counted(unread.len(), "cell"), joined(&told, false)),
            );
            found.push(self.say(
                Level::Warning,
                Code::ImportUnread,
                message,
                Text::new("请对照原文补填；没有当作 0", "fill them in from the original; they are not taken for 0"),
            ));
        }
        found
    }

    /// Cells that are empty in the source, beside others that are not; a text may have lost what stood there.
    fn blanks(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (table, form_table) in self.matched.form.tables.iter().enumerate() {
            let is_empty = |at: &CellAt| self.matched.cells.get(at).is_some_and(|printed| printed.value.as_ref().is_some_and(Value::is_empty));
            let rows = self.matched.rows.iter().filter(|((of, row), label)| *of == table && label.text != form_table.rows[*row].key);
            let cells = rows.flat_map(|((_, row), _)| {
                let cells: Vec<CellAt> = (0..form_table.columns.len()).map(|column| CellAt { table, row: *row, column }).collect();
                let is_filled = cells.iter().any(|at| !is_empty(at));
                cells.into_iter().filter(move |_| is_filled)
            });
            let empty: Vec<CellAt> = cells.filter(is_empty).collect();
            let told: Vec<Text> = empty.iter().take(MAX_PLACES).filter_map(|at| self.printed(*at)).collect();
            let Some(first) = empty.first().and_then(|at| self.matched.cells.get(at)) else { continue };
            let count = empty.len();
            let message = Text::new(
                format!("{}有 {count} 格在原文中是空的，按空白读入，没有当作 0：{}", form_table.label, joined(&told, true)),
                format!("{}: empty in the original, read as blanks, not as 0: {count}: {}", form_table.label, joined(&told, false)),
            );
            // A page says of a cell that it is empty; of a text nobody knows whether it lost what stood there.
            let (level, help) = if first.place.line.is_some() {
                (Level::Warning, Text::new("文本可能漏了数字，请对照原文核对", "the text may have lost figures, look at the original"))
            } else {
                (Level::Info, Text::new("原文确实没有数字的，保留空白即可", "leave them blank where the original has no figure"))
            };
            found.push(self.say(level, Code::ImportDoubt, message, help));
        }
        found
    }

    /// Cells that were read otherwise than they are printed; rows found by a label that is not quite theirs.
    fn otherwise(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (at, printed) in &self.matched.cells {
            let Some((value, doubt)) = printed.value.as_ref().and_then(|value| Some((value, value.doubt.as_ref()?))) else { continue };
            let (label, place) = (self.label(*at), printed.place.text());
            let fits = if value.is_joined { self.fits(*at) } else { Text::new("", "") };
            let message =
                Text::new(format!("“{label}”：{}（{}）{}", doubt.zh, place.zh, fits.zh), format!("“{label}”: {} ({}){}", doubt.en, place.en, fits.en));
            found.push(self.say(Level::Warning, Code::ImportDoubt, message, Text::new("请对照原文核对", "look at the original")));
        }
        for (table, Labelled { text, place, .. }) in &self.matched.units {
            let (table, text) = (&self.matched.form.tables[*table], one_line(text));
            let message = Text::new(
                format!("{}的表头写的是“{text}”，表式的单位是{}，数字照录，没有换算（{}）", table.label, table.unit, place.text().zh),
                format!(
                    "the head of {} is “{text}”, the unit of the form is {}; the figures are taken as printed ({})",
                    table.label,
                    table.unit,
                    place.text().en
                ),
            );
            found.push(self.say(Level::Warning, Code::ImportDoubt, message, Text::new("请按表式的单位核对、改写", "write them in the unit of the form")));
        }
        for ((table, row), Labelled { text, place, .. }) in self.matched.rows.iter().filter(|(_, label)| label.fit == Fit::Nearly) {
            let label = &self.matched.form.tables[*table].rows[*row].label;
            let message = Text::new(
                format!("原文的“{}”当作“{label}”行读入（{}）", one_line(text), place.text().zh),
                format!("“{}” is taken for “{label}” ({})", one_line(text), place.text().en),
            );
            found.push(self.say(
                Level::Info,
                Code::ImportDoubt,
                message,
                Text::new("行名与表式略有不同，请核对", "the label differs a little from the form, see whether it is the row"),
            ));
        }
        found
    }

    /// What the identities say of a number that was made of several lines.
    fn fits(&self, at: CellAt) -> Text {
        match identities_of(self.figures, at) {
            (0, 0) => Text::new("；没有勾稽关系可以核对", "; no identity tells whether it is one"),
            (all, 0) => Text::new(format!("；所在的 {all} 项勾稽关系都相符"), format!("; the identities it stands in hold: {all}")),
            (0, all) => Text::new(
                format!("；所在的 {all} 项勾稽关系都不符，可能不是一个数"),
                format!("; the identities it stands in do not hold: {all}; it may not be one number"),
            ),
            (holding, broken) => Text::new(
                format!("；所在的勾稽关系 {holding} 项相符，{broken} 项不符"),
                format!("; of the identities it stands in {holding} hold, {broken} do not"),
            ),
        }
    }

    /// Identities that do not hold. The figures stay as printed.
    fn identities(&self) -> Vec<Diagnostic> {
        let findings = check_figures(self.figures, self.known.previous.as_ref());
        findings.into_iter().filter(|finding| finding.sums.is_some()).map(|finding| self.identity(finding)).collect()
    }

    fn identity(&self, finding: Finding) -> Diagnostic {
        let Finding { code, message, help, at, related, sums: _ } = finding;
        let cells: Vec<Text> = std::iter::once(at).chain(related).filter_map(|at| self.printed(at)).take(MAX_PLACES).collect();
        let help = Text::new(
            format!("{}；数字按原文照录，没有改动。原文：{}", help.zh, joined(&cells, true)),
            format!("{}; the figures stay as printed. The original has: {}", help.en, joined(&cells, false)),
        );
        let level = if code.level() == Level::Error { Level::Warning } else { code.level() };
        self.say(level, code, message, help)
    }

    /// A cell as it is printed, with its place.
    fn printed(&self, at: CellAt) -> Option<Text> {
        let printed = self.matched.cells.get(&at)?;
        let (label, text, place) = (self.label(at), one_line(&printed.text), printed.place.text());
        Some(Text::new(format!("{label} {text}（{}）", place.zh), format!("{label} {text} ({})", place.en)))
    }

    fn label(&self, at: CellAt) -> String {
        let table = &self.matched.form.tables[at.table];
        format!("{}·{}", table.rows[at.row].label, table.columns[at.column].label)
    }

    fn form(&self) -> Option<Diagnostic> {
        let form = &self.matched.form;
        if form.serves(self.year.number()) {
            return None;
        }
        let (key, year) = (&form.key, self.year);
        let message = Text::new(
            format!("{year} 年的数据填的是表式 {key}，不是这一年的表式，已按原表读入"),
            format!("the figures of {year} fill the form {key}, which is not that of the year, and were read by it"),
        );
        Some(self.say(Level::Warning, Code::FormYear, message, Text::new("请核对年度和表式", "see whether year and form are right")))
    }

    fn who_and_when(&self) -> Vec<Diagnostic> {
        let Case { facts, known, year, .. } = self;
        let mut found = Vec::new();
        if let Some(printed) = facts.year.or(facts.period).filter(|printed| printed != year) {
            let message =
                Text::new(format!("原文写的是 {printed} 年，按 --year {year} 导入"), format!("the original says {printed}, it is imported as --year {year}"));
            found.push(self.say(Level::Warning, Code::ImportDoubt, message, Text::new("请核对年度", "see which year is right")));
        }
        if let (Some(title), Some(period)) = (facts.year, facts.period)
            && title != period
        {
            let message = Text::new(format!("标题是 {title} 年，统计期限是 {period} 年"), format!("the title says {title}, the period is {period}"));
            found.push(self.say(
                Level::Warning,
                Code::ImportDoubt,
                message,
                Text::new(format!("已按 {year} 年导入，请核对"), format!("it is imported as {year}, see which is right")),
            ));
        }
        if let Some(printed) =
            facts.agency.as_ref().filter(|printed| !known.names.is_empty() && !known.names.iter().any(|name| name.contains(*printed) || printed.contains(name)))
        {
            let name = &known.names[0];
            let message = Text::new(format!("原文的机关是“{printed}”，不是“{name}”"), format!("the original is of “{printed}”, not “{name}”"));
            found.push(self.say(
                Level::Warning,
                Code::AgencyName,
                message,
                Text::new("请看看是不是导入到了别的机关（--agency）；机关以前用过这个名称的，不用改", "see whether --agency is right; a former name may stay"),
            ));
        }
        if facts.published.is_none() {
            let message = Text::new("没有找到发布日期", "no day of publication is found");
            found.push(self.say(
                Level::Warning,
                Code::ImportDoubt,
                message,
                Text::new("published 一行先写了导入当天的日期，请改为实际公布的日期", "`published` has the day of the import, correct it"),
            ));
        }
        found
    }

    fn words(&self) -> Vec<Diagnostic> {
        let Case { chapters, matched, reading, .. } = self;
        let sections = &matched.form.sections;
        let mut found = Vec::new();
        let missing: Vec<&str> =
            sections.iter().zip(&chapters.chapters).filter(|(_, chapter)| chapter.is_none()).map(|(section, _)| section.heading.as_str()).collect();
        if sections.is_empty() {
            // Tables of a portal's own have no words.
        } else if missing.len() == sections.len() {
            let message = Text::new("没有找到六个部分的标题，文字没有带入", "none of the headings is found, no words were taken");
            found.push(self.say(Level::Warning, Code::ImportUnread, message, Text::new("请把文字写入 report.md", "write the words into report.md")));
        } else if !missing.is_empty() {
            let message = Text::new(
                format!("没有找到这些部分，只写了标题：{}", missing.join("；")),
                format!("these sections are not found, only their headings were written: {}", missing.join("; ")),
            );
            found.push(self.say(Level::Warning, Code::ImportUnread, message, Text::new("请对照原文补写", "write them from the original")));
        }
        if !chapters.tables.is_empty() {
            let (count, told) = (chapters.tables.len(), &chapters.tables[..chapters.tables.len().min(MAX_PLACES)]);
            let message = Text::new(
                format!("有 {count} 张表不是表式中的表，没有带入：{}", joined(told, true)),
                format!("tables that are none of the form's and were left out: {count}: {}", joined(told, false)),
            );
            let help = Text::new("要保留的，请在 report.md 中用 Markdown 表格写上", "write those to keep as Markdown tables into report.md");
            found.push(self.say(Level::Warning, Code::ImportUnread, message, help));
        }
        if !chapters.left_out.is_empty() {
            let (count, first) = (chapters.left_out.len(), one_line(&chapters.left_out[0]));
            let message = Text::new(
                format!("正文之后有 {count} 行像是落款或网页的页脚，没有带入；第一行是“{first}”"),
                format!("lines left out after the text, as signature or foot of the page: {count}; the first is “{first}”"),
            );
            found.push(self.say(
                Level::Info,
                Code::ImportDoubt,
                message,
                Text::new("若是正文，请补入 report.md", "add them to report.md if they belong to the report"),
            ));
        }
        if !reading.hidden.is_empty() {
            let (zh, en) = (joined(&reading.hidden, true), joined(&reading.hidden, false));
            let message = Text::new(format!("文件中隐藏的部分没有读入：{zh}"), format!("what the file hides was not read: {en}"));
            let help = Text::new("其中有要导入的数字的，请取消隐藏，保存后再导入", "show it in the file and import it again where it holds figures");
            found.push(self.say(Level::Warning, Code::ImportUnread, message, help));
        }
        if reading.unread.is_some() {
            let message = Text::new("PDF 有几页读不出文字", "some pages of the PDF have no text that can be read");
            found.push(self.say(Level::Warning, Code::ImportUnread, message, Text::new("请对照原文核对有没有遗漏", "see whether anything is missing")));
        }
        found
    }
}

fn joined(texts: &[Text], zh: bool) -> String {
    let parts: Vec<&str> = texts.iter().map(|text| if zh { text.zh.as_str() } else { text.en.as_str() }).collect();
    parts.join(if zh { "、" } else { ", " })
}

/// A printed text on one line, not too long for a message.
fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > 60 { line.chars().take(60).collect::<String>() + "…" } else { line }
}
