//! Every code has a portal under `tests/sites/` that breaks it and one that nearly does; and what is told of all of
//! them, whole, in both languages: `LANMU_ACCEPT=1 cargo test codes::` writes `tests/messages/` anew.

use crate::support::marks::{ALMOST, WRONG, marked};
use crate::support::{self, Portal, repository};
use lanmu::diagnostic::{Code, Diagnostic, Lang};
use lanmu::form::Forms;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;

/// Codes that no portal of plain files raises, each with the test that does, and says what does not.
const ELSEWHERE: &[(&str, &str)] = &[
    ("unreadable", "hostile.rs"),
    ("bad-encoding", "hostile.rs"),
    ("too-large", "hostile.rs"),
    ("symlink", "hostile.rs"),
    ("too-many", "hostile.rs"),
    ("address-gone", "gone.rs"),
    ("import-refused", "import/bad.rs"),
    ("import-unread", "import/odd.rs"),
    ("import-doubt", "import/odd.rs"),
];

/// Every code of the program, those of the built-in forms' rules included.
fn codes() -> BTreeSet<String> {
    let forms = Forms::built_in();
    let rules = forms.iter().flat_map(|form| form.rules.iter().map(|rule| rule.code.to_string()));
    Code::ALL.iter().map(ToString::to_string).chain(rules).collect()
}

#[test]
fn every_code_is_broken_somewhere_and_nearly_broken_elsewhere() {
    let codes = codes();
    for (code, test) in ELSEWHERE {
        let text = fs::read_to_string(repository().join("tests").join(test)).expect("readable");
        assert!(codes.contains(*code) && text.contains(code), "{test} does not speak of {code}");
    }
    for sign in [WRONG, ALMOST] {
        let marks = support::sites().into_iter().flat_map(|source| marked(&source, sign));
        let of_mark = |mark: String| mark.rsplit(' ').next().and_then(|code| code.split('@').next()).map(str::to_owned);
        let held: BTreeSet<String> = marks.filter_map(of_mark).collect();
        let elsewhere = |code: &str| ELSEWHERE.iter().any(|(known, _)| *known == code);
        let lacking: Vec<&String> = codes.iter().filter(|code| !held.contains(*code) && !elsewhere(code)).collect();
        assert!(lacking.is_empty(), "no portal under tests/sites marks `{sign}`: {lacking:#?}");
        let portals_own = |code: &String| code.starts_with("budget-");
        let unknown: Vec<&String> = held.iter().filter(|code| !codes.contains(*code) && !portals_own(code)).collect();
        assert!(unknown.is_empty(), "marked `{sign}`, and no codes: {unknown:#?}");
    }
}

/// What a portal is told in a language.
fn told(diagnostics: &[Diagnostic], lang: Lang) -> String {
    let mut told = String::new();
    for diagnostic in diagnostics {
        let Diagnostic { level, code, message, place, help, related: _, evidence: _ } = diagnostic;
        let place = place.as_ref().map(ToString::to_string).unwrap_or_default();
        writeln!(told, "\n{place} {} {code}\n  {}", level.name(), message.in_lang(lang)).expect("written");
        let help = help.as_ref().map(|help| help.in_lang(lang).to_owned()).unwrap_or_default();
        help.lines().for_each(|line| writeln!(told, "  → {line}").expect("written"));
    }
    told
}

/// The portals that are no plain files, for the codes of [`ELSEWHERE`].
fn hostile() -> Vec<(&'static str, Vec<Diagnostic>)> {
    let diagnostics = |mut portal: Portal| portal.build().diagnostics;
    let encoding = Portal::new();
    encoding.write_bytes("content/kjj/guide.md", b"\xD6\xB8\xC4\xCF\n");
    let large = Portal::new();
    large.write_bytes("content/kjj/guide.md", &vec![b'a'; (4 << 20) + 1]);
    let many =
        Portal::new().with("content/kjj/agency.yaml", &format!("name: 示例市科学技术局\n{}", (0..500).map(|at| format!("k{at}: 1\n")).collect::<String>()));
    let only = |code: &str, diagnostics: Vec<Diagnostic>| diagnostics.into_iter().filter(|diagnostic| diagnostic.code.as_str() == code).collect();
    let mut told = vec![("bad-encoding", diagnostics(encoding)), ("too-large", diagnostics(large)), ("too-many", only("too-many", diagnostics(many)))];
    told.extend(crate::import::odd::told_of_all());
    #[cfg(unix)]
    {
        let links = Portal::new().with("outside.txt", "示例\n");
        for (link, to) in [("out.txt", "../../outside.txt"), ("broken.txt", "nowhere.txt"), ("loop", ".")] {
            std::os::unix::fs::symlink(to, links.root().join("content/kjj").join(link)).expect("a link");
        }
        told.push(("symlink, unreadable", diagnostics(links)));
    }
    told
}

/// What is told in all portals: the text by language, and how often each code is in it.
fn snapshot() -> ([String; 2], BTreeMap<String, usize>) {
    let portals = support::sites().into_iter().map(|source| {
        let name = source.file_name().expect("a name").to_string_lossy().into_owned();
        (name, support::site(&source).build().diagnostics)
    });
    let portals: Vec<_> = portals.chain(hostile().into_iter().map(|(name, told)| (name.to_owned(), told))).collect();
    let mut counts = BTreeMap::new();
    for diagnostic in portals.iter().flat_map(|(_, diagnostics)| diagnostics) {
        *counts.entry(diagnostic.code.to_string()).or_default() += 1;
    }
    let text = |lang| portals.iter().filter(|(_, told)| !told.is_empty()).map(|(name, found)| format!("== {name}\n{}\n", told(found, lang))).collect();
    ([text(Lang::Zh), text(Lang::En)], counts)
}

#[test]
fn what_is_told() {
    let (texts, counts) = snapshot();
    let silent: Vec<String> = codes().into_iter().filter(|code| !counts.contains_key(code) && code != "address-gone").collect();
    assert!(silent.is_empty(), "without a message: {silent:#?}");
    for (text, name) in texts.iter().zip(["zh.txt", "en.txt"]) {
        let file = repository().join("tests/messages").join(name);
        if std::env::var_os("LANMU_ACCEPT").is_some() {
            fs::create_dir_all(file.parent().expect("a folder")).expect("created");
            fs::write(&file, text).expect("written");
        }
        let expected = fs::read_to_string(&file).expect("LANMU_ACCEPT=1 writes it");
        for (at, (said, expected)) in text.lines().zip(expected.lines()).enumerate() {
            assert_eq!(said, expected, "{}:{}", file.display(), at + 1);
        }
        assert_eq!(text.lines().count(), expected.lines().count(), "{}", file.display());
    }
}
