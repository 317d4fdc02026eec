//! `prose-all-done`: words that say all requests are answered where the tables carry some over.

use super::Narrative;
use super::definition::tried;
use super::sentence::Sentence;
use crate::check::Remark;
use crate::diagnostic::{Code, Text};

const DONE: &[&str] = &[
    "全部办结",
    "均已办结",
    "均办结",
    "已全部办结",
    "全部予以办结",
    "均予以办结",
    "全部办理完毕",
    "均已办理完毕",
    "均办理完毕",
    "全部答复",
    "均已答复",
    "均已全部答复",
    "全部予以答复",
    "全部答复完毕",
    "均已答复完毕",
];

/// What softens it: answers that were in time, or were due; and what speaks of something else than requests.
const SOFT: &[&str] = &[
    "按时",
    "按期",
    "如期",
    "期限",
    "到期",
    "时限",
    "规定时间",
    "及时",
    "依法",
    "其余",
    "结转",
    "顺延",
    "转下",
    "转入",
    "下年",
    "次年",
    "尚在",
    "正在",
    "未到",
    "去年",
    "上年",
    "除",
    "建议",
    "提案",
    "信访",
    "投诉",
    "咨询",
    "留言",
    "工单",
    "问题",
    "复议",
    "诉讼",
    "整改",
];

pub(super) fn remarks(narrative: &Narrative<'_>) -> Vec<Remark> {
    narrative.sentences.iter().filter(|sentence| !sentence.is_heading).filter_map(|sentence| remark(narrative, sentence)).collect()
}

fn remark(narrative: &Narrative<'_>, sentence: &Sentence) -> Option<Remark> {
    let words = sentence.whole();
    let phrase = DONE.iter().filter(|phrase| words.contains(**phrase)).max_by_key(|phrase| phrase.len())?;
    let is_on_requests = ["公开申请", "申请公开", "公开的申请"].iter().any(|word| words.contains(word)) || sentence.on_requests && words.contains("申请");
    let narrow = narrative.is_of_district && ["本级", "办公室", "办公厅", "部门"].iter().any(|word| words.contains(word));
    if !is_on_requests || narrow || SOFT.iter().any(|word| words.contains(word)) || words.contains(&format!("{}年", narrative.report.year.before())) {
        return None;
    }
    // The same paragraph may say itself how many are carried over.
    let beside = narrative.sentences.iter().filter(|other| other.paragraph == sentence.paragraph).map(|other| other.whole());
    if beside.into_iter().any(|words| ["结转", "顺延", "转下年", "转入下", "下年度", "下一年度", "次年"].iter().any(|word| words.contains(word)))
    {
        return None;
    }
    let carried = tried(&narrative.report.figures, &["requests.carried_out.{c}".to_owned()], &[]);
    let found = carried.first().filter(|tried| !tried.value.is_zero())?;
    let message = Text::new(
        format!("文字说“{phrase}”，表中{}却为 {}，应为 0", found.formula, found.value),
        format!("the words say `{phrase}`, but {} is {}, expected 0", found.formula, found.value),
    );
    let help = Text::new(
        "有结转的，请写明“已到期的均已办结，另有若干件结转下年度”；没有的，请更正表中的数字",
        "say how many are carried over, or correct the table where none is",
    );
    let begin = words.find(phrase).map_or(0, |at| words[..at].chars().count());
    Some(narrative.remark(Code::ProseAllDone, sentence, begin..begin + phrase.chars().count(), (message, help)))
}
