//! A room's log: events 1, 2, 3 … without holes. It is the truth; everything else is a hint.

use common::{Event, Millis, RoomId, Seq, UserId, limits};

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

    /// Refuses somebody who has just added as much as one may. The log itself is what we count in: no
    /// counter is ever written.
    pub fn check_rate(&self, user: &UserId) -> Result<(), Failure> {
        match self.wait(user, clock::now()) {
            Some(wait) => Err(too_fast(wait)),
            None => Ok(()),
        }
    }

    fn wait(&self, user: &UserId, now: Millis) -> Option<Millis> {
        let ends =
            self.0.iter().filter(|event| event.by == *user).map(|event| event.at + limits::RATE_WINDOW_MS);
        let ends: Vec<Millis> = ends.filter(|end| *end > now).collect();
        let first = ends.iter().min()?;
        (ends.len() >= limits::RATE).then(|| first - now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use common::Kind;

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
    fn somebody_too_fast_waits_until_the_oldest_event_leaves_the_window() {
        let me: UserId = "u-1".parse().unwrap();
        let other: UserId = "u-2".parse().unwrap();
        let full = tail(limits::RATE, 1_000);
        assert_eq!(full.wait(&me, 1_100), Some(1_001 + limits::RATE_WINDOW_MS - 1_100));
        assert_eq!(full.wait(&other, 1_100), None);
        assert_eq!(full.wait(&me, 1_001 + limits::RATE_WINDOW_MS), None);
        assert_eq!(tail(limits::RATE - 1, 1_000).wait(&me, 1_100), None);
    }
}
