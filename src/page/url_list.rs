//! The addresses of a plan → the lists that search engines read.

use super::{Page, Planned, Selection, Shell, UrlListFile};
use crate::model::Address;

/// The most addresses one list may hold, by the protocol of sitemaps.
pub const MAX_URLS: usize = 50_000;

/// The lists of the pages planned so far.
pub(crate) fn url_lists<'s>(shell: &'s Shell<'s>, planned: &[Planned<'s>]) -> Vec<Planned<'s>> {
    let addresses: Vec<Address> = planned.iter().filter(|planned| is_listed(&planned.page)).map(|planned| planned.address.clone()).collect();
    let file = |addresses: Vec<Address>, is_index: bool| Page::UrlList(Box::new(UrlListFile { shell, addresses, is_index }));
    let main = Address::new("sitemap.xml");
    if addresses.len() <= MAX_URLS {
        return vec![Planned { address: main, page: file(addresses, false) }];
    }
    let parts: Vec<Planned<'s>> = addresses
        .chunks(MAX_URLS)
        .enumerate()
        .map(|(at, part)| Planned { address: Address::new(format!("sitemap-{}.xml", at + 1)), page: file(part.to_vec(), false) })
        .collect();
    let index = file(parts.iter().map(|part| part.address.clone()).collect(), true);
    std::iter::once(Planned { address: main, page: index }).chain(parts).collect()
}

/// Lists of some of the items that another list has are left out.
fn is_listed(page: &Page<'_>) -> bool {
    let is_part = matches!(page, Page::Category(page) if page.selection != Selection::All);
    page.is_themed() && !is_part && !matches!(page, Page::NotFound(_) | Page::Redirect(_))
}
