//! What `edit`, `delete` and `react` have in common: an event and its target's new state in one commit.

use aws_sdk_dynamodb::types::Put;
use common::{
    Ack, ClientId, Code, Event, Frame, Kind, Message, Outcome, RequestId, RoomId, Seq, UserId, Verdict,
};
use tokio::try_join;

use crate::context::Context;
use crate::failure::{Failure, refused};
use crate::key::Key;
use crate::log::Tail;
use crate::log::append::{crowded, repeated};
use crate::log::attempt::{Attempt, Entry, ROUNDS, attempt, pause};
use crate::row::{Done, Listener};
use crate::table::{self, Item};
use crate::{log, post, room};

/// Something that changes a message.
pub trait Change {
    /// The message's `seq`.
    fn target(&self) -> Seq;
    /// Refuses who may not do this, or what cannot be.
    fn check(&self, who: &Listener, author: &UserId, message: &Message) -> Result<(), Failure>;
    /// What the log says about it.
    fn kind(&self) -> Kind;
}

/// Commits the change, tells the others, and acknowledges.
pub async fn change(
    cx: &Context,
    connection: &str,
    id: RequestId,
    room: RoomId,
    client_id: ClientId,
    change: impl Change,
) -> Result<Frame, Failure> {
    let (who, tail, target) = try_join!(
        room::speaker(cx, &room, connection),
        log::rated_tail(cx, &room),
        cx.table.get_item(Key::event(&room, change.target())),
    )?;
    let started = Started { cx, room: &room, who: &who, client_id: &client_id, change: &change };
    let (committed, others) = try_join!(started.commit(tail, target), room::others(cx, &room, connection))?;
    let (verdict, events) = committed;
    post::events(cx, &room, &others, events).await;
    Ok(Frame::Ack(Ack { id, results: vec![Outcome { client_id, verdict }], room: None }))
}

/// A change on its way, with all that is known about it.
struct Started<'a, C> {
    cx: &'a Context,
    room: &'a RoomId,
    who: &'a Listener,
    client_id: &'a ClientId,
    change: &'a C,
}

impl<C: Change> Started<'_, C> {
    /// Tries until it is in, known or refused; after each loss from what there is then.
    async fn commit(
        &self,
        mut tail: Tail,
        mut target: Option<Item>,
    ) -> Result<(Verdict, Vec<Event>), Failure> {
        for round in 0..ROUNDS {
            tail.check_rate(&self.who.user, 1)?;
            let item = target.unwrap_or_default();
            let message = match self.permitted(&item) {
                Ok(message) => message,
                Err(refusal) => {
                    return self.known().await?.ok_or(refusal).map(|done| (repeated(done), vec![]));
                }
            };
            match self.attempt(tail.head(), item, message).await? {
                (Attempt::Committed, event) => {
                    let verdict = Verdict::Committed { seq: event.seq, at: event.at, duplicate: false };
                    return Ok((verdict, vec![event]));
                }
                (Attempt::Known(known), _) => {
                    return known.first().map(|(_, done)| (repeated(*done), vec![])).ok_or_else(crowded);
                }
                (Attempt::Lost, _) => pause(round).await,
            }
            let event = Key::event(self.room, self.change.target());
            (tail, target) = try_join!(log::rated_tail(self.cx, self.room), self.cx.table.get_item(event))?;
        }
        Err(crowded())
    }

    /// The message as it is, if it may be changed so.
    fn permitted(&self, item: &Item) -> Result<Message, Failure> {
        let missing = || refused(Code::NotFound, "There is no such message here.");
        let event: Event = table::parse(item.clone()).map_err(|_| missing())?;
        let Kind::Message(message) = event.kind else { return Err(missing()) };
        if message.is_deleted() {
            return Err(refused(Code::NotFound, "This message has been deleted."));
        }
        self.change.check(self.who, &event.by, &message)?;
        Ok(message)
    }

    async fn attempt(&self, head: Seq, item: Item, mut now: Message) -> Result<(Attempt, Event), Failure> {
        let entry = Entry::new(self.who, head + 1, self.change.kind(), Some(self.client_id.clone()));
        let rev = now.rev;
        now.apply(&entry.event);
        let put = replacing(self.cx, item, &now, rev)?;
        let entries = [entry];
        let attempt = attempt(self.cx, self.room, &entries, |writes| {
            writes.put(put);
            Ok(())
        });
        let attempt = attempt.await?;
        let [entry] = entries;
        Ok((attempt, entry.event))
    }

    /// Whether this change was made before: then what it would meet now does not matter.
    async fn known(&self) -> Result<Option<Done>, Failure> {
        let done = self.cx.table.get(Key::done(self.room, &self.who.user, self.client_id)).await?;
        self.cx.metrics.count(|counts| counts.duplicates += u64::from(done.is_some()));
        Ok(done)
    }
}

/// Writes a message's new state over its old one, unless somebody else has changed it meanwhile.
/// Attributes of newer programs stay.
fn replacing(cx: &Context, mut item: Item, now: &Message, rev: Seq) -> Result<Put, Failure> {
    for attribute in ["text", "edited", "reactions", "rev"] {
        item.remove(attribute);
    }
    item.extend(table::attributes(now)?);
    let mut put = cx.table.putting_item(item)?;
    if rev == 0 {
        put.condition_expression = Some("attribute_exists(pk) AND attribute_not_exists(#rev)".to_owned());
    } else {
        put.condition_expression = Some("#rev = :rev".to_owned());
        put.expression_attribute_values = Some([(":rev".to_owned(), table::number(rev))].into());
    }
    put.expression_attribute_names = Some([("#rev".to_owned(), "rev".to_owned())].into());
    Ok(put)
}
