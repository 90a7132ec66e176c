//! A room that this person is a member of.

mod pages;

use common::{Event, Kind, Millis, Name, RoomId, RoomState, Seq, Title, UserId};

pub(crate) use self::pages::Missing;
use self::pages::Wanted;
use crate::backoff::Backoff;
use crate::log::Log;
use crate::read_position::ReadPosition;
use crate::timing::HOLD;
use crate::typing::Typing;
use crate::unread::{MessageCount, Unread};

/// A room as far as this client knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Room {
    id: RoomId,
    me: Option<UserId>,
    title: Title,
    head: Seq,
    pub(crate) read: ReadPosition,
    pub(crate) typing: Typing,
    pub(crate) log: Log,
    count: MessageCount,
    /// It is on the screen.
    pub(crate) open: bool,
    /// When to fetch missing events, if some are missing.
    pub(crate) fetch_at: Option<Millis>,
    /// The outbox is not sent before this time.
    pub(crate) send_at: Millis,
    /// How long to wait after the next failure to send.
    pub(crate) backoff: Backoff,
    /// The earlier events that are wanted.
    pub(crate) wanted: Option<Wanted>,
    /// When the server told last that this person is a member.
    pub(crate) member_at: Millis,
}

impl Room {
    pub(crate) fn new(state: &RoomState, me: Option<UserId>) -> Self {
        Self {
            id: state.room.clone(),
            me,
            title: state.title.clone(),
            head: state.head,
            read: ReadPosition::new(state.read),
            typing: Typing::default(),
            log: Log::default(),
            count: MessageCount::new(state),
            open: false,
            fetch_at: None,
            send_at: 0,
            backoff: Backoff::default(),
            wanted: None,
            member_at: 0,
        }
    }

    /// Its id.
    pub fn id(&self) -> &RoomId {
        &self.id
    }

    /// Its title.
    pub fn title(&self) -> &Title {
        &self.title
    }

    /// The last `seq` that is known to exist.
    pub fn head(&self) -> Seq {
        self.head
    }

    /// The last `seq` that this person has read.
    pub fn read(&self) -> Seq {
        self.read.seq()
    }

    /// Whether this person has marked messages as unread, so that what is on the screen does not count as read.
    pub fn is_marked_unread(&self) -> bool {
        self.read.is_held()
    }

    /// The newest events in order, without holes; messages carry their present state. Events that change
    /// others are among them.
    pub fn events(&self) -> impl DoubleEndedIterator<Item = &Event> + Clone {
        self.log.tail().events()
    }

    /// The loaded events in order, without holes, among which this one is: those around a place that somebody wanted to see
    /// ([`Part::Around`](crate::Part::Around)), or the newest.
    pub fn events_at(&self, seq: Seq) -> impl DoubleEndedIterator<Item = &Event> + Clone {
        if self.is_in_passage(seq) { self.log.passage().events() } else { self.log.tail().events() }
    }

    fn is_in_passage(&self, seq: Seq) -> bool {
        self.log.passage().len() > 0 && self.log.tail().first_seq().is_some_and(|first| seq < first)
    }

    /// A loaded event.
    pub fn event(&self, seq: Seq) -> Option<&Event> {
        self.log.tail().event(seq).or_else(|| self.log.passage().event(seq))
    }

    /// Whether the first page has come.
    pub fn is_loaded(&self) -> bool {
        self.log.cursor().is_some()
    }

    /// Whether a page of earlier events is on its way.
    pub fn is_loading(&self) -> bool {
        self.wanted.is_some()
    }

    /// The messages by others after the last one that was read.
    pub fn unread(&self) -> Unread {
        let counted = self.marked_count().unread(self.head);
        counted.map_or_else(|| self.loaded_unread(), |count| Unread { count, or_more: false })
    }

    /// The server's count, for the present read mark.
    fn marked_count(&self) -> MessageCount {
        let mut count = self.count.clone();
        count.mark(self.read(), &self.log, |event| self.is_mine(event));
        count
    }

    /// The unread messages as far as they are loaded.
    fn loaded_unread(&self) -> Unread {
        let new = self.events().rev().take_while(|event| event.seq > self.read());
        let by_others = |event: &&Event| matches!(event.kind, Kind::Message(_)) && !self.is_mine(event);
        let count = new.filter(by_others).count();
        let or_more = match self.log.tail().first_seq() {
            Some(first) => first > self.read() + 1,
            None => self.head > self.read(),
        };
        Unread { count, or_more }
    }

    fn is_mine(&self, event: &Event) -> bool {
        self.me.as_ref() == Some(&event.by)
    }

    /// The people who are typing.
    pub fn typing(&self) -> impl Iterator<Item = (&UserId, &Name)> {
        self.typing.others()
    }
}

// The server sends the room's state, and its events.
impl Room {
    /// Takes over the state that a `welcome` or a join brings. A read position that is not sent yet stays.
    pub(crate) fn refresh(&mut self, state: RoomState, now: Millis) {
        self.member_at = now;
        self.read.resume(state.read);
        self.count = self.marked_count();
        self.count.resume(&state);
        self.title = state.title;
        for event in state.events {
            self.receive(event, now);
        }
        self.raise_head(state.head, now);
    }

    /// Receives an event. A person who has read everything has read what they post themselves.
    pub(crate) fn receive(&mut self, event: Event, now: Millis) {
        self.typing.stop(&event.by);
        self.count_event(&event);
        if self.is_mine(&event) && event.seq == self.read() + 1 && !self.is_marked_unread() {
            self.read.advance_own(event.seq);
        }
        if let Kind::Title { title } = &event.kind {
            self.title = title.clone();
        }
        self.head = self.head.max(event.seq);
        self.log.push(event);
        if !self.open {
            self.log.trim();
        }
        if self.is_behind() {
            self.fetch_at.get_or_insert(now + HOLD);
        } else {
            self.fetch_at = None;
        }
    }

    fn count_event(&mut self, event: &Event) {
        self.count = self.marked_count();
        self.count.add(event, self.is_mine(event));
    }

    /// The log is known to reach this far. Events that are missing were lost on their way, and are fetched at once.
    pub(crate) fn raise_head(&mut self, head: Seq, now: Millis) {
        self.head = self.head.max(head);
        if self.is_behind() {
            self.fetch_at = Some(now);
        }
    }

    /// Whether events up to `head` are missing.
    pub(crate) fn lags_behind(&self, head: Seq) -> bool {
        head > self.head || self.is_behind()
    }

    /// Receives a page that continues the loaded events, or the newest page if none is loaded.
    pub(crate) fn catch_up(&mut self, page: Vec<Event>, head: Seq, now: Millis) {
        if self.log.cursor().is_none() {
            page.first().into_iter().for_each(|first| self.count.skip_to(first.seq));
            page.iter().for_each(|event| self.count_event(event));
            self.log.load(page, head);
        } else {
            page.into_iter().for_each(|event| self.receive(event, now));
        }
        self.raise_head(head, now);
    }

    /// Whether events have to be fetched: a loaded room lacks some, or a room is not loaded although it is open, or has
    /// unread events that the server has not counted.
    fn is_behind(&self) -> bool {
        match self.log.cursor() {
            Some(cursor) => self.head > cursor,
            None => self.open || self.head > self.read() && self.marked_count().unread(self.head).is_none(),
        }
    }

    /// The room is on the screen.
    pub(crate) fn open(&mut self, now: Millis) {
        self.open = true;
        if self.is_behind() {
            self.fetch_at = Some(now);
        }
    }

    /// The room is not on the screen any more.
    pub(crate) fn close(&mut self) {
        self.open = false;
        self.wanted = None;
        self.read.finish();
        self.log.trim();
    }

    /// Marks this event and all after it as unread, and those before it as read.
    pub(crate) fn mark_unread(&mut self, seq: Seq) {
        self.read.hold_at(seq.saturating_sub(1));
    }

    /// Marks the room as read up to here.
    pub(crate) fn mark_read(&mut self, seq: Seq) {
        self.read.advance(seq.min(self.head));
    }
}
