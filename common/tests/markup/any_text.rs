//! Every text is parsed, in time in proportion to its length, into a tree that is not deep.

use std::time::Instant;

use common::markup::{Block, Inline, parse, plain_text};
use proptest::prelude::*;

proptest! {
    #[test]
    fn no_text_panics(text in "([*_~`\\[\\]()<>:\\\\h#!.\"\n\r\t -]|https://|[0-9]\\.|```|\\PC|中|。){0,60}") {
        prop_assert!(plain_text(&parse(&text)).len() <= text.len() * 2);
    }
}

/// Texts that are hard for parsers, of about so many bytes.
fn hard_texts(bytes: usize) -> Vec<String> {
    let parts = [
        "*a_",
        "*a _b ",
        "**a *",
        "a**b_c* ",
        "*a **b ",
        "***a",
        "_ ",
        "[",
        "[a](",
        "[](",
        "[](https://a",
        "](",
        "[a](\\(",
        "[a] ",
        "<",
        "<https://a",
        "https://a.",
        "https://a(",
        "h",
        "http://",
        ":",
        ":a",
        "::a",
        "`a``",
        "\\",
        "> ",
        ">",
        "- ",
        "* ",
        "1. ",
        "\t",
        "~~a",
        "~~",
        "[https://a](https://b)",
        "\n",
        "> a\n",
        "- a\n",
        "- a\n  ",
        "```\n",
        "a\n> ",
        "🎉",
        "[a](https://b)",
        "*[a](https://b)_",
    ];
    let mut texts: Vec<String> = parts.iter().map(|part| part.repeat(bytes / part.len())).collect();
    let half = bytes / 2;
    texts.push(
        (1..)
            .map(|length| "`".repeat(length) + " ")
            .scan(0, |sum, run| {
                *sum += run.len();
                (*sum < bytes).then_some(run)
            })
            .collect(),
    );
    texts.push("[".repeat(half) + &"](https://a)".repeat(half / 12));
    texts.push("[".repeat(half) + &"](https://a(".repeat(half / 12));
    texts.push("[a](".to_owned() + &"(".repeat(bytes));
    texts.push("*a ".repeat(half / 3) + &" b*".repeat(half / 3));
    texts.push("_a ".repeat(half / 3) + &"*b* ".repeat(half / 4));
    texts.push("*".repeat(half) + "a" + &"*".repeat(half));
    texts.push("https://a".to_owned() + &")".repeat(half) + &"h(".repeat(half / 2));
    texts
}

fn seconds(text: &str) -> f64 {
    let start = Instant::now();
    let blocks = parse(text);
    let time = start.elapsed();
    drop(blocks);
    time.as_secs_f64()
}

/// 64 times the text takes about 64 times as long, and up to three times that, as the memory for it is slower. It would
/// take 512 times as long if the time grew with the power 1.5. The fastest runs count: whatever else this machine does
/// can only make a run longer.
#[test]
fn time_grows_with_the_length() {
    const SHORT: usize = 2_000;
    for (short, long) in hard_texts(SHORT).iter().zip(hard_texts(64 * SHORT)) {
        let shortest = (0..5).map(|_| seconds(short)).fold(f64::INFINITY, f64::min);
        // A busy machine slows many of the tries down, but not all of them; a quadratic parser is too slow in each.
        let is_linear = (0..50).any(|_| seconds(&long) < 320.0 * shortest);
        let begin: String = short.chars().take(40).collect();
        assert!(is_linear, "{begin:?}… takes {} times as long", seconds(&long) / shortest);
    }
}

#[test]
fn no_tree_is_deep() {
    for text in hard_texts(40_000) {
        let depth = depth(&parse(&text));
        assert!(depth <= 16 + 16 + 16 + 3, "{depth}: {:?}…", text.chars().take(40).collect::<String>());
    }
    assert_eq!(depth(&parse(&"> ".repeat(99))), 18);
    assert_eq!(depth(&parse(&("*a ".repeat(99) + &" b*".repeat(99)))), 18);
}

fn depth(blocks: &[Block]) -> usize {
    let depth = |block: &Block| match block {
        Block::Paragraph(inlines) => inline_depth(inlines),
        Block::Code { .. } => 0,
        Block::Quote(blocks) => depth(blocks),
        Block::List { items, .. } => items.iter().map(|item| depth(item)).max().unwrap_or_default(),
    };
    1 + blocks.iter().map(depth).max().unwrap_or_default()
}

fn inline_depth(inlines: &[Inline]) -> usize {
    let depth = |inline: &Inline| match inline {
        Inline::Emphasis(children)
        | Inline::Strong(children)
        | Inline::Strikethrough(children)
        | Inline::Link { children, .. } => inline_depth(children),
        Inline::Text(_) | Inline::LineBreak | Inline::Code(_) | Inline::Shortcode(_) => 0,
    };
    1 + inlines.iter().map(depth).max().unwrap_or_default()
}
