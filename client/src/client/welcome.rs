//! `welcome`: the server tells who this person is, and in which rooms.

use common::{Millis, RoomId, RoomState, Welcome};

use super::Client;
use super::commands::SignOutOthers;
use super::memberships::Membership;
use crate::requests::RequestKind;
use crate::room::Room;
use crate::{Effect, Identity, SocketId, StorageChange};

impl Client {
    pub(super) fn welcomed(&mut self, socket: SocketId, welcome: Welcome, now: Millis) {
        if self.requests.finish(&welcome.id) != Some(RequestKind::Hello) {
            return;
        }
        self.clock.synchronize(welcome.now);
        self.outbox.set_time(welcome.now);
        self.server_version = welcome.version;
        self.id_token = None;
        self.set_identity(Identity { user: welcome.user, name: welcome.name, token: welcome.token }, now);
        let adopted = self.outbox.adopt();
        adopted.into_iter().for_each(|pending| self.persist(StorageChange::PutPending(pending)));
        self.mark_outbox_changed();
        if self.connections.ready() != Some(socket) {
            // Only a connection's first welcome lists all rooms: a later one may have crossed a join on its way.
            let is_listed = |id: &RoomId| welcome.rooms.iter().any(|state| state.room == *id);
            let left: Vec<RoomId> = self.rooms.keys().filter(|id| !is_listed(id)).cloned().collect();
            if !welcome.more {
                left.iter().for_each(|id| self.left_elsewhere(id));
            }
        }
        self.devices = welcome.devices;
        if self.sign_out_others == SignOutOthers::Sent {
            self.sign_out_others = SignOutOthers::No;
        }
        welcome.rooms.into_iter().for_each(|state| self.enter_room(state, now));
        if let Some(replaced) = self.connections.welcomed(socket, now, &mut self.random) {
            self.effects.push(Effect::Close(replaced));
            self.retry_requests(replaced, now);
        }
        self.connections.schedule_ping(now, self.visible, &mut self.random);
        self.connections.ping_soon(now);
        if welcome.more {
            self.connections.ping_at = now;
        }
    }

    fn set_identity(&mut self, identity: Identity, now: Millis) {
        if self.identity.as_ref().is_none_or(|known| known.user != identity.user) {
            // Another person than before joins the same rooms, because these are on the screen.
            self.forget_member();
            for (id, _) in self.take_rooms() {
                self.intend(id, Membership::Join, now);
            }
            self.join_open_room(now);
        }
        if self.name.as_ref() == Some(&identity.name) || !self.renamed {
            self.name = Some(identity.name.clone());
            self.renamed = false;
        }
        if self.identity.as_ref() != Some(&identity) || !self.renamed {
            self.persist(StorageChange::SetIdentity(identity.clone()));
            self.set_person(Some(identity));
            if let Some(name) = self.name.clone().filter(|_| self.renamed) {
                self.persist(StorageChange::SetName(name));
            }
        }
    }

    /// Takes over the server's state of a room that this person is a member of.
    pub(super) fn enter_room(&mut self, state: RoomState, now: Millis) {
        let id = state.room.clone();
        self.intent_settled(&id, false);
        self.refusals.remove(&id);
        self.left_elsewhere.take_if(|left| *left == id);
        self.remove_delivered(&state.events);
        self.learn_names(&state.events);
        if !self.rooms.contains_key(&id) {
            let me = self.identity.as_ref().map(|me| me.user.clone());
            self.rooms.insert(id.clone(), Room::new(&state, me));
        }
        let is_open = self.open_room.as_ref() == Some(&id);
        self.with_room(&id, |room| {
            room.refresh(state, now);
            if is_open {
                room.open(now);
            }
        });
    }

    pub(super) fn remove_room(&mut self, id: &RoomId) {
        if self.rooms.remove(id).is_some() {
            self.mark_changed(id);
        }
    }
}
