//! How far this person has read a room.

use common::{Millis, Seq};

use crate::timing::READ_EVERY;

/// How far this person has read a room, and how much of that the server knows.
///
/// Invariant: it never goes back.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReadPosition {
    seq: Seq,
    /// What the server knows.
    sent: Seq,
    send_at: Millis,
}

impl ReadPosition {
    /// A position that the server has told.
    pub fn new(seq: Seq) -> Self {
        Self { seq, sent: seq, send_at: 0 }
    }

    /// The last `seq` that was read.
    pub fn seq(&self) -> Seq {
        self.seq
    }

    /// This person has read up to here. The server learns it later.
    pub fn advance(&mut self, seq: Seq) {
        self.seq = self.seq.max(seq);
    }

    /// Takes over the server's position. A position that was sent and lost is sent again.
    pub fn resume(&mut self, seq: Seq) {
        self.advance(seq);
        self.sent = seq;
    }

    /// Another device of this person has read up to here.
    pub fn advance_elsewhere(&mut self, seq: Seq) {
        self.advance(seq);
        self.sent = self.sent.max(seq);
    }

    /// When to send the position, if the server does not know it yet.
    pub fn send_at(&self) -> Option<Millis> {
        (self.seq > self.sent).then_some(self.send_at)
    }

    /// The position was sent.
    pub fn sent(&mut self, now: Millis) {
        self.sent = self.seq;
        self.send_at = now + READ_EVERY;
    }
}
