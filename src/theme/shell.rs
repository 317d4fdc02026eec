//! `shell/head.html` and `shell/foot.html` → the head and foot of the portal that the column is part of.

use super::SHELL;
use super::folder::Folder;
use super::fragment::check;
use crate::diagnostic::{Code, Diagnostic, Text, nearest};
use crate::load::{is_litter, read_text_within};
use crate::model::Base;
use crate::source::{Source, below, relative};
use std::path::Path;

/// The largest fragment, in bytes: it is part of every page.
const MAX_FRAGMENT: u64 = 256 << 10;

/// The parent portal's head and foot as HTML, as they were written; empty where there are none.
#[derive(Default)]
pub(super) struct Fragments {
    /// What stands above the column's own band.
    pub(super) head: String,
    /// What stands below the column's own links, in place of its imprint.
    pub(super) foot: String,
}

/// Reads the fragments of a portal that stands at `base`.
pub(super) fn read_fragments(root: &Path, base: &Base, diagnostics: &mut Vec<Diagnostic>) -> Fragments {
    let path = below(root, SHELL);
    let folder = Folder { root, path: &path, inside: root.canonicalize().ok().map(|root| root.join(SHELL)) };
    let mut fragments = Fragments::default();
    for file in folder.files(diagnostics) {
        match relative(&path, &file).as_str() {
            "head.html" => fragments.head = read_fragment(root, &file, base, diagnostics),
            "foot.html" => fragments.foot = read_fragment(root, &file, base, diagnostics),
            name if is_litter(name) => {}
            name => diagnostics.push(unused(name)),
        }
    }
    fragments
}

fn read_fragment(root: &Path, file: &Path, base: &Base, diagnostics: &mut Vec<Diagnostic>) -> String {
    let path = relative(root, file);
    match read_text_within(MAX_FRAGMENT, file, &path) {
        Ok((text, _)) => {
            let fragment = text.trim().to_owned();
            diagnostics.extend(check(Source { path, text }, base));
            fragment
        }
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            String::new()
        }
    }
}

fn unused(name: &str) -> Diagnostic {
    let path = format!("{SHELL}/{name}");
    if let Some(meant) = nearest(name, ["head.html", "foot.html"]) {
        let message = Text::new(format!("文件名应为 {meant}，此处的这个文件不会被使用"), format!("should be named {meant}; nothing reads this file here"));
        return Diagnostic::new(Code::Misnamed, message).in_file(path).with_help("请改名", "rename it");
    }
    let message = Text::new("此处的这个文件不会被使用", "nothing reads this file here");
    Diagnostic::new(Code::UnusedFile, message).in_file(path).with_help(
        "shell 中只读取 head.html 和 foot.html；样式和图片请放在所在的门户网站，或放在 themes/<主题>/static/ 中",
        "only head.html and foot.html are read in shell; keep styles and pictures on the parent portal, or in themes/<theme>/static/",
    )
}
