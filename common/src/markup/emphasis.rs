//! Emphasis: pairs of delimiter runs become emphasis, strong emphasis and strikethrough.
//!
//! This is CommonMark's algorithm ("process emphasis"). It is linear: a search for an opener stops where an earlier
//! search for the same has failed, and each inline is moved once, into its parent.

use std::iter;

use super::delimiter_run::DelimiterRun;
use super::tree::Inline;

/// Emphasis around emphasis, at most. What is nested more deeply is shown as it is written.
const DEPTH: usize = 16;

/// A part of a paragraph whose emphasis is not resolved yet.
pub(super) enum Piece {
    /// What cannot be emphasis.
    Inline(Inline),
    /// What may begin or end it.
    Run(DelimiterRun),
}

/// The inlines that pieces become.
pub(super) fn resolve(pieces: impl IntoIterator<Item = Piece>) -> Vec<Inline> {
    let mut emphasis = Emphasis::default();
    for (position, piece) in pieces.into_iter().enumerate() {
        match piece {
            Piece::Inline(inline) => emphasis.output.push(inline),
            Piece::Run(run) => emphasis.add(&run, position),
        }
    }
    joined(emphasis.output)
}

#[derive(Default)]
struct Emphasis {
    output: Vec<Inline>,
    /// The runs that may still begin emphasis.
    openers: Vec<Opener>,
    /// For each kind of closer, the position before which no opener fits it.
    searched: [usize; 18],
}

/// A run that may begin emphasis. Until it does, `output` has its markers as text.
struct Opener {
    run: DelimiterRun,
    /// The run's place among the pieces.
    position: usize,
    /// The place of its markers in `output`.
    index: usize,
    /// How many of its markers are left.
    left: usize,
    /// How deep emphasis is nested between this opener and the next.
    depth: usize,
}

impl Emphasis {
    fn add(&mut self, run: &DelimiterRun, position: usize) {
        let mut left = run.length;
        while left > 0 && run.can_close {
            let Some(opener) = self.find_opener(run) else {
                self.searched[kind(run)] = position;
                break;
            };
            left -= self.close(opener, left);
        }
        if left > 0 {
            if run.can_open {
                self.openers.push(Opener { run: *run, position, index: self.output.len(), left, depth: 0 });
            }
            self.output.push(markers(run.marker, left));
        }
    }

    fn find_opener(&self, closer: &DelimiterRun) -> Option<usize> {
        let searched = self.searched[kind(closer)];
        let mut openers =
            self.openers.iter().enumerate().rev().take_while(|(_, opener)| opener.position >= searched);
        openers.find(|(_, opener)| opener.run.pairs_with(closer)).map(|(index, _)| index)
    }

    /// Wraps what follows an opener, and returns how many markers of the closer that takes. The openers between the two
    /// stay text.
    fn close(&mut self, opener: usize, closer_left: usize) -> usize {
        let depth =
            1 + self.openers.drain(opener + 1..).map(|between| between.depth).max().unwrap_or_default();
        let Some(mut opener) = self.openers.pop() else { return closer_left };
        let depth = depth.max(1 + opener.depth);
        if depth > DEPTH {
            self.openers.clear();
            return 0;
        }
        let used = opener.left.min(closer_left).min(2);
        let children = joined(self.output.split_off(opener.index + 1));
        self.output.pop();
        opener.left -= used;
        let marker = opener.run.marker;
        if opener.left > 0 {
            self.output.push(markers(marker, opener.left));
            self.openers.push(opener);
        }
        if let Some(around) = self.openers.last_mut() {
            around.depth = around.depth.max(depth);
        }
        self.output.push(match (marker, used) {
            ('~', _) => Inline::Strikethrough(children),
            (_, 2) => Inline::Strong(children),
            _ => Inline::Emphasis(children),
        });
        used
    }
}

/// Closers of one kind fit the same openers.
fn kind(closer: &DelimiterRun) -> usize {
    let marker = match closer.marker {
        '*' => 0,
        '_' => 1,
        _ => 2,
    };
    marker * 6 + usize::from(closer.can_open) * 3 + closer.length % 3
}

fn markers(marker: char, count: usize) -> Inline {
    Inline::Text(iter::repeat_n(marker, count).collect())
}

/// Joins texts that stand side by side.
fn joined(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut joined: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match (joined.last_mut(), inline) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, inline) => joined.push(inline),
        }
    }
    joined
}
