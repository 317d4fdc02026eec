//! Edits as data: what someone does to the files of the portal, and which pages may show it. Most go back and forth, so that
//! a portal comes to states that it has been in before.

use super::disk::{Disk, Save};
use super::texts::{Pairs, TEXTS, Texts};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::Union;

/// What someone does.
#[derive(Debug, Clone)]
pub(super) enum Edit {
    /// Texts in a file give way to others, or those to them.
    Text(&'static str, Pairs),
    /// A file or folder comes, or goes.
    Presence(&'static str),
    /// A file or folder gets another name; if both are there, they change places.
    Move(&'static str, &'static str),
    /// A file stands where there was a folder, or the folder again.
    Clash(&'static str),
    /// A link to another file comes, or goes.
    Link(&'static str, &'static str),
    /// Bytes that are no text come, or go.
    Garble(&'static str),
    /// A remark that no page shows comes, or goes.
    Comment(&'static str),
    /// A file is written again as it was.
    Touch(&'static str),
}

/// What is done between two builds.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) edits: Vec<Edit>,
    pub(super) save: Save,
    /// Whether what stopped publication is undone before.
    pub(super) undo: bool,
}

const COMING_AND_GOING: &[&str] = &[
    "site.toml",
    "shell",
    "shell/foot.html",
    "themes/own",
    "themes/own/static/own.css",
    "themes/own/static/more",
    "themes/own/templates/item.html",
    "themes/own/templates/report.html",
    "content",
    "content/index.md",
    "content/logo.svg",
    "content/_wording.tsv",
    "content/_forms/budget.toml",
    "content/_forms/second.toml",
    "content/kjj/agency.yaml",
    "content/kjj/guide.md",
    "content/kjj/apply-form.txt",
    "content/kjj/更多",
    "content/kjj/2023",
    "content/kjj/2023/report.yaml",
    "content/kjj/2024/report.yaml",
    "content/kjj/2024/report.md",
    "content/kjj/2024/three-public.yaml",
    "content/kjj/2024/news",
    "content/kjj/2024/news/a.md",
    "content/kjj/2024/news/a-附件.txt",
    "content/kjj/2024/documents/explained.md",
    "content/jyj",
    "content/jyj/附件.txt",
    "content/jyj/2024/documents",
    "content/gxj",
    "content/gxj/guide.md",
    "content/gxj/rules",
    "content/gxj/2022",
    "content/gxj/2023",
    "content/gxj/2024",
    "content/gxj/2024/documents/new.md",
    "content/gxj/2024/second.yaml",
    "content/gxj/2024/report.yml",
    "content/gxj/2024/news/Bad name.md",
    "content/gxj/2024/other",
    "content/xzj",
];

const MOVES: &[(&str, &str)] = &[
    ("content/gxj", "content/gxw"),
    ("content/gxj", "content/jyj"),
    ("content/gxj", "gxj"),
    ("content/kjj", "content/kjw"),
    ("content/gxj/2024", "content/gxj/2021"),
    ("content/gxj/2023", "content/gxj/2024"),
    ("content/gxj/2024/news", "content/gxj/2024/documents"),
    ("content/kjj/2024/news/b.md", "content/kjj/2024/news/c.md"),
    ("content/kjj/2024/news/a.md", "content/kjj/2024/news/b.md"),
    ("content/kjj/2024/news/b.md", "content/kjj/2024/documents/b.md"),
    ("content/kjj/2024/documents/plan.md", "content/jyj/2024/documents/explained.md"),
    ("content/kjj/2023/report.yaml", "content/gxj/2023/report.yaml"),
    ("content/kjj/guide.md", "content/kjj/guide.md~"),
    ("themes/own", "themes/oww"),
];

const CLASHES: &[&str] = &["content/gxj", "content/jyj", "content/kjj/2024/news", "content/gxj/2023", "content/gxj/2024"];

const LINKS: &[(&str, &str)] = &[
    ("content/gxj/图.svg", "../logo.svg"),
    ("content/kjj/2024/news/a-链接.txt", "../../../jyj/附件.txt"),
    ("content/gxj/2024/news/c.md", "../../../kjj/2024/news/b.md"),
    ("content/gxj/坏.txt", "没有.txt"),
    ("content/gxj/外.txt", "/dev/null"),
    ("themes/own/static/link.css", "own.css"),
];

const GARBLED: &[&str] = &[
    "site.toml",
    "shell/head.html",
    "themes/own/templates/item.html",
    "content/index.md",
    "content/_forms/budget.toml",
    "content/_wording.tsv",
    "content/kjj/agency.yaml",
    "content/kjj/2024/report.yaml",
    "content/kjj/2024/report.md",
    "content/kjj/2024/three-public.yaml",
    "content/kjj/2024/news/a.md",
    "content/kjj/guide.md",
];

const COMMENTED: &[&str] = &["site.toml", "content/_forms/budget.toml", "content/_wording.tsv", "content/jyj/agency.yaml", "content/kjj/2024/report.yaml"];

const TOUCHED: &[&str] = &["site.toml", "content/kjj/2024/report.yaml", "content/kjj/2024/news/a.md", "content/jyj/附件.txt", "themes/own/templates/item.html"];

/// All edits, kind by kind, with how often one of the kind is done.
fn kinds() -> [(u32, Vec<Edit>); 8] {
    let of = |paths: &[&'static str], edit: fn(&'static str) -> Edit| paths.iter().map(|path| edit(path)).collect();
    [
        (12, TEXTS.iter().flat_map(|texts| texts.changes.iter().map(|pairs| Edit::Text(texts.file, pairs))).collect()),
        (6, of(COMING_AND_GOING, Edit::Presence)),
        (3, MOVES.iter().map(|(from, to)| Edit::Move(from, to)).collect()),
        (1, of(CLASHES, Edit::Clash)),
        (2, LINKS.iter().map(|(path, target)| Edit::Link(path, target)).collect()),
        (1, of(GARBLED, Edit::Garble)),
        (1, of(COMMENTED, Edit::Comment)),
        (1, of(TOUCHED, Edit::Touch)),
    ]
}

/// Each edit there is.
pub(super) fn each() -> impl Iterator<Item = Edit> {
    kinds().into_iter().flat_map(|(_, edits)| edits)
}

/// Some edits between two builds: mostly one.
pub(super) fn step() -> impl Strategy<Value = Step> {
    let edit = || Union::new_weighted(kinds().map(|(often, edits)| (often, select(edits))).to_vec());
    let edits = prop_oneof![4 => vec(edit(), 1), 1 => vec(edit(), 2..4)];
    let save = select(&[Save::InPlace, Save::Dated, Save::Replaced][..]);
    (edits, save, proptest::bool::weighted(0.75)).prop_map(|(edits, save, undo)| Step { edits, save, undo })
}

impl Edit {
    /// Does it; what cannot be done is not.
    pub(super) fn apply(&self, disk: &mut Disk<'_>) {
        match *self {
            Self::Text(file, pairs) => disk.change(file, |text| {
                let text = String::from_utf8(text.to_vec()).ok()?;
                let is_changed = pairs.iter().all(|(_, new)| text.contains(new));
                let change = |text: String, (old, new): &(&str, &str)| if is_changed { text.replace(new, old) } else { text.replace(old, new) };
                Some(pairs.iter().fold(text, change).into_bytes())
            }),
            Self::Presence(path) if disk.has(path) => disk.remove(path),
            Self::Presence(path) => disk.bring(path),
            Self::Move(one, other) => match (disk.has(one), disk.has(other)) {
                (true, true) => disk.swap(one, other),
                (true, false) => disk.rename(one, other),
                (false, true) => disk.rename(other, one),
                (false, false) => {}
            },
            Self::Clash(path) if disk.is_folder(path) => {
                disk.remove(path);
                disk.write(path, "示例\n".as_bytes());
            }
            Self::Clash(path) => {
                disk.remove(path);
                disk.bring(path);
            }
            Self::Link(path, _) if disk.has(path) => disk.remove(path),
            Self::Link(path, target) => disk.link(path, target),
            Self::Garble(path) => disk.toggle_end(path, &[0xBF, 0xC6]),
            Self::Comment(path) => disk.toggle_end(path, "# 注\n".as_bytes()),
            Self::Touch(path) => disk.change(path, |text| Some(text.to_vec())),
        }
    }

    /// Whether no page shows it.
    pub(super) fn is_silent(&self) -> bool {
        matches!(self, Self::Comment(_) | Self::Touch(_))
    }

    /// Whether a page may show it, and so may be rendered.
    pub(super) fn may_show_on(&self, page: &str) -> bool {
        match *self {
            Self::Touch(_) => false,
            Self::Text(file, pairs) => TEXTS.iter().filter(|texts| texts.file == file && texts.changes.contains(&pairs)).any(|texts| texts.are_shown_on(page)),
            // As what shows any text in the file.
            Self::Comment(path) | Self::Garble(path) => TEXTS.iter().filter(|texts| texts.file == path).any(|texts| texts.are_shown_on(page)),
            Self::Presence(path) | Self::Clash(path) | Self::Link(path, _) => may_show(path, page),
            Self::Move(one, other) => may_show(one, page) || may_show(other, page),
        }
    }
}

impl Texts {
    fn are_shown_on(&self, page: &str) -> bool {
        // Whatever words there are can be found, and each agency by its names; what no address leads to lists the agencies.
        let is_of_agency = self.file.ends_with("/agency.yaml");
        let is_found = (is_of_agency || self.file.ends_with(".md")) && self.file != "content/index.md" && page.starts_with("search/");
        is_found || (is_of_agency && page == "404.html") || self.shown.iter().any(|pattern| matches(pattern, page))
    }
}

/// What an agency's column may be told on, besides its own pages: those of the portal, old addresses, and items of others that
/// have to do with its own.
const AROUND: &[&str] = &["index.html", "404.html", "feed.xml", "years/*", "data/*", "search/*", "sitemap*", "old/*", "???/2024/documents/*"];

/// Whether a page may show that a file or folder comes or goes.
fn may_show(path: &str, page: &str) -> bool {
    let is_among = |pages: &[&str]| pages.iter().any(|pattern| matches(pattern, page));
    match path.split('/').collect::<Vec<_>>().as_slice() {
        ["content", "index.md"] => is_among(&["index.html", "home.shtml", "sitemap.xml"]),
        ["content", "logo.svg"] => page == "logo.svg",
        ["content", slug, ..] if !slug.starts_with('_') => page.starts_with(slug) || is_among(AROUND),
        ["themes" | "shell", ..] => is_among(&["*.html", "*.shtml", "static/*"]),
        // Without the rest nothing can be published.
        _ => false,
    }
}

/// Whether a path is that of a pattern, in which `*` stands for anything and `?` for one character.
fn matches(pattern: &str, path: &str) -> bool {
    let mut signs = pattern.chars();
    let Some(sign) = signs.next() else { return path.is_empty() };
    let mut rest = path.chars();
    if sign == '*' {
        return matches(signs.as_str(), path) || (rest.next().is_some() && matches(pattern, rest.as_str()));
    }
    rest.next().is_some_and(|first| (sign == '?' || sign == first) && matches(signs.as_str(), rest.as_str()))
}
