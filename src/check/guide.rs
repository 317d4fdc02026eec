//! A guide says the nine things of article 12; an agency that publishes has one.

use super::Remark;
use crate::diagnostic::{Code, Text};
use crate::model::{Agency, Said, guide_duties};

/// Guides that are missing, or lack something.
pub(super) fn of_agency(agency: &Agency) -> Option<Remark> {
    if !agency.card.is_read() {
        return None;
    }
    let card = agency.card.path();
    let Some(guide) = &agency.guide else {
        let items: usize = agency.folders.iter().map(|folder| folder.items.len()).sum();
        let reports = agency.reports.len();
        let message = Text::new(
            format!("有 {items} 条信息、{reports} 份年报，而没有政府信息公开指南"),
            format!("{items} items and {reports} annual reports, but no guide (政府信息公开指南)"),
        );
        let help = Text::new(
            format!("条例第十二条要求编制指南：请新建 content/{}/guide.md", agency.card.slug()),
            format!("article 12 asks for one: create content/{}/guide.md", agency.card.slug()),
        );
        return (items + reports > 0).then(|| Remark::new(Code::GuideIncomplete, card, message, help));
    };
    let headings: Vec<&str> = guide.headings.iter().map(|heading| &**heading).collect();
    let duties = guide_duties(&agency.card, &headings);
    let missing: Vec<&str> = duties.iter().filter(|duty| duty.said == Said::Nowhere).map(|duty| duty.label).collect();
    if missing.is_empty() {
        return None;
    }
    let message = Text::new(
        format!("指南应当载明 {} 项，有 {} 项未载明：{}", duties.len(), missing.len(), missing.join("、")),
        format!("the guide lacks {} of {} things: {}", missing.len(), duties.len(), missing.join(", ")),
    );
    let help = Text::new(
        "条例第十二条：工作机构的各项写在 agency.yaml（office、address、hours、phone、fax、mail），或者各用一个标题写在 guide.md 中",
        "article 12: write what is about the office in agency.yaml (office, address, hours, phone, fax, mail), or below a heading of its own in guide.md",
    );
    Some(Remark::new(Code::GuideIncomplete, guide.body.path.as_str(), message, help))
}
