//! The changes that are not acknowledged yet, in the order in which they were made.

use common::limits::{BATCH, FRAME};
use common::{Change, ClientId, Code, Millis, NewMessage, Request, RequestId, RoomId, UserId};

use crate::timing::OLD;
use crate::{Pending, Question};

/// Bytes of a frame that are reserved for everything but the messages.
const ENVELOPE: usize = 1_000;

/// Invariant: an entry leaves only when it is acknowledged, found in the log, or discarded by a person; it is sent only as
/// its author.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outbox {
    /// In order of their ids.
    entries: Vec<Pending>,
    /// Who this person is.
    me: Option<UserId>,
    /// The server's time at the last `welcome`.
    now: Millis,
}

impl Outbox {
    /// An empty outbox of this person, or of nobody yet.
    pub fn new(me: Option<UserId>) -> Self {
        Self { me, ..Self::default() }
    }

    /// This is the person from now on, or nobody.
    pub fn set_person(&mut self, me: Option<UserId>) {
        self.me = me;
    }

    /// The server has told its time.
    pub fn set_time(&mut self, now: Millis) {
        self.now = now;
    }

    /// Adds an entry. Ids are UUIDv7, so their order is that of the changes.
    pub fn insert(&mut self, pending: Pending) {
        let index = self.entries.partition_point(|other| other.client_id < pending.client_id);
        self.entries.insert(index, pending);
    }

    /// Adds an entry that the device has stored; nobody can undo it any more. One without an author, such as version 1
    /// stored, gets the person of this device, and is returned to be stored so.
    pub fn restore(&mut self, mut pending: Pending) -> Option<Pending> {
        pending.undo_until = None;
        let is_claimed = pending.author.is_none() && self.me.is_some();
        if is_claimed {
            pending.author = self.me.clone();
        }
        self.insert(pending.clone());
        is_claimed.then_some(pending)
    }

    pub fn get(&self, client_id: &ClientId) -> Option<&Pending> {
        self.entries.iter().find(|pending| pending.client_id == *client_id)
    }

    /// Gives the entries that were made before the server told who this person is to this person. Returns them.
    pub fn adopt(&mut self) -> Vec<Pending> {
        let me = &self.me;
        let is_new = |pending: &&mut Pending| is_unowned(pending);
        let new = self.entries.iter_mut().filter(is_new);
        new.map(|pending| {
            pending.author = me.clone();
            pending.clone()
        })
        .collect()
    }

    /// Notes that an entry is being sent, at the server's time. Returns it if it is the first time.
    pub fn mark_transmitted(&mut self, client_id: &ClientId, at: Millis) -> Option<&Pending> {
        let is_first =
            |pending: &&mut Pending| pending.client_id == *client_id && !pending.may_have_arrived();
        let pending = self.entries.iter_mut().find(is_first)?;
        pending.transmitted = Some(at.max(1));
        Some(pending)
    }

    /// Why an entry is not sent before a person has decided about it; none if it is sent.
    pub fn question(&self, pending: &Pending) -> Option<Question> {
        let author = &pending.author;
        if *author == self.me || is_unowned(pending) {
            let is_old = pending.first_sent_at().is_some_and(|at| at.saturating_add(OLD) <= self.now);
            return is_old.then_some(Question::Old);
        }
        Some(match &pending.change {
            _ if author.as_ref().is_some_and(|author| !author.is_guest()) => Question::OfAccount,
            Change::Post(_) if !pending.may_have_arrived() => Question::OfGuest,
            _ => Question::SentByGuest,
        })
    }

    /// The first entry about which a person has to decide.
    pub fn first_question(&self) -> Option<(&Pending, Question)> {
        self.entries.iter().find_map(|pending| Some((pending, self.question(pending)?)))
    }

    pub fn remove(&mut self, client_id: &ClientId) -> Option<Pending> {
        let index = self.entries.iter().position(|pending| pending.client_id == *client_id)?;
        Some(self.entries.remove(index))
    }

    /// Marks an entry as refused for good, or, with none, as worth another try.
    pub fn mark_failed(&mut self, client_id: &ClientId, failed: Option<Code>) -> Option<&Pending> {
        let pending = self.entries.iter_mut().find(|pending| pending.client_id == *client_id)?;
        pending.failed = failed;
        Some(pending)
    }

    pub fn entries(&self) -> impl Iterator<Item = &Pending> {
        self.entries.iter()
    }

    /// This person's entries in one room, in order, without those about which they have to decide.
    pub fn of_room(&self, room: &RoomId) -> impl Iterator<Item = &Pending> {
        let mine = self.entries.iter().filter(move |pending| pending.room == *room);
        mine.filter(|pending| self.question(pending).is_none())
    }

    /// The entries of a room that can be sent now.
    fn ready(&self, room: &RoomId) -> impl Iterator<Item = &Pending> {
        self.of_room(room).filter(|pending| pending.failed.is_none() && !pending.can_undo())
    }

    /// Whether the room has an entry to send.
    pub fn has_work(&self, room: &RoomId) -> bool {
        self.ready(room).next().is_some()
    }

    /// This person's entry that was made last among those that can be undone.
    pub fn undoable(&self) -> Option<&Pending> {
        self.entries.iter().rfind(|pending| pending.can_undo() && self.question(pending).is_none())
    }

    /// When the first of them can be undone no more.
    pub fn undo_ends_at(&self) -> Option<Millis> {
        self.entries.iter().filter_map(|pending| pending.undo_until).min()
    }

    /// Entries whose time to be undone has passed, or that this selects, are sent from now on. Returns their rooms.
    pub fn end_undo(&mut self, now: Millis, select: impl Fn(&Pending) -> bool) -> Vec<RoomId> {
        let is_over =
            |pending: &&mut Pending| pending.undo_until.is_some_and(|until| until <= now || select(pending));
        let over = self.entries.iter_mut().filter(is_over);
        over.map(|pending| {
            pending.undo_until = None;
            pending.room.clone()
        })
        .collect()
    }

    /// The entries of the next frame for a room: one edit, deletion or reaction, or as many posts in a row as fit.
    pub fn next(&self, room: &RoomId) -> Vec<&Pending> {
        let mut ready = self.ready(room).peekable();
        let mut space = FRAME - ENVELOPE;
        let mut next: Vec<&Pending> = Vec::new();
        while let Some(pending) = ready.next_if(|pending| next.is_empty() || is_post(pending)) {
            let size = size_in_frame(pending);
            let fits = size <= space && next.len() < BATCH;
            if !next.is_empty() && (!fits || !is_post(next[0])) {
                break;
            }
            space = space.saturating_sub(size);
            next.push(pending);
        }
        next
    }
}

/// Whether it was made before the server told who its author is.
fn is_unowned(pending: &Pending) -> bool {
    pending.author.is_none() && !pending.may_have_arrived()
}

fn is_post(pending: &Pending) -> bool {
    matches!(pending.change, Change::Post(_))
}

fn size_in_frame(pending: &Pending) -> usize {
    serde_json::to_string(pending).map_or(FRAME, |json| json.len())
}

/// The request for entries that [`Outbox::next`] chose.
pub(crate) fn request(id: RequestId, room: &RoomId, entries: &[Pending]) -> Option<Request> {
    let (first, room) = (entries.first()?, room.clone());
    let client_id = first.client_id.clone();
    Some(match first.change.clone() {
        Change::Post(_) => {
            let messages: Vec<NewMessage> = entries.iter().filter_map(new_message).collect();
            Request::Send { id, room, messages: messages.try_into().ok()? }
        }
        change => Request::Change { id, room, client_id, change },
    })
}

fn new_message(pending: &Pending) -> Option<NewMessage> {
    let Change::Post(post) = pending.change.clone() else { return None };
    Some(NewMessage { client_id: pending.client_id.clone(), post })
}

#[cfg(test)]
mod tests;
