//! Opening, greeting, losing and renewing the connection.

use common::{Hello, Millis, Request, Seqs, limits};

use super::{Client, Goal, Wish};
use crate::link::Stage;
use crate::requests::Asked;
use crate::timing::{FRESH, RENEW_AGAIN};
use crate::{Effect, SocketId};

impl Client {
    pub(super) fn opened(&mut self, socket: SocketId, now: Millis) {
        let Some(line) = self.link.line_mut(socket) else { return };
        if matches!(line.stage, Stage::Opening { .. }) {
            line.stage = Stage::Greeting;
            self.say_hello(socket, now);
        }
    }

    /// A name that the server knows already is not said again: another device may have changed it.
    pub(super) fn say_hello(&mut self, socket: SocketId, now: Millis) {
        let known = self.identity.as_ref().map(|identity| &identity.token);
        let token = self.proof.as_ref().or(known).cloned();
        let name = self.name.clone().filter(|_| self.renamed || token.is_none());
        let mut cursors = Seqs::new();
        for (id, room) in &self.rooms {
            room.log.cursor().and_then(|cursor| cursors.insert(id.clone(), cursor));
        }
        let version = limits::VERSION;
        self.ask(socket, now, Asked::Hello, |id| Request::Hello(Hello { id, version, token, name, cursors }));
    }

    /// The socket is gone. What was asked on it is asked again on the next one.
    pub(super) fn lost(&mut self, socket: SocketId, now: Millis) {
        let is = |line: &crate::link::Line| line.socket == socket;
        if self.link.next.as_ref().is_some_and(is) {
            self.link.next = None;
            self.renew_later(now);
        } else if self.link.current.as_ref().is_some_and(is) {
            self.link.current = self.link.next.take();
            self.link.retry_at = now + self.link.backoff.next(&mut self.random);
        }
        self.ask_again(socket, now);
    }

    /// Gives the socket up.
    pub(super) fn hang_up(&mut self, socket: SocketId, now: Millis) {
        self.effects.push(Effect::Close(socket));
        self.lost(socket, now);
    }

    fn renew_later(&mut self, now: Millis) {
        if let Some(line) = &mut self.link.current {
            line.stage = Stage::Ready { renew_at: now + RENEW_AGAIN };
        }
    }

    /// No answers will come on this socket: everything that waits for one becomes due at `at`.
    pub(super) fn ask_again(&mut self, socket: SocketId, at: Millis) {
        for asked in self.requests.forget(socket) {
            self.due_again(asked, at);
        }
    }

    /// Makes a request that was not answered, or not granted yet, due at `at`.
    pub(super) fn due_again(&mut self, asked: Asked, at: Millis) {
        match asked {
            Asked::Hello => {}
            Asked::Ping => self.link.ping_at = at,
            Asked::Directory => self.directory_wanted = Some(at),
            Asked::Join(room) | Asked::Leave(room) => {
                if let Some(wish) = self.wishes.get_mut(&room) {
                    wish.not_before = at;
                }
            }
            Asked::Deeds(room, _) => self.with_room(&room, |room| room.send_at = at),
            Asked::Newer(room) => self.with_room(&room, |room| room.repair_at = Some(at)),
            Asked::Older(room) => self.with_room(&room, |room| room.loading_older = false),
        }
    }

    pub(super) fn with_room(&mut self, id: &common::RoomId, change: impl FnOnce(&mut crate::Room)) {
        if let Some(room) = self.rooms.get_mut(id) {
            change(room);
        }
    }

    /// The network or the person has come back: do not wait for timers that were set without them.
    pub(super) fn hurry(&mut self, now: Millis, network_changed: bool) {
        let stale = now >= self.link.heads_heard_at + FRESH;
        if self.link.current.is_none() && (self.visible || network_changed) {
            self.link.retry_at = now;
        } else if network_changed || (self.visible && stale) {
            self.link.ping_at = now;
        }
    }

    /// What was asked of a room is decided. Meanwhile the person may have come to want the opposite.
    pub(super) fn fulfilled(&mut self, room: &common::RoomId, out: bool) {
        if self.wishes.get(room).is_some_and(|wish| matches!(wish.goal, Goal::Out) == out) {
            self.wishes.remove(room);
        }
    }

    pub(super) fn wish(&mut self, room: common::RoomId, goal: Goal, now: Millis) {
        self.refusals.remove(&room);
        self.wishes.insert(room, Wish { goal, not_before: now });
    }
}
