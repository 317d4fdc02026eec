//! The steps of review that `site.toml` asks for (三审三校, 保密审查) were done, and before publication.

use super::disclosed::Disclosed;
use super::{At, Remark};
use crate::date::Date;
use crate::diagnostic::{Code, Text};
use crate::model::{Agency, ReviewStep, Site};

/// What is published without its review.
pub(super) fn remarks(site: &Site, agency: &Agency, all: &[Disclosed<'_>]) -> Vec<Remark> {
    let required = &site.config.review;
    if required.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for disclosed in all {
        let card = &disclosed.document.card;
        if !card.draft {
            found.extend(missing(required, &card.review, disclosed.file()));
            found.extend(card.date.and_then(|published| belated(required, &card.review, published.date, disclosed.file())));
        }
    }
    for report in agency.reports.values().filter(|report| !report.draft) {
        let words = report.words.as_deref();
        let review = words.map_or(&[][..], |words| &*words.card.review);
        let file = words.map_or(report.path.as_str(), |words| words.body.path.as_str());
        found.extend(missing(required, review, file));
        found.extend(belated(required, review, report.published, file));
    }
    found
}

fn missing(required: &[String], review: &[ReviewStep], file: &str) -> Option<Remark> {
    let missing: Vec<&str> = required.iter().map(String::as_str).filter(|step| review.iter().all(|done| done.step != *step)).collect();
    if missing.is_empty() {
        return None;
    }
    let message = Text::new(
        format!("缺少 {} 步审核：{}（规定 {} 步）", missing.len(), missing.join("、"), required.len()),
        format!("lacks {} of {} steps of review: {}", missing.len(), required.len(), missing.join(", ")),
    );
    let step = missing.first().copied().unwrap_or_default();
    let where_zh = if file.ends_with(".yaml") { " report.md 开头" } else { "文件开头" };
    let help = Text::new(
        format!("审核后在{where_zh}的 review 中写：- {{ step: {step}, by: 审核人, date: 2024-03-18 }}；还没有审核的写 draft: true"),
        format!(
            "once it is done, write under `review` in the front matter{}: - {{ step: {step}, by: who, date: 2024-03-18 }}; or else `draft: true`",
            if file.ends_with(".yaml") { " of report.md" } else { "" }
        ),
    );
    let remark = Remark::new(Code::ReviewMissing, file, message, help);
    Some(if review.is_empty() { remark } else { remark.at(At::key("review", String::new())) })
}

/// Steps that were done only after publication.
fn belated(required: &[String], review: &[ReviewStep], published: Date, file: &str) -> Option<Remark> {
    let first = |step: &String| review.iter().filter(|done| done.step == *step).min_by_key(|done| done.date);
    let belated: Vec<&ReviewStep> = required.iter().filter_map(first).filter(|done| done.date > published).collect();
    if belated.is_empty() {
        return None;
    }
    let steps: Vec<String> = belated.iter().map(|done| format!("{} {}", done.step, done.date)).collect();
    let message = Text::new(
        format!("审核晚于发布日期 {published}：{}", steps.join("、")),
        format!("reviewed after its publication on {published}: {}", steps.join(", ")),
    );
    let help = Text::new("应当先审核、后发布；请核对 review 中的日期", "review comes before publication; check the dates under `review`");
    Some(Remark::new(Code::ReviewMissing, file, message, help).at(At::key("review", String::new())))
}
