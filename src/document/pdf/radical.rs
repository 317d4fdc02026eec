//! Radicals that programs write into PDF files in place of the characters they look like → those characters, as they are
//! written in simplified Chinese where both look alike.

/// The characters of the radicals from U+2F00 on, in order.
const CHARACTERS: &str = "\
一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢\
尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈户手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火\
爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿\
肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹\
雨青非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黄黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Radicals of simplified and other writing, each with the character it looks like.
const OTHERS: [(char, char); 34] = [
    ('⺁', '厂'),
    ('⺅', '亻'),
    ('⺋', '卩'),
    ('⺗', '心'),
    ('⺝', '月'),
    ('⺟', '母'),
    ('⺠', '民'),
    ('⺢', '水'),
    ('⺬', '示'),
    ('⺯', '糸'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻬', '齐'),
    ('⻮', '齿'),
    ('⻰', '龙'),
    ('⻳', '龟'),
];

/// A text with characters in place of radicals.
pub(super) fn without_radicals(text: &str) -> String {
    text.chars().map(character).collect()
}

fn character(sign: char) -> char {
    let other = |sign| OTHERS.iter().find(|(radical, _)| *radical == sign).map_or(sign, |(_, character)| *character);
    match sign {
        '\u{2F00}'..='\u{2FD5}' => CHARACTERS.chars().nth((u32::from(sign) - 0x2F00) as usize).unwrap_or(sign),
        '\u{2E80}'..='\u{2EFF}' => other(sign),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_are_characters() {
        assert_eq!(without_radicals("⼆、⾏政⽆⼈⺠⻛⿕⼀第⽉"), "二、行政无人民风龠一第月");
        assert_eq!(CHARACTERS.chars().count(), 214);
    }
}
