//! Disclosed items, as pages and as lines of lists, and files published as they are.

use super::{Parts, Shell};
use crate::model::{Address, AgencyCard, Attachment, Card, Category, Document, Slug, Status, Year};

/// An item as lists show it.
#[derive(Debug, Clone, Copy)]
pub struct ItemLink<'s> {
    /// Its agency.
    pub agency: &'s AgencyCard,
    /// Its year.
    pub year: Year,
    /// Its category.
    pub category: &'s Category,
    /// Its name.
    pub slug: &'s Slug,
    /// What its front matter says.
    pub card: &'s Card,
    /// Whether it is in force on the day of the build.
    pub status: Option<Status>,
}

/// A disclosed item.
#[derive(Debug)]
pub struct ItemPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// Which parts its agency's column has.
    pub parts: Parts,
    /// Where it stands.
    pub link: ItemLink<'s>,
    /// The document.
    pub document: &'s Document,
    /// The document it interprets.
    pub interprets: Option<Box<ItemLink<'s>>>,
    /// The documents that interpret it.
    pub interpreted_by: Vec<ItemLink<'s>>,
    /// The files that are named after it.
    pub attachments: Vec<&'s Attachment>,
    /// Those before and after it in the list of its category.
    pub beside: Beside<'s>,
}

/// The neighbours of an item in the list of its agency's category, which has the latest first.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'s> {
    /// The one above it, which is newer.
    pub newer: Option<Neighbour<'s>>,
    /// The one below it, which is older.
    pub older: Option<Neighbour<'s>>,
}

/// What of an item's neighbour is not the same as of the item: there are two of these for each item of the portal.
#[derive(Debug, Clone, Copy)]
pub struct Neighbour<'s> {
    /// Its year.
    pub year: Year,
    /// Its name.
    pub slug: &'s Slug,
    /// What its front matter says.
    pub card: &'s Card,
}

impl<'s> Neighbour<'s> {
    /// What the list shows.
    pub(crate) fn of(ItemLink { year, slug, card, .. }: ItemLink<'s>) -> Self {
        Self { year, slug, card }
    }

    /// Its address; `beside` is the item whose neighbour it is.
    #[must_use]
    pub fn address(self, beside: &ItemLink<'s>) -> Address {
        let Self { year, slug, card } = self;
        ItemLink { year, slug, card, ..*beside }.address()
    }
}

/// A file published as it is.
#[derive(Debug)]
pub struct AttachmentFile<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// The file.
    pub attachment: &'s Attachment,
}

impl ItemLink<'_> {
    /// Its address.
    #[must_use]
    pub fn address(&self) -> Address {
        Address::new(format!("{}/{}/{}/{}.html", self.agency.slug(), self.year, self.category.slug, self.slug))
    }
}
