//! `lanmu import`: published reports → files of the content; what was read, what was not, and where it stands in the source.

use super::new::{parse_slug, parse_year};
use super::{CONTENT_ERRORS, Console, LangArg, MACHINE_SAID_NO, is_colourful, lang_of, parse_day};
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Lang, Level, Text, level_count, render};
use crate::import::{Desk, Imported, Outcome, State};
use crate::load::REPORT;
use crate::model::{Cell, Figures, Slug, Year};
use clap::Args;
use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// 已公布的年度报告：网页、文本、Markdown、Word、Excel、CSV、PDF / Published reports: web pages, text, Markdown, Word, Excel, CSV, PDF
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// 机关的文件夹名 / The agency's folder
    #[arg(long, value_name = "SLUG", value_parser = parse_slug)]
    agency: Slug,
    /// 报告的年度，默认按原文 / The year it reports on [default: as the report says]
    #[arg(long, value_name = "YYYY", value_parser = parse_year)]
    year: Option<Year>,
    /// 表式，默认按表中的行认定 / The form, such as budget [default: told by the rows]
    #[arg(long, value_name = "KEY")]
    form: Option<String>,
    /// 写入哪个文件，不带 .yaml：默认年度报告是 report，自定的表按文件名 / The file to write, without .yaml [default: `report` for annual reports, else by the file's name]
    #[arg(long, value_name = "NAME", value_parser = parse_slug)]
    name: Option<Slug>,
    /// 只列出读到的表和疑问，不写文件 / Show the tables as read and the doubts, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// 替换已有的 report.yaml 和 report.md / Replace report.yaml and report.md where they are there already
    #[arg(long)]
    replace: bool,
    /// 门户所在文件夹（site.toml 所在处）/ The portal's folder, where site.toml is
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// 原文没有发布日期时写哪一天，默认今天 / The day to write where the report tells none [default: today in the site's time zone]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    date: Option<Date>,
    /// 提示信息的语言 / The language of messages [default: by locale]
    #[arg(long)]
    lang: Option<LangArg>,
}

/// How a file ended: the gravest decides what the program ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ended {
    Well,
    WithErrors,
    Refused,
}

/// Imports files, and tells what came of each.
pub(crate) fn run(args: ImportArgs) -> ExitCode {
    let ImportArgs { files, agency, year, form, name, dry_run, replace, root, date, lang } = args;
    let mut console = Console { lang: lang_of(lang) };
    let mut desk = match Desk::open(&root, &agency, date) {
        Ok(desk) => desk,
        Err(refusal) => return console.refused(&refusal),
    };
    (desk.replaces, desk.name, desk.form) = (replace, name, form);
    let mut run = Run { console, desk, dry_run, seen: BTreeMap::new() };
    let mut ended = Ended::Well;
    let reports = run.desk.reports(&files);
    for (at, files) in reports.iter().enumerate() {
        run.progress(at, reports.len(), files[0]);
        ended = ended.max(run.report(files, year));
    }
    match ended {
        Ended::Well => ExitCode::SUCCESS,
        Ended::WithErrors => ExitCode::from(CONTENT_ERRORS),
        Ended::Refused => ExitCode::from(MACHINE_SAID_NO),
    }
}

/// An import while it runs.
struct Run {
    console: Console,
    desk: Desk,
    dry_run: bool,
    /// The years and names that were imported, each with its file.
    seen: BTreeMap<(Year, String), PathBuf>,
}

impl Run {
    /// Says which file is read, where someone is watching.
    fn progress(&mut self, at: usize, count: usize, file: &Path) {
        if count > 1 && std::io::stderr().is_terminal() {
            self.console.line(&format!("[{}/{count}] {}", at + 1, file.display()));
        }
    }

    fn report(&mut self, files: &[&Path], year: Option<Year>) -> Ended {
        let (lang, file) = (self.console.lang, files[0]);
        let imported = match self.desk.read(files, year) {
            Ok(imported) => imported,
            Err(diagnostics) => {
                self.told(&diagnostics);
                return Ended::WithErrors;
            }
        };
        if let Some(other) = self.seen.insert((imported.year, imported.name.clone()), file.to_owned()) {
            let (other, file, year) = (other.display(), file.display(), imported.year);
            let (what_zh, what_en) = match imported.name.as_str() {
                REPORT => (format!("都是 {year} 年的报告"), format!("both report on {year}")),
                name => (format!("都要写入 {year} 年的 {name}.yaml"), format!("both go to {name}.yaml of {year}")),
            };
            self.console.line(
                Text::new(
                    format!("错误：{other} 和 {file} {what_zh}，后一个没有写入；请分别导入，或用 --year 写明年度"),
                    format!("error: {other} and {file} {what_en}, the latter was not written; import them apart, or say the year with --year"),
                )
                .in_lang(lang),
            );
            return Ended::Refused;
        }
        if self.dry_run {
            print(&shown(&imported, lang));
        }
        self.told(&imported.doubts);
        let ended = if imported.lacks_table { Ended::WithErrors } else { Ended::Well };
        if self.dry_run {
            self.console.line(summary(file, &imported, lang).as_str());
            self.console
                .line(Text::new("没有写入文件；去掉 --dry-run 再运行即可导入", "nothing was written; run it without --dry-run to import").in_lang(lang));
            return ended;
        }
        match self.desk.write(imported) {
            Ok(outcome) => ended.max(self.written(file, &outcome)),
            Err(refusal) => {
                self.console.refused(&refusal);
                Ended::Refused
            }
        }
    }

    fn told(&mut self, diagnostics: &[Diagnostic]) {
        let text = render(diagnostics, self.console.lang, is_colourful());
        self.console.text(&text);
    }

    /// Tells what became of the files.
    fn written(&mut self, file: &Path, outcome: &Outcome) -> Ended {
        let Outcome { imported, changes, files, state } = outcome;
        let lang = self.console.lang;
        self.console.line(&summary(file, imported, lang));
        let (said, ended) = match state {
            State::Made => (Text::new("已写入：", "written:"), Ended::Well),
            State::Replaced => (Text::new("已替换：", "replaced:"), Ended::Well),
            State::Same => (Text::new("与已有的文件相同，没有改动：", "the same as what is there, nothing was changed:"), Ended::Well),
            State::Kept => (Text::new("已有文件，没有改动：", "these are there already and were not changed:"), Ended::Refused),
        };
        self.console.line(said.in_lang(lang));
        for file in files {
            let line = format!("  {}", file.strip_prefix(".").unwrap_or(file).display());
            self.console.line(&line);
        }
        for change in changes.iter().flatten() {
            self.console.line(&format!("  ~ {}", change.in_lang(lang)));
        }
        match state {
            State::Kept => self.console.line(Text::new("要用导入的内容替换，请加 --replace", "add --replace to replace them").in_lang(lang)),
            State::Made | State::Replaced => {
                self.console.line(
                    Text::new("下一步：对照原文核对，再运行 lanmu serve 预览", "next: look it over against the original, then preview with `lanmu serve`")
                        .in_lang(lang),
                );
            }
            State::Same => {}
        }
        ended
    }
}

/// What was read, in a line.
fn summary(file: &Path, imported: &Imported, lang: Lang) -> String {
    let form = &imported.figures.form;
    let (_, unread) = imported.figures.parts();
    let cells: usize = form.tables.iter().map(|table| table.rows.len() * table.columns.len()).sum();
    let read = cells - unread.len();
    let blank = imported.figures.parts().0.iter().flatten().filter(|cell| **cell == Cell::Blank).count() - unread.len();
    let found = imported.rows.iter().filter(|row| row.printed.is_some()).count();
    let (rows, year, key) = (imported.rows.len(), imported.year, &form.key);
    let doubts = level_count(&imported.doubts, Level::Warning) + level_count(&imported.doubts, Level::Error);
    let variant = if form.tables.iter().any(|table| table.rows.iter().any(|row| row.key == "closed")) && key == "2021" {
        ["（其他处理为一行）", " (one row 其他处理)"]
    } else {
        ["", ""]
    };
    let [what_zh, what_en] = if imported.name == REPORT { ["报告", "report"] } else { ["数据", "figures"] };
    let file = file.display();
    match lang {
        Lang::Zh => {
            format!(
                "{file}：{year} 年{what_zh}，表式 {key}{}；{rows} 行找到 {found} 行，{cells} 格读出 {read} 格（原文空白 {blank} 格）；{doubts} 处需要核对",
                variant[0]
            )
        }
        Lang::En => {
            format!(
                "{file}: {what_en} of {year}, form {key}{}; rows found: {found} of {rows}, cells read: {read} of {cells} ({blank} blank in the original); to look at: {doubts}",
                variant[1]
            )
        }
    }
}

/// The tables as they were read: each row with its figures, its label as printed and its place.
fn shown(imported: &Imported, lang: Lang) -> String {
    let mut out = String::new();
    let figures = &imported.figures;
    for (place, table) in figures.form.tables.iter().enumerate() {
        out.push_str(&format!("{}  {}\n", table.label, table.columns.iter().map(|column| column.label.as_str()).collect::<Vec<_>>().join(" | ")));
        for row in imported.rows.iter().filter(|row| row.table == place) {
            let cells = row_text(figures, place, row.row, lang);
            let (from, label) = match &row.printed {
                Some((printed, at)) => (format!("{}“{}”", at.in_lang(lang), printed.replace('\n', "")), &table.rows[row.row].label),
                None => (Text::new("没有找到", "not found").in_lang(lang).to_owned(), &table.rows[row.row].label),
            };
            out.push_str(&format!("  {label}  {cells}  ← {from}\n"));
        }
    }
    out
}

fn row_text(figures: &Figures, place: usize, row: usize, lang: Lang) -> String {
    let unread = Text::new("未读", "unread");
    let cells = figures.row(place, row).iter().enumerate().map(|(column, cell)| {
        let at = crate::model::CellAt { table: place, row, column };
        if figures.is_unread(at) { unread.in_lang(lang).to_owned() } else { cell_text(cell) }
    });
    cells.collect::<Vec<_>>().join(" | ")
}

fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::Number(number) => number.to_string(),
        Cell::Blank => "~".to_owned(),
        Cell::NotApplicable => "/".to_owned(),
        Cell::Noted(noted) => format!("{}（{}）", noted.0, noted.1),
    }
}

/// Writes to standard output; there is nowhere to tell that it is closed.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}
