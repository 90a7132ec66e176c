//! Days, as the reader's clock and calendar have them.

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
    /// use frontend::timeline::day::Day;
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

/// How a day is called, seen from today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nearness {
    /// It is today.
    Today,
    /// It was yesterday.
    Yesterday,
    /// It is named by weekday and date.
    Other,
}

impl Day {
    /// How near this day is to `today`.
    ///
    /// ```
    /// use frontend::timeline::day::{Day, Nearness};
    /// assert_eq!(Day(4).seen_from(Day(5)), Nearness::Yesterday);
    /// assert_eq!(Day(6).seen_from(Day(5)), Nearness::Other);
    /// ```
    pub fn seen_from(self, today: Self) -> Nearness {
        match today.0 - self.0 {
            0 => Nearness::Today,
            1 => Nearness::Yesterday,
            _ => Nearness::Other,
        }
    }
}
