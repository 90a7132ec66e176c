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
    /// The person looks away, so that the position is not kept for the next ping.
    is_final: bool,
}

impl ReadPosition {
    /// A position that the server has told.
    pub fn new(seq: Seq) -> Self {
        Self { seq, sent: seq, send_at: 0, is_final: false }
    }

    /// The last `seq` that was read.
    pub fn seq(&self) -> Seq {
        self.seq
    }

    /// This person has read up to here. The server learns it later.
    pub fn advance(&mut self, seq: Seq) {
        self.seq = self.seq.max(seq);
    }

    /// This person has posted the next event. It is read without a mark: every device concludes the same.
    pub fn advance_own(&mut self, seq: Seq) {
        if self.sent == self.seq {
            self.sent = seq;
        }
        self.advance(seq);
    }

    /// Takes over the server's position. A position that was sent and lost is sent again.
    pub fn resume(&mut self, seq: Seq) {
        self.advance(seq);
        self.sent = seq;
    }

    /// The server knows the position up to here: another device of this person has sent it, or a ping was answered.
    pub fn known(&mut self, seq: Seq) {
        self.advance(seq);
        self.sent = self.sent.max(seq);
    }

    /// The person looks away.
    pub fn finish(&mut self) {
        self.is_final = self.unsent().is_some();
    }

    /// The position, if the server does not know it yet.
    pub fn unsent(&self) -> Option<Seq> {
        (self.seq > self.sent).then_some(self.seq)
    }

    /// When to send the position alone. Otherwise it goes with the next ping. Another device of this person gets it sooner.
    pub fn send_at(&self, has_other_devices: bool) -> Option<Millis> {
        self.unsent()?;
        match (self.is_final, has_other_devices) {
            (true, _) => Some(0),
            (false, true) => Some(self.send_at),
            (false, false) => None,
        }
    }

    /// The position was sent alone.
    pub fn sent(&mut self, now: Millis) {
        self.sent = self.seq;
        self.send_at = now + READ_EVERY;
        self.is_final = false;
    }
}
