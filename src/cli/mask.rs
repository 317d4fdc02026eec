//! `lanmu mask`: files → what in them is private, masked; and, if asked, the files with it masked.

use super::{Console, LangArg, MACHINE_SAID_NO, lang_of};
use crate::check::leak::{Allowed, mask, shown};
use crate::diagnostic::{Lang, Text};
use crate::document::{Unread, decode, encode_as, extract};
use crate::load::{read_allowed, read_file, style_of};
use crate::output::replace;
use crate::source::Source;
use clap::Args;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct MaskArgs {
    /// 文本文件：Markdown、YAML、CSV 等 / Text files: Markdown, YAML, CSV and the like
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// 写入文件；不写时只列出 / Write the files; without it, only list
    #[arg(long)]
    write: bool,
    /// 门户所在文件夹，其中允许公开的号码不隐去 / The portal's folder, whose allowed numbers stay
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// 提示信息的语言 / The language of messages [default: by locale]
    #[arg(long)]
    lang: Option<LangArg>,
}

/// What was masked in one file.
struct Masked {
    /// A line for each number: its place, its kind, as it stands now.
    lines: Vec<[String; 2]>,
    /// The file with all of them masked.
    bytes: Vec<u8>,
}

/// Masks files, and tells what was masked.
pub(crate) fn run(args: &MaskArgs) -> ExitCode {
    let MaskArgs { files, write, root, lang } = args;
    let mut console = Console { lang: lang_of(*lang) };
    let allowed = read_allowed(root);
    let (mut count, mut refused) = (0, 0);
    for file in files {
        let masked = mask_file(file, &allowed).and_then(|masked| {
            if *write && !masked.lines.is_empty() {
                replace(file, &masked.bytes).map_err(|error| io_text(&error))?;
            }
            Ok(masked)
        });
        match masked {
            Ok(masked) => {
                count += masked.lines.len();
                let lines: String = masked.lines.iter().map(|[zh, en]| format!("{}\n", if console.lang == Lang::Zh { zh } else { en })).collect();
                print(&lines);
            }
            Err(why) => {
                refused += 1;
                console.line(&format!("{}: {}", file.display(), why.in_lang(console.lang)));
            }
        }
    }
    // Of files that could not be read nothing is known.
    if refused == 0 || count > 0 {
        console.line(told(count, *write).in_lang(console.lang));
    }
    if refused == 0 {
        return ExitCode::SUCCESS;
    }
    console.line(Text::new(format!("有 {refused} 个文件没有处理"), format!("files that were not masked: {refused}")).in_lang(console.lang));
    ExitCode::from(MACHINE_SAID_NO)
}

/// What was done, in a line.
fn told(count: usize, written: bool) -> Text {
    match (count, written) {
        (0, _) => Text::new("没有需要隐去的号码", "there is nothing to mask"),
        (_, true) => Text::new(format!("已隐去 {count} 处"), format!("masked: {count}")),
        (_, false) => Text::new(format!("共 {count} 处；加上 --write 写入文件"), format!("to mask: {count}; write the files with --write")),
    }
}

fn mask_file(file: &Path, allowed: &Allowed) -> Result<Masked, Text> {
    let bytes = read_file(file).map_err(|error| io_text(&error))?;
    let path = file.display().to_string();
    let Some(decoded) = decode(&path, &bytes) else { return Err(advice(&path, &bytes)) };
    let source = Source { path, text: decoded.text.clone() };
    let (text, found) = mask(&source.text, style_of(&source.path, &source.text), allowed);
    let lines = found.iter().map(|private| {
        let (line, column) = source.line_column(private.range.start);
        let place = format!("{}:{line}:{column}", source.path);
        let [zh, en] = private.kind.names();
        let shown = shown(&source.text, private);
        [format!("{place} {zh} → {shown}"), format!("{place} {en} → {shown}")]
    });
    let lines = lines.collect();
    let bytes = encode_as(&bytes, &decoded, &text)
        .ok_or_else(|| Text::new("这种编码不能写回，请用编辑器“另存为”，编码选 UTF-8", "its encoding cannot be written, save it again as UTF-8"))?;
    Ok(Masked { lines, bytes })
}

/// What to do with a file that is no text.
fn advice(path: &str, bytes: &[u8]) -> Text {
    let is_office = match extract(path, bytes).unread {
        None | Some(Unread::OldOffice | Unread::Damaged | Unread::TooLarge) => !bytes.starts_with(b"%PDF"),
        Some(
            Unread::EncryptedPdf | Unread::NoTextLayer | Unread::UnknownFonts | Unread::SomePages | Unread::OtherOffice | Unread::Archive | Unread::NoText,
        ) => false,
    };
    if is_office {
        Text::new("不是文本文件，请在 Word 或 Excel 中查找、隐去后另存", "it is no text: find and mask the numbers in Word or Excel and save it again")
    } else {
        Text::new("不是文本文件，请在生成它的原文件中隐去后重新生成", "it is no text: mask the numbers in what it was made from and make it again")
    }
}

fn io_text(error: &std::io::Error) -> Text {
    match error.kind() {
        ErrorKind::NotFound => Text::new("没有这个文件", "there is no such file"),
        ErrorKind::IsADirectory => Text::new("是文件夹，请写出其中的文件", "it is a folder: name the files in it"),
        ErrorKind::PermissionDenied => Text::new("没有读写的权限", "permission denied"),
        _ => Text::new(format!("读写不成：{error}"), error.to_string()),
    }
}

/// Writes to standard output; there is nowhere to tell that it is closed.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}
