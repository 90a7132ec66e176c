//! A text without its markup.

use super::tree::{Block, Inline};

/// The words of a text, one line for each of its lines, without markup: for excerpts, notifications and search.
///
/// ```
/// use common::markup::{parse, plain_text};
/// let blocks = parse("**One** [two](https://a.example) `three` :tea:\n- four\n- five\n> six");
/// assert_eq!(plain_text(&blocks), "One two three :tea:\nfour\nfive\nsix");
/// ```
pub fn plain_text(blocks: &[Block]) -> String {
    let mut text = String::new();
    blocks_text(blocks, &mut text);
    text
}

fn blocks_text(blocks: &[Block], text: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => {
                begin_line(text);
                inlines_text(inlines, text);
            }
            Block::Code { text: code, .. } => {
                begin_line(text);
                text.push_str(code);
            }
            Block::Quote(blocks) => blocks_text(blocks, text),
            Block::List { items, .. } => items.iter().for_each(|item| blocks_text(item, text)),
        }
    }
}

fn begin_line(text: &mut String) {
    if !text.is_empty() {
        text.push('\n');
    }
}

fn inlines_text(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(words) | Inline::Code(words) => text.push_str(words),
            Inline::LineBreak => text.push('\n'),
            Inline::Emphasis(children)
            | Inline::Strong(children)
            | Inline::Strikethrough(children)
            | Inline::Link { children, .. } => inlines_text(children, text),
            Inline::Shortcode(name) => {
                text.push(':');
                text.push_str(name);
                text.push(':');
            }
        }
    }
}
