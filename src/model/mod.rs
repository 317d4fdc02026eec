//! What a portal consists of: the site's settings, agencies, reports with their figures, documents. Every part carries
//! the digest of what it was read from, so that a page can say by digests what it shows.

mod agency;
mod calendar;
mod document;
mod guide;
mod name;
mod packed;
mod quote;
mod report;
mod site;
mod sketch;
mod standing;
mod written;

pub(crate) use agency::LATEST;
pub use agency::{Agency, AgencyCard, AgencyKind, Fact, Folder};
pub use calendar::{Calendar, days_between};
pub use document::{Attachment, Body, Card, Document, ReviewStep, Status, owner};
pub use guide::{GuideDuty, Said, guide_duties};
pub use name::{Address, Slug, Year};
pub use packed::Packed;
pub use quote::{Asked, CountName, FigureName, Quote};
pub use report::{Cell, CellAt, Figures, PortalReport, Report, Waiver};
pub use site::{Adjustment, Base, Category, CompareYears, Config, JumpBand, OutputOptions, Site, SiteFacts};
pub use sketch::{Sketch, Sketches};
pub use standing::{Matrix, MatrixCell, MatrixRow, MissingYears, Standing};
pub use written::{LinkKind, Written, WrittenLink};
