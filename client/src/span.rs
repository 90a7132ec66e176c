//! A part of a room's log.

use std::collections::VecDeque;

use common::{Change, Event, Kind, Message, Seq};

/// Events in order.
///
/// Invariant: there are no holes between them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Span(VecDeque<Event>);

impl Span {
    pub fn first_seq(&self) -> Option<Seq> {
        self.0.front().map(|event| event.seq)
    }

    pub fn last_seq(&self) -> Option<Seq> {
        self.0.back().map(|event| event.seq)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn events(&self) -> std::collections::vec_deque::Iter<'_, Event> {
        self.0.iter()
    }

    pub fn into_events(self) -> Vec<Event> {
        self.0.into()
    }

    pub fn event(&self, seq: Seq) -> Option<&Event> {
        self.0.get(self.index(seq)?)
    }

    /// Adds events before the first one, as far as they are not known and there is no hole between.
    pub fn push_front(&mut self, page: Vec<Event>) {
        for event in page.into_iter().rev() {
            match self.first_seq() {
                Some(first) if event.seq >= first => {}
                Some(first) if event.seq + 1 < first => break,
                _ => self.0.push_front(event),
            }
        }
    }

    /// Adds events after the last one, as far as they are not known and there is no hole between.
    pub fn push_back(&mut self, page: impl IntoIterator<Item = Event>) {
        for event in page {
            match self.last_seq() {
                Some(last) if event.seq <= last => {}
                Some(last) if event.seq > last + 1 => break,
                _ => self.0.push_back(event),
            }
        }
    }

    /// Forgets the first events until it has at most so many.
    pub fn keep_last(&mut self, count: usize) {
        self.0.drain(..self.0.len().saturating_sub(count));
    }

    /// Forgets the last events until it has at most so many.
    pub fn keep_first(&mut self, count: usize) {
        self.0.truncate(count);
    }

    /// Takes out all but the last events.
    pub fn split_before_last(&mut self, count: usize) -> Self {
        let last = self.0.split_off(self.0.len().saturating_sub(count));
        Self(std::mem::replace(&mut self.0, last))
    }

    /// The events that change messages.
    pub fn changes(&self) -> Vec<Event> {
        self.events().filter(|event| event.kind.change().is_some()).cloned().collect()
    }

    /// Applies an event of the log, here or elsewhere, to the message that it changes.
    pub fn apply(&mut self, event: &Event) {
        let Some((change, target)) = event.kind.change().and_then(|change| Some((change, change.target()?)))
        else {
            return;
        };
        if let Some(message) = self.message_mut(target) {
            message.apply(event);
        }
        if matches!(change, Change::Edit(_) | Change::Delete(_)) {
            self.clear_edits(target, event.seq);
        }
    }

    /// Clears the texts of the edits before this event, as the server does: what is deleted is gone here too.
    fn clear_edits(&mut self, edited: Seq, before: Seq) {
        for event in self.0.iter_mut().take_while(|event| event.seq < before) {
            if matches!(&event.kind, Kind::Change(Change::Edit(edit)) if edit.target == edited) {
                event.kind = Kind::ClearedEdit { target: edited };
            }
        }
    }

    fn message_mut(&mut self, seq: Seq) -> Option<&mut Message> {
        let index = self.index(seq)?;
        match &mut self.0.get_mut(index)?.kind {
            Kind::Message(message) => Some(message),
            _ => None,
        }
    }

    fn index(&self, seq: Seq) -> Option<usize> {
        self.0.binary_search_by_key(&seq, |event| event.seq).ok()
    }
}
