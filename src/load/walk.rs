//! The content folder → its files, each with the part it plays by where it stands.

use crate::diagnostic::{Code, Diagnostic, Text};
use crate::model::Year;
use crate::source::{below, relative};
use std::fs::{self, FileType};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::WalkDir;

/// The folder of the content, below the root.
pub(crate) const CONTENT: &str = "content";

/// The folder of the portal's own forms, below that of the content.
const FORMS: &str = "_forms";

/// The deepest folder that is looked into, counted from the content folder.
const MAX_DEPTH: usize = 16;

/// A file of the content.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    root: Arc<Path>,
    /// Its path below the root.
    pub(crate) path: String,
    /// Whether it is a link to another file of the content.
    pub(crate) is_link: bool,
}

impl Found {
    /// A file by its path below the root, which is no link.
    pub(crate) fn at(root: &Arc<Path>, path: String) -> Self {
        Self { root: Arc::clone(root), path, is_link: false }
    }

    /// The part it plays.
    pub(crate) fn role(&self) -> Role<'_> {
        Role::of(self.path.split_once('/').map_or("", |(_, path)| path))
    }

    /// Where it is on disk.
    pub(crate) fn file(&self) -> PathBuf {
        below(&self.root, &self.path)
    }
}

/// The part that a file plays, told by where it stands. Texts are folder names and a file's name without its ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role<'p> {
    Home,
    Agency {
        agency: &'p str,
    },
    Guide {
        agency: &'p str,
    },
    Apply {
        agency: &'p str,
    },
    Rule {
        agency: &'p str,
        slug: &'p str,
    },
    Figures {
        agency: &'p str,
        year: Year,
    },
    Words {
        agency: &'p str,
        year: Year,
    },
    Item {
        agency: &'p str,
        year: Year,
        category: &'p str,
        slug: &'p str,
    },
    /// A data table other than the annual report.
    Table {
        agency: &'p str,
        year: Year,
        slug: &'p str,
    },
    /// A form of the portal's own.
    Form,
    /// The portal's own list of wrong words.
    Wording,
    /// Published as it is; none where it stands beside `index.md`.
    Attachment {
        agency: Option<&'p str>,
    },
    /// Nothing reads it.
    Unused,
}

impl<'p> Role<'p> {
    /// The agency in whose folder it stands.
    pub(crate) fn agency(self) -> Option<&'p str> {
        match self {
            Self::Agency { agency }
            | Self::Guide { agency }
            | Self::Apply { agency }
            | Self::Rule { agency, .. }
            | Self::Figures { agency, .. }
            | Self::Words { agency, .. }
            | Self::Item { agency, .. }
            | Self::Table { agency, .. } => Some(agency),
            Self::Attachment { agency } => agency,
            Self::Home | Self::Form | Self::Wording | Self::Unused => None,
        }
    }

    /// The part of a file by its path below the content folder.
    fn of(path: &'p str) -> Self {
        let (folders, name) = path.rsplit_once('/').map_or((None, path), |(folders, name)| (Some(folders), name));
        let mut folders = folders.into_iter().flat_map(|folders| folders.split('/'));
        // No part is played deeper than in an agency's, a year's and a category's folder.
        let folders = [folders.next(), folders.next(), folders.next(), folders.next()];
        let folders = folders.map(Option::unwrap_or_default);
        let year = Year::parse(folders[1]);
        match (folders, year, name.strip_suffix(".md"), name.strip_suffix(".yaml")) {
            (["_forms", "", ..], _, _, _) if name.ends_with(".toml") => Self::Form,
            (["_forms", ..], _, _, _) => Self::Unused,
            (["", ..], _, _, _) => Self::of_top(name),
            ([agency, "", ..], _, _, Some("agency")) => Self::Agency { agency },
            ([agency, "", ..], _, Some("guide"), _) => Self::Guide { agency },
            ([agency, "", ..], _, Some("apply"), _) => Self::Apply { agency },
            ([agency, "rules", "", _], _, Some(slug), _) => Self::Rule { agency, slug },
            ([agency, _, "", _], Some(year), Some("report"), _) => Self::Words { agency, year },
            ([agency, _, "", _], Some(year), _, Some("report")) => Self::Figures { agency, year },
            ([agency, _, "", _], Some(year), _, Some(slug)) => Self::Table { agency, year, slug },
            ([agency, _, category, ""], Some(year), Some(slug), _) if !category.is_empty() => Self::Item { agency, year, category, slug },
            (_, _, Some(_), _) => Self::Unused,
            _ if is_data(name) => Self::Unused,
            ([agency, ..], _, _, _) => Self::Attachment { agency: Some(agency) },
        }
    }

    /// The part of a file right below the content folder.
    fn of_top(name: &str) -> Self {
        match name {
            "_wording.tsv" => Self::Wording,
            "index.md" => Self::Home,
            "" | FORMS => Self::Unused,
            name if is_data(name) => Self::Unused,
            _ => Self::Attachment { agency: None },
        }
    }
}

/// Whether a file holds data rather than something to be published as it is.
fn is_data(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let sources = [".md", ".markdown", ".yaml", ".yml", ".toml"];
    // `report.yaml.txt` is what some editors make of `report.yaml`; `plan.md.orig` is a copy of `plan.md`.
    sources.iter().any(|ending| lower.ends_with(ending) || lower.contains(&format!("{ending}.")))
}

/// Names that systems and editors leave behind.
pub(crate) fn is_litter(name: &str) -> bool {
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    let ends = |end: &str| name.len() >= end.len() && name.as_bytes()[name.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes());
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || is("thumbs.db")
        || is("desktop.ini")
        || [".tmp", ".swp", ".swo", ".swx", ".bak", ".orig", ".rej"].into_iter().any(ends)
}

/// What stands right below the content folder.
#[derive(Debug, Default)]
pub(crate) struct Top {
    /// The files there, and those of the forms, in the order of their paths.
    pub(crate) files: Vec<Found>,
    /// The folders of agencies, by name.
    pub(crate) columns: Vec<String>,
}

/// Looks at the content folder, but not into the folders of agencies.
pub(crate) fn walk_top(root: &Path, diagnostics: &mut Vec<Diagnostic>) -> Top {
    let mut top = Top::default();
    let content = below(root, CONTENT);
    if !content.is_dir() {
        return top;
    }
    let root: &Arc<Path> = &Arc::from(root);
    let inside = content.canonicalize().unwrap_or_else(|_| content.clone());
    if let Ok(metadata) = content.symlink_metadata() {
        look_at(root, &inside, &content, metadata.file_type(), diagnostics);
    }
    let mut entries = Vec::new();
    match fs::read_dir(&content) {
        Err(error) => diagnostics.push(unreadable(CONTENT.to_owned(), &error.to_string())),
        Ok(read) => {
            for entry in read {
                match entry {
                    Err(error) => diagnostics.push(unreadable(CONTENT.to_owned(), &error.to_string())),
                    Ok(entry) => entries.push(entry),
                }
            }
        }
    }
    entries.sort_by_key(fs::DirEntry::file_name);
    // Folders of agencies are not opened: there may be many, and most are as they were.
    for entry in entries.into_iter().filter(|entry| !is_litter(&entry.file_name().to_string_lossy())) {
        let (path, name) = (entry.path(), entry.file_name());
        match entry.file_type() {
            Err(error) => diagnostics.push(unreadable(relative(root, &path), &error.to_string())),
            Ok(kind) => {
                top.files.extend(look_at(root, &inside, &path, kind, diagnostics));
                if kind.is_dir() && name == FORMS {
                    top.files.extend(walk(root, &path, diagnostics));
                } else if kind.is_dir() {
                    top.columns.extend(name.to_str().filter(|name| !name.contains(char::is_control)).map(str::to_owned));
                }
            }
        }
    }
    top.columns.sort();
    top
}

/// All files of an agency's folder, in the order of their paths.
pub(crate) fn walk_column(root: &Path, slug: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Found> {
    walk(root, &below(root, CONTENT).join(slug), diagnostics)
}

/// The files below a folder right in that of the content, in the order of their paths.
fn walk(root: &Path, folder: &Path, diagnostics: &mut Vec<Diagnostic>) -> Vec<Found> {
    let root: &Arc<Path> = &Arc::from(root);
    let content = below(root, CONTENT);
    let inside = content.canonicalize().unwrap_or_else(|_| content.clone());
    let mut found = Vec::new();
    let mut entries = WalkDir::new(folder).max_depth(MAX_DEPTH - 1).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        match entry {
            Err(error) => {
                let path = error.path().map_or_else(|| CONTENT.to_owned(), |path| relative(root, path));
                diagnostics.push(unreadable(path, &error.to_string()));
            }
            // Of the folder itself is told where the content folder is looked at.
            Ok(entry) if entry.depth() == 0 => {}
            Ok(entry) if is_litter(&entry.file_name().to_string_lossy()) => {
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
            }
            Ok(entry) => found.extend(look_at(root, &inside, entry.path(), entry.file_type(), diagnostics)),
        }
    }
    found
}

fn look_at(root: &Arc<Path>, inside: &Path, file: &Path, kind: FileType, diagnostics: &mut Vec<Diagnostic>) -> Option<Found> {
    let path = relative(root, file);
    if let Some(diagnostic) = bad_name(file, &path) {
        diagnostics.extend(diagnostic);
        return None;
    }
    if kind.is_dir() {
        if path.matches('/').count() >= MAX_DEPTH {
            diagnostics.push(Diagnostic::new(Code::TooDeep, Text::new("文件夹层次过深", "folders are nested too deeply")).in_file(path));
        }
        return None;
    }
    if kind.is_symlink() {
        match file.canonicalize() {
            Err(error) => {
                diagnostics.push(unreadable(path, &error.to_string()));
                return None;
            }
            Ok(target) if !target.starts_with(inside) || !target.is_file() => {
                let message = Text::new("符号链接只能指向 content 中的文件", "a symbolic link may only lead to a file within content");
                diagnostics.push(Diagnostic::new(Code::Symlink, message).in_file(path).with_help("请把文件复制到这里", "copy the file here instead"));
                return None;
            }
            Ok(_) => {}
        }
    } else if !kind.is_file() {
        diagnostics.push(unreadable(path, "not a file"));
        return None;
    }
    Some(Found { is_link: kind.is_symlink(), ..Found::at(root, path) })
}

/// What is wrong with a name that cannot stand in an address; `Some(None)` where the folder above is to blame.
fn bad_name(file: &Path, path: &str) -> Option<Option<Diagnostic>> {
    let wrong = |name: &str| name.contains(|c: char| c.is_control() || c == '\\');
    let name = file.file_name().unwrap_or_default().to_str();
    if name.is_some_and(|name| !wrong(name)) {
        let above = file.parent().is_none_or(|folder| folder.to_str().is_some_and(|folder| !folder.contains(char::is_control)));
        return if above { None } else { Some(None) };
    }
    let (code, zh, en) = match name {
        None => (Code::Encoding, "名称不是 UTF-8 编码", "the name is not UTF-8"),
        Some(_) => (Code::BadSlug, "名称中有不能使用的字符", "the name holds characters that cannot be used"),
    };
    Some(Some(Diagnostic::new(code, Text::new(zh, en)).in_file(path.replace(char::is_control, "?")).with_help("请重新命名", "rename it")))
}

pub(crate) fn unreadable(path: String, why: &str) -> Diagnostic {
    Diagnostic::new(Code::Unreadable, Text::new(format!("无法读取（系统提示：{why}）"), format!("cannot be read: {why}")))
        .in_file(path)
        .with_help("请核对文件是否还在、链接是否断开、有没有读取的权限", "look whether it is still there, where its link leads, and who may read it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(path: &str, expected: &Role<'_>) {
        assert_eq!(&Role::of(path), expected, "{path}");
    }

    #[test]
    fn roles() {
        let (agency, year) = (|| "kjj", Year::parse("2024").expect("a year"));
        case("index.md", &Role::Home);
        case("kjj/agency.yaml", &Role::Agency { agency: agency() });
        case("kjj/2024/report.yaml", &Role::Figures { agency: agency(), year });
        case("kjj/2024/news/x.md", &Role::Item { agency: agency(), year, category: "news", slug: "x" });
        case("kjj/2024/news/x.xlsx", &Role::Attachment { agency: Some(agency()) });
        case("kjj/2024/news/deep/x.md", &Role::Unused);
        case("kjj/24/news/x.md", &Role::Unused);
        case("kjj/2024/budget.yaml", &Role::Table { agency: agency(), year, slug: "budget" });
        case("kjj/2024/news/budget.yaml", &Role::Unused);
        case("logo.png", &Role::Attachment { agency: None });
        case("_forms/budget.toml", &Role::Form);
        case("_wording.tsv", &Role::Wording);
        case("_forms", &Role::Unused);
        case("kjj/_wording.tsv", &Role::Attachment { agency: Some(agency()) });
        for source in ["kjj/2024/news/b.MD", "kjj/2024/report.yaml.txt", "kjj/2024/news/a.md.txt", "kjj/Guide.MD"] {
            case(source, &Role::Unused);
        }
        assert!(is_litter("~$年报.docx") && is_litter(".DS_Store") && !is_litter("年报.docx"));
    }
}
