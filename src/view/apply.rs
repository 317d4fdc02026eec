//! The variables of the page on how to apply.

use super::attachment::{AttachmentView, attachment_views};
use super::parts::{Head, agency_head, links_of};
use super::words::read_words;
use crate::markdown;
use crate::model::{Address, Fact};
use crate::page::{ApplyPage, Part};
use minijinja::Value;
use serde::Serialize;
use std::io;

/// How to apply for information.
#[derive(Serialize)]
pub struct ApplyView<'a> {
    /// What every page has.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// What is known about the office that takes applications, label and value.
    pub facts: Vec<(&'a str, &'a str)>,
    /// The link of the guide; empty where there is none.
    pub guide_url: String,
    /// The files to fill in.
    pub forms: Vec<AttachmentView<'a>>,
    /// The link of the agency's own flow chart; empty where there is none.
    pub flow: String,
    /// Its words as HTML.
    pub body: Value,
}

/// The variables of the page on how to apply.
///
/// # Errors
/// Where its words cannot be read.
pub fn apply<'a>(page: &'a ApplyPage<'_>) -> io::Result<ApplyView<'a>> {
    let ApplyPage { shell, agency, parts, document, forms, flow } = page;
    let (card, slug) = (&document.card, agency.slug());
    let head = agency_head(shell, agency, *parts, Some(Part::Apply)).at(shell, &format!("{slug}/apply.html")).titled(&card.title).drafted(shell, card);
    let text = read_words(shell, &document.body)?;
    Ok(ApplyView {
        head,
        facts: Fact::OF_OFFICE.into_iter().filter_map(|fact| Some((shell.phrases.fact(fact), agency.fact(fact)?))).collect(),
        guide_url: if parts.guide { shell.link(&Address::new(format!("{slug}/guide.html"))) } else { String::new() },
        forms: attachment_views(shell, forms),
        flow: flow.map(|picture| shell.link(&picture.address)).unwrap_or_default(),
        body: Value::from_safe_string(markdown::render(&text, &card.title, &links_of(shell)).html),
    })
}
