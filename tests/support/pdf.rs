//! PDF files for tests, made of our own words.

use flate2::write::ZlibEncoder;
use std::io::Write;

/// A PDF with a Latin font `F1` and a Chinese one, `F2`, whose codes are those of [`coded`].
#[derive(Default)]
pub struct Pdf {
    pages: Vec<String>,
    trailer: &'static str,
    compressed: bool,
    note: &'static str,
}

impl Pdf {
    /// One more page with this content.
    #[must_use]
    pub fn page(mut self, content: &str) -> Self {
        self.pages.push(content.to_owned());
        self
    }

    /// Streams are compressed, and objects stand in a stream where they may.
    #[must_use]
    pub fn compressed(self) -> Self {
        Self { compressed: true, ..self }
    }

    /// One more thing that the file says of itself.
    #[must_use]
    pub fn saying(self, trailer: &'static str) -> Self {
        Self { trailer, ..self }
    }

    /// A note on every page.
    #[must_use]
    pub fn note(self, note: &'static str) -> Self {
        Self { note, ..self }
    }

    /// The file.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let kids: String = (0..self.pages.len()).map(|at| format!("{} 0 R ", 20 + 2 * at)).collect();
        let mut plain = vec![
            (1, "<</Type/Catalog/Pages 2 0 R>>".to_owned()),
            (2, format!("<</Type/Pages/Kids[{kids}]/Count {}/MediaBox[0 0 595 842]/Resources 3 0 R>>", self.pages.len())),
            (3, "<</Font<</F1 4 0 R/F2 5 0 R>>/XObject<</P1 8 0 R>>>>".to_owned()),
            (4, format!("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 32/LastChar 126/Widths[{}]>>", "556 ".repeat(95))),
            (5, "<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>".to_owned()),
            (6, "<</Type/Font/Subtype/CIDFontType2/DW 1000/W[19 28 500]>>".to_owned()),
        ];
        plain.extend((0..self.pages.len()).map(|at| (20 + 2 * at, format!("<</Type/Page/Parent 2 0 R/Contents {} 0 R/Annots[{}]>>", 21 + 2 * at, self.note))));
        let map = "1 begincodespacerange <0000> <FFFF> endcodespacerange\n6 beginbfrange <0013> <001C> <0030>\n<0020> <007E> <0020>\n<2000> <20FF> <2000>\n<3000> <30FF> <3000>\n<4E00> <9FFF> <4E00>\n<FF00> <FFEF> <FF00> endbfrange";
        let mut streams = vec![(7, String::new(), map.as_bytes().to_vec()), (8, "/Subtype/Image".to_owned(), vec![7; 30])];
        streams.extend(self.pages.iter().enumerate().map(|(at, content)| (21 + 2 * at, String::new(), content.as_bytes().to_vec())));
        if self.compressed {
            let texts: Vec<String> = plain.iter().map(|(_, text)| format!("{text}\n")).collect();
            let offsets = texts.iter().scan(0, |at, text| Some(std::mem::replace(at, *at + text.len())));
            let heads: String = plain.iter().zip(offsets).map(|((number, _), offset)| format!("{number} {offset} ")).collect();
            let says = format!("/Type/ObjStm/N {}/First {}", plain.len(), heads.len());
            streams.push((9, says, format!("{heads}{}", texts.concat()).into_bytes()));
            plain.clear();
        }
        let mut bytes = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        for (number, text) in plain {
            bytes.extend(format!("{number} 0 obj\n{text}\nendobj\n").bytes());
        }
        for (number, says, data) in streams {
            let (says, data) = if self.compressed { (format!("{says}/Filter/FlateDecode"), deflated(&data)) } else { (says, data) };
            bytes.extend(format!("{number} 0 obj\n<<{says}/Length {}>>stream\n", data.len()).bytes());
            bytes.extend(data);
            bytes.extend(b"\nendstream\nendobj\n");
        }
        bytes.extend(format!("trailer\n<</Root 1 0 R{}>>\nstartxref\n0\n%%EOF\n", self.trailer).bytes());
        bytes
    }
}

/// Bytes as a PDF compresses them.
#[must_use]
pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("written");
    encoder.finish().expect("finished")
}

/// Words in the codes of the Chinese font: digits as the glyphs of a real one, the rest as they are.
#[must_use]
pub fn coded(text: &str) -> String {
    let code = |sign: char| sign.to_digit(10).map_or(u32::from(sign), |digit| 0x13 + digit);
    format!("<{}>", text.chars().map(|sign| format!("{:04X}", code(sign))).collect::<String>())
}
