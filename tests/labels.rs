//! What every page tells machines: the labels of government websites, where it stands, its data; and how little it weighs.
//! On the example portal, without a browser.

use crate::support::{Portal, SITE};
use flate2::Compression;
use flate2::write::GzEncoder;
use scraper::{Html, Selector};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// What a host may add nothing to: as in `base.html`.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";

/// On every page (《政府网站发展指引》附件，网页标签).
const OF_ALL: [&str; 7] = ["SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnType", "ColumnDescription", "ColumnKeywords"];

/// On every article.
const OF_ARTICLES: [&str; 7] = ["ArticleTitle", "PubDate", "ContentSource", "Keywords", "Author", "Description", "Url"];

struct Page {
    path: String,
    html: Html,
}

impl Page {
    fn all(&self, selector: &str) -> Vec<scraper::ElementRef<'_>> {
        self.html.select(&Selector::parse(selector).expect("a selector")).collect()
    }

    fn attr(&self, selector: &str, name: &str) -> Option<&str> {
        self.all(selector).first().and_then(|element| element.attr(name))
    }

    fn label(&self, name: &str) -> Option<&str> {
        self.attr(&format!("meta[name=\"{name}\"]"), "content")
    }

    /// Its blocks of linked data, by their types.
    fn linked(&self) -> BTreeMap<String, Value> {
        let blocks = self.all("script[type=\"application/ld+json\"]");
        let read = |text: String| serde_json::from_str::<Value>(&text).expect("JSON");
        blocks.iter().map(|block| read(block.inner_html())).map(|block| (block["@type"].as_str().expect("a type").to_owned(), block)).collect()
    }
}

/// The pages of a portal; old addresses that only lead on are none.
fn pages(portal: &Portal) -> Vec<Page> {
    let html = portal.tree().into_iter().filter(|(path, _)| path.ends_with("html"));
    let pages = html.map(|(path, bytes)| Page { path, html: Html::parse_document(&String::from_utf8(bytes).expect("UTF-8")) });
    pages.filter(|page| page.attr("meta[http-equiv=refresh]", "content").is_none()).collect()
}

fn example() -> Portal {
    let mut portal = Portal::example();
    portal.base_url = Some("https://www.example.gov.cn/bmzt/".to_owned());
    portal.publish();
    portal
}

#[test]
fn every_page_is_labelled() {
    let portal = example();
    let (mut titles, mut articles) = (BTreeSet::new(), 0);
    for page in pages(&portal) {
        let Page { path, .. } = &page;
        for name in OF_ALL {
            assert!(page.label(name).is_some_and(|value| !value.trim().is_empty()), "{path}: {name}");
        }
        assert!(page.label("description").is_some_and(|words| (4..=101).contains(&words.chars().count())), "{path}");
        let title = page.all("title")[0].text().collect::<String>();
        assert!(titles.insert(title.clone()), "{path}: {title} stands twice");
        assert_eq!((page.attr("html", "lang"), page.all("h1").len()), (Some("zh-CN"), 1), "{path}");
        let canonical = page.attr("link[rel=canonical]", "href");
        if path == "404.html" {
            assert_eq!((canonical, page.label("robots")), (None, Some("noindex")));
            continue;
        }
        let address = format!("https://www.example.gov.cn/bmzt/{}", path.trim_end_matches("index.html"));
        assert_eq!(canonical, Some(address.as_str()), "{path}");
        let property = |name: &str| page.attr(&format!("meta[property=\"og:{name}\"]"), "content");
        assert_eq!((property("url"), property("site_name")), (Some(address.as_str()), Some("示例市人民政府门户网站")), "{path}");
        let is_article = page.label("ArticleTitle").is_some();
        assert_eq!(property("type"), Some(if is_article { "article" } else { "website" }), "{path}");
        if is_article {
            articles += 1;
            for name in OF_ARTICLES {
                assert!(page.label(name).is_some_and(|value| !value.trim().is_empty()), "{path}: {name}");
            }
            assert_eq!(page.label("Url"), Some(address.as_str()), "{path}");
            let date = page.label("PubDate").expect("there");
            let shape: String = date.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
            assert_eq!(shape, "9999-99-99 99:99", "{path}: {date}");
        }
    }
    assert!(articles > 15 && titles.len() > 40, "{articles} articles, {} pages", titles.len());
}

#[test]
fn linked_data_says_what_the_page_says() {
    let portal = example();
    let tree = portal.tree();
    let (mut trails, mut distributions) = (0, 0);
    for page in pages(&portal) {
        let linked = page.linked();
        let steps: Vec<String> = page.all("nav.trail li").iter().map(|step| step.text().collect()).collect();
        let named =
            |block: &Value| block["itemListElement"].as_array().expect("a list").iter().map(|step| step["name"].as_str().expect("a name").to_owned()).collect();
        assert_eq!(linked.get("BreadcrumbList").map_or(Vec::new(), named), steps, "{}", page.path);
        trails += usize::from(!steps.is_empty());
        let Some(dataset) = linked.get("Dataset") else { continue };
        for file in dataset["distribution"].as_array().expect("a list") {
            let address = file["contentUrl"].as_str().and_then(|url| url.strip_prefix("https://www.example.gov.cn/bmzt/")).expect("an address");
            assert!(tree.contains_key(address), "{}: {address}", page.path);
            assert!(matches!(file["encodingFormat"].as_str(), Some(kind) if kind.contains('/') && !kind.ends_with("octet-stream")), "{file}");
            distributions += 1;
        }
    }
    assert!(trails > 40 && distributions > 40, "{trails} {distributions}");
    let report = pages(&portal).into_iter().find(|page| page.path == "suqian/2024/index.html").expect("there").linked();
    let dataset = &report["Dataset"];
    assert_eq!((dataset["temporalCoverage"].as_str(), dataset["creator"]["name"].as_str()), (Some("2024"), Some("宿迁市")));
    assert!(dataset["datePublished"].as_str().is_some_and(|date| date.starts_with("2025-")), "{dataset}");
}

#[test]
fn nothing_in_a_page_runs_but_the_files_of_the_theme() {
    let portal = example();
    for page in pages(&portal) {
        let policy = page.attr("meta[http-equiv=Content-Security-Policy]", "content");
        assert_eq!(policy, Some(POLICY), "{}", page.path);
        let bad = "[style], style, base, iframe, object, [onclick], [onload], [onerror], [onchange], [href^=\"javascript:\"]";
        assert!(page.all(bad).is_empty(), "{}", page.path);
        for script in page.all("script") {
            let is_data = script.attr("type") == Some("application/ld+json") && script.attr("src").is_none();
            let is_file = script.attr("src").is_some_and(|src| src.starts_with("/bmzt/static/")) && script.inner_html().is_empty();
            assert!(is_data || is_file, "{}: {}", page.path, script.html());
        }
        let asked = page.all("[src], link[rel=stylesheet], link[rel=icon]");
        for address in asked.iter().filter_map(|element| element.attr("src").or_else(|| element.attr("href"))) {
            assert!(address.starts_with("/bmzt/"), "{}: {address}", page.path);
        }
    }
}

fn packed(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("packed");
    encoder.finish().expect("packed").len()
}

/// The budgets of the theme, in packed bytes: a report 15 KB, a first view 40 KB in six requests, scripts 2 KB.
#[test]
fn pages_are_light() {
    let portal = example();
    let tree = portal.tree();
    for page in pages(&portal).into_iter().filter(|page| !page.path.starts_with("search/")) {
        let html = packed(&tree[&page.path]);
        if page.path.ends_with("/2024/index.html") || page.path.ends_with("/2023/index.html") {
            assert!(html <= 15 << 10, "{}: {html} bytes", page.path);
        }
        let asked = page.all("script[src], link[rel=stylesheet], link[rel=icon], main img");
        let files: Vec<&str> = asked.iter().filter_map(|element| element.attr("src").or_else(|| element.attr("href"))).collect();
        let size = |file: &&str| packed(&tree[file.trim_start_matches("/bmzt/")]);
        let scripts: usize = files.iter().filter(|file| file.ends_with(".js")).map(size).sum();
        let all: usize = files.iter().map(size).sum();
        assert!(scripts <= 2 << 10, "{}: {scripts} bytes of scripts", page.path);
        assert!(html + all <= 40 << 10 && files.len() < 6, "{}: {} bytes, {} requests", page.path, html + all, files.len() + 1);
    }
}

#[test]
fn the_foot_leads_where_the_settings_say() {
    let links = "error_report = \"https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=1&a=2\"\nemblem = \"https://bszs.conac.cn/sitename?id=1\"\nicp = \"示例ICP备案号\"\n\n[[category]]";
    let mut portal = Portal::new().with("site.toml", &SITE.replacen("[[category]]", links, 1));
    portal.publish();
    for page in pages(&portal) {
        let leads: BTreeSet<&str> = page.all("footer a[href^=\"https:\"]").iter().filter_map(|link| link.attr("href")).collect();
        let expected = ["https://beian.miit.gov.cn/", "https://bszs.conac.cn/sitename?id=1", "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=1&a=2"];
        assert_eq!(leads, BTreeSet::from(expected), "{}", page.path);
    }
    let missing = portal.published("404.html");
    assert!(missing.contains("告诉我们") && missing.contains("<a href=\"/kjj/\">示例市科学技术局</a>"), "{missing}");
    // A placeholder leads nowhere.
    portal.write("site.toml", &SITE.replacen("[[category]]", "error_report = \"示例网址\"\n\n[[category]]", 1));
    portal.publish();
    assert!(!portal.published("404.html").contains("找错"));
}
