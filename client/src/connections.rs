//! The connection that is in use, and the one that will replace it.

use common::Millis;

use crate::SocketId;
use crate::backoff::Backoff;
use crate::throttle::Throttle;
use crate::timing::{ANSWER, PING_HIDDEN, PING_JITTER, PING_VISIBLE, RENEW, SETTLE};

/// How far a connection has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// The socket is opening, and must be open at this time.
    Opening { until: Millis },
    /// `hello` is sent.
    AwaitingWelcome,
    /// The connection is in use. The next one is opened at this time.
    Ready { renew_at: Millis },
}

/// A connection: a socket, and how far it has come.
#[derive(Debug, Clone)]
pub(crate) struct Connection {
    pub socket: SocketId,
    pub stage: Stage,
}

/// Invariant: `next` exists only while `current` is ready and old.
#[derive(Debug, Clone, Default)]
pub(crate) struct Connections {
    last: SocketId,
    pub current: Option<Connection>,
    pub next: Option<Connection>,
    /// The client does not connect again before this time.
    pub retry_at: Millis,
    pub ping_at: Millis,
    pub pinged_at: Millis,
    pub heads_known_at: Millis,
    pub backoff: Backoff,
    pub throttle: Throttle,
}

impl Connections {
    /// A connection whose socket has to be opened.
    pub fn new_connection(&mut self, now: Millis) -> Connection {
        self.last += 1;
        Connection { socket: self.last, stage: Stage::Opening { until: now + ANSWER } }
    }

    pub fn get_mut(&mut self, socket: SocketId) -> Option<&mut Connection> {
        [&mut self.current, &mut self.next]
            .into_iter()
            .flatten()
            .find(|connection| connection.socket == socket)
    }

    /// The socket that requests go out on now: none while API Gateway has to recover.
    pub fn usable(&self) -> Option<SocketId> {
        self.ready().filter(|_| self.throttle.until().is_none())
    }

    /// The socket of the connection that is in use.
    pub fn ready(&self) -> Option<SocketId> {
        let connection = self.current.as_ref()?;
        matches!(connection.stage, Stage::Ready { .. }).then_some(connection.socket)
    }

    /// Makes a socket that got its `welcome` the current one. Returns the socket that it replaces.
    pub fn welcomed(
        &mut self,
        socket: SocketId,
        now: Millis,
        random: &mut fastrand::Rng,
    ) -> Option<SocketId> {
        let replaced = match &self.next {
            Some(next) if next.socket == socket => std::mem::replace(&mut self.current, self.next.take()),
            _ => None,
        };
        let renew_at = now + random.u64(RENEW);
        if let Some(connection) = self.get_mut(socket)
            && !matches!(connection.stage, Stage::Ready { .. })
        {
            connection.stage = Stage::Ready { renew_at };
        }
        replaced.map(|connection| connection.socket)
    }

    /// Brings the next ping forward. An event that was committed while this connection began to listen may have been
    /// pushed to the earlier listeners only.
    pub fn ping_soon(&mut self, now: Millis) {
        self.ping_at = self.ping_at.min(now + SETTLE);
    }

    /// Schedules the next ping: the heads of all rooms have just arrived.
    pub fn schedule_ping(&mut self, now: Millis, visible: bool, random: &mut fastrand::Rng) {
        let interval = if visible { PING_VISIBLE } else { PING_HIDDEN } as f64;
        let jitter = 1.0 + PING_JITTER * (2.0 * random.f64() - 1.0);
        self.heads_known_at = now;
        self.ping_at = now + (interval * jitter) as Millis;
    }
}
