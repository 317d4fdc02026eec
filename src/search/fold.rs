//! Text → text in which characters that readers take for the same are the same.

/// Full-width letters, digits and signs as half-width ones, capitals as small letters, brackets of any shape as round ones,
/// quotation marks and dashes of any shape as plain ones. Space stays only between letters and digits
/// of ASCII: elsewhere it means nothing, and is typed or not.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut has_space = false;
    let mut last = '\0';
    for sign in text.chars() {
        match folded(sign) {
            None => {}
            Some(' ') => has_space = true,
            Some(sign) => {
                if has_space && last.is_ascii_alphanumeric() && sign.is_ascii_alphanumeric() {
                    out.push(' ');
                }
                has_space = false;
                out.push(sign);
                last = sign;
            }
        }
    }
    out
}

/// One character; none where it is not seen at all.
fn folded(sign: char) -> Option<char> {
    let sign = match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(sign as u32 - 0xfee0).unwrap_or(sign),
        other => other,
    };
    Some(match sign {
        'A'..='Z' => sign.to_ascii_lowercase(),
        '\t'..='\r' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => return None,
        '[' | '{' | '〔' | '【' | '〖' | '〘' | '〚' | '﹝' | '﹙' | '⟦' => '(',
        ']' | '}' | '〕' | '】' | '〗' | '〙' | '〛' | '﹞' | '﹚' | '⟧' => ')',
        '\'' | '\u{2018}'..='\u{201f}' | '「' | '」' | '『' | '』' | '〝' | '〞' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '•' | '・' | '‧' | '∙' => '·',
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::fold;
    use std::collections::BTreeMap;

    #[test]
    fn the_table_of_both_languages_holds() {
        let table = include_str!("../../tests/search/folding.json");
        let cases: BTreeMap<String, String> = serde_json::from_str(table).expect("texts by texts");
        assert!(cases.len() > 20);
        for (written, expected) in cases {
            let found = fold(&written);
            assert_eq!(found, expected, "{written:?}");
            assert_eq!(fold(&found), found, "{written:?} folds no further");
        }
    }
}
