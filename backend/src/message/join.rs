//! `join`: become a member of a room that exists.

use common::{Code, Frame, RequestId, RoomId, RoomState, Title, limits};

use super::create::make_room;
use super::enter::{Enter, enter};
use crate::context::Context;
use crate::failure::{Failure, refused};
use crate::row::{Access, Role};

/// Makes the caller a member of the room, and this connection a listener.
///
/// # Errors
/// `not_found` if there is no such room, `forbidden` if it is for its members only.
pub async fn join(
    cx: &Context,
    connection: &str,
    id: RequestId,
    room: RoomId,
    title: Option<Title>,
) -> Result<Frame, Failure> {
    enter(cx, connection, (id, &room), async |enter| attempt(enter, title.as_ref()).await).await
}

/// One attempt. Returns nothing if somebody else has changed the room meanwhile.
async fn attempt(enter: &Enter<'_>, title: Option<&Title>) -> Result<Option<RoomState>, Failure> {
    let before = enter.read().await?;
    let Some(meta) = &before.meta else {
        return match may_make_room(enter) {
            true => make_room(enter, &before, title).await,
            false => {
                Err(refused(Code::NotFound, "There is no such room; check the link, or create the room."))
            }
        };
    };
    if let Some(membership) = before.membership(enter.room) {
        return enter.listen(meta.title.clone(), membership, &before.tail).await;
    }
    if meta.kind != Access::Public {
        return Err(refused(Code::Forbidden, "This room is for its members; ask one of them to invite you."));
    }
    before.check_may_join(&enter.caller)?;
    let role = if meta.owner == enter.caller.user { Role::Owner } else { Role::Member };
    enter.become_member(role, meta.title.clone(), &before, |_| Ok(())).await
}

/// Whether a `join` makes the room: the first room of a page, or any room for a client that has no `create` yet.
fn may_make_room(enter: &Enter<'_>) -> bool {
    enter.caller.version < 2 || enter.room.as_str() == limits::FIRST_ROOM
}
