//! The addresses of a plan → the lists that search engines read.

use super::{Page, Planned, Selection, Shell, UrlListFile};
use crate::model::Address;
use std::sync::Arc;

/// The most addresses one list may hold, by the protocol of sitemaps.
pub const MAX_URLS: usize = 50_000;

/// The lists of the pages whose addresses are these, each on a line of some texts.
pub(crate) fn url_lists<'s>(shell: &'s Shell<'s>, lines: &[Arc<str>]) -> Vec<Planned<'s>> {
    let file = |lines: Vec<Arc<str>>, first: usize, is_index: bool| Page::UrlList(Box::new(UrlListFile { shell, lines, first, is_index }));
    let main = Address::new("sitemap.xml");
    let count: usize = lines.iter().map(|lines| lines.lines().count()).sum();
    if count <= MAX_URLS {
        return vec![Planned { address: main, page: file(lines.to_vec(), 0, false) }];
    }
    let part = |first: usize| Planned { address: Address::new(format!("sitemap-{}.xml", first / MAX_URLS + 1)), page: file(lines.to_vec(), first, false) };
    let parts: Vec<Planned<'s>> = (0..count).step_by(MAX_URLS).map(part).collect();
    let all: String = parts.iter().flat_map(|part| [part.address.as_str(), "\n"]).collect();
    std::iter::once(Planned { address: main, page: file(vec![all.into()], 0, true) }).chain(parts).collect()
}

/// Lists of some of the items that another list has are left out.
pub(crate) fn is_listed(page: &Page<'_>) -> bool {
    let is_part = matches!(page, Page::Category(page) if page.selection != Selection::All);
    page.is_themed() && !is_part && !matches!(page, Page::NotFound(_) | Page::Redirect(_))
}
