//! Printed labels → a form in which two ways of printing the same label are equal.

/// A label without spaces, in half width, with all kinds of brackets, quotes and points made one.
#[must_use]
pub fn normalise(label: &str) -> String {
    label.chars().filter(|c| !c.is_whitespace()).map(plain).filter(|c| *c != '"').collect()
}

/// A normalised label without the number before it: `（一）予以公开` is also called 予以公开.
#[must_use]
pub(crate) fn without_number(label: &str) -> &str {
    let bracketed = label.strip_prefix('(').and_then(|rest| rest.split_once(')')).filter(|(number, _)| number.chars().all(is_numeral)).map(|(_, rest)| rest);
    let pointed = label.split_once('.').filter(|(number, _)| !number.is_empty() && number.chars().all(is_numeral)).map(|(_, rest)| rest);
    bracketed.or(pointed).filter(|rest| !rest.is_empty()).unwrap_or(label)
}

/// A printed label without the number before it and the remark behind it: `（二）部分公开（区分处理的…）` is 部分公开.
#[must_use]
pub fn bare(label: &str) -> &str {
    let bracketed = label.strip_prefix(['（', '(']).and_then(|rest| rest.split_once(['）', ')']));
    let pointed = label.split_once(['.', '．', '、']);
    let numbered = bracketed.or(pointed).filter(|(number, rest)| !number.is_empty() && number.chars().all(is_numeral) && !rest.is_empty());
    let name = numbered.map_or(label, |(_, rest)| rest).trim();
    name.ends_with(['）', ')']).then(|| name.find(['（', '('])).flatten().filter(|at| *at > 0).map_or(name, |at| &name[..at])
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十".contains(c)
}

fn plain(found: char) -> char {
    match found {
        '（' | '﹙' => '(',
        '）' | '﹚' => ')',
        '．' | '、' | '，' | ',' => '.',
        '：' => ':',
        '“' | '”' | '「' | '」' | '＂' | '‘' | '’' | '\'' => '"',
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(found) - 0xFEE0).unwrap_or(found),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{bare, normalise, without_number};

    #[test]
    fn same_label_however_printed() {
        assert_eq!(normalise("（三） 不予公开"), normalise("(三)不予公开"));
        assert_eq!(normalise("3.危及“三安全一稳定”"), normalise("３．危及\"三安全一稳定\""));
        assert_eq!(normalise("1、申请人"), normalise("1.申请人"));
    }

    #[test]
    fn numbers_may_be_left_out() {
        assert_eq!(without_number(&normalise("（一）予以公开")), "予以公开");
        assert_eq!(without_number(&normalise("1.属于国家秘密")), "属于国家秘密");
        assert_eq!(without_number(&normalise("一、本年新收")), "本年新收");
        assert_eq!(without_number("规章"), "规章");
    }

    #[test]
    fn bare_labels() {
        let labels = ["（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（三）不予公开", "3.危及“三安全一稳定”", "行政处罚", "（其他）", "一、", ""];
        assert_eq!(labels.map(bare), ["部分公开", "不予公开", "危及“三安全一稳定”", "行政处罚", "（其他）", "一、", ""]);
    }
}
