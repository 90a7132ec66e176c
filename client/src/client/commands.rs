//! What the person wants.

use common::{Change, ClientId, Code, Millis, Name, Request, RoomId, Token};

use super::Client;
use super::memberships::Membership;
use crate::requests::RequestKind;
use crate::timing::UNDO;
use crate::{Command, Pending, Room, Saved, StorageChange};

/// Whether the next `hello` ends this person's other sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum SignOutOthers {
    #[default]
    No,
    Wanted,
    /// The `hello` that does it waits for its answer.
    Sent,
}

impl Client {
    /// Whether the person's other sessions are to end, and the server has not confirmed it yet.
    pub fn is_signing_out_others(&self) -> bool {
        self.sign_out_others != SignOutOthers::No
    }

    pub(super) fn command(&mut self, command: Command, now: Millis) {
        match command {
            Command::Rename(name) => self.rename(name, now),
            Command::SignIn(token) => self.sign_in(token, now),
            Command::SignOut => self.sign_out(now),
            Command::SignOutOthers => self.sign_out_others = SignOutOthers::Wanted,
            Command::Open(room) => self.open(room, now),
            Command::Close(room) => self.close(&room),
            Command::Create { room, title } => self.intend(room, Membership::Create(title), now),
            Command::Leave(room) => self.leave(room, now),
            Command::Change { room, change } => self.change(room, change, now),
            Command::Retry(client_id) => self.retry(&client_id, now),
            Command::Discard(client_id) => _ = self.discard(&client_id),
            Command::Load { room, part } => self.with_room(&room, |room| room.want(part, now)),
            Command::Undo(client_id) => self.undo(&client_id),
            Command::MarkRead { room, seq } => self.with_room(&room, |room| room.mark_read(seq)),
            Command::MarkUnread { room, seq } => self.with_room(&room, |room| room.mark_unread(seq)),
            Command::Typing(room) => self.send_typing(room, now),
            Command::LoadDirectory => self.directory_at = Some(now),
        }
    }

    /// A person who is signed out and chooses a name becomes a guest.
    fn rename(&mut self, name: Name, now: Millis) {
        let was_signed_in = self.identity.as_ref().is_some_and(|identity| !identity.user.is_guest());
        if std::mem::take(&mut self.signed_out) && was_signed_in {
            self.forget_identity(now);
        }
        let is_hello_in_flight = self.requests.is_in_flight(|kind| *kind == RequestKind::Hello);
        self.renamed =
            is_hello_in_flight || self.identity.as_ref().is_some_and(|identity| identity.name != name);
        self.name = Some(name.clone());
        self.persist(StorageChange::SetName(name));
    }

    /// The client opens a new connection, because a connection speaks for one person only.
    fn sign_in(&mut self, token: Token, now: Millis) {
        self.id_token = Some(token);
        self.signed_out = false;
        self.disconnect(now);
    }

    /// The device forgets who this person is. Other pages follow.
    fn sign_out(&mut self, now: Millis) {
        self.persist(StorageChange::ClearIdentity);
        self.forget_person(now);
    }

    /// The client starts anew, as on a device that has stored only the outbox.
    pub(super) fn forget_person(&mut self, now: Millis) {
        self.disconnect(now);
        self.take_rooms();
        self.changed_rooms.extend(self.refusals.keys().cloned());
        let fresh = Self::new(Saved::default(), self.random.u64(..));
        *self = Self {
            connections: std::mem::take(&mut self.connections),
            effects: std::mem::take(&mut self.effects),
            changed_rooms: std::mem::take(&mut self.changed_rooms),
            outbox: std::mem::take(&mut self.outbox),
            visible: self.visible,
            clock: std::mem::take(&mut self.clock),
            ..fresh
        };
        self.set_person(None);
    }

    pub(super) fn disconnect(&mut self, now: Millis) {
        let connections = [self.connections.next.take(), self.connections.current.take()];
        for connection in connections.into_iter().flatten() {
            self.close_socket(connection.socket, now);
        }
        self.connections.retry_at = now;
    }

    /// Discards what this person has pending in a room, as far as this selects it.
    pub(super) fn discard_pending(&mut self, room: &RoomId, select: impl Fn(&Pending) -> bool) {
        let selected = self.outbox.of_room(room).filter(|pending| select(pending));
        let client_ids: Vec<ClientId> = selected.map(|pending| pending.client_id.clone()).collect();
        client_ids.iter().for_each(|client_id| _ = self.discard(client_id));
    }

    fn open(&mut self, room: RoomId, now: Millis) {
        if let Some(before) = self.open_room.replace(room.clone()) {
            self.with_room(&before, Room::close);
        }
        self.with_room(&room, |room| {
            room.open(now);
            room.read.release();
        });
        self.join(room, now);
    }

    fn close(&mut self, room: &RoomId) {
        if self.open_room.take_if(|open| *open == *room).is_some() {
            self.with_room(room, Room::close);
        }
    }

    /// Stores the change before it is sent, so that a reload loses nothing. While a person is signing in, the server has
    /// not told yet who the author is.
    fn change(&mut self, room: RoomId, change: Change, now: Millis) {
        self.mark_changed(&room);
        if matches!(change, Change::Post(_)) {
            self.with_room(&room, |room| room.read.release());
        }
        let me = self.identity.as_ref().filter(|_| self.id_token.is_none());
        let author = me.map(|me| me.user.clone());
        let undo_until = matches!(change, Change::Delete(_)).then_some(now + UNDO);
        let pending = Pending { undo_until, ..Pending::new(self.new_client_id(), room, author, change) };
        self.persist(StorageChange::PutPending(pending.clone()));
        self.outbox.insert(pending);
    }

    /// A UUIDv7 of the server's time, because the server's clock decides how long it remembers the id. It is later than
    /// all pending ones, so that ids sort in the order of the changes.
    fn new_client_id(&mut self) -> ClientId {
        let last = self.outbox.entries().filter_map(|pending| pending.client_id.made_at()).max();
        let at = self.clock.server_time().max(last.map_or(0, |last| last + 1));
        let mut bytes = [0; 10];
        self.random.fill(&mut bytes);
        uuid::Builder::from_unix_timestamp_millis(at, &bytes).into_uuid().into()
    }

    /// A change about which the person had to decide becomes a new change: under its old id it would be taken for one
    /// that may have arrived.
    fn retry(&mut self, client_id: &ClientId, now: Millis) {
        let question = self.outbox.get(client_id).and_then(|pending| self.outbox.question(pending));
        match question {
            None => self.mark_failed(client_id, None),
            Some(question) if question.may_send() => {
                if let Some(Pending { room, change, .. }) = self.discard(client_id) {
                    self.join(room.clone(), now);
                    self.change(room, change, now);
                }
            }
            Some(_) => {}
        }
    }

    fn undo(&mut self, client_id: &ClientId) {
        if self.outbox.get(client_id).is_some_and(Pending::can_undo) {
            self.discard(client_id);
        }
    }

    /// Deletions that nobody can undo any more are sent: their time has passed, or this selects them.
    pub(super) fn end_undo(&mut self, now: Millis, select: impl Fn(&Pending) -> bool) {
        self.outbox.end_undo(now, select).iter().for_each(|room| self.mark_changed(room));
    }

    /// Marks a pending change as refused for good, or, with none, as worth another try.
    pub(super) fn mark_failed(&mut self, client_id: &ClientId, failed: Option<Code>) {
        if let Some(pending) = self.outbox.mark_failed(client_id, failed).cloned() {
            self.mark_changed(&pending.room);
            self.persist(StorageChange::PutPending(pending));
        }
    }

    /// Removes a pending change: it is acknowledged, in the log, or given up. Returns it if it was there.
    pub(super) fn discard(&mut self, client_id: &ClientId) -> Option<Pending> {
        let pending = self.outbox_remove(client_id)?;
        self.persist(StorageChange::RemovePending(client_id.clone()));
        Some(pending)
    }

    fn send_typing(&mut self, id: RoomId, now: Millis) {
        let Some(socket) = self.connections.usable() else { return };
        if self.rooms.get_mut(&id).is_some_and(|room| room.typing.should_send(now)) {
            self.transmit(socket, &Request::Typing { room: id });
        }
    }
}
