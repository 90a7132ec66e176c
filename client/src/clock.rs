//! The client's own time, which never goes back, and the server's time.

use common::Millis;

/// Turns the driver's clock, which a person or the network may set, into a time that never goes back: all deadlines are
/// in this time. A jump forward makes deadlines due too early, which does no harm. A jump back would stop the client
/// until the driver's clock has caught up, so it counts as no time at all.
///
/// Invariant: `shift` only grows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clock {
    last: Millis,
    /// The client's time minus the driver's.
    shift: Millis,
    /// The server's time, and the client's time when the server told it.
    server: Option<(Millis, Millis)>,
}

impl Clock {
    /// The client's time when the driver's clock shows `now`.
    pub fn advance(&mut self, now: Millis) -> Millis {
        self.shift = self.shift.saturating_add(self.last.saturating_sub(now));
        self.last = now;
        self.time()
    }

    /// The client's time at the last input.
    fn time(&self) -> Millis {
        self.last.saturating_add(self.shift)
    }

    /// What the driver's clock will show at this time.
    pub fn driver_time(&self, time: Millis) -> Millis {
        time.saturating_sub(self.shift)
    }

    /// The server has told its time.
    pub fn synchronize(&mut self, server: Millis) {
        self.server = Some((server, self.time()));
    }

    /// The server's time now; the driver's, as long as the server has not told its own.
    pub fn server_time(&self) -> Millis {
        match self.server {
            Some((server, at)) => server.saturating_add(self.time().saturating_sub(at)),
            None => self.last,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_never_goes_back() {
        let mut clock = Clock::default();
        assert_eq!([5_000, 6_000, 1_000, 1_500].map(|now| clock.advance(now)), [5_000, 6_000, 6_000, 6_500]);
        assert_eq!(clock.driver_time(7_000), 2_000);
    }

    #[test]
    fn the_servers_time_goes_on_by_the_clients() {
        let mut clock = Clock::default();
        clock.advance(5_000);
        assert_eq!(clock.server_time(), 5_000, "the device's clock is the best guess");
        clock.synchronize(900_000);
        clock.advance(6_000);
        clock.advance(1_000);
        clock.advance(1_500);
        assert_eq!(clock.server_time(), 901_500);
    }
}
