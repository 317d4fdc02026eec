//! How far the review of a draft has come, in words.

use super::parts::Head;
use crate::model::{Card, ReviewStep};
use crate::page::Shell;
use crate::phrase::Phrases;

impl Head<'_> {
    /// Marked as the draft that a document is, with how far its review has come.
    pub(crate) fn drafted(mut self, shell: &Shell<'_>, card: &Card) -> Self {
        self.draft = card.draft;
        self.review = if card.draft { review_words(shell.phrases, shell.review, &card.review) } else { String::new() };
        self
    }
}

/// Which steps of a review were done, and which is next: `已完成初审，待复审`.
fn review_words(phrases: &Phrases, required: &[String], review: &[ReviewStep]) -> String {
    let mut done: Vec<&str> = Vec::new();
    for ReviewStep { step, by: _, date: _ } in review {
        if !done.contains(&step.as_str()) {
            done.push(step);
        }
    }
    let next = required.iter().find(|step| !done.contains(&step.as_str()));
    let next = match next {
        Some(step) => phrases.fill("review_next", &[("step", step)]),
        None if required.is_empty() => String::new(),
        None => phrases.word("review_done").to_owned(),
    };
    let done = if done.is_empty() { String::new() } else { phrases.fill("review_steps", &[("steps", &phrases.list(&done))]) };
    phrases.joined("comma", &[done, next].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Date;
    use crate::view::terms::chinese;

    #[track_caller]
    fn case(required: &[&str], done: &[&str], expected: &str) {
        let required: Vec<String> = required.iter().map(|step| (*step).to_owned()).collect();
        let step = |step: &&str| ReviewStep { step: (*step).to_owned(), by: "示例".to_owned(), date: Date::ZERO };
        assert_eq!(review_words(&chinese(), &required, &done.iter().map(step).collect::<Vec<_>>()), expected);
    }

    #[test]
    fn steps_in_words() {
        case(&[], &[], "");
        case(&[], &["初审", "初审", "一校"], "已完成初审、一校");
        case(&["初审", "复审"], &[], "待初审");
        case(&["初审", "复审"], &["初审"], "已完成初审，待复审");
        case(&["初审", "复审"], &["复审", "初审"], "已完成复审、初审，审核完毕，待发布");
    }
}
