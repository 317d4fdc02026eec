//! A number → an edit of the portal: more requests in the latest annual report of an agency, and the pages that show it.

use crate::model::{Agency, Report, Size};

/// How many agencies lie from one edited agency to the next; it has no divisor in common with their number in any size.
const STRIDE: usize = 7;

/// An edit.
pub(crate) struct Edit {
    /// The agency as it is afterwards.
    pub(crate) agency: Agency,
}

impl Edit {
    /// The edit with a number. Each leaves the agency's report unlike what it was before, and valid.
    pub(crate) fn of(number: usize, size: Size) -> Self {
        let mut agency = Agency::of(number * STRIDE % size.agencies, size);
        let more = u32::try_from(1 + number / size.agencies).expect("edits are few");
        if let Some(report) = agency.reports.last_mut() {
            report.receive(more);
        }
        Self { agency }
    }

    /// The report it is made in.
    pub(crate) fn report(&self) -> &Report {
        self.agency.reports.last().expect("every agency has reported")
    }

    /// The addresses of all kinds of pages that show it: the report, beside the year before, in the agency's column and on
    /// its page, among all agencies in that year, on the home page.
    pub(crate) fn addresses(&self) -> [String; 6] {
        let (slug, year) = (&self.agency.slug, self.report().year);
        [
            format!("/{slug}/{year}/"),
            format!("/{slug}/{year}/compare-{}.html", year - 1),
            format!("/{slug}/reports/"),
            format!("/{slug}/"),
            format!("/years/{year}/"),
            "/".to_owned(),
        ]
    }
}
