//! The search: what its index holds and what it must not, what is found in it, what it costs, and what stands without script.

use crate::support::{Portal, files, repository};
use lanmu::markdown::seen;
use lanmu::search::{decode, fold, shard};
use scraper::{Html, Selector};
use std::collections::{BTreeMap, BTreeSet};

/// A built portal's index, read as the script reads it.
struct Index {
    files: BTreeMap<String, String>,
    /// Entries, agencies, files of titles and numbers; then of each block of words entries and files.
    layout: Vec<usize>,
    /// What is told of each entry.
    entries: Vec<[String; 8]>,
}

impl Index {
    fn of(portal: &Portal) -> Self {
        let page = portal.published("search/index.html");
        let layout = page.split("data-layout=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a layout");
        let files: BTreeMap<String, String> =
            files(&portal.out.join("search/index")).into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).expect("a text"))).collect();
        let mut results: Vec<(usize, &String)> =
            files.iter().filter_map(|(path, text)| Some((path.strip_prefix("results/")?.strip_suffix(".json")?.parse().ok()?, text))).collect();
        results.sort_unstable();
        let entries = results.iter().flat_map(|(_, text)| serde_json::from_str::<Vec<[String; 8]>>(text).expect("lists")).collect();
        Self { layout: layout.split(' ').map(|number| number.parse().expect("a number")).collect(), entries, files }
    }

    /// Who has a term, in titles or words, and in numbers.
    fn term(&self, folder: &str, files: usize, term: &str) -> [BTreeSet<u32>; 2] {
        let file = &self.files[&format!("{folder}/{}.txt", shard(term, files))];
        let line = file.lines().find_map(|line| line.strip_prefix(term)?.strip_prefix(' ')).unwrap_or_default();
        let mut lists = line.split(' ').map(|list| decode(list).into_iter().collect());
        [lists.next().unwrap_or_default(), lists.next().unwrap_or_default()]
    }

    /// Who has all pairs of neighbouring characters of a word.
    fn pairs(&self, folder: &str, files: usize, word: &str) -> [BTreeSet<u32>; 2] {
        let signs: Vec<char> = fold(word).chars().collect();
        let terms: Vec<String> = if signs.len() < 2 { vec![signs.iter().collect()] } else { signs.windows(2).map(|pair| pair.iter().collect()).collect() };
        let lists = terms.iter().map(|term| self.term(folder, files, term));
        lists.reduce(|[a, b], [c, d]| [&a & &c, &b & &d]).expect("a term")
    }

    fn titled(&self, word: &str) -> Vec<&str> {
        let [titles, numbers] = self.pairs("heads", self.layout[2], word);
        titles.union(&numbers).map(|entry| self.entries[*entry as usize][0].as_str()).collect()
    }

    fn worded(&self, word: &str) -> Vec<&str> {
        let mut found = Vec::new();
        let mut start = 0;
        for (block, sizes) in self.layout[3..].chunks(2).enumerate() {
            let [local, _] = self.pairs(&format!("words-{block}"), sizes[1], word);
            found.extend(local.iter().map(|entry| self.entries[start + *entry as usize][0].as_str()));
            start += sizes[0];
        }
        found
    }
}

fn item(title: &str, date: &str, words: &str) -> String {
    format!("---\ntitle: {title}\ndate: {date}\n---\n{words}\n")
}

#[test]
fn the_index_holds_what_is_published_and_nothing_else() {
    let mut portal = Portal::new()
        .with("content/kjj/agency.yaml", "name: 示例市科学技术局\nshort_name: 市科技局\ninitials: sslkjj\n")
        .with("content/kjj/guide.md", "本指南说明如何获取信息。\n")
        .with(
            "content/kjj/2024/news/a.md",
            "---\ntitle: '\"<b>\" & 标题甲'\ndate: 2024-03-01\ndoc_no: 示科发〔2024〕3号\nindex_no: 012345-2024-7\n---\n正文里有**粗体**字样，<i>标签</i>。\n",
        )
        .with("content/kjj/2024/news/b.md", "---\ntitle: 草稿乙标题\ndate: 2024-03-02\ndraft: true\n---\n尚未公布的内容。\n");
    portal.publish();
    let index = Index::of(&portal);
    let titles: Vec<&str> = index.entries.iter().map(|entry| entry[1].as_str()).collect();
    assert_eq!(titles, ["示例市科学技术局", "政府信息公开指南", "\"<b>\" & 标题甲"]);
    assert_eq!(index.entries[2], ["kjj/2024/news/a.html", "\"<b>\" & 标题甲", "市科技局", "政务动态", "2024-03-01", "示科发〔2024〕3号", "012345-2024-7", ""]);
    for (path, text) in &index.files {
        assert!(!text.contains("稿乙") && !text.contains("尚未"), "{path} tells of a draft");
    }
    assert_eq!(index.worded("尚未"), <[&str; 0]>::default());
    assert_eq!(index.worded("有粗体字"), ["kjj/2024/news/a.html"], "markup parts no words");
    for number in ["示科发[2024]3号", "示科发（２０２４）３号", "【2024】", "012345"] {
        assert_eq!(index.titled(number), ["kjj/2024/news/a.html"], "{number}");
    }
    for name in ["sslkjj", "SSLKJJ", "市科技局", "科学技术", "kjj"] {
        assert_eq!(index.titled(name), ["kjj/"], "{name}");
    }
    for (choice, expected) in [("@agency/kjj", 3), ("@year/2024", 1), ("@kind/news", 1), ("@kind/guide", 1), ("@year/2023", 0)] {
        assert_eq!(index.term("heads", index.layout[2], choice)[0].len(), expected, "{choice}");
    }
    let page = portal.published("search/index.html");
    assert!(page.contains("&quot;&lt;b&gt;&quot; &amp; 标题甲") && !page.contains("草稿乙"), "the list of titles");
    portal.drafts = true;
    portal.publish();
    assert_eq!(Index::of(&portal).worded("尚未公布"), ["kjj/2024/news/b.html"], "a preview finds drafts");
}

#[test]
fn a_portal_may_do_without() {
    let mut portal = Portal::new();
    let settings = portal.root().join("site.toml");
    let text = std::fs::read_to_string(settings).expect("readable");
    portal.publish();
    assert!(portal.published("index.html").contains("action=\"/search/\""));
    assert!(!portal.published("search/index.html").contains("class=\"find\""), "its own form is there already");
    portal.write("site.toml", &format!("{text}\n[output]\nsearch = false\n"));
    portal.publish();
    let tree = portal.tree();
    assert!(tree.keys().all(|path| !path.starts_with("search/") && path != "static/search.js" && path != "static/finder.js"));
    assert!(tree.iter().filter(|(path, _)| path.ends_with(".html")).all(|(_, bytes)| !String::from_utf8_lossy(bytes).contains("role=\"search\"")));
}

/// Every so many-th part of a text, of 2 to 6 characters; space parts words.
fn parts(text: &str, every: usize) -> Vec<String> {
    let signs: Vec<char> = text.chars().collect();
    let part = |at: usize| signs.get(at..at + 2 + at / every % 5).map(|part| part.iter().collect::<String>());
    (0..signs.len()).step_by(every).filter_map(part).filter(|part| !part.contains(char::is_whitespace)).collect()
}

#[test]
fn what_is_written_is_found() {
    let mut portal = Portal::example();
    portal.publish();
    let index = Index::of(&portal);
    let tree = portal.tree();
    for [address, title, .., doc_no, index_no, _] in &index.entries {
        let file = if address.ends_with('/') { format!("{address}index.html") } else { address.clone() };
        assert!(tree.contains_key(&file), "{address} is not there");
        for head in [title, doc_no, index_no].into_iter().filter(|head| !head.is_empty()) {
            assert!(index.titled(head).contains(&address.as_str()), "{head} is not found");
        }
    }
    let (mut sampled, mut lost) = (0, Vec::new());
    for (path, bytes) in files(&repository().join("content")).iter().filter(|(path, _)| path.ends_with(".md") && path.contains('/')) {
        let address = path.strip_suffix("report.md").map_or_else(|| path.replace(".md", ".html"), str::to_owned);
        // A draft is not there to be found.
        if !index.entries.iter().any(|entry| entry[0] == address) {
            continue;
        }
        let text = String::from_utf8_lossy(bytes);
        let start = text.find("\n---\n").filter(|_| text.starts_with("---")).map_or(0, |at| at + 5);
        for part in seen(&text, start).text.split('\n').filter(|block| !block.contains("{{")).flat_map(|block| parts(block, 7)) {
            sampled += 1;
            if !index.worded(&part).contains(&address.as_str()) {
                lost.push(part);
            }
        }
    }
    assert!(sampled > 800, "{sampled} parts");
    assert!(lost.len() * 200 <= sampled, "of {sampled} parts of words these are not found: {lost:?}");
}

#[test]
fn figures_that_words_quote_are_found() {
    let mut portal = Portal::new()
        .with("content/kjj/2024/report.yaml", crate::support::REPORT)
        .with("content/kjj/2024/report.md", "## 一、总体情况\n\n处罚{{ sanctions.penalties.decisions }}件，已{{ count() }}条。\n");
    portal.publish();
    assert_eq!(Index::of(&portal).worded("处罚15件"), ["kjj/2024/"]);
}

/// The most that a page with its first query may take, in bytes as they are.
const MOST_BYTES: usize = 150_000;

#[test]
fn a_query_costs_little() {
    let mut portal = Portal::example();
    portal.publish();
    let tree = portal.tree();
    let size = |path: &str| tree[path].len();
    let frame = ["search/index.html", "static/site.css", "static/search.js", "static/finder.js"].map(size).iter().sum::<usize>();
    let index: usize = tree.iter().filter(|(path, _)| path.starts_with("search/index/")).map(|(_, bytes)| bytes.len()).sum();
    assert!(frame + index <= MOST_BYTES, "{frame} bytes of the page, {index} of the whole index");
    assert!(size("static/search.js") <= 12_000 && size("static/finder.js") <= 12_000);
}

/// A portal of two agencies with so many items each.
fn large(items: usize) -> Portal {
    let portal = Portal::new().with("content/jyj/agency.yaml", "name: 示例市教育局\n");
    for number in 0..items {
        let (month, day) = (number / 28 % 12 + 1, number % 28 + 1);
        for agency in ["kjj", "jyj"] {
            let text = item(&format!("示例动态第{number}号"), &format!("2024-{month:02}-{day:02}"), &format!("{agency}的第{number}条正文，说明办理情况。"));
            portal.write(&format!("content/{agency}/2024/news/n{number:03}.md"), &text);
        }
    }
    portal
}

#[test]
fn without_script_all_titles_are_there() {
    let links = |html: &str| -> BTreeSet<String> {
        let selector = Selector::parse("main a[href]").expect("a selector");
        Html::parse_document(html).select(&selector).filter_map(|link| link.attr("href").map(str::to_owned)).collect()
    };
    for (items, is_split) in [(10, false), (260, true)] {
        let mut portal = large(items);
        portal.publish();
        let index = Index::of(&portal);
        let page = links(&portal.published("search/index.html"));
        let there: BTreeSet<String> = if is_split {
            assert!(page.contains("/search/titles/kjj.html"));
            ["kjj", "jyj"].iter().flat_map(|slug| links(&portal.published(&format!("search/titles/{slug}.html")))).collect()
        } else {
            page
        };
        assert!(index.entries.iter().all(|[address, ..]| there.contains(&format!("/{address}"))), "{items}");
        assert!(portal.published("search/index.html").contains("Ctrl+F"));
    }
}

#[test]
fn an_edit_makes_anew_what_tells_of_it() {
    let mut portal = large(260);
    portal.publish();
    let before = portal.tree();
    let changed = |portal: &Portal, before: &BTreeMap<String, Vec<u8>>| -> Vec<String> {
        portal.tree().into_iter().filter(|(path, bytes)| path.starts_with("search/") && before.get(path) != Some(bytes)).map(|(path, _)| path).collect()
    };
    // Some words of an item: the files of their pairs, of its block.
    portal.write("content/kjj/2024/news/n100.md", &item("示例动态第100号", "2024-04-17", "kjj的第100条正文，说明承办情况。"));
    let files = portal.publish().files;
    let words = changed(&portal, &before);
    assert!(!words.is_empty() && words.len() <= 8 && words.iter().all(|path| path.starts_with("search/index/words-0/")), "{words:?}");
    assert_eq!(files.rendered, 1 + 128, "its page, and what is made together: {files:?}");
    // Nothing: nothing.
    assert_eq!(portal.publish().files.rendered, 0);
    // A title: what is told of it, its agency's titles, the files of its pairs and characters.
    let before = portal.tree();
    portal.write("content/kjj/2024/news/n100.md", &item("示例通告第100号", "2024-04-17", "kjj的第100条正文，说明承办情况。"));
    portal.publish();
    let title = changed(&portal, &before);
    assert!(title.contains(&"search/titles/kjj.html".to_owned()) && !title.contains(&"search/titles/jyj.html".to_owned()), "{title:?}");
    assert!(title.iter().all(|path| !path.starts_with("search/index/words-") && path != "search/index.html"), "{title:?}");
    assert_eq!(title.iter().filter(|path| path.starts_with("search/index/results/")).count(), 1);
    // A new item stands behind the others, which keep their numbers.
    let before = portal.tree();
    portal.write("content/kjj/2024/news/new.md", &item("示例新事", "2025-01-02", "新的一条。"));
    portal.publish();
    let added = changed(&portal, &before);
    assert_eq!(added.iter().filter(|path| path.starts_with("search/index/results/")).count(), 1, "{added:?}");
    assert!(added.iter().filter(|path| path.starts_with("search/index/words-")).count() <= 6, "{added:?}");
    assert_eq!(portal.tree(), portal.fresh());
}
