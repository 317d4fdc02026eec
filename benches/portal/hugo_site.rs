//! The portal → a Hugo site with the same pages and downloads, at the same addresses where Hugo allows it.

use crate::model::{Agency, CATEGORIES, Item, Report, Size};
use crate::tree::put;
use serde_json::{Value, json};
use std::io;
use std::path::{Path, PathBuf};

macro_rules! layouts {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("hugo/", $name)))),*]
    };
}

const LAYOUTS: [(&str, &str); 11] = layouts![
    "baseof.html",
    "home.html",
    "agency.html",
    "category.html",
    "item.html",
    "reports.html",
    "report.html",
    "report.figures.json",
    "comparison.html",
    "year.html",
    "404.html"
];

/// The layout of a table's download; each table has a copy of it, with its key.
const CSV_LAYOUT: &str = include_str!("hugo/table.csv");

const SETTINGS: &str = include_str!("hugo/hugo.toml");

/// Writes the site.
pub(crate) fn write(size: Size, root: &Path) -> io::Result<()> {
    for (name, text) in LAYOUTS {
        put(&root.join("layouts").join(name), text)?;
    }
    let mut agencies = Vec::new();
    let mut tables = Vec::new();
    for agency in size.portal() {
        agencies.push(json!({ "slug": agency.slug, "name": agency.name }));
        if let (true, [report, ..]) = (tables.is_empty(), agency.reports.as_slice()) {
            tables = report.tables.iter().map(|table| table.key).collect();
        }
        write_agency(&agency, root)?;
    }
    put(&root.join("data/agencies.json"), &Value::from(agencies).to_string())?;
    write_settings(&tables, root)?;
    let years: Vec<String> = size.years().rev().map(|year| year.to_string()).collect();
    put(&root.join("data/years.json"), &json!(years).to_string())?;
    let content = root.join("content");
    put(&content.join("_index.md"), &front(&[("title", "信息公开示例门户")]))?;
    put(&content.join("years/_index.md"), "---\ntitle: years\nbuild: { render: never }\n---\n")?;
    for year in years {
        put(
            &content.join(format!("years/{year}.md")),
            &front(&[("title", &format!("{year}年度各机关政府信息公开年报")), ("layout", "year"), ("year", &format!("\"{year}\""))]),
        )?;
    }
    Ok(())
}

/// The settings, with an output format for each table; and the layouts of these.
fn write_settings(tables: &[&str], root: &Path) -> io::Result<()> {
    let mut settings = SETTINGS.to_owned();
    for table in tables {
        settings.push_str(&format!("\n[outputFormats.{table}]\nmediaType = \"text/csv\"\nbaseName = \"{table}\"\nisPlainText = true\n"));
        put(&root.join(format!("layouts/report.{table}.csv")), &CSV_LAYOUT.replace("TABLE", table))?;
    }
    put(&root.join("hugo.toml"), &settings)
}

fn front(entries: &[(&str, &str)]) -> String {
    let lines: String = entries.iter().map(|(key, value)| format!("{key}: {value}\n")).collect();
    format!("---\n{lines}---\n")
}

fn write_agency(agency: &Agency, root: &Path) -> io::Result<()> {
    let Agency { slug, name, reports, items } = agency;
    let folder = root.join("content").join(slug);
    let of = [("agency", slug.as_str()), ("agency_name", name.as_str())];
    let put_front = |path: &str, entries: &[(&str, &str)]| put(&folder.join(path), &front(&[entries, &of].concat()));
    put_front("_index.md", &[("title", name), ("layout", "agency")])?;
    put_front("reports/_index.md", &[("title", "政府信息公开年报"), ("layout", "reports")])?;
    put(&folder.join("comparisons/_index.md"), "---\ntitle: comparisons\nbuild: { render: never }\n---\n")?;
    for (slug, name) in CATEGORIES {
        put_front(&format!("{slug}/_index.md"), &[("title", name), ("layout", "category")])?;
    }
    for report in reports {
        let year = report.year;
        let outputs: Vec<&str> = ["html"].into_iter().chain(report.tables.iter().map(|table| table.key)).chain(["figures"]).collect();
        let title = format!("{name}{year}年政府信息公开工作年度报告");
        let (address, outputs, year_text) = (format!("/{slug}/{year}/"), format!("[{}]", outputs.join(", ")), format!("\"{year}\""));
        let entries =
            [("title", title.as_str()), ("date", &report.published), ("layout", "report"), ("url", &address), ("outputs", &outputs), ("year", &year_text)];
        put(&folder.join(format!("reports/{year}.md")), &format!("{}\n{}", front(&[entries.as_slice(), &of].concat()), report.words))?;
        let (file, text) = figures_file(agency, report);
        put(&root.join(file), &text)?;
    }
    for pair in reports.windows(2) {
        let [earlier, later] = [pair[0].year, pair[1].year];
        let (title, address) = (format!("{later}年度与{earlier}年度年报对比"), format!("/{slug}/{later}/compare-{earlier}.html"));
        let (earlier, later_text) = (format!("\"{earlier}\""), format!("\"{later}\""));
        put_front(
            &format!("comparisons/{later}.md"),
            &[("title", &title), ("layout", "comparison"), ("url", &address), ("earlier", &earlier), ("later", &later_text)],
        )?;
    }
    for item in items {
        let Item { year, category: (category, category_name), slug: item_slug, title, date, source, words } = item;
        let address = format!("/{slug}/{year}/{category}/{item_slug}.html");
        let entries = [
            ("title", title.as_str()),
            ("date", date),
            ("source", source),
            ("layout", "item"),
            ("url", &address),
            ("category", category),
            ("category_name", category_name),
        ];
        put(&folder.join(format!("{category}/{year}-{item_slug}.md")), &format!("{}\n{words}", front(&[entries.as_slice(), &of].concat())))?;
    }
    Ok(())
}

/// The file with the figures of a report, below the root, and its text.
pub(crate) fn figures_file(agency: &Agency, report: &Report) -> (PathBuf, String) {
    (PathBuf::from(format!("data/figures/{}/{}.json", agency.slug, report.year)), figures(report).to_string())
}

/// The figures of a report by table, ready for a layout to walk through.
fn figures(report: &Report) -> Value {
    let number = |cell: &String| serde_json::from_str::<Value>(cell).expect("a figure is written as JSON writes it");
    let table = |table: &crate::figures::Table| {
        let rows = table.rows.iter().map(|row| json!({ "key": row.key, "label": row.label, "cells": row.cells.iter().map(number).collect::<Vec<_>>() }));
        (table.key.to_owned(), json!({ "columns": table.columns, "rows": rows.collect::<Vec<_>>() }))
    };
    json!({ "year": report.year, "published": report.published, "tables": report.tables.iter().map(table).collect::<serde_json::Map<_, _>>() })
}
