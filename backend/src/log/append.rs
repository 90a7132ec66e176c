//! Appends messages to a log: the commit, until each message is committed or found to be a duplicate.

use common::{Code, Event, Kind, Message, NewMessage, RoomId, Seq, Verdict};
use futures::future::try_join_all;

use super::attempt::{Attempt, Entry, ROUNDS, attempt, pause};
use super::rate::Rate;
use super::{Tail, rate_tail};
use crate::context::Context;
use crate::failure::{Failure, refused};
use crate::key::Key;
use crate::row::{Done, Listener};

/// The outcome of [`append`].
pub struct Appended {
    /// For each message, in order.
    pub verdicts: Vec<Verdict>,
    /// The new events of the log.
    pub events: Vec<Event>,
}

/// Appends messages after the tail, or after what others append meanwhile. The messages' client ids must differ from
/// each other.
///
/// # Errors
/// `rate_limited` if the person or the room is too fast: a message that is committed already does not count again. `conflict` if
/// others were faster in every round.
pub async fn append(
    cx: &Context,
    room: &RoomId,
    who: &Listener,
    mut tail: Tail,
    messages: &[NewMessage],
) -> Result<Appended, Failure> {
    let (mut verdicts, mut rate) = (vec![None; messages.len()], Rate::new(cx, room, &who.user));
    for round in 0..ROUNDS {
        if rate.check(&tail, without_verdict(&verdicts).len()).await.is_err() {
            find_duplicates(cx, room, who, messages, &mut verdicts).await?;
            rate.check(&tail, without_verdict(&verdicts).len()).await?;
        }
        let open = without_verdict(&verdicts);
        let mut entries = entries(who, tail.head(), open.iter().map(|&index| &messages[index]));
        match attempt_if_any(cx, room, &tail, &mut entries).await? {
            Attempt::Committed => return Ok(committed(verdicts, &open, entries)),
            Attempt::Duplicates(duplicates) => {
                for (entry, done) in duplicates {
                    verdicts[open[entry]] = Some(duplicate(done));
                }
            }
            Attempt::Conflict => pause(round).await,
        }
        tail = rate_tail(cx, room).await?;
    }
    Err(contended())
}

/// The indices of the messages that have no verdict yet.
fn without_verdict(verdicts: &[Option<Verdict>]) -> Vec<usize> {
    (0..verdicts.len()).filter(|&index| verdicts[index].is_none()).collect()
}

/// Looks up which messages are committed already. Their author may have lost the `ack`, and need not wait for the rate
/// limit to get it again.
async fn find_duplicates(
    cx: &Context,
    room: &RoomId,
    who: &Listener,
    messages: &[NewMessage],
    verdicts: &mut [Option<Verdict>],
) -> Result<(), Failure> {
    let reads = without_verdict(verdicts).into_iter().map(async |index| {
        let key = Key::done(room, &who.user, &messages[index].client_id);
        Ok::<_, Failure>((index, cx.table.get::<Done>(key).await?))
    });
    for (index, done) in try_join_all(reads).await? {
        cx.metrics.count(|counts| counts.duplicates += u64::from(done.is_some()));
        verdicts[index] = done.map(duplicate);
    }
    Ok(())
}

/// Without entries there is nothing to write.
async fn attempt_if_any(
    cx: &Context,
    room: &RoomId,
    tail: &Tail,
    entries: &mut [Entry],
) -> Result<Attempt, Failure> {
    if entries.is_empty() {
        return Ok(Attempt::Committed);
    }
    attempt(cx, room, tail, entries, |_| Ok(())).await
}

fn entries<'a>(who: &Listener, head: Seq, messages: impl Iterator<Item = &'a NewMessage>) -> Vec<Entry> {
    let entry = |(NewMessage { client_id, post }, seq): (&NewMessage, Seq)| {
        let kind = Kind::Message(Message::new(client_id.clone(), post.clone()));
        Entry::new(who, seq, kind, Some(client_id.clone()))
    };
    messages.zip(head + 1..).map(entry).collect()
}

fn committed(mut verdicts: Vec<Option<Verdict>>, open: &[usize], entries: Vec<Entry>) -> Appended {
    let events: Vec<Event> = entries.into_iter().map(|entry| entry.event).collect();
    for (&index, event) in open.iter().zip(&events) {
        verdicts[index] = Some(verdict(event));
    }
    Appended { verdicts: verdicts.into_iter().flatten().collect(), events }
}

/// The verdict on a change that became this event.
pub fn verdict(event: &Event) -> Verdict {
    Verdict::Committed { seq: event.seq, at: event.at, messages: event.messages, duplicate: false }
}

/// The verdict on a change that was committed before.
pub fn duplicate(done: Done) -> Verdict {
    Verdict::Committed { seq: done.seq, at: done.at, messages: None, duplicate: true }
}

/// Others were faster in every round.
pub fn contended() -> Failure {
    refused(Code::Conflict, "Too many people speak at once here; try again.")
}
