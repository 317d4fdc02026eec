//! Portals under `tests/sites/`, each with what is expected of it beside it.
//!
//! * A line that something is wrong with says so itself: `#! code` (or `#! code@column`, several parted by spaces).
//!   What is wrong with a whole file or folder stands in the portal's file `diagnostics`, a line each: `path code`.
//! * A line that is nearly wrong and must pass says so too: `#~ code`; a whole file or folder in `diagnostics`, as
//!   `path #~ code`. `tests/codes.rs` sees to it that each code has both.
//! * `expected/` holds the published files; each must be produced, and each produced file outside `static/` be there, but for the manifest.
//!   `LANMU_ACCEPT=1 cargo test sites::` writes them anew: read the difference before committing it.

use crate::support::marks::{ALMOST, WRONG, marked};
use crate::support::{self, files};
use lanmu::diagnostic::{Diagnostic, Lang, Level, Place, render};
use std::fs;
use std::path::Path;

/// What is expected or found: a place, a code.
fn found(diagnostic: &Diagnostic, marked: &[String]) -> String {
    let (path, at) = match &diagnostic.place {
        None => (String::new(), String::new()),
        Some(Place::File(path)) => (path.clone(), String::new()),
        Some(place) => {
            let (line, column) = place.line_column().expect("a place in a text");
            let with_column = format!("{}:{line} {}@{column}", place.path(), diagnostic.code);
            return if marked.contains(&with_column) { with_column } else { format!("{}:{line} {}", place.path(), diagnostic.code) };
        }
    };
    format!("{path}{at} {}", diagnostic.code)
}

/// What is found, by its whole file.
fn in_file(diagnostic: &Diagnostic) -> String {
    format!("{} {}", diagnostic.place.as_ref().map_or("", Place::path), diagnostic.code)
}

fn case(source: &Path) {
    let mut portal = support::site(source);
    let almost = marked(source, ALMOST);
    let marked = marked(source, WRONG);
    let outcome = portal.build();
    let told = render(&outcome.diagnostics, Lang::En, false);
    let mut not_said = marked.clone();
    let mut not_marked = Vec::new();
    for said in outcome.diagnostics.iter().map(|diagnostic| found(diagnostic, &marked)) {
        match not_said.iter().position(|mark| *mark == said) {
            Some(at) => drop(not_said.remove(at)),
            None => not_marked.push(said),
        }
    }
    assert!(
        not_said.is_empty() && not_marked.is_empty(),
        "{}:
{told}
marked and not said: {not_said:#?}
said and not marked: {not_marked:#?}",
        source.display()
    );
    let all: Vec<String> = outcome.diagnostics.iter().flat_map(|diagnostic| [found(diagnostic, &[]), in_file(diagnostic)]).collect();
    let raised: Vec<&String> = almost.iter().filter(|mark| all.contains(mark)).collect();
    assert!(raised.is_empty(), "{}: marked as nearly wrong, and said: {raised:#?}", source.display());
    for diagnostic in &outcome.diagnostics {
        assert!(!diagnostic.message.zh.is_empty() && !diagnostic.message.en.is_empty());
        assert!(diagnostic.message.zh.chars().any(|c| c > '\u{2e80}'), "not Chinese: {}", diagnostic.message.zh);
    }
    let has_errors = outcome.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error);
    assert_eq!(outcome.published.is_none(), has_errors);
    if has_errors {
        assert!(!portal.out.exists(), "{}: something was published", source.display());
        return;
    }
    let mut produced = portal.tree();
    produced.retain(|path, _| !path.starts_with("static/") && path != "manifest.json");
    let expected = source.join("expected");
    if std::env::var_os("LANMU_ACCEPT").is_some() {
        let _ = fs::remove_dir_all(&expected);
        for (path, bytes) in &produced {
            let file = expected.join(path);
            fs::create_dir_all(file.parent().expect("a folder")).expect("created");
            fs::write(file, bytes).expect("written");
        }
    }
    let expected = files(&expected);
    assert_eq!(produced.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{}", source.display());
    for (path, bytes) in &produced {
        assert_eq!(String::from_utf8_lossy(bytes), String::from_utf8_lossy(&expected[path]), "{}/{path}", source.display());
    }
}

#[test]
fn sites() {
    let cases = support::sites();
    assert!(cases.len() >= 5, "the portals under tests/sites are gone");
    let failed = cases.iter().filter(|source| std::panic::catch_unwind(|| case(source)).is_err()).count();
    assert_eq!(failed, 0, "portals that are not as expected");
}
