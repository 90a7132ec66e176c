//! `read`: how far a person has read a room. The mark only goes forward.

use common::{Frame, ReadMark, RoomId, Seq, UserId};
use tokio::try_join;

use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::table::{number, try_update};
use crate::{log, post, room};

/// Stores the mark, and posts it to the person's other devices if it is further than before.
pub async fn read(cx: &Context, connection: &str, mark: ReadMark) -> Result<(), Failure> {
    let ReadMark { room, seq } = mark;
    let (who, head) = try_join!(room::listener(cx, &room, connection), log::head(cx, &room))?;
    let seq = seq.min(head);
    if advance(cx, &who.user, &room, seq).await? {
        let mut devices = room::other_listeners(cx, &room, connection).await?;
        devices.retain(|device| device.user == who.user);
        post::frame(cx, &room, &devices, &Frame::Read(ReadMark { room: room.clone(), seq })).await;
    }
    Ok(())
}

/// Returns whether the mark is further than before.
async fn advance(cx: &Context, user: &UserId, room: &RoomId, seq: Seq) -> Result<bool, Failure> {
    let update = cx
        .table
        .update(Key::membership(user, room))
        .update_expression("SET #read = :seq")
        .condition_expression("#read < :seq")
        .expression_attribute_names("#read", "read")
        .expression_attribute_values(":seq", number(seq));
    try_update(update).await
}
