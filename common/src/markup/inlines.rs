//! Inlines: what the text of a paragraph contains, from left to right.
//!
//! Code spans, links and shortcodes are found first, as they bind more tightly; then emphasis is resolved, in each link
//! and around them.

use super::code_spans::CodeSpans;
use super::delimiter_run::DelimiterRun;
use super::emphasis::{Piece, resolve};
use super::links;
use super::tree::Inline;

/// The inlines of a paragraph, whose lines are separated by `\n`.
pub(super) fn parse(text: &str) -> Vec<Inline> {
    let mut scanner = Scanner {
        text,
        position: 0,
        plain: 0,
        pieces: Vec::new(),
        brackets: Vec::new(),
        code_spans: CodeSpans::of(text),
    };
    while let Some(c) = scanner.rest().chars().next() {
        scanner.step(c);
    }
    scanner.end_plain_text();
    resolve(scanner.pieces)
}

struct Scanner<'a> {
    text: &'a str,
    position: usize,
    /// Where the plain text begins that goes up to `position`.
    plain: usize,
    pieces: Vec<Piece>,
    /// The places in `pieces` of each `[` that may begin a link.
    brackets: Vec<usize>,
    code_spans: CodeSpans<'a>,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.position..).unwrap_or_default()
    }

    /// The character before the position.
    fn before(&self) -> Option<char> {
        self.text.get(..self.position)?.chars().next_back()
    }

    fn step(&mut self, c: char) {
        let begins_word = || !self.before().is_some_and(|c| c.is_ascii_alphanumeric());
        match c {
            '\n' => self.add(Inline::LineBreak, 1),
            '\\' => self.escape(),
            '`' => self.code_span(),
            '*' | '_' | '~' => self.delimiter_run(c),
            '[' => self.open_bracket(),
            ']' => self.close_bracket(),
            '<' => self.autolink(),
            'h' | 'H' if begins_word() => self.bare_link(),
            ':' if begins_word() => self.shortcode(),
            _ => self.skip(c.len_utf8()),
        }
    }

    /// Leaves some bytes to the plain text.
    fn skip(&mut self, length: usize) {
        self.position += length;
    }

    /// Adds what some bytes have become.
    fn add(&mut self, inline: Inline, length: usize) {
        self.add_piece(Piece::Inline(inline), length);
    }

    fn add_piece(&mut self, piece: Piece, length: usize) {
        self.end_plain_text();
        self.pieces.push(piece);
        self.position += length;
        self.plain = self.position;
    }

    fn end_plain_text(&mut self) {
        if let Some(text) = self.text.get(self.plain..self.position).filter(|text| !text.is_empty()) {
            self.pieces.push(Piece::Inline(Inline::Text(text.to_owned())));
        }
        self.plain = self.position;
    }

    fn escape(&mut self) {
        match self.rest().chars().nth(1).filter(char::is_ascii_punctuation) {
            Some(c) => self.add(Inline::Text(c.into()), 2),
            None => self.skip(1),
        }
    }

    fn code_span(&mut self) {
        match self.code_spans.at(self.position) {
            Ok((code, end)) => self.add(Inline::Code(code), end - self.position),
            Err(backticks) => self.skip(backticks),
        }
    }

    fn delimiter_run(&mut self, marker: char) {
        let after = self.rest().trim_start_matches(marker);
        let length = self.rest().len() - after.len();
        // One tilde is an "about", and three are a long one.
        if marker == '~' && length != 2 {
            return self.skip(length);
        }
        let (before, after) = (self.before().unwrap_or('\n'), after.chars().next().unwrap_or('\n'));
        self.add_piece(Piece::Run(DelimiterRun::between(before, marker, length, after)), length);
    }

    fn open_bracket(&mut self) {
        self.end_plain_text();
        self.brackets.push(self.pieces.len());
        self.add(Inline::Text("[".to_owned()), 1);
    }

    fn close_bracket(&mut self) {
        let link = self.brackets.pop().zip(self.rest().strip_prefix("](").and_then(links::destination));
        let Some((bracket, (destination, length))) = link else { return self.skip(1) };
        // There is no link within a link: whether or not this is one, what is open around it is none.
        self.brackets.clear();
        self.end_plain_text();
        let label = self.pieces.get(bracket + 1..).unwrap_or_default();
        if is_blank(label) || !label.iter().all(|piece| leads_to(piece, &destination)) {
            return self.skip(1);
        }
        let label = self.pieces.split_off(bracket).into_iter().skip(1);
        let children = resolve(label.map(without_link));
        self.add(Inline::Link { destination, children }, "](".len() + length);
    }

    fn autolink(&mut self) {
        match links::autolink(self.rest()) {
            Some(address) => self.add(address_link(address), address.len() + "<>".len()),
            None => self.skip(1),
        }
    }

    fn bare_link(&mut self) {
        match links::bare_link(self.rest()) {
            Some(address) => self.add(address_link(address), address.len()),
            None => self.skip(1),
        }
    }

    fn shortcode(&mut self) {
        match shortcode(self.rest()).filter(|_| self.before() != Some(':')) {
            Some(name) => self.add(Inline::Shortcode(name.to_owned()), name.len() + "::".len()),
            None => self.skip(1),
        }
    }
}

fn address_link(address: &str) -> Inline {
    Inline::Link { destination: address.to_owned(), children: vec![Inline::Text(address.to_owned())] }
}

/// The name of the shortcode with which a text begins. None within words, times and paths: `a:b:c`, `10:30:45`,
/// `x::y::z`.
fn shortcode(text: &str) -> Option<&str> {
    let text = text.strip_prefix(':')?;
    let is_of_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '+' | '-');
    let (name, rest) = text.split_at(text.find(|c| !is_of_name(c))?);
    let after = rest.strip_prefix(':')?.chars().next();
    let is_within_word = after.is_some_and(|c| c.is_ascii_alphanumeric() || c == ':');
    (!name.is_empty() && !is_within_word).then_some(name)
}

fn is_blank(label: &[Piece]) -> bool {
    label.iter().all(|piece| match piece {
        Piece::Inline(Inline::Text(text)) => text.trim().is_empty(),
        Piece::Inline(Inline::LineBreak) => true,
        _ => false,
    })
}

/// Whether a piece of a link's label is no address, or the one that the link leads to. Another one would deceive.
fn leads_to(piece: &Piece, to: &str) -> bool {
    !matches!(piece, Piece::Inline(Inline::Link { destination, .. }) if destination != to)
}

/// An address in a link's label is text.
fn without_link(piece: Piece) -> Piece {
    match piece {
        Piece::Inline(Inline::Link { destination, .. }) => Piece::Inline(Inline::Text(destination)),
        piece => piece,
    }
}
