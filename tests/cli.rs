//! The program as it is run: what it prints, its exit codes, and what it leaves on disk.

use crate::support::{Portal, REPORT};
use std::fs;
use std::process::{Command, Output};

fn lanmu(portal: &Portal, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lanmu"));
    command.args(arguments).arg("--root").arg(portal.root()).env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "C.UTF-8");
    command.output().expect("the program runs")
}

fn text(output: &Output) -> String {
    assert!(output.stdout.is_empty(), "messages belong on standard error");
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

#[test]
fn a_build_ends_with_a_summary() {
    let portal = Portal::new().with("content/kjj/2024/report.yaml", REPORT);
    let first = lanmu(&portal, &["build", "--lang", "zh"]);
    assert_eq!(first.status.code(), Some(0));
    let text_of_first = text(&first);
    assert!(text_of_first.contains("已生成：1 个机关，1 份年报，0 条信息；写入 "), "{text_of_first}");
    let count = portal.tree().len() - 1;
    let second = text(&lanmu(&portal, &["build", "--lang", "en"]));
    assert!(second.starts_with(&format!("built: agencies 1, reports 1, items 0; files: 0 written, {count} unchanged, 0 removed; warnings: 0; ")), "{second}");
}

#[test]
fn exit_codes_tell_content_from_machine() {
    let portal = Portal::new().with("content/kjj/2024/report.yaml", &REPORT.replace("[28, 5,", "[29, 5,"));
    let refused = lanmu(&portal, &["build", "--lang", "zh"]);
    assert_eq!(refused.status.code(), Some(1));
    let told = text(&refused);
    assert!(
        told.contains(
            "error[requests-balance]: 表三“自然人”列不平衡：一＋二＝29＋2＝31，三（七）＋四＝27＋3＝30，相差 1\n  --> content/kjj/2024/report.yaml:11:16\n"
        ),
        "{told}"
    );
    assert!(told.contains("= 提示: 第一项加第二项之和，等于第三项加第四项之和"), "{told}");
    assert!(told.contains("没有发布，网站保持原样"), "{told}");
    assert!(!portal.out.exists());

    assert_eq!(lanmu(&portal, &["build", "--date", "2024-02-30"]).status.code(), Some(2));
    assert_eq!(lanmu(&portal, &["build", "--base-url", "www.example.gov.cn"]).status.code(), Some(2));
    assert_eq!(lanmu(&portal, &["build", "--what"]).status.code(), Some(2));
    let blocked = portal.root().join("file");
    fs::write(&blocked, "x").expect("written");
    portal.write("content/kjj/2024/report.yaml", REPORT);
    let inside_a_file = blocked.join("out");
    assert_eq!(lanmu(&portal, &["build", "--out", inside_a_file.to_str().expect("UTF-8")]).status.code(), Some(2));
}

#[test]
fn the_portal_is_not_built_over_itself() {
    let portal = Portal::new();
    for folder in ["", "content", "content/kjj", "themes/own", "shell"] {
        let out = portal.root().join(folder);
        let refused = lanmu(&portal, &["build", "--out", out.to_str().expect("UTF-8")]);
        assert_eq!(refused.status.code(), Some(2), "{folder}");
        assert!(text(&refused).contains("--out"));
    }
    assert!(!portal.root().join("index.html").exists());
    let around = portal.root().join("nowhere/../content");
    assert_eq!(lanmu(&portal, &["build", "--out", around.to_str().expect("UTF-8")]).status.code(), Some(2));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(portal.root().join("content"), portal.root().join("link")).expect("linked");
        let link = portal.root().join("link/sub");
        assert_eq!(lanmu(&portal, &["build", "--out", link.to_str().expect("UTF-8")]).status.code(), Some(2));
    }
    assert!(!portal.root().join("content/index.html").exists());
}

#[test]
fn options_reach_the_build() {
    let portal = Portal::new().with("content/kjj/2024/news/a.md", "---\ntitle: 示例草稿\ndate: 2024-01-02\ndraft: true\nexpires: 2024-06-01\n---\n文\n");
    let out = portal.root().join("elsewhere");
    let arguments = ["build", "--out", out.to_str().expect("UTF-8"), "--drafts", "--base-url", "https://www.example.gov.cn/bmzt/", "--date", "2024-06-01"];
    assert_eq!(lanmu(&portal, &arguments).status.code(), Some(0));
    let page = fs::read_to_string(out.join("kjj/2024/news/a.html")).expect("built");
    assert!(page.contains("失效") && page.contains("草稿") && page.contains("https://www.example.gov.cn/bmzt/kjj/2024/news/a.html"));
    assert!(!portal.out.exists());
    assert!(fs::read_to_string(out.join("sitemap.xml")).expect("built").contains("<loc>https://www.example.gov.cn/bmzt/kjj/</loc>"));
    let feed = fs::read_to_string(out.join("kjj/feed.xml")).expect("built");
    assert!(
        feed.contains("<id>https://www.example.gov.cn/bmzt/kjj/2024/news/a.html</id>") && feed.contains("<updated>2024-01-02T00:00:00+08:00</updated>"),
        "{feed}"
    );
    assert!(page.contains("href=\"/bmzt/kjj/feed.xml\""));
    assert!(fs::read_to_string(out.join("robots.txt")).expect("built").contains("Sitemap: https://www.example.gov.cn/bmzt/sitemap.xml"));
}

#[test]
fn messages_follow_the_locale() {
    let portal = Portal::empty();
    let run = |name: &str, value: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lanmu"));
        command.args(["build", "--root"]).arg(portal.root());
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            command.env_remove(name);
        }
        text(&command.env(name, value).output().expect("the program runs"))
    };
    assert!(run("LANG", "zh_CN.UTF-8").contains("没有 site.toml"));
    assert!(run("LC_ALL", "zh_CN.UTF-8").contains("没有 site.toml"));
    assert!(run("LANG", "en_US.UTF-8").contains("there is no `site.toml`"));
}
