//! `edit`, `delete` and `react`: an event and its target's new state in one commit.

use aws_sdk_dynamodb::types::Put;
use common::{
    Ack, Change, ClientId, Code, Event, Frame, Kind, Message, Outcome, RequestId, RoomId, Seq, Verdict,
};
use tokio::try_join;

use super::permission;
use crate::context::Context;
use crate::failure::{Failure, refused};
use crate::key::Key;
use crate::log::Tail;
use crate::log::append::{contended, duplicate};
use crate::log::attempt::{Attempt, Entry, ROUNDS, attempt, pause};
use crate::room::Caller;
use crate::row::{Done, Role};
use crate::table::{self, Item};
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
    let (committed, others) =
        try_join!(commit.run(tail, item), room::other_listeners(cx, &room, connection))?;
    let (verdict, events) = committed;
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
    async fn run(&self, mut tail: Tail, mut target: Option<Item>) -> Result<(Verdict, Vec<Event>), Failure> {
        for round in 0..ROUNDS {
            tail.check_rate(&self.who.user, 1)?;
            let item = target.unwrap_or_default();
            let message = match self.permitted_target(&item) {
                Ok(message) => message,
                Err(refusal) => {
                    return self.done().await?.ok_or(refusal).map(|done| (duplicate(done), vec![]));
                }
            };
            match self.attempt(tail.head(), item, message).await? {
                (Attempt::Committed, event) => {
                    let verdict = Verdict::Committed { seq: event.seq, at: event.at, duplicate: false };
                    return Ok((verdict, vec![event]));
                }
                (Attempt::Duplicates(done), _) => {
                    return done.first().map(|(_, done)| (duplicate(*done), vec![])).ok_or_else(contended);
                }
                (Attempt::Conflict, _) => pause(round).await,
            }
            let event = Key::event(self.room, self.target);
            (tail, target) = try_join!(log::rate_tail(self.cx, self.room), self.cx.table.get_item(event))?;
        }
        Err(contended())
    }

    /// The target's present state, if this person may make this change.
    fn permitted_target(&self, item: &Item) -> Result<Message, Failure> {
        let event: Event = table::parse(item.clone()).map_err(|_| no_such_message())?;
        let Kind::Message(message) = event.kind else { return Err(no_such_message()) };
        if message.is_deleted() {
            return Err(refused(Code::NotFound, "This message has been deleted."));
        }
        permission::check(self.change, (&self.who.user, self.role), &event.by, &message)?;
        Ok(message)
    }

    async fn attempt(
        &self,
        head: Seq,
        item: Item,
        mut message: Message,
    ) -> Result<(Attempt, Event), Failure> {
        let kind = Kind::Change(self.change.clone());
        let entry = Entry::new(self.who, head + 1, kind, Some(self.client_id.clone()));
        let before = message.clone();
        message.apply(&entry.event);
        let put = put_message(self.cx, item, &before, &message)?;
        let entries = [entry];
        let attempt = attempt(self.cx, self.room, &entries, |writes| {
            writes.put(put);
            Ok(())
        });
        let attempt = attempt.await?;
        let [entry] = entries;
        Ok((attempt, entry.event))
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

/// Writes a message's new state over the one before, unless somebody else has changed it since. Attributes of the item
/// that this program does not know stay.
fn put_message(cx: &Context, mut item: Item, before: &Message, after: &Message) -> Result<Put, Failure> {
    let known = table::attributes(before)?;
    item.retain(|attribute, _| !known.contains_key(attribute));
    item.extend(table::attributes(after)?);
    let mut put = cx.table.build_put_item(item)?;
    let rev = before.rev;
    if rev == 0 {
        put.condition_expression = Some("attribute_exists(pk) AND attribute_not_exists(#rev)".to_owned());
    } else {
        put.condition_expression = Some("#rev = :rev".to_owned());
        put.expression_attribute_values = Some([(":rev".to_owned(), table::number(rev))].into());
    }
    put.expression_attribute_names = Some([("#rev".to_owned(), "rev".to_owned())].into());
    Ok(put)
}
