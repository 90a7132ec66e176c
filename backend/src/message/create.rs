//! `create`: make a room.

use common::{Code, Frame, RequestId, RoomId, RoomState, Title};

use super::enter::{Before, Enter, enter};
use crate::context::Context;
use crate::failure::{Failure, refused};
use crate::key::Key;
use crate::row::{Access, Listing, Meta, Role, RoomsMade};
use crate::transaction::Transaction;

/// Rooms that one person may create, so that nobody fills the directory.
const ROOMS_MADE: u64 = 50;

/// Makes a public room, and the caller its owner.
///
/// # Errors
/// `conflict` if the room exists.
pub async fn create(
    cx: &Context,
    connection: &str,
    id: RequestId,
    room: RoomId,
    title: Option<Title>,
) -> Result<Frame, Failure> {
    enter(cx, connection, (id, &room), async |enter| {
        let before = enter.read().await?;
        if before.meta.is_some() {
            return Err(refused(Code::Conflict, "There is such a room already; join it."));
        }
        make_room(enter, &before, title.as_ref()).await
    })
    .await
}

/// One attempt to make the room, which was not there before.
pub async fn make_room(
    enter: &Enter<'_>,
    before: &Before,
    title: Option<&Title>,
) -> Result<Option<RoomState>, Failure> {
    before.check_may_join(&enter.caller)?;
    check_rooms_made(enter).await?;
    let title = title.cloned().map_or_else(|| title_from_id(enter.room), Ok)?;
    let also = |writes: &mut Transaction| put_room(enter, writes, &title);
    enter.become_member(Role::Owner, title.clone(), before, also).await
}

/// Refuses a person who has created enough rooms. The condition in [`put_room`] holds against two creations at once; the
/// one that fails there is refused here in its next round.
async fn check_rooms_made(enter: &Enter<'_>) -> Result<(), Failure> {
    let row = enter.cx.table.get::<RoomsMade>(Key::rooms_made(&enter.caller.user)).await?;
    let message = format!("You have made {ROOMS_MADE} rooms, as many as one may; join one that there is.");
    let is_full = row.is_some_and(|row| row.made >= ROOMS_MADE);
    if is_full { Err(refused(Code::TooLarge, message)) } else { Ok(()) }
}

/// Writes the room, its entry in the directory, and the count of rooms that the caller has created.
fn put_room(enter: &Enter<'_>, writes: &mut Transaction, title: &Title) -> Result<(), Failure> {
    let (table, owner) = (&enter.cx.table, &enter.caller.user);
    let (room, title) = (enter.room.clone(), title.clone());
    let listing = Listing { room: room.clone(), title: title.clone() };
    let meta = Meta { room, title, kind: Access::Public, owner: owner.clone() };
    writes.create(table.build_put(Key::meta(enter.room), &meta)?);
    writes.put(table.build_put(Key::listing(enter.room), &listing)?);
    writes.update(table.build_count(Key::rooms_made(owner), "made", ROOMS_MADE)?);
    Ok(())
}

/// A title made of the words of a room's id.
fn title_from_id(room: &RoomId) -> Result<Title, Failure> {
    let words = room.as_str().replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    let title: String =
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    let title = if title.is_empty() { room.to_string() } else { title };
    title.try_into().map_err(|error: common::Invalid| Failure::Internal(error.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_without_a_title_is_called_by_the_words_of_its_id() {
        for (id, title) in
            [("lobby", "Lobby"), ("tea-and_cake", "Tea and cake"), ("茶馆", "茶馆"), ("-", "-")]
        {
            assert_eq!(title_from_id(&id.parse().unwrap()).unwrap().as_str(), title);
        }
    }
}
