//! The loaded parts of a room's log: its tail, which ends at the cursor, and perhaps a passage far before it.

use common::{Event, Seq};
use litemap::LiteMap;

use crate::Part;
use crate::span::Span;
use crate::timing::FAR_BEHIND;

/// Events that a span has at most when a screen pages through the log. Beyond that the end that is farther away is
/// forgotten, so that a long log needs no more memory than a short one.
pub(crate) const MAX_SPAN: usize = 3_000;

/// Invariant: `tail` ends at `cursor`; `held` lies beyond `cursor + 1`; `passage` ends before `tail` begins, with a hole
/// between; every message in both has the state after all events up to the cursor.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Log {
    cursor: Option<Seq>,
    tail: Span,
    passage: Span,
    held: LiteMap<Seq, Event>,
}

impl Log {
    /// The last event that was applied; none before the first page.
    pub fn cursor(&self) -> Option<Seq> {
        self.cursor
    }

    /// The events that end at the cursor.
    pub fn tail(&self) -> &Span {
        &self.tail
    }

    /// All known events after this one, also those that are too early.
    pub fn known_after(&self, seq: Seq) -> impl Iterator<Item = &Event> {
        let tail = self.tail.events().rev().take_while(move |event| event.seq > seq);
        tail.chain(self.held.values().filter(move |event| event.seq > seq))
    }

    /// The events around a place that somebody wanted to see; none if all that is loaded is in the tail.
    pub fn passage(&self) -> &Span {
        &self.passage
    }

    /// The log's newest page, where nothing was loaded before.
    pub fn load(&mut self, page: Vec<Event>, head: Seq) {
        if self.cursor.is_none() {
            self.cursor = Some(page.last().map_or(head, |event| event.seq));
            self.tail.push_front(page);
            self.apply_held();
        }
    }

    /// Adds an event from a push, an answer or a page. Returns whether it moved the cursor: a known event is dropped, and
    /// one that is too early is held until the events before it arrive.
    pub fn push(&mut self, event: Event) -> bool {
        let next = self.cursor.map_or(Seq::MAX, |cursor| cursor + 1);
        if event.seq == next {
            self.apply(event);
            self.apply_held();
            return true;
        }
        if event.seq > next && self.held.len() < FAR_BEHIND as usize {
            self.held.insert(event.seq, event);
        }
        false
    }

    /// Adds a page of an earlier part. One that continues nothing is ignored. Events of the tail that change its messages
    /// are applied again: they may have arrived before the page did, but been committed after it was read.
    pub fn add(&mut self, part: Part, page: Vec<Event>) {
        let changes = self.tail.changes();
        match part {
            Part::Before(seq) if self.tail.first_seq() == Some(seq) => self.tail.push_front(page),
            Part::Before(seq) if self.passage.first_seq() == Some(seq) => {
                self.passage.push_front(page);
                self.passage.keep_first(MAX_SPAN);
            }
            Part::After(seq) if self.passage.last_seq() == Some(seq) => {
                self.passage.push_back(page);
                self.passage.keep_last(MAX_SPAN);
            }
            Part::Around(_) if self.cursor.is_some() => {
                self.passage = Span::default();
                self.passage.push_back(page);
            }
            Part::Before(_) | Part::After(_) | Part::Around(_) => return,
        }
        for change in &changes {
            self.tail.apply(change);
            self.passage.apply(change);
        }
        self.join();
        if matches!(part, Part::Before(_)) && self.tail.len() > MAX_SPAN {
            self.passage = self.tail.split_before_last(FAR_BEHIND as usize);
        }
    }

    /// Makes one part of both, if there is no hole between them any more.
    fn join(&mut self) {
        let ends = self.passage.last_seq().zip(self.tail.first_seq());
        if ends.is_some_and(|(last, first)| last + 1 >= first) {
            self.tail.push_front(std::mem::take(&mut self.passage).into_events());
        }
    }

    /// The part to load so that this event is there in the end. Pages continue what is loaded if it is near.
    pub fn part_with(&self, seq: Seq) -> Part {
        let is_near = |end: &Seq| end.abs_diff(seq) <= u64::from(common::limits::PAGE);
        let before = |span: &Span| span.first_seq().filter(|first| seq < *first).filter(is_near);
        let after = |span: &Span| span.last_seq().filter(|last| seq > *last).filter(is_near);
        let continued = before(&self.tail).or(before(&self.passage)).map(Part::Before);
        continued.or(after(&self.passage).map(Part::After)).unwrap_or(Part::Around(seq))
    }

    /// Forgets events far before the cursor. They can be loaded again page by page.
    pub fn trim(&mut self) {
        self.passage = Span::default();
        self.tail.keep_last(FAR_BEHIND as usize);
    }

    fn apply(&mut self, event: Event) {
        self.tail.apply(&event);
        self.passage.apply(&event);
        self.cursor = Some(event.seq);
        self.tail.push_back([event]);
    }

    /// Applies held events that are next now, and drops those that are known now.
    fn apply_held(&mut self) {
        while let Some((&seq, _)) = self.held.first() {
            let next = self.cursor.map_or(Seq::MAX, |cursor| cursor + 1);
            if seq > next {
                break;
            }
            if let Some(event) = self.held.remove(&seq)
                && seq == next
            {
                self.apply(event);
            }
        }
    }
}

#[cfg(test)]
mod tests;
