//! Appends what people say: the commit algorithm, until it is in or known to be in.

use common::{ClientId, Code, Event, Kind, RoomId, Seq, Verdict};
use futures::future::try_join_all;

use super::attempt::{Attempt, Entry, ROUNDS, attempt, pause};
use super::{Tail, rated_tail};
use crate::context::Context;
use crate::failure::{Failure, refused};
use crate::key::Key;
use crate::row::{Done, Listener};

/// Something to say, and what its author's client calls it.
pub type Said = (ClientId, Kind);

/// What became of it all.
pub struct Appended {
    /// For each thing said, in order.
    pub verdicts: Vec<Verdict>,
    /// What is new in the log.
    pub events: Vec<Event>,
}

/// Appends after the tail, or after what others append meanwhile, as fast as one may: what is in the log
/// already does not count again. Client ids must differ from each other.
pub async fn append(
    cx: &Context,
    room: &RoomId,
    who: &Listener,
    mut tail: Tail,
    said: &[Said],
) -> Result<Appended, Failure> {
    let mut verdicts = vec![None; said.len()];
    for round in 0..ROUNDS {
        if tail.check_rate(&who.user, waiting(&verdicts).len()).is_err() {
            recognise(cx, room, who, said, &mut verdicts).await?;
        }
        let waiting = waiting(&verdicts);
        tail.check_rate(&who.user, waiting.len())?;
        let entries = number(who, tail.head(), waiting.iter().map(|&index| &said[index]));
        match try_all(cx, room, &entries).await? {
            Attempt::Committed => return Ok(committed(verdicts, &waiting, entries)),
            Attempt::Known(known) => {
                known.into_iter().for_each(|(entry, done)| verdicts[waiting[entry]] = Some(repeated(done)));
            }
            Attempt::Lost => pause(round).await,
        }
        tail = rated_tail(cx, room).await?;
    }
    Err(crowded())
}

/// The indices of what is not known to be in the log.
fn waiting(verdicts: &[Option<Verdict>]) -> Vec<usize> {
    (0..verdicts.len()).filter(|&index| verdicts[index].is_none()).collect()
}

/// Looks up what is in the log already: its author may have lost the answer, and would else have to wait
/// for being told.
async fn recognise(
    cx: &Context,
    room: &RoomId,
    who: &Listener,
    said: &[Said],
    verdicts: &mut [Option<Verdict>],
) -> Result<(), Failure> {
    let look = waiting(verdicts).into_iter().map(async |index| {
        let done = cx.table.get::<Done>(Key::done(room, &who.user, &said[index].0)).await?;
        Ok::<_, Failure>((index, done))
    });
    for (index, done) in try_join_all(look).await? {
        cx.metrics.count(|counts| counts.duplicates += u64::from(done.is_some()));
        verdicts[index] = done.map(repeated);
    }
    Ok(())
}

/// Nobody said anything new: nothing to write.
async fn try_all(cx: &Context, room: &RoomId, entries: &[Entry]) -> Result<Attempt, Failure> {
    if entries.is_empty() {
        return Ok(Attempt::Committed);
    }
    attempt(cx, room, entries, |_| Ok(())).await
}

fn number<'a>(who: &Listener, head: Seq, said: impl Iterator<Item = &'a Said>) -> Vec<Entry> {
    let numbered = said.zip(head + 1..);
    numbered.map(|((id, kind), seq)| Entry::new(who, seq, kind.clone(), Some(id.clone()))).collect()
}

fn committed(mut verdicts: Vec<Option<Verdict>>, waiting: &[usize], entries: Vec<Entry>) -> Appended {
    let events: Vec<Event> = entries.into_iter().map(|entry| entry.event).collect();
    for (&index, event) in waiting.iter().zip(&events) {
        verdicts[index] = Some(Verdict::Committed { seq: event.seq, at: event.at, duplicate: false });
    }
    Appended { verdicts: verdicts.into_iter().flatten().collect(), events }
}

/// It was in the log before.
pub fn repeated(done: Done) -> Verdict {
    Verdict::Committed { seq: done.seq, at: done.at, duplicate: true }
}

/// Others were faster, every time.
pub fn crowded() -> Failure {
    refused(Code::Conflict, "Too many people speak at once here; try again.")
}
