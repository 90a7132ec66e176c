//! Days in the reader's time zone.

use common::Millis;

/// A local day, counted from 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i64);

const DAY_MS: i64 = 86_400_000;

impl Day {
    /// The day of an instant; `offset_minutes` is what JavaScript's `getTimezoneOffset` says then: UTC
    /// minus local time.
    ///
    /// ```
    /// use frontend::state::timeline::day::Day;
    /// let midnight = 86_400_000;
    /// assert_eq!(Day::of(midnight, 0), Day(1));
    /// assert_eq!(Day::of(midnight, 60), Day(0));
    /// assert_eq!(Day::of(midnight - 1, -480), Day(1));
    /// ```
    pub fn of(at: Millis, offset_minutes: i64) -> Self {
        let utc = i64::try_from(at).unwrap_or(i64::MAX);
        Self(utc.saturating_sub(offset_minutes * 60_000).div_euclid(DAY_MS))
    }
}

/// A day as it is named today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelativeDay {
    /// Today.
    Today,
    /// Yesterday.
    Yesterday,
    /// Any other day. It is named by weekday and date.
    Other,
}

impl Day {
    /// This day as it is named on `today`.
    ///
    /// ```
    /// use frontend::state::timeline::day::{Day, RelativeDay};
    /// assert_eq!(Day(4).relative_to(Day(5)), RelativeDay::Yesterday);
    /// assert_eq!(Day(6).relative_to(Day(5)), RelativeDay::Other);
    /// ```
    pub fn relative_to(self, today: Self) -> RelativeDay {
        match today.0 - self.0 {
            0 => RelativeDay::Today,
            1 => RelativeDay::Yesterday,
            _ => RelativeDay::Other,
        }
    }
}
