//! `typing`: others may see it. Never stored, never answered.

use common::{Frame, RoomId, limits};
use tokio::try_join;

use crate::context::Context;
use crate::failure::Failure;
use crate::{post, room};

/// Tells the others, unless they are too many to care.
pub async fn typing(cx: &Context, connection: &str, room: RoomId) -> Result<(), Failure> {
    let (who, others) = try_join!(room::speaker(cx, &room, connection), room::others(cx, &room, connection))?;
    if others.len() < limits::TYPING_AUDIENCE {
        let frame = Frame::Typing { room: room.clone(), user: who.user, name: who.name };
        post::frame(cx, &room, &others, &frame).await;
    }
    Ok(())
}
