//! The command line → what to measure.

use crate::lanmu_site::Look;
use crate::model::Size;
use std::env;
use std::path::PathBuf;

/// How to call the bench; shown where it is called wrongly.
const USAGE: &str =
    "expected: cargo bench --bench portal -- [--size S|M|L[,…]] [--rounds N] [--edits N] [--theme plain|default] [--hugo PATH] [--out-base DIR] [--keep DIR]";

/// What to measure.
pub(crate) struct Arguments {
    pub(crate) sizes: Vec<Size>,
    pub(crate) rounds: usize,
    /// How many edits lanmu is shown in a round while it serves.
    pub(crate) edits: usize,
    pub(crate) look: Look,
    /// The program of Hugo.
    pub(crate) hugo: Option<PathBuf>,
    /// Where sites and outputs stand while they are measured.
    pub(crate) out_base: Option<PathBuf>,
    /// Where to leave the sites, instead of measuring.
    pub(crate) keep: Option<PathBuf>,
}

impl Arguments {
    /// Reads them.
    pub(crate) fn parse(given: impl Iterator<Item = String>) -> Result<Self, String> {
        let hugo = env::var_os("HUGO").map(PathBuf::from);
        let mut arguments = Self { sizes: vec![Size::ALL[0]], rounds: 3, edits: 20, look: Look::Plain, hugo, out_base: None, keep: None };
        let mut given = given;
        while let Some(flag) = given.next() {
            if flag == "--bench" {
                continue;
            }
            let value = given.next().ok_or_else(|| format!("`{flag}` needs a value; {USAGE}"))?;
            let wrong = || format!("`{flag}` cannot be `{value}`; {USAGE}");
            match flag.as_str() {
                "--size" => arguments.sizes = value.split(',').map(Size::named).collect::<Option<_>>().ok_or_else(wrong)?,
                "--rounds" => arguments.rounds = count(&value).ok_or_else(wrong)?,
                "--edits" => arguments.edits = count(&value).ok_or_else(wrong)?,
                "--theme" => {
                    arguments.look = [("plain", Look::Plain), ("default", Look::Default)].into_iter().find(|(name, _)| *name == value).ok_or_else(wrong)?.1
                }
                "--hugo" => arguments.hugo = Some(PathBuf::from(value)),
                "--out-base" => arguments.out_base = Some(PathBuf::from(value)),
                "--keep" => arguments.keep = Some(PathBuf::from(value)),
                _ => return Err(format!("unknown flag `{flag}`; {USAGE}")),
            }
        }
        Ok(arguments)
    }
}

/// A number of times, at least once.
fn count(text: &str) -> Option<usize> {
    text.parse().ok().filter(|count| *count > 0)
}
