//! What the files of a portal under `tests/sites/` say of themselves.

use super::files;
use std::path::Path;

/// Begins the codes of what is wrong at a line.
pub const WRONG: &str = "#! ";

/// Begins the codes of what is nearly wrong at a line, and is not.
pub const ALMOST: &str = "#~ ";

/// The places that a portal marks, each with a code: `path:line code`, or `path code` of a whole file or folder.
#[must_use]
pub fn marked(portal: &Path, sign: &str) -> Vec<String> {
    let mut marked = Vec::new();
    for (path, bytes) in files(portal).into_iter().filter(|(path, _)| !path.starts_with("expected/")) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for (at, line) in text.lines().enumerate() {
            let is_list = path == "diagnostics";
            if is_list && sign == WRONG && !line.contains(ALMOST) {
                marked.push(line.to_owned());
            }
            let Some((before, codes)) = line.split_once(sign) else { continue };
            let place = if is_list { before.trim().to_owned() } else { format!("{path}:{}", at + 1) };
            let codes = codes.split_whitespace().take_while(|word| !matches!(*word, "#}" | "-->" | "#!" | "#~"));
            marked.extend(codes.map(|code| format!("{place} {code}")));
        }
    }
    marked
}
