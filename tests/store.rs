//! What one process has read is not read again by the next: kept on disk, for files that are as they were.

use crate::support::{Portal, REPORT, SITE, files};
use lanmu::build::build;
use lanmu::load::{LoadOptions, Memo, load};
use std::collections::BTreeMap;
use std::fs;
use std::thread::sleep;
use std::time::Duration;

/// A file that was written so long ago counts as settled.
const SETTLED: Duration = Duration::from_millis(700);

/// The example, and a file of each kind that reading tells apart.
fn portal() -> Portal {
    let portal = Portal::example();
    portal.write("content/kjj/2024/news/private.md", "---\ntitle: 甲\ndate: 2024-05-01\n---\n手机 13812345678。\n");
    portal.write("content/kjj/2024/news/broken.md", "---\ntitle: [\n---\n");
    portal.write("content/kjj/2024/news/photo.png", "not a picture");
    portal.write("content/kjj/2023/report.yaml", &REPORT.replace("charges: 12.50", "charges: { value: 12.50, note: 含上年 }"));
    portal
}

fn loaded(portal: &Portal, mut memo: Memo) -> String {
    let options: LoadOptions = portal.options().load;
    format!("{:#?}", load(&options, &mut memo))
}

fn kept(portal: &Portal) -> BTreeMap<String, Vec<u8>> {
    files(&portal.root().join(".lanmu/reading"))
}

#[test]
fn what_comes_from_disk_is_what_would_be_read() {
    let portal = portal();
    sleep(SETTLED);
    let read = loaded(&portal, Memo::default());
    assert_eq!(loaded(&portal, Memo::default().on_disk()), read);
    assert!(kept(&portal).keys().any(|slug| slug == "suqian"));
    for memo in [Memo::default().on_disk(), Memo::default().from_disk(), Memo::remembering().on_disk(), Memo::of_last_good().from_disk()] {
        assert_eq!(loaded(&portal, memo), read);
    }
}

#[test]
fn files_that_have_changed_are_read() {
    let portal = portal();
    sleep(SETTLED);
    let before = loaded(&portal, Memo::default().on_disk());
    let report = portal.root().join("content/suqian/2024/report.yaml");
    fs::write(&report, fs::read_to_string(&report).expect("readable").replace("published: 2025", "published: 2026")).expect("written");
    let changed = loaded(&portal, Memo::default());
    assert_ne!(changed, before);
    assert_eq!(loaded(&portal, Memo::default().from_disk()), changed);
}

#[test]
fn what_is_not_whole_or_of_another_state_counts_as_nothing() {
    let portal = portal();
    sleep(SETTLED);
    let read = loaded(&portal, Memo::default().on_disk());
    let whole = kept(&portal);
    let folder = portal.root().join(".lanmu/reading");
    for (slug, bytes) in &whole {
        for end in [0, 15, 40, bytes.len() / 2, bytes.len() - 1] {
            fs::write(folder.join(slug), &bytes[..end.min(bytes.len())]).expect("written");
        }
        let mut flipped = bytes.clone();
        let at = flipped.len() / 2;
        flipped[at] ^= 1;
        fs::write(folder.join(slug), flipped).expect("written");
    }
    assert_eq!(loaded(&portal, Memo::default().on_disk()), read);
    assert_eq!(kept(&portal), whole, "it is made again");
    // Other settings, another reading.
    portal.write("site.toml", &format!("{}\n[privacy]\nallow = [\"13812345678\"]\n", fs::read_to_string(portal.root().join("site.toml")).expect("readable")));
    assert_eq!(loaded(&portal, Memo::default().on_disk()), loaded(&portal, Memo::default()));
    assert_ne!(kept(&portal), whole);
}

#[test]
fn agencies_that_are_gone_are_forgotten() {
    let portal = portal();
    sleep(SETTLED);
    loaded(&portal, Memo::default().on_disk());
    assert!(kept(&portal).contains_key("huaian"));
    fs::remove_dir_all(portal.root().join("content/huaian")).expect("removed");
    loaded(&portal, Memo::default().on_disk());
    assert!(!kept(&portal).contains_key("huaian"));
}

#[cfg(unix)]
#[test]
fn a_disk_that_refuses_stops_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let portal = Portal::new().with("content/kjj/2024/report.yaml", REPORT).with("site.toml", SITE);
    portal.write(".lanmu/reading", "a file where the folder belongs");
    let options = portal.options();
    assert!(build(&options, &mut Memo::default().on_disk()).expect("the machine says yes").published.is_some());
    fs::remove_file(portal.root().join(".lanmu/reading")).expect("removed");
    sleep(SETTLED);
    assert!(build(&options, &mut Memo::default().on_disk()).expect("the machine says yes").published.is_some());
    let folder = fs::metadata(portal.root().join(".lanmu/reading")).expect("made");
    assert_eq!(folder.permissions().mode() & 0o007, 0, "it holds drafts");
}
