//! What the law wants a guide to say (条例 第十二条), each as the agency says it or as a link to the heading it stands below.

use crate::markdown::Heading;
use crate::model::{AgencyCard, GuideDuty, Said, guide_duties};
use crate::phrase::Phrases;
use serde::Serialize;

/// Something a guide must say.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct GuideFact<'a> {
    /// What it is.
    pub label: &'a str,
    /// What is said, or the heading it stands below; empty where neither is there.
    pub value: String,
    /// The link to that heading; empty where it is said here.
    pub url: String,
}

/// What they are called.
const DUTIES: [&str; 9] = ["guide_classes", "guide_order", "guide_ways", "office", "address", "hours", "phone", "fax", "mail"];

/// The nine things, in the order of the law.
pub(crate) fn guide_facts<'a>(phrases: &'a Phrases, agency: &AgencyCard, headings: &[Heading]) -> Vec<GuideFact<'a>> {
    let texts: Vec<&str> = headings.iter().map(|heading| heading.text.as_str()).collect();
    let fact = |(key, GuideDuty { label: _, said }): (&'static str, GuideDuty<'_>)| {
        let (value, url) = match said {
            Said::Fact(value) => (value.to_owned(), String::new()),
            Said::Below(place) => (headings[place].text.clone(), format!("#{}", headings[place].id)),
            Said::Nowhere => (String::new(), String::new()),
        };
        GuideFact { label: phrases.word(key), value, url }
    };
    DUTIES.into_iter().zip(guide_duties(agency, &texts)).map(fact).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{Links, render};
    use crate::model::Fact;
    use crate::view::terms::chinese;

    #[track_caller]
    fn case(facts: &[(Fact, &str)], words: &str, expected: [&str; 9]) {
        let facts = facts.iter().map(|(fact, value)| (*fact, (*value).to_owned())).collect();
        let agency = AgencyCard { facts, ..AgencyCard::default() };
        let headings = render(words, "", &Links { base: "/" }).headings;
        let found: Vec<String> = guide_facts(&chinese(), &agency, &headings).into_iter().map(|fact| fact.url + &fact.value).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn nine_facts_in_the_order_of_the_law() {
        let phrases = chinese();
        let labels: Vec<_> = guide_facts(&phrases, &AgencyCard::default(), &[]).into_iter().map(|fact| fact.label).collect();
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
