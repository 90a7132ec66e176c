//! Joins and leaves: the person wants them, until the server has confirmed or refused them.

use common::{Change, Code, Millis, Request, RoomId, Title};
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
    /// The person makes the room.
    Create(Option<Title>),
    Join,
    /// Another device has joined: this one has to hear the room too.
    Listen,
    Leave,
}

impl Intent {
    /// An outbox is sent to rooms that this person is a member of, so its rooms are joined first.
    pub(super) fn for_outbox(outbox: &Outbox) -> LiteMap<RoomId, Self> {
        let rooms = outbox.entries().map(|pending| &pending.room).filter(|room| outbox.has_work(room));
        rooms.map(|room| (room.clone(), Self { membership: Membership::Join, not_before: 0 })).collect()
    }

    fn is_leave(&self) -> bool {
        matches!(self.membership, Membership::Leave)
    }
}

impl Client {
    /// Joins a room, unless the person is a member or becomes one anyway.
    pub(super) fn join(&mut self, room: RoomId, now: Millis) {
        let needs_join = match self.intents.get(&room).map(|intent| &intent.membership) {
            Some(Membership::Create(_) | Membership::Join) => false,
            Some(Membership::Leave) => true,
            Some(Membership::Listen) | None => !self.rooms.contains_key(&room),
        };
        if needs_join {
            self.intend(room, Membership::Join, now);
        }
    }

    pub(super) fn leave(&mut self, room: RoomId, now: Millis) {
        self.end_undo(now, |pending| pending.room == room);
        self.discard_pending(&room, |pending| !matches!(pending.change, Change::Delete(_)));
        self.intend(room, Membership::Leave, now);
    }

    /// A room that is on the screen is joined.
    pub(super) fn join_open_room(&mut self, now: Millis) {
        if let Some(room) = self.open_room.clone() {
            self.intend(room, Membership::Join, now);
        }
    }

    pub(super) fn intend(&mut self, room: RoomId, membership: Membership, now: Millis) {
        let was_left = self.left_elsewhere.take_if(|left| *left == room).is_some();
        if self.refusals.remove(&room).is_some() || was_left {
            self.mark_changed(&room);
        }
        self.intents.insert(room, Intent { membership, not_before: now });
    }

    /// Sends the joins and leaves that are due, one at a time for each room.
    pub(super) fn sync_memberships(&mut self, socket: SocketId, now: Millis) {
        for (room, intent) in self.intents.clone() {
            if intent.not_before > now || self.has_to_wait(&room, &intent) {
                continue;
            }
            match intent.membership {
                Membership::Create(title) => {
                    let kind = RequestKind::Create(room.clone());
                    self.request(socket, now, kind, |id| Request::Create { id, room, title });
                }
                Membership::Join => {
                    let kind = RequestKind::Join(room.clone());
                    self.request(socket, now, kind, |id| Request::Join { id, room, title: None });
                }
                Membership::Listen => {
                    let kind = RequestKind::Listen(room.clone());
                    self.request(socket, now, kind, |id| Request::Listen { id, room });
                }
                Membership::Leave => {
                    self.discard_pending(&room, |_| true);
                    let kind = RequestKind::Leave(room.clone());
                    self.request(socket, now, kind, |id| Request::Leave { id, room });
                }
            }
        }
    }

    /// When the next join or leave is due.
    pub(super) fn memberships_deadline(&self) -> Option<Millis> {
        let idle = self.intents.iter().filter(|(room, intent)| !self.has_to_wait(room, intent));
        idle.map(|(_, intent)| intent.not_before).min()
    }

    /// Whether the answer to another request comes first. Only a member may delete messages, so deletions go out before
    /// the leave.
    fn has_to_wait(&self, room: &RoomId, intent: &Intent) -> bool {
        let deletes =
            || self.rooms.contains_key(room) && (self.outbox.has_work(room) || self.is_sending(room));
        self.is_changing_membership(room) || intent.is_leave() && deletes()
    }

    /// Whether a join or leave of this room waits for its answer.
    fn is_changing_membership(&self, id: &RoomId) -> bool {
        self.requests.is_in_flight(|kind| match kind {
            RequestKind::Create(room)
            | RequestKind::Join(room)
            | RequestKind::Listen(room)
            | RequestKind::Leave(room) => room == id,
            _ => false,
        })
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
