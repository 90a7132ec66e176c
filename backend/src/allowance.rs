//! Allowances: how much somebody may do at once, and how much in the long run. Each has a token bucket.
//!
//! The state of a bucket is one number: the time at which all that was spent is paid back. So a bucket fits an attribute
//! of a row.

use common::Millis;

/// What a bucket allows: so many at once, and as many again in each period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// How many at once.
    pub burst: u64,
    /// The milliseconds in which a whole burst is paid back.
    pub period: Millis,
}

impl Allowance {
    /// The milliseconds in which so many are paid back.
    pub fn price(self, count: u64) -> Millis {
        count.saturating_mul(self.period) / self.burst.max(1)
    }

    /// How long to wait until no more than a whole burst is unpaid; none if that is so now.
    pub fn excess(self, paid: Millis, now: Millis) -> Option<Millis> {
        paid.checked_sub(now.saturating_add(self.period)).filter(|excess| *excess > 0)
    }

    /// When all is paid back, if so many are spent now. `paid` is when all that was spent before is.
    ///
    /// # Errors
    /// They are too many; with the milliseconds after which they are not.
    pub fn spend(self, paid: Millis, count: u64, now: Millis) -> Result<Millis, Millis> {
        let paid = paid.max(now).saturating_add(self.price(count));
        self.excess(paid, now).map_or(Ok(paid), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN_A_SECOND: Allowance = Allowance { burst: 10, period: 1_000 };

    #[test]
    fn a_burst_is_allowed_at_once_and_then_what_is_paid_back() {
        let mut paid = 0;
        let mut take = |count, now| TEN_A_SECOND.spend(paid, count, now).map(|at| paid = at);
        assert_eq!(take(10, 5_000), Ok(()));
        assert_eq!(take(1, 5_000), Err(100));
        assert_eq!(take(2, 5_050), Err(150));
        assert_eq!((take(1, 5_100), take(1, 5_100)), (Ok(()), Err(100)), "a refusal takes nothing");
        assert_eq!(
            (take(10, 60_000), take(1, 60_000)),
            (Ok(()), Err(100)),
            "it never holds more than a burst"
        );
    }

    #[test]
    fn no_number_overflows() {
        assert!(TEN_A_SECOND.spend(Millis::MAX, u64::MAX, 0).is_err());
        assert_eq!(Allowance { burst: 0, period: 1_000 }.spend(0, 1, 0), Ok(1_000));
    }
}
