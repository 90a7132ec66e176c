//! One attempt to commit.

use std::time::Duration;

use common::{ClientId, Event, Kind, RoomId, Seq};
use uuid::Uuid;

use super::Tail;
use crate::clock;
use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::metrics::Counts;
use crate::row::{Done, Listener, LogRow};
use crate::table::parse;
use crate::transaction::{Outcome, Reason, Transaction};

/// How many attempts a commit makes. Each round has one winner, so this many people can post at once.
pub const ROUNDS: u32 = 16;

/// An event to be committed. An event with a client id is committed once, however often it is sent.
pub struct Entry {
    pub event: Event,
    pub client_id: Option<ClientId>,
}

/// The outcome of an attempt.
pub enum Attempt {
    /// All entries are in the log, for good.
    Committed,
    /// Nothing is written: these entries, by index, were committed before.
    Duplicates(Vec<(usize, Done)>),
    /// Nothing is written: somebody else was faster. Read again what the entries depend on.
    Conflict,
}

impl Attempt {
    fn count(&self, entries: &[Entry], counts: &mut Counts) {
        match self {
            Self::Committed => {
                let messages = entries.iter().filter(|entry| entry.event.kind.message().is_some());
                counts.committed(messages.count());
            }
            Self::Duplicates(duplicates) => counts.duplicates += duplicates.len() as u64,
            Self::Conflict => counts.conflict_retries += 1,
        }
    }
}

impl Entry {
    /// An entry for an event that happens now.
    pub fn new(who: &Listener, seq: Seq, kind: Kind, client_id: Option<ClientId>) -> Self {
        let (by, name) = (who.user.clone(), who.name.clone());
        Self { event: Event { seq, at: clock::now(), by, name, messages: None, kind }, client_id }
    }

    fn done(&self) -> Done {
        let Event { seq, at, ref kind, .. } = self.event;
        Done { seq, at, is_message: kind.message().is_some(), expires: clock::done_expires() }
    }
}

/// Writes the events after the tail, unless one of their numbers is taken; their `DONE` rows, unless one is there; and what
/// `also` adds. One transaction does all of it or nothing.
pub async fn attempt(
    cx: &Context,
    room: &RoomId,
    tail: &Tail,
    entries: &mut [Entry],
    also: impl FnOnce(&mut Transaction) -> Result<(), Failure>,
) -> Result<Attempt, Failure> {
    let mut writes = Transaction::default();
    for row in rows(tail, entries) {
        writes.create(cx.table.build_put(Key::event(room, row.event.seq), &row)?);
    }
    for entry in entries.iter() {
        if let Some(client_id) = &entry.client_id {
            let key = Key::done(room, &entry.event.by, client_id);
            writes.create_or_return(cx.table.build_put(key, &entry.done())?);
        }
    }
    also(&mut writes)?;
    let attempt = match writes.write(&cx.table).await? {
        Outcome::Written => Attempt::Committed,
        Outcome::Cancelled(reasons) => cancelled(entries, reasons)?,
    };
    cx.metrics.count(|counts| attempt.count(entries, counts));
    Ok(attempt)
}

/// The rows of the events, which now tell the messages of the log up to them.
fn rows(tail: &Tail, entries: &mut [Entry]) -> Vec<LogRow> {
    let (mut messages, mut bucket) = (tail.messages(), tail.bucket(clock::now()));
    let row = |Entry { event, .. }: &mut Entry| {
        messages += u64::from(event.kind.message().is_some());
        bucket = bucket.take(1);
        event.messages = Some(messages);
        LogRow { event: event.clone(), bucket: Some(bucket) }
    };
    entries.iter_mut().map(row).collect()
}

/// Whether the transaction was cancelled because of duplicates. The reasons come in the order of the writes: the events,
/// then the `DONE` rows.
fn cancelled(entries: &[Entry], reasons: Vec<Reason>) -> Result<Attempt, Failure> {
    let with_id = entries.iter().enumerate().filter(|(_, entry)| entry.client_id.is_some());
    let mut duplicates = Vec::new();
    for ((index, _), reason) in with_id.zip(reasons.into_iter().skip(entries.len())) {
        if let Reason::Condition(Some(done)) = reason {
            duplicates.push((index, parse(done)?));
        }
    }
    Ok(if duplicates.is_empty() { Attempt::Conflict } else { Attempt::Duplicates(duplicates) })
}

/// Waits before the next attempt. The time is random, and longer each round, so that the losers do not collide again.
pub async fn pause(round: u32) {
    let most = (10_u64 << round.min(5)) + 10;
    let (random, _) = Uuid::new_v4().as_u64_pair();
    tokio::time::sleep(Duration::from_millis(random % most)).await;
}
