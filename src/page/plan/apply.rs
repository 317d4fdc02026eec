//! How to apply: the page, and which of the files beside it are forms or the flow chart.

use super::Planner;
use crate::model::{Address, Agency, Attachment, owner};
use crate::page::{ApplyPage, Page, Parts};
use std::collections::BTreeSet;

/// The name of the document and of the files that belong to it.
const NAME: &str = "apply";

/// The names that the flow chart may have; the first that is there is shown.
const FLOW: [&str; 4] = ["apply-flow.svg", "apply-flow.png", "apply-flow.jpg", "apply-flow.webp"];

impl<'s> Planner<'s, '_> {
    pub(super) fn apply(&mut self, agency: &'s Agency, parts: Parts) {
        let Some(document) = agency.apply.as_deref() else { return };
        let mut forms = named_after(agency);
        let flow = FLOW.iter().find_map(|name| forms.iter().position(|file| file.name == *name));
        let flow = flow.map(|at| forms.remove(at));
        let address = Address::new(format!("{}/{NAME}.html", agency.card.slug()));
        self.redirects(document, &address);
        self.add(address.as_str(), Page::Apply(Box::new(ApplyPage { shell: self.shell, agency: &agency.card, parts, document, forms, flow })));
    }
}

/// The files beside the document that are named after it.
fn named_after(agency: &Agency) -> Vec<&Attachment> {
    let prefix = format!("{}/", agency.card.slug());
    let names = BTreeSet::from([NAME]);
    let is_ours = |name: &str| !name.contains('/') && owner(name, &names).is_some();
    agency.attachments.iter().filter(|attachment| attachment.address.as_str().strip_prefix(&prefix).is_some_and(is_ours)).collect()
}
