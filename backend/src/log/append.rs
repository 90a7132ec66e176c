//! Appends messages to a log: the commit, until each message is committed or found to be a duplicate.

use common::{ClientId, Event, Kind, Message, NewMessage, RoomId, Verdict};
use futures::future::try_join_all;

use super::attempt::{Attempt, Entry, attempt, entries};
use super::{Tail, rate_tail};
use crate::bucket::Bucket;
use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::room::Caller;
use crate::rounds::{ROUNDS, contended, pause};
use crate::row::Done;

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
/// `rate_limited` if the person is too fast: a message that is committed already does not count again. `conflict` if
/// others were faster in every round.
pub async fn append(
    cx: &Context,
    room: &RoomId,
    who: &Caller,
    mut tail: Tail,
    messages: &[NewMessage],
) -> Result<Appended, Failure> {
    let mut verdicts = vec![None; messages.len()];
    for round in 0..ROUNDS {
        tail = tail.with_events_of(cx, room, &who.user).await?;
        if tail.check_rate(&who.user, without_verdict(&verdicts).len()).is_err() {
            find_duplicates(cx, room, who, messages, &mut verdicts).await?;
        }
        let open = without_verdict(&verdicts);
        tail.check_rate(&who.user, open.len())?;
        let entries = entries(&tail, who, open.iter().map(|&index| new_message(&messages[index])));
        match attempt_if_any(cx, room, tail.bucket(), &entries).await? {
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
    who: &Caller,
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
    bucket: Bucket,
    entries: &[Entry],
) -> Result<Attempt, Failure> {
    if entries.is_empty() {
        return Ok(Attempt::Committed);
    }
    attempt(cx, room, bucket, entries, |_| Ok(())).await
}

fn new_message(NewMessage { client_id, post }: &NewMessage) -> (Kind, Option<ClientId>) {
    (Kind::Message(Message::new(client_id.clone(), post.clone())), Some(client_id.clone()))
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
