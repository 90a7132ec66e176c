//! A room's log: events 1, 2, 3 … without holes. The log is the truth; a push is only a hint.

use common::{Event, Kind, Millis, RoomId, Seq, UserId, limits};

use crate::context::Context;
use crate::failure::{Failure, rate_limited};
use crate::table::first;
use crate::{clock, key};

pub mod append;
pub mod attempt;

/// The newest events of a log, newest first.
pub struct Tail(Vec<Event>);

/// Reads the newest events.
pub async fn tail(cx: &Context, room: &RoomId, count: u32) -> Result<Tail, Failure> {
    let query = cx.table.query(key::room(room), key::LOG).scan_index_forward(false);
    first(query, count).await.map(Tail)
}

/// Reads as many of the newest events as [`Tail::check_rate`] needs.
pub async fn rate_tail(cx: &Context, room: &RoomId) -> Result<Tail, Failure> {
    tail(cx, room, u32::try_from(limits::RATE).unwrap_or(u32::MAX)).await
}

/// Reads the number of the last event; 0 if there is none.
pub async fn head(cx: &Context, room: &RoomId) -> Result<Seq, Failure> {
    tail(cx, room, 1).await.map(|tail| tail.head())
}

/// Reads the oldest events after a number, oldest first.
pub async fn after(cx: &Context, room: &RoomId, seq: Seq, count: u32) -> Result<Vec<Event>, Failure> {
    let range = cx.table.range(key::room(room), key::log(seq.saturating_add(1)), key::log(Seq::MAX));
    first(range, count).await
}

/// Reads the newest events before a number, oldest first.
pub async fn before(cx: &Context, room: &RoomId, seq: Seq, count: u32) -> Result<Vec<Event>, Failure> {
    let range = cx.table.range(key::room(room), key::log(0), key::log(seq.saturating_sub(1)));
    let mut events: Vec<Event> = first(range.scan_index_forward(false), count).await?;
    events.reverse();
    Ok(events)
}

impl Tail {
    /// The number of the last event; 0 if there is none.
    pub fn head(&self) -> Seq {
        self.0.first().map_or(0, |event| event.seq)
    }

    /// The events, oldest first.
    pub fn into_events(mut self) -> Vec<Event> {
        self.0.reverse();
        self.0
    }

    /// Checks whether a person may add so many events. The log itself is counted, so that no counter has to be written.
    /// Joins and leaves do not count: a new member may post at once.
    ///
    /// # Errors
    /// `rate_limited`, with the time after which the events are not too many.
    pub fn check_rate(&self, user: &UserId, adding: usize) -> Result<(), Failure> {
        self.check(user, adding, |event| !matches!(event.kind, Kind::Join | Kind::Leave))
    }

    /// Checks whether a person may join. All events count, so that nobody joins and leaves without end.
    ///
    /// # Errors
    /// `rate_limited`, as above.
    pub fn check_join_rate(&self, user: &UserId) -> Result<(), Failure> {
        self.check(user, 1, |_| true)
    }

    fn check(&self, user: &UserId, adding: usize, counts: impl Fn(&&Event) -> bool) -> Result<(), Failure> {
        let expiries = self.0.iter().filter(|event| event.by == *user).filter(counts);
        let expiries = expiries.map(|event| event.at + limits::RATE_WINDOW_MS).collect();
        retry_after(expiries, adding, clock::now()).map_or(Ok(()), |wait| Err(rate_limited(wait)))
    }
}

/// How long to wait until so many more events are not too many; none if they are not now. `expiries` are the times at
/// which earlier events stop counting.
fn retry_after(mut expiries: Vec<Millis>, adding: usize, now: Millis) -> Option<Millis> {
    expiries.retain(|expiry| *expiry > now);
    expiries.sort_unstable();
    let excess = (expiries.len() + adding).checked_sub(limits::RATE + 1)?;
    expiries.get(excess).or(expiries.last()).map(|expiry| expiry - now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tail(count: usize, at: Millis) -> Tail {
        let (by, name) = ("u-1".parse::<UserId>().unwrap(), "Ada".parse::<common::Name>().unwrap());
        let event = |seq| Event { seq, at: at + seq, by: by.clone(), name: name.clone(), kind: Kind::Join };
        Tail((1..=count as u64).rev().map(event).collect())
    }

    #[test]
    fn an_empty_log_has_head_zero() {
        assert_eq!(tail(0, 0).head(), 0);
        assert_eq!(tail(3, 0).head(), 3);
    }

    #[test]
    fn a_person_who_is_too_fast_waits_until_enough_events_have_left_the_window() {
        let expiries = |count: usize| (1_001..).take(count).collect::<Vec<Millis>>();
        let full = limits::RATE;
        assert_eq!(retry_after(expiries(full), 1, 900), Some(101));
        assert_eq!(retry_after(expiries(full), 3, 900), Some(103));
        assert_eq!(retry_after(expiries(full), full, 900), Some(100 + full as Millis));
        assert_eq!(retry_after(expiries(full), 1, 1_001), None, "the first no longer counts");
        assert_eq!(retry_after(expiries(full - 1), 1, 900), None);
        assert_eq!(retry_after(expiries(full - 1), 2, 900), Some(101));
        assert_eq!(retry_after(vec![], full, 900), None, "a whole batch after silence");
    }

    #[test]
    fn only_own_events_count_and_joins_count_only_for_joins() {
        let me: UserId = "u-1".parse().unwrap();
        let other: UserId = "u-2".parse().unwrap();
        let full = tail(limits::RATE, clock::now());
        assert!(full.check_join_rate(&me).is_err());
        assert!(full.check_join_rate(&other).is_ok());
        assert!(full.check_rate(&me, limits::RATE).is_ok());
    }
}
