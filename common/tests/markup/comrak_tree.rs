//! What comrak, which follows CommonMark in full, makes of a text, as this crate's tree.

use common::markup::{Block, Inline};
use comrak::nodes::{ListType, Node, NodeValue};
use comrak::{Arena, Options, parse_document};

/// The tree of a text. None if it has something that chat's dialect lacks: a heading, a rule, HTML, an image, a fence
/// of tildes, an item without content, a link in a link or without text.
pub fn tree(text: &str) -> Option<Vec<Block>> {
    let mut options = Options::default();
    options.extension.cjk_friendly_emphasis = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    // Also within square brackets.
    options.parse.relaxed_autolinks = true;
    blocks(parse_document(&Arena::new(), text, &options))
}

fn blocks(parent: Node<'_>) -> Option<Vec<Block>> {
    parent.children().map(block).collect()
}

fn block(node: Node<'_>) -> Option<Block> {
    Some(match &node.data().value {
        NodeValue::Paragraph => Block::Paragraph(inlines(node)?),
        NodeValue::BlockQuote => Block::Quote(blocks(node)?),
        NodeValue::CodeBlock(code) if code.fenced && code.fence_char == b'`' => Block::Code {
            language: code.info.split_whitespace().next().unwrap_or_default().to_owned(),
            text: code.literal.strip_suffix('\n').unwrap_or(&code.literal).to_owned(),
        },
        NodeValue::List(list) => Block::List {
            start: (list.list_type == ListType::Ordered).then(|| list.start.try_into().unwrap()),
            items: node.children().map(item).collect::<Option<_>>()?,
        },
        _ => return None,
    })
}

fn item(node: Node<'_>) -> Option<Vec<Block>> {
    blocks(node).filter(|blocks| !blocks.is_empty())
}

fn inlines(parent: Node<'_>) -> Option<Vec<Inline>> {
    let mut joined: Vec<Inline> = Vec::new();
    for node in parent.children() {
        match (joined.last_mut(), inline(node)?) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, inline) => joined.push(inline),
        }
    }
    Some(joined)
}

fn inline(node: Node<'_>) -> Option<Inline> {
    Some(match &node.data().value {
        NodeValue::Text(text) => Inline::Text(text.to_string()),
        NodeValue::Escaped => return inline(node.first_child()?),
        NodeValue::SoftBreak | NodeValue::LineBreak => Inline::LineBreak,
        NodeValue::Emph => Inline::Emphasis(inlines(node)?),
        NodeValue::Strong => Inline::Strong(inlines(node)?),
        NodeValue::Strikethrough => Inline::Strikethrough(inlines(node)?),
        NodeValue::Code(code) => Inline::Code(code.literal.clone()),
        NodeValue::Link(link) => Inline::Link {
            destination: link.url.clone(),
            children: inlines(node).filter(|label| is_label(label))?,
        },
        _ => return None,
    })
}

/// Whether a link may have this label in chat: text, and no link.
fn is_label(label: &[Inline]) -> bool {
    !label.iter().all(is_blank) && !label.iter().any(has_link)
}

fn is_blank(inline: &Inline) -> bool {
    matches!(inline, Inline::Text(text) if text.trim().is_empty()) || *inline == Inline::LineBreak
}

fn has_link(inline: &Inline) -> bool {
    match inline {
        Inline::Link { .. } => true,
        Inline::Emphasis(children) | Inline::Strong(children) | Inline::Strikethrough(children) => {
            children.iter().any(has_link)
        }
        _ => false,
    }
}
