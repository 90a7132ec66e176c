//! A room's log: events 1, 2, 3 … without holes. The log is the truth; a push is only a hint.

use common::{Event, RoomId, Seq, limits};

use crate::context::Context;
use crate::failure::Failure;
use crate::key;
use crate::row::LogRow;
use crate::table::first;

pub mod append;
pub mod attempt;
pub mod count;
pub mod edits;
pub mod rate;
pub mod repeated;

/// The newest events of a log, newest first.
pub struct Tail(Vec<LogRow>);

/// Reads the newest events.
pub async fn tail(cx: &Context, room: &RoomId, count: u32) -> Result<Tail, Failure> {
    let query = cx.table.query(key::room(room), key::LOG).scan_index_forward(false);
    first(query, count).await.map(Tail)
}

/// Reads as many of the newest events as a person's [`Rate`](rate::Rate) needs while the room is not busy.
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
        self.0.first().map_or(0, |row| row.event.seq)
    }

    /// The events, oldest first.
    pub fn into_events(self) -> Vec<Event> {
        self.0.into_iter().rev().map(|row| row.event).collect()
    }

    /// The messages of the log as its last event tells them.
    fn newest_count(&self) -> Option<u64> {
        self.0.first().and_then(|row| row.event.messages)
    }

    /// The messages of the log. Events from before they were counted count as far as the tail has them.
    fn messages(&self) -> u64 {
        let counted = self.0.iter().position(|row| row.event.messages.is_some());
        let uncounted = &self.0[..counted.unwrap_or(self.0.len())];
        let base = counted.and_then(|index| self.0[index].event.messages).unwrap_or_default();
        base + uncounted.iter().filter(|row| row.event.kind.message().is_some()).count() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use common::{Kind, Message, Millis, Post};

    /// A tail of so many joins.
    pub fn tail(count: usize, at: Millis) -> Tail {
        Tail((1..=count as u64).rev().map(|seq| row(seq, at + seq, Kind::Join, None)).collect())
    }

    fn row(seq: Seq, at: Millis, kind: Kind, messages: Option<u64>) -> LogRow {
        let (by, name) = ("u-1".parse().unwrap(), "Ada".parse().unwrap());
        LogRow { event: Event { seq, at, by, name, messages, kind }, bucket: None }
    }

    #[test]
    fn an_empty_log_has_head_zero() {
        assert_eq!(tail(0, 0).head(), 0);
        assert_eq!(tail(3, 0).head(), 3);
    }

    #[test]
    fn the_count_goes_on_after_events_that_do_not_tell_it() {
        let post = || Post { text: "hi".parse().unwrap(), reply_to: None };
        let message = || Kind::Message(Message::new("c".parse().unwrap(), post()));
        let told = row(7, 0, Kind::Join, Some(40));
        let untold = || [row(9, 0, Kind::Leave, None), row(8, 0, message(), None)];
        assert_eq!(Tail(vec![]).messages(), 0);
        assert_eq!(Tail(untold().into()).messages(), 1);
        let tail = Tail(untold().into_iter().chain([told]).collect());
        assert_eq!((tail.messages(), tail.newest_count()), (41, None));
    }
}
