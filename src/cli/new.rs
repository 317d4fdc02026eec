//! `lanmu new`: what is asked for → new files; where they are, and what to do next.

use super::{CONTENT_ERRORS, Console, LangArg, MACHINE_SAID_NO, lang_of, parse_base, parse_day};
use crate::date::Date;
use crate::diagnostic::{Text, render};
use crate::model::{Slug, Year};
use crate::scaffold::{Created, NewItem, NewReport, Portal, Refusal, new_site};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What may be made.
#[derive(Debug, Subcommand)]
pub(crate) enum NewCommand {
    /// 新建门户：site.toml 和首页文字 / A portal: site.toml and the words of its home page
    Site {
        /// 门户的文件夹，可以还不存在 / The portal's folder, which need not exist yet
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// 门户名称 / The portal's title
        #[arg(long, value_parser = parse_line)]
        title: String,
        /// 发布后的网址 / Where the site will stand
        #[arg(long, value_name = "URL", value_parser = parse_base)]
        base_url: Option<String>,
        /// 提示信息的语言 / The language of messages [default: by locale]
        #[arg(long)]
        lang: Option<LangArg>,
    },
    /// 新建机关：基本情况、指南、依申请公开 / An agency: who it is, its guide, how to request information
    Agency {
        /// 机关的文件夹名，也是网址的一段 / The agency's folder, which stands in addresses
        #[arg(value_name = "SLUG", value_parser = parse_slug)]
        agency: Slug,
        /// 机关全称 / The agency's full name
        #[arg(long, value_parser = parse_line)]
        name: String,
        #[command(flatten)]
        portal: PortalArgs,
    },
    /// 新建年度报告：空白的统计表和六个部分的标题；或填报用的工作簿 / An annual report: its tables, blank, and its headings; or a workbook to fill in
    Report {
        /// 机关的文件夹名 / The agency's folder
        #[arg(value_name = "SLUG", value_parser = parse_slug)]
        agency: Slug,
        /// 报告的年度 / The year it reports on
        #[arg(value_parser = parse_year)]
        year: Year,
        /// 表式，默认按年度 / The form, such as 2021 [default: that of the year]
        #[arg(long)]
        form: Option<String>,
        /// 自定的表写入哪个文件，不带 .yaml，每年用同一个名称 / The file of a table of your own, without .yaml, the same each year [default: `report`]
        #[arg(long, value_name = "NAME", value_parser = parse_slug)]
        name: Option<Slug>,
        /// 改为新建填报用的工作簿，默认是门户中的 SLUG-YEAR.xlsx，不会公布 / Make a workbook to fill in instead; no build publishes it [default: SLUG-YEAR.xlsx in the portal]
        #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
        #[expect(clippy::option_option, reason = "left out, given without a file, given with one")]
        xlsx: Option<Option<PathBuf>>,
        #[command(flatten)]
        portal: PortalArgs,
    },
    /// 新建一条信息，存为草稿 / A disclosed item, as a draft
    Item {
        /// 机关的文件夹名 / The agency's folder
        #[arg(value_name = "SLUG", value_parser = parse_slug)]
        agency: Slug,
        /// 年度 / The year
        #[arg(value_parser = parse_year)]
        year: Year,
        /// 栏目，见 site.toml / The category, as in site.toml
        #[arg(value_parser = parse_slug)]
        category: Slug,
        /// 文件名，不带 .md / The file's name, without .md
        #[arg(value_parser = parse_name)]
        name: Slug,
        /// 标题 / The title
        #[arg(long, value_parser = parse_line)]
        title: String,
        #[command(flatten)]
        portal: PortalArgs,
    },
}

#[derive(Debug, Args)]
pub(crate) struct PortalArgs {
    /// 门户所在文件夹（site.toml 所在处）/ The portal's folder, where site.toml is
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// 写入文件的日期，默认今天 / The day to write into the files [default: today in the site's time zone]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    date: Option<Date>,
    /// 提示信息的语言 / The language of messages [default: by locale]
    #[arg(long)]
    lang: Option<LangArg>,
}

pub(super) fn parse_slug(text: &str) -> Result<Slug, String> {
    let message = "应为小写英文字母、数字和连字符，如 kjj / expected lower-case letters, digits and hyphens, such as kjj";
    Slug::parse(text).ok_or_else(|| message.to_owned())
}

fn parse_name(text: &str) -> Result<Slug, String> {
    let message = "应为小写英文字母、数字和 - _ .，如 2024-budget / expected lower-case letters, digits and - _ . such as 2024-budget";
    Slug::parse_document(text).ok_or_else(|| message.to_owned())
}

pub(super) fn parse_year(text: &str) -> Result<Year, String> {
    Year::parse(text).ok_or_else(|| "应为四位数字的年份，如 2024 / expected a year of four digits, such as 2024".to_owned())
}

/// A text on one line, without space around it.
fn parse_line(text: &str) -> Result<String, String> {
    let text = text.trim();
    let unprintable = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    if text.is_empty() || text.contains(unprintable) {
        return Err("应为一行文字 / expected a line of text".to_owned());
    }
    Ok(text.to_owned())
}

/// Makes what is asked for, and tells where it is.
pub(crate) fn run(command: NewCommand) -> ExitCode {
    match command {
        NewCommand::Site { folder, title, base_url, lang } => {
            let next = step("lanmu new agency kjj --name 机关全称", &folder, ["新建机关", "make an agency"]);
            Console { lang: lang_of(lang) }.made(new_site(&folder, &title, base_url.as_deref()), &next)
        }
        NewCommand::Agency { agency, name, portal } => portal.make(|portal, root| {
            let last_year = portal.date.year() - 1;
            let next = step(&format!("lanmu new report {agency} {last_year:04}"), root, ["新建年度报告", "make an annual report"]);
            (portal.new_agency(&agency, &name), next)
        }),
        NewCommand::Report { agency, year, form, name, xlsx: Some(file), portal } => portal.make(|portal, root| {
            let named = name.as_ref().map(|name| format!(" --name {name}")).unwrap_or_default();
            let made = portal.new_workbook(&NewReport { agency: agency.clone(), year, form, name }, file);
            let file = made.as_ref().ok().and_then(|made| Some(made.files.first()?.display().to_string())).unwrap_or_default();
            let import = format!("lanmu import {} --agency {agency} --year {year}{named}", file.strip_prefix("./").unwrap_or(&file));
            (made, step(&import, root, ["填好并保存后，导入", "fill it in, save it, import it"]))
        }),
        NewCommand::Report { agency, year, form, name, xlsx: None, portal } => portal.make(|portal, root| {
            let file = name.as_ref().map_or("report", Slug::as_str);
            let [zh, en] = [format!("把 {file}.yaml 中的 ~ 换成数字，边填边看"), format!("replace each ~ in {file}.yaml by its figure, and watch")];
            (portal.new_report(&NewReport { agency, year, form, name }), step("lanmu serve", root, [&zh, &en]))
        }),
        NewCommand::Item { agency, year, category, name, title, portal } => portal.make(|portal, root| {
            let next = step("lanmu serve", root, ["写好正文，定稿后删去 draft 一行，预览", "write it, remove the line `draft` when it is final, preview"]);
            (portal.new_item(&NewItem { agency, year, category, name, title }), next)
        }),
    }
}

impl PortalArgs {
    fn make(self, make: impl FnOnce(&Portal, &Path) -> (Result<Created, Refusal>, Text)) -> ExitCode {
        let Self { root, date, lang } = self;
        let mut console = Console { lang: lang_of(lang) };
        match Portal::open(&root, date) {
            Ok(portal) => {
                let (made, next) = make(&portal, &root);
                console.made(made, &next)
            }
            Err(refusal) => console.refused(&refusal),
        }
    }
}

/// A command to run next in a portal, and what for.
fn step(command: &str, root: &Path, [zh, en]: [&str; 2]) -> Text {
    let root = root.to_string_lossy();
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ':' | '\\');
    let root = match &*root {
        "." => String::new(),
        root if root.chars().all(is_plain) => format!(" --root {root}"),
        root => format!(" --root \"{root}\""),
    };
    Text::new(format!("{zh}：{command}{root}"), format!("{en}: {command}{root}"))
}

impl Console {
    fn made(&mut self, made: Result<Created, Refusal>, next: &Text) -> ExitCode {
        let Created { files, notes } = match made {
            Ok(created) => created,
            Err(refusal) => return self.refused(&refusal),
        };
        self.line(Text::new("已新建：", "made:").in_lang(self.lang));
        for file in files {
            let file = file.strip_prefix(".").unwrap_or(&file);
            self.line(&format!("  {}", file.display()));
        }
        for note in notes {
            self.said(&Text::new("注意：", "note: "), &note);
        }
        self.said(&Text::new("下一步：", "next: "), next);
        ExitCode::SUCCESS
    }

    pub(super) fn refused(&mut self, refusal: &Refusal) -> ExitCode {
        match refusal {
            Refusal::Usage { message, help } => {
                self.said(&Text::new("错误：", "error: "), message);
                self.said(&Text::new("提示：", "help: "), help);
                ExitCode::from(MACHINE_SAID_NO)
            }
            Refusal::Content(diagnostics) => {
                self.text(&render(diagnostics, self.lang, super::is_colourful()));
                ExitCode::from(CONTENT_ERRORS)
            }
            Refusal::Io(path, error) => {
                self.line(&format!("{}: {error}", path.display()));
                ExitCode::from(MACHINE_SAID_NO)
            }
        }
    }

    fn said(&mut self, before: &Text, text: &Text) {
        self.line(&format!("{}{}", before.in_lang(self.lang), text.in_lang(self.lang)));
    }
}
