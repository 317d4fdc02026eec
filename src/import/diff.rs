//! A report that was read, and the one that is there → what differs, in words; and what of the old files is kept.

use super::Imported;
use crate::diagnostic::Text;
use crate::model::{Cell, CellAt, Figures};
use std::collections::BTreeMap;

/// Keys of `report.yaml` that say nothing of the figures themselves: whoever wrote them decided something.
const KEPT: [&str; 2] = ["scope:", "waivers:"];

/// What differs.
pub(super) fn changes(imported: &Imported, old: Option<&Figures>, [old_yaml, old_words]: [Option<&str>; 2]) -> Vec<Text> {
    let (mut found, name) = (Vec::new(), &imported.name);
    let day = old_yaml.and_then(|text| text.lines().find_map(|line| line.strip_prefix("published:"))).and_then(|day| day.split_whitespace().next());
    if let (Some(before), Some(after)) = (day, imported.published.map(|day| day.to_string()))
        && before != after
    {
        found.push(Text::new(format!("发布日期：{before} → {after}"), format!("published: {before} → {after}")));
    }
    match old {
        Some(old) => found.extend(of_figures(&imported.figures, old)),
        None => found.push(Text::new(format!("原有的 {name}.yaml 读不出来或还没有"), format!("the present {name}.yaml cannot be read, or is not there"))),
    }
    if let Some(words) = &imported.words {
        found.extend(of_words(words, old_words.map(body)));
    }
    found
}

fn of_figures(new: &Figures, old: &Figures) -> Vec<Text> {
    if new.form.digest != old.form.digest {
        let (from, to) = (&old.form.key, &new.form.key);
        let forms = Text::new(format!("表式：{from} → {to}"), format!("form: {from} → {to}"));
        let variant = Text::new(format!("表式 {to}：分行不同"), format!("form {to}: its rows are parted otherwise"));
        return vec![if from == to { variant } else { forms }];
    }
    let form = &new.form;
    let places = form.tables.iter().enumerate().flat_map(|(table, form_table)| {
        (0..form_table.rows.len()).flat_map(move |row| (0..form_table.columns.len()).map(move |column| CellAt { table, row, column }))
    });
    let changed = places.filter(|at| new.cell(*at) != old.cell(*at));
    let tell = |at: CellAt| {
        let table = &form.tables[at.table];
        let label = format!("{}·{}", table.rows[at.row].label, table.columns[at.column].label);
        let (before, after) = (shown(old.cell(at)), shown(new.cell(at)));
        Text::new(format!("{label}：{} → {}", before.zh, after.zh), format!("{label}: {} → {}", before.en, after.en))
    };
    changed.map(tell).collect()
}

/// A cell in words.
pub(super) fn shown(cell: &Cell) -> Text {
    let same = |text: String| Text::new(text.clone(), text);
    match cell {
        Cell::Number(number) => same(number.to_string()),
        Cell::Blank => Text::new("空白", "blank"),
        Cell::NotApplicable => same("/".to_owned()),
        Cell::Noted(noted) => same(format!("{}（{}）", noted.0, noted.1)),
    }
}

/// The chapters whose words differ.
fn of_words(new: &str, old: Option<&str>) -> Vec<Text> {
    let (new, old) = (chapters(new), old.map(chapters).unwrap_or_default());
    let names: Vec<&str> =
        new.iter().map(|(name, _)| *name).chain(old.iter().map(|(name, _)| *name).filter(|name| new.iter().all(|(known, _)| known != name))).collect();
    let of = |chapters: &[(&str, Vec<&str>)], name: &str| {
        chapters.iter().find(|(known, _)| *known == name).map_or_else(Vec::new, |(_, lines)| lines.iter().map(|line| (*line).to_owned()).collect())
    };
    let tell = |name: &&str| {
        let (added, gone) = differing(&of(&new, name), &of(&old, name));
        let label = if name.is_empty() { "前言" } else { name };
        (added + gone > 0).then(|| {
            Text::new(format!("文字“{label}”：增加 {added} 段，删去 {gone} 段"), format!("words of “{label}”: {added} paragraphs added, {gone} removed"))
        })
    };
    names.iter().filter_map(tell).collect()
}

/// The paragraphs of each chapter, by its heading.
fn chapters(text: &str) -> Vec<(&str, Vec<&str>)> {
    let mut found = vec![("", Vec::new())];
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match (line.strip_prefix("## "), found.last_mut()) {
            (Some(heading), _) => found.push((heading, Vec::new())),
            (None, Some((_, lines))) => lines.push(line),
            (None, None) => {}
        }
    }
    found
}

/// How many paragraphs the one has that the other has not, and the other way round.
fn differing(new: &[String], old: &[String]) -> (usize, usize) {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for line in new {
        counts.entry(line).or_default().0 += 1;
    }
    for line in old {
        counts.entry(line).or_default().1 += 1;
    }
    counts.values().fold((0, 0), |(added, gone), (new, old)| (added + new.saturating_sub(*old), gone + old.saturating_sub(*new)))
}

/// The words of `report.md` without its front matter.
fn body(text: &str) -> &str {
    front_matter(text).map_or(text, |end| &text[end..])
}

/// Where the front matter of a file ends.
fn front_matter(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("---\n")?;
    let end = rest.find("\n---\n")?;
    Some(4 + end + 5)
}

/// Words with the front matter that the old file has: who has reviewed them, and the like.
pub(super) fn with_front_matter(words: &str, old: Option<&str>) -> String {
    match old.and_then(|old| Some(&old[..front_matter(old)?])) {
        Some(head) => format!("{head}{words}"),
        None => words.to_owned(),
    }
}

/// The lines of the old `report.yaml` that say what words mean and what is let stand.
pub(super) fn kept_keys(old: &str) -> String {
    let mut kept = String::new();
    let mut is_kept = false;
    for line in old.lines() {
        if !line.starts_with([' ', '\t', '-', '#']) && !line.is_empty() {
            is_kept = KEPT.iter().any(|key| line.starts_with(key));
        }
        if is_kept {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept() {
        let old = "form: \"2021\"\ntables:\n  a: 1\nwaivers:\n  - { code: x }\nscope: { a: b }\n";
        assert_eq!(kept_keys(old), "waivers:\n  - { code: x }\nscope: { a: b }\n");
        assert_eq!(with_front_matter("甲\n", Some("---\ndraft: true\n---\n乙\n")), "---\ndraft: true\n---\n甲\n");
        assert_eq!(with_front_matter("甲\n", Some("乙\n")), "甲\n");
    }

    #[test]
    fn words_that_differ() {
        let told = of_words("前\n\n## 一\n\n甲\n\n乙\n\n## 二\n\n丙\n", Some("前\n\n## 一\n\n甲\n\n丁\n\n## 二\n\n丙\n"));
        assert_eq!(told.iter().map(|text| text.zh.as_str()).collect::<Vec<_>>(), ["文字“一”：增加 1 段，删去 1 段"]);
    }
}
