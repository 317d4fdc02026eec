//! What kind of text is looked through.

/// What kind of text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Markdown; its words begin at a byte.
    Markdown(usize),
    /// YAML or TOML.
    Data,
    /// A text that is published as it is.
    Plain,
    /// The words of an Office file.
    Office,
}
