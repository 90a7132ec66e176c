//! How fast a room's log grows. Each event carries the bucket on, so that the read of the log's end tells it.

use common::{Millis, limits};
use serde::{Deserialize, Serialize};

use crate::allowance::Allowance;

/// What all members together may add to a room.
const ROOM: Allowance =
    Allowance { burst: limits::ROOM_BURST, period: 1_000 * limits::ROOM_BURST / limits::ROOM_RATE };

/// A token bucket, as the time when it will be empty again (the generic cell rate algorithm): one number is both its
/// level and its time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bucket(Millis);

impl Bucket {
    /// The bucket with one more event.
    pub fn add(self, now: Millis) -> Self {
        Self(self.empty_at(now) + ROOM.price(1))
    }

    /// How long to wait until so many more events fit; none if they fit now.
    pub fn wait(self, adding: usize, now: Millis) -> Option<Millis> {
        let adding = u64::try_from(adding).unwrap_or(u64::MAX);
        ROOM.spend(self.empty_at(now), adding, now).err()
    }

    /// Never further away than a full bucket's time, so that a process with a wrong clock cannot close the room.
    fn empty_at(self, now: Millis) -> Millis {
        self.0.clamp(now, now + ROOM.period)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The time that one event takes up.
    const INTERVAL: Millis = 1_000 / limits::ROOM_RATE;

    fn filled(events: u64, now: Millis) -> Bucket {
        (0..events).fold(Bucket::default(), |bucket, _| bucket.add(now))
    }

    #[test]
    fn a_quiet_room_takes_a_burst_then_its_rate() {
        let full = filled(limits::ROOM_BURST, 1_000);
        assert_eq!(filled(limits::ROOM_BURST - 1, 1_000).wait(1, 1_000), None);
        assert_eq!(full.wait(1, 1_000), Some(INTERVAL));
        assert_eq!(full.wait(10, 1_000), Some(10 * INTERVAL));
        assert_eq!(full.wait(10, 1_000 + 10 * INTERVAL), None);
        assert_eq!(full.wait(100, 1_000 + ROOM.period), None, "it empties with time");
    }

    #[test]
    fn a_clock_that_is_far_ahead_does_not_close_the_room() {
        let ahead = filled(1, 1_000_000);
        assert_eq!(ahead.wait(1, 1_000), Some(INTERVAL));
    }
}
