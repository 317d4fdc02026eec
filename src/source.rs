//! Bytes of a file → a digest, and a text whose byte offsets can be told as line and column.

use serde::{Deserialize, Serialize};
use sha2::Digest as _;
use std::fmt;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// The program's own state: what another state has rendered or remembered is stale.
pub(crate) const STATE: &str = concat!(env!("CARGO_PKG_VERSION"), "-", env!("LANMU_STATE"));

/// A 128-bit digest of some content. Equal digests mean equal content.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Digest(u128);

/// The digest of that state: the key of what other states have no use for.
pub(crate) fn state() -> Digest {
    Digest::of(STATE.as_bytes())
}

impl Digest {
    /// The digest of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes))
    }

    /// Reads back what [`fmt::Display`] wrote: 32 hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 32).then(|| u128::from_str_radix(text, 16).ok().map(Self)).flatten()
    }

    /// Its bytes, for [`Digest::from_bytes`].
    #[must_use]
    pub fn to_bytes(self) -> [u8; 16] {
        self.0.to_le_bytes()
    }

    /// The digest of these bytes of its own.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(u128::from_le_bytes(bytes))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The SHA-256 of some bytes, shown as 64 hexadecimal digits: what others can check a file by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sha256([u8; 32]);

impl Sha256 {
    /// The SHA-256 of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// Its bytes, for [`Sha256::from_bytes`].
    #[must_use]
    pub fn to_bytes(self) -> [u8; 32] {
        self.0
    }

    /// The SHA-256 that has these bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads back what [`fmt::Display`] wrote.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Self> {
        let bytes: Vec<u8> = (0..32).map(|at| u8::from_str_radix(hex.get(at * 2..at * 2 + 2)?, 16).ok()).collect::<Option<_>>()?;
        (hex.len() == 64).then(|| bytes.try_into().ok().map(Self)).flatten()
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut digits = [0; 64];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(self.0) {
            pair.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
        }
        f.write_str(str::from_utf8(&digits).unwrap_or_default())
    }
}

/// What can be told of a published file without opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileFacts {
    /// Its size in bytes.
    pub size: u64,
    /// The SHA-256 of its bytes.
    pub sha256: Sha256,
}

/// Combines texts, numbers and digests into one digest. Each part is framed by its length, so that parts cannot run
/// into each other.
///
/// Its state is larger than most of what is added, and is boxed so that handing it on copies none of it.
#[derive(Default)]
pub struct DigestBuilder(Box<Xxh3>);

impl DigestBuilder {
    /// An empty builder; `kind` keeps digests of different things apart.
    #[must_use]
    pub fn new(kind: &str) -> Self {
        Self::default().text(kind)
    }

    /// Adds a text.
    #[must_use]
    pub fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    /// Adds bytes.
    #[must_use]
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// Adds bytes without their length: of these alone, the digest is [`Digest::of`] all of them together.
    #[must_use]
    pub fn unframed(mut self, bytes: &[u8]) -> Self {
        self.0.update(bytes);
        self
    }

    /// Adds a number, or a flag as 0 or 1.
    #[must_use]
    pub fn number(mut self, number: impl Into<u64>) -> Self {
        self.0.update(&number.into().to_le_bytes());
        self
    }

    /// Adds a digest.
    #[must_use]
    pub fn digest(mut self, digest: Digest) -> Self {
        self.0.update(&digest.0.to_le_bytes());
        self
    }

    /// Adds a list of digests, with its length.
    #[must_use]
    pub fn digests(self, digests: impl IntoIterator<Item = Digest>) -> Self {
        let (builder, count) = digests.into_iter().fold((self, 0_u64), |(builder, count), digest| (builder.digest(digest), count + 1));
        builder.number(count)
    }

    /// The digest of all that was added.
    #[must_use]
    pub fn finish(self) -> Digest {
        Digest(self.0.digest128())
    }
}

/// A text file as it was read: its path below the portal's root, with `/` between folders, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path below the portal's root, such as `content/kjj/2024/report.yaml`.
    pub path: String,
    /// The whole text, without a byte order mark.
    pub text: String,
}

impl Source {
    /// The line and the column of a byte offset, both from 1, the column in characters.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &self.text[..end];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
    }
}

/// A path below `root`, written with `/` on every system; the whole path where it is not below.
#[must_use]
pub fn relative(root: &Path, path: &Path) -> String {
    // Most paths were put together from the root and plain names.
    if let (false, Some(root), Some(path)) = (cfg!(windows), root.to_str(), path.to_str())
        && let Some(below) = path.strip_prefix(root).and_then(|below| below.strip_prefix('/'))
        && below.split('/').all(|part| !part.is_empty() && part != ".")
    {
        return below.to_owned();
    }
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// The file on disk that a `/`-separated path below `root` names.
#[must_use]
pub fn below(root: &Path, path: &str) -> PathBuf {
    // Only here may the names of a path be joined by something else.
    if cfg!(windows) {
        return path.split('/').filter(|part| !part.is_empty()).fold(root.to_path_buf(), |folder, part| folder.join(part));
    }
    let path = if path.starts_with('/') || path.ends_with('/') { path.trim_matches('/') } else { path };
    if path.is_empty() { root.to_path_buf() } else { root.join(path) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, offset: usize, expected: (usize, usize)) {
        let source = Source { path: "x".into(), text: text.into() };
        assert_eq!(source.line_column(offset), expected);
    }

    #[test]
    fn columns_are_characters() {
        case("", 0, (1, 1));
        case("自然人: x", "自然人: ".len(), (1, 6));
        case("a\n表三", "a\n表".len(), (2, 2));
        case("a\n", 99, (2, 1));
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let digest = |a: &str, b: &str| DigestBuilder::new("x").text(a).text(b).finish();
        assert_ne!(digest("ab", "c"), digest("a", "bc"));
        assert_eq!(DigestBuilder::default().unframed(b"a").unframed(b"bc").finish(), Digest::of(b"abc"));
        let sha = Sha256::of(b"abc");
        assert_eq!(sha.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(Sha256::parse(&sha.to_string()), Some(sha));
        assert_eq!(Digest::parse(&digest("a", "b").to_string()), Some(digest("a", "b")));
    }
}
