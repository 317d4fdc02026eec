//! What an agency discloses one by one: its items, each with its category, and its rules.

use super::placeholder::is_placeholder;
use crate::model::{Agency, Category, Document, Site, Year};
use std::collections::BTreeMap;

/// An item of a category, or a rule.
#[derive(Clone, Copy)]
pub(super) struct Disclosed<'s> {
    /// Whose it is.
    pub(super) agency: &'s Agency,
    /// Its year and category; none for a rule.
    pub(super) folder: Option<(Year, &'s Category)>,
    /// What it says.
    pub(super) document: &'s Document,
}

/// Everything that is disclosed, agency by agency.
pub(super) fn disclosed(site: &Site) -> Vec<Disclosed<'_>> {
    let categories: BTreeMap<&str, &Category> = site.config.categories.iter().map(|category| (category.slug.as_str(), category)).collect();
    site.agencies().flat_map(|agency| of_agency(agency, &categories)).collect()
}

/// What an agency of a portal discloses.
pub(super) fn disclosed_by<'s>(site: &'s Site, agency: &'s Agency) -> Vec<Disclosed<'s>> {
    of_agency(agency, &site.config.categories.iter().map(|category| (category.slug.as_str(), category)).collect())
}

fn of_agency<'s>(agency: &'s Agency, categories: &BTreeMap<&str, &'s Category>) -> Vec<Disclosed<'s>> {
    // Where agency.yaml could not be read it is not known what is its own.
    if !agency.card.is_read() {
        return Vec::new();
    }
    let items = agency.folders.iter().flat_map(|folder| {
        let category = categories.get(folder.category.as_str()).copied();
        folder.items.iter().filter_map(move |document| Some(Disclosed { agency, folder: Some((folder.year, category?)), document }))
    });
    items.chain(agency.rules.iter().map(|document| Disclosed { agency, folder: None, document })).collect()
}

impl<'s> Disclosed<'s> {
    /// The path of its file.
    pub(super) fn file(&self) -> &'s str {
        &self.document.body.path
    }

    /// Its path as `interprets` names it; none for a rule.
    pub(super) fn path(&self) -> Option<String> {
        let (year, category) = self.folder?;
        Some(format!("{}/{year}/{}/{}", self.agency.card.slug(), category.slug, self.document.slug))
    }

    /// Its title without what stands in brackets at its end: 《…办法》 of 《…办法》（试行）.
    pub(super) fn bare_title(&self) -> &'s str {
        bare(&self.document.card.title)
    }

    /// Whether it was made by others: it says so, or its issuer is another organ.
    pub(super) fn is_repost(&self) -> bool {
        self.repost_sign().is_some() || self.document.card.source.as_ref().is_some_and(|source| !self.is_own(source))
    }

    /// What says that it was made by others, if anything but its source does.
    pub(super) fn repost_sign(&self) -> Option<RepostSign<'s>> {
        let card = &self.document.card;
        // Few titles have the character that all of these have.
        let words = card.title.contains('转').then_some(["转载", "【转发】", "（转发）", "[转发]", "转发：", "转发:"]);
        let in_title = words.into_iter().flatten().find(|word| card.title.contains(word));
        let in_words = || card.keywords.iter().map(|word| &**word).find(|word| *word == "转载");
        let issuer = || card.issuer.as_deref().filter(|issuer| !issuer.is_empty() && !is_placeholder(issuer) && !self.is_own(issuer));
        in_title.or_else(in_words).map(RepostSign::Word).or_else(|| issuer().map(RepostSign::Issuer))
    }

    /// Whether a name means the agency itself, a part of it, the organ it serves, or several organs with it.
    fn is_own(&self, name: &str) -> bool {
        let card = &self.agency.card;
        let names = [card.name.as_str(), card.short()];
        let is_unit = name.chars().count() < 8 && ["室", "科", "处", "股", "中心"].iter().any(|end| name.ends_with(end));
        let is_self = ["本机关", "本局", "本站", "本单位", "本网"].contains(&name);
        is_unit || is_self || names.iter().any(|own| !own.is_empty() && (name.contains(own) || own.contains(name)))
    }
}

/// What says that a document was made by others.
pub(super) enum RepostSign<'s> {
    /// A word of its title or keywords.
    Word(&'s str),
    /// Another organ that issued it.
    Issuer(&'s str),
}

fn bare(title: &str) -> &str {
    let mut rest = title.trim();
    while let Some(end) = ['）', ')'].into_iter().find(|end| rest.ends_with(*end)) {
        let begin = if end == '）' { '（' } else { '(' };
        let Some(at) = rest.rfind(begin).filter(|at| *at > 0) else { break };
        rest = rest[..at].trim_end();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(title: &str, expected: &str) {
        assert_eq!(bare(title), expected);
    }

    #[test]
    fn bare_titles() {
        case("管理办法（试行）（示例）", "管理办法");
        case("管理办法", "管理办法");
        case("（示例）", "（示例）");
        case("（示例）转载", "（示例）转载");
        case("办法) ", "办法)");
    }
}
