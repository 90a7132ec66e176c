//! Sockets open and close, and `hello` goes out on them.

use common::{Hello, Millis, Request, Seqs};

use super::Client;
use super::commands::SignOutOthers;
use crate::connections::{Connection, Stage};
use crate::requests::RequestKind;
use crate::timing::{FRESH, RENEW_AGAIN};
use crate::{Effect, SocketId};

impl Client {
    pub(super) fn socket_opened(&mut self, socket: SocketId, now: Millis) {
        let Some(connection) = self.connections.get_mut(socket) else { return };
        if matches!(connection.stage, Stage::Opening { .. }) {
            connection.stage = Stage::AwaitingWelcome;
            self.send_hello(socket, now);
        }
    }

    /// Sends the name only if it was chosen here: another device may have changed it since.
    pub(super) fn send_hello(&mut self, socket: SocketId, now: Millis) {
        let known = self.identity.as_ref().map(|identity| &identity.token);
        let token = self.id_token.as_ref().or(known).cloned();
        let name = self.name.clone().filter(|_| self.renamed || token.is_none());
        let mut cursors = Seqs::new();
        for (id, room) in &self.rooms {
            room.log.cursor().and_then(|cursor| cursors.insert(id.clone(), cursor));
        }
        let version = self.version;
        let sign_out_others = self.is_signing_out_others();
        if sign_out_others {
            self.sign_out_others = SignOutOthers::Sent;
        }
        self.request(socket, now, RequestKind::Hello, |id| {
            Request::Hello(Hello { id, version, token, name, cursors, sign_out_others })
        });
    }

    /// The socket is closed. Its requests are sent again on the next one.
    pub(super) fn socket_closed(&mut self, socket: SocketId, now: Millis) {
        let is_closed = |connection: &Connection| connection.socket == socket;
        if self.connections.next.as_ref().is_some_and(is_closed) {
            self.connections.next = None;
            self.renew_later(now);
        } else if self.connections.current.as_ref().is_some_and(is_closed) {
            self.connections.current = self.connections.next.take();
            self.connections.retry_at = now + self.connections.backoff.next(&mut self.random);
        }
        self.retry_requests(socket, now);
    }

    /// Closes a socket that answers no more, or that is not wanted any more.
    pub(super) fn close_socket(&mut self, socket: SocketId, now: Millis) {
        self.effects.push(Effect::Close(socket));
        self.socket_closed(socket, now);
    }

    fn renew_later(&mut self, now: Millis) {
        if let Some(connection) = &mut self.connections.current {
            connection.stage = Stage::Ready { renew_at: now + RENEW_AGAIN };
        }
    }

    /// Sends the requests of a socket again at `at`: no answers will come on it.
    pub(super) fn retry_requests(&mut self, socket: SocketId, at: Millis) {
        for kind in self.requests.abandon(socket) {
            self.retry_request(kind, at);
        }
    }

    /// Sends a request again at `at`: it was not answered, or not granted yet.
    pub(super) fn retry_request(&mut self, kind: RequestKind, at: Millis) {
        match kind {
            RequestKind::Hello => {}
            RequestKind::Ping(_) => self.connections.ping_at = at,
            RequestKind::Directory => self.directory_at = Some(at),
            RequestKind::Create(room)
            | RequestKind::Join(room)
            | RequestKind::Listen(room)
            | RequestKind::Leave(room) => {
                if let Some(intent) = self.intents.get_mut(&room) {
                    intent.not_before = at;
                }
            }
            RequestKind::Changes(room, _) => self.with_room(&room, |room| room.send_at = at),
            RequestKind::Newer(room) => self.with_room(&room, |room| room.fetch_at = Some(at)),
            RequestKind::Part(room, part) => self.with_room(&room, |room| room.want_later(part, at)),
        }
    }

    /// The network or the person is back, so the client does not wait for timers that were set without them.
    pub(super) fn reconnect_now(&mut self, now: Millis, network_changed: bool) {
        let stale = now >= self.connections.heads_known_at + FRESH;
        if self.connections.current.is_none() && (self.visible || network_changed) {
            self.connections.retry_at = self.connections.throttle.until().unwrap_or(now);
        } else if network_changed || (self.visible && stale) {
            self.connections.ping_at = now;
        }
    }
}
