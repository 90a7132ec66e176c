//! The changes that are not acknowledged yet, in the order in which they were made.

use common::limits::{BATCH, FRAME};
use common::{Change, ClientId, Code, NewMessage, Request, RequestId, RoomId};

use crate::Pending;

/// Bytes of a frame that are reserved for everything but the messages.
const ENVELOPE: usize = 1_000;

/// Invariant: an entry leaves only when it is acknowledged, found in the log, or discarded by its author.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outbox {
    entries: Vec<Pending>,
}

impl Outbox {
    /// Takes what the device has stored. Ids are UUIDv7, so their order is that of the changes.
    pub fn new(mut entries: Vec<Pending>) -> Self {
        entries.sort_unstable_by(|one, other| one.client_id.cmp(&other.client_id));
        Self { entries }
    }

    pub fn push(&mut self, pending: Pending) {
        self.entries.push(pending);
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

    /// The entries of one room, in order.
    pub fn of_room(&self, room: &RoomId) -> impl Iterator<Item = &Pending> {
        self.entries.iter().filter(move |pending| pending.room == *room)
    }

    /// Whether the room has an entry to send.
    pub fn has_work(&self, room: &RoomId) -> bool {
        self.of_room(room).any(|pending| pending.failed.is_none())
    }

    /// The entries of the next frame for a room: one edit, deletion or reaction, or as many posts in a row as fit.
    pub fn next(&self, room: &RoomId) -> Vec<&Pending> {
        let mut ready = self.of_room(room).filter(|pending| pending.failed.is_none()).peekable();
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
mod tests {
    use super::*;
    use common::{Delete, Post};

    fn entry(id: usize, change: Change) -> Pending {
        let (client_id, room) = (format!("c-{id:03}").parse().unwrap(), "lobby".parse().unwrap());
        Pending { client_id, room, change, failed: None }
    }

    fn post(id: usize, bytes: usize) -> Pending {
        entry(id, Change::Post(Post { text: "x".repeat(bytes).parse().unwrap(), reply_to: None }))
    }

    fn sizes(mut outbox: Outbox) -> Vec<usize> {
        let (room, mut sizes) = ("lobby".parse().unwrap(), vec![]);
        loop {
            let ids: Vec<_> = outbox.next(&room).iter().map(|entry| entry.client_id.clone()).collect();
            if ids.is_empty() {
                return sizes;
            }
            sizes.push(ids.len());
            ids.iter().for_each(|id| drop(outbox.remove(id)));
        }
    }

    #[test]
    fn messages_share_frames_of_ten() {
        assert_eq!(sizes(Outbox::new((0..23).map(|id| post(id, 5)).collect())), [10, 10, 3]);
    }

    #[test]
    fn frames_take_fewer_long_messages() {
        assert_eq!(sizes(Outbox::new((0..7).map(|id| post(id, 8_000)).collect())), [3, 3, 1]);
    }

    #[test]
    fn a_deletion_has_a_frame_of_its_own_and_keeps_its_place() {
        let entries =
            vec![post(0, 1), entry(1, Change::Delete(Delete { target: 1 })), post(2, 1), post(3, 1)];
        assert_eq!(sizes(Outbox::new(entries)), [1, 1, 2]);
    }

    #[test]
    fn a_refused_entry_waits_for_its_author() {
        let mut outbox = Outbox::new(vec![post(0, 1), post(1, 1)]);
        outbox.mark_failed(&"c-000".parse().unwrap(), Some(Code::Forbidden));
        assert_eq!(sizes(outbox), [1]);
    }
}
