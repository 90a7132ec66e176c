//! `listen`: hear a room that another device has joined. Unlike a `join`, it never makes a member of somebody who has left
//! meanwhile.

use common::{Code, Frame, RequestId, RoomId};

use super::enter::enter;
use crate::context::Context;
use crate::failure::{Failure, refused};

/// Makes this connection a listener in a room of its person.
///
/// # Errors
/// `forbidden` if the person is no member.
pub async fn listen(cx: &Context, connection: &str, id: RequestId, room: RoomId) -> Result<Frame, Failure> {
    enter(cx, connection, (id, &room), async |enter| {
        let before = enter.read().await?;
        let (Some(meta), Some(membership)) = (&before.meta, before.membership(&room)) else {
            return Err(refused(Code::Forbidden, "You are not in this room; join it first."));
        };
        enter.listen(meta.title.clone(), membership, &before.tail).await
    })
    .await
}
