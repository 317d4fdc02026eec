//! What the manual says of themes is what the built-in theme has: templates, blocks, variables, tokens.

use crate::manual::page::{Page, quoted};
use crate::manual::{LANGUAGES, page};
use crate::support::{Portal, files, repository};
use lanmu::diagnostic::{Lang, render};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// The names that some tags of a template define, such as those of its blocks.
fn defined(tag: &str, template: &str) -> BTreeSet<String> {
    let starts = template.match_indices("{%").map(|(at, _)| template[at + 2..].trim_start_matches(['-', ' ']));
    let names = starts.filter_map(|rest| rest.strip_prefix(tag)?.strip_prefix(' '));
    names.map(|name| name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()).collect()
}

fn template(name: &str) -> String {
    fs::read_to_string(repository().join("themes/default/templates").join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The rows of the table of templates: what there is, its blocks (or macros), its variables.
fn templates(page: &Page) -> BTreeMap<&str, &[String]> {
    page.coded_rows().filter(|(name, _)| name.ends_with(".html") && !name.contains('/')).collect()
}

#[test]
fn every_template_and_block_is_told() {
    let folder = fs::read_dir(repository().join("themes/default/templates")).expect("there");
    let names: BTreeSet<String> = folder.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned()).collect();
    let of_all = defined("block", &template("base.html"));
    for language in LANGUAGES {
        let page = page(language, "themes");
        let told = templates(&page);
        assert_eq!(told.keys().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>(), names, "{}", page.path);
        for (name, row) in told {
            let listed: BTreeSet<String> = quoted(&row[2]).map(str::to_owned).collect();
            let mut there = defined(if name == "macros.html" { "macro" } else { "block" }, &template(name));
            if name != "base.html" {
                there.retain(|block| !of_all.contains(block));
            }
            assert_eq!(listed, there, "{}: {name}", page.path);
        }
    }
}

/// What a variable of a template holds, as far as that is told: `agency.html: tables` is told of that template only.
fn fields<'p>(page: &'p Page, template: &str, variable: &str) -> Vec<&'p str> {
    let rows = || page.rows.iter().filter(|row| row.len() == 2 && quoted(&row[0]).any(|name| name == variable));
    let own = rows().find(|row| quoted(&row[0]).next() == Some(template));
    let common = rows().find(|row| quoted(&row[0]).next().is_none_or(|first| !first.ends_with(".html")));
    own.or(common).into_iter().flat_map(|row| quoted(&row[1])).collect()
}

/// A piece of a template that shows a variable, and what it holds or each of its parts does.
fn shown(variable: &str, fields: &[&str]) -> String {
    if fields.is_empty() {
        return format!("{{{{ {variable} }}}}\n");
    }
    let show = |of: &str| fields.iter().map(|field| format!("{{{{ {of}.{field} }}}}")).collect::<String>();
    let (own, each) = (show(variable), show("part"));
    format!("{{{{ {variable} }}}}{{% if {variable} is mapping %}}{own}{{% elif {variable} %}}{{% for part in {variable} %}}{each}{{% endfor %}}{{% endif %}}\n")
}

#[test]
fn every_variable_that_is_told_is_there() {
    let sites = repository().join("tests/sites");
    for language in LANGUAGES {
        let page = page(language, "themes");
        let told = templates(&page);
        let mut portal = Portal::copy_of(&sites.join("column"));
        for (path, bytes) in files(&sites.join("own-form/content")) {
            portal.write_bytes(&format!("content/{path}"), &bytes);
        }
        for (name, row) in told.iter().filter(|(name, _)| !matches!(**name, "base.html" | "macros.html")) {
            let variables = quoted(&told["base.html"][3]).chain(quoted(&row[3]));
            let text: String = variables.map(|variable| shown(variable, &fields(&page, name, variable))).collect();
            portal.write(&format!("themes/plain/templates/{name}"), &text);
        }
        for extra in ["expected", "diagnostics"] {
            let _ = fs::remove_dir_all(portal.root().join(extra));
        }
        let settings = fs::read_to_string(portal.root().join("site.toml")).expect("readable");
        portal.write("site.toml", &settings.replace("metrics = false\ndata = false\n", ""));
        let outcome = portal.build();
        assert!(outcome.published.is_some(), "{}:\n{}", page.path, render(&outcome.diagnostics, Lang::En, false));
        let built: BTreeSet<String> = portal.tree().into_keys().collect();
        for made in [
            "kjj/2024/three-public.html",
            "doc/2024/05/15/448911.shtml",
            "kjj/2024/three-public-compare-2023.html",
            "years/2024/three-public-budget.html",
            "data/index.html",
        ] {
            assert!(built.contains(made), "no page shows what is told of its template: {made}");
        }
    }
}

#[test]
fn every_token_is_told() {
    let sheet = fs::read_to_string(repository().join("themes/default/static/site.css")).expect("readable");
    let tokens: BTreeSet<&str> = sheet.lines().filter_map(|line| line.trim().strip_prefix("--")?.split_once(':')).map(|(token, _)| token).collect();
    for language in LANGUAGES {
        let page = page(language, "themes");
        let told: BTreeSet<&str> = page.coded_rows().flat_map(|(_, row)| quoted(&row[0])).filter_map(|word| word.strip_prefix("--")).collect();
        assert_eq!(told, tokens, "{}", page.path);
    }
}
