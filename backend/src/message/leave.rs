//! `leave`: stop being a member, on all devices.

use common::{Ack, Event, Frame, Kind, RequestId, RoomId};
use futures::{StreamExt, TryStreamExt, stream};
use tokio::try_join;

use crate::clock;
use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::log::append::crowded;
use crate::log::attempt::{Attempt, Entry, ROUNDS, attempt, pause};
use crate::room::Caller;
use crate::row::{Listener, Member};
use crate::table::{set, try_update};
use crate::{log, post, room};

/// Devices cleared at once.
const CONCURRENT: usize = 10;

/// Ends the membership, stops this person's devices from hearing the room and speaking in it, and only then
/// tells the others, which may take long. Leaving a room that one is not in changes nothing, so that a
/// repetition is harmless.
pub async fn leave(cx: &Context, connection: &str, id: RequestId, room: RoomId) -> Result<Frame, Failure> {
    let caller = room::caller(cx, connection).await?;
    let left = end(cx, &room, &caller, connection).await?;
    let others = room::others(cx, &room, connection).await?;
    let devices =
        others.iter().filter(|other| other.user == caller.user).map(|other| other.connection.as_str());
    let deaf = devices.chain([connection]).map(|device| stop_hearing(cx, &room, device));
    let stopped = stream::iter(deaf).buffer_unordered(CONCURRENT).try_collect::<()>().await;
    if let Some(event) = left {
        post::events(cx, &room, &others, vec![event]).await;
    }
    stopped?;
    Ok(Frame::Ack(Ack { id, results: vec![], room: None }))
}

/// Commits the end of the membership; nothing if there is none.
async fn end(cx: &Context, room: &RoomId, who: &Caller, connection: &str) -> Result<Option<Event>, Failure> {
    for round in 0..ROUNDS {
        let member = Key::member(room, &who.user);
        let (member, head) = try_join!(cx.table.get::<Member>(member), log::head(cx, room))?;
        let Some(member) = member else { return Ok(None) };
        let entry = [Entry::new(&listener(who, member, connection), head + 1, Kind::Leave, None)];
        let attempt = attempt(cx, room, &entry, |writes| {
            writes.remove(cx.table.deleting(Key::member(room, &who.user))?);
            writes.remove(cx.table.deleting(Key::membership(&who.user, room))?);
            Ok(())
        });
        if let Attempt::Committed = attempt.await? {
            return Ok(entry.map(|entry| entry.event).into_iter().next());
        }
        pause(round).await;
    }
    Err(crowded())
}

fn listener(who: &Caller, Member { role, .. }: Member, connection: &str) -> Listener {
    let (user, name, expires) = (who.user.clone(), who.name.clone(), clock::connection_expires());
    Listener { connection: connection.to_owned(), user, name, role, expires }
}

/// Removes a device's row in the room, and the room from the device's row, if that is still there.
pub async fn stop_hearing(cx: &Context, room: &RoomId, device: &str) -> Result<(), Failure> {
    cx.table.delete(Key::listener(room, device)).await?;
    let update = cx
        .table
        .update(Key::connection(device))
        .update_expression("DELETE rooms :room")
        .condition_expression("attribute_exists(pk)")
        .expression_attribute_values(":room", set([room]));
    try_update(update).await.map(|_| ())
}
