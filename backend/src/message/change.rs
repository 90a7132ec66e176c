//! `edit`, `delete` and `react`: an event and its target's new state in one commit.

use common::{Ack, Change, ClientId, Event, Frame, Kind, Message, Outcome, RequestId, RoomId, Seq, Verdict};
use tokio::{join, try_join};

use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::log::append::{contended, duplicate, verdict};
use crate::log::attempt::{Attempt, Entry, ROUNDS, attempt, pause};
use crate::log::edits::{Edits, clear};
use crate::log::rate::Rate;
use crate::log::{Tail, repeated};
use crate::row::{Done, Listener};
use crate::table::Item;
use crate::{log, post, room};
use target::{Target, no_such_message};

mod target;

/// Commits the change, posts its event to the other listeners, and acknowledges.
pub async fn change(
    cx: &Context,
    connection: &str,
    id: RequestId,
    room: RoomId,
    client_id: ClientId,
    change: Change,
) -> Result<Frame, Failure> {
    let target = change.target().ok_or_else(no_such_message)?;
    let (who, tail, item) = try_join!(
        room::listener(cx, &room, connection),
        log::rate_tail(cx, &room),
        cx.table.get_item(Key::event(&room, target)),
    )?;
    let commit = Commit { cx, room: &room, who: &who, client_id: &client_id, change: &change, target };
    let (changed, others) = post::beside_listeners(cx, &room, connection, commit.run(tail, item)).await?;
    let Changed { verdict, event, uncleared } = changed;
    let mut events = repeated::events(cx, &room, &who.user, [(&client_id, &verdict)]).await;
    events.extend(event);
    let (cleared, ()) =
        join!(commit.clear_edits(uncleared.as_ref()), post::events(cx, &room, &others, events));
    cleared?;
    Ok(Frame::Ack(Ack { id, results: vec![Outcome { client_id, verdict }], room: None }))
}

/// The commit of a change, with all that it needs to know.
struct Commit<'a> {
    cx: &'a Context,
    room: &'a RoomId,
    who: &'a Listener,
    client_id: &'a ClientId,
    change: &'a Change,
    target: Seq,
}

/// What a commit has done.
struct Changed {
    verdict: Verdict,
    /// The new event, unless the change is a duplicate.
    event: Option<Event>,
    /// The message's state, if its earlier edits may have text.
    uncleared: Option<Message>,
}

impl Changed {
    fn duplicate(done: Done, target: Target) -> Self {
        let uncleared = (target.edits == Edits::Unknown).then_some(target.message);
        Self { verdict: duplicate(done), event: None, uncleared }
    }
}

impl Commit<'_> {
    /// Tries until the change is committed, found to be a duplicate, or refused. After each conflict it reads the tail
    /// and the target again.
    async fn run(&self, mut tail: Tail, mut item: Option<Item>) -> Result<Changed, Failure> {
        let mut rate = Rate::new(self.cx, self.room, &self.who.user);
        for round in 0..ROUNDS {
            rate.check(&tail, 1).await?;
            let target = Target::read(item)?;
            if let Err(refusal) = target.check(self.change, self.who) {
                let done = self.done().await?.ok_or(refusal)?;
                return Ok(Changed::duplicate(done, target));
            }
            match self.attempt(&tail, &target).await? {
                (Attempt::Committed, event, message) => {
                    let uncleared = (target.edits == Edits::Unknown).then_some(message);
                    return Ok(Changed { verdict: verdict(&event), event: Some(event), uncleared });
                }
                (Attempt::Duplicates(done), ..) => {
                    let (_, done) = done.into_iter().next().ok_or_else(contended)?;
                    return Ok(Changed::duplicate(done, target));
                }
                (Attempt::Conflict, ..) => pause(round).await,
            }
            let event = Key::event(self.room, self.target);
            (tail, item) = try_join!(log::rate_tail(self.cx, self.room), self.cx.table.get_item(event))?;
        }
        Err(contended())
    }

    /// One attempt. Returns the event and the message's state, which are written if it succeeds.
    async fn attempt(&self, tail: &Tail, target: &Target) -> Result<(Attempt, Event, Message), Failure> {
        let (seq, kind) = (tail.head() + 1, Kind::Change(self.change.clone()));
        let mut entry = [Entry::new(self.who, seq, kind, Some(self.client_id.clone()))];
        let mut message = target.message.clone();
        message.apply(&entry[0].event);
        let mut item = target.changed(&message)?;
        let attempt = attempt(self.cx, self.room, tail, &mut entry, |writes| {
            target.edits.change(self.cx, self.room, (self.change, seq), &mut item, writes)?;
            writes.put(target.put(self.cx, item)?);
            Ok(())
        });
        let attempt = attempt.await?;
        let [Entry { event, .. }] = entry;
        Ok((attempt, event, message))
    }

    /// Looks up whether this change was committed before. Then it does not matter that its target has changed since.
    async fn done(&self) -> Result<Option<Done>, Failure> {
        let done = self.cx.table.get(Key::done(self.room, &self.who.user, self.client_id)).await?;
        self.cx.metrics.count(|counts| counts.duplicates += u64::from(done.is_some()));
        Ok(done)
    }

    /// Clears the message's earlier edits. If that fails, the change is not acknowledged, so that its repetition ends it.
    async fn clear_edits(&self, uncleared: Option<&Message>) -> Result<(), Failure> {
        match uncleared {
            Some(message) => clear(self.cx, self.room, self.target, message.rev, message.is_deleted()).await,
            None => Ok(()),
        }
    }
}
