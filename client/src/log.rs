//! The loaded part of a room's log: a window without holes that ends at the cursor.

use std::collections::VecDeque;

use common::{Change, Event, Kind, Message, Seq};
use litemap::LiteMap;

use crate::timing::FAR_BEHIND;

/// Invariant: `events` is contiguous and ends at `cursor`; `held` lies beyond `cursor + 1`; every message
/// in the window has the state after all events up to the cursor.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Log {
    cursor: Option<Seq>,
    events: VecDeque<Event>,
    held: LiteMap<Seq, Event>,
}

impl Log {
    /// The last event that was applied; none before the first page.
    pub fn cursor(&self) -> Option<Seq> {
        self.cursor
    }

    /// The first loaded event.
    pub fn first_seq(&self) -> Option<Seq> {
        self.events.front().map(|event| event.seq)
    }

    pub fn events(&self) -> impl DoubleEndedIterator<Item = &Event> + Clone {
        self.events.iter()
    }

    pub fn event(&self, seq: Seq) -> Option<&Event> {
        self.events.get(self.index(seq)?)
    }

    /// The log's newest page, where nothing was loaded before.
    pub fn load(&mut self, page: Vec<Event>, head: Seq) {
        if self.cursor.is_none() {
            self.cursor = Some(page.last().map_or(head, |event| event.seq));
            self.push_front(page);
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

    /// The page right before the window. Events of the window that change its messages are applied again:
    /// they may have arrived before the page did, but been committed after it was read.
    pub fn prepend(&mut self, page: Vec<Event>) {
        let changes: Vec<Event> =
            self.events.iter().filter(|event| event.kind.change().is_some()).cloned().collect();
        if self.first_seq().is_some() {
            self.push_front(page);
        }
        changes.iter().for_each(|change| self.change_target(change));
    }

    /// Forgets events far before the cursor. They can be loaded again page by page.
    pub fn trim(&mut self) {
        while self.events.len() > FAR_BEHIND as usize {
            self.events.pop_front();
        }
    }

    fn apply(&mut self, event: Event) {
        self.change_target(&event);
        self.cursor = Some(event.seq);
        self.events.push_back(event);
    }

    fn change_target(&mut self, event: &Event) {
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
        for event in self.events.iter_mut().take_while(|event| event.seq < before) {
            if matches!(&event.kind, Kind::Change(Change::Edit(edit)) if edit.target == edited) {
                event.kind = Kind::ClearedEdit { target: edited };
            }
        }
    }

    fn message_mut(&mut self, seq: Seq) -> Option<&mut Message> {
        let index = self.index(seq)?;
        match &mut self.events.get_mut(index)?.kind {
            Kind::Message(message) => Some(message),
            _ => None,
        }
    }

    /// Puts a page before the window, as far as there is no hole between.
    fn push_front(&mut self, page: Vec<Event>) {
        for event in page.into_iter().rev() {
            if self.first_seq().is_some_and(|first| first.checked_sub(1) != Some(event.seq)) {
                break;
            }
            self.events.push_front(event);
        }
    }

    fn index(&self, seq: Seq) -> Option<usize> {
        self.events.binary_search_by_key(&seq, |event| event.seq).ok()
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
mod tests {
    use super::*;
    use common::{Delete, Edit, Post};

    fn event(seq: Seq, kind: Kind) -> Event {
        let (by, name) = ("u-1".parse().unwrap(), "Ada".parse().unwrap());
        Event { seq, at: seq, by, name, messages: None, kind }
    }

    fn message(seq: Seq) -> Event {
        let post = Post { text: "before".parse().unwrap(), reply_to: None };
        event(seq, Kind::Message(Message::new(format!("c-{seq}").parse().unwrap(), post)))
    }

    fn edit(seq: Seq, target: Seq) -> Event {
        event(seq, Kind::Change(Change::Edit(Edit { target, text: "after".parse().unwrap() })))
    }

    fn text(log: &Log, seq: Seq) -> &str {
        match &log.event(seq).unwrap().kind {
            Kind::Message(Message { text: Some(text), .. }) => text.as_str(),
            other => panic!("{other:?}"),
        }
    }

    fn seqs(log: &Log) -> Vec<Seq> {
        log.events().map(|event| event.seq).collect()
    }

    #[test]
    fn early_events_are_held_and_known_ones_dropped() {
        let mut log = Log::default();
        log.load(vec![message(1)], 1);
        assert!(!log.push(message(3)));
        assert!(!log.push(message(1)));
        assert_eq!(seqs(&log), [1]);
        assert!(log.push(message(2)));
        assert_eq!(seqs(&log), [1, 2, 3]);
    }

    #[test]
    fn an_edit_that_overtook_its_page_is_not_lost() {
        let mut log = Log::default();
        log.load(vec![edit(3, 1)], 3);
        log.prepend(vec![message(1), message(2)]);
        assert_eq!(text(&log, 1), "after");
        assert_eq!(seqs(&log), [1, 2, 3]);
    }

    #[test]
    fn only_the_last_edit_has_text_and_after_a_deletion_none_has() {
        let cleared = |log: &Log| -> Vec<Seq> {
            let events = log.events().filter(|event| matches!(event.kind, Kind::ClearedEdit { .. }));
            events.map(|event| event.seq).collect()
        };
        let mut log = Log::default();
        log.load(vec![message(1), message(2), edit(3, 1), edit(4, 2)], 4);
        log.push(edit(5, 1));
        assert_eq!(cleared(&log), [3]);
        log.push(event(6, Kind::Change(Change::Delete(Delete { target: 1 }))));
        assert_eq!(cleared(&log), [3, 5]);
    }

    #[test]
    fn a_cleared_edit_changes_nothing_and_keeps_its_place() {
        let mut log = Log::default();
        log.load(vec![message(1)], 1);
        assert!(log.push(event(2, Kind::ClearedEdit { target: 1 })));
        assert_eq!((text(&log, 1), log.cursor()), ("before", Some(2)));
        log.push(edit(3, 1));
        assert_eq!(text(&log, 1), "after");
    }

    #[test]
    fn a_page_with_a_hole_counts_from_there_on() {
        let mut log = Log::default();
        log.load(vec![message(1), message(3), message(4)], 4);
        assert_eq!(seqs(&log), [3, 4]);
        log.prepend(vec![message(1), message(1), message(2)]);
        assert_eq!(seqs(&log), [1, 2, 3, 4]);
    }

    #[test]
    fn a_page_that_does_not_join_the_window_is_ignored() {
        let mut log = Log::default();
        log.load(vec![message(9)], 9);
        log.prepend(vec![message(3), message(4)]);
        assert_eq!(seqs(&log), [9]);
    }
}
