//! `typing`: shows the others that this person is typing. It is neither stored nor answered.

use common::{Frame, RoomId, Typing, limits};
use tokio::try_join;

use crate::context::Context;
use crate::failure::Failure;
use crate::{post, room};

/// Posts it to the other listeners, unless there are [`limits::TYPING_AUDIENCE`] or more. Whether there are, the first
/// rows of the room's listeners tell.
pub async fn typing(cx: &Context, connection: &str, room: RoomId) -> Result<(), Failure> {
    let (who, others) = try_join!(
        room::member(cx, &room, connection),
        room::few_other_listeners(cx, &room, connection, limits::TYPING_AUDIENCE),
    )?;
    if let Some(others) = others {
        let frame = Frame::Typing(Typing { room: room.clone(), user: who.user, name: who.name });
        post::frame(cx, &room, &others, &frame).await;
    }
    Ok(())
}
