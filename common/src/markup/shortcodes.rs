//! Shortcodes become the emoji that they stand for.

use super::tree::{Block, Inline};

/// The emoji of a shortcode without its colons, if there is one.
pub type EmojiByShortcode<'a> = &'a dyn Fn(&str) -> Option<&'static str>;

/// Replaces the shortcodes that `emoji` knows by its emoji. The others stay, and so does code.
///
/// ```
/// use common::markup::{parse, plain_text, replace_shortcodes};
/// let emoji = |name: &str| (name == "tea").then_some("🍵");
/// let blocks = replace_shortcodes(parse("*hot :tea:*, :soup: `:tea:`"), &emoji);
/// assert_eq!(plain_text(&blocks), "hot 🍵, :soup: :tea:");
/// ```
pub fn replace_shortcodes(blocks: Vec<Block>, emoji: EmojiByShortcode<'_>) -> Vec<Block> {
    blocks.into_iter().map(|block| in_block(block, emoji)).collect()
}

fn in_block(block: Block, emoji: EmojiByShortcode<'_>) -> Block {
    match block {
        Block::Paragraph(inlines) => Block::Paragraph(in_inlines(inlines, emoji)),
        Block::Quote(blocks) => Block::Quote(replace_shortcodes(blocks, emoji)),
        Block::List { start, items } => {
            let items = items.into_iter().map(|item| replace_shortcodes(item, emoji)).collect();
            Block::List { start, items }
        }
        code @ Block::Code { .. } => code,
    }
}

fn in_inlines(inlines: Vec<Inline>, emoji: EmojiByShortcode<'_>) -> Vec<Inline> {
    let mut replaced: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match (replaced.last_mut(), in_inline(inline, emoji)) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, inline) => replaced.push(inline),
        }
    }
    replaced
}

fn in_inline(inline: Inline, emoji: EmojiByShortcode<'_>) -> Inline {
    match inline {
        Inline::Shortcode(name) => match emoji(&name) {
            Some(emoji) => Inline::Text(emoji.to_owned()),
            None => Inline::Shortcode(name),
        },
        Inline::Emphasis(children) => Inline::Emphasis(in_inlines(children, emoji)),
        Inline::Strong(children) => Inline::Strong(in_inlines(children, emoji)),
        Inline::Strikethrough(children) => Inline::Strikethrough(in_inlines(children, emoji)),
        Inline::Link { destination, children } => {
            Inline::Link { destination, children: in_inlines(children, emoji) }
        }
        other @ (Inline::Text(_) | Inline::LineBreak | Inline::Code(_)) => other,
    }
}
