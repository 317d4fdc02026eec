//! A planned page or file → what is known of it when it is not held any more: where it stands, and what links to it may name.

use super::Planned;
use crate::form::Form;
use crate::model::{Address, Document};
use crate::page::Page;

/// What a link to a page or file may name. There is one of these for each of the portal while links are looked at.
#[derive(Debug)]
pub(super) struct Landmark<'s> {
    pub(super) address: Address,
    /// The template that it is rendered with, if one is.
    pub(super) template: Option<&'static str>,
    /// The document whose words it shows.
    pub(super) words: Option<&'s Document>,
    /// The form whose tables and rows have their places on it.
    pub(super) form: Option<&'s Form>,
    /// What links to it may name cannot be told: it leads elsewhere, or shows two forms.
    pub(super) is_open: bool,
}

impl<'s> Landmark<'s> {
    pub(super) fn of(planned: &Planned<'s>) -> Self {
        let Planned { address, page } = planned;
        let form: Option<&'s Form> = match page {
            Page::Report(page) => Some(&page.report.figures.form),
            Page::Table(page) => Some(&page.report.figures.form),
            _ => None,
        };
        let is_open = matches!(page, Page::Redirect(_) | Page::Compare(_));
        Self { address: address.clone(), template: page.template(), words: words(page), form, is_open }
    }

    /// An old address.
    pub(super) fn of_redirect(address: Address) -> Self {
        Self { address, template: None, words: None, form: None, is_open: true }
    }
}

/// The document whose words a page shows.
fn words<'s>(page: &Page<'s>) -> Option<&'s Document> {
    match page {
        Page::Home(page) => page.words,
        Page::Document(page) => Some(page.document),
        Page::Apply(page) => Some(page.document),
        Page::Item(page) => Some(page.document),
        Page::Report(page) => page.report.words.as_deref(),
        _ => None,
    }
}
