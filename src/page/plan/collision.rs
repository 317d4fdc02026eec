//! What is wrong with addresses: two pages at one, or one where another needs a folder.

use super::Planned;
use crate::diagnostic::{Code, Diagnostic, Place, Text};
use crate::load::place_of;
use crate::page::Page;
use rayon::slice::ParallelSliceMut;
use std::borrow::Cow;

/// Where each build lists its files; nothing else may stand there.
const MANIFEST: &str = "manifest.json";

/// Pages or files that get in each other's way, by their places in the order of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clash {
    /// Both would be stored as the same file.
    Same(usize, usize),
    /// It would be stored as the list of all files.
    List(usize),
    /// The one would be a file where the other needs a folder.
    Below(usize, usize),
}

/// What gets in each other's way of files in their order.
pub(super) fn clashes(files: &[&str]) -> Vec<Clash> {
    let same = files.windows(2).enumerate().filter(|(_, pair)| pair[0] == pair[1]).map(|(at, _)| Clash::Same(at, at + 1));
    let lists = files.iter().enumerate().filter(|(_, file)| **file == MANIFEST).map(|(at, _)| Clash::List(at));
    let mut found: Vec<Clash> = same.chain(lists).collect();
    // Where a file stands, no other can be below it. There are far fewer folders than files.
    let mut folders: Vec<&str> = files.iter().filter_map(|file| Some(file.rsplit_once('/')?.0)).collect();
    folders.dedup();
    folders = folders.iter().flat_map(|folder| folder.match_indices('/').map(|(at, _)| &folder[..at]).chain([*folder])).collect();
    folders.sort_unstable();
    folders.dedup();
    for (at, file) in files.iter().enumerate().filter(|(_, file)| folders.binary_search(file).is_ok()) {
        let folder = format!("{file}/");
        let place = files.partition_point(|other| **other < *folder);
        found.extend(files.get(place).filter(|other| other.starts_with(&folder)).map(|_| Clash::Below(at, place)));
    }
    found
}

/// What is wrong with the addresses of pages.
pub(super) fn collisions(mut pages: Vec<&Planned<'_>>) -> Vec<Diagnostic> {
    pages.par_sort_by_cached_key(|planned| planned.address.file());
    let files: Vec<Cow<'_, str>> = pages.iter().map(|planned| planned.address.file()).collect();
    let names: Vec<&str> = files.iter().map(AsRef::as_ref).collect();
    let is_redirect = |at: usize| matches!(pages[at].page, Page::Redirect(_));
    let told = |clash: Clash| match clash {
        // An old address that someone wrote down gives way to a page that has to be there.
        Clash::Same(first, second) if is_redirect(first) => taken(pages[first], &origin(pages[second])),
        Clash::Same(first, second) => taken(pages[second], &origin(pages[first])),
        Clash::List(at) => taken(pages[at], MANIFEST),
        Clash::Below(file, below) if is_redirect(below) => taken(pages[below], &format!("/{}", names[file])),
        Clash::Below(file, below) => taken(pages[file], &format!("/{}", names[below])),
    };
    clashes(&names).into_iter().map(told).collect()
}

fn taken(planned: &Planned<'_>, other: &str) -> Diagnostic {
    let message = Text::new(format!("地址 /{} 已被占用：{other}", planned.address), format!("the address /{} is taken by {other}", planned.address));
    let mut diagnostic = Diagnostic::new(Code::AddressTaken, message);
    diagnostic.place = Some(match &planned.page {
        Page::Redirect(page) => place_of(page.shell.root, page.path, "aliases", planned.address.as_str()),
        _ => Place::File(origin(planned)),
    });
    diagnostic.with_help("请改名，或删去其中一个", "rename or remove one of the two")
}

/// What a page is made from, in words.
fn origin(planned: &Planned<'_>) -> String {
    match &planned.page {
        Page::Document(page) => page.document.body.path.clone(),
        Page::Apply(page) => page.document.body.path.clone(),
        Page::Item(page) => page.document.body.path.clone(),
        Page::Redirect(page) => page.path.to_owned(),
        Page::Attachment(page) => page.attachment.path.clone(),
        Page::Report(page) => page.report.path.clone(),
        Page::Table(page) => page.report.path.clone(),
        Page::Csv(file) => file.report.path.clone(),
        Page::CompareCsv(file) => file.later.path.clone(),
        Page::Xlsx(file) => file.report.path.clone(),
        Page::Json(file) => file.report.path.clone(),
        Page::Asset(asset) => format!("themes/*/static/{}", asset.name),
        Page::Agency(page) => page.agency.path(),
        Page::Rules(page) => format!("content/{}/rules/", page.agency.slug()),
        Page::Reports(page) => format!("content/{}/", page.agency.slug()),
        Page::Compare(page) => page.later.path.clone(),
        Page::Category(page) => format!("content/{}/*/{}/", page.agency.slug(), page.category.slug),
        Page::Metric(page) => match page.dataset.name {
            Some(name) => format!("content/*/{}/{name}.yaml", page.year),
            None => format!("/{}", planned.address),
        },
        Page::Home(_)
        | Page::Year(_)
        | Page::Matrix(_)
        | Page::Data(_)
        | Page::DataFile(_)
        | Page::SiteMap(_)
        | Page::Search(_)
        | Page::Titles(_)
        | Page::IndexFile(_)
        | Page::Results(_)
        | Page::Accessibility(_)
        | Page::NotFound(_)
        | Page::UrlList(_)
        | Page::Feed(_)
        | Page::Robots(_) => {
            format!("/{}", planned.address)
        }
    }
}
