//! Every link of a built portal leads where it should, without a browser: to a published file below the portal's base, to
//! a place that the page has; and every page and download is led to.

use crate::support::{self, Portal, files, repository};
use percent_encoding::percent_decode_str;
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Where the portals stand.
const ORIGIN: &str = "https://www.example.gov.cn";

/// What a reference is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// What a reader follows; it may leave the portal.
    Way,
    /// Where a reader's words are sent.
    Form,
    /// What a page is made of, or leads to by itself.
    Piece,
    /// The address of a page or file with scheme and host.
    Full,
    /// The page's own full address.
    Canonical,
    /// The `id` of an element of the same page.
    Id,
}

/// What a published file refers to.
#[derive(Default, Clone)]
struct File {
    references: Vec<(Kind, String)>,
    ids: BTreeSet<String>,
    is_page: bool,
    is_redirect: bool,
}

/// A published portal as its files say.
#[derive(Clone)]
struct Published {
    base: String,
    files: BTreeMap<String, File>,
}

impl Published {
    /// A portal built at a place on its host.
    fn build(mut portal: Portal, base: &str) -> Option<(Self, BTreeMap<String, Vec<u8>>)> {
        portal.base_url = Some(format!("{ORIGIN}{base}"));
        portal.build().published?;
        let tree = portal.tree();
        let files = tree.iter().map(|(path, bytes)| (path.clone(), File::read(path, &String::from_utf8_lossy(bytes)))).collect();
        Some((Self { base: base.to_owned(), files }, tree))
    }

    /// All that is wrong: a line each, `file: reference: what is wrong`.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut led_to: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (path, file) in &self.files {
            for (kind, reference) in &file.references {
                match self.target(path, *kind, reference) {
                    Err(why) => faults.push(format!("{path}: {reference}: {why}")),
                    // A page is one that readers can walk to.
                    Ok(Some(target)) if file.is_page && (matches!(kind, Kind::Way | Kind::Form) || !self.files[&target].is_page) => {
                        led_to.entry(path).or_default().insert(target);
                    }
                    Ok(_) => {}
                }
            }
            let canonical = file.references.iter().filter(|(kind, _)| *kind == Kind::Canonical).count();
            if file.is_page && canonical != 1 && path != "404.html" {
                faults.push(format!("{path}: has {canonical} canonical addresses"));
            }
        }
        let mut reached = BTreeSet::from(["index.html"]);
        let mut next = vec!["index.html"];
        while let Some(path) = next.pop() {
            next.extend(led_to.get(path).into_iter().flatten().map(String::as_str).filter(|target| reached.insert(target)));
        }
        let by_name = |path: &str| {
            path == "404.html"
                || path == "robots.txt"
                || path == "manifest.json"
                || path.starts_with("sitemap")
                || path.starts_with("static/")
                || path.starts_with("search/index/")
        };
        let lost = self.files.iter().filter(|(path, file)| !file.is_redirect && !by_name(path) && !reached.contains(path.as_str()));
        faults.extend(lost.map(|(path, _)| format!("{path}: nothing leads here")));
        faults
    }

    /// The file that a reference leads to; none where it leads elsewhere, as it may.
    fn target(&self, from: &str, kind: Kind, reference: &str) -> Result<Option<String>, &'static str> {
        let own = &self.files[from];
        if kind == Kind::Id {
            return if own.ids.contains(reference) { Ok(None) } else { Err("no element has this id") };
        }
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let is_full = path.split(['/', '?']).next().is_some_and(|first| first.contains(':'));
        let below_origin = path.strip_prefix(ORIGIN).filter(|rest| rest.starts_with('/'));
        let path = match below_origin {
            None if is_full || path.starts_with("//") => return if kind == Kind::Way && is_full { Ok(None) } else { Err("leaves the portal") },
            None if matches!(kind, Kind::Full | Kind::Canonical) => return Err("is no full address"),
            None => path,
            Some(rest) => rest,
        };
        let file = if path.is_empty() { from.to_owned() } else { self.file(from, path.split('?').next().unwrap_or_default())? };
        let Some(target) = self.files.get(&file) else { return Err("leads nowhere") };
        let fragment = percent_decode_str(fragment).decode_utf8().map_err(|_| "is not UTF-8")?;
        if !fragment.is_empty() && !target.ids.contains(&*fragment) {
            return Err("no such place on that page");
        }
        if kind == Kind::Canonical && file != from && !own.is_redirect {
            return Err("is the address of another page");
        }
        Ok(Some(file))
    }

    /// The file at a path of the host, or at one seen from a file.
    fn file(&self, from: &str, path: &str) -> Result<String, &'static str> {
        let folder = from.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
        if from == "404.html" && !path.starts_with('/') {
            return Err("is relative on a page that is shown anywhere");
        }
        let whole = if path.starts_with('/') { path.to_owned() } else { format!("{}{folder}{path}", self.base) };
        let mut parts: Vec<&str> = Vec::new();
        for part in whole.split('/').skip(1) {
            match part {
                ".." => drop(parts.pop().ok_or("leaves the base")?),
                "." => {}
                part => parts.push(part),
            }
        }
        if whole.ends_with("/..") {
            parts.push("");
        }
        let whole = format!("/{}", parts.join("/"));
        let below = whole.strip_prefix(&self.base).ok_or("leaves the base")?;
        let below = percent_decode_str(below).decode_utf8().map_err(|_| "is not UTF-8")?;
        Ok(if below.is_empty() || below.ends_with('/') { format!("{below}index.html") } else { below.into_owned() })
    }
}

impl File {
    fn read(path: &str, text: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_page = path.ends_with(".html") || text.starts_with("<!DOCTYPE html>");
        let references = match name {
            _ if is_page => return Self::page(text),
            "feed.xml" => [between(text, "<id>", "</id>"), between(text, "href=\"", "\"")].concat().into_iter().map(|url| (Kind::Full, url)).collect(),
            "robots.txt" => text.lines().filter_map(|line| line.strip_prefix("Sitemap: ")).map(|url| (Kind::Full, url.to_owned())).collect(),
            _ if path.starts_with("sitemap") => between(text, "<loc>", "</loc>").into_iter().map(|url| (Kind::Full, url)).collect(),
            _ if path.ends_with(".css") => between(text, "url(", ")").into_iter().map(|url| (Kind::Piece, url.replace(['"', '\''], ""))).collect(),
            _ => Vec::new(),
        };
        Self { references, ..Self::default() }
    }

    fn page(text: &str) -> Self {
        let page = Html::parse_document(text);
        let mut file = Self { is_page: true, ..Self::default() };
        // What the parent portal brings with its head and foot leads to the parent portal.
        let in_shell =
            |element: &ElementRef<'_>| element.ancestors().filter_map(ElementRef::wrap).any(|above| above.value().classes().any(|class| class == "shell"));
        for element in page.select(&Selector::parse("*").expect("a selector")).filter(|element| !in_shell(element)) {
            file.element(&element);
        }
        file
    }

    fn element(&mut self, element: &ElementRef<'_>) {
        let value = element.value();
        let refresh = value.attr("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("refresh"));
        for (name, text) in value.attrs() {
            let kind = match name {
                "id" => {
                    self.ids.insert(text.to_owned());
                    continue;
                }
                "aria-labelledby" | "aria-describedby" | "aria-details" | "aria-controls" | "aria-owns" | "headers" | "for" | "list" => {
                    self.references.extend(text.split_whitespace().map(|id| (Kind::Id, id.to_owned())));
                    continue;
                }
                "href" if matches!(value.name(), "a" | "area") => Kind::Way,
                "href" if value.attr("rel") == Some("canonical") => Kind::Canonical,
                "action" | "formaction" => Kind::Form,
                "href" | "xlink:href" | "src" | "poster" | "data" => Kind::Piece,
                "content" if refresh => {
                    self.is_redirect = true;
                    self.references.extend(text.split_once("url=").map(|(_, url)| (Kind::Piece, url.to_owned())));
                    continue;
                }
                _ => {
                    self.references.extend(between(text, "url(#", ")").into_iter().map(|id| (Kind::Id, id)));
                    continue;
                }
            };
            self.references.push((kind, text.to_owned()));
        }
    }
}

/// All that stands between two texts, without the escapes of XML.
fn between(text: &str, start: &str, end: &str) -> Vec<String> {
    text.split(start).skip(1).filter_map(|rest| Some(rest.split_once(end)?.0.replace("&amp;", "&"))).collect()
}

#[test]
fn every_link_of_the_example_leads_where_it_should() {
    for base in ["/", "/bmzt/"] {
        let (published, _) = Published::build(Portal::example(), base).expect("published");
        let links = published.files.values().map(|file| file.references.len()).sum::<usize>();
        assert!(published.files.len() > 80 && links > 3000, "{} files, {links} references", published.files.len());
        assert_eq!(published.faults(), Vec::<String>::new(), "at {base}");
    }
}

#[test]
fn every_link_of_the_test_portals_leads_where_it_should() {
    let mut checked = 0;
    for entry in fs::read_dir(repository().join("tests/sites")).expect("readable") {
        let source = entry.expect("readable").path();
        let portal = Portal::empty();
        // The portals' own themes show less than the built-in one.
        for (path, bytes) in files(&source).into_iter().filter(|(path, _)| !path.starts_with("expected/") && !path.starts_with("themes/")) {
            portal.write_bytes(&path, &bytes);
        }
        let Ok(settings) = fs::read_to_string(source.join("site.toml")) else { continue };
        let settings = settings.replace("[theme]\nname = \"plain\"\n", "");
        portal.write("site.toml", &settings);
        let Some((published, _)) = Published::build(portal, "/bmzt/") else { continue };
        checked += 1;
        assert_eq!(published.faults(), Vec::<String>::new(), "{}", source.display());
    }
    assert!(checked >= 2, "portals that build");
}

#[test]
fn every_planted_fault_is_found() {
    let (sound, tree) = Published::build(Portal::example(), "/bmzt/").expect("published");
    assert_eq!(sound.faults(), Vec::<String>::new());
    let planted = [
        ("index.html", "href=\"/bmzt/kjj/\"", "href=\"/bmzt/kij/\"", "leads nowhere"),
        ("index.html", "href=\"/bmzt/kjj/\"", "href=\"/bmzt/kjj\"", "leads nowhere"),
        ("index.html", "href=\"/bmzt/kjj/\"", "href=\"/kjj/\"", "leaves the base"),
        ("index.html", "href=\"/bmzt/kjj/\"", "href=\"../kjj/\"", "leaves the base"),
        ("index.html", "href=\"/bmzt/kjj/\"", "href=\"../../../kjj/\"", "leaves the base"),
        ("index.html", "href=\"/bmzt/kjj/\"", "href=\"//www.example.gov.cn/bmzt/kjj/\"", "leaves the portal"),
        ("kjj/index.html", "href=\"/bmzt/kjj/guide.html\"", "href=\"kjj/guide.html\"", "leads nowhere"),
        ("kjj/index.html", "href=\"/bmzt/kjj/#items\"", "href=\"/bmzt/kjj/#item\"", "no such place"),
        ("kjj/index.html", "href=\"/bmzt/static/site.css\"", "href=\"https://cdn.example.com/site.css\"", "leaves the portal"),
        ("kjj/index.html", "<main ", "<form action=\"/search\"></form><main ", "leaves the base"),
        ("kjj/index.html", "<main ", "<img src=\"https://cdn.example.com/x.png\" alt=\"\"><main ", "leaves the portal"),
        ("kjj/index.html", "cn/bmzt/kjj/\">", "cn/bmzt/kjj/guide.html\">", "another page"),
        ("kjj/index.html", "rel=\"canonical\" href=\"https://www.example.gov.cn", "rel=\"canonical\" href=\"", "no full address"),
        ("kjj/index.html", "<link rel=\"canonical\"", "<link rel=\"other\"", "has 0 canonical"),
        ("kjj/index.html", "aria-labelledby=\"items\"", "aria-labelledby=\"item\"", "no element has this id"),
        ("kjj/apply.html", "url(#flow-arrow)", "url(#arrow)", "no element has this id"),
        ("kjj/2024/index.html", "headers=\"", "headers=\"nothing ", "no element has this id"),
        ("kjj/guide.html", "href=\"#s-一信息的分类\"", "href=\"#s-信息的分类\"", "no such place"),
        ("404.html", "href=\"/bmzt/\"", "href=\"index.html\"", "shown anywhere"),
        ("404.html", "<head>", "<head><meta http-equiv=\"refresh\" content=\"0; url=/bmzt/home.html\">", "leads nowhere"),
        ("sitemap.xml", "/bmzt/kjj/guide.html</loc>", "/kjj/guide.html</loc>", "leaves the base"),
        ("feed.xml", "<id>https://www.example.gov.cn/bmzt/", "<id>https://www.example.com/bmzt/", "leaves the portal"),
        ("kjj/feed.xml", "<link href=\"https://www.example.gov.cn/bmzt/kjj/", "<link href=\"/bmzt/kjj/", "no full address"),
        ("robots.txt", "sitemap.xml", "map.xml", "leads nowhere"),
        ("static/site.css", "body {", "body { background: url(\"paper.png\");", "leads nowhere"),
        ("kjj/apply.html", "href=\"/bmzt/kjj/apply-form.txt\"", "href=\"/bmzt/kjj/\"", "kjj/apply-form.txt: nothing leads here"),
    ];
    for (path, from, to, expected) in planted {
        let text = String::from_utf8_lossy(&tree[path]);
        assert!(text.contains(from), "{path} has no {from}");
        let mut faulty = sound.clone();
        faulty.files.insert(path.to_owned(), File::read(path, &text.replace(from, to)));
        let faults = faulty.faults();
        assert!(faults.iter().any(|fault| fault.contains(expected)), "{path} with {to}: {faults:#?}");
    }
}

#[test]
fn links_that_are_let_pass_lead_where_they_should() {
    let portal = Portal::empty();
    for (path, bytes) in files(&repository().join("tests/sites/links-wrong")) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let right: String = text.split_inclusive('\n').filter(|line| !line.contains("<!-- #! ")).collect();
        portal.write(&path, &right);
    }
    portal.write("content/rsj/guide.md", "---\ntitle: 指南\n---\n");
    let (published, _) = Published::build(portal, "/bmzt/").expect("published");
    let links = published.files["kjj/2024/index.html"].references.iter().filter(|(kind, _)| *kind == Kind::Way).count();
    assert!(links > 20, "{links} links");
    assert_eq!(published.faults(), Vec::<String>::new());
}

#[test]
fn a_link_is_mended_by_what_comes_later() {
    let mut portal = Portal::new().with("content/kjj/guide.md", "见[动态](2024/news/a.md#s-经过)。\n");
    let codes = |portal: &mut Portal| portal.build().diagnostics.iter().map(|diagnostic| diagnostic.code.to_string()).collect::<Vec<_>>();
    assert_eq!(codes(&mut portal), ["link-broken"]);
    portal.write("content/kjj/2024/news/a.md", "---\ntitle: 示例动态\ndate: 2024-05-15\n---\n\n正文。\n");
    assert_eq!(codes(&mut portal), ["anchor-missing"]);
    portal.write("content/kjj/2024/news/a.md", "---\ntitle: 示例动态\ndate: 2024-05-15\n---\n\n## 经过\n");
    assert_eq!(codes(&mut portal), Vec::<String>::new());
}

#[test]
fn ids_that_a_theme_makes_are_taken_from_its_templates() {
    let site = format!("{}\n[theme]\nname = \"own\"\n", support::SITE);
    let template = "{% extends \"default/document.html\" %}{% block body %}<p id=\"own\">{{ body }}</p>{% endblock %}";
    let mut portal = Portal::new().with("site.toml", &site).with("themes/own/templates/document.html", template);
    let codes = |portal: &mut Portal| portal.build().diagnostics.iter().map(|diagnostic| diagnostic.code.to_string()).collect::<Vec<_>>();
    portal.write("content/kjj/guide.md", "[一](#own)[二](#main)[三](#article-12)\n");
    assert_eq!(codes(&mut portal), Vec::<String>::new());
    portal.write("content/kjj/guide.md", "[一](#other)\n");
    assert_eq!(codes(&mut portal), ["anchor-missing"]);
    // What is made of variables is not known before it is rendered.
    portal.write("themes/own/templates/document.html", &template.replace("\"own\"", "\"{{ agency.short }}\""));
    assert_eq!(codes(&mut portal), Vec::<String>::new());
}
