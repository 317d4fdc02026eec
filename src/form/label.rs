//! Printed labels → a form in which two ways of printing the same label are equal.

/// A label without spaces, in half width, with all kinds of brackets, quotes and points made one.
#[must_use]
pub fn normalise(label: &str) -> String {
    label.chars().filter(|c| !c.is_whitespace()).map(plain).filter(|c| *c != '"').collect()
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
    use super::normalise;

    #[test]
    fn same_label_however_printed() {
        assert_eq!(normalise("（三） 不予公开"), normalise("(三)不予公开"));
        assert_eq!(normalise("3.危及“三安全一稳定”"), normalise("３．危及\"三安全一稳定\""));
        assert_eq!(normalise("1、申请人"), normalise("1.申请人"));
    }
}
