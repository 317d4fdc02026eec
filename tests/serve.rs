//! The preview, over the network as a browser uses it: pages, live reload, what it refuses.

use crate::support::{self, Portal, REPORT};
use lanmu::diagnostic::{Lang, Level};
use lanmu::load::LoadOptions;
use lanmu::serve::{Preview, ServeOptions, listen};
use lanmu::watch::Means;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// A bound for waiting that only a broken program reaches.
const PATIENCE: Duration = Duration::from_secs(120);

struct Serving {
    address: SocketAddr,
    /// Hears what was found each time: the codes of errors.
    found: Receiver<Vec<String>>,
}

fn serve(portal: &Portal) -> Serving {
    let load = LoadOptions { drafts: true, ..portal.options().load };
    let options = ServeOptions { load, means: Means::Events, port: 0, lang: Lang::Zh, editor: "editor:{file}:{line}:{column}".to_owned() };
    let preview: Preview = listen(options).expect("a free port");
    let address = preview.address;
    let (told, found) = channel();
    thread::spawn(move || {
        preview.run(|shown| {
            let errors = shown.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error);
            told.send(errors.map(|diagnostic| diagnostic.code.to_string()).collect()).is_ok()
        })
    });
    Serving { address, found }
}

impl Serving {
    /// Waits until just these errors are found; an edit of several steps may be looked at several times.
    #[track_caller]
    fn finds(&self, errors: &[&str]) {
        let mut last = None;
        while last.as_ref().is_none_or(|last: &Vec<String>| last != errors) {
            let found = self.found.recv_timeout(PATIENCE);
            assert!(found.is_ok(), "found was {last:?}, not {errors:?}");
            last = found.ok();
        }
    }

    fn ask(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(self.address).expect("connected");
        stream.set_read_timeout(Some(PATIENCE)).expect("set");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("answered");
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.address.port()))
    }

    /// What the panel of a page holds.
    fn panel(&self, page: &str) -> serde_json::Value {
        let answer = self.get(&format!("/__lanmu/findings?page={page}"));
        serde_json::from_str(answer.split_once("\r\n\r\n").expect("a body").1).expect("JSON")
    }

    /// What a browser that has a page open is told, message by message.
    fn events(&self, page: &str) -> impl Iterator<Item = serde_json::Value> + use<> {
        let mut stream = TcpStream::connect(self.address).expect("connected");
        stream.set_read_timeout(Some(PATIENCE)).expect("set");
        write!(stream, "GET /__lanmu/events?page={page} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.address.port()).expect("sent");
        let lines = BufReader::new(stream).lines().map(|line| line.expect("a line"));
        lines.filter_map(|line| serde_json::from_str(line.strip_prefix("data: ")?).ok())
    }
}

/// Waits for a message that says something else of a page than before.
#[track_caller]
fn changed(events: &mut impl Iterator<Item = serde_json::Value>, before: &serde_json::Value) -> serde_json::Value {
    events.find(|event| event["print"] != before["print"]).expect("a change")
}

fn portal() -> Portal {
    Portal::new()
        .with("content/kjj/2024/report.yaml", REPORT)
        .with("content/kjj/2024/news/a.md", "---\ntitle: 示例草稿\ndate: 2024-01-02\ndraft: true\n---\n文\n")
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).expect("a status")
}

#[test]
fn pages_are_served_and_nothing_else() {
    let portal = portal();
    let serving = serve(&portal);
    // Answered as soon as the portal is loaded, whatever is found in it.
    let page = serving.get("/kjj/2024/");
    serving.finds(&[]);
    assert_eq!(status(&page), "200");
    assert!(page.contains("text/html; charset=utf-8") && page.contains("/__lanmu/live.js") && page.contains("表三"));
    assert_eq!(status(&serving.get("/kjj/2024")), "302");
    assert!(serving.get("/kjj/2024/data/requests.csv").contains("text/csv"));
    for page in [
        "/",
        "/kjj/",
        "/kjj/news/",
        "/kjj/reports/",
        "/kjj/feed.xml",
        "/years/",
        "/years/2024/",
        "/years/2024/granted-rate.html",
        "/data/",
        "/data/figures.csv",
        "/sitemap/",
        "/sitemap.xml",
        "/robots.txt",
        "/accessibility/",
        "/static/site.css",
        "/kjj/2024/data/report.xlsx",
    ] {
        assert_eq!(status(&serving.get(page)), "200", "{page}");
    }
    let missing = serving.get("/nothing/");
    assert!(status(&missing) == "404" && missing.contains("页面不存在"));
    for bad in ["/../site.toml", "/%2e%2e/site.toml", "//etc/passwd", "/kjj/agency.yaml", "/__lanmu/nothing", "/__lanmu/events", "/__lanmu/events?page=../x"] {
        assert_eq!(status(&serving.get(bad)), "404", "{bad}");
    }
    let port = serving.address.port();
    assert_eq!(status(&serving.ask(&format!("GET / HTTP/1.1\r\nHost: evil.example:{port}\r\nConnection: close\r\n\r\n"))), "403");
    assert_eq!(status(&serving.ask("GET / HTTP/1.0\r\n\r\n")), "403");
    assert_eq!(status(&serving.ask(&format!("POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))), "405");
    for header in ["Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site"] {
        for path in ["events?page=/", "findings?page=/"] {
            let elsewhere = format!("GET /__lanmu/{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{header}\r\nConnection: close\r\n\r\n");
            assert_eq!(status(&serving.ask(&elsewhere)), "403", "{header} {path}");
        }
    }
    let head = serving.ask(&format!("HEAD /kjj/ HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"));
    assert!(status(&head) == "200" && head.ends_with("\r\n\r\n"));
    // A preview writes nothing, and what it adds is added to answers alone.
    assert!(!portal.root().join("public").exists() && !portal.root().join(".lanmu").exists());
    assert!(!serving.get("/kjj/?__lanmu=plain").contains("/__lanmu/"));
    assert!(serving.address.ip().is_loopback());
}

#[test]
fn every_page_is_what_a_build_makes() {
    let mut portal = Portal::example();
    portal.drafts = true;
    portal.publish();
    let serving = serve(&portal);
    for (path, bytes) in portal.tree().into_iter().filter(|(path, _)| path != "manifest.json") {
        let encoded: String = path.bytes().map(|byte| if byte.is_ascii() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect();
        let mut stream = TcpStream::connect(serving.address).expect("connected");
        write!(stream, "GET /{encoded}?__lanmu=plain HTTP/1.0\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", serving.address.port()).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("answered");
        assert!(answer.ends_with(&bytes), "{path}");
    }
}

#[test]
fn a_change_is_told_to_who_sees_it() {
    let portal = portal();
    let serving = serve(&portal);
    serving.finds(&[]);
    let (mut of_report, mut of_other) = (serving.events("/kjj/2024/"), serving.events("/accessibility/"));
    let (report, other) = (of_report.next().expect("how things are"), of_other.next().expect("how things are"));
    portal.write("content/kjj/2024/report.yaml", &REPORT.replace("penalties: 15", "penalties: 4321"));
    changed(&mut of_report, &report);
    assert!(serving.get("/kjj/2024/").contains("4,321"));
    assert!(serving.get("/years/2024/").contains("/kjj/2024/"));
    serving.finds(&[]);
    // It hears of each change, and that its page is the same.
    assert_eq!(of_other.next().expect("a message")["print"], other["print"]);
    // A page that comes, and goes.
    let mut events = serving.events("/kjj/2024/news/b.html");
    let nothing = events.next().expect("how things are");
    portal.write("content/kjj/2024/news/b.md", "---\ntitle: 新的动态\ndate: 2024-02-01\n---\n文\n");
    let there = changed(&mut events, &nothing);
    assert!(serving.get("/kjj/2024/news/b.html").contains("新的动态"));
    std::fs::remove_file(portal.root().join("content/kjj/2024/news/b.md")).expect("removed");
    assert_eq!(changed(&mut events, &there)["print"], nothing["print"]);
    assert_eq!(status(&serving.get("/kjj/2024/news/b.html")), "404");
}

#[test]
fn a_wrong_figure_is_shown_with_what_is_wrong() {
    let portal = portal();
    let serving = serve(&portal);
    serving.finds(&[]);
    assert_eq!((&serving.panel("/kjj/2024/")["errors"], &serving.panel("/kjj/2024/")["here"][0]["level"]), (&0.into(), &serde_json::Value::Null));
    portal.write("content/kjj/2024/report.yaml", &REPORT.replace("[28, 5,", "[29, 5,"));
    serving.finds(&["requests-balance", "requests-row-total"]);
    let panel = serving.panel("/kjj/2024/");
    let finding = panel["here"].as_array().expect("a list").iter().find(|finding| finding["code"] == "requests-balance").expect("the finding");
    assert_eq!((&finding["file"], &finding["line"], &finding["column"]), (&"content/kjj/2024/report.yaml".into(), &11.into(), &16.into()));
    assert_eq!((&finding["table"], &finding["cell_column"]), (&"requests".into(), &"person".into()));
    assert!(finding["source"]["text"].as_str().expect("a line").contains("[29, 5,") && finding["path"].as_str().expect("a path").starts_with('/'));
    // Another page says that there is something elsewhere.
    assert_eq!((&serving.panel("/accessibility/")["elsewhere_count"], serving.panel("/accessibility/")["here"].as_array().map(Vec::len)), (&2.into(), Some(0)));
    assert!(serving.get("/kjj/2024/").contains(">29<"), "the figure is shown as it is written");
    portal.write("content/kjj/2024/report.yaml", REPORT);
    serving.finds(&[]);
    assert_eq!(serving.panel("/kjj/2024/")["errors"], 0);
}

#[test]
fn a_broken_file_never_costs_the_page() {
    let portal = portal();
    portal.write("content/kjj/2024/report.md", "## 一、总体情况\n\n平稳。\n");
    portal.write("content/kjj/2024/news/b.md", "---\ntitle: 一条动态\ndate: 2024-02-01\n---\n文\n");
    let serving = serve(&portal);
    serving.finds(&[]);
    for page in ["/kjj/2024/", "/kjj/2024/news/b.html", "/"] {
        assert_eq!(status(&serving.get(page)), "200");
    }
    portal.write("content/kjj/2024/report.yaml", &REPORT.replace("requests:", "requests: ["));
    serving.finds(&["bad-yaml"]);
    assert!(serving.get("/kjj/2024/").contains("表三") && serving.get("/years/2024/").contains("/kjj/2024/"));
    assert_eq!(serving.panel("/kjj/2024/")["here"][0]["code"], "bad-yaml");
    portal.write("content/kjj/2024/report.yaml", REPORT);
    serving.finds(&[]);

    portal.write("content/kjj/2024/news/b.md", "---\ntitle: [一条动态\ndate: 2024-02-01\n---\n文\n");
    serving.finds(&["bad-yaml"]);
    assert!(serving.get("/kjj/2024/news/b.html").contains("一条动态"));
    portal.write("content/kjj/2024/news/b.md", "---\ntitle: 另一条\ndate: 2024-02-01\n---\n文\n");
    serving.finds(&[]);
    assert!(serving.get("/kjj/2024/news/b.html").contains("另一条"));

    portal.write("themes/default/templates/report.html", "{% extends \"default/report.html\" %}{% block main %}{{ nothing.there }}{% endblock %}");
    serving.finds(&["bad-template"]);
    assert!(serving.get("/kjj/2024/").contains("表三"), "the page as it was");
    assert_eq!(serving.panel("/kjj/2024/")["here"][0]["code"], "bad-template");
    std::fs::remove_dir_all(portal.root().join("themes")).expect("removed");
    serving.finds(&[]);

    // A template that is right for one page and wrong for another.
    let mut events = serving.events("/kjj/2024/news/b.html");
    let before = events.next().expect("how things are");
    let broken = "{% extends \"default/item.html\" %}{% block content %}{% if heading == \"另一条\" %}{{ nothing.there }}{% endif %}{% endblock %}";
    portal.write("themes/default/templates/item.html", broken);
    changed(&mut events, &before);
    assert!(serving.get("/kjj/2024/news/b.html").contains("另一条"), "the page as it was");
    assert_eq!(serving.panel("/kjj/2024/news/b.html")["here"][0]["code"], "bad-template");
    assert_eq!(serving.panel("/")["errors"], 0);
    std::fs::remove_dir_all(portal.root().join("themes")).expect("removed");

    let site = support::SITE.replace("[site]", "[site");
    portal.write("site.toml", &site);
    serving.finds(&["bad-toml"]);
    assert!(serving.get("/kjj/2024/").contains("表三"));
    portal.write("site.toml", &support::SITE.replace("测试门户", "新名称"));
    serving.finds(&[]);
    assert!(serving.get("/").contains("新名称"));
}

#[test]
fn a_broken_form_costs_no_page_either() {
    let portal = support::site(&support::repository().join("tests/sites/own-form"));
    let serving = serve(&portal);
    serving.finds(&[]);
    let form = std::fs::read_to_string(portal.root().join("content/_forms/budget.toml")).expect("readable");
    portal.write("content/_forms/budget.toml", &form.replace("[[rule]]", "[[ruel]]"));
    serving.finds(&["unknown-key", "unknown-form", "unknown-form", "unknown-form", "unknown-form", "unknown-key"]);
    assert!(serving.get("/kjj/2024/three-public.html").contains("公务接待费"), "the page as it was");
    portal.write("content/_forms/budget.toml", &form.replace("公务接待费", "公务招待费"));
    serving.finds(&[]);
    assert!(serving.get("/kjj/2024/three-public.html").contains("公务招待费"));
}

#[test]
fn drafts_are_shown_as_such() {
    let portal = portal();
    let serving = serve(&portal);
    assert!(serving.get("/kjj/2024/news/a.html").contains("草稿"));
}

#[test]
fn a_portal_that_cannot_be_loaded_yet_says_why() {
    let portal = Portal::empty().with("site.toml", "[site]\n");
    let serving = serve(&portal);
    serving.finds(&["missing-site", "missing-key", "missing-key"]);
    let answer = serving.get("/");
    assert!(status(&answer) == "503" && answer.contains("missing-key"), "{answer}");
    portal.write("content/kjj/agency.yaml", "name: 示例市科学技术局\n");
    portal.write("site.toml", support::SITE);
    serving.finds(&[]);
    assert_eq!(status(&serving.get("/kjj/")), "200");
}

#[test]
fn it_is_served_where_it_will_stand() {
    let portal = portal();
    portal.write("site.toml", &support::SITE.replace("example.gov.cn/", "example.gov.cn/bmzt/"));
    let serving = serve(&portal);
    serving.finds(&[]);
    let root = serving.get("/");
    assert!(status(&root) == "302" && root.contains("/bmzt/"));
    assert_eq!(status(&serving.get("/bmzt/kjj/")), "200");
    assert_eq!(status(&serving.get("/kjj/")), "404");
    // The portal moves while it is served.
    portal.write("site.toml", &support::SITE.replace("example.gov.cn/", "example.gov.cn/zl/"));
    serving.finds(&[]);
    assert_eq!(status(&serving.get("/zl/kjj/")), "200");
    assert_eq!(status(&serving.get("/bmzt/kjj/")), "404");
}
