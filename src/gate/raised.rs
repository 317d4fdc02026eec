//! A finding before it is placed, and its way to a place in a text.

use crate::check::{At, Remark};
use crate::diagnostic::{Diagnostic, Place};
use crate::load::{Places, place_of, read_whole};
use crate::model::CellAt;
use std::path::Path;

/// A finding that is not placed yet: most findings of a broken portal are, most of a sound one are waived.
pub(super) struct Raised {
    /// Level, code, message, help.
    pub(super) diagnostic: Diagnostic,
    /// The file it is in.
    pub(super) file: String,
    /// Where in it.
    pub(super) spot: Spot,
    /// What a waiver may name to mean it.
    pub(super) subjects: Vec<String>,
}

/// Where a finding is.
pub(super) enum Spot {
    /// In a cell of a report; others take part.
    Cell(CellAt, Vec<CellAt>),
    /// Elsewhere in the file.
    At(At),
}

impl Raised {
    pub(super) fn of_remark(remark: &Remark) -> Self {
        let Remark { code, message, help, file, at, subject, level } = remark;
        let mut diagnostic = Diagnostic::new(code.clone(), message.clone());
        diagnostic.help = Some(help.clone());
        diagnostic.level = level.unwrap_or(diagnostic.level);
        let spot = if let At::Cell(at) = at { Spot::Cell(*at, Vec::new()) } else { Spot::At(at.clone()) };
        Self { diagnostic, file: file.clone(), spot, subjects: vec![subject.clone()] }
    }

    /// The diagnostic at its place; `places` knows the cells of its file.
    pub(super) fn placed(self, root: &Path, places: Option<&Places>) -> Diagnostic {
        let Self { mut diagnostic, file, spot, subjects: _ } = self;
        diagnostic.place = Some(match spot {
            Spot::Cell(at, related) => {
                let span = |at: CellAt| places.and_then(|places| Some(Place::Span(places.source().clone(), places.cell(at)?)));
                diagnostic.related = related.into_iter().filter_map(span).collect();
                span(at).unwrap_or(Place::File(file))
            }
            // A cell is a spot of its own.
            Spot::At(At::File | At::Cell(_)) => Place::File(file),
            Spot::At(At::Key(key, value)) => place_of(root, &file, &key, &value),
            Spot::At(At::Range(range)) => match read_whole(root, &file) {
                Some(source) => Place::Span(source, range),
                None => Place::File(file),
            },
        });
        diagnostic
    }
}
