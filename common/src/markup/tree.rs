//! The tree that a text is parsed into.

/// A part of a text that stands on lines of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Lines of text.
    Paragraph(Vec<Inline>),
    /// Fenced code.
    Code {
        /// The first word of the info string, as it is written; empty if there is none.
        language: String,
        /// The code, without a line break at its end.
        text: String,
    },
    /// Lines that begin with `>`.
    Quote(Vec<Block>),
    /// A list.
    List {
        /// The first item's number, at most nine digits; none if the list has bullets.
        start: Option<u32>,
        /// The items, one or more.
        items: Vec<Vec<Block>>,
    },
}

/// A part of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Text that is shown as it is. It has no line break, and no other text follows it directly.
    Text(String),
    /// The end of a line.
    LineBreak,
    /// One `*` or `_` on each side: shown in italics.
    Emphasis(Vec<Inline>),
    /// Two of them on each side: shown bold.
    Strong(Vec<Inline>),
    /// Text that no longer counts.
    Strikethrough(Vec<Inline>),
    /// A code span.
    Code(String),
    /// A link. There is no other link within it.
    Link {
        /// An `http`, `https` or `mailto` address.
        destination: String,
        /// What is shown. Of a bare link and of an autolink it is the address.
        children: Vec<Inline>,
    },
    /// A shortcode without its colons. Only the page knows which emoji there are; a name that it does not know is shown
    /// as it is written, between colons.
    Shortcode(String),
}
