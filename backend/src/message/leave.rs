//! `leave`: stop being a member, on all devices.

use common::{Ack, Event, Frame, Kind, Left, RequestId, RoomId};
use futures::{StreamExt, TryStreamExt, stream};
use tokio::{join, try_join};

use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::log::attempt::{Attempt, attempt, entries};
use crate::room::Caller;
use crate::rounds::{ROUNDS, contended, pause};
use crate::row::{Device, Member};
use crate::{devices, joined, log, post, room};

/// Listeners removed at once.
const CONCURRENT: usize = 10;

/// Ends the membership, removes the listeners of all this person's devices, and posts the event. The devices are told,
/// unless one of them has joined again meanwhile.
///
/// `leave` removes the listener rows before it posts the event, so that a failed or slow post leaves no rights behind.
/// The answer does not depend on the posts: whoever gets none finds the event by a ping. If a listening could not be ended,
/// the answer is an error, so that the client leaves once more.
///
/// Somebody who is not a member may leave too: a repetition is harmless. Two reads tell that there is nothing to do.
pub async fn leave(cx: &Context, connection: &str, id: RequestId, room: RoomId) -> Result<Frame, Failure> {
    let caller = room::caller(cx, connection).await?;
    let user = &caller.user;
    let done = Frame::Ack(Ack { id, results: vec![], room: None });
    // A leave that failed half-way may have left listeners of somebody who is no member any more.
    let listens = caller.rooms.contains(&room);
    if !listens && cx.table.get::<Member>(Key::member(&room, user)).await?.is_none() {
        return Ok(done);
    }
    let event = end_membership(cx, &room, &caller).await?;
    let (listeners, ended) =
        join!(room::audience(cx, &room, connection), stop_listening(cx, &room, &caller, connection));
    let told: &[Device] = ended.as_deref().unwrap_or_default();
    let frame = Frame::Left(Left { room: room.clone() });
    join!(post::events(cx, &room, &listeners, Vec::from_iter(event)), devices::post(cx, user, told, &frame));
    ended.map(|_| done)
}

/// Ends the listening of the other devices, and last of this connection: a `leave` that is repeated on it finds what is
/// left to do. Returns the other devices; none if the person has joined again meanwhile.
async fn stop_listening(
    cx: &Context,
    room: &RoomId,
    caller: &Caller,
    connection: &str,
) -> Result<Vec<Device>, Failure> {
    let others = devices::others(cx, &caller.user, connection).await?;
    let ends = others.iter().map(|other| room::stop_listening(cx, room, &caller.user, &other.connection));
    let ended: Vec<bool> = stream::iter(ends).buffer_unordered(CONCURRENT).try_collect().await?;
    let own = room::stop_listening(cx, room, &caller.user, connection).await?;
    Ok(if own && !ended.contains(&false) { others } else { vec![] })
}

/// Commits the end of the membership. Returns its event; none if there was no membership.
async fn end_membership(cx: &Context, room: &RoomId, caller: &Caller) -> Result<Option<Event>, Failure> {
    for round in 0..ROUNDS {
        let member = Key::member(room, &caller.user);
        let (member, tail, memberships) = try_join!(
            cx.table.get::<Member>(member),
            log::tail(cx, room, 1),
            room::memberships(cx, &caller.user),
        )?;
        if member.is_none() {
            return Ok(None);
        }
        let entries = entries(&tail, caller, [(Kind::Leave, None)]);
        let attempt = attempt(cx, room, tail.bucket(), &entries, |writes| {
            writes.remove(cx.table.build_delete(Key::member(room, &caller.user))?);
            writes.remove(cx.table.build_delete(Key::membership(&caller.user, room))?);
            writes.update(joined::one_less(cx, &caller.user, memberships.len())?);
            Ok(())
        });
        if let Attempt::Committed = attempt.await? {
            return Ok(entries.into_iter().next().map(|entry| entry.event));
        }
        pause(round).await;
    }
    Err(contended())
}
