//! The command line: what was asked → calls; what came of it → text and an exit code.

mod check;
mod import;
mod mask;
mod new;
mod rebuilt;

use crate::build::{BuildOptions, Outcome, Published, Strictness, build_once};
use crate::date::{Date, parse_date};
use crate::diagnostic::{Diagnostic, Lang, Level, level_count, render};
use crate::load::{LoadOptions, Memo};
use crate::model::Base;
use crate::output::Failure;
use crate::serve::{ServeOptions, Shown, listen};
use crate::watch::{Means, watch};
use check::{CheckArgs, ExplainArgs, check, explain_code};
use clap::{Args, Parser, Subcommand, ValueEnum};
use import::ImportArgs;
use mask::MaskArgs;
use new::NewCommand;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// The content has errors.
const CONTENT_ERRORS: u8 = 1;

/// Wrong usage, or the machine said no.
const MACHINE_SAID_NO: u8 = 2;

/// 政府信息公开专栏静态网站生成器：发布之前核对每一个数字。
/// A static site generator for government disclosure portals that checks every figure it publishes.
#[derive(Debug, Parser)]
#[command(name = "lanmu", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 生成网站 / Build the site into a folder
    Build {
        #[command(flatten)]
        site: SiteArgs,
        /// 输出文件夹，默认为门户中的 public / The folder to publish to [default: public in the portal]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// 包括草稿 / Build drafts too
        #[arg(long)]
        drafts: bool,
        /// 文件改动后自动重新生成 / Build again whenever a file changes
        #[arg(long)]
        watch: bool,
        /// 与 --watch 同用：定时查看文件，用于网络盘和共享文件夹 / With --watch: look at files again and again, for network drives and shared folders
        #[arg(long, requires = "watch")]
        poll: bool,
        /// 有警告也不发布 / Publish nothing while there are warnings
        #[arg(long, value_enum, conflicts_with = "force")]
        deny: Option<DenyArg>,
        /// 检查发现的错误不改正也发布，不能读的内容、个人信息和密级标志除外 / Publish in spite of what rules find, but for what cannot be read, private data and marks of secrecy
        #[arg(long)]
        force: bool,
        /// 列出重新生成了哪些文件，为什么 / Say which files were rendered, and why
        #[arg(long)]
        explain_rebuild: bool,
    },
    /// 只检查，不生成 / Find what is wrong, and build nothing
    Check(CheckArgs),
    /// 说明一个代码 / Say what a code means
    Explain(ExplainArgs),
    /// 在本机预览，改动后自动刷新，草稿也显示 / Preview on this machine with live reload, drafts included
    Serve {
        #[command(flatten)]
        site: SiteArgs,
        /// 端口，0 为任意空闲端口 / The port; 0 for any that is free
        #[arg(long, default_value_t = 4000)]
        port: u16,
        /// 在浏览器中打开 / Open it in the browser
        #[arg(long)]
        open: bool,
        /// 定时查看文件，用于网络盘和共享文件夹 / Look at files again and again, for network drives and shared folders
        #[arg(long)]
        poll: bool,
        /// “打开”所用的编辑器网址，以 {file}、{line}、{column} 代入 / The address that opens a file in an editor
        #[arg(long, value_name = "URL", default_value = "vscode://file/{file}:{line}:{column}")]
        editor: String,
    },
    /// 新建门户、机关、年度报告或一条信息，不覆盖已有的文件 / Make a portal, an agency, a report or an item; no file is overwritten
    #[command(subcommand)]
    New(NewCommand),
    /// 导入已公布的年度报告 / Bring published annual reports in
    Import(ImportArgs),
    /// 隐去文件中的身份证号码、手机号码、银行卡号 / Mask identity, mobile and card numbers in files
    Mask(MaskArgs),
}

#[derive(Debug, Args)]
struct SiteArgs {
    /// 门户所在文件夹（site.toml 所在处）/ The portal's folder, where site.toml is
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// 发布后的网址，代替 site.toml 中的 base_url / Where the site will stand, instead of base_url in site.toml
    #[arg(long, value_name = "URL", value_parser = parse_base)]
    base_url: Option<String>,
    /// 以哪一天为准，默认今天 / The day to build for [default: today in the site's time zone]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    date: Option<Date>,
    /// 提示信息的语言 / The language of messages [default: by locale]
    #[arg(long)]
    lang: Option<LangArg>,
}

/// What is not let pass.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum DenyArg {
    /// 警告 / Warnings
    Warning,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LangArg {
    Zh,
    En,
}

fn parse_base(text: &str) -> Result<String, String> {
    let message = "应为完整网址，如 https://www.example.gov.cn/bmzt/ / expected a full address such as https://www.example.gov.cn/bmzt/";
    Base::parse(text).map(|_| text.to_owned()).ok_or_else(|| message.to_owned())
}

fn parse_day(text: &str) -> Result<Date, String> {
    parse_date(text).ok_or_else(|| "应为 YYYY-MM-DD / expected YYYY-MM-DD".to_owned())
}

impl SiteArgs {
    fn lang(&self) -> Lang {
        lang_of(self.lang)
    }

    fn load(self, drafts: bool) -> LoadOptions {
        let Self { root, base_url, date, lang: _ } = self;
        LoadOptions { root, base_url, date, drafts }
    }
}

/// The language asked for, or else that of the locale.
fn lang_of(asked: Option<LangArg>) -> Lang {
    match asked {
        Some(LangArg::Zh) => Lang::Zh,
        Some(LangArg::En) => Lang::En,
        None => locale(),
    }
}

/// The language of the locale: Chinese where it says so.
fn locale() -> Lang {
    let first = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    if first.is_some_and(|value| value.to_ascii_lowercase().starts_with("zh")) { Lang::Zh } else { Lang::En }
}

/// Runs the program.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    match cli.command {
        Command::Build { site, out, drafts, watch: keeps_watching, poll, deny, force, explain_rebuild: explains } => {
            let mut console = Console { lang: site.lang() };
            let out = out.unwrap_or_else(|| site.root.join("public"));
            let strictness = match (deny, force) {
                (Some(DenyArg::Warning), _) => Strictness::Warnings,
                (None, true) => Strictness::Forced,
                (None, false) => Strictness::Errors,
            };
            let options = BuildOptions { load: site.load(drafts), out, strictness, explains };
            if keeps_watching { console.watch(&options, means(poll)) } else { console.build(&options) }
        }
        Command::Serve { site, port, open, poll, editor } => {
            let lang = site.lang();
            let options = ServeOptions { load: site.load(true), means: means(poll), port, lang, editor };
            Console { lang }.serve(options, open)
        }
        Command::Check(args) => check(args),
        Command::Explain(args) => explain_code(args),
        Command::New(command) => new::run(command),
        Command::Import(args) => import::run(args),
        Command::Mask(args) => mask::run(&args),
    }
}

/// Whether messages are coloured.
fn is_colourful() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Where things are told.
struct Console {
    lang: Lang,
}

impl Console {
    fn build(&mut self, options: &BuildOptions) -> ExitCode {
        let outcome = build_once(options, &mut Memo::default().on_disk());
        self.explain_once(&outcome, &mut false);
        self.tell(&outcome, options.explains)
    }

    fn watch(&mut self, options: &BuildOptions, means: Means) -> ExitCode {
        let mut is_explained = false;
        let ended = watch(options, means, |outcome| {
            self.explain_once(&outcome, &mut is_explained);
            self.tell(&outcome, options.explains);
            true
        });
        self.ended(ended)
    }

    fn serve(&mut self, options: ServeOptions, opens: bool) -> ExitCode {
        let preview = match listen(options) {
            Ok(preview) => preview,
            Err(failure) => {
                self.line(&failure.to_string());
                return ExitCode::from(MACHINE_SAID_NO);
            }
        };
        let url = format!("http://{}{}", preview.address, preview.base_path);
        self.line(&match self.lang {
            Lang::Zh => format!("预览地址：{url}　按 Ctrl+C 结束"),
            Lang::En => format!("preview at {url}, Ctrl+C to end"),
        });
        if opens && !open_in_browser(&url) {
            self.line(match self.lang {
                Lang::Zh => "没有找到浏览器，请自行打开上面的地址",
                Lang::En => "no browser could be started, open the address above yourself",
            });
        }
        let ended = preview.run(|shown| {
            self.text(&render(&shown.diagnostics, self.lang, is_colourful()));
            self.line(&preview_summary(shown, self.lang));
            true
        });
        self.ended(ended)
    }

    fn ended(&mut self, ended: notify::Result<()>) -> ExitCode {
        match ended {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                self.line(&error.to_string());
                ExitCode::from(MACHINE_SAID_NO)
            }
        }
    }

    /// Says why files were replaced one by one, if they were and that was not said before.
    fn explain_once(&mut self, outcome: &Result<Outcome, Failure>, is_explained: &mut bool) {
        let published = outcome.as_ref().ok().and_then(|outcome| outcome.published);
        let in_place = published.and_then(|published| published.files.in_place).filter(|_| !*is_explained);
        *is_explained |= in_place.is_some();
        self.text(&in_place.map(|in_place| in_place.explanation(self.lang) + "\n").unwrap_or_default());
    }

    /// Tells what came of a build; why each file was rendered, if that is asked for.
    fn tell(&mut self, outcome: &Result<Outcome, Failure>, explains: bool) -> ExitCode {
        match outcome {
            Err(failure) => {
                self.line(&failure.to_string());
                ExitCode::from(MACHINE_SAID_NO)
            }
            Ok(Outcome { diagnostics, published, rebuilt, is_recalled: _, elapsed }) => {
                self.text(&render(diagnostics, self.lang, is_colourful()));
                let (errors, warnings) = (level_count(diagnostics, Level::Error), level_count(diagnostics, Level::Warning));
                match published {
                    Some(published) => {
                        if explains {
                            self.text(&rebuilt::rebuilt(rebuilt, self.lang));
                        }
                        if errors > 0 {
                            self.line(&forced(diagnostics, self.lang));
                        }
                        self.line(&summary(published, warnings, elapsed.as_secs_f64(), self.lang));
                        ExitCode::SUCCESS
                    }
                    None => {
                        self.line(&match self.lang {
                            Lang::Zh => format!("{errors} 个错误，{warnings} 个警告；没有发布，网站保持原样"),
                            Lang::En => format!("errors: {errors}, warnings: {warnings}; nothing was published, the site is as it was"),
                        });
                        ExitCode::from(CONTENT_ERRORS)
                    }
                }
            }
        }
    }

    fn line(&mut self, text: &str) {
        self.text(&format!("{text}\n"));
    }

    /// Writes to standard error; there is nowhere to tell that it is closed.
    fn text(&mut self, text: &str) {
        let _ = std::io::stderr().write_all(text.as_bytes());
    }
}

/// What was published in spite of: never in silence.
fn forced(diagnostics: &[Diagnostic], lang: Lang) -> String {
    let errors: Vec<&Diagnostic> = diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error).collect();
    let mut codes: Vec<&str> = errors.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    match lang {
        Lang::Zh => format!("注意：--force 不顾 {} 个错误发布了网站：{}", errors.len(), codes.join("、")),
        Lang::En => format!("NOTE: --force published the site in spite of {} errors: {}", errors.len(), codes.join(", ")),
    }
}

/// How changes are noticed.
fn means(polls: bool) -> Means {
    if polls { Means::Polling } else { Means::Events }
}

/// Asks the system to show an address; says whether it could be asked.
fn open_in_browser(url: &str) -> bool {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let quiet = || std::process::Stdio::null();
    std::process::Command::new(program).args(arguments).arg(url).stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn().is_ok()
}

fn preview_summary(shown: &Shown, lang: Lang) -> String {
    let Shown { diagnostics, agencies, elapsed } = shown;
    let (errors, warnings, seconds) = (level_count(diagnostics, Level::Error), level_count(diagnostics, Level::Warning), elapsed.as_secs_f64());
    match lang {
        Lang::Zh => format!("预览已更新：{agencies} 个机关；{errors} 个错误，{warnings} 个警告；检查用时 {seconds:.2} 秒"),
        Lang::En => format!("preview is up to date: agencies {agencies}; errors: {errors}, warnings: {warnings}; checked in {seconds:.2} s"),
    }
}

fn summary(published: &Published, warnings: usize, seconds: f64, lang: Lang) -> String {
    let Published { agencies, reports, items, files } = published;
    let crate::output::Summary { rendered: _, written, unchanged, removed, in_place: _, kept: _ } = files;
    let set_aside = files.set_aside(lang);
    match lang {
        Lang::Zh => format!(
            "已生成：{agencies} 个机关，{reports} 份年报，{items} 条信息；写入 {written} 个文件，未变 {unchanged} 个，删除 {removed} 个；{warnings} 个警告；用时 {seconds:.2} 秒{set_aside}"
        ),
        Lang::En => format!(
            "built: agencies {agencies}, reports {reports}, items {items}; files: {written} written, {unchanged} unchanged, {removed} removed; warnings: {warnings}; {seconds:.2} s{set_aside}"
        ),
    }
}
