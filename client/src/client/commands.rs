//! What the person wants.

use common::{ClientId, Millis, Name, Request, RoomId, Seq, Token};

use super::{Client, Goal};
use crate::requests::Asked;
use crate::{Command, Deed, Keep, Pending, Saved};

impl Client {
    pub(super) fn command(&mut self, command: Command, now: Millis) {
        match command {
            Command::Rename(name) => self.rename(name, now),
            Command::SignIn(token) => self.sign_in(token, now),
            Command::SignOut => self.sign_out(now),
            Command::Open(room) => self.open(room, now),
            Command::Join { room, title } => self.join(room, title, now),
            Command::Leave(room) => self.leave(room, now),
            Command::Post { room, text, reply_to } => self.act(room, Deed::Post { text, reply_to }, now),
            Command::Edit { room, target, text } => self.act(room, Deed::Edit { target, text }, now),
            Command::Delete { room, target } => self.act(room, Deed::Delete { target }, now),
            Command::React { room, target, emoji, on } => {
                self.act(room, Deed::React { target, emoji, on }, now);
            }
            Command::Retry(client_id) => self.retry(&client_id),
            Command::Discard(client_id) => self.forget_pending(&client_id),
            Command::Older(room) => self.load_older(room, now),
            Command::Read { room, seq } => self.with_room(&room, |room| room.mark_read(seq)),
            Command::Typing(room) => self.tell_typing(room, now),
            Command::Directory => self.directory_wanted = Some(now),
        }
    }

    /// Whoever is signed out and gives a name is a guest from now on.
    fn rename(&mut self, name: Name, now: Millis) {
        let was_signed_in = self.identity.as_ref().is_some_and(|identity| !identity.user.is_guest());
        if std::mem::take(&mut self.signed_out) && was_signed_in {
            self.forget_identity(now);
        }
        let greeting = self.requests.is_waiting(|asked| *asked == Asked::Hello);
        self.renamed = greeting || self.identity.as_ref().is_some_and(|identity| identity.name != name);
        self.name = Some(name.clone());
        self.save(Keep::Name(name));
    }

    /// A connection never changes hands, so this takes a new one.
    fn sign_in(&mut self, token: Token, now: Millis) {
        self.proof = Some(token);
        self.signed_out = false;
        self.disconnect(now);
    }

    /// As if just installed.
    fn sign_out(&mut self, now: Millis) {
        self.disconnect(now);
        self.forget_everything_unsent();
        self.save(Keep::Forget);
        let fresh = Self::new(Saved::default(), self.random.u64(..));
        let (link, effects) = (std::mem::take(&mut self.link), std::mem::take(&mut self.effects));
        *self = Self { link, effects, visible: self.visible, last_id_at: self.last_id_at, ..fresh };
    }

    pub(super) fn disconnect(&mut self, now: Millis) {
        let lines = [self.link.next.take(), self.link.current.take()];
        for line in lines.into_iter().flatten() {
            self.hang_up(line.socket, now);
        }
        self.link.retry_at = now;
    }

    pub(super) fn forget_everything_unsent(&mut self) {
        let unsent: Vec<ClientId> = self.outbox.entries().map(|entry| entry.client_id.clone()).collect();
        unsent.iter().for_each(|client_id| self.forget_pending(client_id));
    }

    fn open(&mut self, room: RoomId, now: Millis) {
        if let Some(room) = self.on_screen.take().and_then(|id| self.rooms.get_mut(&id)) {
            room.close();
        }
        self.on_screen = Some(room.clone());
        self.with_room(&room, |room| room.open(now));
        self.join(room, None, now);
    }

    fn join(&mut self, room: RoomId, title: Option<common::Title>, now: Millis) {
        let leaving = self.wishes.get(&room).is_some_and(|wish| matches!(wish.goal, Goal::Out));
        if leaving || !self.rooms.contains_key(&room) {
            self.wish(room, Goal::In(title), now);
        }
    }

    fn leave(&mut self, room: RoomId, now: Millis) {
        let unsent: Vec<ClientId> = self.outbox.of_room(&room).map(|entry| entry.client_id.clone()).collect();
        unsent.iter().for_each(|client_id| self.forget_pending(client_id));
        self.wish(room, Goal::Out, now);
    }

    /// Kept first, sent when possible.
    fn act(&mut self, room: RoomId, deed: Deed, now: Millis) {
        let pending = Pending { client_id: self.new_client_id(now), room, deed, failed: None };
        self.save(Keep::Pending(pending.clone()));
        self.outbox.push(pending);
    }

    /// A UUIDv7. Its time only ever grows, so that ids sort in the order of the deeds.
    fn new_client_id(&mut self, now: Millis) -> ClientId {
        self.last_id_at = now.max(self.last_id_at + 1);
        let mut bytes = [0; 10];
        self.random.fill(&mut bytes);
        uuid::Builder::from_unix_timestamp_millis(self.last_id_at, &bytes).into_uuid().into()
    }

    fn retry(&mut self, client_id: &ClientId) {
        if let Some(pending) = self.outbox.mark(client_id, None).cloned() {
            self.save(Keep::Pending(pending));
        }
    }

    pub(super) fn forget_pending(&mut self, client_id: &ClientId) {
        if self.outbox.remove(client_id).is_some() {
            self.save(Keep::Drop(client_id.clone()));
        }
    }

    fn load_older(&mut self, id: RoomId, now: Millis) {
        let (Some(socket), Some(room)) = (self.link.ready(), self.rooms.get_mut(&id)) else { return };
        let before: Option<Seq> = room.log.low().filter(|low| *low > 1);
        if before.is_none() || std::mem::replace(&mut room.loading_older, before.is_some()) {
            return;
        }
        self.ask(socket, now, Asked::Older(id.clone()), |request| {
            super::due::history(request, id, None, before)
        });
    }

    fn tell_typing(&mut self, id: RoomId, now: Millis) {
        let Some(socket) = self.link.ready() else { return };
        if self.rooms.get_mut(&id).is_some_and(|room| room.may_tell_typing(now)) {
            self.transmit(socket, &Request::Typing { room: id });
        }
    }
}
