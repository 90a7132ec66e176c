//! A room that I am a member of.

use common::{Event, Kind, Millis, Name, RoomId, RoomState, Seq, Title, UserId};

use litemap::LiteMap;

use crate::backoff::Backoff;
use crate::log::Log;
use crate::timing::{FAR_BEHIND, HOLD, READ_EVERY, TYPING_EVERY, TYPING_FADES};

/// A room as far as this client knows it.
#[derive(Debug, Clone)]
pub struct Room {
    id: RoomId,
    me: Option<UserId>,
    title: Title,
    head: Seq,
    read: Seq,
    pub(crate) log: Log,
    /// Somebody looks at it.
    pub(crate) open: bool,
    /// When to fetch what is missing, if something is.
    pub(crate) repair_at: Option<Millis>,
    /// Not before then is the outbox sent, and how long to wait after the next failure.
    pub(crate) send_at: Millis,
    pub(crate) backoff: Backoff,
    pub(crate) loading_older: bool,
    read_told: Seq,
    read_tell_at: Millis,
    typing_told: Option<Millis>,
    typing: LiteMap<UserId, (Name, Millis)>,
}

/// How many messages by others are unread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unread {
    /// Those that are loaded.
    pub count: usize,
    /// There are unread events that are not loaded.
    pub or_more: bool,
}

impl Room {
    pub(crate) fn new(state: &RoomState, me: Option<UserId>) -> Self {
        Self {
            id: state.room.clone(),
            me,
            title: state.title.clone(),
            head: state.head,
            read: state.read,
            log: Log::default(),
            open: false,
            repair_at: None,
            send_at: 0,
            backoff: Backoff::default(),
            loading_older: false,
            read_told: state.read,
            read_tell_at: 0,
            typing_told: None,
            typing: LiteMap::new(),
        }
    }

    /// Its id.
    pub fn id(&self) -> &RoomId {
        &self.id
    }

    /// What it is called.
    pub fn title(&self) -> &Title {
        &self.title
    }

    /// The last `seq` that is known to exist.
    pub fn head(&self) -> Seq {
        self.head
    }

    /// Up to where I have read.
    pub fn read(&self) -> Seq {
        self.read
    }

    /// The loaded events in order, without holes; messages carry their present state. Events that change
    /// others are among them.
    pub fn events(&self) -> impl DoubleEndedIterator<Item = &Event> + Clone {
        self.log.events()
    }

    /// A loaded event.
    pub fn event(&self, seq: Seq) -> Option<&Event> {
        self.log.event(seq)
    }

    /// Whether the first page has come.
    pub fn is_loaded(&self) -> bool {
        self.log.cursor().is_some()
    }

    /// Whether there is history before what is loaded.
    pub fn has_older(&self) -> bool {
        self.log.low().is_some_and(|low| low > 1)
    }

    /// Whether that history is on its way.
    pub fn is_loading_older(&self) -> bool {
        self.loading_older
    }

    /// What others have said since I last read.
    pub fn unread(&self) -> Unread {
        let new = self.events().rev().take_while(|event| event.seq > self.read);
        let by_others = |event: &&Event| matches!(event.kind, Kind::Message(_)) && !self.is_mine(event);
        let count = new.filter(by_others).count();
        let or_more = match self.log.low() {
            Some(low) => low > self.read + 1,
            None => self.head > self.read,
        };
        Unread { count, or_more }
    }

    fn is_mine(&self, event: &Event) -> bool {
        self.me.as_ref() == Some(&event.by)
    }

    /// Who is typing.
    pub fn typing(&self, now: Millis) -> impl Iterator<Item = (&UserId, &Name)> {
        self.typing.iter().filter(move |(_, (_, until))| *until > now).map(|(user, (name, _))| (user, name))
    }
}

// What the server says of it.
impl Room {
    /// The state that a `welcome` or a join brings. What I have read here and not told yet stays read.
    pub(crate) fn refresh(&mut self, state: RoomState, now: Millis) {
        self.title = state.title;
        self.read_told = state.read;
        self.read = self.read.max(state.read);
        for event in state.events {
            self.hear(event, now);
        }
        self.grown_to(state.head, now);
    }

    /// An event arrived. Who has read everything has read what they then said, too.
    pub(crate) fn hear(&mut self, event: Event, now: Millis) {
        self.typing.remove(&event.by);
        if self.is_mine(&event) && event.seq == self.read + 1 {
            self.read = event.seq;
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
            self.repair_at.get_or_insert(now + HOLD);
        } else {
            self.repair_at = None;
        }
    }

    /// The log is known to reach this far: if something is missing, it was lost, and is fetched at once.
    pub(crate) fn grown_to(&mut self, head: Seq, now: Millis) {
        self.head = self.head.max(head);
        if self.is_behind() {
            self.repair_at = Some(now);
        }
    }

    /// A page that continues what is loaded, or the newest page if nothing is.
    pub(crate) fn catch_up(&mut self, page: Vec<Event>, head: Seq, now: Millis) {
        if self.log.cursor().is_none() {
            self.log.load(page, head);
        } else {
            page.into_iter().for_each(|event| self.hear(event, now));
        }
        self.grown_to(head, now);
    }

    /// The events that this room needs and does not have, as a page that would bring them.
    pub(crate) fn missing(&mut self) -> Option<Missing> {
        let cursor = self.is_behind().then_some(self.log.cursor())?;
        match cursor {
            Some(after) if self.head - after <= FAR_BEHIND => Some(Missing::After(after)),
            _ => {
                self.log = Log::default();
                Some(Missing::Newest)
            }
        }
    }

    /// Something is to be fetched: a loaded room lacks events, or a room that somebody looks at or that has
    /// news is not loaded.
    fn is_behind(&self) -> bool {
        match self.log.cursor() {
            Some(cursor) => self.head > cursor,
            None => self.open || self.head > self.read,
        }
    }

    /// Looks at it.
    pub(crate) fn open(&mut self, now: Millis) {
        self.open = true;
        if self.is_behind() {
            self.repair_at = Some(now);
        }
    }

    /// Nobody looks at it any more.
    pub(crate) fn close(&mut self) {
        self.open = false;
        self.log.trim();
    }

    pub(crate) fn heard_typing(&mut self, user: UserId, name: Name, now: Millis) {
        self.typing.insert(user, (name, now + TYPING_FADES));
    }

    pub(crate) fn forget_typing(&mut self, now: Millis) {
        self.typing.retain(|_, (_, until)| *until > now);
    }

    pub(crate) fn typing_fades_at(&self) -> Option<Millis> {
        self.typing.values().map(|(_, until)| *until).min()
    }
}

// What I say of it.
impl Room {
    /// I have read up to here; only ever forward.
    pub(crate) fn mark_read(&mut self, seq: Seq) {
        self.read = self.read.max(seq.min(self.head));
    }

    /// Another device of mine has read up to here.
    pub(crate) fn read_elsewhere(&mut self, seq: Seq) {
        self.mark_read(seq);
        self.read_told = self.read_told.max(seq);
    }

    /// When the server is to be told what I have read.
    pub(crate) fn read_tell_at(&self) -> Option<Millis> {
        (self.read > self.read_told).then_some(self.read_tell_at)
    }

    pub(crate) fn told_read(&mut self, now: Millis) {
        self.read_told = self.read;
        self.read_tell_at = now + READ_EVERY;
    }

    /// I am typing: whether others are to be told now.
    pub(crate) fn may_tell_typing(&mut self, now: Millis) -> bool {
        let due = self.typing_told.is_none_or(|told| now >= told + TYPING_EVERY);
        if due {
            self.typing_told = Some(now);
        }
        due
    }
}

/// A page of history that a room needs.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// The newest one.
    Newest,
    /// The one after the cursor.
    After(Seq),
}
