//! `leave`: stop being a member, on all devices.

use common::{Ack, Event, Frame, Kind, RequestId, RoomId};
use futures::{StreamExt, TryStreamExt, stream};
use tokio::try_join;

use crate::clock;
use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::log::append::contended;
use crate::log::attempt::{Attempt, Entry, ROUNDS, attempt, pause};
use crate::room::Caller;
use crate::row::{Listener, Member};
use crate::table::{set, try_update};
use crate::{log, post, room};

/// Listeners removed at once.
const CONCURRENT: usize = 10;

/// Ends the membership, removes the listeners of all this person's devices, and posts the event.
///
/// `leave` removes the listener rows before it posts the event, so that a failed or slow post leaves no rights behind.
/// Somebody who is not a member may leave too: a repetition is harmless.
pub async fn leave(cx: &Context, connection: &str, id: RequestId, room: RoomId) -> Result<Frame, Failure> {
    let caller = room::caller(cx, connection).await?;
    let event = end_membership(cx, &room, &caller, connection).await?;
    let others = room::other_listeners(cx, &room, connection).await?;
    let own = others.iter().filter(|other| other.user == caller.user).map(|other| other.connection.as_str());
    let removals = own.chain([connection]).map(|device| remove_listener(cx, &room, device));
    let removed = stream::iter(removals).buffer_unordered(CONCURRENT).try_collect::<()>().await;
    if let Some(event) = event {
        post::events(cx, &room, &others, vec![event]).await;
    }
    removed?;
    Ok(Frame::Ack(Ack { id, results: vec![], room: None }))
}

/// Commits the end of the membership. Returns its event; none if there was no membership.
async fn end_membership(
    cx: &Context,
    room: &RoomId,
    caller: &Caller,
    connection: &str,
) -> Result<Option<Event>, Failure> {
    for round in 0..ROUNDS {
        let member = Key::member(room, &caller.user);
        let (member, tail) = try_join!(cx.table.get::<Member>(member), log::tail(cx, room, 1))?;
        let Some(member) = member else { return Ok(None) };
        let who = listener(caller, member, connection);
        let mut entry = [Entry::new(&who, tail.head() + 1, Kind::Leave, None)];
        let attempt = attempt(cx, room, &tail, &mut entry, |writes| {
            writes.remove(cx.table.build_delete(Key::member(room, &caller.user))?);
            writes.remove(cx.table.build_delete(Key::membership(&caller.user, room))?);
            Ok(())
        });
        if let Attempt::Committed = attempt.await? {
            return Ok(entry.map(|entry| entry.event).into_iter().next());
        }
        pause(round).await;
    }
    Err(contended())
}

fn listener(caller: &Caller, Member { role, .. }: Member, connection: &str) -> Listener {
    let (user, name, expires) = (caller.user.clone(), caller.name.clone(), clock::connection_expires());
    Listener { connection: connection.to_owned(), user, name, role, expires }
}

/// Removes a connection's listener row in the room, and the room from the connection's own row if that is still there.
pub async fn remove_listener(cx: &Context, room: &RoomId, connection: &str) -> Result<(), Failure> {
    cx.table.delete(Key::listener(room, connection)).await?;
    let update = cx
        .table
        .update(Key::connection(connection))
        .update_expression("DELETE rooms :room")
        .condition_expression("attribute_exists(pk)")
        .expression_attribute_values(":room", set([room]));
    try_update(update).await.map(|_| ())
}
