//! Bytes → text, in UTF-8, UTF-16 or GB18030.

use encoding_rs::{Encoding, GB18030, UTF_8};

/// A text, and how it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// Whether the bytes are UTF-8.
    pub is_utf8: bool,
}

/// Endings of files that hold text, in whatever encoding.
const TEXTS: [&str; 12] = ["txt", "csv", "tsv", "htm", "html", "xhtml", "xml", "json", "md", "svg", "log", "rtf"];

/// The text of a file; none where it is none.
#[must_use]
pub fn decode(name: &str, bytes: &[u8]) -> Option<Decoded> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes).filter(|(encoding, _)| *encoding != UTF_8) {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[length..])?;
        return Some(Decoded { text: text.into_owned(), is_utf8: false });
    }
    let is_text = |text: &str| !text.contains('\0');
    if let Ok(text) = std::str::from_utf8(bytes) {
        return is_text(text).then(|| Decoded { text: text.strip_prefix('\u{feff}').unwrap_or(text).to_owned(), is_utf8: true });
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    if !TEXTS.contains(&ending.as_str()) {
        return None;
    }
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    is_text(&text).then(|| Decoded { text: text.into_owned(), is_utf8: false })
}

/// Another text in the encoding of a file, a byte order mark included; none where it cannot be written so that everything
/// else stays as it is.
#[must_use]
pub fn encode_as(bytes: &[u8], decoded: &Decoded, text: &str) -> Option<Vec<u8>> {
    if decoded.is_utf8 {
        let mark: &[u8] = if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) { &bytes[..3] } else { &[] };
        return Some([mark, text.as_bytes()].concat());
    }
    let stays = *GB18030.encode(&decoded.text).0 == *bytes;
    stays.then(|| GB18030.encode(text).0.into_owned())
}
