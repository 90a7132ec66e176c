//! `rooms`: the directory of public rooms.

use common::{Frame, Listing, RequestId, RoomId, Rooms, limits};

use crate::context::Context;
use crate::failure::Failure;
use crate::key::{self, Key};
use crate::table::first;
use crate::{room, row};

/// Answers with a page of the directory.
pub async fn rooms(
    cx: &Context,
    connection: &str,
    id: RequestId,
    cursor: Option<RoomId>,
) -> Result<Frame, Failure> {
    room::caller(cx, connection).await?;
    let mut query = cx.table.query(key::PUBLIC.to_owned(), key::ROOM);
    if let Some(room) = &cursor {
        query = query.set_exclusive_start_key(Some(Key::listing(room).attributes()));
    }
    let rows: Vec<row::Listing> = first(query, limits::PAGE).await?;
    let is_full = rows.len() >= limits::PAGE as usize;
    let cursor = rows.last().filter(|_| is_full).map(|last| last.room.clone());
    let rooms = rows.into_iter().map(|row::Listing { room, title }| Listing { room, title }).collect();
    Ok(Frame::Rooms(Rooms { id, rooms, cursor }))
}
