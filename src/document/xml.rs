//! XML → what a reader of it asks for: elements and their words, one after the other.

use super::Unread;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// What comes next in an XML text.
pub(super) enum Step<'a> {
    /// An element begins; its name without a prefix, and its attributes.
    Begin(&'a str, &'a BytesStart<'a>),
    /// An element ends.
    End(&'a str),
    /// Words, references resolved.
    Words(&'a str),
}

/// Calls for each step of a text.
pub(super) fn each_step(text: &str, mut take: impl FnMut(Step<'_>)) -> Result<(), Unread> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    loop {
        match reader.read_event().map_err(|_| Unread::Damaged)? {
            Event::Start(element) => take(Step::Begin(element.local_name().as_ref(), &element)),
            Event::Empty(element) => {
                take(Step::Begin(element.local_name().as_ref(), &element));
                take(Step::End(element.local_name().as_ref()));
            }
            Event::End(element) => take(Step::End(element.local_name().as_ref())),
            Event::Text(words) => take(Step::Words(&words.xml10_content())),
            Event::CData(words) => take(Step::Words(&words.xml10_content())),
            Event::GeneralRef(reference) => {
                let sign = reference.resolve_char_ref().ok().flatten();
                let named = match reference.xml10_content().as_ref() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => None,
                };
                if let Some(sign) = sign.or(named) {
                    take(Step::Words(sign.encode_utf8(&mut [0; 4])));
                }
            }
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// An attribute of an element, by its name without a prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().filter_map(Result::ok).find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}
