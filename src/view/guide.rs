//! What the law wants a guide to say (条例 第十二条), each as the agency says it or as a link to the heading it stands below.

use crate::markdown::Heading;
use crate::model::{AgencyCard, Fact};
use serde::Serialize;

/// Something a guide must say.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct GuideFact {
    /// What it is.
    pub label: &'static str,
    /// What is said, or the heading it stands below; empty where neither is there.
    pub value: String,
    /// The link to that heading; empty where it is said here.
    pub url: String,
}

/// What only the words of a guide can say, each with what its heading holds.
const OF_INFORMATION: [(&str, &[&str]); 3] = [("信息的分类", &["分类"]), ("信息的编排体系", &["编排"]), ("信息的获取方式", &["获取"])];

/// The nine things, in the order of the law.
pub(crate) fn guide_facts(agency: &AgencyCard, headings: &[Heading]) -> Vec<GuideFact> {
    let information = OF_INFORMATION.into_iter().map(|(label, words)| linked(label, words, headings));
    let office = Fact::OF_OFFICE.into_iter().map(|fact| match agency.fact(fact) {
        Some(value) => GuideFact { label: fact.label(), value: value.to_owned(), url: String::new() },
        None => linked(fact.label(), words_of(fact), headings),
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

/// A link to the first heading that holds one of the words.
fn linked(label: &'static str, words: &[&str], headings: &[Heading]) -> GuideFact {
    let heading = words.iter().find_map(|word| headings.iter().find(|heading| heading.text.contains(word)));
    let (value, url) = heading.map(|heading| (heading.text.clone(), format!("#{}", heading.id))).unwrap_or_default();
    GuideFact { label, value, url }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{Links, render};

    #[track_caller]
    fn case(facts: &[(Fact, &str)], words: &str, expected: [&str; 9]) {
        let facts = facts.iter().map(|(fact, value)| (*fact, (*value).to_owned())).collect();
        let agency = AgencyCard { facts, ..AgencyCard::default() };
        let headings = render(words, "", &Links { base: "/" }).headings;
        let found: Vec<String> = guide_facts(&agency, &headings).into_iter().map(|fact| fact.url + &fact.value).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn nine_facts_in_the_order_of_the_law() {
        let labels: Vec<_> = guide_facts(&AgencyCard::default(), &[]).into_iter().map(|fact| fact.label).collect();
        let law = ["信息的分类", "信息的编排体系", "信息的获取方式", "工作机构名称", "办公地址", "办公时间", "联系电话", "传真号码", "互联网联系方式"];
        assert_eq!(labels, law);
        case(&[], "", [""; 9]);
    }

    #[test]
    fn what_is_said_comes_before_what_is_linked() {
        let words = "## 一、分类和编排体系\n\n## 二、怎样获取 {#how}\n\n### （一）名称\n\n### （二）传真号码\n\n## 再谈分类\n";
        case(
            &[(Fact::Phone, "示例电话"), (Fact::Fax, "示例传真"), (Fact::Head, "示例负责人")],
            words,
            [
                "#s-一分类和编排体系一、分类和编排体系",
                "#s-一分类和编排体系一、分类和编排体系",
                "#h-how二、怎样获取",
                "#s-一名称（一）名称",
                "",
                "",
                "示例电话",
                "示例传真",
                "",
            ],
        );
    }
}
