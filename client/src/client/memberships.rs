//! Joins and leaves: the person wants them, until the server has confirmed or refused them.

use common::{Code, Millis, Request, RoomId, Title};
use litemap::LiteMap;

use super::Client;
use crate::SocketId;
use crate::outbox::Outbox;
use crate::requests::RequestKind;

/// A join or leave that the person wants, until the server has answered it.
#[derive(Debug, Clone)]
pub(super) struct Intent {
    membership: Membership,
    /// The request is not sent before this time.
    pub(super) not_before: Millis,
}

#[derive(Debug, Clone)]
pub(super) enum Membership {
    /// The title is for a room that does not exist yet.
    Join(Option<Title>),
    Leave,
}

impl Intent {
    /// An outbox is sent to rooms that this person is a member of, so its rooms are joined first.
    pub(super) fn for_outbox(outbox: &Outbox) -> LiteMap<RoomId, Self> {
        let rooms = outbox.entries().map(|pending| &pending.room).filter(|room| outbox.has_work(room));
        rooms.map(|room| (room.clone(), Self { membership: Membership::Join(None), not_before: 0 })).collect()
    }

    fn is_leave(&self) -> bool {
        matches!(self.membership, Membership::Leave)
    }
}

impl Client {
    pub(super) fn join(&mut self, room: RoomId, title: Option<Title>, now: Millis) {
        let is_leaving = self.intents.get(&room).is_some_and(Intent::is_leave);
        if is_leaving || !self.rooms.contains_key(&room) {
            self.intend(room, Membership::Join(title), now);
        }
    }

    pub(super) fn leave(&mut self, room: RoomId, now: Millis) {
        self.discard_pending(&room);
        self.intend(room, Membership::Leave, now);
    }

    /// A room that is on the screen is joined.
    pub(super) fn join_open_room(&mut self, now: Millis) {
        if let Some(room) = self.open_room.clone() {
            self.intend(room, Membership::Join(None), now);
        }
    }

    pub(super) fn intend(&mut self, room: RoomId, membership: Membership, now: Millis) {
        if self.refusals.remove(&room).is_some() {
            self.mark_changed(&room);
        }
        self.intents.insert(room, Intent { membership, not_before: now });
    }

    /// Sends the joins and leaves that are due, one at a time for each room.
    pub(super) fn sync_memberships(&mut self, socket: SocketId, now: Millis) {
        for (room, intent) in self.intents.clone() {
            if intent.not_before > now || self.is_changing_membership(&room) {
                continue;
            }
            match intent.membership {
                Membership::Join(title) => {
                    let kind = RequestKind::Join(room.clone());
                    self.request(socket, now, kind, |id| Request::Join { id, room, title });
                }
                Membership::Leave => {
                    let kind = RequestKind::Leave(room.clone());
                    self.request(socket, now, kind, |id| Request::Leave { id, room });
                }
            }
        }
    }

    /// When the next join or leave is due.
    pub(super) fn memberships_deadline(&self) -> Option<Millis> {
        let idle = self.intents.iter().filter(|(room, _)| !self.is_changing_membership(room));
        idle.map(|(_, intent)| intent.not_before).min()
    }

    /// Whether a join or leave of this room waits for its answer.
    fn is_changing_membership(&self, id: &RoomId) -> bool {
        self.requests.is_in_flight(
            |kind| matches!(kind, RequestKind::Join(room) | RequestKind::Leave(room) if room == id),
        )
    }

    /// The server has answered a join or leave. Meanwhile the person may want the opposite: that intent stays.
    pub(super) fn intent_settled(&mut self, room: &RoomId, is_leave: bool) {
        if self.intents.get(room).is_some_and(|intent| intent.is_leave() == is_leave) {
            self.intents.remove(room);
        }
    }

    /// The server has refused a join or leave for good.
    pub(super) fn intent_refused(&mut self, room: RoomId, is_leave: bool, code: Code) {
        self.intent_settled(&room, is_leave);
        self.mark_changed(&room);
        self.refusals.insert(room, code);
    }
}
