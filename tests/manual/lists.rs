//! What the manual lists is what there is: codes, rows of the forms, keys, commands and their options.

use crate::manual::page::{Page, quoted};
use crate::manual::{LANGUAGES, manual, page};
use crate::support::{Portal, REPORT, repository};
use clap::{Command, CommandFactory};
use lanmu::cli::Cli;
use lanmu::diagnostic::{Code, Lang};
use lanmu::explain::{find_code, groups};
use lanmu::form::{Form, Forms};
use std::collections::{BTreeMap, BTreeSet};

/// The list of codes as `lanmu explain` tells them, below what stands above its first group; words between a heading and
/// its table stay.
fn list_of_codes(page: &Page) -> String {
    let forms = Forms::built_in();
    let (is_zh, lang) = if page.path.contains("/zh/") { (true, Lang::Zh) } else { (false, Lang::En) };
    let head = if is_zh { "| 代码 | 级别 | 可调 | 意思 | 怎么办 |" } else { "| code | level | adjustable | what it means | what to do |" };
    let mut text = page.text.split("\n## ").next().expect("a beginning").trim_end().to_owned() + "\n";
    for group in groups() {
        let title = group.title.in_lang(lang);
        let kept = page.text.split(&format!("\n## {title}\n")).nth(1).and_then(|rest| rest.split("| ").next()).map_or("", str::trim);
        text.push_str(&format!("\n## {title}\n\n{}{head}\n|---|---|---|---|---|\n", if kept.is_empty() { String::new() } else { format!("{kept}\n\n") }));
        for entry in group.codes {
            let code = find_code(&entry.code, &forms).expect("a code");
            let adjustable = if code.is_adjustable() { " ✓" } else { "" };
            let level = code.level().name();
            text.push_str(&format!("| `{code}` | `{level}` |{adjustable} | {} | {} |\n", entry.means.in_lang(lang), entry.mend.in_lang(lang)));
        }
    }
    text
}

#[test]
fn every_code_is_explained_and_no_other() {
    for language in LANGUAGES {
        let page = page(language, "codes");
        let expected = list_of_codes(&page);
        if std::env::var_os("LANMU_ACCEPT").is_some() {
            std::fs::write(repository().join(&page.path), &expected).expect("written");
            continue;
        }
        assert_eq!(page.text, expected, "{}", page.path);
    }
}

#[test]
fn every_row_of_the_forms_is_listed() {
    for language in LANGUAGES {
        let page = page(language, "report");
        let listed: Vec<(&str, &[String])> = page.coded_rows().collect();
        let forms = Forms::built_in();
        let is_listed = |key: &str, label: &str, aliases: &[String]| {
            let fits = |row: &[String]| {
                row.get(1).is_some_and(|cell| cell == label) && aliases.iter().all(|alias| row.get(2).is_some_and(|cell| cell.contains(alias)))
            };
            assert!(listed.iter().any(|(listed, row)| *listed == key && fits(row)), "{}: {key} {label} {aliases:?} is not in a table", page.path);
        };
        for table in forms.iter().flat_map(|form: &std::sync::Arc<Form>| &form.tables) {
            is_listed(&table.key, &table.label, &[]);
            table.rows.iter().for_each(|row| is_listed(&row.key, &row.label, &row.aliases));
            table.columns.iter().for_each(|column| is_listed(&column.key, &column.label, &column.aliases));
        }
        for section in forms.iter().flat_map(|form| &form.sections) {
            assert!(page.text.contains(&section.heading), "{}: {}", page.path, section.heading);
        }
    }
}

/// A key that nothing knows, and that is near to no key that something knows.
const UNKNOWN: &str = "a-key-that-is-not-known-to-anything";

/// A portal in which each map of each file has an unknown key, so that the messages name the known ones.
fn portal_of_unknown_keys() -> Portal {
    let site = "UNKNOWN = 1\n[site]\ntitle = \"示例\"\nbase_url = \"https://www.example.gov.cn/\"\nUNKNOWN = 1\n[theme]\nUNKNOWN = 1\n[privacy]\nUNKNOWN = 1\n\
        [review]\nUNKNOWN = 1\n[jump]\nUNKNOWN = 1\n[repeated]\nUNKNOWN = 1\n[output]\nUNKNOWN = 1\n[[category]]\nslug = \"news\"\nname = \"政务动态\"\nUNKNOWN = 1\n";
    let waiver = "waivers: [{ code: x, reason: 示例, by: 示例, date: 2024-01-02, UNKNOWN: 1 }]\n";
    let form = "key = \"own\"\nname = \"示例\"\nUNKNOWN = 1\n[[section]]\nnumber = \"一\"\nheading = \"一、示例\"\nkeyword = \"示例\"\nUNKNOWN = 1\n\
        [[table]]\nkey = \"t\"\nlabel = \"表\"\nUNKNOWN = 1\ncolumns = [{ key = \"c\", label = \"列\", UNKNOWN = 1 }]\nrows = [{ key = \"g.r\", label = \"行\", UNKNOWN = 1 }]\n\
        [[sheet]]\ntitle = \"表\"\nlayout = \"grid\"\ntables = [\"t\"]\nUNKNOWN = 1\n[[highlight]]\nlabel = \"列\"\ntable = \"t\"\nrow = \"g.r\"\ncolumn = \"c\"\nUNKNOWN = 1\n\
        [[variant]]\ntable = \"t\"\nreplaces = \"g\"\nrow = { key = \"g\", label = \"行\" }\nUNKNOWN = 1\n\
        [[rule]]\ncode = \"own-rule\"\ntable = \"t\"\neach = \"row\"\nformula = \"c = c\"\nfault = { zh = \"错\", en = \"wrong\", UNKNOWN = 1 }\nhelp = { zh = \"错\", en = \"wrong\" }\nUNKNOWN = 1\n";
    let report = REPORT.replace("permits: 1204", "permits: { value: 1204, note: 示例, UNKNOWN: 1 }") + "UNKNOWN: 1\n" + waiver;
    let files = [
        ("site.toml", site.to_owned()),
        ("content/kjj/agency.yaml", format!("name: 示例市科学技术局\nUNKNOWN: 1\n{waiver}")),
        ("content/kjj/2024/report.yaml", report),
        ("content/kjj/2024/news/a.md", "---\ntitle: 示例\ndate: 2024-01-02\nUNKNOWN: 1\n---\n".to_owned()),
        ("content/_forms/own.toml", form.to_owned()),
    ];
    files.iter().fold(Portal::empty(), |portal, (path, text)| portal.with(path, &text.replace("UNKNOWN", UNKNOWN)))
}

#[test]
fn every_key_is_told() {
    let outcome = portal_of_unknown_keys().build();
    let mut known: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for diagnostic in outcome.diagnostics.iter().filter(|diagnostic| diagnostic.code == Code::UnknownKey) {
        let path = diagnostic.place.as_ref().expect("a place").path();
        let name = if path.contains("_forms") {
            "forms"
        } else if path.ends_with("report.yaml") {
            "report"
        } else {
            "content"
        };
        let help = &diagnostic.help.as_ref().expect("help").en;
        let keys = help.strip_prefix("expected one of: ").unwrap_or_else(|| panic!("{help}"));
        known.entry(name).or_default().extend(keys.split(", ").map(str::to_owned));
    }
    let count = |name: &str| known[name].len();
    assert!(count("content") > 50 && count("report") > 8 && count("forms") > 30, "too few are known: {known:?}");
    for language in LANGUAGES {
        for (name, keys) in &known {
            let page = page(language, name);
            let told: BTreeSet<&str> = quoted(&page.text).collect();
            let missing: Vec<&String> = keys.iter().filter(|key| !told.contains(key.as_str())).collect();
            assert!(missing.is_empty(), "{}: {missing:?}", page.path);
        }
    }
}

/// The program's commands with their long options: `lanmu new site`, `--title`.
fn commands(command: &Command, name: &str, found: &mut BTreeSet<String>) {
    found.extend(
        command.get_arguments().filter_map(|argument| argument.get_long()).filter(|long| !matches!(*long, "help" | "version")).map(|long| format!("--{long}")),
    );
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        let name = format!("{name} {}", inner.get_name());
        if inner.get_subcommands().next().is_none() {
            found.insert(name.clone());
        }
        commands(inner, &name, found);
    }
}

#[test]
fn every_command_and_option_is_told() {
    let mut wanted = BTreeSet::new();
    commands(&Cli::command(), "lanmu", &mut wanted);
    assert!(wanted.contains("lanmu build") && wanted.contains("lanmu new item") && wanted.contains("--base-url"), "{wanted:?}");
    for language in LANGUAGES {
        let text: String = manual(language).into_values().map(|page| page.text).collect();
        let missing: Vec<&String> = wanted.iter().filter(|word| !text.contains(word.as_str())).collect();
        assert!(missing.is_empty(), "docs/{language}: {missing:?}");
    }
}
