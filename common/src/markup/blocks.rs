//! Blocks: which lines of a text belong together.
//!
//! A quote and an item are parsed as texts of their own, from their lines without the marker. A line belongs to them
//! only if it says so, by its marker or its indentation.

use super::inlines;
use super::lines::{indentation, is_blank, outdented};
use super::marker::{Fence, Item, quoted};
use super::tree::Block;

/// Quotes and lists within each other, at most. The markers of deeper ones are text.
const DEPTH: usize = 16;

/// The blocks of some lines within so many quotes and lists.
///
/// Each function here takes lines from the front and leaves the others.
pub(super) fn parse(mut lines: &[&str], depth: usize) -> Vec<Block> {
    let mut blocks = Vec::new();
    while let Some(line) = lines.first() {
        if is_blank(line) {
            take(&mut lines);
        } else {
            blocks.push(block(line, &mut lines, depth));
        }
    }
    blocks
}

fn block<'a>(line: &'a str, lines: &mut &[&'a str], depth: usize) -> Block {
    if let Some(fence) = Fence::on(line) {
        return code(&fence, lines);
    }
    if depth < DEPTH {
        if quoted(line).is_some() {
            return quote(lines, depth);
        }
        if let Some(item) = Item::on(line) {
            return list(item, lines, depth);
        }
    }
    paragraph(lines, depth)
}

fn take<'a>(lines: &mut &[&'a str]) -> Option<&'a str> {
    let (line, rest) = lines.split_first()?;
    *lines = rest;
    Some(line)
}

fn take_while<'a, T>(lines: &mut &[&'a str], content: impl Fn(&'a str) -> Option<T>) -> Vec<T> {
    let taken: Vec<T> = lines.iter().map_while(|line| content(line)).collect();
    *lines = lines.get(taken.len()..).unwrap_or_default();
    taken
}

/// A fence that is not closed has all lines that are left.
fn code(fence: &Fence<'_>, lines: &mut &[&str]) -> Block {
    take(lines);
    let code =
        take_while(lines, |line| (!fence.is_closed_by(line)).then(|| outdented(line, fence.indentation)));
    take(lines);
    Block::Code { language: fence.language.to_owned(), text: code.join("\n") }
}

fn quote(lines: &mut &[&str], depth: usize) -> Block {
    Block::Quote(parse(&take_while(lines, quoted), depth + 1))
}

fn list<'a>(first: Item<'a>, lines: &mut &[&'a str], depth: usize) -> Block {
    let (kind, start) = (first.kind, first.number);
    let (mut items, mut next) = (Vec::new(), Some(first));
    while let Some(item) = next {
        take(lines);
        let mut content = vec![item.content];
        content.extend(take_while(lines, |line| continued(line, item.width)));
        items.push(parse(&content, depth + 1));
        next = lines.first().and_then(|line| Item::on(line)).filter(|item| item.kind == kind);
    }
    Block::List { start, items }
}

/// The content of an item's further line. Blank lines are part of the item before them.
fn continued(line: &str, width: usize) -> Option<&str> {
    (is_blank(line) || indentation(line) >= width).then(|| outdented(line, width))
}

fn paragraph(lines: &mut &[&str], depth: usize) -> Block {
    let mut text = take(lines).unwrap_or_default().trim_end().to_owned();
    for line in take_while(lines, |line| (!ends_paragraph(line, depth)).then_some(line)) {
        text.push('\n');
        text.push_str(line.trim_end());
    }
    Block::Paragraph(inlines::parse(&text))
}

fn ends_paragraph(line: &str, depth: usize) -> bool {
    let begins_container =
        || quoted(line).is_some() || Item::on(line).is_some_and(|item| item.interrupts_paragraph());
    is_blank(line) || Fence::on(line).is_some() || depth < DEPTH && begins_container()
}
