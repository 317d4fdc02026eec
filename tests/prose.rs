//! Words of reports against their tables: what each number is bound to, in own words and in real reports.

use crate::support::{self, Portal, REPORT, repository};
use lanmu::check::{Binding, bindings, check_agency, check_site};
use lanmu::diagnostic::{Diagnostic, Lang, Level, render};
use lanmu::load::{Memo, load};
use lanmu::model::Site;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The numbers of a report's words.
fn bound(site: &Site, agency: &str, year: &str) -> Vec<Binding> {
    let agency = site.agencies().find(|known| known.card.slug() == agency).expect("an agency");
    let (_, report) = agency.reports.iter().find(|(known, _)| known.to_string() == year).expect("a report");
    bindings(agency, report)
}

fn site(portal: &Portal) -> Site {
    load(&portal.options().load, &mut Memo::default()).site.expect("a portal")
}

/// Every number of a report's words with what it is bound to, a line each; `None` stands for no quantity.
fn told(bindings: &[Binding]) -> String {
    let line = |binding: &Binding| {
        let tried: Vec<String> = binding.tried.iter().map(|tried| format!("{}＝{}", tried.formula, tried.value)).collect();
        let quantity = binding.quantity.as_deref().unwrap_or("-");
        format!(
            "{}\t{quantity}\t{}\t{}\t{}\n",
            binding.written,
            if binding.is_sure { "sure" } else { "" },
            binding.accepted.map_or_else(String::new, |at| at.to_string()),
            tried.join("；")
        )
    };
    bindings.iter().map(line).collect()
}

/// What is wrong with the words.
fn prose(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    diagnostics.iter().filter(|diagnostic| diagnostic.code.as_str().starts_with("prose-")).collect()
}

/// The narrative of a real report: its tables, which stand in the text too, and what the copyist added, left out.
fn narrative(text: &str) -> String {
    let heading = |line: &str, number: &str| line.trim_start_matches(['#', ' ', '*']).starts_with(number);
    let mut kept = String::new();
    let mut in_tables = false;
    for line in text.lines() {
        if heading(line, "二、主动公开") {
            in_tables = true;
        }
        if heading(line, "五、") {
            in_tables = false;
        }
        let is_added = line.starts_with("[page")
            || line.starts_with("# TITLE")
            || line.starts_with("# FORMAT")
            || line.starts_with("# STATUS")
            || line.trim_start().starts_with("(!!")
            || line.starts_with("- ") && line.ends_with(" -");
        if !in_tables && !is_added {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// Quantities and numbers, or codes and texts.
type Pairs = &'static [(&'static str, &'static str)];

/// The real reports: text, agency, year, the figures of tables that its words name (quantity and number, in their order),
/// and what is found, each as a code and the text at its place.
const REAL: &[(&str, &str, &str, Pairs, Pairs)] = &[
    (
        "suqian-2024.md",
        "suqian",
        "2024",
        &[
            ("accepted", "3646"),
            ("granted", "1431"),
            ("partial", "471"),
            ("refused", "92"),
            ("unavailable", "941"),
            ("dismissed", "117"),
            ("closed", "469"),
            ("carried_out", "125"),
        ],
        &[("prose-percent", "1.05")],
    ),
    (
        "suqian-2023.md",
        "suqian",
        "2023",
        &[
            ("accepted", "3607"),
            ("received.person", "3493"),
            ("received.organisation", "114"),
            ("granted", "1191"),
            ("partial", "328"),
            ("refused", "142"),
            ("unavailable", "1078"),
            ("dismissed", "406"),
            ("closed", "341"),
            ("carried_out", "121"),
        ],
        &[],
    ),
    (
        "huaian-2024.txt",
        "huaian",
        "2024",
        &[
            ("regulations.opened", "1"),
            ("accepted", "3119"),
            ("handled", "3050"),
            ("carried_in", "34"),
            ("carried_out", "103"),
            ("review", "351"),
            ("review.upheld", "72"),
            ("review.corrected", "64"),
            ("review.other", "178"),
            ("review.pending", "37"),
            ("litigation", "46"),
            ("litigation.upheld", "25"),
            ("litigation.corrected", "5"),
            ("litigation.other", "9"),
            ("litigation.pending", "7"),
        ],
        &[],
    ),
    (
        "shanghai-office-2019.md",
        "shanghai-office",
        "2019",
        &[
            ("regulations.opened", "13"),
            ("normative.opened", "60"),
            ("accepted", "859"),
            ("handled", "805"),
            ("carried_in", "18"),
            ("carried_out", "72"),
            ("granted+partial", "258"),
            ("refused", "35"),
            ("unavailable", "265"),
            ("dismissed", "158"),
            ("closed", "0"),
            ("review", "7"),
            ("litigation", "9"),
        ],
        // 258 of 805 is 32.0 %, of 859 30.0 %; the classes add up to 716.
        &[("prose-parts", "805"), ("prose-percent", "33.9")],
    ),
    ("yuncheng-kjj-2024.txt", "kjj", "2024", &[], &[]),
];

#[test]
fn real_reports() {
    let shared: PathBuf = repository().join("../shared/reports");
    if !shared.is_dir() {
        println!("skipped: there is no {}", shared.display());
        return;
    }
    let mut portal = Portal::example();
    for (file, agency, year, _, _) in REAL {
        let text = fs::read_to_string(shared.join(file)).expect("readable");
        portal.write(&format!("content/{agency}/{year}/report.md"), &narrative(&text));
    }
    let site = site(&portal);
    let (mut named, mut right) = (0, 0);
    let mut wrong = String::new();
    for (_, agency, year, expected, _) in REAL {
        let found = bound(&site, agency, year);
        if std::env::var_os("LANMU_BINDINGS").is_some() {
            println!("== {agency} {year}\n{}", told(&found));
        }
        named += expected.len();
        let mut left: Vec<(&str, String)> = found.iter().filter_map(|binding| Some((binding.quantity.as_deref()?, binding.number.to_string()))).collect();
        for (quantity, number) in *expected {
            match left.iter().position(|(key, value)| key == quantity && value == number) {
                Some(at) => {
                    right += 1;
                    left.remove(at);
                }
                None => wrong.push_str(&format!("{agency} {year}: {quantity} {number} is not bound\n")),
            }
        }
        left.iter().for_each(|(key, value)| wrong.push_str(&format!("{agency} {year}: {value} is no {key}\n")));
    }
    println!("bound right: {right} of {named}\n{wrong}");
    assert!(right * 10 >= named * 9, "{right} of {named}\n{wrong}");
    let outcome = portal.build();
    let found = prose(&outcome.diagnostics);
    assert!(found.iter().all(|diagnostic| diagnostic.level < Level::Error));
    let texts: Vec<(String, String, String)> = found.iter().map(|diagnostic| at(diagnostic)).collect();
    let expected: Vec<(String, String, String)> = {
        let mut expected: Vec<_> = REAL
            .iter()
            .flat_map(|(_, agency, year, _, found)| {
                found.iter().map(move |(code, text)| (format!("content/{agency}/{year}/report.md"), (*code).to_owned(), (*text).to_owned()))
            })
            .collect();
        expected.sort();
        expected
    };
    let mut sorted = texts;
    sorted.sort();
    assert_eq!(sorted, expected, "{}", render(&outcome.diagnostics, Lang::Zh, false));
}

/// The file of a finding, its code, and the text at its place.
fn at(diagnostic: &Diagnostic) -> (String, String, String) {
    let Some(lanmu::diagnostic::Place::Span(source, span)) = &diagnostic.place else {
        return (String::new(), diagnostic.code.to_string(), "without a place".to_owned());
    };
    (source.path.clone(), diagnostic.code.to_string(), source.text[span.clone()].to_owned())
}

#[test]
fn the_example_portal_has_only_true_findings() {
    let mut portal = Portal::example();
    // Published words stay as they are: waivers say so, and are taken out here.
    for path in ["content/shanghai-office/2019/report.md", "content/suqian/2024/report.md"] {
        let text = fs::read_to_string(portal.root().join(path)).expect("readable");
        let (_, words) = text.split_once("\n---\n").expect("front matter");
        portal.write(path, words);
    }
    let outcome = portal.build();
    let found: Vec<(String, String, String)> = prose(&outcome.diagnostics).into_iter().map(at).collect();
    let told: Vec<(&str, &str, &str)> = found.iter().map(|(path, code, text)| (path.as_str(), code.as_str(), text.as_str())).collect();
    assert_eq!(
        told,
        [
            ("content/shanghai-office/2019/report.md", "prose-parts", "{{ requests.handled.total }}"),
            ("content/shanghai-office/2019/report.md", "prose-percent", "33.9"),
            ("content/suqian/2024/report.md", "prose-percent", "1.05"),
        ]
    );
}

/// Last year's figures for the cases below: 30 received, 3 carried over.
fn previous() -> String {
    REPORT
        .replace("received: [28, 5, 1, 1, 1, 1, 37]", "received: [21, 5, 1, 1, 1, 1, 30]")
        .replace("carried_in: [2, 1, 0, 0, 0, 0, 3]", "carried_in: [9, 1, 0, 0, 0, 0, 10]")
}

fn portal(agency: &str, words: &str) -> Portal {
    let portal = Portal::empty().with("site.toml", support::SITE).with("content/kjj/agency.yaml", agency);
    let portal = portal.with("content/kjj/2023/report.yaml", &previous()).with("content/kjj/2024/report.yaml", REPORT);
    portal.with("content/kjj/2024/report.md", words)
}

const AGENCY: &str = "name: 示例市科学技术局\n";

/// The cases of `tests/prose/*.md`: each line of a list is a sentence, and below it, indented, what is expected: numbers
/// with their quantities (`12=accepted`), and codes of findings (`!prose-number`).
#[test]
fn own_words() {
    let mut failed = String::new();
    for (path, bytes) in support::files(&repository().join("tests/prose")) {
        let text = String::from_utf8(bytes).expect("UTF-8");
        let agency = if path.starts_with("government") { "name: 示例市人民政府\nkind: government\n" } else { AGENCY };
        for case in text.split("\n> ").skip(1) {
            let (words, expected) = case.split_once("\n\n").expect("words and what is expected");
            let mut expected: Vec<&str> = expected.lines().take_while(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect();
            expected.sort_unstable();
            let portal = portal(agency, &format!("## 一、总体情况\n\n{}\n", words.replace("\n> ", "\n")));
            let site = site(&portal);
            let numbers = bound(&site, "kjj", "2024");
            let mut found: Vec<String> = numbers.iter().filter_map(|binding| Some(format!("{}={}", binding.number, binding.quantity.as_ref()?))).collect();
            let of_agencies = site.agencies().flat_map(|agency| check_agency(&site, agency).remarks);
            let remarks = check_site(&site).into_iter().chain(of_agencies).map(|remark| remark.code.as_str().to_owned());
            found.extend(remarks.filter(|code| code.starts_with("prose-")).map(|code| format!("!{code}")));
            found.sort_unstable();
            if found != expected {
                failed.push_str(&format!("{path}: {words}\nexpected {expected:?}\nfound    {found:?}\n{}\n", told(&numbers)));
            }
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

#[test]
fn a_scope_settles_a_word() {
    let words = "## 一、总体情况\n\n收到政府信息公开申请40件。\n";
    let mut plain = portal(AGENCY, words);
    assert!(prose(&plain.build().diagnostics).is_empty());
    let scoped = portal(AGENCY, words);
    scoped.write("content/kjj/2024/report.yaml", &REPORT.replace("tables:", "scope: { 收到: received }\ntables:"));
    let mut scoped = scoped;
    let outcome = scoped.build();
    let found = prose(&outcome.diagnostics);
    assert_eq!(found.len(), 1);
    assert!(found[0].message.zh.contains("＝37，相差 3"), "{}", found[0].message.zh);
}

#[test]
fn complete_trees_are_counted() {
    let portal = portal("name: 示例市科学技术局\ncomplete: true\n", "## 一、总体情况\n\n全年发布各类信息3条，其中政务动态1条。\n");
    let mut portal = portal.with("content/kjj/2024/news/a.md", "---\ntitle: 示例\ndate: 2024-05-01\n---\n示例。\n");
    let outcome = portal.build();
    let found: Vec<(String, String, String)> = prose(&outcome.diagnostics).into_iter().map(at).collect();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].1.as_str(), found[0].2.as_str()), ("prose-count", "3"));
}

/// How long it takes to read the numbers of some words.
fn reading(words: &str) -> Duration {
    let site = site(&portal(AGENCY, words));
    let begun = Instant::now();
    bound(&site, "kjj", "2024");
    begun.elapsed()
}

#[test]
fn time_grows_with_length() {
    for part in ["收到政府信息公开申请12件，其中自然人3件；", "（", "分别为", "其中1件，", "未收到", "9", "1,111", "十", "{{", "、"]
    {
        let small = reading(&part.repeat(32_768 / part.len()));
        let large = reading(&part.repeat(524_288 / part.len()));
        assert!(large < small * 16 * 4 + Duration::from_secs(2), "{part}: {small:?}, {large:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn any_words_are_read(words in "([收到受理答复申请复议诉讼未全部办结其中分别为结转下年度，。；、：（）0-9一二十百万%件条年月日{} \n#*|]|政府信息公开|行政复议|2023年){0,80}") {
        let site = site(&portal(AGENCY, &words));
        for binding in bound(&site, "kjj", "2024") {
            let text = BTreeMap::from([("text", &words)]);
            prop_assert!(binding.range.start <= binding.range.end && binding.range.end <= text["text"].len());
            prop_assert!(words.is_char_boundary(binding.range.start) && words.is_char_boundary(binding.range.end));
        }
    }
}
