//! A folder of the portal → its visible files. Links are refused: they would bring in what is elsewhere on the machine.

use crate::diagnostic::{Code, Diagnostic, Text};
use crate::source::relative;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// A folder that is looked through.
pub(super) struct Folder<'a> {
    /// The portal's root.
    pub(super) root: &'a Path,
    /// The folder itself.
    pub(super) path: &'a Path,
    /// Where it must really stand, or below; none where that place does not exist.
    pub(super) inside: Option<PathBuf>,
}

impl Folder<'_> {
    /// Its files and those of the folders within, in the order of their names.
    pub(super) fn files(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<PathBuf> {
        let Self { root, path, inside } = self;
        if !path.is_dir() {
            return Vec::new();
        }
        if !inside.as_ref().is_some_and(|inside| path.canonicalize().is_ok_and(|real| real.starts_with(inside))) {
            let message = Text::new("文件夹不能是指向别处的符号链接", "the folder may not be a link that leads elsewhere");
            diagnostics.push(Diagnostic::new(Code::Symlink, message).in_file(relative(root, path)));
            return Vec::new();
        }
        let visible = |entry: &DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
        let mut files = Vec::new();
        for entry in WalkDir::new(path).sort_by_file_name().into_iter().filter_entry(visible) {
            match entry {
                Ok(entry) if entry.file_type().is_file() => files.push(entry.into_path()),
                Ok(entry) if entry.path_is_symlink() => {
                    let message = Text::new("这里不能使用符号链接", "there may be no symbolic links here");
                    let diagnostic = Diagnostic::new(Code::Symlink, message).in_file(relative(root, entry.path()));
                    diagnostics.push(diagnostic.with_help("请把文件复制到这里", "copy the file here instead"));
                }
                Ok(_) => {}
                Err(error) => diagnostics.push(unreadable(relative(root, error.path().unwrap_or(path)), &error)),
            }
        }
        files
    }
}

/// What is said of a file that the system does not give.
pub(super) fn unreadable(path: String, error: &impl ToString) -> Diagnostic {
    let why = error.to_string();
    Diagnostic::new(Code::Unreadable, Text::new(format!("无法读取（系统提示：{why}）"), format!("cannot be read: {why}")))
        .in_file(path)
        .with_help("请核对文件是否还在、链接是否断开、有没有读取的权限", "look whether it is still there, where its link leads, and who may read it")
}
