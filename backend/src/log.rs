//! A room's log: events 1, 2, 3 … without holes. The log is the truth; a push is only a hint.

use aws_sdk_dynamodb::types::AttributeValue;
use common::{ClientId, Event, Kind, Millis, RoomId, Seq, UserId, Verdict, limits};
use futures::future::join_all;

use crate::bucket::Bucket;
use crate::context::Context;
use crate::failure::{Failure, rate_limited};
use crate::key::Key;
use crate::row::LogRow;
use crate::table::{first, try_update};
use crate::{clock, key};

pub mod append;
pub mod attempt;
pub mod count;

/// Events that can be in a log's last [`limits::RATE_WINDOW_MS`]: a burst and the rate after it. Joins and leaves come
/// on top; they are few.
const BUSY: u32 = 250;

/// For so long a repeated change is posted again. Later, everybody has found it by a ping.
const FRESH: Millis = 60_000;

/// The newest events of a log.
pub struct Tail {
    /// Newest first.
    events: Vec<Event>,
    bucket: Bucket,
}

/// Reads the newest events.
pub async fn tail(cx: &Context, room: &RoomId, count: u32) -> Result<Tail, Failure> {
    let query = cx.table.query(key::room(room), key::LOG).scan_index_forward(false);
    let rows: Vec<LogRow> = first(query, count).await?;
    let bucket = rows.first().map(|row| row.bucket).unwrap_or_default();
    Ok(Tail { events: rows.into_iter().map(|row| row.event).collect(), bucket })
}

/// Reads as many of the newest events as tell a person's rate in a quiet room.
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

/// Reads the events of changes that were committed before, if that was a moment ago. Whoever repeats a change has lost its
/// answer, and perhaps the posts were lost with it: they go out again, once.
pub async fn fresh_duplicates(
    cx: &Context,
    room: &RoomId,
    user: &UserId,
    verdicts: impl IntoIterator<Item = (&ClientId, &Verdict)>,
) -> Vec<Event> {
    let since = clock::now().saturating_sub(FRESH);
    let fresh = verdicts.into_iter().filter_map(|(client_id, verdict)| match verdict {
        Verdict::Committed { seq, at, duplicate: true, .. } if *at > since => Some((client_id, *seq)),
        _ => None,
    });
    let reads = fresh.map(async |(client_id, seq)| {
        let is_first = mark_repeated(cx, Key::done(room, user, client_id)).await.unwrap_or(false);
        if is_first { cx.table.get(Key::event(room, seq)).await.ok().flatten() } else { None }
    });
    let mut events: Vec<Event> = join_all(reads).await.into_iter().flatten().collect();
    events.sort_unstable_by_key(|event| event.seq);
    events
}

/// Remembers that a change was posted again. False if it was before: otherwise one frame, repeated, would make everybody's
/// posts without end.
async fn mark_repeated(cx: &Context, done: Key) -> Result<bool, Failure> {
    let update = cx.table.update(done).update_expression("SET repeated = :true");
    let update = update.condition_expression("attribute_exists(pk) AND attribute_not_exists(repeated)");
    try_update(update.expression_attribute_values(":true", AttributeValue::Bool(true))).await
}

impl Tail {
    /// The number of the last event; 0 if there is none.
    pub fn head(&self) -> Seq {
        self.events.first().map_or(0, |event| event.seq)
    }

    /// The room's bucket after the last event.
    pub fn bucket(&self) -> Bucket {
        self.bucket
    }

    /// The messages of the log as its last event tells them.
    fn newest_count(&self) -> Option<u64> {
        self.events.first().and_then(|event| event.messages)
    }

    /// The messages of the log. Events from before they were counted count as far as the tail has them.
    fn messages(&self) -> u64 {
        let counted = self.events.iter().position(|event| event.messages.is_some());
        let uncounted = &self.events[..counted.unwrap_or(self.events.len())];
        let base = counted.and_then(|index| self.events[index].messages).unwrap_or_default();
        base + uncounted.iter().filter(|event| event.kind.message().is_some()).count() as u64
    }

    /// The events, oldest first.
    pub fn into_events(mut self) -> Vec<Event> {
        self.events.reverse();
        self.events
    }

    /// The tail with all events of a person that count for the rate. Where many speak, it reads further back: otherwise
    /// two who take turns would never have more than half of the tail each.
    pub async fn with_events_of(self, cx: &Context, room: &RoomId, user: &UserId) -> Result<Self, Failure> {
        if self.has_all_events_of(user, clock::now()) { Ok(self) } else { tail(cx, room, BUSY).await }
    }

    /// Whether it reaches back beyond the window, or has so many events of this person that others do not matter.
    fn has_all_events_of(&self, user: &UserId, now: Millis) -> bool {
        let is_old = |event: &Event| event.at + limits::RATE_WINDOW_MS <= now;
        let own = self.events.iter().filter(|event| event.by == *user).count();
        self.events.len() < limits::RATE || own >= limits::RATE || self.events.iter().any(is_old)
    }

    /// Checks whether a person, and the room as a whole, may add so many events. The log itself is counted, so that no
    /// counter has to be written. Joins and leaves do not count: a new member may post at once.
    ///
    /// # Errors
    /// `rate_limited`, with the time after which the events are not too many.
    pub fn check_rate(&self, user: &UserId, adding: usize) -> Result<(), Failure> {
        self.check(user, adding, |event| !matches!(event.kind, Kind::Join | Kind::Leave))?;
        self.bucket.wait(adding, clock::now()).map_or(Ok(()), |wait| Err(rate_limited(wait)))
    }

    /// Checks whether a person may join. All events count, so that nobody joins and leaves without end.
    ///
    /// # Errors
    /// `rate_limited`, as above.
    pub fn check_join_rate(&self, user: &UserId) -> Result<(), Failure> {
        self.check(user, 1, |_| true)
    }

    fn check(&self, user: &UserId, adding: usize, counts: impl Fn(&&Event) -> bool) -> Result<(), Failure> {
        let expiries = self.events.iter().filter(|event| event.by == *user).filter(counts);
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
    use common::{Message, Post};

    fn tail(count: usize, at: Millis) -> Tail {
        let (by, name) = ("u-1".parse::<UserId>().unwrap(), "Ada".parse::<common::Name>().unwrap());
        let event = |seq| Event {
            seq,
            at: at + seq,
            by: by.clone(),
            name: name.clone(),
            messages: None,
            kind: Kind::Join,
        };
        Tail { events: (1..=count as u64).rev().map(event).collect(), bucket: Bucket::default() }
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
    fn a_tail_in_which_others_speak_too_may_hide_events_of_a_person() {
        let (me, other): (UserId, UserId) = ("u-1".parse().unwrap(), "u-2".parse().unwrap());
        let full = tail(limits::RATE, 1_000);
        assert!(full.has_all_events_of(&me, 2_000), "all of them are this person's");
        assert!(!full.has_all_events_of(&other, 2_000));
        assert!(
            full.has_all_events_of(&other, 1_001 + limits::RATE_WINDOW_MS),
            "the oldest no longer counts"
        );
        assert!(tail(limits::RATE - 1, 1_000).has_all_events_of(&other, 2_000), "the log begins here");
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

    #[test]
    fn the_count_goes_on_after_events_that_do_not_tell_it() {
        let post = || Post { text: "hi".parse().unwrap(), reply_to: None };
        let message = || Kind::Message(Message::new("c".parse().unwrap(), post()));
        let event = |seq, kind, messages| {
            let (by, name) = ("u-1".parse().unwrap(), "Ada".parse().unwrap());
            Event { seq, at: 0, by, name, messages, kind }
        };
        let untold = || vec![event(9, Kind::Leave, None), event(8, message(), None)];
        let told = event(7, Kind::Join, Some(40));
        let tail = |events| Tail { events, bucket: Bucket::default() };
        assert_eq!(tail(vec![]).messages(), 0);
        assert_eq!(tail(untold()).messages(), 1);
        let tail = tail(untold().into_iter().chain([told]).collect());
        assert_eq!((tail.messages(), tail.newest_count()), (41, None));
    }
}
