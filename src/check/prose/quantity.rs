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
    /// Whether it is of the year before and of no other.
    pub(super) is_of_last_year: bool,
}

/// What is in sight of a number, besides the phrases near it.
pub(super) struct Sight<'a, 'v> {
    pub(super) context: &'a Context<'v>,
    pub(super) vocabulary: &'v Vocabulary,
    /// The phrases after it, up to the next mark.
    pub(super) after: &'a [Phrase<'v>],
    /// The characters between it and the phrase before.
    pub(super) gap: &'a [char],
    /// Whether a noun seems to follow its unit.
    pub(super) is_followed: bool,
    /// Whether it is of a list that 其中 opens.
    pub(super) is_part: bool,
    pub(super) is_on_disclosure: bool,
    pub(super) unrelated: bool,
}

/// What makes of documents and decisions something else: 规范性文件类信息, 行政处罚案卷.
const NOT_THEMSELVES: &[&str] = &["类", "信息", "解读", "公示", "专栏", "备案", "审查", "审核", "评估", "目录", "案卷", "事项", "草案"];

/// The quantity that some phrases name; `behind` where they stand after the number.
pub(super) fn quantity(near: &[Phrase<'_>], sight: &Sight<'_, '_>, behind: bool) -> Option<Quantity> {
    let has = |role: Role| near.iter().any(|phrase| phrase.role() == role);
    if has(Role::Case) || has(Role::Result) {
        return case(near, sight);
    }
    let is_itself = || {
        let gap: String = sight.gap.iter().collect();
        !NOT_THEMSELVES.iter().any(|word| gap.contains(word))
    };
    // 申请人为自然人的12件 tells of requests.
    let is_who = |phrase: &Phrase<'_>| has(Role::Applicant) && matches!(phrase.words.as_str(), "申请人" | "申请主体");
    let foreign = near.iter().chain(sight.after).any(|phrase| phrase.role() == Role::Foreign && !is_who(phrase));
    let topic = near.iter().chain(sight.after).any(|phrase| phrase.role() == Role::Topic);
    let firm = sight.context.topic || near.iter().chain(sight.after).any(Phrase::is_firm_topic);
    // 结转上年后新收12件 tells what was received.
    let is_received =
        near.iter().rev().find(|phrase| matches!(phrase.role(), Role::Intake | Role::Carry)).is_some_and(|phrase| phrase.meaning.key == "received");
    if (has(Role::Outcome) || has(Role::Carry) && !is_received)
        && let Some(found) = outcome(near)
    {
        return Some(Quantity { is_sure: firm && !foreign && found.is_sure, ..found });
    }
    if foreign {
        return None;
    }
    if let Some(amount) = last(near, Role::Amount).filter(|_| is_itself()) {
        return Some(of(amount, false));
    }
    if has(Role::Applicant) && firm {
        return applicant(near, sight);
    }
    // 收到3件征询单 counts something else.
    let is_of_another = sight.is_followed && !has(Role::Topic) && !sight.after.iter().any(|phrase| phrase.role() == Role::Topic);
    if (has(Role::Intake) || has(Role::Handled)) && !is_of_another && (firm || topic || sight.context.is_on_requests) {
        let found = intake(near)?;
        // Of what was received a part may be meant, such as one office's.
        return Some(Quantity { is_sure: firm && !behind && (!sight.is_part || found.key == "received"), ..found });
    }
    if has(Role::Subject) || has(Role::Change) {
        return is_itself().then(|| document(near, sight)).flatten().or_else(|| opened(near, sight));
    }
    let named = near.iter().rev().find(|phrase| phrase.is_firm_topic()).filter(|_| !sight.is_part)?;
    let accepted = sight.vocabulary.meaning("accepted").filter(|_| !behind)?;
    Some(of(&Phrase { meaning: accepted, ..named.clone() }, false))
}

fn last<'p, 'v>(near: &'p [Phrase<'v>], role: Role) -> Option<&'p Phrase<'v>> {
    near.iter().rev().find(|phrase| phrase.role() == role)
}

fn of(phrase: &Phrase<'_>, is_sure: bool) -> Quantity {
    let Meaning { role, key, accepts, columns, is_loose } = phrase.meaning;
    let (accepts, columns, is_sure) = (accepts.clone(), columns.clone(), is_sure && !is_loose);
    Quantity { key: key.clone(), words: phrase.words.clone(), role: *role, accepts, columns, is_sure, past: false, is_of_last_year: false }
}

/// 行政复议, 行政诉讼, and their results.
fn case(near: &[Phrase<'_>], sight: &Sight<'_, '_>) -> Option<Quantity> {
    let result = last(near, Role::Result);
    let case = last(near, Role::Case).or(sight.context.case.as_ref())?;
    let foreign = near.iter().chain(sight.after).any(|phrase| phrase.role() == Role::Foreign && phrase.words != "撤销");
    let is_flow = near.iter().any(|phrase| matches!(phrase.role(), Role::Intake | Role::Handled) && phrase.words != "收到");
    // 办理行政复议案件12件 is an organ of review at work.
    if sight.unrelated || foreign || is_flow && !sight.is_on_disclosure {
        return None;
    }
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
        let first = of(outcomes.first()?, true);
        let accepts = if outcomes.len() > 1 { vec![sum.join(" + ")] } else { first.accepts.clone() };
        Quantity { key: keys.join("+"), words: words.join("、"), accepts, ..first }
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

/// 规章 and 规范性文件: made, repealed, in force; 废止 and 现行有效 alone are of those named before.
fn document(near: &[Phrase<'_>], sight: &Sight<'_, '_>) -> Option<Quantity> {
    let stated = last(near, Role::Change).map(|phrase| phrase.meaning);
    let is_of_named = stated.is_some_and(|change| matches!(change.key.as_str(), "repealed" | "in_force"));
    let is_near = sight.gap.iter().all(|c| "文件共计了的".contains(*c));
    let named = sight.context.subject.as_ref().filter(|_| is_of_named && is_near);
    let subject = last(near, Role::Subject).or(named)?;
    let change = stated.or(sight.context.change)?;
    let is_said = stated.is_some_and(|change| change.key != "opened");
    let mut found = of(subject, is_said && !near.iter().any(|phrase| phrase.words == "印发"));
    found.columns.clone_from(&change.columns);
    found.key = format!("{}.{}", subject.meaning.key, change.key);
    found.words = format!("{}{}", last(near, Role::Change).map_or("", |phrase| phrase.words.as_str()), subject.words);
    found.is_sure &= last(near, Role::Subject).is_some();
    Some(found)
}

/// 公开12件 among figures of requests: those granted.
fn opened(near: &[Phrase<'_>], sight: &Sight<'_, '_>) -> Option<Quantity> {
    let change = near.last().filter(|phrase| phrase.words == "公开" && sight.gap.is_empty() && sight.context.is_on_requests)?;
    let granted = sight.vocabulary.meaning("granted")?;
    Some(of(&Phrase { meaning: granted, ..change.clone() }, false))
}
