//! The markup of a message's text: what people write in chat, as a small tree.
//!
//! A message's text stays what its author has typed; only what shows it parses it. Bold, italics, strikethrough, code,
//! quotes, lists and links mean what [CommonMark](https://spec.commonmark.org/0.31.2/) says, and the names here are its
//! own.
//!
//! ```
//! use common::markup::{parse, Block, Inline};
//! let text = |text: &str| Inline::Text(text.to_owned());
//! assert_eq!(parse("**中文。**后面"), [Block::Paragraph(vec![Inline::Strong(vec![text("中文。")]), text("后面")])]);
//! ```
//!
//! # Where chat differs from CommonMark
//!
//! - A line break is a line break, and the indentation of a paragraph's line is kept.
//! - There are no headings, rules, tables, images, HTML, entities, indented code, reference links or `<a@b.example>`.
//!   They are text, as somebody who has never heard of them means them: `# 1`, `---`, `<3`.
//! - Emphasis works in Chinese, Japanese and Korean, which write no space beside it: the rules of
//!   [markdown-cjk-friendly](https://github.com/tats-u/markdown-cjk-friendly), without variation selectors of
//!   punctuation.
//! - `~~` strikes out (GitHub's extension); `~` and `~~~` are how people sound friendly, so there are no fences of
//!   tildes.
//! - A line belongs to a quote or an item only by its marker or its indentation: what follows a quote answers it. (In
//!   CommonMark, a paragraph goes on without them: "lazy continuation".)
//! - An item has content in its first line: `-`, `1.` and `* * *` are text. Whether a list is loose is not told.
//! - A bare link is a link (GitHub's extension). It also ends before punctuation that is not ASCII, before a closing
//!   bracket that it has not opened, and before `**` and `~~`.
//! - A link leads to an `http`, `https` or `mailto` address, written as it is, without title, spaces and `<>`. If its
//!   text has the address of another place, it is no link: it would deceive. Neither is a link without text.
//! - `:name:` is a shortcode. [`Inline::Shortcode`] leaves it to the page which ones there are.
//! - A run of `*` or `_` sees a `~` beside it as the punctuation that it is; GitHub's parsers look past it.
//! - A backslash at the end of a line is shown, and so are those of an info string. A tab always counts as four
//!   columns.
//! - Quotes and lists are nested at most 16 times, and so is emphasis; what is deeper is text. This bounds the stack of
//!   everything that walks the tree.
//!
//! # Why this is no library
//!
//! comrak is the one library with such emphasis. In the page it weighs 110 kB, compressed, and chat uses a small part
//! of it; this module weighs 9 kB. The tests compare it with comrak. Go back to a library when chat wants what makes
//! Markdown hard (HTML, tables, references, footnotes), or when a small one learns this emphasis: pulldown-cmark and
//! jotdown had none in 2026.
//!
//! Invariant: parsing takes time in proportion to the text's length, whatever the text.

mod blocks;
mod characters;
mod code_spans;
mod delimiter_run;
mod emoji;
mod emphasis;
mod inlines;
mod lines;
mod links;
mod marker;
mod plain;
mod shortcodes;
mod tree;

pub use emoji::is_only_emoji;
pub use plain::plain_text;
pub use shortcodes::{EmojiByShortcode, replace_shortcodes};
pub use tree::{Block, Inline};

/// Parses a text. Every text is valid.
///
/// ```
/// use common::markup::{parse, Block, Inline};
/// let blocks = parse("```rust\nfn main() {}\n```");
/// assert_eq!(blocks, [Block::Code { language: "rust".to_owned(), text: "fn main() {}".to_owned() }]);
/// ```
pub fn parse(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().collect();
    blocks::parse(&lines, 0)
}
