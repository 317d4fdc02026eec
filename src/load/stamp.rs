//! What the disk tells of a file without opening it, and how far that can be trusted.

use crate::disk::{FileStatus, nanoseconds};
use crate::source::DigestBuilder;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// A file changed so shortly before it was looked at may change again without its times telling; half a second is more than
/// any system's clock ticks by, where a disk tells less than seconds.
const SETTLED: Duration = Duration::from_millis(500);

/// The same where a disk tells whole seconds, or every other one.
const SETTLED_IN_SECONDS: Duration = Duration::from_secs(3);

/// What tells that a file is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    size: u64,
    /// When it was written, in nanoseconds.
    modified: u64,
    /// When anything about it changed, in nanoseconds, where the system tells.
    changed: u64,
    /// Which file it is, where the system tells: a file that was moved here may be as old and as large as the one before.
    identity: u64,
}

impl Stamp {
    /// Looks at a file; where it is a link, at the one it leads to.
    pub(crate) fn of(file: &Path) -> Option<Self> {
        std::fs::metadata(file).ok().map(|metadata| Self::told(FileStatus::of(&metadata)))
    }

    /// Whether it tells of another file, where the system tells which is which.
    pub(crate) fn is_another_file(&self, other: &Self) -> bool {
        self.identity != other.identity
    }

    /// What tells it in what the disk tells.
    pub(crate) fn told(status: FileStatus) -> Self {
        let FileStatus { kind: _, size, modified, changed, identity, device: _ } = status;
        Self { size, modified, changed, identity }
    }

    /// Whether the file had been as it is for long enough at a moment, so that a change after it must show in the stamp.
    pub(crate) fn is_settled_at(&self, moment: SystemTime) -> bool {
        let last = self.modified.max(self.changed);
        let wait = if last.is_multiple_of(1_000_000_000) { SETTLED_IN_SECONDS } else { SETTLED };
        moment.checked_sub(wait).is_some_and(|settled| last < nanoseconds(settled))
    }

    /// Adds it to a digest.
    pub(crate) fn digested(&self, digest: DigestBuilder) -> DigestBuilder {
        digest.number(self.size).number(self.modified).number(self.changed).number(self.identity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::UNIX_EPOCH;

    #[test]
    fn a_file_settles() {
        let second = 1_000_000_000;
        let at = |nanoseconds: u64| UNIX_EPOCH + Duration::from_nanos(nanoseconds);
        let fine = Stamp { size: 1, modified: 70 * second + 5, changed: 0, identity: 0 };
        let coarse = Stamp { modified: 70 * second, ..fine };
        let touched = Stamp { changed: 90 * second + 5, ..fine };
        for (stamp, moment, expected) in [
            (fine, 70 * second + 5, false),
            (fine, 70 * second + second / 2, false),
            (fine, 71 * second, true),
            (coarse, 72 * second, false),
            (coarse, 74 * second, true),
            (touched, 90 * second, false),
            (touched, 91 * second, true),
        ] {
            assert_eq!(stamp.is_settled_at(at(moment)), expected, "{stamp:?} {moment}");
        }
        assert!(!fine.is_settled_at(at(0)), "a clock that is wrong");
    }
}
