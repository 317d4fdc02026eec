//! The preview, over the network as a browser uses it: pages, live reload, what it refuses.

mod support;

use lanmu::build::BuildOptions;
use lanmu::diagnostic::Lang;
use lanmu::serve::{Preview, ServeOptions, listen};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;
use support::{Portal, REPORT};

/// A bound for waiting that only a broken program reaches.
const PATIENCE: Duration = Duration::from_secs(30);

struct Serving {
    address: SocketAddr,
    /// Hears of every build: whether it published.
    builds: Receiver<bool>,
}

fn serve(portal: &Portal) -> Serving {
    let options = portal.options();
    let build = BuildOptions { out: portal.root().join(".lanmu/preview"), ..options };
    let preview: Preview = listen(ServeOptions { build, port: 0, lang: Lang::Zh }).expect("a free port");
    let address = preview.address;
    let (built, builds) = channel();
    thread::spawn(move || preview.run(|outcome| built.send(outcome.as_ref().is_ok_and(|outcome| outcome.published.is_some())).is_ok()));
    Serving { address, builds }
}

impl Serving {
    /// Waits for the next build; says whether it published.
    fn built(&self) -> bool {
        self.builds.recv_timeout(PATIENCE).expect("a build")
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

    /// What a listening browser is told, message by message.
    fn events(&self) -> impl Iterator<Item = serde_json::Value> + use<> {
        let mut stream = TcpStream::connect(self.address).expect("connected");
        stream.set_read_timeout(Some(PATIENCE)).expect("set");
        write!(stream, "GET /__lanmu/events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.address.port()).expect("sent");
        let lines = BufReader::new(stream).lines().map(|line| line.expect("a line"));
        lines.filter_map(|line| serde_json::from_str(line.strip_prefix("data: ")?).ok())
    }
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
    assert!(serving.built());
    let page = serving.get("/kjj/2024/");
    assert_eq!(status(&page), "200");
    assert!(page.contains("text/html; charset=utf-8") && page.contains("/__lanmu/live.js") && page.contains("表三"));
    assert_eq!(status(&serving.get("/kjj/2024")), "302");
    assert!(serving.get("/kjj/2024/data/requests.csv").contains("text/csv"));
    let missing = serving.get("/nothing/");
    assert!(status(&missing) == "404" && missing.contains("页面不存在"));
    assert_eq!(status(&serving.get("/../site.toml")), "404");
    assert_eq!(status(&serving.get("/%2e%2e/site.toml")), "404");
    let port = serving.address.port();
    assert_eq!(status(&serving.ask(&format!("GET / HTTP/1.1\r\nHost: evil.example:{port}\r\nConnection: close\r\n\r\n"))), "403");
    assert_eq!(status(&serving.ask("GET / HTTP/1.0\r\n\r\n")), "403");
    assert_eq!(status(&serving.ask(&format!("POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))), "405");
    let elsewhere = format!("GET /__lanmu/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://evil.example\r\nConnection: close\r\n\r\n");
    assert_eq!(status(&serving.ask(&elsewhere)), "403");
    let head = serving.ask(&format!("HEAD /kjj/ HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"));
    assert!(status(&head) == "200" && head.ends_with("\r\n\r\n"));
    // Pages on disk know nothing of the preview.
    let on_disk = std::fs::read_to_string(portal.root().join(".lanmu/preview/kjj/2024/index.html")).expect("built");
    assert!(!on_disk.contains("__lanmu"));
    assert!(serving.address.ip().is_loopback());
}

#[test]
fn a_change_is_told_and_shown() {
    let portal = portal();
    let serving = serve(&portal);
    assert!(serving.built());
    let mut events = serving.events();
    let before = events.next().expect("how things stand");
    assert_eq!(before["problems"], "");
    portal.write("content/kjj/2024/report.yaml", &REPORT.replace("penalties: 15", "penalties: 4321"));
    assert!(serving.built());
    let after = events.next().expect("a change");
    assert_ne!(before["generation"], after["generation"]);
    assert!(serving.get("/kjj/2024/").contains("4,321"));
}

#[test]
fn a_broken_file_is_told_while_the_last_good_page_stays() {
    let portal = portal();
    let serving = serve(&portal);
    assert!(serving.built());
    let mut events = serving.events();
    let before = events.next().expect("how things stand");
    portal.write("content/kjj/2024/report.yaml", &REPORT.replace("[28, 5,", "[29, 5,"));
    assert!(!serving.built());
    let broken = events.next().expect("a problem");
    assert_eq!(before["generation"], broken["generation"], "the pages are the same");
    let problems = broken["problems"].as_str().expect("a text");
    assert!(problems.contains("requests-balance") && problems.contains("content/kjj/2024/report.yaml:11:16") && problems.contains('^'), "{problems}");
    assert!(serving.get("/kjj/2024/").contains("表三"));
    portal.write("content/kjj/2024/report.yaml", REPORT);
    assert!(serving.built());
    assert_eq!(events.next().expect("mended")["problems"], "");
}

#[test]
fn drafts_are_shown_as_such() {
    let mut portal = portal();
    portal.drafts = true;
    let serving = serve(&portal);
    assert!(serving.built());
    assert!(serving.get("/kjj/2024/news/a.html").contains("草稿"));
}

#[test]
fn a_portal_that_cannot_be_built_yet_says_why() {
    let portal = Portal::empty().with("site.toml", "[site]\n");
    let serving = serve(&portal);
    assert!(!serving.built());
    let answer = serving.get("/");
    assert!(status(&answer) == "503" && answer.contains("missing-key"), "{answer}");
    portal.write("site.toml", support::SITE);
    portal.write("content/kjj/agency.yaml", "name: 示例市科学技术局\n");
    while !serving.built() {}
    assert_eq!(status(&serving.get("/kjj/")), "200");
}

#[test]
fn it_is_served_where_it_will_stand() {
    let portal = portal();
    portal.write("site.toml", &support::SITE.replace("example.gov.cn/", "example.gov.cn/bmzt/"));
    let serving = serve(&portal);
    assert!(serving.built());
    let root = serving.get("/");
    assert!(status(&root) == "302" && root.contains("/bmzt/"));
    assert_eq!(status(&serving.get("/bmzt/kjj/")), "200");
    assert_eq!(status(&serving.get("/kjj/")), "404");
    // The portal moves while it is served.
    portal.write("site.toml", &support::SITE.replace("example.gov.cn/", "example.gov.cn/zl/"));
    assert!(serving.built());
    assert_eq!(status(&serving.get("/zl/kjj/")), "200");
    assert_eq!(status(&serving.get("/bmzt/kjj/")), "404");
}
