//! Files that belong to a page, as its readers see them.

use crate::model::Attachment;
use crate::page::Shell;
use serde::Serialize;

/// A file that belongs to a page.
#[derive(Serialize)]
pub struct AttachmentView<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its link.
    pub url: String,
    /// Its kind: `XLSX`.
    pub kind: String,
    /// Its size: `24 KB`.
    pub size: String,
}

/// The files in their order.
pub(crate) fn attachment_views<'a>(shell: &Shell<'_>, attachments: &[&'a Attachment]) -> Vec<AttachmentView<'a>> {
    let view = |attachment: &&'a Attachment| AttachmentView {
        name: &attachment.name,
        url: shell.link(&attachment.address),
        kind: attachment.name.rsplit_once('.').map(|(_, kind)| kind.to_uppercase()).unwrap_or_default(),
        size: size_words(attachment.size),
    };
    attachments.iter().map(view).collect()
}

/// A size in bytes for a reader: `24 KB`.
pub(super) fn size_words(bytes: u64) -> String {
    if bytes >= 1 << 20 { format!("{}.{} MB", bytes >> 20, ((bytes % (1 << 20)) * 10) >> 20) } else { format!("{} KB", bytes.div_ceil(1024)) }
}
