//! `edit`, `delete` and `react`: an event and its target's new state in one commit.

use common::{Ack, Change, ClientId, Code, Event, Frame, Kind, Outcome, RequestId, RoomId, Seq, Verdict};
use tokio::{join, try_join};

use super::permission;
use super::target::{self, Target};
use crate::context::Context;
use crate::failure::{Failure, refused};
use crate::key::Key;
use crate::log::Tail;
use crate::log::append::{duplicate, verdict};
use crate::log::attempt::{Attempt, attempt, entries};
use crate::room::Caller;
use crate::rounds::{ROUNDS, contended, pause};
use crate::row::{Done, Role};
use crate::table::Item;
use crate::{log, post, room};

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
    let (who, role, tail, item) = try_join!(
        room::member(cx, &room, connection),
        role(cx, &room, connection, &change),
        log::rate_tail(cx, &room),
        cx.table.get_item(Key::event(&room, target)),
    )?;
    let commit = Commit { cx, room: &room, who: &who, role, client_id: &client_id, change: &change, target };
    let (committed, others) = join!(commit.run(tail, item), room::audience(cx, &room, connection));
    let (verdict, mut events) = committed?;
    events.extend(log::fresh_duplicates(cx, &room, &who.user, [(&client_id, &verdict)]).await);
    post::events(cx, &room, &others, events).await;
    Ok(Frame::Ack(Ack { id, results: vec![Outcome { client_id, verdict }], room: None }))
}

/// The role of who makes the change. Only a deletion depends on it.
async fn role(cx: &Context, room: &RoomId, connection: &str, change: &Change) -> Result<Role, Failure> {
    match change {
        Change::Delete(_) => room::role(cx, room, connection).await,
        Change::Post(_) | Change::Edit(_) | Change::React(_) => Ok(Role::Member),
    }
}

/// The commit of a change, with all that it needs to know.
struct Commit<'a> {
    cx: &'a Context,
    room: &'a RoomId,
    who: &'a Caller,
    role: Role,
    client_id: &'a ClientId,
    change: &'a Change,
    target: Seq,
}

impl Commit<'_> {
    /// Tries until the change is committed, found to be a duplicate, or refused. After each conflict it reads the tail
    /// and the target again. Returns the verdict, and the new event if there is one.
    async fn run(&self, mut tail: Tail, mut item: Option<Item>) -> Result<(Verdict, Vec<Event>), Failure> {
        for round in 0..ROUNDS {
            tail = tail.with_events_of(self.cx, self.room, &self.who.user).await?;
            tail.check_rate(&self.who.user, 1)?;
            let target = match self.permitted(item) {
                Ok(target) => target,
                Err(refusal) => {
                    return self.done().await?.ok_or(refusal).map(|done| (duplicate(done), vec![]));
                }
            };
            let has_unnamed_edits = target.has_unnamed_edits();
            match self.attempt(&tail, target).await? {
                (Attempt::Committed, event) => {
                    if has_unnamed_edits {
                        self.clear_unnamed_edits(event.seq).await;
                    }
                    return Ok((verdict(&event), vec![event]));
                }
                (Attempt::Duplicates(done), _) => {
                    return done.first().map(|(_, done)| (duplicate(*done), vec![])).ok_or_else(contended);
                }
                (Attempt::Conflict, _) => pause(round).await,
            }
            let event = Key::event(self.room, self.target);
            (tail, item) = try_join!(log::rate_tail(self.cx, self.room), self.cx.table.get_item(event))?;
        }
        Err(contended())
    }

    /// The target, if this person may make this change.
    fn permitted(&self, item: Option<Item>) -> Result<Target, Failure> {
        let target = item.and_then(Target::read).ok_or_else(no_such_message)?;
        if target.message.is_deleted() {
            return Err(refused(Code::NotFound, "This message has been deleted."));
        }
        permission::check(self.change, (&self.who.user, self.role), &target.author, &target.message)?;
        Ok(target)
    }

    async fn attempt(&self, tail: &Tail, target: Target) -> Result<(Attempt, Event), Failure> {
        let kind = Kind::Change(self.change.clone());
        let entries = entries(tail, self.who, [(kind, Some(self.client_id.clone()))]);
        let attempt = attempt(self.cx, self.room, tail.bucket(), &entries, |writes| {
            target.write(self.cx, self.room, &entries[0].event, writes)
        });
        Ok((attempt.await?, entries[0].event.clone()))
    }

    /// The change is committed, whatever becomes of this.
    async fn clear_unnamed_edits(&self, until: Seq) {
        if let Change::Edit(_) | Change::Delete(_) = self.change
            && let Err(error) = target::clear_unnamed_edits(self.cx, self.room, self.target, until).await
        {
            let (room, target, error) = (self.room, self.target, format!("{error:#}"));
            tracing::error!(%room, target, error, "older edits of the message keep their texts");
        }
    }

    /// Looks up whether this change was committed before. Then it does not matter that its target has changed since.
    async fn done(&self) -> Result<Option<Done>, Failure> {
        let done = self.cx.table.get(Key::done(self.room, &self.who.user, self.client_id)).await?;
        self.cx.metrics.count(|counts| counts.duplicates += u64::from(done.is_some()));
        Ok(done)
    }
}

fn no_such_message() -> Failure {
    refused(Code::NotFound, "There is no such message here.")
}
