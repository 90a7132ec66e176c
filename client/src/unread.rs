//! How many messages are unread, by subtraction: the room need not be loaded.

use common::{Event, Kind, RoomState, Seq};

use crate::log::Log;

/// How many messages by others are unread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unread {
    /// The unread messages: all of them, or those that are loaded.
    pub count: usize,
    /// There are unread events that are not loaded, in a log from before the server counted messages.
    pub or_more: bool,
}

/// The messages of a room's log as the server counts them, and those of them that are not unread.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MessageCount {
    /// The newest event that is known.
    head: Seq,
    /// The messages up to `head`.
    messages: Option<u64>,
    /// The read mark that `seen` is about.
    read: Seq,
    /// The messages up to the mark, and this person's own after it, up to `since`.
    seen: Option<u64>,
    since: Seq,
    /// This person's own messages after `since`.
    own: Vec<Seq>,
}

impl MessageCount {
    /// The server's count.
    pub fn new(state: &RoomState) -> Self {
        let seen = state.messages.zip(state.unread).map(|(messages, unread)| messages.saturating_sub(unread));
        let (head, read, since) = (state.head, state.read, state.head);
        Self { head, messages: state.messages, read, seen, since, own: vec![] }
    }

    /// Takes over the server's newer count. A mark that is further than the server's keeps what is seen, and so does an answer
    /// that another one has overtaken.
    pub fn resume(&mut self, state: &RoomState) {
        let newer = Self::new(state);
        if newer.head >= self.head {
            (self.head, self.messages) = (newer.head, newer.messages);
        }
        if newer.read >= self.read && newer.head >= self.since {
            (self.read, self.seen, self.since) = (newer.read, newer.seen, newer.since);
            self.own.retain(|seq| *seq > newer.since);
        }
    }

    /// An event of the room, in any order, perhaps once more.
    pub fn add(&mut self, event: &Event, is_mine: bool) {
        if event.seq > self.head {
            (self.head, self.messages) = (event.seq, event.messages);
        }
        let is_own_message = is_mine && matches!(event.kind, Kind::Message(_));
        if is_own_message && event.seq > self.since && !self.own.contains(&event.seq) {
            self.own.push(event.seq);
        }
    }

    /// The newest page follows, which begins with this event. If some before it are missing, they may be this person's own,
    /// from another device: then it is unknown how much is seen.
    pub fn skip_to(&mut self, first: Seq) {
        if first > self.since + 1 {
            (self.head, self.messages, self.seen, self.since) = (first - 1, None, None, first - 1);
            self.own.retain(|seq| *seq >= first);
        }
    }

    /// The read mark has moved: everything is seen, or the event at the mark tells how much, or the one after it. It stays
    /// unknown until such an event is loaded, or the next state comes.
    pub fn mark(&mut self, read: Seq, log: &Log, is_mine: impl Fn(&Event) -> bool) {
        if read == self.read && self.seen.is_some() {
            return;
        }
        self.read = read;
        let (at, next) = (log.tail().event(read), log.tail().event(read + 1));
        if read != self.head && at.or(next).is_none() {
            // This person's own messages between the two are not known.
            (self.seen, self.since) = (None, self.since.max(read));
            self.own.retain(|seq| *seq > self.since);
            return;
        }
        let is_message = |event: &Event| matches!(event.kind, Kind::Message(_));
        let is_own_message = |event: &&Event| is_message(event) && is_mine(event);
        let known = log.known_after(read).filter(is_own_message);
        let known: Vec<Seq> = known.map(|event| event.seq).collect();
        let before = |next: &Event| Some(next.messages?.saturating_sub(u64::from(is_message(next))));
        self.seen = match at {
            _ if read == self.head => self.messages,
            Some(event) => event.messages,
            None => next.and_then(before),
        };
        self.own.retain(|seq| *seq > read && !known.contains(seq));
        self.own.extend(known);
        self.since = read;
    }

    /// The unread messages, if the server has counted up to this head.
    pub fn unread(&self, head: Seq) -> Option<usize> {
        let (messages, seen) = self.messages.zip(self.seen).filter(|_| self.head >= head)?;
        let unread = messages.saturating_sub(seen).saturating_sub(self.own.len() as u64);
        usize::try_from(unread).ok()
    }
}
