//! What stands around a number tells whether it is what it looks like: amounts, order numbers and addresses of pages are
//! no private numbers.

use super::digits::is_unseen;
use crate::markdown::BREAK;
use std::ops::Range;

/// Labels of numbers that belong to things.
const OF_THINGS: [&str; 30] = [
    "订单号",
    "单号",
    "编号",
    "流水号",
    "索引号",
    "备案号",
    "文号",
    "发票号",
    "发票号码",
    "代码",
    "序列号",
    "条码",
    "条形码",
    "许可证号",
    "登记号",
    "受理号",
    "案号",
    "识别号",
    "合同号",
    "批次号",
    "凭证号",
    "票号",
    "标识码",
    "书号",
    "校验码",
    "验证码",
    "IMEI",
    "imei",
    "ISBN",
    "版本号",
];

/// Labels of numbers that reach a person.
const OF_PHONES: [&str; 8] = ["电话", "手机", "联系", "方式", "tel", "Tel", "TEL", "号码"];

/// Words of Latin letters that may stand right before a private number.
const LATIN_LABELS: [&str; 16] = ["tel", "phone", "mobile", "mob", "cell", "telephone", "fax", "qq", "vx", "wx", "wechat", "weixin", "card", "id", "no", "sj"];

/// Units of amounts.
const UNITS: [&str; 14] = ["元", "万", "亿", "千", "吨", "公斤", "平方", "立方", "公顷", "%", "％", "‰", "kg", "美元"];

/// What is counted: figures one below the other are no number.
const COUNTED: [char; 12] = ['件', '条', '次', '个', '人', '户', '份', '项', '家', '篇', '亩', '年'];

/// How far before a number its label is looked for, in characters.
const REACH: usize = 12;

/// How far before a number the beginning of its address is looked for, in characters.
const ADDRESS: usize = 200;

/// A number in its text.
pub(super) struct Context<'a> {
    pub(super) text: &'a str,
    pub(super) range: Range<usize>,
}

impl<'a> Context<'a> {
    fn before(&self) -> &'a str {
        self.text[..self.range.start].trim_end_matches(is_unseen)
    }

    fn after(&self) -> &'a str {
        self.text[self.range.end..].trim_start_matches(is_unseen)
    }

    /// Whether a number that looks like a person's is none of the numbers that only happen to look so.
    pub(super) fn is_a_number_of_a_person(&self) -> bool {
        !self.is_part_of_a_word() && !self.is_an_amount() && !self.follows(&OF_THINGS) && !self.is_in_an_address()
    }

    /// Whether the label of a code of an organisation stands before it.
    pub(super) fn follows_a_code(&self) -> bool {
        self.follows(&["代码"])
    }

    /// Whether something like 电话 stands shortly before it.
    pub(super) fn follows_a_phone(&self) -> bool {
        let near = self.near(REACH);
        OF_PHONES.iter().any(|label| near.contains(label))
    }

    /// Whether words stand before it on its line, so that the line may have been full.
    pub(super) fn follows_words(&self) -> bool {
        let before = self.before().trim_end_matches([' ', '\u{3000}']);
        !before.is_empty() && !before.ends_with(['\n', BREAK])
    }

    /// Whether it is a count of something.
    pub(super) fn is_counted(&self) -> bool {
        self.after().trim_start_matches([' ', '\u{3000}']).starts_with(COUNTED)
    }

    /// The text before it on its line, so many characters at most.
    fn near(&self, reach: usize) -> &'a str {
        let before = self.before();
        let start = before.char_indices().rev().take(reach).take_while(|(_, sign)| *sign != '\n').last().map_or(before.len(), |(at, _)| at);
        &before[start..]
    }

    /// Whether one of some labels stands right before it.
    fn follows(&self, labels: &[&str]) -> bool {
        let label = self
            .near(REACH)
            .trim_end_matches(|sign: char| sign.is_whitespace() || matches!(sign, '：' | ':' | '=' | '"' | '\'' | '“' | '（' | '(' | '为' | '是' | '*'));
        labels.iter().any(|known| label.ends_with(known))
    }

    /// Whether letters make it part of something longer.
    fn is_part_of_a_word(&self) -> bool {
        if self.after().starts_with(|sign: char| sign.is_ascii_alphabetic()) {
            return true;
        }
        let near = self.near(REACH);
        let word = near.rsplit(|sign: char| !sign.is_ascii_alphabetic()).next().unwrap_or("");
        !word.is_empty() && !LATIN_LABELS.contains(&word.to_ascii_lowercase().as_str())
    }

    fn is_an_amount(&self) -> bool {
        let before = self.before();
        let is_behind_a_point = before.strip_suffix('.').is_some_and(|before| before.ends_with(|sign: char| sign.is_ascii_digit()));
        if is_behind_a_point || before.ends_with(['¥', '￥', '$', '€', '≥', '≤']) {
            return true;
        }
        let after = self.after();
        if let Some(rest) = after.strip_prefix('.') {
            let decimals = rest.len() - rest.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
            // A spreadsheet's `.0` behind a whole number says nothing.
            return decimals > 0 && &rest[..decimals] != "0";
        }
        let unit = after.trim_start_matches([' ', '\u{3000}']);
        UNITS.iter().any(|known| unit.starts_with(known))
    }

    /// Whether it is part of the address of a page or file.
    fn is_in_an_address(&self) -> bool {
        let near = self.near(ADDRESS);
        let is_outside = |sign: char| sign.is_whitespace() || !sign.is_ascii() || matches!(sign, '"' | '\'' | '(' | '<' | '>' | '|' | ',' | ';' | '[');
        let token = near.rsplit(is_outside).next().unwrap_or("");
        token.contains("://") || token.starts_with("www.") || token.starts_with('/') || token.starts_with("./") || token.starts_with("../")
    }
}
