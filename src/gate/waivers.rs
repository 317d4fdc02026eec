//! Findings and the waivers of an agency's files → what remains, what is let stand, and which waivers are no good.

use super::Gate;
use super::raised::{Raised, Spot};
use crate::date::Date;
use crate::diagnostic::{Code, Diagnostic, Level, Text, counted, suggest};
use crate::load::{Places, place_of_nth};
use crate::model::{Agency, Report, Waiver};
use std::collections::BTreeMap;

/// A waiver, and where it stands.
pub(super) struct Waivable<'s> {
    waiver: &'s Waiver,
    /// The file it stands in.
    file: String,
    /// Its place in that file's list of waivers.
    nth: usize,
    /// The files whose findings it may let stand; none means all of the agency's.
    files: Option<[String; 2]>,
    /// The report it belongs to.
    report: Option<&'s Report>,
}

impl<'s> Waivable<'s> {
    /// All waivers of an agency: those of its files before those of `agency.yaml`.
    pub(super) fn of_agency(agency: &'s Agency) -> Vec<Self> {
        let mut found = Vec::new();
        let yearly = std::iter::once(&agency.reports).chain(agency.tables.values()).flat_map(BTreeMap::values);
        for report in yearly.filter(|report| !report.waivers.is_empty()) {
            let words = report.words.as_ref().map_or_else(String::new, |words| words.body.path.clone());
            let in_words = report.words.as_ref().map_or(0, |words| words.card.waivers.len());
            let in_figures = report.waivers.len().saturating_sub(in_words);
            for (place, waiver) in report.waivers.iter().enumerate() {
                let (file, nth) = if place < in_figures { (report.path.clone(), place) } else { (words.clone(), place - in_figures) };
                found.push(Self { waiver, file, nth, files: Some([report.path.clone(), words.clone()]), report: Some(report) });
            }
        }
        let documents = agency.documents();
        for document in documents {
            let path = &document.body.path;
            let of_file = |(nth, waiver)| Self { waiver, file: path.clone(), nth, files: Some([path.clone(), String::new()]), report: None };
            found.extend(document.card.waivers.iter().enumerate().map(of_file));
        }
        let file = agency.card.path();
        found.extend(agency.card.waivers.iter().enumerate().map(|(nth, waiver)| Self { waiver, file: file.clone(), nth, files: None, report: None }));
        found
    }

    fn meets(&self, raised: &Raised) -> bool {
        let in_reach = self.files.as_ref().is_none_or(|files| files.contains(&raised.file));
        in_reach && self.waiver.code == raised.diagnostic.code.as_str() && raised.subjects.iter().any(|subject| self.waiver.covers(subject))
    }

    fn told(&self, gate: &Gate<'_>, code: Code, message: Text) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(code, message);
        diagnostic.place = Some(place_of_nth(gate.root, &self.file, "waivers", self.nth));
        diagnostic
    }

    /// What is wrong with a waiver that meets nothing: a code or a place that does not exist, or nothing to let stand.
    fn fault(&self, gate: &Gate<'_>) -> Diagnostic {
        let Waiver { code, at, .. } = self.waiver;
        let rules = gate.forms.iter().flat_map(|form| form.rules.iter().map(|rule| &rule.code));
        let known: Vec<&str> = Code::ALL.iter().chain(rules).filter(|code| code.is_adjustable()).map(Code::as_str).collect();
        if !known.contains(&code.as_str()) {
            let message = Text::new(format!("没有“{code}”这一可以豁免的检查"), format!("there is no check `{code}` that could be waived"));
            let mut diagnostic = self.told(gate, Code::BadValue, message);
            diagnostic.help = Some(suggest(code, known));
            return diagnostic;
        }
        if let Some(report) = self.report.filter(|report| is_of_cells(code, report) && !at.is_empty() && report.figures.form.part(at).is_none()) {
            let message = Text::new(format!("豁免所指的“{at}”在表式中不存在"), format!("the form has no `{at}`"));
            let mut diagnostic = self.told(gate, Code::BadValue, message);
            let tables: Vec<&str> = report.figures.form.tables.iter().map(|table| table.key.as_str()).collect();
            diagnostic.help = Some(Text::new(
                format!("写作 表、表.行 或 表.行.列，都用键；表有：{}", tables.join("、")),
                format!("write a table, table.row or table.row.column by their keys; tables: {}", tables.join(", ")),
            ));
            return diagnostic;
        }
        let (zh, en) = self.named();
        let message = Text::new(format!("豁免{zh}没有对应的问题"), format!("the waiver of {en} meets no finding"));
        let mut diagnostic = self.told(gate, Code::WaiverUnused, message);
        diagnostic.help =
            Some(Text::new("已经改正的，删去这条豁免；指错了的，请核对 code 和 at", "remove it if all is mended; else look at its `code` and `at`"));
        diagnostic
    }

    /// What it lets stand, in Chinese and in English.
    fn named(&self) -> (String, String) {
        let Waiver { code, at, .. } = self.waiver;
        if at.is_empty() { (format!("“{code}”"), format!("`{code}`")) } else { (format!("“{code}”（{at}）"), format!("`{code}` at `{at}`")) }
    }

    /// What is wrong with a waiver that was meant to end before this day.
    fn expired(&self, gate: &Gate<'_>, until: Date) -> Diagnostic {
        let (day, (zh, en)) = (gate.site.date, self.named());
        let over = until.until(day).map_or(0, |span| span.get_days());
        let message = Text::new(
            format!("豁免{zh}到 {until} 为止，今天是 {day}，已过期 {over} 天"),
            format!("the waiver of {en} ended on {until}, {} before {day}", counted(over, "day")),
        );
        let mut diagnostic = self.told(gate, Code::WaiverExpired, message);
        diagnostic.help = Some(Text::new(
            "请改正原来的问题并删去豁免；仍要豁免的，重新决定后改写 until",
            "mend what it let stand and remove it, or decide anew and write another `until`",
        ));
        diagnostic
    }
}

/// Whether findings of this code are about cells of a report.
fn is_of_cells(code: &str, report: &Report) -> bool {
    code == Code::BlankCell.as_str() || code == Code::NotedCell.as_str() || report.figures.form.rules.iter().any(|rule| rule.code.as_str() == code)
}

/// Lets stand what waivers let stand.
///
/// `is_in_part` says that something could not be read: a waiver that meets nothing may then be needed all the same.
pub(super) fn apply(gate: &Gate<'_>, raised: Vec<Raised>, waivable: &[Waivable<'_>], is_in_part: bool) -> Vec<Diagnostic> {
    let day = gate.site.date;
    let mut met: Vec<Vec<Raised>> = waivable.iter().map(|_| Vec::new()).collect();
    let mut remaining = Vec::new();
    for raised in raised {
        match waivable.iter().position(|waivable| waivable.meets(&raised) && !waivable.waiver.is_expired(day)) {
            Some(place) if raised.diagnostic.code.is_adjustable() => met[place].push(raised),
            Some(_) | None => remaining.push(raised),
        }
    }
    let of_waivers = waivable.iter().zip(met).filter_map(|(waivable, met)| match met.first() {
        Some(first) => Some(waived(gate, waivable, first, met.len())),
        None => match waivable.waiver.until.filter(|_| waivable.waiver.is_expired(day)) {
            Some(until) => Some(waivable.expired(gate, until)),
            None => Some(waivable.fault(gate)).filter(|fault| !(is_in_part && fault.code == Code::WaiverUnused)),
        },
    });
    let of_waivers: Vec<Diagnostic> = of_waivers.collect();
    placed(gate, remaining).into_iter().chain(of_waivers).collect()
}

/// What a waiver lets stand, told once.
fn waived(gate: &Gate<'_>, waivable: &Waivable<'_>, first: &Raised, count: usize) -> Diagnostic {
    let (reason, message) = (&waivable.waiver.reason, &first.diagnostic.message);
    let text = Text::new(format!("已豁免 {count} 处（{reason}）：{}", message.zh), format!("{count} waived ({reason}): {}", message.en));
    let mut diagnostic = waivable.told(gate, first.diagnostic.code.clone(), text);
    diagnostic.level = Level::Info;
    diagnostic
}

/// Findings at their places; each report's file is read again once.
fn placed(gate: &Gate<'_>, raised: Vec<Raised>) -> Vec<Diagnostic> {
    let mut places: BTreeMap<String, Option<Places>> = BTreeMap::new();
    let mut placed = Vec::with_capacity(raised.len());
    for raised in raised {
        let cells = matches!(raised.spot, Spot::Cell(..))
            .then(|| places.entry(raised.file.clone()).or_insert_with(|| Places::of_report(gate.root, &raised.file, gate.forms)));
        placed.push(raised.placed(gate.root, cells.and_then(|places| places.as_ref())));
    }
    placed
}
