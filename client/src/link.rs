//! The connection as the client sees it: one line that is used, and now and then the next one.

use common::Millis;

use crate::SocketId;
use crate::backoff::Backoff;
use crate::timing::{ANSWER, PING_HIDDEN, PING_JITTER, PING_VISIBLE, RENEW, SETTLE};

/// How far a socket has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Until then it must be open.
    Opening { until: Millis },
    /// `hello` is said; `welcome` is awaited.
    Greeting,
    /// In use. At that time the next one is opened.
    Ready { renew_at: Millis },
}

/// A socket.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub socket: SocketId,
    pub stage: Stage,
}

/// Invariant: `next` is there only while `current` is ready and old.
#[derive(Debug, Clone, Default)]
pub(crate) struct Link {
    last: SocketId,
    pub current: Option<Line>,
    pub next: Option<Line>,
    /// Not before then is the next attempt made.
    pub retry_at: Millis,
    pub ping_at: Millis,
    pub heads_heard_at: Millis,
    pub backoff: Backoff,
}

impl Link {
    /// A line with a new socket that has to be opened.
    pub fn dial(&mut self, now: Millis) -> Line {
        self.last += 1;
        Line { socket: self.last, stage: Stage::Opening { until: now + ANSWER } }
    }

    pub fn line_mut(&mut self, socket: SocketId) -> Option<&mut Line> {
        [&mut self.current, &mut self.next].into_iter().flatten().find(|line| line.socket == socket)
    }

    /// The socket that requests go out on.
    pub fn ready(&self) -> Option<SocketId> {
        let line = self.current.as_ref()?;
        matches!(line.stage, Stage::Ready { .. }).then_some(line.socket)
    }

    /// This socket has been welcomed: it is the current one now. Returns the one that it replaces.
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
        if let Some(line) = self.line_mut(socket)
            && !matches!(line.stage, Stage::Ready { .. })
        {
            line.stage = Stage::Ready { renew_at };
        }
        replaced.map(|line| line.socket)
    }

    /// This connection has just begun to hear something: what crossed that moment is looked for soon.
    pub fn settle(&mut self, now: Millis) {
        self.ping_at = self.ping_at.min(now + SETTLE);
    }

    /// The heads of all rooms have just been heard: the heart has beaten.
    pub fn beat(&mut self, now: Millis, visible: bool, random: &mut fastrand::Rng) {
        let interval = if visible { PING_VISIBLE } else { PING_HIDDEN } as f64;
        let jitter = 1.0 + PING_JITTER * (2.0 * random.f64() - 1.0);
        self.heads_heard_at = now;
        self.ping_at = now + (interval * jitter) as Millis;
    }
}
