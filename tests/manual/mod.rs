//! The manual in `docs/` and the two READMEs: what they tell to do is done, what they show is what comes out, and what
//! they list is what there is.
//!
//! Each block of code says, in a comment before it that no reader sees, what is done with it: [`page::Mark`] is the
//! list. `LANMU_ACCEPT=1 cargo test manual::` writes outputs into the pages anew: read the difference.
#![cfg(target_os = "linux")]
#![expect(clippy::panic, reason = "what a page says wrong is told with its place")]

mod lists;
mod page;
mod run;
mod themes;

use crate::support::{Portal, REPORT, repository};
use clap::CommandFactory;
use lanmu::cli::Cli;
use lanmu::diagnostic::{Lang, render};
use page::{Block, Mark, Page};
use rayon::prelude::*;
use run::Desk;
use std::collections::BTreeMap;
use std::fs;

const LANGUAGES: [&str; 2] = ["zh", "en"];

/// The pages of the manual in one language, by name.
fn manual(language: &str) -> BTreeMap<String, Page> {
    let folder = format!("docs/{language}");
    let names = fs::read_dir(repository().join(&folder)).expect("there").map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned());
    names.map(|name| (name.clone(), Page::read(&repository(), &format!("{folder}/{name}")))).collect()
}

fn page(language: &str, name: &str) -> Page {
    Page::read(&repository(), &format!("docs/{language}/{name}.md"))
}

fn all_pages() -> Vec<Page> {
    let others = ["README.md", "README.zh-CN.md", "docs/README.md"].map(|path| Page::read(&repository(), path));
    others.into_iter().chain(LANGUAGES.into_iter().flat_map(|language| manual(language).into_values())).collect()
}

#[test]
fn what_pages_tell_to_do_works() {
    all_pages().par_iter().for_each(|page| Desk::new(&repository(), page).done());
}

#[test]
fn both_languages_have_the_same() {
    let [zh, en] = LANGUAGES.map(manual);
    assert_eq!(zh.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
    let readmes = ["README.zh-CN.md", "README.md"].map(|path| Page::read(&repository(), path));
    for (zh, en) in zh.values().zip(en.values()).chain([(&readmes[0], &readmes[1])]) {
        let levels = |page: &Page| page.headings.iter().map(|(level, _)| *level).collect::<Vec<_>>();
        assert_eq!(levels(zh), levels(en), "the headings of {} and {}", zh.path, en.path);
        let widths = |page: &Page| page.rows.iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(widths(zh), widths(en), "the tables of {} and {}", zh.path, en.path);
        assert_eq!(zh.blocks.len(), en.blocks.len(), "the blocks of {} and {}", zh.path, en.path);
        for (zh_block, en_block) in zh.blocks.iter().zip(&en.blocks) {
            let at = format!("{}:{} and {}:{}", zh.path, zh_block.line, en.path, en_block.line);
            assert_eq!(essence(zh_block), essence(en_block), "{at}");
        }
    }
}

/// What must be the same of a block in both languages: all but comments and messages.
fn essence(block: &Block) -> (String, Option<Mark>, String) {
    let mark = Some(block.mark.clone()).filter(|mark| !matches!(mark, Mark::NotRun(_)));
    let code = |line: &str| {
        let comment = if line.trim_start().starts_with('#') { Some(0) } else { line.find(" #") };
        line[..comment.unwrap_or(line.len())].trim_end().to_owned()
    };
    let first_word = |line: &str| line.split_whitespace().next().unwrap_or_default().to_owned();
    let lines = block.text.lines();
    let text: Vec<String> = match (&block.mark, block.kind.as_str()) {
        (Mark::Output | Mark::OutputPart, _) => Vec::new(),
        (_, "text") => lines.map(first_word).collect(),
        (_, "markdown" | "html") => lines.map(str::to_owned).collect(),
        _ => lines.map(code).collect(),
    };
    (block.kind.clone(), mark, text.join("\n"))
}

#[test]
fn links_lead_somewhere() {
    for page in all_pages() {
        let folder = repository().join(&page.path).parent().expect("a folder").to_owned();
        for (line, link) in page.links.iter().filter(|(_, link)| !link.contains("://") && !link.starts_with("mailto:")) {
            let at = format!("{}:{line}: {link}", page.path);
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let file = if path.is_empty() { repository().join(&page.path) } else { folder.join(path) };
            let file = file.canonicalize().unwrap_or_else(|error| panic!("{at}: {error}"));
            let below = file.strip_prefix(repository().canonicalize().expect("there")).unwrap_or_else(|_| panic!("{at} leads out of the repository"));
            if !anchor.is_empty() {
                let anchors = Page::read(&repository(), &below.to_string_lossy()).anchors();
                assert!(anchors.contains(&anchor.to_lowercase()), "{at}: there are only {anchors:?}");
            }
        }
    }
}

/// The words after `lanmu` in the lines of a block, as far as one command goes.
fn calls(block: &Block) -> impl Iterator<Item = Vec<String>> {
    let lines = block.text.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines.filter_map(|line| {
        let at = line.find("lanmu ").filter(|at| *at == 0 || line[..*at].ends_with([' ', '/', '(']))?;
        let words = line[at..].split_whitespace().take_while(|word| !matches!(*word, "&&" | "||" | "|" | ">" | ">>" | "2>&1" | "#" | ";"));
        Some(words.map(|word| word.trim_end_matches(';').to_owned()).collect())
    })
}

#[test]
fn commands_that_are_not_run_are_commands() {
    let mut count = 0;
    for page in all_pages() {
        for block in page.blocks.iter().filter(|block| matches!(block.mark, Mark::NotRun(_)) && block.kind != "text") {
            for words in calls(block) {
                let parsed = Cli::command().try_get_matches_from(&words);
                assert!(parsed.is_ok(), "{}:{}: {words:?}: {}", page.path, block.line, parsed.unwrap_err());
                count += 1;
            }
        }
    }
    assert!(count >= 2, "the samples of scheduled jobs are gone: {count}");
}

#[test]
fn headers_of_the_server_are_those_of_the_pages() {
    let base = fs::read_to_string(repository().join("themes/default/templates/base.html")).expect("readable");
    let policy = base.split_once("http-equiv=\"Content-Security-Policy\" content=\"").and_then(|(_, rest)| rest.split_once('"')).expect("a policy").0;
    for language in LANGUAGES {
        let page = page(language, "publishing");
        let server = page.blocks.iter().find(|block| block.kind == "nginx").expect("a sample");
        assert!(
            server.text.contains(&format!("add_header Content-Security-Policy \"{policy}; frame-ancestors 'self'\" always;")),
            "{}: not {policy}",
            page.path
        );
    }
}

#[test]
fn the_message_in_the_readme_is_real() {
    let mut portal = Portal::new().with("content/kjj/2024/report.yaml", &REPORT.replace("[28, 5,", "[29, 5,"));
    let told = render(&portal.build().diagnostics, Lang::Zh, false);
    for path in ["README.md", "README.zh-CN.md"] {
        let page = Page::read(&repository(), path);
        let message = page.blocks.iter().find(|block| block.text.starts_with("error[")).expect("a message");
        assert!(told.contains(message.text.trim_end()), "{path}:\n{told}");
    }
}
