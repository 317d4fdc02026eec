//! The phrases near a number → the quantity of a table that it names.

use super::binding::Context;
use super::token::Phrase;
use super::vocabulary::{Meaning, Role, Vocabulary};

/// A quantity of the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quantity {
    /// What it is: `received`, `received.person`, `review.upheld`, `granted+partial`.
    pub(super) key: String,
    /// As the words name it.
    pub(super) words: String,
    pub(super) role: Role,
    /// The cells that it may be, tried in turn.
    pub(super) accepts: Vec<String>,
    pub(super) columns: Vec<String>,
    /// Whether nothing else can be meant.
    pub(super) is_sure: bool,
    /// Whether it is of another year.
    pub(super) past: bool,
}

/// What is in sight of a number, besides the phrases near it.
pub(super) struct Sight<'a, 'v> {
    pub(super) context: &'a Context<'v>,
    pub(super) vocabulary: &'v Vocabulary,
    /// The phrases after it, up to the next mark.
    pub(super) after: &'a [Phrase<'v>],
    pub(super) is_on_disclosure: bool,
    pub(super) unrelated: bool,
}

/// The quantity that some phrases name; `behind` where they stand after the number.
pub(super) fn quantity(near: &[Phrase<'_>], sight: &Sight<'_, '_>, behind: bool) -> Option<Quantity> {
    let has = |role: Role| near.iter().any(|phrase| phrase.role() == role);
    if has(Role::Case) || has(Role::Result) {
        return case(near, sight);
    }
    let foreign = near.iter().chain(sight.after).any(|phrase| phrase.role() == Role::Foreign);
    let topic = near.iter().chain(sight.after).any(|phrase| phrase.role() == Role::Topic);
    let firm = sight.context.topic || near.iter().chain(sight.after).any(Phrase::is_firm_topic);
    if (has(Role::Outcome) || has(Role::Carry))
        && let Some(found) = outcome(near)
    {
        return Some(Quantity { is_sure: firm && !foreign, ..found });
    }
    if foreign {
        return None;
    }
    if let Some(amount) = last(near, Role::Amount) {
        return Some(of(amount, false));
    }
    if has(Role::Applicant) && firm {
        return applicant(near, sight);
    }
    if (has(Role::Intake) || has(Role::Handled)) && (firm || topic || sight.context.is_on_requests) {
        let found = intake(near)?;
        return Some(Quantity { is_sure: firm && !behind, ..found });
    }
    if has(Role::Subject) {
        return document(near, sight);
    }
    let named = near.iter().rev().find(|phrase| phrase.is_firm_topic())?;
    let accepted = sight.vocabulary.meaning("accepted").filter(|_| !behind)?;
    Some(of(&Phrase { meaning: accepted, ..named.clone() }, false))
}

fn last<'p, 'v>(near: &'p [Phrase<'v>], role: Role) -> Option<&'p Phrase<'v>> {
    near.iter().rev().find(|phrase| phrase.role() == role)
}

fn of(phrase: &Phrase<'_>, is_sure: bool) -> Quantity {
    let Meaning { role, key, accepts, columns } = phrase.meaning;
    Quantity { key: key.clone(), words: phrase.words.clone(), role: *role, accepts: accepts.clone(), columns: columns.clone(), is_sure, past: false }
}

/// 行政复议, 行政诉讼, and their results.
fn case(near: &[Phrase<'_>], sight: &Sight<'_, '_>) -> Option<Quantity> {
    let result = last(near, Role::Result);
    let case = last(near, Role::Case).or(sight.context.case.as_ref())?;
    let foreign = near.iter().chain(sight.after).any(|phrase| phrase.role() == Role::Foreign && phrase.words != "撤销");
    if sight.unrelated || foreign {
        return None;
    }
    let is_flow = near.iter().any(|phrase| matches!(phrase.role(), Role::Intake | Role::Handled) && phrase.words != "收到");
    let mut found = of(case, sight.is_on_disclosure && !is_flow);
    if let Some(result) = result {
        found.key = format!("{}.{}", found.key, result.meaning.key);
        found.words = format!("{}{}", case.words, result.words);
        found.columns.clone_from(&result.meaning.columns);
        found.is_sure &= ["维持", "纠正", "其他结果", "其它结果", "审结"].iter().any(|word| result.words.contains(word)) && result.words != "被纠正";
    }
    Some(found)
}

/// How requests were answered, or that they were carried over; several outcomes together are their sum.
fn outcome(near: &[Phrase<'_>]) -> Option<Quantity> {
    let handled = near.iter().any(|phrase| phrase.role() == Role::Handled);
    if handled && near.iter().any(|phrase| phrase.role() == Role::Outcome && phrase.is_example) {
        return None;
    }
    let mut found = if let Some(carry) = last(near, Role::Carry) {
        of(carry, true)
    } else {
        let mut outcomes: Vec<&Phrase<'_>> = Vec::new();
        for phrase in near.iter().filter(|phrase| phrase.role() == Role::Outcome) {
            // 因不掌握等原因无法提供 is of the group; 不予公开（属于国家秘密）is of its member.
            outcomes.retain(|known| !(known.is_example && known.meaning.key.starts_with(&format!("{}.", phrase.meaning.key))));
            outcomes.retain(|known| known.meaning.key != phrase.meaning.key && !phrase.meaning.key.starts_with(&format!("{}.", known.meaning.key)));
            outcomes.push(phrase);
        }
        let words: Vec<&str> = outcomes.iter().map(|phrase| phrase.words.as_str()).collect();
        let keys: Vec<&str> = outcomes.iter().map(|phrase| phrase.meaning.key.as_str()).collect();
        let sum: Vec<&str> = outcomes.iter().filter_map(|phrase| phrase.meaning.accepts.first()).map(String::as_str).collect();
        Quantity { key: keys.join("+"), words: words.join("、"), accepts: vec![sum.join(" + ")], ..of(outcomes.first()?, true) }
    };
    if let Some(applicant) = last(near, Role::Applicant) {
        found.columns.clone_from(&applicant.meaning.columns);
        found.key = format!("{}.{}", found.key, applicant.meaning.key);
    }
    Some(found)
}

/// The requests of some applicants: those received, or those answered where the words before speak of them.
fn applicant(near: &[Phrase<'_>], sight: &Sight<'_, '_>) -> Option<Quantity> {
    let applicant = last(near, Role::Applicant)?;
    let is_handled = sight.context.head.is_some_and(|head| head.role == Role::Handled);
    let head = if is_handled { sight.context.head } else { sight.vocabulary.meaning("accepted") }?;
    let mut found = of(applicant, true);
    found.key = format!("{}.{}", if is_handled { "handled" } else { "received" }, applicant.meaning.key);
    found.accepts.clone_from(&head.accepts);
    Some(found)
}

/// What was received or answered; both where both are said: 受理并办结12件.
fn intake(near: &[Phrase<'_>]) -> Option<Quantity> {
    let all: Vec<&Phrase<'_>> = near.iter().filter(|phrase| matches!(phrase.role(), Role::Intake | Role::Handled)).collect();
    let mut found = of(all.last()?, true);
    for accepted in all.iter().rev().skip(1).flat_map(|phrase| &phrase.meaning.accepts) {
        if !found.accepts.contains(accepted) {
            found.accepts.push(accepted.clone());
        }
    }
    Some(found)
}

/// 规章 and 规范性文件: made, repealed, in force.
fn document(near: &[Phrase<'_>], sight: &Sight<'_, '_>) -> Option<Quantity> {
    let subject = last(near, Role::Subject)?;
    let stated = last(near, Role::Change).map(|phrase| phrase.meaning);
    let change = stated.or(sight.context.change);
    let is_said = stated.is_some_and(|change| change.key != "opened");
    let mut found = of(subject, is_said && !near.iter().any(|phrase| phrase.words == "印发"));
    let key = change.map_or("issued", |change| change.key.as_str());
    found.columns = change.map_or_else(|| vec!["issued".to_owned(), "made".to_owned()], |change| change.columns.clone());
    found.key = format!("{}.{key}", subject.meaning.key);
    found.words = format!("{}{}", last(near, Role::Change).map_or("", |phrase| phrase.words.as_str()), subject.words);
    Some(found)
}
