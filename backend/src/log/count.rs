//! How many messages a room's log holds, and how many of them a member has not read.

use common::{Event, RoomId, Seq, UserId};

use super::Tail;
use crate::context::Context;
use crate::failure::Failure;
use crate::key::{self, Key};
use crate::row::Done;
use crate::table::first;

/// Changes of a member that are looked at: more than anybody makes without reading on.
const OWN_CHANGES: u32 = 100;

/// The counts of a [`RoomState`](common::RoomState).
pub struct MessageCount {
    pub head: Seq,
    pub messages: Option<u64>,
    pub unread: Option<u64>,
}

/// Counts the messages up to the end of the tail, and those by others after the read mark. A count that fails is left
/// out: clients do without.
pub async fn count(cx: &Context, room: &RoomId, user: &UserId, tail: &Tail, read: Seq) -> MessageCount {
    let (head, messages) = (tail.head(), tail.newest_count());
    let unread = match messages {
        Some(_) if read >= head => Ok(Some(0)),
        Some(messages) => unread(cx, room, user, messages, read).await,
        None => Ok(None),
    };
    let unread = unread.unwrap_or_else(|error| {
        tracing::warn!(%room, error = format!("{error:#}"), "unread messages were not counted");
        None
    });
    MessageCount { head, messages, unread }
}

/// The messages after the mark by subtraction, without this member's own; none if the mark is at an event from before
/// events told the count.
async fn unread(
    cx: &Context,
    room: &RoomId,
    user: &UserId,
    messages: u64,
    read: Seq,
) -> Result<Option<u64>, Failure> {
    let last_read = cx.table.get::<Event>(Key::event(room, read)).await?;
    let Some(before) = last_read.and_then(|event| event.messages) else { return Ok(None) };
    match messages.saturating_sub(before) {
        0 => Ok(Some(0)),
        after => Ok(Some(after.saturating_sub(own(cx, room, user, read).await?))),
    }
}

/// The member's own messages after the mark. Their `DONE` rows are in the order of the client ids, which begin with the
/// time, so that the newest are read first.
async fn own(cx: &Context, room: &RoomId, user: &UserId, read: Seq) -> Result<u64, Failure> {
    let query = cx.table.query(key::room(room), &key::done(user)).scan_index_forward(false);
    let newest: Vec<Done> = first(query, OWN_CHANGES).await?;
    Ok(newest.iter().filter(|done| done.is_message && done.seq > read).count() as u64)
}
