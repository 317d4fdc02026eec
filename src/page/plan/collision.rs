//! What is wrong with addresses: two pages at one, or one where another needs a folder.

use super::Planned;
use crate::diagnostic::{Code, Diagnostic, Place, Text};
use crate::load::place_of;
use crate::page::Page;
use rayon::slice::ParallelSliceMut;
use std::borrow::Cow;

/// Where each build lists its files; nothing else may stand there.
const MANIFEST: &str = "manifest.json";

/// Files that two pages would be stored as, and files where another page needs a folder.
pub(super) fn collisions(mut pages: Vec<&Planned<'_>>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    pages.par_sort_by_cached_key(|planned| planned.address.file());
    let files: Vec<Cow<'_, str>> = pages.iter().map(|planned| planned.address.file()).collect();
    for (pair, files) in pages.windows(2).zip(files.windows(2)) {
        if let [first, second] = pair
            && files[0] == files[1]
        {
            // An old address that someone wrote down gives way to a page that has to be there.
            let (moved, stays) = if matches!(first.page, Page::Redirect(_)) { (first, second) } else { (second, first) };
            diagnostics.push(taken(moved, &origin(stays)));
        }
    }
    // Each build puts its list of files there.
    diagnostics.extend(pages.iter().zip(&files).filter(|(_, file)| *file == MANIFEST).map(|(planned, _)| taken(planned, MANIFEST)));
    // Where a file stands, no other can be below it. There are far fewer folders than files.
    let mut folders: Vec<&str> = files.iter().filter_map(|file| Some(file.rsplit_once('/')?.0)).collect();
    folders.dedup();
    folders = folders.iter().flat_map(|folder| folder.match_indices('/').map(|(at, _)| &folder[..at]).chain([*folder])).collect();
    folders.sort_unstable();
    folders.dedup();
    for (planned, file) in pages.iter().zip(&files).filter(|(_, file)| folders.binary_search(&&***file).is_ok()) {
        let folder = format!("{file}/");
        let place = files.partition_point(|other| **other < *folder);
        if let Some(below) = files.get(place).filter(|other| other.starts_with(&folder)) {
            let other = pages[place];
            let (moved, stays) = if matches!(other.page, Page::Redirect(_)) { (other, format!("/{file}")) } else { (*planned, format!("/{below}")) };
            diagnostics.push(taken(moved, &stays));
        }
    }
    diagnostics
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
