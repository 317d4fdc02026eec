//! `prose-count`: a number of published items in the words that the tree does not hold, where the agency says that its
//! tree holds all.

use super::Narrative;
use super::binding::Bound;
use super::number::fits;
use super::numeral::Unit;
use super::quoted::count;
use crate::check::Remark;
use crate::diagnostic::{Code, Text, counted};
use crate::model::{CountName, Site};
use crate::number::Number;

pub(super) fn remarks(narrative: &Narrative<'_>, site: &Site) -> Vec<Remark> {
    if !narrative.agency.card.complete {
        return Vec::new();
    }
    narrative.bounds.iter().filter_map(|bound| remark(narrative, site, bound)).collect()
}

fn remark(narrative: &Narrative<'_>, site: &Site, bound: &Bound) -> Option<Remark> {
    if !matches!(bound.numeral.unit, Unit::Case('条' | '件' | '项') | Unit::Other('篇' | '个')) || bound.quantity.is_some() || narrative.is_quoted(bound) {
        return None;
    }
    let sentence = &narrative.sentences[bound.sentence];
    let before = sentence.words(0..bound.numeral.range.start);
    let clause = before.rsplit(['，', '、', '；', '：', '（', '。']).next().unwrap_or("");
    let of_category = site.config.categories.iter().find(|category| clause.contains(category.name.as_str()));
    let is_of_all = of_category.is_none()
        && bound.depth == 0
        && ["发布各类信息", "公开各类信息", "发布各类政府信息", "公开各类政府信息", "发布政府信息", "公开政府信息"].iter().any(|word| clause.contains(word));
    if of_category.is_none() && !is_of_all || clause.contains('和') {
        return None;
    }
    let name = CountName { agency: None, year: Some(narrative.report.year), category: of_category.map(|category| category.slug.to_string()) };
    let held = count(&name, narrative.agency);
    let held_number = Number::from(u32::try_from(held).ok()?);
    if fits(&bound.numeral, held_number) {
        return None;
    }
    let (stated, off) = (bound.numeral.value, (bound.numeral.value - held_number).abs());
    let column = of_category.map_or("各栏目合计", |category| category.name.as_str());
    let message = Text::new(
        format!("文字说发布 {stated} 条，“{column}”{}年实有 {held} 条，相差 {off}", narrative.report.year),
        format!("the words say {}, `{column}` of {} holds {held}, off by {off}", counted(stated, "item"), narrative.report.year),
    );
    let help = Text::new(
        "请核对文字，或补上未收录的条目；本门户没有收录全部信息的，删去 agency.yaml 中的 complete",
        "correct the words or add the missing items; where the tree does not hold all that was published, remove `complete` from agency.yaml",
    );
    Some(narrative.remark(Code::ProseCount, sentence, bound.numeral.range.clone(), (message, help)))
}
