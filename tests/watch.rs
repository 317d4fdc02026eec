//! The watching build with the system's own events: after each edit the published folder equals a fresh build. How
//! editors save, folders that come and go, a theme and a head that appear are all noticed; reading is not.

use crate::support::{self, Portal, REPORT};
use lanmu::watch::{Means, watch};
use std::fs;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// A bound for waiting that only a broken program reaches.
const PATIENCE: Duration = Duration::from_secs(120);

/// Long enough for events of a build's own reading to arrive, if they were not filtered.
const QUIET: Duration = Duration::from_millis(400);

fn watching(portal: &Portal, means: Means) -> Receiver<bool> {
    let (built, builds) = channel();
    let options = portal.options();
    thread::spawn(move || watch(&options, means, |outcome| built.send(outcome.is_ok_and(|outcome| outcome.published.is_some())).is_ok()));
    builds
}

/// Waits until the published folder equals a fresh build; an edit of several steps may take several builds.
#[track_caller]
fn settles(portal: &Portal, builds: &Receiver<bool>) {
    let fresh = portal.fresh();
    loop {
        assert!(builds.recv_timeout(PATIENCE).expect("a build"), "an edit broke the portal");
        if portal.tree() == fresh {
            return;
        }
    }
}

#[test]
fn edits_reach_the_published_folder() {
    let portal = Portal::new().with("content/kjj/2024/report.yaml", REPORT);
    let builds = watching(&portal, Means::Events);
    settles(&portal, &builds);
    assert!(builds.recv_timeout(QUIET).is_err(), "reading must not wake");

    portal.write("content/kjj/2024/report.yaml", &REPORT.replace("penalties: 15", "penalties: 16"));
    settles(&portal, &builds);

    // As many editors save: a new file is moved over the old one.
    let report = portal.root().join("content/kjj/2024/report.yaml");
    fs::write(report.with_extension("yaml~"), REPORT.replace("penalties: 15", "penalties: 17")).expect("written");
    fs::rename(report.with_extension("yaml~"), &report).expect("renamed");
    settles(&portal, &builds);

    // A folder comes with all its files at once, and a new one is filled.
    fs::create_dir_all(portal.root().join("jyj/2024")).expect("created");
    portal.write("jyj/agency.yaml", "name: 示例市教育局\n");
    portal.write("jyj/2024/report.yaml", REPORT);
    fs::rename(portal.root().join("jyj"), portal.root().join("content/jyj")).expect("renamed");
    settles(&portal, &builds);
    portal.write("content/jyj/2023/report.yaml", REPORT);
    settles(&portal, &builds);
    fs::remove_dir_all(portal.root().join("content/jyj")).expect("removed");
    settles(&portal, &builds);

    // Settings, and a theme where there was none.
    portal.write("site.toml", &support::SITE.replace("测试门户", "新名称"));
    settles(&portal, &builds);
    portal.write("themes/default/static/site.css", "body { color: black }\n");
    settles(&portal, &builds);
    portal.write("themes/default/static/site.css", "body { color: navy }\n");
    settles(&portal, &builds);

    // The parent portal's head, where there was none, and again.
    portal.write("shell/head.html", "<p>示例市人民政府</p>\n");
    settles(&portal, &builds);
    portal.write("shell/head.html", "<p>示例省人民政府</p>\n");
    settles(&portal, &builds);
}

#[test]
fn edits_are_noticed_by_looking_too() {
    let portal = Portal::new().with("content/kjj/2024/report.yaml", REPORT);
    let builds = watching(&portal, Means::Polling);
    settles(&portal, &builds);
    portal.write("content/kjj/2024/report.yaml", &REPORT.replace("penalties: 15", "penalties: 16"));
    settles(&portal, &builds);
    portal.write("content/jyj/agency.yaml", "name: 示例市教育局\n");
    settles(&portal, &builds);
}
