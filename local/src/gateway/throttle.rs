//! The token bucket with which API Gateway throttles a route.

use std::sync::{Mutex, PoisonError};
use tokio::time::Instant;

use crate::template::Throttle;

/// The bucket of one route, for all connections together. It is full at the start; each request takes a token, and the
/// rate brings them back, up to the burst.
#[derive(Debug)]
pub struct Bucket {
    throttle: Throttle,
    /// The tokens that were left, and when.
    left: Mutex<(f64, Instant)>,
}

impl Bucket {
    pub fn new(throttle: Throttle) -> Self {
        Self { throttle, left: Mutex::new((throttle.burst, Instant::now())) }
    }

    /// Takes a token. Returns false if there is none.
    pub fn take(&self) -> bool {
        self.take_at(Instant::now())
    }

    fn take_at(&self, now: Instant) -> bool {
        let Throttle { rate, burst } = self.throttle;
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let (tokens, since) = *left;
        let tokens = (tokens + now.saturating_duration_since(since).as_secs_f64() * rate).min(burst);
        let is_accepted = tokens >= 1.0;
        *left = (if is_accepted { tokens - 1.0 } else { tokens }, now);
        is_accepted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_burst_is_accepted_at_once_and_then_only_the_rate() {
        let bucket = Bucket::new(Throttle { rate: 2.0, burst: 3.0 });
        let start = Instant::now();
        let accepted = |ms: u64| {
            let now = start + Duration::from_millis(ms);
            (0..10).take_while(|_| bucket.take_at(now)).count()
        };
        assert_eq!([0, 100, 500, 1_000, 60_000].map(accepted), [3, 0, 1, 1, 3]);
    }

    #[test]
    fn a_rate_of_zero_accepts_the_burst_and_nothing_more() {
        let bucket = Bucket::new(Throttle { rate: 0.0, burst: 1.0 });
        let later = Instant::now() + Duration::from_secs(3_600);
        assert_eq!([bucket.take(), bucket.take_at(later)], [true, false]);
    }
}
