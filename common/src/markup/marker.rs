//! How the lines of quotes, lists and fenced code begin.

use super::lines::{indentation, is_blank, marked, outdented};

/// The content of a quote's line.
pub(super) fn quoted(line: &str) -> Option<&str> {
    Some(outdented(marked(line)?.strip_prefix('>')?, 1))
}

/// The first line of a list's item.
pub(super) struct Item<'a> {
    /// What ends the marker: `-`, `*`, `+`, `.` or `)`. An item with another one begins another list.
    pub(super) kind: char,
    /// Its number, if the list is ordered.
    pub(super) number: Option<u32>,
    /// The columns before its content. The item's other lines are indented as far.
    pub(super) width: usize,
    /// What follows the marker. It is not blank.
    pub(super) content: &'a str,
}

impl<'a> Item<'a> {
    /// The item that begins with this line.
    pub(super) fn on(line: &'a str) -> Option<Self> {
        let text = marked(line)?;
        let (digits, rest) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
        let kind = rest.chars().next()?;
        let number = match (kind, digits.len()) {
            ('-' | '*' | '+', 0) => None,
            ('.' | ')', 1..=9) => Some(digits.parse().ok()?),
            _ => return None,
        };
        let rest = rest.strip_prefix(kind)?;
        let gap = indentation(rest);
        if gap == 0 || is_blank(rest) || number.is_none() && is_rule(rest, kind) {
            return None;
        }
        let gap = if gap > 4 { 1 } else { gap };
        let width = indentation(line) + digits.len() + 1 + gap;
        Some(Self { kind, number, width, content: outdented(rest, gap) })
    }

    /// Whether it can follow a paragraph's line without a blank line. A number can begin a line by chance.
    pub(super) fn interrupts_paragraph(&self) -> bool {
        self.number.is_none_or(|number| number == 1)
    }
}

/// A line such as `* * *` is text, not a list in a list.
fn is_rule(rest: &str, kind: char) -> bool {
    rest.trim_matches([kind, ' ', '\t']).is_empty()
}

/// The first line of fenced code.
pub(super) struct Fence<'a> {
    /// The columns of its indentation, which its code lines need not have.
    pub(super) indentation: usize,
    /// The first word of the info string.
    pub(super) language: &'a str,
    backticks: usize,
}

impl<'a> Fence<'a> {
    /// The fence that opens with this line.
    pub(super) fn on(line: &'a str) -> Option<Self> {
        let text = marked(line)?;
        let info = text.trim_start_matches('`');
        let backticks = text.len() - info.len();
        let language = info.split_whitespace().next().unwrap_or_default();
        (backticks >= 3 && !info.contains('`')).then(|| Self {
            indentation: indentation(line),
            language,
            backticks,
        })
    }

    /// Whether a line closes it.
    pub(super) fn is_closed_by(&self, line: &str) -> bool {
        marked(line)
            .map(str::trim_end)
            .is_some_and(|text| text.len() >= self.backticks && text.bytes().all(|byte| byte == b'`'))
    }
}
