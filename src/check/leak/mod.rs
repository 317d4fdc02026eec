//! What must not get out: a text → the private numbers, marks of secrecy and wrong words in it.

mod check_digit;
mod context;
mod digits;
mod mark;
mod mask;
mod name;
mod parted;
mod private;
mod punctuation;
mod rule;
mod style;
mod wording;

pub use mask::{mask, shown};
pub use name::{has_a_long_number, remarks_on_names};
pub use private::{Allowed, Kind, Private, bare, private};
pub use rule::{Leak, Watch};
pub use style::Style;
pub use wording::{Fault, Wording, Wrong};

use super::{At, Remark};
use crate::diagnostic::{Code, Text};
use crate::model::{Agency, Document, Site};

/// What front matter may say of how a document is disclosed that does not let it be published.
const CLOSED: [&str; 4] = ["依申请公开", "不予公开", "不公开", "内部公开"];

/// What is found in what an agency's documents say of themselves.
pub(super) fn remarks(agency: &Agency) -> Vec<Remark> {
    agency.documents().filter_map(closed).collect()
}

/// A document that says itself that it is not for everybody.
fn closed(document: &Document) -> Option<Remark> {
    let access = document.card.access.as_deref()?;
    CLOSED.contains(&access).then(|| {
        let message = Text::new(format!("公开方式为“{access}”，不能发布"), format!("its `access` is `{access}`, it cannot be published"));
        let help = Text::new(
            "确应主动公开的，经审查后改为“主动公开”；否则请把文件移出 content",
            "if it is to be published, have it reviewed and write 主动公开; if not, move the file out of content",
        );
        Remark::new(Code::SecretMark, &*document.body.path, message, help).at(At::key("access", access.to_owned()))
    })
}

/// Private numbers in what every page shows.
pub(super) fn of_settings(site: &Site) -> Vec<Remark> {
    let facts = &site.config.facts;
    let shown_facts = [
        ("title", &facts.title),
        ("site_name", &facts.site_name),
        ("host_org", &facts.host_org),
        ("maintain_org", &facts.maintain_org),
        ("contact", &facts.contact),
        ("icp", &facts.icp),
        ("police", &facts.police),
    ];
    let allowed = site.config.allowed.iter().map(|number| bare(number)).collect();
    let mut remarks = Vec::new();
    for (key, text) in shown_facts {
        for found in private(text, Style::Data, &allowed) {
            let leak = Leak::of_private(text, &found, Style::Data);
            remarks.push(Remark::new(leak.code, "site.toml", leak.message, leak.help).at(At::key("site", key.to_owned())));
        }
    }
    remarks
}
