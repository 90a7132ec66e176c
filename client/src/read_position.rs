//! How far this person has read a room.

use common::{Millis, Seq};

use crate::timing::READ_EVERY;

/// How far this person has read a room, and how much of that the server knows.
///
/// Invariant: it goes back only when the person says so, here or on another device.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReadPosition {
    seq: Seq,
    /// What the server knows.
    sent: Seq,
    send_at: Millis,
    /// The person looks away, so that the position is not kept for the next ping.
    is_final: bool,
    /// The person has marked messages as unread. What was sent before does not move the position forward again.
    is_held: bool,
}

impl ReadPosition {
    /// A position that the server has told.
    pub fn new(seq: Seq) -> Self {
        Self { seq, sent: seq, send_at: 0, is_final: false, is_held: false }
    }

    /// The last `seq` that was read.
    pub fn seq(&self) -> Seq {
        self.seq
    }

    /// This person has read up to here. The server learns it later.
    pub fn advance(&mut self, seq: Seq) {
        self.seq = self.seq.max(seq);
        self.is_held = false;
    }

    /// This person has posted the next event. It is read without a mark: every device concludes the same.
    pub fn advance_own(&mut self, seq: Seq) {
        if self.sent == self.seq {
            self.sent = seq;
        }
        self.advance(seq);
    }

    /// What follows is unread, and what comes before is read.
    pub fn hold_at(&mut self, seq: Seq) {
        self.seq = seq;
        self.is_held = true;
    }

    /// Whether what is on the screen does not count as read.
    pub fn is_held(&self) -> bool {
        self.is_held
    }

    /// What is on the screen counts as read again.
    pub fn release(&mut self) {
        self.is_held = false;
    }

    /// Takes over the server's position. A position that was sent and lost is sent again, unless it went back: another
    /// device may have read on since. A mark that was not sent yet stays, and goes out from what the server has now.
    pub fn resume(&mut self, seq: Seq) {
        let is_held_here = self.is_held && self.seq != self.sent;
        if !self.goes_back() && !is_held_here {
            self.read_elsewhere(seq);
        }
        self.sent = seq;
    }

    /// The server knows the position up to here: it has answered a ping.
    pub fn known(&mut self, seq: Seq) {
        self.sent = self.sent.max(seq);
    }

    /// This person has read up to here on another device.
    pub fn read_elsewhere(&mut self, seq: Seq) {
        self.known(seq);
        if seq > self.seq {
            self.advance(seq);
        }
    }

    /// Another device of this person has marked what follows as unread.
    pub fn went_back_elsewhere(&mut self, seq: Seq) {
        self.hold_at(seq);
        self.sent = seq;
    }

    /// The person looks away.
    pub fn finish(&mut self) {
        self.is_final = self.unsent().is_some();
        self.send_at = if self.goes_back() { 0 } else { self.send_at };
    }

    /// The position, if the server does not know it yet, and learns it with a ping.
    pub fn unsent(&self) -> Option<Seq> {
        (self.seq > self.sent).then_some(self.seq)
    }

    /// Whether the server's position is to go back.
    pub fn goes_back(&self) -> bool {
        self.seq < self.sent
    }

    /// When to send the position alone. Otherwise it goes with the next ping. Another device of this person gets it sooner.
    pub fn send_at(&self, has_other_devices: bool) -> Option<Millis> {
        if self.goes_back() {
            return Some(self.send_at);
        }
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
