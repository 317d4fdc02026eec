//! The blocks of a page, done in order in a folder of its own: commands run, files written, outputs compared.

use crate::manual::page::{Block, Mark, Page};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The folder in which one page's blocks are done.
pub(crate) struct Desk<'a> {
    folder: TempDir,
    repository: PathBuf,
    page: &'a Page,
    /// Where commands run: where the last ones ended.
    place: PathBuf,
    /// What the last commands printed.
    printed: String,
    /// Outputs that are not as the page says, to be written into it where that is asked for.
    mended: Vec<(&'a Block, String)>,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(repository: &Path, page: &'a Page) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let place = folder.path().canonicalize().expect("there");
        Self { folder, repository: repository.to_owned(), page, place, printed: String::new(), mended: Vec::new() }
    }

    /// Does all blocks; then the portal they made, if they made one, must build without errors.
    pub(crate) fn done(mut self) {
        for block in &self.page.blocks {
            self.block(block);
        }
        if self.place.join("site.toml").exists() {
            let (code, printed) = self.shell("lanmu build");
            assert_eq!(code, Some(0), "{}: what the page leaves behind does not build:\n{printed}", self.page.path);
        }
        for block in self.page.blocks.iter().filter(|block| block.mark == Mark::Tree) {
            self.tree(block);
        }
        // From the end, so that what is before stays where it is.
        let mut text = self.page.text.clone();
        for (block, printed) in self.mended.iter().rev() {
            text.replace_range(block.range.clone(), printed);
        }
        if text != self.page.text {
            fs::write(self.repository.join(&self.page.path), text).expect("written");
        }
    }

    fn at(&self, block: &Block) -> String {
        format!("{}:{}", self.page.path, block.line)
    }

    fn block(&mut self, block: &'a Block) {
        let at = self.at(block);
        match &block.mark {
            Mark::Run(expected) => {
                let (code, printed) = self.shell(&block.text);
                assert_eq!(code, Some(*expected), "{at}: {printed}");
                self.printed = printed;
            }
            Mark::KeptRunning => self.printed = self.kept_running(block.text.trim()),
            Mark::NotRun(_) => {}
            Mark::File(path) => {
                let file = self.place.join(path);
                fs::create_dir_all(file.parent().expect("a folder")).expect("created");
                fs::write(file, &block.text).expect("written");
            }
            Mark::Append(path) => {
                let file = self.place.join(path);
                let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{at}: {path}: {error}"));
                fs::write(file, text + &block.text).expect("written");
            }
            Mark::Edit(path) => self.edit(block, path),
            Mark::PartOf(path) => {
                let file = [&self.place, &self.repository].map(|folder| folder.join(path)).into_iter().find(|file| file.exists());
                let file = file.unwrap_or_else(|| panic!("{at}: there is no {path}"));
                let text = fs::read_to_string(file).expect("readable");
                assert!(text.contains(block.text.trim_end()), "{at}: {path} does not hold this:\n{}\nbut\n{text}", block.text);
            }
            Mark::Output => self.output(block),
            Mark::OutputPart => {
                let (printed, part) = (normalised(&self.printed), normalised(&block.text));
                assert!(printed.contains(part.trim_end()), "{at}: this is not printed:\n{}\nbut\n{}", block.text, self.printed);
            }
            // What it shows may be made only later on the page.
            Mark::Tree => {}
        }
    }

    fn tree(&self, block: &Block) {
        for path in block.text.lines().filter_map(|line| line.split_whitespace().next()) {
            assert!(self.place.join(path).exists(), "{}: there is no {path}", self.at(block));
        }
    }

    fn output(&mut self, block: &'a Block) {
        if normalised(&self.printed) == normalised(&block.text) {
            return;
        }
        if std::env::var_os("LANMU_ACCEPT").is_some() {
            self.mended.push((block, self.printed.clone()));
            return;
        }
        panic!("{}: printed is\n{}", self.at(block), self.printed);
    }

    /// Replaces the lines of a file that begin with the same keys.
    fn edit(&self, block: &Block, path: &str) {
        let file = self.place.join(path);
        let mut text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {path}: {error}", self.at(block)));
        for line in block.text.lines().filter(|line| !line.trim().is_empty()) {
            let end = line.find([':', '=']).unwrap_or_else(|| panic!("{}: no key in `{line}`", self.at(block)));
            let key = &line[..=end];
            let old = text.lines().find(|old| old.starts_with(key)).unwrap_or_else(|| panic!("{}: no line of {path} begins with `{key}`", self.at(block)));
            text = text.replace(&format!("{old}\n"), &format!("{line}\n"));
        }
        fs::write(file, text).expect("written");
    }

    fn command(&self, script: &str) -> Command {
        let program = Path::new(env!("CARGO_BIN_EXE_lanmu"));
        let path = format!("{}:{}", program.parent().expect("a folder").display(), std::env::var("PATH").unwrap_or_default());
        let lang = if self.page.path.contains("/zh/") || self.page.path.contains("zh-CN") { "zh_CN.UTF-8" } else { "C.UTF-8" };
        let mut command = Command::new("sh");
        command.arg("-ec").arg(script).current_dir(&self.place).env("PATH", path).env("LC_ALL", lang).env("HOME", self.folder.path());
        command
    }

    /// Runs commands, and remembers where they ended. Gives the exit code and all that they printed.
    fn shell(&mut self, script: &str) -> (Option<i32>, String) {
        let ended = self.folder.path().join(".place");
        let script = format!("exec 2>&1\n{script}\npwd > '{}'\n", ended.display());
        let output = self.command(&script).output().expect("a shell");
        if output.status.success() {
            self.place = PathBuf::from(fs::read_to_string(ended).expect("written").trim_end());
        }
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Runs a command until it has built the portal once. Gives what it printed till then.
    fn kept_running(&self, script: &str) -> String {
        let port = if script.starts_with("lanmu serve") { " --port 0" } else { "" };
        let mut command = self.command(&format!("exec {script}{port}"));
        let mut running = command.stderr(Stdio::piped()).spawn().expect("a shell");
        let mut printed = String::new();
        for line in BufReader::new(running.stderr.take().expect("piped")).lines() {
            let line = line.expect("UTF-8");
            printed.push_str(&format!("{line}\n"));
            let ends = ["已生成", "built", "预览已更新", "preview is up to date"];
            if ends.iter().any(|end| line.starts_with(end)) || line.contains("没有发布") || line.contains("nothing was published") {
                break;
            }
        }
        running.kill().expect("it is ours");
        running.wait().expect("it ends");
        printed
    }
}

/// A text without what differs from run to run: times, ports, and last year as the next step suggests it.
fn normalised(text: &str) -> String {
    let lines = text.lines().map(|line| without_digits(&without_digits(&without_time(line), "127.0.0.1:"), "lanmu new report kjj "));
    lines.map(|line| line + "\n").collect()
}

fn without_time(line: &str) -> String {
    let cut = |line: &str, mark: &str| line.rsplit_once(mark).map(|(before, _)| format!("{before}{mark}"));
    let timed = if line.starts_with("已生成") { cut(line, "用时 ") } else { None };
    let timed = timed.or_else(|| if line.starts_with("built: ") { cut(line, "; ") } else { None });
    timed.unwrap_or_else(|| line.to_owned())
}

/// A line without the digits that follow some words.
fn without_digits(line: &str, words: &str) -> String {
    let Some((before, after)) = line.split_once(words) else { return line.to_owned() };
    format!("{before}{words}{}", after.trim_start_matches(|c: char| c.is_ascii_digit()))
}
