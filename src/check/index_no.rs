//! 索引号: there, once in the portal, of the agency's own prefix, of the year of its document. No syntax is prescribed; what
//! is usual is learnt from the items themselves.

use super::disclosed::{Disclosed, disclosed};
use super::placeholder::is_placeholder;
use super::{At, Remark};
use crate::diagnostic::{Code, Text, counted};
use crate::model::Site;
use std::collections::BTreeMap;

/// The code of the General Office of the State Council, which copied pages carry on.
const STATE_COUNCIL: &str = "000014349";

/// How many items of one prefix make it an agency's usual one.
const USUAL: usize = 3;

/// What is wrong with the index numbers of a portal.
pub(super) fn remarks(site: &Site) -> Vec<Remark> {
    let all = disclosed(site);
    let mut found = missing(&all);
    let usual = usual_prefixes(&all);
    let mut places: BTreeMap<&str, &str> = BTreeMap::new();
    for disclosed in all {
        let Some(number) = number(disclosed) else { continue };
        let remark = |message, help| Remark::new(Code::IndexNo, disclosed.file(), message, help).at(At::key("index_no", number.to_owned()));
        match places.get(number) {
            Some(first) => {
                let message = Text::new(format!("索引号“{number}”重复：{first} 已经用了"), format!("index_no `{number}` stands twice: {first} has it, too"));
                found.push(remark(message, Text::new("索引号不能重复，请核对两处", "each is used once; check both places")));
            }
            None => {
                places.insert(number, disclosed.file());
            }
        }
        found.extend(
            [broken(number), of_year(disclosed, number), foreign(disclosed, number, &usual)].into_iter().flatten().map(|(message, help)| remark(message, help)),
        );
    }
    found
}

/// A number that is one: what is empty or says `null` is told of elsewhere.
fn number(disclosed: Disclosed<'_>) -> Option<&str> {
    disclosed.document.card.index_no.as_deref().filter(|number| !number.is_empty() && !is_placeholder(number))
}

/// Items without a number where the agency's other items have one.
fn missing(all: &[Disclosed<'_>]) -> Vec<Remark> {
    let mut by_agency: BTreeMap<&str, (Vec<Disclosed<'_>>, usize)> = BTreeMap::new();
    for disclosed in all.iter().filter(|disclosed| disclosed.folder.is_some()) {
        let (lacking, having) = by_agency.entry(disclosed.agency.card.slug()).or_default();
        if disclosed.document.card.index_no.is_none() { lacking.push(*disclosed) } else { *having += 1 }
    }
    let help = Text::new("请补上：index_no: 索引号", "add a line `index_no: …`");
    let mut found = Vec::new();
    for (slug, (lacking, having)) in by_agency {
        if lacking.is_empty() || having == 0 {
            continue;
        }
        let count = lacking.len();
        if count <= having {
            let message =
                Text::new(format!("没有索引号，而本机关其他 {having} 条信息都有"), format!("no index_no, though {having} other items of the agency have one"));
            found.extend(lacking.iter().map(|item| Remark::new(Code::IndexNo, item.file(), message.clone(), help.clone())));
        } else {
            let first = lacking.first().map(Disclosed::file).unwrap_or_default();
            let message = Text::new(
                format!("{} 条信息中有 {count} 条没有索引号，如 {first}", count + having),
                format!("{count} of {} items have no index_no, such as {first}", count + having),
            );
            found.push(Remark::new(Code::IndexNo, format!("content/{slug}/agency.yaml"), message, help.clone()));
        }
    }
    found
}

/// The prefix that more than half of an agency's own numbers have, and the agencies that have it.
fn usual_prefixes<'s>(all: &[Disclosed<'s>]) -> BTreeMap<&'s str, Vec<&'s str>> {
    let mut counts: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for disclosed in all.iter().filter(|disclosed| !disclosed.is_repost()) {
        if let Some((prefix, _)) = number(*disclosed).and_then(split) {
            *counts.entry(disclosed.agency.card.slug()).or_default().entry(prefix).or_default() += 1;
        }
    }
    let mut usual: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (slug, prefixes) in counts {
        let total: usize = prefixes.values().sum();
        if let Some((prefix, _)) = prefixes.into_iter().find(|(_, count)| *count >= USUAL && count * 2 > total) {
            usual.entry(prefix).or_default().push(slug);
        }
    }
    usual
}

/// What stands before the group of the year, and the years that it may be of.
fn split(number: &str) -> Option<(&str, Vec<i16>)> {
    let mut years = Vec::new();
    let mut prefix = None;
    let is_parting = |c: char| !c.is_alphanumeric();
    let mut start = 0;
    for (at, parting) in number.char_indices().filter(|(_, c)| is_parting(*c)) {
        let group = &number[start..at];
        // The first group names the organ.
        if let Some(year) = year_of(group).filter(|_| start > 0) {
            prefix.get_or_insert(&number[..start]);
            years.push(year);
        }
        start = at + parting.len_utf8();
    }
    Some((prefix?, years))
}

/// The year of a group such as `2024` or `202403`.
fn year_of(group: &str) -> Option<i16> {
    let digits = group.bytes().all(|byte| byte.is_ascii_digit());
    let is_month = || group.get(4..).and_then(|month| month.parse::<u8>().ok()).is_some_and(|month| (1..=12).contains(&month));
    let has_year = digits && (group.len() == 4 || group.len() == 6 && is_month());
    has_year.then(|| group[..4].parse().ok()).flatten().filter(|year| (1900..2100).contains(year))
}

/// Signs that no number has, or what a program left in place of one.
fn broken(number: &str) -> Option<(Text, Text)> {
    let help = Text::new("索引号只用字母、数字、“/”、“-”、“_”和“.”，请核对", "an index_no holds letters, digits, `/`, `-`, `_` and `.`; check it");
    let is_wrong = |c: &char| !(c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '.')) || ('\u{ff00}'..='\u{ffef}').contains(c);
    if let Some(sign) = number.chars().find(is_wrong) {
        let shown = if sign.is_whitespace() { "空格".to_owned() } else { format!("“{sign}”") };
        let message = Text::new(format!("索引号“{number}”中有{shown}"), format!("index_no `{number}` holds `{sign}`"));
        return Some((message, help));
    }
    let part = number.split(|c: char| !c.is_alphanumeric()).find(|part| is_placeholder(part))?;
    let message =
        Text::new(format!("索引号“{number}”中有“{part}”，流水号没有填上"), format!("index_no `{number}` holds `{part}`: something was not filled in"));
    Some((message, Text::new("请填上流水号", "fill in its number")))
}

/// A year that is neither that of the making nor that of the publication.
fn of_year(disclosed: Disclosed<'_>, number: &str) -> Option<(Text, Text)> {
    let card = &disclosed.document.card;
    let mut own: Vec<i16> = card.issued.iter().map(|day| day.year()).chain(card.date.iter().map(|moment| moment.date.year())).collect();
    own.dedup();
    let (_, years) = split(number)?;
    let first = years.first().copied()?;
    if own.is_empty() || years.iter().any(|year| own.contains(year)) {
        return None;
    }
    let dates: Vec<String> = own.iter().map(i16::to_string).collect();
    let nearest = own.iter().map(|year| (i32::from(*year) - i32::from(first)).abs()).min()?;
    let message = Text::new(
        format!("索引号“{number}”的年份是 {first} 年，成文、发布日期是 {} 年，相差 {nearest} 年", dates.join("、")),
        format!("index_no `{number}` is of {first}, but its dates are of {}: {} apart", dates.join(", "), counted(nearest, "year")),
    );
    Some((message, Text::new("索引号的年份应与成文日期或发布日期同年，请核对", "its year should be that of its making or publication; check it")))
}

/// A number with the prefix of another organ.
fn foreign(disclosed: Disclosed<'_>, number: &str, usual: &BTreeMap<&str, Vec<&str>>) -> Option<(Text, Text)> {
    let (prefix, _) = split(number)?;
    let slug = disclosed.agency.card.slug();
    if disclosed.is_repost() {
        return None;
    }
    let help = Text::new("请改为本机关的索引号；转载的写明 source", "use the agency's own; name the `source` of a repost");
    if prefix.trim_end_matches(|c: char| !c.is_alphanumeric()) == STATE_COUNCIL && !disclosed.agency.card.name.starts_with("国务院") {
        let message = Text::new(
            format!("索引号“{number}”的前段 {STATE_COUNCIL} 是国务院办公厅的机构代码"),
            format!("index_no `{number}` begins with {STATE_COUNCIL}, the code of the General Office of the State Council"),
        );
        return Some((message, help));
    }
    let owners = usual.get(prefix).filter(|owners| !owners.contains(&slug))?;
    let own = usual.iter().find(|(_, owners)| owners.contains(&slug)).map(|(prefix, _)| *prefix)?;
    let message = Text::new(
        format!("索引号“{number}”的前段“{prefix}”是 {} 所用的，本机关用“{own}”", owners.join("、")),
        format!("index_no `{number}` begins with `{prefix}`, which is that of {}; the agency's own is `{own}`", owners.join(", ")),
    );
    Some((message, help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn parts(number: &str, expected: Option<(&str, &[i16])>) {
        assert_eq!(split(number).as_ref().map(|(prefix, years)| (*prefix, years.as_slice())), expected);
    }

    #[test]
    fn prefixes_and_years() {
        parts("000014349/2017-00110", Some(("000014349/", &[2017])));
        parts("12620600MB0523338C/2025-04735", Some(("12620600MB0523338C/", &[2025])));
        parts("11341702486344515H/202110-00013", Some(("11341702486344515H/", &[2021])));
        parts("01527918X-2020-153077", Some(("01527918X-", &[2020])));
        parts("示例-kjj/2024-00005", Some(("示例-kjj/", &[2024])));
        parts("330200-01-02-2009-2010-1", Some(("330200-01-02-", &[2009, 2010])));
        // No year: the first group names the organ, the last one counts.
        parts("2024-00005", None);
        parts("kjj-24-2012", None);
        parts("530000123456789012024", None);
    }

    #[track_caller]
    fn sign(number: &str, expected: Option<&str>) {
        let found = broken(number).map(|(message, _)| message.zh);
        assert_eq!(found.is_some(), expected.is_some(), "{number}: {found:?}");
        assert!(found.unwrap_or_default().contains(expected.unwrap_or_default()));
    }

    #[test]
    fn signs() {
        sign("11370302004216220P/2022-None", Some("“None”"));
        sign("kjj/2024-0000 5", Some("空格"));
        sign("kjj／2024-00005", Some("“／”"));
        sign("kjj/2024—00005", Some("“—”"));
        sign("示例-kjj/2024-00005", None);
        sign("nonesuch/2024-00005", None);
    }
}
