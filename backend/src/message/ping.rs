//! `ping`: the heartbeat. It tells how far the rooms have grown, and of which rooms the person is a member.

use std::collections::BTreeSet;

use common::{Frame, Pong, ReadMark, RequestId, RoomId, Seqs};
use futures::{StreamExt, stream};
use tokio::{join, try_join};

use super::read::read_all;
use crate::context::Context;
use crate::failure::Failure;
use crate::row::Membership;
use crate::{clock, devices, log, room};

/// Reads in flight at once.
const CONCURRENT: usize = 20;

/// Stores the marks. Answers with the heads, the other rooms of the person, and the server's clock.
pub async fn ping(cx: &Context, connection: &str, id: RequestId, read: Seqs) -> Result<Frame, Failure> {
    let caller = room::caller(cx, connection).await?;
    let (memberships, others, mut heads) = try_join!(
        room::memberships(cx, &caller.user),
        devices::others(cx, &caller.user, connection),
        async { Ok(heads(cx, &caller.rooms).await) },
    )?;
    let (rooms, left) = compare(memberships, &caller.rooms, &mut heads);
    let mark = |(room, seq)| {
        heads.get(&room).map(|head| ReadMark { seq: head.min(&seq).to_owned(), room, back: false })
    };
    let marks = read.into_iter().filter_map(mark).collect();
    join!(read_all(cx, &caller.user, marks, &others), stop_listening(cx, &caller, left, connection));
    Ok(Frame::Pong(Pong {
        id,
        now: clock::now(),
        heads,
        name: Some(caller.name),
        rooms,
        devices: others.len(),
    }))
}

/// The heads of rooms. A room whose head cannot be read is left out, so that the others are answered.
async fn heads(cx: &Context, rooms: &BTreeSet<RoomId>) -> Seqs {
    let heads = stream::iter(rooms).map(async |room| match log::head(cx, room).await {
        Ok(head) => Some((room.clone(), head)),
        Err(error) => {
            tracing::error!(%room, error = format!("{error:#}"), "a head could not be read");
            None
        }
    });
    heads.buffer_unordered(CONCURRENT).filter_map(async |head| head).collect().await
}

/// Removes the heads of rooms of which the person is no member. Returns the rooms of the person without a head, and those
/// in which the connection listens although the person has left them.
fn compare(
    memberships: Vec<Membership>,
    listening: &BTreeSet<RoomId>,
    heads: &mut Seqs,
) -> (Vec<RoomId>, Vec<RoomId>) {
    let member: BTreeSet<RoomId> = memberships.into_iter().map(|mine| mine.room).collect();
    heads.retain(|room, _| member.contains(room));
    let left = listening.difference(&member).cloned().collect();
    (member.into_iter().filter(|room| !heads.contains_key(room)).collect(), left)
}

/// Ends the listening in rooms that another device has left without telling this one.
async fn stop_listening(cx: &Context, caller: &room::Caller, left: Vec<RoomId>, connection: &str) {
    let ends = stream::iter(left).map(async |room| {
        if let Err(error) = room::stop_listening(cx, &room, &caller.user, connection).await {
            tracing::warn!(%room, error = format!("{error:#}"), "a listener of somebody who has left stays");
        }
    });
    ends.buffer_unordered(CONCURRENT).collect::<()>().await;
}
