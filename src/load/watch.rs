//! What a portal watches for: its settings and its own list of wrong words; and what was noticed in the files that it
//! publishes.

use super::document::front_matter;
use super::memo::{Part, Read};
use super::text::read_text;
use super::walk::{Found, Role};
use crate::check::Remark;
use crate::check::leak::{Style, Watch, Wording, has_a_long_number, remarks_on_names};
use crate::diagnostic::{Code, Diagnostic, Text, counted};
use crate::document::Unread;
use crate::model::Config;
use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The most names of files that one message lists.
const MAX_NAMES: usize = 10;

/// Reads what is watched for; what is wrong with the list is noted.
pub(crate) fn read_watch(found: &[Found], config: Option<&Config>, diagnostics: &mut Vec<Diagnostic>) -> Watch {
    let mut own = Wording::default();
    if let Some(file) = found.iter().find(|file| file.role() == Role::Wording) {
        match read_text(&file.file(), &file.path) {
            Ok((text, _)) => {
                let (list, faults) = Wording::parse(&text);
                let source = Arc::new(Source { path: file.path.clone(), text });
                diagnostics.extend(faults.into_iter().map(|(range, why)| {
                    Diagnostic::new(Code::BadValue, why).at(&source, range).with_help(
                        "每行写：错、对、级别、说明，以制表符分隔；后两列可以不写",
                        "write wrong, right, level, note, parted by tabs; the last two may be left out",
                    )
                }));
                own = list;
            }
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    Watch::new(config.map_or(&[], |config| &config.allowed), own)
}

/// What kind of text a file of the content is.
#[must_use]
pub fn style_of(path: &str, text: &str) -> Style {
    if path.ends_with(".md") { Style::Markdown(front_matter(text).map_or(0, |(_, body)| body)) } else { Style::Data }
}

/// What was noticed in files one at a time, before it is known which of them are published.
pub(crate) struct Noticed {
    read: Vec<(String, Arc<Read>)>,
    /// Files in whose path a name has so many digits that it may hold a private number.
    numbered: Vec<String>,
}

impl Noticed {
    pub(crate) fn of(parts: &[Part]) -> Self {
        let is_noticed = |part: &&Part| !part.read.remarks.is_empty() || part.read.unread.is_some();
        let is_numbered = |path: &str| path.split('/').any(has_a_long_number);
        Self {
            read: parts.iter().filter(is_noticed).map(|part| (part.found.path.clone(), Arc::clone(&part.read))).collect(),
            numbered: parts.iter().filter(|part| is_numbered(&part.found.path)).map(|part| part.found.path.clone()).collect(),
        }
    }

    /// What of it is about files that are published, or that could not be understood and may be.
    pub(crate) fn of_published(&self, watch: &Watch, published: impl FnOnce() -> BTreeSet<String>) -> Vec<Remark> {
        if self.read.is_empty() && self.numbered.is_empty() {
            return Vec::new();
        }
        let published = published();
        let told: Vec<&(String, Arc<Read>)> = self.read.iter().filter(|(path, read)| read.value.is_none() || published.contains(path)).collect();
        let names = self.numbered.iter().filter(|path| published.contains(*path)).map(String::as_str);
        let mut remarks: Vec<Remark> = told.iter().flat_map(|(_, read)| read.remarks.iter().cloned()).collect();
        remarks.extend(remarks_on_names(names, watch.allowed()));
        remarks.extend(unscanned(told.iter().filter_map(|(path, read)| Some((path.as_str(), read.unread?)))));
        remarks
    }
}

/// Files whose words could not be looked at: one remark for each agency's folder.
fn unscanned<'a>(files: impl Iterator<Item = (&'a str, Unread)>) -> Vec<Remark> {
    let mut by_folder: BTreeMap<String, Vec<(&str, Unread)>> = BTreeMap::new();
    for (path, why) in files {
        let parts: Vec<&str> = path.split('/').collect();
        let folder = parts[..parts.len().saturating_sub(1).min(2)].join("/");
        by_folder.entry(folder).or_default().push((path, why));
    }
    by_folder.into_iter().map(|(folder, files)| unscanned_in(folder, &files)).collect()
}

fn unscanned_in(folder: String, files: &[(&str, Unread)]) -> Remark {
    let name = |path: &str| path.strip_prefix(&*folder).unwrap_or(path).trim_start_matches('/').to_owned();
    let list = |parted: &str, word: fn(Unread) -> &'static str, brackets: [&str; 2]| {
        let named: Vec<String> =
            files.iter().take(MAX_NAMES).map(|(path, why)| format!("{}{}{}{}", name(path), brackets[0], word(*why), brackets[1])).collect();
        named.join(parted)
    };
    let count = files.len();
    let [rest_zh, rest_en] = if count > MAX_NAMES { ["等", " and others"] } else { ["", ""] };
    let message = Text::new(
        format!("{count} 个附件的内容没有检查：{}{rest_zh}", list("、", |why| words(why)[0], ["（", "）"])),
        format!("{} not looked into: {}{rest_en}", counted(count, "attachment"), list(", ", |why| words(why)[1], [" (", ")"])),
    );
    let help = Text::new(
        "请人工核对其中有无个人信息和涉密标志；尽量改用 DOCX、XLSX、CSV，或由文档直接导出的 PDF",
        "look through them for personal data and marks of secrecy yourself; where you can, use DOCX, XLSX, CSV, or PDF exported from a document",
    );
    Remark::new(Code::Unscanned, folder, message, help)
}

/// Why a file could not be looked at.
fn words(why: Unread) -> [&'static str; 2] {
    match why {
        Unread::EncryptedPdf => ["加密的 PDF", "an encrypted PDF"],
        Unread::NoTextLayer => ["没有文字层的 PDF", "a PDF without a text layer"],
        Unread::UnknownFonts => ["字体没有说明字符的 PDF", "a PDF whose fonts do not say what their characters are"],
        Unread::SomePages => ["PDF 中有些页读不出文字", "a PDF with pages that could not be read"],
        Unread::OldOffice => ["旧版或加密的 Office 文件", "an old or encrypted Office file"],
        Unread::OtherOffice => ["OFD 或 OpenDocument 文件", "an OFD or OpenDocument file"],
        Unread::Archive => ["压缩包", "an archive"],
        Unread::NoText => ["图片或其他格式", "a picture or another format"],
        Unread::Damaged => ["文件损坏", "damaged"],
        Unread::TooLarge => ["内容过多", "too large"],
    }
}
