//! One try at a commit.

use std::time::Duration;

use common::{ClientId, Event, Kind, RoomId, Seq};
use uuid::Uuid;

use crate::clock;
use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::metrics::Counts;
use crate::row::{Done, Listener};
use crate::table::parse;
use crate::transaction::{Outcome, Reason, Transaction};

/// An event on its way, and what its author's client calls it, so that a repetition is recognised.
pub struct Entry {
    pub event: Event,
    pub client_id: Option<ClientId>,
}

/// What became of the try.
pub enum Attempt {
    /// All of it is in the log, for good.
    Committed,
    /// Nothing is written: these entries (by index) were in the log before.
    Known(Vec<(usize, Done)>),
    /// Nothing is written: somebody was faster. Read again what it depends on.
    Lost,
}

impl Attempt {
    fn count(&self, entries: &[Entry], counts: &mut Counts) {
        match self {
            Self::Committed => {
                let messages = entries.iter().filter(|entry| matches!(entry.event.kind, Kind::Message(_)));
                counts.committed(messages.count());
            }
            Self::Known(known) => counts.duplicates += known.len() as u64,
            Self::Lost => counts.conflict_retries += 1,
        }
    }
}

impl Entry {
    /// An entry that is made now.
    pub fn new(who: &Listener, seq: Seq, kind: Kind, client_id: Option<ClientId>) -> Self {
        let (by, name) = (who.user.clone(), who.name.clone());
        Self { event: Event { seq, at: clock::now(), by, name, kind }, client_id }
    }

    fn done(&self) -> Done {
        Done { seq: self.event.seq, at: self.event.at, expires: clock::done_expires() }
    }
}

/// Puts the events under their numbers, unless one of these is taken; remembers what their clients call
/// them, unless that is known; and does `also` with it: all or nothing.
pub async fn attempt(
    cx: &Context,
    room: &RoomId,
    entries: &[Entry],
    also: impl FnOnce(&mut Transaction) -> Result<(), Failure>,
) -> Result<Attempt, Failure> {
    let mut writes = Transaction::default();
    for Entry { event, .. } in entries {
        writes.create(cx.table.putting(Key::event(room, event.seq), event)?);
    }
    for entry in entries {
        if let Some(client_id) = &entry.client_id {
            let key = Key::done(room, &entry.event.by, client_id);
            writes.create_or_tell(cx.table.putting(key, &entry.done())?);
        }
    }
    also(&mut writes)?;
    let attempt = match writes.write(&cx.table).await? {
        Outcome::Written => Attempt::Committed,
        Outcome::Cancelled(reasons) => known(entries, reasons)?,
    };
    cx.metrics.count(|counts| attempt.count(entries, counts));
    Ok(attempt)
}

/// The entries that were there before; if there are none, somebody was faster.
fn known(entries: &[Entry], reasons: Vec<Reason>) -> Result<Attempt, Failure> {
    let named = entries.iter().enumerate().filter(|(_, entry)| entry.client_id.is_some());
    let mut known = Vec::new();
    for ((index, _), reason) in named.zip(reasons.into_iter().skip(entries.len())) {
        if let Reason::Condition(Some(done)) = reason {
            known.push((index, parse(done)?));
        }
    }
    Ok(if known.is_empty() { Attempt::Lost } else { Attempt::Known(known) })
}

/// How often a commit is tried. Each round has one winner, so this many people can speak at once.
pub const ROUNDS: u32 = 16;

/// Waits before the next round: a random time, longer each round, so that losers do not meet again.
pub async fn pause(round: u32) {
    let most = (10_u64 << round.min(5)) + 10;
    let (random, _) = Uuid::new_v4().as_u64_pair();
    tokio::time::sleep(Duration::from_millis(random % most)).await;
}
