//! What is wrong with the links in words: pages, files and places on pages that are not there.

use super::Planned;
use super::way::{Way, way};
use crate::check::{At, Remark};
use crate::diagnostic::{Code, Text, nearest};
use crate::model::{Address, Document, LinkKind, Site, WrittenLink};
use crate::page::Page;
use crate::theme::Theme;
use rayon::prelude::*;

/// The most links of one document that are told to be wrong.
const MAX_TOLD: usize = 50;

/// The most addresses among which a near one is looked for.
const MAX_CANDIDATES: usize = 2_000;

/// Checks the links in the words of all pages.
pub(super) fn link_remarks(site: &Site, theme: &Theme, downloads: &[Planned<'_>], pages: &[Planned<'_>]) -> Vec<Remark> {
    let with_links: Vec<(&Planned<'_>, &Document)> =
        pages.iter().filter_map(|planned| Some((planned, words(&planned.page)?))).filter(|(_, document)| !document.written.links.is_empty()).collect();
    if with_links.is_empty() {
        return Vec::new();
    }
    let mut files: Vec<(String, &Planned<'_>)> = downloads.iter().chain(pages).map(|planned| (planned.address.file(), planned)).collect();
    files.par_sort_by(|(a, _), (b, _)| a.cmp(b));
    let known = Known { site, theme, files };
    with_links.par_iter().flat_map_iter(|(planned, document)| known.remarks(&planned.address, document)).collect()
}

/// The document whose words a page shows.
fn words<'p>(page: &'p Page<'_>) -> Option<&'p Document> {
    match page {
        Page::Home(page) => page.words,
        Page::Document(page) => Some(page.document),
        Page::Apply(page) => Some(page.document),
        Page::Item(page) => Some(page.document),
        Page::Report(page) => page.report.words.as_deref(),
        _ => None,
    }
}

/// What there is to link to.
struct Known<'k, 's> {
    site: &'k Site,
    theme: &'k Theme,
    /// All files of the portal, in the order of their paths.
    files: Vec<(String, &'k Planned<'s>)>,
}

/// What is wrong with a link: code, message, help.
type Fault = (Code, Text, Text);

impl Known<'_, '_> {
    /// What is wrong with the links of a document that stands at an address.
    fn remarks(&self, address: &Address, document: &Document) -> Vec<Remark> {
        let wrong = document.written.links.iter().filter_map(|link| Some((link, self.fault(address, link)?)));
        let remark = |(link, (code, message, help)): (&WrittenLink, Fault)| {
            Remark::new(code, &*document.body.path, message, help).at(At::Range(link.range.clone())).about(&*link.target)
        };
        wrong.take(MAX_TOLD).map(remark).collect()
    }

    fn fault(&self, page: &Address, link: &WrittenLink) -> Option<Fault> {
        let target = &link.target;
        if link.kind == LinkKind::Spaced {
            let message = Text::new(format!("“{target}”中有空格，不会成为链接"), format!("`{target}` holds a space, so it does not become a link"));
            let help =
                Text::new(format!("请改写为 (<{target}>)，或去掉文件名中的空格"), format!("write (<{target}>), or take the space out of the file's name"));
            return Some((Code::LinkBroken, message, help));
        }
        match way(target, page, &self.site.config.base) {
            Way::Elsewhere => None,
            Way::Outside => {
                let message = Text::new(format!("链接“{target}”离开了本门户"), format!("link `{target}` leads out of the portal"));
                let help = Text::new("链接其他网站的，请写完整网址（https://…）", "write the whole address (https://…) of a page elsewhere");
                Some((Code::LinkBroken, message, help))
            }
            Way::Inside { path, anchor } => match self.find(&Address::new(path.as_str()).file()) {
                Some(planned) => self.anchor_fault(target, planned, &anchor),
                None => Some(self.missing(link, &path)),
            },
        }
    }

    fn find(&self, file: &str) -> Option<&Planned<'_>> {
        let at = self.files.binary_search_by(|(known, _)| known.as_str().cmp(file)).ok()?;
        Some(self.files[at].1)
    }

    /// What is wrong with a link to a page or file that is not there.
    fn missing(&self, link: &WrittenLink, path: &str) -> Fault {
        let target = &link.target;
        if self.site.withheld.binary_search_by(|draft| draft.as_str().cmp(path)).is_ok() {
            let message =
                Text::new(format!("链接“{target}”指向的 /{path} 是草稿，不会发布"), format!("link `{target}` leads to /{path}, a draft that is not published"));
            return (Code::LinkBroken, message, Text::new("请先发布该草稿，或删去此链接", "publish the draft first, or remove the link"));
        }
        let near = self.near(path);
        let suggested = |otherwise: Text| near.map_or(otherwise, |near| Text::new(format!("是否为“/{near}”？"), format!("did you mean `/{near}`?")));
        let is_picture = link.kind == LinkKind::Picture;
        if is_picture || is_file(path) {
            let (zh, en) = if is_picture { ("图片", "picture") } else { ("附件", "file") };
            let message = Text::new(format!("{zh}“{target}”不存在：没有 /{path}"), format!("{en} `{target}` is missing: there is no /{path}"));
            let help = Text::new(format!("请把文件放到 content/{path}，或改正链接"), format!("put the file at content/{path}, or correct the link"));
            return (Code::AttachmentMissing, message, suggested(help));
        }
        let message = Text::new(format!("链接“{target}”没有去处：没有页面 /{path}"), format!("link `{target}` leads nowhere: there is no page /{path}"));
        (Code::LinkBroken, message, suggested(Text::new("请改正或删去此链接", "correct or remove the link")))
    }

    /// The address that was probably meant by one where nothing is.
    fn near(&self, path: &str) -> Option<String> {
        let plain = path.trim_start_matches(['/', '.']);
        let without = |prefix: &str| plain.strip_prefix(prefix).map(str::to_owned);
        let base = self.site.config.base.path.trim_start_matches('/');
        let stem = plain.trim_end_matches('/');
        let stem = stem.strip_suffix(".htm").or_else(|| stem.strip_suffix(".shtml")).or_else(|| stem.strip_suffix(".html.html")).unwrap_or(stem);
        let tried = [
            without("public/"),
            without("content/"),
            without(base).filter(|_| !base.is_empty()),
            Some(format!("{stem}/")),
            Some(format!("{stem}.html")),
            Some(plain.to_owned()),
        ];
        let fixed = tried.into_iter().flatten().find(|path| self.find(&Address::new(path.as_str()).file()).is_some());
        fixed.or_else(|| self.near_in_folder(plain)).or_else(|| self.of_same_name(plain))
    }

    /// One of the same folder and kind that differs little, or one anywhere that differs only in capitals.
    fn near_in_folder(&self, path: &str) -> Option<String> {
        let file = Address::new(path).file();
        let same = |known: &&str| known.len() == file.len() && known.eq_ignore_ascii_case(&file);
        if let Some(found) = self.files.iter().map(|(known, _)| known.as_str()).find(same) {
            return Some(shown(found));
        }
        let (whole, kind) = kind(&file);
        let (folder, name) = whole.rsplit_once('/').map_or(("", whole), |(folder, name)| (&whole[..=folder.len()], name));
        let start = self.files.partition_point(|(known, _)| known.as_str() < folder);
        let beside = self.files[start..].iter().map(|(known, _)| known.as_str()).take_while(|known| known.starts_with(folder)).take(MAX_CANDIDATES);
        let names = beside.filter_map(|known| known.strip_prefix(folder)?.strip_suffix(kind)).filter(|name| !name.contains('/'));
        Some(shown(&format!("{folder}{}{kind}", nearest(name, names)?)))
    }

    /// The only one of the same name in another folder.
    fn of_same_name(&self, path: &str) -> Option<String> {
        let name = format!("/{}", path.rsplit('/').next().filter(|name| !name.is_empty())?);
        let mut found = self.files.iter().map(|(known, _)| known.as_str()).filter(|known| known.ends_with(&name));
        let first = found.next()?;
        found.next().is_none().then(|| shown(first))
    }

    /// What is wrong with the place on a page that a link names.
    fn anchor_fault(&self, target: &str, planned: &Planned<'_>, anchor: &str) -> Option<Fault> {
        // What browsers know of themselves.
        if anchor.is_empty() || anchor == "top" || anchor.starts_with(":~:") || matches!(planned.page, Page::Redirect(_)) {
            return None;
        }
        let template = planned.page.template()?;
        let written = words(&planned.page).map(|document| &document.written);
        let form = match &planned.page {
            Page::Report(page) => Some(&page.report.figures.form),
            Page::Table(page) => Some(&page.report.figures.form),
            Page::Compare(_) => return None,
            _ => None,
        };
        let is_known = written.is_some_and(|written| written.is_open || written.ids.iter().any(|id| **id == *anchor))
            || form.is_some_and(|form| form.has_id(anchor))
            || self.theme.may_have_id(template, anchor);
        if is_known {
            return None;
        }
        let address = &planned.address;
        let message = Text::new(format!("链接“{target}”：页面 /{address} 上没有“#{anchor}”"), format!("link `{target}`: page /{address} has no `#{anchor}`"));
        let near = written.and_then(|written| near_id(anchor, &written.ids));
        let help = near.map_or_else(
            || Text::new("请改为该页面上有的位置，或删去 # 及其后的部分", "name a place that the page has, or remove the # and what follows it"),
            |near| Text::new(format!("是否为“#{near}”？"), format!("did you mean `#{near}`?")),
        );
        Some((Code::AnchorMissing, message, help))
    }
}

/// The id that was probably meant: the heading's own text or chosen name, or a near one.
fn near_id<'i>(anchor: &str, ids: &'i [Box<str>]) -> Option<&'i str> {
    let kept: String = anchor.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect();
    let of_heading = [format!("h-{anchor}"), format!("s-{kept}")];
    let all = || ids.iter().map(|id| &**id).take(MAX_CANDIDATES);
    all().find(|id| of_heading.iter().any(|made| made == id)).or_else(|| nearest(anchor, all()))
}

/// Whether a path names a file rather than a page.
fn is_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(stem, kind)| !stem.is_empty() && !matches!(kind.to_ascii_lowercase().as_str(), "html" | "htm" | "shtml" | "md"))
}

/// A file's path without its kind, and that: `/index.html`, `.html`, `.docx`.
fn kind(file: &str) -> (&str, &str) {
    let at = file.strip_suffix("/index.html").map(str::len).or_else(|| file.rfind('.').filter(|at| !file[*at..].contains('/')));
    file.split_at(at.unwrap_or(file.len()))
}

/// A file as the address it is reached by.
fn shown(file: &str) -> String {
    let is_folder = file == "index.html" || file.ends_with("/index.html");
    if is_folder { file.trim_end_matches("index.html").to_owned() } else { file.to_owned() }
}
