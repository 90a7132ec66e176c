//! Requests that wait for their answer.

use common::{ClientId, Millis, RequestId, RoomId, Seqs};
use litemap::LiteMap;

use crate::timing::ANSWER;
use crate::{Part, SocketId};

/// What a request is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RequestKind {
    Hello,
    Create(RoomId),
    Join(RoomId),
    Listen(RoomId),
    Leave(RoomId),
    Changes(RoomId, Vec<ClientId>),
    Newer(RoomId),
    Part(RoomId, Part),
    /// The read marks go with it.
    Ping(Seqs),
    Directory,
}

#[derive(Debug, Clone)]
struct InFlight {
    kind: RequestKind,
    socket: SocketId,
    until: Millis,
}

/// Invariant: an id is never used twice, so that a late answer is never taken for another's.
#[derive(Debug, Clone, Default)]
pub(crate) struct Requests {
    last: u64,
    in_flight: LiteMap<u64, InFlight>,
}

impl Requests {
    /// Records a new request, and returns its id.
    pub fn start(&mut self, kind: RequestKind, socket: SocketId, now: Millis) -> RequestId {
        self.last += 1;
        self.in_flight.insert(self.last, InFlight { kind, socket, until: now + ANSWER });
        RequestId::Number(self.last)
    }

    /// Ends a request: its answer has come.
    pub fn finish(&mut self, id: &RequestId) -> Option<RequestKind> {
        match id {
            RequestId::Number(number) => self.in_flight.remove(number).map(|in_flight| in_flight.kind),
            RequestId::Text(_) => None,
        }
    }

    /// Ends all requests of a socket on which no answer will come any more.
    pub fn abandon(&mut self, socket: SocketId) -> Vec<RequestKind> {
        let gone: Vec<u64> = self
            .in_flight
            .iter()
            .filter(|(_, in_flight)| in_flight.socket == socket)
            .map(|(id, _)| *id)
            .collect();
        gone.iter().filter_map(|id| self.in_flight.remove(id)).map(|in_flight| in_flight.kind).collect()
    }

    /// Lets all requests of a socket wait for their answers until this time.
    pub fn postpone(&mut self, socket: SocketId, until: Millis) {
        for (_, in_flight) in &mut self.in_flight {
            if in_flight.socket == socket {
                in_flight.until = in_flight.until.max(until);
            }
        }
    }

    /// Whether a request of this kind waits for its answer.
    pub fn is_in_flight(&self, is_kind: impl Fn(&RequestKind) -> bool) -> bool {
        self.in_flight.values().any(|in_flight| is_kind(&in_flight.kind))
    }

    /// When the oldest request on this socket has waited too long.
    pub fn deadline(&self, socket: SocketId) -> Option<Millis> {
        self.in_flight
            .values()
            .filter(|in_flight| in_flight.socket == socket)
            .map(|in_flight| in_flight.until)
            .min()
    }
}
