//! The name of a file that is imported → the name of the file of figures it belongs to: `budget` for `budget.yaml`, `report`
//! for an annual report.

use crate::form::{Form, Forms};
use crate::load::{Outline, REPORT};
use crate::model::{Slug, Year};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The ending of the files that hold one table each.
const OF_TABLE: &str = ".csv";

/// What figures of a form are kept under: what the imported file is called; else what the agency has called figures of this
/// form so far; else what the form is called.
pub(super) fn name_of(file: &Path, form: &Form, year: Year, (outline, agency): (&Outline, &Slug)) -> String {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let stem = of_download(name.rsplit_once('.').map_or(name, |(stem, _)| stem), Some(year));
    let stem = if is_of_table(name) { without_table(stem, form).unwrap_or_default() } else { stem };
    if form.is_of_reports() || stem == REPORT {
        return REPORT.to_owned();
    }
    let known = outline.names_of(agency, &form.key);
    let only = known.first().filter(|_| known.len() == 1);
    Slug::parse(stem).or_else(|| only.cloned()).or_else(|| Slug::parse(&form.key)).map_or_else(|| REPORT.to_owned(), |name| name.to_string())
}

/// The tables that lanmu offers one by one, those of one report or of one file of figures together.
pub(super) fn together<'f>(parts: Vec<&'f Path>, forms: &Forms) -> Vec<Vec<&'f Path>> {
    let own = || forms.iter().filter(|form| !form.is_of_reports());
    let of = |file: &Path| {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let stem = of_download(name.strip_suffix(OF_TABLE).unwrap_or(name), None);
        let is_of_report = forms.iter().any(|form| form.is_of_reports() && form.table(stem).is_some());
        let named = || own().find_map(|form| without_table(stem, form)).unwrap_or_default();
        if is_of_report { String::new() } else { named().to_owned() }
    };
    let mut groups: BTreeMap<(PathBuf, String), Vec<&Path>> = BTreeMap::new();
    for part in parts {
        groups.entry((part.parent().map(Path::to_owned).unwrap_or_default(), of(part))).or_default().push(part);
    }
    groups.into_values().collect()
}

fn is_of_table(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(OF_TABLE)
}

/// `budget-expenses`, the table `expenses` of `budget` → `budget`.
fn without_table<'s>(stem: &'s str, form: &Form) -> Option<&'s str> {
    form.tables.iter().find_map(|table| stem.strip_suffix(table.key.as_str())?.strip_suffix('-')).filter(|name| !name.is_empty())
}

/// The name that a download is offered under, `示例局-2024-budget` → `budget`; any other as it is.
fn of_download(stem: &str, year: Option<Year>) -> &str {
    let is_year = |part: &str| Year::parse(part).is_some_and(|found| year.is_none_or(|year| year == found));
    let places = stem.match_indices('-').map(|(at, _)| at);
    let rest = places.filter_map(|at| stem[at + 1..].split_once('-')).find(|(part, _)| is_year(part));
    rest.map_or(stem, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_downloads() {
        let year = Year::parse("2024");
        for (stem, expected) in
            [("示例局-2024-budget", "budget"), ("kjj-2024-three-public", "three-public"), ("budget", "budget"), ("budget-2024", "budget-2024")]
        {
            assert_eq!(of_download(stem, year), expected, "{stem}");
        }
        assert_eq!(of_download("示例局-2023-budget", year), "示例局-2023-budget");
    }
}
