//! Reports that were read → files of a portal. What is there already is replaced only when that was asked for, and what
//! changes is told.

use super::name::{name_of, together};
use super::waiver::{waivers, waivers_yaml};
use super::{Imported, Known, Refused, diff, read, refused, understand};
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Text};
use crate::document::{Reading, Unread};
use crate::load::{Outline, REPORT, figures_path, read_whole};
use crate::model::{AgencyCard, Slug, Waiver, Year};
use crate::output::replace;
use crate::scaffold::{Beginning, Head, NOT_DATED, NewFile, Refusal, report_yaml, write};
use crate::source::below;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The largest file that is looked into, in bytes: the longest official PDF seen has 3 MB.
const MAX_FILE: u64 = 64 << 20;

/// What stands at the top of a report that was imported.
const IMPORTED: &str = "按原文导入，数字照录；~ 是原文空白或没有读出的格：没有发生的填 0，不适用的填 /；不要写千位分隔符。";

/// Where reports are imported to.
#[derive(Debug)]
pub struct Desk {
    outline: Outline,
    card: AgencyCard,
    agency: Slug,
    /// The day it is.
    pub date: Date,
    /// Whether files that are there already are replaced.
    pub replaces: bool,
    /// The name of the file that figures are written to, where that was said: `report`, or that of a portal's own table.
    pub name: Option<Slug>,
    /// The key of the form that files fill, where that was said.
    pub form: Option<String>,
}

/// What came of a file.
#[derive(Debug)]
pub struct Outcome {
    /// The report as it was read.
    pub imported: Imported,
    /// What differs from the report that is there already; none where there was none.
    pub changes: Option<Vec<Text>>,
    /// The files that hold it.
    pub files: Vec<PathBuf>,
    /// What became of them.
    pub state: State,
}

/// What became of the files of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// They were made.
    Made,
    /// They were replaced.
    Replaced,
    /// They hold the same already.
    Same,
    /// They hold something else, and may not be replaced.
    Kept,
}

impl Desk {
    /// A portal's folder for the reports of an agency; the day is today in its zone where none is given.
    ///
    /// # Errors
    /// Where its settings cannot be read, or there is no such agency.
    pub fn open(root: &Path, agency: &Slug, date: Option<Date>) -> Result<Self, Refusal> {
        let portal = crate::scaffold::Portal::open(root, date)?;
        let (outline, date) = portal.of_agency(agency)?;
        let card = outline.card(agency).unwrap_or_default();
        Ok(Self { outline, card, agency: agency.clone(), date, replaces: false, name: None, form: None })
    }

    /// Reads the files of one report, and writes nothing.
    ///
    /// # Errors
    /// Says why they are no report that can be read.
    pub fn read(&self, files: &[&Path], year: Option<Year>) -> Result<Imported, Vec<Diagnostic>> {
        let (mut reading, mut let_stand) = (Reading::default(), Vec::new());
        for file in files {
            let (Reading { blocks, title, published, form, hidden, unread }, said) = reading_of(file)?;
            let_stand.extend(said);
            reading.blocks.extend(blocks);
            reading.title = reading.title.or(title);
            reading.published = reading.published.or(published);
            reading.form = reading.form.or(form);
            reading.hidden.extend(hidden);
            reading.unread = reading.unread.or(unread);
        }
        let name = files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join("、");
        let mut known = Known { year, names: self.names(), previous: None, form: self.form.clone() };
        let understood = |known: &Known| {
            let imported = understand(&name, &reading, known, &self.outline.forms)?;
            let name = self.name.as_ref().map(ToString::to_string).unwrap_or_else(|| self.name_of(files, &imported));
            Ok(Imported { waivers: let_stand.clone(), name, ..imported })
        };
        let imported = understood(&known)?;
        // Last year's figures are looked for only once the year is known.
        known.previous = self.outline.figures(&self.agency, imported.year.before(), &imported.name).ok().flatten();
        if known.previous.is_none() { Ok(imported) } else { understood(&known) }
    }

    /// Writes a report that was read.
    ///
    /// # Errors
    /// Where the machine says no, or something stands in the way.
    pub fn write(&self, imported: Imported) -> Result<Outcome, Refusal> {
        let yaml_path = figures_path(&self.agency, imported.year, &imported.name);
        let paths = [yaml_path.clone(), yaml_path.replace(".yaml", ".md")];
        let [old_yaml, old_words] = paths.clone().map(|path| read_whole(&self.outline.root, &path).map(|source| source.text.clone()));
        let exists = paths.iter().take(if imported.name == REPORT { 2 } else { 1 }).any(|path| below(&self.outline.root, path).symlink_metadata().is_ok());
        let previous = self.outline.figures(&self.agency, imported.year, &imported.name).ok().flatten();
        let yaml = self.yaml(&imported, old_yaml.as_deref());
        let words = imported.words.as_ref().filter(|_| imported.name == REPORT).map(|words| diff::with_front_matter(words, old_words.as_deref()));
        let files = [Some((paths[0].clone(), yaml)), words.map(|words| (paths[1].clone(), words))];
        let files: Vec<NewFile> = files.into_iter().flatten().map(|(path, text)| NewFile { path, bytes: text.into_bytes() }).collect();
        let places = || files.iter().map(|file| below(&self.outline.root, &file.path)).collect();
        if !exists {
            let files = write(&self.outline.root, &files)?;
            return Ok(Outcome { imported, changes: None, files, state: State::Made });
        }
        let old = |path: &str| if path == paths[0] { &old_yaml } else { &old_words };
        let changes = diff::changes(&imported, previous.as_ref(), [old_yaml.as_deref(), old_words.as_deref()]);
        let is_same = files.iter().all(|file| old(&file.path).as_ref().is_some_and(|text| text.as_bytes() == file.bytes));
        if is_same || !self.replaces {
            let state = if is_same || changes.is_empty() { State::Same } else { State::Kept };
            return Ok(Outcome { imported, changes: Some(changes), files: places(), state });
        }
        for file in &files {
            let path = below(&self.outline.root, &file.path);
            if path.symlink_metadata().is_ok() {
                replace(&path, &file.bytes).map_err(|error| Refusal::Io(path, error))?;
            } else {
                write(&self.outline.root, &[NewFile { path: file.path.clone(), bytes: file.bytes.clone() }])?;
            }
        }
        Ok(Outcome { imported, changes: Some(changes), files: places(), state: State::Replaced })
    }

    fn yaml(&self, imported: &Imported, old: Option<&str>) -> String {
        let dated = match imported.published {
            None => NOT_DATED,
            Some(_) if imported.figures.form.is_of_reports() => "报告公布的日期",
            Some(_) => "公布的日期",
        };
        let name = if self.card.name.is_empty() { self.agency.as_str() } else { &self.card.name };
        let head = Head { agency: name, year: imported.year, today: imported.published.unwrap_or(self.date), advice: IMPORTED, dated };
        let beginning = Beginning { figures: imported.figures.clone(), carried: Vec::new(), is_unsound: false };
        let kept = old.map(diff::kept_keys).unwrap_or_default();
        // What somebody let stand here counts for more than what a download says.
        let said = if kept.lines().any(|line| line.starts_with("waivers:")) { String::new() } else { waivers_yaml(&imported.waivers) };
        report_yaml(&head, &beginning) + &kept + &said
    }

    fn names(&self) -> Vec<String> {
        let own = Some(self.card.name.clone()).filter(|name| !name.is_empty());
        own.into_iter().chain(self.card.short_name.clone()).collect()
    }

    /// The files of each report, in the order in which they are read: those that hold one table each come together again.
    #[must_use]
    pub fn reports<'f>(&self, files: &'f [PathBuf]) -> Vec<Vec<&'f Path>> {
        let (parts, whole): (Vec<&Path>, Vec<&Path>) = files.iter().map(PathBuf::as_path).partition(|file| is_part(file));
        let parts = if self.name.is_some() && !parts.is_empty() { vec![parts] } else { together(parts, &self.outline.forms) };
        parts.into_iter().chain(whole.into_iter().map(|file| vec![file])).collect()
    }

    fn name_of(&self, files: &[&Path], imported: &Imported) -> String {
        let Imported { figures, year, .. } = imported;
        files.first().map_or_else(|| REPORT.to_owned(), |file| name_of(file, &figures.form, *year, (&self.outline, &self.agency)))
    }
}

fn reading_of(file: &Path) -> Result<(Reading, Vec<Waiver>), Vec<Diagnostic>> {
    let name = file.display().to_string();
    let bytes = bytes_of(file).map_err(|error| vec![unreadable(&name, &error)])?;
    Ok((read(&name, &bytes)?, waivers(&bytes)))
}

/// Whether a file is the CSV of one table, as lanmu offers it for download: several of them make a report.
fn is_part(file: &Path) -> bool {
    let mut begins = [0; 16];
    let read = fs::File::open(file).and_then(|mut file| io::Read::read(&mut file, &mut begins));
    let text = begins.get(..read.unwrap_or(0)).unwrap_or_default();
    text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text).starts_with(b"key,label")
}

fn bytes_of(file: &Path) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(file)?;
    if metadata.len() > MAX_FILE {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    fs::read(file)
}

fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    let mut diagnostic = refused(name, &Refused::Unread(Unread::TooLarge));
    let (message, help) = match error.kind() {
        io::ErrorKind::FileTooLarge => return diagnostic,
        io::ErrorKind::NotFound => {
            (Text::new("没有这个文件", "there is no such file"), Text::new("请核对文件名和所在文件夹", "see whether name and folder are right"))
        }
        io::ErrorKind::IsADirectory => {
            (Text::new("是文件夹", "it is a folder"), Text::new("请写出其中的文件，可用 *.html 一类的写法", "name the files in it, such as *.html"))
        }
        io::ErrorKind::PermissionDenied => {
            (Text::new("没有读取的权限", "permission denied"), Text::new("请改权限，或复制一份", "change the permissions, or make a copy"))
        }
        _ => (
            Text::new(format!("读不出来：{error}"), format!("it cannot be read: {error}")),
            Text::new("请复制到本机硬盘再试", "copy it to this machine and try again"),
        ),
    };
    diagnostic.message = message;
    diagnostic.help = Some(help);
    diagnostic
}
