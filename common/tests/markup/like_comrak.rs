//! A text means here what it means to comrak, as far as chat's dialect goes.

use std::cell::Cell;

use common::markup::{Block, Inline, parse};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::{comrak_tree, corpus};

#[test]
fn paragraphs_of_both_scripts_have_the_same_tree() {
    let share = compare(20_000, corpus::paragraphs());
    assert!(share > 0.8, "only {share} of the texts are in both dialects");
}

#[test]
fn documents_have_the_same_tree() {
    let share = compare(6_000, corpus::documents());
    assert!(share > 0.8, "only {share} of the texts are in both dialects");
}

/// All texts of up to six marks and words.
#[test]
fn short_texts_have_the_same_tree() {
    let words = ["*", "_", "a", "中", "。", ".", " "];
    for length in 1..=6_u32 {
        for number in 0..words.len().pow(length) {
            let text: String =
                (0..length).map(|place| words[number / words.len().pow(place) % words.len()]).collect();
            if let Some(expected) = comrak_tree::tree(&text) {
                assert_eq!(without_indentation(parse(&text)), without_indentation(expected), "{text:?}");
            }
        }
    }
}

/// In the blocks that people write in chat, characters are of the classes that comrak takes from Unicode's tables.
#[test]
fn characters_have_the_same_classes() {
    let blocks = [
        '!'..='}',
        '¡'..='ʯ',
        '‐'..='‧',
        '‰'..='⁞',
        'Ⅰ'..='↉',
        '←'..='⌨',
        '①'..='☯',
        '⚐'..='⭳',
        '、'..='ゖ',
        '゙'..='ヿ',
        '一'..='仿',
        '가'..='갿',
        '︰'..='﹒',
        '！'..='ﾾ',
        '\u{1f300}'..='\u{1f6d8}',
        '\u{1f900}'..='\u{1f9ff}',
        '𠀀'..='𠃿',
    ];
    for c in blocks.into_iter().flatten() {
        for text in [format!("x**{c}y** z"), format!("x{c}**.y** z")] {
            if let Some(expected) = comrak_tree::tree(&text) {
                assert_eq!(parse(&text), expected, "{text:?}");
            }
        }
    }
}

/// The share of the texts that is in both dialects.
fn compare(cases: u32, texts: impl Strategy<Value = String>) -> f64 {
    let (all, compared) = (Cell::new(0), Cell::new(0));
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let outcome = runner.run(&texts, |text| {
        all.set(all.get() + 1);
        if let Some(expected) = comrak_tree::tree(&text) {
            compared.set(compared.get() + 1);
            prop_assert_eq!(without_indentation(parse(&text)), without_indentation(expected), "{:?}", text);
        }
        Ok(())
    });
    outcome.unwrap();
    f64::from(compared.get()) / f64::from(all.get())
}

/// Chat keeps the indentation of a paragraph's lines, also within a code span.
fn without_indentation(blocks: Vec<Block>) -> Vec<Block> {
    let block = |block| match block {
        Block::Paragraph(inlines) => Block::Paragraph(outdented(inlines, &mut true)),
        Block::Quote(blocks) => Block::Quote(without_indentation(blocks)),
        Block::List { start, items } => {
            Block::List { start, items: items.into_iter().map(without_indentation).collect() }
        }
        code => code,
    };
    blocks.into_iter().map(block).collect()
}

fn outdented(inlines: Vec<Inline>, begins_line: &mut bool) -> Vec<Inline> {
    let mut inline = |inline| {
        let began_line = std::mem::replace(begins_line, inline == Inline::LineBreak);
        match inline {
            Inline::Text(text) if began_line => Inline::Text(text.trim_start_matches(' ').to_owned()),
            Inline::Code(code) => Inline::Code(code.split_whitespace().collect::<Vec<_>>().join(" ")),
            Inline::Emphasis(children) => Inline::Emphasis(outdented(children, begins_line)),
            Inline::Strong(children) => Inline::Strong(outdented(children, begins_line)),
            Inline::Strikethrough(children) => Inline::Strikethrough(outdented(children, begins_line)),
            Inline::Link { destination, children } => {
                Inline::Link { destination, children: outdented(children, begins_line) }
            }
            inline => inline,
        }
    };
    inlines.into_iter().map(&mut inline).filter(|inline| *inline != Inline::Text(String::new())).collect()
}
