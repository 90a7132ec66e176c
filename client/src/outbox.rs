//! What is not acknowledged yet, in the order in which it was done.

use common::limits::{BATCH, FRAME};
use common::{ClientId, Code, Draft, Request, RequestId, RoomId};

use crate::{Deed, Pending};

/// Bytes of a frame that are kept for everything but the messages.
const ENVELOPE: usize = 1_000;

/// Invariant: an entry leaves only when it is acknowledged, heard in the log, or given up by its author.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outbox {
    entries: Vec<Pending>,
}

impl Outbox {
    /// In the order of their ids, which is that of the deeds.
    pub fn new(kept: Vec<Pending>) -> Self {
        let mut entries: Vec<Pending> = Vec::new();
        for pending in kept {
            let place = entries.partition_point(|before| before.client_id <= pending.client_id);
            entries.insert(place, pending);
        }
        Self { entries }
    }

    pub fn push(&mut self, pending: Pending) {
        self.entries.push(pending);
    }

    pub fn remove(&mut self, client_id: &ClientId) -> Option<Pending> {
        let place = self.entries.iter().position(|pending| pending.client_id == *client_id)?;
        Some(self.entries.remove(place))
    }

    /// Marks an entry as refused for good, or, with none, as worth another try.
    pub fn mark(&mut self, client_id: &ClientId, failed: Option<Code>) -> Option<&Pending> {
        let pending = self.entries.iter_mut().find(|pending| pending.client_id == *client_id)?;
        pending.failed = failed;
        Some(pending)
    }

    pub fn entries(&self) -> impl Iterator<Item = &Pending> {
        self.entries.iter()
    }

    pub fn of_room(&self, room: &RoomId) -> impl Iterator<Item = &Pending> {
        self.entries.iter().filter(move |pending| pending.room == *room)
    }

    pub fn has_work(&self, room: &RoomId) -> bool {
        self.of_room(room).any(|pending| pending.failed.is_none())
    }

    /// What goes into the next frame for a room: one change, or as many messages in a row as fit.
    pub fn next(&self, room: &RoomId) -> Vec<&Pending> {
        let mut ready = self.of_room(room).filter(|pending| pending.failed.is_none()).peekable();
        let mut room_left = FRAME - ENVELOPE;
        let mut next: Vec<&Pending> = Vec::new();
        while let Some(pending) = ready.next_if(|pending| next.is_empty() || is_post(pending)) {
            let size = size_in_frame(pending);
            let fits = size <= room_left && next.len() < BATCH;
            if !next.is_empty() && (!fits || !is_post(next[0])) {
                break;
            }
            room_left = room_left.saturating_sub(size);
            next.push(pending);
        }
        next
    }
}

fn is_post(pending: &Pending) -> bool {
    matches!(pending.deed, Deed::Post { .. })
}

fn size_in_frame(pending: &Pending) -> usize {
    serde_json::to_string(pending).map_or(FRAME, |json| json.len())
}

/// The frame for entries that [`Outbox::next`] chose.
pub(crate) fn request(id: RequestId, room: &RoomId, entries: &[Pending]) -> Option<Request> {
    let (first, room) = (entries.first()?, room.clone());
    let client_id = first.client_id.clone();
    Some(match first.deed.clone() {
        Deed::Post { .. } => {
            let drafts: Vec<Draft> = entries.iter().filter_map(draft).collect();
            Request::Send { id, room, messages: drafts.try_into().ok()? }
        }
        Deed::Edit { target, text } => Request::Edit { id, room, client_id, target, text },
        Deed::Delete { target } => Request::Delete { id, room, client_id, target },
        Deed::React { target, emoji, on } => Request::React { id, room, client_id, target, emoji, on },
    })
}

fn draft(pending: &Pending) -> Option<Draft> {
    let Deed::Post { text, reply_to } = pending.deed.clone() else { return None };
    Some(Draft { client_id: pending.client_id.clone(), text, reply_to })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: usize, deed: Deed) -> Pending {
        let (client_id, room) = (format!("c-{id:03}").parse().unwrap(), "lobby".parse().unwrap());
        Pending { client_id, room, deed, failed: None }
    }

    fn post(id: usize, bytes: usize) -> Pending {
        entry(id, Deed::Post { text: "x".repeat(bytes).parse().unwrap(), reply_to: None })
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
    fn long_messages_share_less() {
        assert_eq!(sizes(Outbox::new((0..7).map(|id| post(id, 8_000)).collect())), [3, 3, 1]);
    }

    #[test]
    fn a_change_goes_alone_and_in_its_place() {
        let entries = vec![post(0, 1), entry(1, Deed::Delete { target: 1 }), post(2, 1), post(3, 1)];
        assert_eq!(sizes(Outbox::new(entries)), [1, 1, 2]);
    }

    #[test]
    fn what_failed_waits_for_its_author() {
        let mut outbox = Outbox::new(vec![post(0, 1), post(1, 1)]);
        outbox.mark(&"c-000".parse().unwrap(), Some(Code::Forbidden));
        assert_eq!(sizes(outbox), [1]);
    }
}
