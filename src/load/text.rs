//! A file on disk → its text, or why it cannot be had.

use super::stamp::Stamp;
use super::walk::unreadable;
use crate::check::leak::Watch;
use crate::diagnostic::{Code, Diagnostic, Text};
use crate::disk::FileStatus;
use crate::form::Forms;
use crate::model::Body;
use crate::source::{Digest, DigestBuilder, Source, below};
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

/// The largest text that is read, in bytes. The longest reports seen are under 100 KB.
pub(crate) const MAX_TEXT: u64 = 4 << 20;

/// What reading a file may need.
pub(crate) struct Reading<'a> {
    pub(crate) forms: &'a Forms,
    pub(crate) watch: &'a Watch,
}

impl Reading<'_> {
    /// What all values that are read depend on, besides their files.
    pub(crate) fn digest(&self) -> Digest {
        DigestBuilder::new("reading").digest(self.forms.digest()).digest(self.watch.digest()).finish()
    }
}

/// The text of a file, without a byte order mark, and the digest of its bytes.
pub(crate) fn read_text(file: &Path, path: &str) -> Result<(String, Digest), Diagnostic> {
    read_text_within(MAX_TEXT, file, path)
}

/// The same for a file that may hold so many bytes at most.
pub(crate) fn read_text_within(limit: u64, file: &Path, path: &str) -> Result<(String, Digest), Diagnostic> {
    told(limit, file, path, open(file).and_then(|open| open.read(limit)))
}

/// The same, and what the disk told of the file before it was read.
pub(crate) fn read_text_stamped(file: &Path, path: &str) -> (Option<Stamp>, Result<(String, Digest), Diagnostic>) {
    let open = open(file);
    let stamp = open.as_ref().ok().map(|open| Stamp::told(FileStatus::of(&open.metadata)));
    // Of one that cannot be opened, nothing is remembered.
    (stamp, told(MAX_TEXT, file, path, open.and_then(|open| open.read(MAX_TEXT))))
}

/// The text of bytes that were read, and their digest, or why they were not.
fn told(limit: u64, file: &Path, path: &str, read: Result<Vec<u8>, Option<io::Error>>) -> Result<(String, Digest), Diagnostic> {
    let bytes = read.map_err(|error| refused(limit, file, path, error))?;
    Ok((text_of(&bytes, path)?.to_owned(), Digest::of(&bytes)))
}

/// Why a file was not read; none where it is larger than the limit.
fn refused(limit: u64, file: &Path, path: &str, error: Option<io::Error>) -> Diagnostic {
    let Some(error) = error else {
        let size = if limit < 1 << 20 { format!("{} KB", limit >> 10) } else { format!("{} MB", limit >> 20) };
        let found = std::fs::metadata(file).map_or(0, |metadata| metadata.len());
        let message = Text::new(format!("文件有 {found} 字节，超过 {size}"), format!("the file has {found} bytes, over {size}"));
        return Diagnostic::new(Code::TooLarge, message)
            .in_file(path)
            .with_help("请拆分或删减；表格、图片请作为附件", "split or shorten it; tables and pictures may be attachments");
    };
    unreadable(path.to_owned(), &error.to_string())
}

/// The text that bytes are, without a byte order mark.
fn text_of<'b>(bytes: &'b [u8], path: &str) -> Result<&'b str, Diagnostic> {
    match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => Err(not_utf8(path, bytes, error.valid_up_to())),
    }
}

/// A file that is open, and what the disk tells of it.
struct Open {
    file: File,
    metadata: Metadata,
}

/// Opens a file.
fn open(file: &Path) -> Result<Open, Option<io::Error>> {
    let file = File::open(file).map_err(Some)?;
    let metadata = file.metadata().map_err(Some)?;
    Ok(Open { file, metadata })
}

impl Open {
    /// Its bytes; `None` as the error where there are more than the limit.
    fn read(self, limit: u64) -> Result<Vec<u8>, Option<io::Error>> {
        if self.metadata.len() > limit {
            return Err(None);
        }
        let mut bytes = Vec::with_capacity(usize::try_from(self.metadata.len()).unwrap_or(0) + 1);
        self.file.take(limit + 1).read_to_end(&mut bytes).map_err(Some)?;
        if bytes.len() as u64 > limit { Err(None) } else { Ok(bytes) }
    }
}

fn not_utf8(path: &str, bytes: &[u8], at: usize) -> Diagnostic {
    let source = Arc::new(Source { path: path.to_owned(), text: String::from_utf8_lossy(bytes).into_owned() });
    let (zh, en) = match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => ("看来是 UTF-16（“Unicode”）编码", "it seems to be UTF-16"),
        _ if looks_like_gbk(&bytes[at..]) => ("看来是 GBK（“ANSI”）编码", "it seems to be GBK"),
        _ => ("编码无法识别", "its encoding is not known"),
    };
    let message = Text::new(format!("文件不是 UTF-8 编码，{zh}"), format!("the file is not UTF-8: {en}"));
    Diagnostic::new(Code::Encoding, message).at(&source, at..at).with_help("请用编辑器“另存为”，编码选 UTF-8", "save it again as UTF-8")
}

/// Whether bytes beyond ASCII come in pairs as in GBK.
fn looks_like_gbk(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    let mut pairs = 0;
    while let [first, tail @ ..] = rest {
        rest = match (first, tail) {
            (0..=0x7F, _) => tail,
            (0x81..=0xFE, [0x40..=0x7E | 0x80..=0xFE, after @ ..]) => {
                pairs += 1;
                after
            }
            (0x81..=0xFE, []) => tail,
            _ => return false,
        };
    }
    pairs > 0
}

/// The words of a document, read again and verified to be those that were loaded.
///
/// # Errors
/// Where the file is gone or has changed since it was loaded.
pub fn read_body(root: &Path, body: &Body) -> io::Result<String> {
    let file = below(root, &body.path);
    let failed = |diagnostic: Diagnostic| io::Error::other(diagnostic.message.en);
    let bytes = open(&file).and_then(|open| open.read(MAX_TEXT)).map_err(|error| failed(refused(MAX_TEXT, &file, &body.path, error)))?;
    if Digest::of(&bytes) != body.digest {
        return Err(changed(&body.path));
    }
    Ok(text_of(&bytes, &body.path).map_err(failed)?.get(body.start..).unwrap_or_default().to_owned())
}

/// The whole text of a document that was loaded, to say where in it something is wrong; none where the file is gone or has
/// changed since.
#[must_use]
pub fn read_source(root: &Path, body: &Body) -> Option<Arc<Source>> {
    let (text, digest) = read_text(&below(root, &body.path), &body.path).ok()?;
    (digest == body.digest).then(|| Arc::new(Source { path: body.path.clone(), text }))
}

/// The text of a file, by its path below the root; none where it cannot be read.
#[must_use]
pub fn read_text_at(root: &Path, path: &str) -> Option<String> {
    read_text(&below(root, path), path).ok().map(|(text, _)| text)
}

/// The bytes of a file that is published as it is, verified to be those that were loaded.
///
/// # Errors
/// Where the file is gone or has changed since it was loaded.
pub fn read_bytes(root: &Path, path: &str, digest: Digest) -> io::Result<Vec<u8>> {
    let bytes = std::fs::read(below(root, path))?;
    if Digest::of(&bytes) == digest { Ok(bytes) } else { Err(changed(path)) }
}

fn changed(path: &str) -> io::Error {
    io::Error::other(format!("{path} changed while the portal was being built; build again"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gbk_is_told_from_rubbish() {
        let gbk = [0xBF, 0xC6, 0xBC, 0xBC, 0xBE, 0xD6];
        assert!(looks_like_gbk(&gbk));
        assert!(!looks_like_gbk(&[0xFF, 0x00]));
        assert!(!looks_like_gbk(b"ascii"));
    }
}
