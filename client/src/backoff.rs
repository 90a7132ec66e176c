//! Exponential back-off with full jitter.

use common::Millis;

use crate::timing::{BACKOFF_BASE, BACKOFF_CAP, THROTTLE_BASE};

/// Counts failures in a row, and computes how long to wait after each.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// Counts one more failure. Returns how long to wait: a random time up to a bound that doubles with each failure.
    pub fn next(&mut self, random: &mut fastrand::Rng) -> Millis {
        let bound = self.next_bound(BACKOFF_BASE);
        random.u64(0..=bound)
    }

    /// Counts one more refusal of a server that has too much to do. It needs at least half of the bound.
    pub fn next_throttle(&mut self, random: &mut fastrand::Rng) -> Millis {
        let bound = self.next_bound(THROTTLE_BASE);
        random.u64(bound / 2..=bound)
    }

    fn next_bound(&mut self, base: Millis) -> Millis {
        let bound = base.saturating_mul(1 << self.failures.min(16)).min(BACKOFF_CAP);
        self.failures = self.failures.saturating_add(1);
        bound
    }

    /// Forgets the failures: something succeeded.
    pub fn reset(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_double_up_to_the_cap() {
        let mut random = fastrand::Rng::with_seed(1);
        for failures in 0..40 {
            let bound = (BACKOFF_BASE << failures.min(20)).min(BACKOFF_CAP);
            let waits: Vec<_> = (0..200).map(|_| Backoff { failures }.next(&mut random)).collect();
            assert!(waits.iter().all(|wait| *wait <= bound));
            assert!(waits.iter().any(|wait| *wait > bound / 2), "jitter uses the whole range");
        }
    }
}
