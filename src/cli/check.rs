//! `lanmu check` and `lanmu explain`: findings only, in the form that is asked for; what a code means.

use super::{CONTENT_ERRORS, Console, DenyArg, LangArg, MACHINE_SAID_NO, SiteArgs, lang_of};
use crate::build::{Examined, Strictness, examine};
use crate::diagnostic::{Checked, Diagnostic, Lang, Level, Place, github, html, json, level_count, render, sarif};
use crate::explain::explain;
use crate::form::Forms;
use crate::load::{Memo, Outline};
use crate::output::{Failure, published_files, write_file};
use clap::{Args, ValueEnum};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What is checked, and how findings are told.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// 只列出这些文件和文件夹中的问题 / Only what is found in these files and folders
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// 输出的格式 / How findings are told
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// 写到文件，不写到屏幕 / A file to write to, instead of the screen
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// 包括草稿 / Check drafts too
    #[arg(long)]
    drafts: bool,
    /// 警告也算错误 / Let warnings fail the check, too
    #[arg(long, value_enum)]
    deny: Option<DenyArg>,
    /// 与已发布的网站对照，列出将会消失的网址 / A published site: which of its addresses would vanish
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
    /// 列出年报文字中的每个数字按什么核对 / Tell what each number in the words of reports is taken for
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    site: SiteArgs,
}

/// A form of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// 供人阅读 / For people
    Human,
    /// 一行一个 JSON 对象 / A JSON object a line
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// GitHub 工作流命令 / GitHub workflow commands
    Github,
    /// 自查报告网页 / A self-check report to keep
    Html,
}

/// The code that is asked about.
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// 代码，如 requests-balance / The code, such as requests-balance
    #[arg(value_name = "CODE")]
    code: String,
    /// 门户所在文件夹，用于自己的表式 / The portal's folder, for its own forms
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// 语言 / The language [default: by locale]
    #[arg(long)]
    lang: Option<LangArg>,
}

/// Checks a portal.
pub(crate) fn check(args: CheckArgs) -> ExitCode {
    let CheckArgs { paths, format, out, drafts, deny, against, explain, site } = args;
    let lang = site.lang();
    let mut console = Console { lang };
    let root = site.root.clone();
    let published = match against.as_deref().map(|folder| published_files(folder).ok_or(folder)) {
        None => Vec::new(),
        Some(Ok(files)) => files,
        Some(Err(folder)) => {
            console.line(&match lang {
                Lang::Zh => format!("{} 中没有可读的 manifest.json，不是发布的网站", folder.display()),
                Lang::En => format!("{} has no manifest.json that can be read: it is no published site", folder.display()),
            });
            return ExitCode::from(MACHINE_SAID_NO);
        }
    };
    let examined = examine(&site.load(drafts), &mut Memo::default().from_disk(), &published, explain && format == Format::Human);
    let wanted: Vec<String> = match paths.iter().map(|path| below_root(&root, path)).collect::<Result<_, _>>() {
        Ok(wanted) => wanted,
        Err(path) => {
            console.line(&match lang {
                Lang::Zh => format!("{} 不在门户中", path.display()),
                Lang::En => format!("{} is not in the portal", path.display()),
            });
            return ExitCode::from(MACHINE_SAID_NO);
        }
    };
    let found: Vec<Diagnostic> = examined.diagnostics.iter().filter(|diagnostic| is_wanted(diagnostic, &wanted)).cloned().collect();
    let mut text = told(&found, &examined, format, lang, out.is_none());
    text.insert_str(0, &bound_numbers(&examined, &wanted, lang));
    let written = match &out {
        Some(file) => write_file(file, text.as_bytes()),
        None => std::io::stdout().write_all(text.as_bytes()).map_err(|error| Failure::Io(PathBuf::from("stdout"), error)),
    };
    if let Err(failure) = written {
        console.line(&failure.to_string());
        return ExitCode::from(MACHINE_SAID_NO);
    }
    let strictness = if deny.is_some() { Strictness::Warnings } else { Strictness::Errors };
    if found.iter().any(|diagnostic| strictness.stops(diagnostic)) { ExitCode::from(CONTENT_ERRORS) } else { ExitCode::SUCCESS }
}

/// Tells what a code means.
pub(crate) fn explain_code(args: ExplainArgs) -> ExitCode {
    let ExplainArgs { code, root, lang } = args;
    let lang = lang_of(lang);
    let forms =
        if root.join("site.toml").is_file() { Outline::read(root).map_or_else(|_| Forms::built_in(), |outline| outline.forms) } else { Forms::built_in() };
    match explain(&code, &forms, lang) {
        Ok(text) => {
            // There is nowhere to tell that the output is closed.
            let _ = std::io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(message) => {
            Console { lang }.line(&message);
            ExitCode::from(MACHINE_SAID_NO)
        }
    }
}

fn told(found: &[Diagnostic], examined: &Examined, format: Format, lang: Lang, to_screen: bool) -> String {
    match format {
        Format::Human => {
            let is_colourful = to_screen && std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            render(found, lang, is_colourful) + &summary(found, lang)
        }
        Format::Json => json(found, lang),
        Format::Sarif => sarif(found, lang),
        Format::Github => github(found, lang),
        Format::Html => {
            let date = examined.date.map(|date| date.to_string()).unwrap_or_default();
            html(found, &Checked { title: &examined.title, date: &date, agencies: &examined.agencies }, lang)
        }
    }
}

fn summary(found: &[Diagnostic], lang: Lang) -> String {
    let count = |level| level_count(found, level);
    let (errors, warnings, remarks) = (count(Level::Error), count(Level::Warning), count(Level::Info));
    match lang {
        Lang::Zh => format!("{errors} 个错误，{warnings} 个警告，{remarks} 条说明\n"),
        Lang::En => format!("errors: {errors}, warnings: {warnings}, remarks: {remarks}\n"),
    }
}

/// What each number in the words of reports is taken for, a line each, and the definition that fits it.
fn bound_numbers(examined: &Examined, wanted: &[String], lang: Lang) -> String {
    let mut out = String::new();
    for (place, binding) in examined.bound.iter().filter(|(place, _)| is_within(place.path(), wanted)) {
        let Some(quantity) = &binding.quantity else { continue };
        let fits = match binding.accepted.and_then(|at| binding.tried.get(at)) {
            Some(tried) => format!("＝ {} ＝ {}", tried.formula, tried.value),
            None if lang == Lang::Zh => "没有相符的口径".to_owned(),
            None => "fits no definition".to_owned(),
        };
        out.push_str(&format!("{place}: {} → {quantity} {fits}\n", binding.written));
    }
    if out.is_empty() { out } else { out + "\n" }
}

/// A path as diagnostics have it: below the root, or as it stands from the root.
fn below_root(root: &Path, path: &Path) -> Result<String, PathBuf> {
    let real = |path: &Path| path.canonicalize().ok();
    let found = [path.to_owned(), root.join(path)].iter().filter_map(|path| real(path)).find_map(|path| Some(path.strip_prefix(real(root)?).ok()?.to_owned()));
    found.map(|below| crate::source::relative(Path::new(""), &below)).ok_or_else(|| path.to_owned())
}

/// Whether a diagnostic is in one of the files or folders; all are wanted where none is named.
fn is_wanted(diagnostic: &Diagnostic, wanted: &[String]) -> bool {
    is_within(diagnostic.place.as_ref().map_or("", Place::path), wanted)
}

fn is_within(path: &str, wanted: &[String]) -> bool {
    let within = |wanted: &String| wanted.is_empty() || path == wanted || path.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.starts_with('/'));
    wanted.is_empty() || wanted.iter().any(within)
}
