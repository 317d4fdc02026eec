//! The published folder is the old site or the new one, whole: killed at random moments, on a full disk, with other builds
//! at work, with files of others in it, and where folders cannot be exchanged.

use crate::support::{self, DAY, Portal, REPORT, files};
use lanmu::build::build;
use lanmu::load::Memo;
use lanmu::output::{Failure, InPlace, Output};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// An agency with its report and as many items.
fn portal(items: usize) -> Portal {
    let portal = Portal::new().with("content/kjj/2024/report.yaml", REPORT);
    for number in 1..=items {
        portal.write(&format!("content/kjj/2024/news/n{number:03}.md"), &item(&format!("示例动态{number}")));
    }
    portal
}

fn item(title: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2024-03-01\n---\n正文。\n")
}

fn settings(title: &str) -> String {
    support::SITE.replace("测试门户", title)
}

/// The program, building a portal.
fn lanmu(root: &Path, out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lanmu"));
    command.args(["build", "--lang", "en", "--date", DAY, "--root"]).arg(root).arg("--out").arg(out).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// Runs the program; its exit code and what it told.
fn run(root: &Path, out: &Path) -> (Option<i32>, String) {
    let output = lanmu(root, out).output().expect("the program runs");
    (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
}

/// Numbers that look random and are the same each time.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

/// What stands beside the published folder, but for the lock.
fn beside(out: &Path) -> Vec<String> {
    let entries = fs::read_dir(out.with_file_name(".lanmu")).expect("readable");
    let mut names: Vec<String> = entries.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned()).collect();
    // What was told, read and seen is kept only where the files had settled.
    names.retain(|name| !name.ends_with(".lock") && !name.ends_with(".told") && name != "reading");
    names.retain(|name| !name.ends_with(".ground") && !name.ends_with(".folders") && !["checked", "planned", "listed"].contains(&name.as_str()));
    names.sort();
    names
}

/// Two contents that differ in every page, and what each of them is published as.
fn two_sites() -> (Portal, [BTreeMap<String, Vec<u8>>; 2]) {
    let portal = portal(60);
    let sites = ["甲门户", "乙门户"].map(|title| {
        portal.write("site.toml", &settings(title));
        // In one of them there is a page that is not in the other.
        portal.write(&format!("content/kjj/2024/news/{}.md", if title == "甲门户" { "a" } else { "b" }), &item("只有一边有"));
        let site = portal.fresh();
        fs::remove_file(portal.root().join(format!("content/kjj/2024/news/{}.md", if title == "甲门户" { "a" } else { "b" }))).expect("removed");
        site
    });
    (portal, sites)
}

fn turn(portal: &Portal, to: usize) {
    portal.write("site.toml", &settings(["甲门户", "乙门户"][to]));
    let item_of = |at: usize| format!("content/kjj/2024/news/{}.md", ["a", "b"][at]);
    portal.write(&item_of(to), &item("只有一边有"));
    // It is not there the first time.
    let _ = fs::remove_file(portal.root().join(item_of(1 - to)));
}

/// Begins a build and kills it.
fn kill_after(root: &Path, out: &Path, delay: Duration) {
    let mut child = lanmu(root, out).stderr(Stdio::null()).spawn().expect("the program runs");
    thread::sleep(delay);
    // It may have ended already.
    let _ = child.kill();
    child.wait().expect("ended");
}

#[test]
fn killed_at_any_moment_the_site_is_the_old_one_or_the_new_one() {
    let (portal, sites) = two_sites();
    let (root, out) = (portal.root(), portal.out.as_path());
    turn(&portal, 0);
    assert_eq!(run(root, out).0, Some(0));
    fs::create_dir_all(out.join("own/empty")).expect("created");
    fs::write(out.join("own/mine.txt"), "mine").expect("written");
    turn(&portal, 1);
    let begun = Instant::now();
    assert_eq!(run(root, out).0, Some(0));
    let mut exchange = begun.elapsed();
    let [old, new] = sites.map(|mut site| {
        site.insert("own/mine.txt".to_owned(), b"mine".to_vec());
        site
    });
    let (mut state, mut found) = (20_250_630, [0, 0]);
    for round in 0..100 {
        let to = usize::from(found[0] + found[1] > 0 && portal.tree() == old);
        turn(&portal, to);
        // Every other one about the moment at which the folders are exchanged, which is felt out.
        let is_late = round % 2 == 0;
        let part = if is_late { 850 + random(&mut state) % 300 } else { random(&mut state) % 1100 };
        kill_after(root, out, exchange.mul_f64(part as f64 / 1000.0));
        let tree = portal.tree();
        let which = [&old, &new].iter().position(|site| **site == tree);
        let Some(which) = which else { panic!("round {round}, killed after {part} thousandths: neither the old site nor the new one") };
        assert!(out.join("own/empty").is_dir());
        found[usize::from(which == to)] += 1;
        if is_late {
            exchange = exchange.mul_f64(if which == to { 0.93 } else { 1.08 });
        }
        if round % 10 == 9 {
            assert_eq!(run(root, out).0, Some(0), "the lock of a dead process is taken over");
            assert_eq!(portal.tree(), [&old, &new][to].clone(), "the next build completes what was cut short");
            let left = beside(out);
            assert!(left.iter().all(|name| ["public.record", "public.spare"].contains(&name.as_str())), "{left:?}");
        }
    }
    assert!(found[0] > 10 && found[1] > 10, "some builds had published, some had not: {found:?}");
}

#[test]
fn where_folders_cannot_be_exchanged_that_is_said_and_every_file_is_whole() {
    let (portal, sites) = two_sites();
    // Nothing can be written beside this folder: a file stands where the program's own folder belongs.
    let out = portal.root().join("served/site");
    fs::create_dir_all(&out).expect("created");
    fs::write(out.with_file_name(".lanmu"), "x").expect("written");
    turn(&portal, 0);
    let begun = Instant::now();
    let (code, told) = run(portal.root(), &out);
    let whole = begun.elapsed();
    assert_eq!(code, Some(0), "{told}");
    assert!(
        told.starts_with("NOTE: the published folder could not be exchanged as a whole (nothing may be written beside it), files were replaced one by one"),
        "{told}"
    );
    assert_eq!(files(&out), sites[0]);
    let (_, told) = run(portal.root(), &out);
    assert!(told.starts_with("built: ") && told.contains(" 0 written"), "nothing to say where nothing is replaced: {told}");
    let mut state = 1;
    for round in 1..=20 {
        turn(&portal, round % 2);
        kill_after(portal.root(), &out, whole.mul_f64(0.5 + (random(&mut state) % 600) as f64 / 1000.0));
        for (path, bytes) in files(&out) {
            let stage = path.starts_with(".lanmu-stage/");
            assert!(stage || sites.iter().any(|site| site.get(&path) == Some(&bytes)), "{path} is of neither site");
        }
        if round % 5 == 0 {
            assert_eq!(run(portal.root(), &out).0, Some(0));
            assert_eq!(files(&out), sites[round % 2], "the next build completes what was cut short");
        }
    }
}

#[test]
fn one_build_at_a_time_wherever_it_comes_from() {
    let (portal, other) = (portal(1), portal(2));
    let held = Output::open(portal.root(), &portal.out).expect("free");
    for root in [portal.root(), other.root()] {
        let (code, told) = run(root, &portal.out);
        assert_eq!(code, Some(2));
        assert!(told.contains("another build is writing to ") && told.contains("另一个生成正在写入此文件夹"), "{told}");
    }
    drop(held);
    assert_eq!(run(portal.root(), &portal.out).0, Some(0));
    // The folder itself is locked too, for those who may not write beside it.
    let held = fs::File::open(&portal.out).expect("a folder");
    held.try_lock().expect("free");
    assert_eq!(run(portal.root(), &portal.out).0, Some(2));
    drop(held);
    // Another portal knows what the first has published.
    assert_eq!(run(other.root(), &portal.out).0, Some(0));
    assert_eq!(portal.tree(), other.fresh());
    assert_eq!(run(portal.root(), &portal.out).0, Some(0));
    assert_eq!(portal.tree(), portal.fresh());
}

#[cfg(unix)]
mod links {
    use super::*;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    /// The number of each file, by path; folders too.
    fn numbers(tree: &Path) -> BTreeMap<PathBuf, (u64, i64, i64)> {
        let entries = walkdir::WalkDir::new(tree).into_iter().map(|entry| entry.expect("readable").into_path());
        let number = |path: PathBuf| {
            let metadata = fs::symlink_metadata(&path).expect("there");
            (path.strip_prefix(tree).expect("below").to_owned(), (metadata.ino(), metadata.mtime(), metadata.mtime_nsec()))
        };
        entries.map(number).collect()
    }

    #[test]
    fn only_what_differs_is_written() {
        let mut portal = portal(30);
        portal.publish();
        assert_eq!(beside(&portal.out), ["public.record"], "a first build makes no second tree");
        let everything = numbers(portal.root());
        portal.publish();
        assert!(numbers(portal.root()) == everything, "nothing changed, nothing is written, not even the record");

        let spare = portal.root().join(".lanmu/public.spare");
        let mut trees = vec![numbers(&portal.out)[Path::new("")].0];
        for round in 0..3 {
            let before = numbers(&portal.out);
            portal.write("content/kjj/2024/news/n007.md", &format!("{}新增{round}\n", item("示例动态7")));
            assert_eq!(portal.publish().files.in_place, None);
            let after = numbers(&portal.out);
            let changed: Vec<_> = after
                .iter()
                .filter(|(path, number)| before[*path].0 != number.0)
                .map(|(path, _)| portal.out.join(path))
                // Which files of the index of the search differ is told in its own tests.
                .filter(|path| path.is_file() && !path.starts_with(portal.out.join("search/index")))
                .collect();
            assert_eq!(changed, [portal.out.join("kjj/2024/news/n007.html"), portal.out.join("manifest.json")]);
            let is_file = |(path, number): (&PathBuf, &(u64, i64, i64))| portal.out.join(path).is_file().then(|| (path.clone(), *number));
            assert_eq!(
                numbers(&spare).iter().filter_map(is_file).collect::<Vec<_>>(),
                after.iter().filter_map(is_file).collect::<Vec<_>>(),
                "the second tree has the same files"
            );
            trees.push(after[Path::new("")].0);
        }
        assert!(trees[0] == trees[2] && trees[1] == trees[3] && trees[0] != trees[1], "two folders change places: {trees:?}");
        assert_eq!(portal.tree(), portal.fresh());
    }

    #[test]
    fn files_of_others_stay_with_all_they_are() {
        let mut portal = portal(5);
        portal.publish();
        let own = portal.out.join("kjj/2024/own/deep");
        fs::create_dir_all(&own).expect("created");
        fs::create_dir_all(portal.out.join("empty/folder")).expect("created");
        fs::write(own.join("mine.txt"), "mine").expect("written");
        fs::set_permissions(own.join("mine.txt"), fs::Permissions::from_mode(0o640)).expect("set");
        fs::set_permissions(&own, fs::Permissions::from_mode(0o711)).expect("set");
        fs::set_permissions(&portal.out, fs::Permissions::from_mode(0o750)).expect("set");
        symlink("kjj/nowhere", portal.out.join("link")).expect("linked");
        let number = fs::metadata(own.join("mine.txt")).expect("there").ino();
        for round in 0..4 {
            portal.write("content/kjj/2024/news/n001.md", &item(&format!("改过{round}")));
            portal.publish();
            let metadata = fs::metadata(own.join("mine.txt")).expect("there");
            assert_eq!((metadata.ino(), metadata.mode() & 0o777), (number, 0o640));
            assert_eq!(fs::metadata(&own).expect("there").mode() & 0o777, 0o711);
            assert_eq!(fs::metadata(&portal.out).expect("there").mode() & 0o777, 0o750);
            assert_eq!(fs::read_link(portal.out.join("link")).expect("a link"), Path::new("kjj/nowhere"));
            assert!(portal.out.join("empty/folder").is_dir());
        }
        // What goes, goes: from both trees.
        fs::remove_dir_all(portal.out.join("empty")).expect("removed");
        fs::remove_file(own.join("mine.txt")).expect("removed");
        for round in 0..2 {
            portal.write("content/kjj/2024/news/n001.md", &item(&format!("又改{round}")));
            portal.publish();
            assert!(!portal.out.join("empty").exists() && !own.join("mine.txt").exists());
        }
    }

    #[test]
    fn what_is_put_into_the_second_tree_comes_back() {
        let mut portal = portal(5);
        let spare = portal.root().join(".lanmu/public.spare");
        let edit = |portal: &mut Portal| {
            let text = fs::read_to_string(portal.root().join("content/kjj/2024/news/n001.md")).expect("readable");
            portal.write("content/kjj/2024/news/n001.md", &format!("{text}新增\n\n"));
            portal.publish().files
        };
        portal.publish();
        edit(&mut portal);
        // Someone's shell stood in the published folder when it was exchanged.
        fs::create_dir_all(spare.join("new")).expect("created");
        for path in ["new/stray.txt", "kjj/stray.txt"] {
            fs::write(spare.join(path), "mine").expect("written");
        }
        edit(&mut portal);
        assert_eq!((portal.published("new/stray.txt"), portal.published("kjj/stray.txt")), ("mine".to_owned(), "mine".to_owned()));
        // The tree is damaged, then removed, then all that is beside the folder, with a stray file in it.
        fs::remove_dir_all(spare.join("kjj/2024/news")).expect("removed");
        edit(&mut portal);
        fs::remove_dir_all(&spare).expect("removed");
        edit(&mut portal);
        fs::write(spare.join("late.txt"), "mine").expect("written");
        fs::remove_file(portal.root().join(".lanmu/public.record")).expect("removed");
        edit(&mut portal);
        assert_eq!(portal.published("late.txt"), "mine");
        // Where something else stands in its place, it is set aside.
        fs::write(spare.join("late.txt"), "other, and older").expect("written");
        let old = std::time::SystemTime::now() - Duration::from_secs(3600);
        fs::File::options().append(true).open(spare.join("late.txt")).expect("open").set_modified(old).expect("set");
        assert_eq!(edit(&mut portal).kept, 1);
        assert_eq!(portal.published("late.txt"), "mine");
        assert_eq!(fs::read_to_string(portal.root().join(".lanmu/public.kept/late.txt")).expect("kept"), "other, and older");
        for path in ["new/stray.txt", "kjj/stray.txt", "late.txt"] {
            fs::remove_file(portal.out.join(path)).expect("removed");
        }
        edit(&mut portal);
        assert_eq!(portal.tree(), portal.fresh());
    }

    #[test]
    fn a_page_changed_by_hand_is_put_right_in_both_trees() {
        let mut portal = portal(5);
        portal.publish();
        for round in 0..3 {
            // In place: the same file stands in both trees.
            let page = portal.out.join("kjj/2024/news/n002.html");
            fs::write(&page, "changed by hand").expect("written");
            portal.write("content/kjj/2024/news/n001.md", &item(&format!("改过{round}")));
            portal.publish();
            assert_eq!(portal.tree(), portal.fresh());
            // Another file with the same bytes: nothing to publish.
            fs::copy(&page, portal.root().join("copy")).expect("copied");
            fs::rename(portal.root().join("copy"), &page).expect("renamed");
            assert_eq!(portal.publish().files.written, 0);
            let rendered = portal.publish().files.rendered;
            assert_eq!(rendered, 0, "and then it is on record");
        }
    }

    #[test]
    fn a_link_to_the_folder_stays_a_link() {
        let mut portal = portal(3);
        fs::create_dir_all(portal.root().join("disk/real")).expect("created");
        symlink("disk/real", portal.root().join("public")).expect("linked");
        for round in 0..3 {
            portal.write("content/kjj/2024/news/n001.md", &item(&format!("改过{round}")));
            assert_eq!(portal.publish().files.in_place, None);
            assert_eq!(files(&portal.root().join("disk/real")), portal.fresh());
            assert!(portal.root().join("public").is_symlink());
        }
        assert_eq!(fs::read_dir(portal.root().join("disk")).expect("readable").count(), 2, "the folder, and what is beside it");
    }

    #[test]
    fn readers_find_every_file_all_the_time() {
        let mut portal = portal(10);
        portal.publish();
        let (page, stop) = (portal.out.join("kjj/2024/news/n001.html"), std::sync::atomic::AtomicBool::new(false));
        let reads = thread::scope(|scope| {
            let reader = scope.spawn(|| {
                let mut reads = 0;
                while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                    let text = fs::read_to_string(&page).expect("the page is there");
                    assert!(text.trim_end().ends_with("</html>"), "and whole");
                    reads += 1;
                }
                reads
            });
            for round in 0..20 {
                portal.write("content/kjj/2024/news/n001.md", &item(&format!("改过{round}")));
                portal.publish();
            }
            stop.store(true, std::sync::atomic::Ordering::Relaxed);
            reader.join().expect("read")
        });
        assert!(reads > 100, "{reads}");
    }
}

/// A small disk in memory, where one may be mounted.
struct Disk(PathBuf);

impl Disk {
    fn mount(folder: &Path, arguments: &[&str]) -> Option<Self> {
        fs::create_dir_all(folder).expect("created");
        let mounted =
            cfg!(target_os = "linux") && Command::new("mount").args(arguments).arg(folder).stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        mounted.then(|| Self(folder.to_owned()))
    }

    fn of_size(folder: &Path, size: &str) -> Option<Self> {
        Self::mount(folder, &["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn on_a_full_disk_the_old_site_stays_and_the_next_build_succeeds() {
    let (portal, sites) = two_sites();
    let Some(disk) = Disk::of_size(&portal.root().join("disk"), "8m") else { return println!("not tested here: nothing may be mounted") };
    let out = disk.0.join("site");
    turn(&portal, 0);
    for to in [0, 1, 0] {
        turn(&portal, to);
        assert_eq!(run(portal.root(), &out).0, Some(0));
    }
    let before = beside(&out);
    // First to the last byte, then with room for some of the files.
    for room in [0, 200_000] {
        let filler = disk.0.join("filler");
        let mut size = 8 << 20;
        while fs::write(&filler, vec![b'x'; size]).is_err() {
            size -= 4096;
        }
        fs::write(&filler, vec![b'x'; size - room]).expect("written");
        turn(&portal, 1);
        let (code, told) = run(portal.root(), &out);
        assert_eq!(code, Some(2), "{told}");
        assert!(told.contains("the disk is full, nothing was published, the site is as it was") && told.contains("磁盘已满"), "{told}");
        assert_eq!(files(&out), sites[0]);
        assert!(beside(&out).iter().all(|name| before.contains(name)), "nothing is left behind: {:?}", beside(&out));
        fs::remove_file(&filler).expect("removed");
        assert_eq!(run(portal.root(), &out).0, Some(0));
        assert_eq!(files(&out), sites[1]);
        turn(&portal, 0);
        assert_eq!(run(portal.root(), &out).0, Some(0));
    }
}

#[test]
fn a_mount_point_is_written_to_file_by_file() {
    let mut portal = portal(5);
    let Some(disk) = Disk::of_size(&portal.out, "16m") else { return println!("not tested here: nothing may be mounted") };
    for round in 0..2 {
        portal.write("content/kjj/2024/news/n001.md", &item(&format!("改过{round}")));
        assert_eq!(portal.publish().files.in_place, Some(InPlace::Mount));
        assert_eq!(portal.tree(), portal.fresh());
    }
    drop(disk);
    // A folder of the same disk, mounted on a folder of ours; what it holds is not ours.
    portal.publish();
    let elsewhere = portal.root().join("elsewhere");
    fs::create_dir_all(&elsewhere).expect("created");
    fs::write(elsewhere.join("scan.txt"), "mine").expect("written");
    let Some(bound) = Disk::mount(&portal.out.join("kjj/scans"), &["--bind", elsewhere.to_str().expect("UTF-8")]) else {
        return println!("not tested here: nothing may be mounted");
    };
    portal.write("content/kjj/2024/news/n001.md", &item("又改"));
    assert_eq!(portal.publish().files.in_place, Some(InPlace::Mount));
    assert_eq!(portal.published("kjj/scans/scan.txt"), "mine");
    drop(bound);
    portal.write("content/kjj/2024/news/n001.md", &item("再改"));
    assert_eq!(portal.publish().files.in_place, None);
    assert_eq!(portal.tree(), portal.fresh());
    assert!(portal.out.join("kjj/scans").is_dir(), "someone's folder, though it is empty now");
}

#[test]
fn what_stands_beside_the_folder_may_be_on_another_disk() {
    let mut portal = portal(5);
    let Some(_disk) = Disk::of_size(&portal.root().join(".lanmu"), "16m") else { return println!("not tested here: nothing may be mounted") };
    for round in 0..3 {
        portal.write("content/kjj/2024/news/n001.md", &item(&format!("改过{round}")));
        assert!(portal.publish().files.in_place.is_some());
        assert_eq!(portal.tree(), portal.fresh());
        assert_eq!(beside(&portal.out), ["public.record"]);
    }
}

#[test]
fn a_build_that_cannot_be_rendered_leaves_the_second_tree() {
    let mut portal = portal(5);
    portal.publish();
    portal.write("content/kjj/2024/news/n001.md", &item("改过"));
    portal.publish();
    let before = portal.tree();
    portal.write("themes/default/templates/item.html", "{{ nothing }}");
    assert!(portal.build().published.is_none());
    assert_eq!((portal.tree(), beside(&portal.out)), (before, vec!["public.record".to_owned(), "public.spare".to_owned()]));
    fs::remove_dir_all(portal.root().join("themes")).expect("removed");
    let held = Output::open(portal.root(), &portal.out).expect("free");
    assert!(matches!(build(&portal.options(), &mut Memo::default()), Err(Failure::Busy(_))));
    drop(held);
    assert_eq!(portal.publish().files.written, 0);
}

#[test]
fn what_others_do_where_builds_change_nothing_is_seen() {
    let portal = portal(3).with("content/kjj/2023/photo.png", "a picture").with("content/kjj/2023/keep.png", "a picture");
    let (root, out) = (portal.root(), portal.out.as_path());
    let beside = out.with_file_name(".lanmu");
    // Folders that have not changed for a while need not be read again.
    let edited = |draft: usize| {
        portal.write("content/kjj/2024/news/n001.md", &item(&format!("第{draft}稿")));
        thread::sleep(Duration::from_millis(700));
        assert_eq!(run(root, out).0, Some(0));
        assert!(portal.published("kjj/2024/news/n001.html").contains(&format!("第{draft}稿")));
    };
    (1..=4).for_each(edited);
    let known = fs::read(beside.join("public.folders")).expect("readable");
    assert_eq!(known.windows(13).filter(|bytes| bytes == b"kjj/2024/data").count(), 1, "it is known");
    fs::write(out.join("kjj/2024/data/mine.txt"), "mine").expect("written");
    fs::create_dir(out.join("kjj/2024/data/empty")).expect("created");
    fs::write(beside.join("public.spare/kjj/2024/data/late.txt"), "late").expect("written");
    fs::write(out.join("kjj/2023/photo.png"), "theirs").expect("written");
    fs::remove_file(root.join("content/kjj/2023/photo.png")).expect("removed");
    for draft in 5..=8 {
        edited(draft);
        for (path, text) in [("kjj/2024/data/mine.txt", "mine"), ("kjj/2024/data/late.txt", "late"), ("kjj/2023/photo.png", "theirs")] {
            assert_eq!(fs::read_to_string(out.join(path)).expect(path), text, "{draft}: {path}");
        }
        assert!(out.join("kjj/2024/data/empty").is_dir() && out.join("kjj/2023/keep.png").is_file(), "{draft}");
    }
    // A page that is gone from the second tree is there again once that is published.
    fs::remove_file(beside.join("public.spare/kjj/2024/data/report.json")).expect("removed");
    (9..=10).for_each(|draft| {
        edited(draft);
        assert!(out.join("kjj/2024/data/report.json").is_file(), "{draft}");
    });
}
