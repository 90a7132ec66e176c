//! What this person does on other devices: joins, leaves, a new name.

use common::{ClientId, Code, Millis, Name, Pong, RoomId, Seqs};

use super::Client;
use super::memberships::Membership;
use crate::requests::RequestKind;
use crate::timing::MARKS_EVERY;
use crate::{Identity, StorageChange};

impl Client {
    /// Another device has joined the room, or the server names a room that this device does not hear.
    pub(super) fn joined_elsewhere(&mut self, room: RoomId, now: Millis) {
        if !self.intents.contains_key(&room) {
            self.intend(room, Membership::Listen, now);
        }
    }

    /// Another device has left the room, unless this one is just joining it or leaving it too.
    pub(super) fn left_elsewhere(&mut self, room: &RoomId) {
        if !self.intents.contains_key(room) {
            self.lose_room(room);
        }
    }

    /// Removes a room of which this person is no member any more. What is pending there becomes visible as not sent.
    pub(super) fn lose_room(&mut self, room: &RoomId) {
        if self.rooms.remove(room).is_none() {
            return;
        }
        self.mark_changed(room);
        if self.open_room.as_ref() == Some(room) {
            self.left_elsewhere = Some(room.clone());
        }
        let unsent = self.outbox.of_room(room).filter(|pending| pending.failed.is_none());
        let unsent: Vec<ClientId> = unsent.map(|pending| pending.client_id.clone()).collect();
        unsent.iter().for_each(|client_id| self.mark_failed(client_id, Some(Code::Forbidden)));
    }

    /// Another device has changed the name. A name that was chosen here meanwhile is sent all the same.
    pub(super) fn renamed_elsewhere(&mut self, name: Name) {
        let Some(identity) = &self.identity else { return };
        let identity = Identity { name: name.clone(), ..identity.clone() };
        self.identity = Some(identity.clone());
        if !self.renamed {
            self.name = Some(name);
            self.persist(StorageChange::SetIdentity(identity));
            self.changed_rooms.extend(self.rooms.keys().cloned());
        }
    }

    pub(super) fn receive_pong(&mut self, pong: Pong, now: Millis) {
        let Some(RequestKind::Ping(marks)) = self.requests.finish(&pong.id) else { return };
        self.clock.synchronize(pong.now);
        // A `welcome` that has come since the ping knows the name better.
        if self.connections.pinged_at >= self.connections.heads_known_at
            && let Some(name) =
                pong.name.filter(|name| self.identity.as_ref().is_some_and(|me| me.name != *name))
        {
            self.renamed_elsewhere(name);
        }
        self.connections.schedule_ping(now, self.visible, &mut self.random);
        self.devices = pong.devices;
        if !marks.is_empty() {
            self.marks_at = now + MARKS_EVERY;
        }
        for (room, seq) in marks {
            self.with_room(&room, |room| room.read.known(seq));
        }
        self.compare_memberships(&pong.heads, &pong.rooms, now);
        for (id, head) in &pong.heads {
            if self.rooms.get(id).is_some_and(|room| room.lags_behind(*head)) {
                self.with_room(id, |room| room.raise_head(*head, now));
            }
        }
    }

    /// The server names all rooms of this person: those that this connection hears, and others. A room that was entered
    /// after the ping went out may be missing.
    fn compare_memberships(&mut self, heads: &Seqs, others: &[RoomId], now: Millis) {
        let asked_at = self.connections.pinged_at;
        let is_named = |id: &RoomId| heads.contains_key(id) || others.contains(id);
        let is_old = |id: &RoomId| self.rooms.get(id).is_some_and(|room| room.member_at < asked_at);
        let lost: Vec<RoomId> = self.rooms.keys().filter(|id| is_old(id) && !is_named(id)).cloned().collect();
        let unheard = others.iter().filter(|id| is_old(id) || !self.rooms.contains_key(*id));
        let unknown = heads.keys().filter(|id| !self.rooms.contains_key(*id));
        let missing: Vec<RoomId> = unheard.chain(unknown).cloned().collect();
        lost.iter().for_each(|id| self.left_elsewhere(id));
        missing.into_iter().for_each(|id| self.joined_elsewhere(id, now));
    }
}
