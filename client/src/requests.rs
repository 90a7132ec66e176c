//! Requests that wait for their answer.

use common::{ClientId, Millis, RequestId, RoomId};

use litemap::LiteMap;

use crate::SocketId;
use crate::timing::ANSWER;

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asked {
    Hello,
    Join(RoomId),
    Leave(RoomId),
    Deeds(RoomId, Vec<ClientId>),
    Newer(RoomId),
    Older(RoomId),
    Ping,
    Directory,
}

#[derive(Debug, Clone)]
struct Waiting {
    asked: Asked,
    socket: SocketId,
    until: Millis,
}

/// Invariant: an id is never used twice, so that a late answer is never taken for another's.
#[derive(Debug, Clone, Default)]
pub(crate) struct Requests {
    last: u64,
    waiting: LiteMap<u64, Waiting>,
}

impl Requests {
    /// A new request's id.
    pub fn ask(&mut self, asked: Asked, socket: SocketId, now: Millis) -> RequestId {
        self.last += 1;
        self.waiting.insert(self.last, Waiting { asked, socket, until: now + ANSWER });
        RequestId::Number(self.last)
    }

    /// Its answer has come.
    pub fn answered(&mut self, id: &RequestId) -> Option<Asked> {
        match id {
            RequestId::Number(number) => self.waiting.remove(number).map(|waiting| waiting.asked),
            RequestId::Text(_) => None,
        }
    }

    /// No answer will come on this socket any more.
    pub fn forget(&mut self, socket: SocketId) -> Vec<Asked> {
        let gone: Vec<u64> =
            self.waiting.iter().filter(|(_, waiting)| waiting.socket == socket).map(|(id, _)| *id).collect();
        gone.iter().filter_map(|id| self.waiting.remove(id)).map(|waiting| waiting.asked).collect()
    }

    /// Whether such a request waits.
    pub fn is_waiting(&self, asks: impl Fn(&Asked) -> bool) -> bool {
        self.waiting.values().any(|waiting| asks(&waiting.asked))
    }

    /// When the oldest request on this socket has waited too long.
    pub fn deadline(&self, socket: SocketId) -> Option<Millis> {
        self.waiting.values().filter(|waiting| waiting.socket == socket).map(|waiting| waiting.until).min()
    }
}
