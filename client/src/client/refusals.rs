//! The server's refusals.

use common::{Code, Millis, Refusal, RoomId, limits};

use super::Client;
use super::commands::SignOutOthers;
use super::memberships::Membership;
use crate::requests::RequestKind;
use crate::timing::BACKOFF_CAP;
use crate::{SocketId, StorageChange};

impl Client {
    pub(super) fn refused(&mut self, socket: SocketId, refusal: Refusal, now: Millis) {
        let kind = refusal.id.as_ref().and_then(|id| self.requests.finish(id));
        match kind {
            Some(RequestKind::Hello) => self.hello_refused(socket, refusal, now),
            Some(kind) if refusal.code == Code::Unauthorized => {
                // The server does not know this connection: the client says hello again on a new one.
                self.retry_request(kind, now);
                self.close_socket(socket, now);
            }
            // Somebody else has made the room meanwhile, or this client did and lost the answer.
            Some(RequestKind::Create(room)) if refusal.code == Code::Conflict => {
                self.intend(room, Membership::Join, now);
            }
            Some(RequestKind::Listen(room)) => self.listen_refused(&room, refusal.code),
            Some(kind) if refusal.code.is_worth_retrying() => {
                let wait =
                    refusal.retry_after_ms.unwrap_or_else(|| self.connections.backoff.next(&mut self.random));
                self.retry_request(kind, now + wait);
            }
            Some(kind) => self.request_denied(kind, refusal.code, now),
            None => {}
        }
    }

    fn hello_refused(&mut self, socket: SocketId, refusal: Refusal, now: Millis) {
        let is_ready = self.connections.ready() == Some(socket);
        match refusal.code {
            Code::Unauthorized if !is_ready => self.token_refused(socket, now),
            // The server may be the one before, which a deployment has not replaced yet.
            Code::Unsupported if self.version > limits::OLDEST_VERSION => {
                self.version -= 1;
                self.send_hello(socket, now);
            }
            _ if refusal.code.is_worth_retrying() => self.close_socket(socket, now),
            _ if is_ready => {
                self.renamed = false;
                self.sign_out_others = SignOutOthers::No;
                if let Some(identity) = self.identity.clone() {
                    self.name = Some(identity.name.clone());
                    self.persist(StorageChange::SetIdentity(identity));
                }
            }
            _ => {
                self.outdated = true;
                self.close_socket(socket, now);
            }
        }
    }

    /// The token is not valid any more. A guest becomes a new guest of the same name. A person who was signed in has
    /// to sign in again: they would not expect to become a guest.
    fn token_refused(&mut self, socket: SocketId, now: Millis) {
        let was_guest = self.identity.as_ref().is_some_and(|identity| identity.user.is_guest());
        if self.id_token.take().is_none() && was_guest {
            if let Some(old) = self.connections.ready() {
                self.close_socket(old, now); // it speaks for the former guest
            }
            self.forget_identity(now);
            self.send_hello(socket, now);
        } else {
            self.signed_out = true;
            self.disconnect(now);
        }
    }

    pub(super) fn forget_identity(&mut self, now: Millis) {
        self.forget_member();
        self.set_person(None);
        self.renamed = false;
        self.persist(StorageChange::ClearIdentity);
        if let Some(name) = self.name.clone() {
            self.persist(StorageChange::SetName(name));
        }
        self.join_open_room(now);
    }

    /// Forgets the rooms of a person who was signed in: nobody else on this device may see them.
    pub(super) fn forget_member(&mut self) {
        if self.identity.as_ref().is_some_and(|identity| !identity.user.is_guest()) {
            self.take_rooms();
            self.intents.clear();
        }
    }

    /// The next pong names a room that could not be heard now.
    fn listen_refused(&mut self, room: &RoomId, code: Code) {
        self.intent_settled(room, false);
        if code == Code::Forbidden {
            self.left_elsewhere(room);
        }
    }

    fn request_denied(&mut self, kind: RequestKind, code: Code, now: Millis) {
        match kind {
            RequestKind::Create(room) | RequestKind::Join(room) => self.intent_refused(room, false, code),
            RequestKind::Leave(room) => self.intent_refused(room, true, code),
            RequestKind::Changes(_, client_ids) => {
                client_ids.iter().for_each(|id| self.mark_failed(id, Some(code)))
            }
            // A screen would ask for it again at once.
            RequestKind::Part(room, part) => {
                self.with_room(&room, |room| room.want_later(part, now + BACKOFF_CAP))
            }
            RequestKind::Hello
            | RequestKind::Listen(_)
            | RequestKind::Newer(_)
            | RequestKind::Ping(_)
            | RequestKind::Directory => {}
        }
    }
}
