//! The figures a report begins with → a workbook to fill it in, where no build publishes it.

use super::report::Head;
use super::{Begun, Refusal};
use crate::diagnostic::Text;
use crate::export::{FillIn, fill_in_xlsx};
use crate::load::CONTENT;
use std::path::{Path, PathBuf};

/// The folders of a portal whose files are published, or are the published ones.
const PUBLISHED: [&str; 3] = [CONTENT, "public", "themes"];

/// Where a workbook is to stand.
pub(crate) struct Spot {
    pub(crate) folder: PathBuf,
    pub(crate) name: String,
}

/// The place of a workbook, if one may stand there.
pub(crate) fn place(root: &Path, file: PathBuf) -> Result<Spot, Refusal> {
    let name = file.file_name().and_then(|name| name.to_str()).filter(|name| name.to_ascii_lowercase().ends_with(".xlsx"));
    let Some(name) = name.map(str::to_owned) else {
        let message = Text::new(
            format!("工作簿的文件名应以 .xlsx 结尾，而不是 {}", file.display()),
            format!("a workbook's name ends with .xlsx, not {}", file.display()),
        );
        return Err(Refusal::Usage { message, help: Text::new("如 --xlsx=年报.xlsx", "such as --xlsx=report.xlsx") });
    };
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        Some(_) | None => PathBuf::from("."),
    };
    let real = folder.canonicalize().map_err(|error| Refusal::Io(folder.clone(), error))?;
    let is_within = |part: &&str| root.join(part).canonicalize().is_ok_and(|published| real.starts_with(published));
    if let Some(part) = PUBLISHED.into_iter().find(is_within) {
        let message = Text::new(
            format!("{} 在 {part} 中，会随门户公布", file.display()),
            format!("{} is within {part} and would be published with the portal", file.display()),
        );
        return Err(Refusal::Usage {
            message,
            help: Text::new("工作簿是填报用的，请放在别处，如 --xlsx=年报.xlsx", "keep it elsewhere, such as --xlsx=report.xlsx"),
        });
    }
    Ok(Spot { folder, name })
}

/// The workbook.
pub(crate) fn workbook(head: &Head<'_>, begun: &Begun) -> Result<Vec<u8>, Refusal> {
    let Head { agency, year, today, advice: _, dated: _ } = head;
    let Begun { beginning, notes, previous } = begun;
    let carried = beginning.carried.iter().map(|carried| format!("“{}”已按{}年报告的“{}”填入，请核对。", carried.to, year.before(), carried.from));
    let notes: Vec<String> = carried.chain(notes.iter().map(|note| format!("{}。", note.zh))).collect();
    let fill_in = FillIn { agency, year: *year, date: *today, figures: &beginning.figures, previous: previous.as_ref(), notes: &notes };
    fill_in_xlsx(&fill_in).map_err(|error| Refusal::Usage {
        message: Text::new(format!("这一表式写不成工作簿（{error}）"), format!("the form does not fit into a workbook: {error}")),
        help: Text::new("请不加 --xlsx，直接填 report.yaml", "leave out --xlsx and fill in report.yaml"),
    })
}
