//! What the law wants a guide to say (条例 第十二条), each as `agency.yaml` says it or below a heading of the guide: the
//! page and the check of a guide agree on what is there.

use super::{AgencyCard, Fact};

/// Something a guide must say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideDuty<'a> {
    /// What it is.
    pub label: &'static str,
    /// Where it is said.
    pub said: Said<'a>,
}

/// Where a guide says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said<'a> {
    /// In `agency.yaml`, in these words.
    Fact(&'a str),
    /// Below the heading of this place.
    Below(usize),
    /// Nowhere.
    Nowhere,
}

/// What only the words of a guide can say, each with what its heading holds.
const OF_INFORMATION: [(&str, &[&str]); 3] = [("信息的分类", &["分类"]), ("信息的编排体系", &["编排"]), ("信息的获取方式", &["获取"])];

/// The nine things, in the order of the law, found in what is said of an agency and in the texts of its guide's headings.
#[must_use]
pub fn guide_duties<'a>(agency: &'a AgencyCard, headings: &[&str]) -> Vec<GuideDuty<'a>> {
    let information = OF_INFORMATION.into_iter().map(|(label, words)| GuideDuty { label, said: below(words, headings) });
    let office = Fact::OF_OFFICE.into_iter().map(|fact| {
        let said = agency.fact(fact).map_or_else(|| below(words_of(fact), headings), Said::Fact);
        GuideDuty { label: fact.label(), said }
    });
    information.chain(office).collect()
}

/// What a heading holds that names a fact.
fn words_of(fact: Fact) -> &'static [&'static str] {
    match fact {
        Fact::Office => &["名称"],
        Fact::Address => &["办公地址", "地址"],
        Fact::Hours => &["办公时间"],
        Fact::Phone => &["电话"],
        Fact::Fax => &["传真"],
        Fact::Mail => &["互联网", "邮箱"],
        Fact::Head => &["负责人"],
    }
}

/// The first heading that holds one of the words.
fn below<'a>(words: &[&str], headings: &[&str]) -> Said<'a> {
    let place = words.iter().find_map(|word| headings.iter().position(|heading| heading.contains(word)));
    place.map_or(Said::Nowhere, Said::Below)
}
