//! The portal → the folder that lanmu builds from.

use crate::model::{Agency, CATEGORIES, Item, Report, Size};
use crate::theme::PLAIN;
use crate::tree::put;
use std::io;
use std::path::{Path, PathBuf};

/// Which theme the pages are drawn with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// As plain as the layouts for Hugo.
    Plain,
    /// What lanmu draws without being told.
    Default,
}

/// The settings; the downloads and comparisons are those that the other site has too, and what neither has is not missed.
const SETTINGS: &str = r#"[site]
title = "信息公开示例门户"
base_url = "https://portal.example/"

[output]
xlsx = false
metrics = false
data = false
search = false
qr = false
compare = "previous"

[check]
duty-missing = "off"
guide-incomplete = "off"
"#;

/// Writes the site.
pub(crate) fn write(size: Size, look: Look, root: &Path) -> io::Result<()> {
    let mut settings = SETTINGS.to_owned();
    if look == Look::Plain {
        settings.push_str("\n[theme]\nname = \"plain\"\n");
        for (name, text) in PLAIN {
            put(&root.join("themes/plain").join(name), text)?;
        }
    }
    for (slug, name) in CATEGORIES {
        settings.push_str(&format!("\n[[category]]\nslug = \"{slug}\"\nname = \"{name}\"\nmax_age = 0\n"));
    }
    put(&root.join("site.toml"), &settings)?;
    for agency in size.portal() {
        write_agency(&agency, root)?;
    }
    Ok(())
}

fn write_agency(agency: &Agency, root: &Path) -> io::Result<()> {
    let folder = root.join("content").join(&agency.slug);
    put(&folder.join("agency.yaml"), &format!("name: {}\n", agency.name))?;
    for report in &agency.reports {
        let (file, text) = figures_file(agency, report);
        put(&root.join(file), &text)?;
        put(&folder.join(format!("{}/report.md", report.year)), &report.words)?;
    }
    for item in &agency.items {
        let Item { year, category: (category, _), slug, title, date, source, words } = item;
        let text = format!("---\ntitle: {title}\ndate: {date}\nsource: {source}\n---\n\n{words}");
        put(&folder.join(format!("{year}/{category}/{slug}.md")), &text)?;
    }
    Ok(())
}

/// The file with the figures of a report, below the root, and its text.
pub(crate) fn figures_file(agency: &Agency, report: &Report) -> (PathBuf, String) {
    (Path::new("content").join(&agency.slug).join(report.year.to_string()).join("report.yaml"), report_yaml(report))
}

fn report_yaml(report: &Report) -> String {
    let mut yaml = format!("form: \"2021\"\npublished: {}\ntables:\n", report.published);
    for table in &report.tables {
        yaml.push_str(&format!("  {}:\n", table.key));
        for row in &table.rows {
            match row.cells.as_slice() {
                [only] => yaml.push_str(&format!("    {}: {only}\n", row.key)),
                cells => yaml.push_str(&format!("    {}: [{}]\n", row.key, cells.join(", "))),
            }
        }
    }
    yaml
}
