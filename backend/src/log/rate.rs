//! How fast a person and a room may be. The log itself is counted, so that no counter has to be written.

use common::{Event, Kind, Millis, RoomId, Seq, UserId, limits};
use serde::{Deserialize, Serialize};

use super::Tail;
use crate::context::Context;
use crate::failure::{Failure, busy_room, rate_limited};
use crate::table::first;
use crate::{clock, key};

/// The room's token bucket after an event, as the event's row has it: the milliseconds until it is full again. Each event
/// takes [`limits::ROOM_EVENT_MS`] from it, and it holds [`limits::ROOM_BURST`] events. Its time is the event's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bucket(Millis);

impl Bucket {
    /// The bucket some time later.
    fn after(self, passed: Millis) -> Self {
        Self(self.0.saturating_sub(passed))
    }

    /// The bucket after so many more events.
    pub fn take(self, events: u64) -> Self {
        Self(self.0.saturating_add(events.saturating_mul(limits::ROOM_EVENT_MS)))
    }

    /// How long to wait until it has so many events; none if it has them now.
    fn wait(self, events: u64) -> Option<Millis> {
        let most = limits::ROOM_BURST * limits::ROOM_EVENT_MS;
        self.take(events).0.checked_sub(most).filter(|wait| *wait > 0)
    }
}

impl Tail {
    /// The room's bucket now. A log from before there were buckets has a full one.
    pub fn bucket(&self, now: Millis) -> Bucket {
        let newest = self.0.first().and_then(|row| Some(row.bucket?.after(now.saturating_sub(row.event.at))));
        newest.unwrap_or_default()
    }

    /// Checks whether the room takes so many more events, whoever adds them.
    ///
    /// # Errors
    /// `rate_limited`, with the time after which the room takes them.
    pub fn check_room(&self, adding: usize) -> Result<(), Failure> {
        self.bucket(clock::now()).wait(adding as u64).map_or(Ok(()), |wait| Err(busy_room(wait)))
    }

    /// Checks whether a person may join. All events count, so that nobody joins and leaves without end.
    ///
    /// # Errors
    /// `rate_limited`, with the time after which it is not too often.
    pub fn check_join(&self, user: &UserId) -> Result<(), Failure> {
        self.check_room(1)?;
        let own = self.0.iter().filter(|row| row.event.by == *user);
        check(own.map(|row| row.event.at).collect(), 1)
    }
}

/// The rate of a person in a room, while a request tries to commit.
pub struct Rate<'a> {
    cx: &'a Context,
    room: &'a RoomId,
    user: &'a UserId,
    /// The newest events, newest first, without holes.
    recent: Vec<Recent>,
}

/// What is counted of an event.
#[derive(Debug, Clone, Deserialize)]
struct Recent {
    seq: Seq,
    at: Millis,
    by: UserId,
    #[serde(rename = "kind")]
    is_membership: Membership,
}

/// Whether an event is a join or a leave. These do not count: a new member may post at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
struct Membership(bool);

impl From<String> for Membership {
    fn from(kind: String) -> Self {
        Self(kind == "join" || kind == "leave")
    }
}

impl From<&Event> for Recent {
    fn from(event: &Event) -> Self {
        let is_membership = Membership(matches!(event.kind, Kind::Join | Kind::Leave));
        Self { seq: event.seq, at: event.at, by: event.by.clone(), is_membership }
    }
}

impl<'a> Rate<'a> {
    pub fn new(cx: &'a Context, room: &'a RoomId, user: &'a UserId) -> Self {
        Self { cx, room, user, recent: vec![] }
    }

    /// Checks whether the person may add so many events to the log that ends with this tail. Only while the room is so
    /// busy that the tail does not reach back far enough, more events are read.
    ///
    /// # Errors
    /// `rate_limited`, with the time after which neither the person nor the room is too fast.
    pub async fn check(&mut self, tail: &Tail, adding: usize) -> Result<(), Failure> {
        if adding == 0 {
            return Ok(());
        }
        tail.check_room(adding)?;
        self.follow(tail);
        self.check_person(adding)?;
        while !self.reaches_back() {
            let known = self.recent.len();
            self.recent = self.read(self.estimate(clock::now())).await?;
            self.check_person(adding)?;
            if self.recent.len() <= known {
                break;
            }
        }
        Ok(())
    }

    /// Adds the events of a newer tail.
    fn follow(&mut self, tail: &Tail) {
        let head = self.recent.first().map_or(0, |recent| recent.seq);
        let mut newer: Vec<Recent> = tail.0.iter().map(|row| Recent::from(&row.event)).collect();
        if newer.last().is_some_and(|oldest| oldest.seq <= head + 1) {
            newer.retain(|recent| recent.seq > head);
            newer.append(&mut self.recent);
        }
        self.recent = newer;
    }

    /// Whether all events that count are known.
    fn reaches_back(&self) -> bool {
        let oldest = self.recent.last();
        oldest.is_none_or(|oldest| oldest.seq <= 1 || oldest.at + limits::RATE_WINDOW_MS <= clock::now())
    }

    /// How many events to read, so that they reach back: twice as many as the known ones let expect, and no more than the
    /// room takes in a person's window.
    fn estimate(&self, now: Millis) -> u64 {
        let most = limits::ROOM_BURST + limits::RATE_WINDOW_MS / limits::ROOM_EVENT_MS;
        let span = self.recent.last().map_or(0, |oldest| now.saturating_sub(oldest.at));
        (2 * self.recent.len() as u64 * limits::RATE_WINDOW_MS / span.max(1)).min(most)
    }

    /// Reads so many of the newest events.
    async fn read(&self, count: u64) -> Result<Vec<Recent>, Failure> {
        let query = self.cx.table.query(key::room(self.room), key::LOG).scan_index_forward(false);
        let query = query.projection_expression("#seq, #at, #by, #kind");
        let query = ["seq", "at", "by", "kind"]
            .iter()
            .fold(query, |query, name| query.expression_attribute_names(format!("#{name}"), *name));
        first(query, u32::try_from(count).unwrap_or(u32::MAX)).await
    }

    fn check_person(&self, adding: usize) -> Result<(), Failure> {
        let own = self.recent.iter().filter(|recent| recent.by == *self.user && !recent.is_membership.0);
        check(own.map(|recent| recent.at).collect(), adding)
    }
}

/// Checks whether so many events may follow those at these times.
fn check(times: Vec<Millis>, adding: usize) -> Result<(), Failure> {
    let expiries = times.into_iter().map(|at| at + limits::RATE_WINDOW_MS).collect();
    retry_after(expiries, adding, clock::now()).map_or(Ok(()), |wait| Err(rate_limited(wait)))
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
    use super::super::tests::tail;
    use super::*;

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
    fn only_own_joins_count_for_a_join() {
        let full = tail(limits::RATE, clock::now());
        assert!(full.check_join(&"u-1".parse().unwrap()).is_err());
        assert!(full.check_join(&"u-2".parse().unwrap()).is_ok());
    }

    #[test]
    fn a_room_takes_a_burst_and_then_one_event_after_the_other() {
        let full = Bucket::default();
        assert_eq!((full.wait(limits::ROOM_BURST), full.wait(limits::ROOM_BURST + 1)), (None, Some(40)));
        let empty = full.take(limits::ROOM_BURST);
        assert_eq!((empty.wait(0), empty.wait(1), empty.wait(10)), (None, Some(40), Some(400)));
        assert_eq!((empty.after(40).wait(1), empty.after(39).wait(1)), (None, Some(1)));
        assert_eq!(empty.after(3_600_000), full);
    }

    #[test]
    fn a_log_from_before_there_were_buckets_has_a_full_one() {
        assert_eq!(tail(3, 0).bucket(0), Bucket::default());
    }
}
