//! Other pages of the same device: they share who the person is, and each pending change belongs to one of them.

use common::{ClientId, Millis};

use super::Client;
use super::memberships::Membership;
use crate::{Identity, Pending, StorageChange};

impl Client {
    /// Follows another page. Nothing is stored, so that two pages never undo each other's changes.
    pub(super) fn identity_stored(&mut self, identity: Option<Identity>, now: Millis) {
        match identity {
            Some(identity) if self.identity.as_ref().is_some_and(|me| me.user == identity.user) => {
                self.refresh_identity(identity, now);
            }
            Some(identity) => self.become_person(identity, now),
            None if self.identity.is_some() => self.forget_person(now),
            None => {}
        }
    }

    /// The same person has a new token or a new name.
    fn refresh_identity(&mut self, identity: Identity, now: Millis) {
        if !self.renamed {
            self.name = Some(identity.name.clone());
        }
        let has_signed_in = std::mem::take(&mut self.signed_out);
        self.identity = Some(identity);
        if has_signed_in {
            self.disconnect(now);
        }
    }

    /// Another page has signed in, or has become a guest.
    fn become_person(&mut self, identity: Identity, now: Millis) {
        self.disconnect(now);
        (self.id_token, self.renamed, self.signed_out) = (None, false, false);
        self.take_rooms();
        self.intents.clear();
        self.name = Some(identity.name.clone());
        self.set_person(Some(identity));
        self.join_open_room(now);
    }

    /// Takes over a change that another page has left behind.
    pub(super) fn pending_found(&mut self, pending: Pending, now: Millis) {
        if self.outbox.get(&pending.client_id).is_some() {
            return;
        }
        let room = pending.room.clone();
        if let Some(claimed) = self.outbox.restore(pending) {
            self.persist(StorageChange::PutPending(claimed));
        }
        self.mark_changed(&room);
        if self.outbox.has_work(&room) && !self.rooms.contains_key(&room) && !self.intents.contains_key(&room)
        {
            self.intend(room, Membership::Join, now);
        }
    }

    /// Removes a change from the outbox, but not from the storage. Returns it if it was there.
    pub(super) fn outbox_remove(&mut self, client_id: &ClientId) -> Option<Pending> {
        let pending = self.outbox.remove(client_id)?;
        self.mark_changed(&pending.room);
        Some(pending)
    }

    /// Changes who this person is. All rooms with pending changes look different: these are shown to their author only.
    pub(super) fn set_person(&mut self, identity: Option<Identity>) {
        self.outbox.set_person(identity.as_ref().map(|identity| identity.user.clone()));
        self.identity = identity;
        self.mark_outbox_changed();
    }

    pub(super) fn mark_outbox_changed(&mut self) {
        let rooms: Vec<_> = self.outbox.entries().map(|pending| pending.room.clone()).collect();
        rooms.iter().for_each(|room| self.mark_changed(room));
    }
}
