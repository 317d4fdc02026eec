//! The words of the interface: the same keys and slots in each language, each of them used, and none anywhere else.

use crate::support::repository;
use lanmu::phrase::{Phrase, read_phrases};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The phrases of a language of the built-in theme.
fn phrases(language: &str) -> BTreeMap<String, Phrase> {
    let path = repository().join(format!("themes/default/strings/{language}.toml"));
    let (read, diagnostics) = read_phrases(language, &fs::read_to_string(path).expect("readable"));
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    read.into_iter().map(|(key, (phrase, _))| (key, phrase)).collect()
}

/// All files below a folder.
fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![repository().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push((path.clone(), fs::read_to_string(&path).expect("text")));
            }
        }
    }
    found.sort();
    found
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// What stands between the parenthesis that a text begins with and the one that closes it.
fn in_parentheses(text: &str) -> Option<&str> {
    let mut depth = 0;
    let ends = |c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        depth == 0
    };
    text.strip_prefix('(').and_then(|inner| Some(&inner[..text.find(ends)? - 1]))
}

/// The uses of phrases in a template: each key with what it is given, or nothing where it stands alone.
fn uses(template: &str) -> Vec<(String, Option<BTreeSet<String>>)> {
    let mut uses = Vec::new();
    for (at, _) in template.match_indices("t.") {
        if template[..at].ends_with(|c: char| is_name(c) || c == '.') {
            continue;
        }
        let rest = &template[at + 2..];
        let key: String = rest.chars().take_while(|c| is_name(*c)).collect();
        let given = in_parentheses(&rest[key.len()..]).map(|inner| {
            let mut depth = 0;
            let depths = inner.char_indices().map(|(at, c)| {
                depth += i32::from("([{".contains(c)) - i32::from(")]}".contains(c));
                (at, c, depth)
            });
            let equals = depths.filter(|(at, c, depth)| *c == '=' && *depth == 0 && !inner[*at + 1..].starts_with('='));
            equals.map(|(at, ..)| inner[..at].rsplit(|c| !is_name(c)).next().expect("a name").to_owned()).collect()
        });
        if !key.is_empty() {
            uses.push((key, given));
        }
    }
    uses
}

/// A text without its comments: what stands behind two slashes on a line, and between the signs of a template's.
fn without_comments(text: &str) -> String {
    let parts = text.split("{#").enumerate().map(|(at, part)| if at == 0 { part } else { part.split_once("#}").map_or("", |(_, rest)| rest) });
    let lines = parts.collect::<String>();
    lines.lines().map(|line| line.split("//").next().unwrap_or_default().to_owned() + "\n").collect()
}

/// A source without its tests and comments.
fn code(source: &str) -> String {
    without_comments(source.split("#[cfg(test)]").next().unwrap_or_default())
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

#[test]
fn languages_have_the_same_keys_and_slots() {
    let (chinese, english) = (phrases("zh-CN"), phrases("en"));
    assert_eq!(chinese.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>());
    for (key, phrase) in &chinese {
        assert_eq!(phrase.slots(), english[key].slots(), "{key}");
        let lines = |phrase: &Phrase| if let Phrase::Lines(lines) = phrase { lines.len() } else { 0 };
        assert_eq!(lines(phrase), lines(&english[key]), "{key}");
    }
    let odd: Vec<&String> = english.iter().filter(|(_, phrase)| format!("{phrase:?}").contains(is_chinese)).map(|(key, _)| key).collect();
    assert_eq!(odd, Vec::<&String>::new(), "Chinese in English");
}

#[test]
fn templates_use_what_there_is() {
    let phrases = phrases("zh-CN");
    for (path, text) in files("themes/default/templates") {
        for (key, given) in uses(&without_comments(&text)) {
            let phrase = phrases.get(&key).unwrap_or_else(|| unknown(&path, &key));
            let slots = phrase.slots().into_iter().map(str::to_owned).collect();
            assert_eq!(given.unwrap_or_default(), slots, "{}: t.{key}", path.display());
        }
    }
}

#[expect(clippy::panic, reason = "a test stops where it cannot go on")]
fn unknown<'a>(path: &Path, key: &str) -> &'a Phrase {
    panic!("{}: there is no phrase `{key}`", path.display())
}

#[test]
fn views_use_what_there_is() {
    let phrases = phrases("zh-CN");
    for (path, text) in files("src/view") {
        let text = code(&text);
        for (at, call) in [".word(\"", ".fill(\"", ".joined(\"", ".line(\""].iter().flat_map(|call| text.match_indices(call)) {
            let key = text[at + call.len()..].split('"').next().expect("a key");
            let phrase = phrases.get(key).unwrap_or_else(|| unknown(&path, key));
            let inner = in_parentheses(&text[at + call.len() - 2..]).expect("closed");
            let Some((_, slots)) = inner.split_once("&[").filter(|_| call.contains("fill")) else { continue };
            let given: BTreeSet<&str> = slots.split("(\"").skip(1).filter_map(|slot| slot.split_once("\", ")).map(|(name, _)| name).collect();
            assert!(phrase.slots().is_subset(&given), "{}: {key} has the slots {:?}, and gets {given:?}", path.display(), phrase.slots());
        }
    }
}

#[test]
fn every_phrase_is_used() {
    let templates: String = files("themes/default/templates").into_iter().map(|(_, text)| without_comments(&text)).collect();
    let mut used: BTreeSet<String> = uses(&templates).into_iter().map(|(key, _)| key).collect();
    for (_, text) in files("src/view").into_iter().chain(files("src/phrase")).chain(files("src/export")) {
        used.extend(code(&text).split('"').map(str::to_owned));
    }
    let idle: Vec<String> = phrases("zh-CN").into_keys().filter(|key| !used.contains(key)).collect();
    assert_eq!(idle, Vec::<String>::new());
}

#[test]
fn no_words_of_the_interface_stand_elsewhere() {
    let templates = files("themes/default/templates").into_iter().map(|(path, text)| (path, without_comments(&text)));
    let scripts = files("themes/default/static").into_iter().filter(|(path, _)| path.extension().is_some_and(|ending| ending == "js"));
    // What a search takes for the same sign is a table of signs.
    let scripts = scripts.filter(|(path, _)| !path.ends_with("finder.js"));
    let sources = files("src/view").into_iter().map(|(path, text)| (path, code(&text)));
    for (path, text) in templates.chain(scripts).chain(sources) {
        // Signs by themselves are looked for in labels of forms, which are Chinese.
        let is_words = |text: &&str| text.chars().filter(|c| is_chinese(*c)).count() > 1;
        let found = text.split(['"', '>', '<', '\'']).find(is_words);
        assert_eq!(found, None, "{}", path.display());
    }
}
