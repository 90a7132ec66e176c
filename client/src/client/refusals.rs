//! What the server refuses, and what becomes of it.

use common::{Code, Millis, Refusal};

use super::{Client, Goal};
use crate::requests::Asked;
use crate::{Keep, SocketId};

impl Client {
    pub(super) fn refused(&mut self, socket: SocketId, refusal: Refusal, now: Millis) {
        let asked = refusal.id.as_ref().and_then(|id| self.requests.answered(id));
        match asked {
            Some(Asked::Hello) => self.not_welcome(socket, refusal, now),
            Some(asked) if refusal.code == Code::Unauthorized => {
                // The server has forgotten this connection: greet again on a new one.
                self.due_again(asked, now);
                self.hang_up(socket, now);
            }
            Some(asked) if refusal.code.is_worth_retrying() => {
                let wait = refusal.retry_after_ms.unwrap_or_else(|| self.link.backoff.next(&mut self.random));
                self.due_again(asked, now + wait);
            }
            Some(asked) => self.denied(asked, refusal.code),
            None => {}
        }
    }

    fn not_welcome(&mut self, socket: SocketId, refusal: Refusal, now: Millis) {
        let greeted = self.link.ready() == Some(socket);
        match refusal.code {
            Code::Unauthorized if !greeted => self.unknown(socket, now),
            _ if refusal.code.is_worth_retrying() => self.hang_up(socket, now),
            _ if greeted => {
                self.renamed = false;
                if let Some(identity) = self.identity.clone() {
                    self.name = Some(identity.name.clone());
                    self.save(Keep::Identity(identity));
                }
            }
            _ => {
                self.outdated = true;
                self.hang_up(socket, now);
            }
        }
    }

    /// The token no longer counts. A guest comes in as a new one of the same name; who was signed in would
    /// not expect to become one, and who is neither can only sign in.
    fn unknown(&mut self, socket: SocketId, now: Millis) {
        let was_guest = self.identity.as_ref().is_some_and(|identity| identity.user.is_guest());
        if self.proof.take().is_none() && was_guest {
            if let Some(old) = self.link.ready() {
                self.hang_up(old, now); // it speaks for who I was
            }
            self.forget_identity(now);
            self.say_hello(socket, now);
        } else {
            self.signed_out = true;
            self.disconnect(now);
        }
    }

    pub(super) fn forget_identity(&mut self, now: Millis) {
        self.leave_nothing_unsent();
        self.identity = None;
        self.renamed = false;
        self.save(Keep::Forget);
        if let Some(name) = self.name.clone() {
            self.save(Keep::Name(name));
        }
        self.wish_to_see(now);
    }

    /// Whoever looks at a room is to be in it.
    pub(super) fn wish_to_see(&mut self, now: Millis) {
        if let Some(room) = self.on_screen.clone() {
            self.wish(room, Goal::In(None), now);
        }
    }

    /// What somebody said while signed in is not said by anybody else on this device, nor are their rooms theirs.
    pub(super) fn leave_nothing_unsent(&mut self) {
        if self.identity.as_ref().is_some_and(|identity| !identity.user.is_guest()) {
            self.forget_everything_unsent();
            self.rooms.clear();
            self.wishes.clear();
        }
    }

    fn denied(&mut self, asked: Asked, code: Code) {
        match asked {
            Asked::Join(room) => {
                self.fulfilled(&room, false);
                self.refusals.insert(room, code);
            }
            Asked::Leave(room) => {
                self.fulfilled(&room, true);
                self.refusals.insert(room, code);
            }
            Asked::Deeds(_, client_ids) => client_ids.iter().for_each(|id| self.fail(id, code)),
            Asked::Older(room) => self.with_room(&room, |room| room.loading_older = false),
            Asked::Hello | Asked::Newer(_) | Asked::Ping | Asked::Directory => {}
        }
    }
}
