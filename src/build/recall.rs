//! What an earlier build found and published → told again while nothing has changed since: nothing is read, planned or
//! rendered for it.

use super::{BuildOptions, Outcome, Published};
use crate::date::today;
use crate::diagnostic::{Code, Diagnostic, Evidence, Level, Place, Text};
use crate::load::{Inputs, inputs, read_text_at};
use crate::model::Site;
use crate::output::{Output, Summary};
use crate::source::{Digest, DigestBuilder, STATE, Source};
use crate::theme;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// What tells whether what is kept beside a published folder still holds.
#[derive(Serialize, Deserialize)]
struct Head {
    /// What was asked for, and of which state of the program.
    asked: Digest,
    /// Of what the portal was read.
    inputs: Digest,
    /// The zone whose day counts.
    zone: String,
    /// The day it was built for.
    day: String,
}

/// What is told again then.
#[derive(Serialize, Deserialize)]
struct Kept {
    agencies: usize,
    reports: usize,
    items: usize,
    findings: Vec<Finding>,
}

/// A diagnostic without the texts that its places are in.
#[derive(Serialize, Deserialize)]
struct Finding {
    level: Level,
    code: Code,
    message: Text,
    help: Option<Text>,
    place: Option<Spot>,
    related: Vec<Spot>,
    evidence: Option<Box<Evidence>>,
}

/// A place, and the digest of the text that it is in.
#[derive(Serialize, Deserialize)]
enum Spot {
    File(String),
    Span(String, Digest, Range<usize>),
}

/// What the portal looked like when a build began.
pub(crate) struct Beginning {
    asked: Digest,
    pub(crate) inputs: Option<Inputs>,
}

impl Beginning {
    /// Looks at the portal.
    pub(crate) fn of(options: &BuildOptions) -> Self {
        Self { asked: asked(options), inputs: inputs(&options.load.root, &[theme::FOLDER, theme::SHELL]) }
    }

    /// What it looked like, if every change since then shows.
    fn settled(&self) -> Option<&Inputs> {
        self.inputs.as_ref().filter(|inputs| inputs.is_settled)
    }

    /// What an earlier build found and published, if a build would come to the same now.
    pub(crate) fn recall(&self, options: &BuildOptions) -> Option<Outcome> {
        let inputs = self.settled()?;
        // Without a published folder there is nothing to be found beside it.
        let output = options.out.is_dir().then(|| Output::open(&options.load.root, &options.out).ok())??;
        let is_same = |head: Head| {
            let day = options.load.date.unwrap_or_else(|| today(&head.zone));
            head.asked == self.asked && head.inputs == inputs.digest && head.day == day.to_string()
        };
        let told = output.told(|bytes| postcard::take_from_bytes(bytes).is_ok_and(|(head, _)| is_same(head)))?;
        let (_, kept) = postcard::from_bytes::<(Head, Kept)>(&told.bytes).ok()?;
        let mut texts = Texts { root: &options.load.root, read: BTreeMap::new() };
        let diagnostics = kept.findings.into_iter().map(|finding| finding.told(&mut texts)).collect::<Option<_>>()?;
        let files = Summary { unchanged: told.files, ..Summary::default() };
        let published = Published { agencies: kept.agencies, reports: kept.reports, items: kept.items, files };
        Some(Outcome { diagnostics, published: Some(published), rebuilt: Vec::new(), is_recalled: true, elapsed: Duration::ZERO })
    }

    /// What is to be kept of a build that has published; nothing where a change since it began might not show.
    pub(crate) fn keep(&self, site: &Site, diagnostics: &[Diagnostic], published: &Published) -> Option<Vec<u8>> {
        let Published { agencies, reports, items, files: _ } = *published;
        let mut digests = BTreeMap::new();
        let head = Head { asked: self.asked, inputs: self.settled()?.digest, zone: site.config.timezone.clone(), day: site.date.to_string() };
        let kept = Kept { agencies, reports, items, findings: diagnostics.iter().map(|diagnostic| Finding::of(diagnostic, &mut digests)).collect() };
        postcard::to_stdvec(&(head, kept)).ok()
    }
}

/// The digest of all that a build is told, but for the day, and for the folder beside which it is kept.
fn asked(options: &BuildOptions) -> Digest {
    let BuildOptions { load, out: _, strictness, explains: _ } = options;
    let root = load.root.canonicalize().unwrap_or_else(|_| load.root.clone());
    let digest = DigestBuilder::new(STATE).bytes(root.as_os_str().as_encoded_bytes());
    let digest = digest.number(load.base_url.is_some()).text(load.base_url.as_deref().unwrap_or_default());
    digest.number(load.drafts).text(&format!("{strictness:?}")).finish()
}

/// The digests of texts by the addresses of those.
type Digests = BTreeMap<*const Source, Digest>;

impl Finding {
    fn of(diagnostic: &Diagnostic, digests: &mut Digests) -> Self {
        let Diagnostic { level, code, message, place, help, related, evidence } = diagnostic;
        let mut spot = |place: &Place| match place {
            Place::File(path) => Spot::File(path.clone()),
            Place::Span(source, range) => {
                let digest = *digests.entry(Arc::as_ptr(source)).or_insert_with(|| Digest::of(source.text.as_bytes()));
                Spot::Span(source.path.clone(), digest, range.clone())
            }
        };
        Self {
            level: *level,
            code: code.clone(),
            message: message.clone(),
            help: help.clone(),
            place: place.as_ref().map(&mut spot),
            related: related.iter().map(spot).collect(),
            evidence: evidence.clone(),
        }
    }

    /// The diagnostic; none where one of its texts is another.
    fn told(self, texts: &mut Texts<'_>) -> Option<Diagnostic> {
        let Self { level, code, message, help, place, related, evidence } = self;
        let place = match place {
            Some(spot) => Some(texts.place(spot)?),
            None => None,
        };
        let related = related.into_iter().map(|spot| texts.place(spot)).collect::<Option<_>>()?;
        Some(Diagnostic { level, code, message, place, help, related, evidence })
    }
}

/// The texts that places are in, each read once.
struct Texts<'a> {
    root: &'a Path,
    read: BTreeMap<String, Option<Arc<Source>>>,
}

impl Texts<'_> {
    fn place(&mut self, spot: Spot) -> Option<Place> {
        match spot {
            Spot::File(path) => Some(Place::File(path)),
            Spot::Span(path, digest, range) => {
                let Self { root, read } = self;
                let source = read.entry(path).or_insert_with_key(|path| {
                    let text = read_text_at(root, path)?;
                    (Digest::of(text.as_bytes()) == digest).then(|| Arc::new(Source { path: path.clone(), text }))
                });
                Some(Place::Span(source.clone()?, range))
            }
        }
    }
}
