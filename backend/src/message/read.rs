//! `read`: I have read up to here. Only ever forward; my other devices hear it.

use common::{Frame, RoomId, Seq, UserId};
use tokio::try_join;

use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::table::{number, try_update};
use crate::{log, post, room};

/// Remembers how far, and tells the other devices if that is news.
pub async fn read(cx: &Context, connection: &str, room: RoomId, seq: Seq) -> Result<(), Failure> {
    let (who, head) = try_join!(room::speaker(cx, &room, connection), log::head(cx, &room))?;
    let seq = seq.min(head);
    if advance(cx, &who.user, &room, seq).await? {
        let mut devices = room::others(cx, &room, connection).await?;
        devices.retain(|device| device.user == who.user);
        post::frame(cx, &room, &devices, &Frame::Read { room: room.clone(), seq }).await;
    }
    Ok(())
}

/// True if it was further than before.
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
