//! Names of files and folders → the private numbers in them.

use super::mask::mask;
use super::private::Allowed;
use super::style::Style;
use crate::check::Remark;
use crate::diagnostic::Text;
use std::collections::BTreeSet;

/// What is found in the names of published files and of the folders they stand in, each name once. The place is the
/// folder above, so that the number is not repeated.
#[must_use]
pub fn remarks_on_names<'a>(paths: impl Iterator<Item = &'a str>, allowed: &Allowed) -> Vec<Remark> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut remarks = Vec::new();
    for path in paths {
        for end in path.match_indices('/').map(|(at, _)| at).chain([path.len()]) {
            let (above, name) = path[..end].rsplit_once('/').unwrap_or(("", &path[..end]));
            if !has_a_long_number(name) || !seen.insert(&path[..end]) {
                continue;
            }
            let (masked, found) = mask(name, Style::Plain, allowed);
            remarks.extend(found.first().map(|private| {
                let [zh, en] = private.kind.names();
                let message = Text::new(format!("“{masked}”的名称中有{zh}，不得公开"), format!("the name `{masked}` holds {en}, which must not be published"));
                Remark::new(private.kind.code(), above, message, Text::new("请改名", "rename it"))
            }));
        }
    }
    remarks
}

/// Whether there are enough digits in a name for any number that is looked for.
#[must_use]
pub fn has_a_long_number(name: &str) -> bool {
    // Most names have no digits, or few.
    let may_be = |name: &str| name.bytes().filter(|byte| byte.is_ascii_digit() || !byte.is_ascii()).count() >= 11;
    name.len() >= 11 && may_be(name) && name.chars().filter(|sign| sign.is_numeric()).count() >= 11
}
