//! The latest items and reports → an Atom feed.

use crate::date::Moment;
use crate::html::escape;
use crate::model::Address;
use crate::page::{FeedFile, Shell};
use std::fmt::Write;

/// An entry of a feed.
struct Entry {
    moment: Moment,
    address: Address,
    title: String,
    author: String,
}

/// The feed of the portal or of an agency, the latest first.
#[must_use]
pub fn feed(file: &FeedFile<'_>) -> String {
    let FeedFile { shell, agency, items, reports } = file;
    let items = items.iter().filter_map(|link| {
        let title = link.card.title.clone();
        Some(Entry { moment: link.card.date?, address: link.address(), title, author: link.agency.name.clone() })
    });
    let reports = reports.iter().map(|(agency, report)| Entry {
        moment: Moment { date: report.published, time: None },
        address: Address::new(format!("{}/{}/", agency.slug(), report.year)),
        title: shell.phrases.report_title(&report.figures.form, &agency.name, report.year),
        author: agency.name.clone(),
    });
    let mut entries: Vec<Entry> = items.chain(reports).collect();
    entries.sort_by(|a, b| (b.moment, &a.address).cmp(&(a.moment, &b.address)));

    let (folder, name) = agency.map_or_else(|| (String::new(), String::new()), |agency| (format!("{}/", agency.slug()), format!("{} - ", agency.name)));
    let (page, own) = (shell.full(&Address::new(folder.as_str())), shell.full(&Address::new(format!("{folder}feed.xml"))));
    // A feed must say when it last changed; one without entries has always been as it is.
    let updated = entries.first().map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), |entry| entry.moment.with_offset(shell.timezone));
    let title = format!("{name}{}", shell.facts.title);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<id>{own}</id>\n<title>{}</title>\n<updated>{updated}</updated>\n<link rel=\"self\" href=\"{own}\"/>\n<link href=\"{page}\"/>\n",
        escape(&shell.phrases.language),
        escape(&title),
    );
    for entry in &entries {
        write_entry(&mut out, entry, shell);
    }
    out.push_str("</feed>\n");
    out
}

fn write_entry(out: &mut String, entry: &Entry, shell: &Shell<'_>) {
    let Entry { moment, address, title, author } = entry;
    let (url, updated) = (shell.full(address), moment.with_offset(shell.timezone));
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "<entry><id>{url}</id><title>{}</title><updated>{updated}</updated><author><name>{}</name></author><link href=\"{url}\"/></entry>",
        escape(title),
        escape(author)
    );
}
