//! One attempt to commit.

use common::{ClientId, Event, Kind, RoomId, Seq};

use super::Tail;
use crate::bucket::Bucket;
use crate::clock;
use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::metrics::Counts;
use crate::room::Caller;
use crate::row::{Done, LogRow};
use crate::table::parse;
use crate::transaction::{Outcome, Reason, Transaction};

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
    fn done(&self) -> Done {
        let Event { seq, at, ref kind, .. } = self.event;
        Done { seq, at, is_message: kind.message().is_some(), expires: clock::done_expires() }
    }
}

/// Entries for events that happen now, right after the tail.
pub fn entries(
    tail: &Tail,
    who: &Caller,
    kinds: impl IntoIterator<Item = (Kind, Option<ClientId>)>,
) -> Vec<Entry> {
    let mut messages = tail.messages();
    let entry = |(seq, (kind, client_id)): (Seq, (Kind, Option<ClientId>))| {
        messages += u64::from(kind.message().is_some());
        let (at, by, name) = (clock::now(), who.user.clone(), who.name.clone());
        Entry { event: Event { seq, at, by, name, messages: Some(messages), kind }, client_id }
    };
    (tail.head() + 1..).zip(kinds).map(entry).collect()
}

/// Writes the events, unless one of their numbers is taken; their `DONE` rows, unless one is there; and what `also`
/// adds. One transaction does all of it or nothing. `bucket` is the room's after the event before them.
pub async fn attempt(
    cx: &Context,
    room: &RoomId,
    mut bucket: Bucket,
    entries: &[Entry],
    also: impl FnOnce(&mut Transaction) -> Result<(), Failure>,
) -> Result<Attempt, Failure> {
    let mut writes = Transaction::default();
    for Entry { event, .. } in entries {
        if !matches!(event.kind, Kind::Join | Kind::Leave) {
            bucket = bucket.add(event.at);
        }
        let row = LogRow { event: event.clone(), bucket };
        writes.create(cx.table.build_put(Key::event(room, event.seq), &row)?);
    }
    for entry in entries {
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
