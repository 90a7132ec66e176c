//! A room's log: events 1, 2, 3 … without holes. It is the truth; everything else is a hint.

use common::{Event, Kind, Millis, RoomId, Seq, UserId, limits};

use crate::context::Context;
use crate::failure::{Failure, too_fast};
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

/// Reads a tail that is long enough to see whether somebody is too fast.
pub async fn rated_tail(cx: &Context, room: &RoomId) -> Result<Tail, Failure> {
    tail(cx, room, u32::try_from(limits::RATE).unwrap_or(u32::MAX)).await
}

/// Reads only the number of the last event; 0 if there is none.
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

    /// Refuses somebody who would, with `adding` more, have said more than one may. The log itself is what
    /// we count in: no counter is ever written. Having come does not count: whoever has something to say
    /// need not wait for that.
    pub fn check_rate(&self, user: &UserId, adding: usize) -> Result<(), Failure> {
        let said = |event: &&Event| !matches!(event.kind, Kind::Join | Kind::Leave);
        self.check(user, adding, said)
    }

    /// The same for somebody who comes: all counts, so that nobody comes and goes without end.
    pub fn check_coming(&self, user: &UserId) -> Result<(), Failure> {
        self.check(user, 1, |_| true)
    }

    fn check(&self, user: &UserId, adding: usize, counts: impl Fn(&&Event) -> bool) -> Result<(), Failure> {
        let ends = self.0.iter().filter(|event| event.by == *user).filter(counts);
        let ends = ends.map(|event| event.at + limits::RATE_WINDOW_MS).collect();
        wait(ends, adding, clock::now()).map_or(Ok(()), |wait| Err(too_fast(wait)))
    }
}

/// How long until `adding` more are not too many; `ends` is when each event stops counting.
fn wait(mut ends: Vec<Millis>, adding: usize, now: Millis) -> Option<Millis> {
    ends.retain(|end| *end > now);
    ends.sort_unstable();
    let excess = (ends.len() + adding).checked_sub(limits::RATE + 1)?;
    ends.get(excess).or(ends.last()).map(|end| end - now)
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
    fn somebody_too_fast_waits_until_enough_events_have_left_the_window() {
        let ends = |count: usize| (1_001..).take(count).collect::<Vec<Millis>>();
        let full = limits::RATE;
        assert_eq!(wait(ends(full), 1, 900), Some(101));
        assert_eq!(wait(ends(full), 3, 900), Some(103));
        assert_eq!(wait(ends(full), full, 900), Some(100 + full as Millis));
        assert_eq!(wait(ends(full), 1, 1_001), None, "the first no longer counts");
        assert_eq!(wait(ends(full - 1), 1, 900), None);
        assert_eq!(wait(ends(full - 1), 2, 900), Some(101));
        assert_eq!(wait(vec![], full, 900), None, "a whole batch after silence");
    }

    #[test]
    fn only_one_s_own_events_count_and_coming_only_for_coming() {
        let me: UserId = "u-1".parse().unwrap();
        let other: UserId = "u-2".parse().unwrap();
        let full = tail(limits::RATE, clock::now());
        assert!(full.check_coming(&me).is_err());
        assert!(full.check_coming(&other).is_ok());
        assert!(full.check_rate(&me, limits::RATE).is_ok());
    }
}
