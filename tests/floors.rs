//! The table of floors in `src/lib.rs` holds: a module uses only modules on floors below it, or to its left.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Each module's place in the table: floor, and position from the left.
fn floors() -> BTreeMap<String, (usize, usize)> {
    let lib = fs::read_to_string(repository().join("src/lib.rs")).expect("src/lib.rs");
    let table = lib.split("```text").nth(1).and_then(|rest| rest.split("```").next()).expect("the table of floors");
    let mut floors = BTreeMap::new();
    for line in table.lines().filter_map(|line| line.strip_prefix("//! ")) {
        let mut words = line.split_whitespace();
        let Some(floor) = words.next().and_then(|word| word.parse().ok()) else { continue };
        // Two spaces part the names from what they are for.
        let names = line.trim_start_matches(char::is_numeric).trim_start().split("  ").next().expect("names");
        for (position, name) in names.split(' ').enumerate() {
            assert_eq!(floors.insert(name.to_owned(), (floor, position)), None, "{name} stands twice");
        }
    }
    floors
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("readable") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The modules that a source names by `crate::…`.
fn uses(text: &str) -> Vec<String> {
    let name = |rest: &str| rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect::<String>();
    text.split("crate::").skip(1).map(name).filter(|name| !name.is_empty()).collect()
}

#[test]
fn modules_use_only_what_stands_below() {
    let floors = floors();
    let mut files = Vec::new();
    sources(&repository().join("src"), &mut files);
    let mut wrong = Vec::new();
    for file in files {
        let below = file.strip_prefix(repository().join("src")).expect("below src").to_owned();
        let module = below.iter().next().expect("a name").to_string_lossy().trim_end_matches(".rs").to_owned();
        if module == "lib" || module == "main" {
            continue;
        }
        let Some(place) = floors.get(&module) else { panic!("{module} is not in the table of floors") };
        let text = fs::read_to_string(&file).expect("readable");
        assert!(!text.contains("crate::{"), "{}: import each module by a line of its own", below.display());
        for used in uses(&text) {
            let Some(used_place) = floors.get(&used) else { panic!("{}: {used} is not in the table of floors", below.display()) };
            let is_below = used_place.0 < place.0 || (used_place.0 == place.0 && used_place.1 <= place.1);
            if !is_below {
                wrong.push(format!("{} uses {used}", below.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_table_names_every_module_and_no_other() {
    let lib = fs::read_to_string(repository().join("src/lib.rs")).expect("src/lib.rs");
    let declared: Vec<&str> = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let floors = floors();
    let listed: Vec<&str> = floors.keys().map(String::as_str).collect();
    assert_eq!(declared, listed);
}

#[test]
fn only_the_command_line_prints_and_only_some_modules_touch_files() {
    let mut files = Vec::new();
    sources(&repository().join("src"), &mut files);
    for file in files {
        let name = file.to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&file).expect("readable");
        let code = text.split("#[cfg(test)]").next().expect("code");
        let module = |names: &[&str]| names.iter().any(|module| name.contains(&format!("/src/{module}")));
        if code.contains("stderr()") || code.contains("stdout()") {
            assert!(module(&["cli"]), "{name} prints");
        }
        // `disk` looks at files; `serve` reads the built pages; `theme` reads its own folder; `scaffold` makes files where there are none; `import`
        // reads files from elsewhere.
        if code.contains("fs::") {
            assert!(module(&["disk", "load", "output", "theme", "serve", "scaffold", "import"]), "{name} touches files");
        }
    }
}

#[test]
fn every_file_of_tests_is_run() {
    let folder = repository().join("tests");
    let program = fs::read_to_string(folder.join("main.rs")).expect("tests/main.rs");
    for entry in fs::read_dir(&folder).expect("readable") {
        let path = entry.expect("readable").path();
        let is_module = path.extension().is_some_and(|ending| ending == "rs") || path.join("mod.rs").exists();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(!is_module || name == "main" || program.contains(&format!("\nmod {name};\n")), "tests/main.rs leaves out {name}");
    }
}
