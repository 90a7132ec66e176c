//! `read`, and the marks that come with `ping`: how far a person has read rooms. A mark only goes forward.

use common::{Frame, ReadMark, RoomId, Seq, UserId};
use futures::{StreamExt, stream};
use tokio::try_join;

use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::row::Device;
use crate::table::{number, try_update};
use crate::{devices, log, room};

/// Marks written at once.
const CONCURRENT: usize = 20;

/// Stores the mark, and posts it to the person's other devices if it is further than before.
pub async fn read(cx: &Context, connection: &str, mark: ReadMark) -> Result<(), Failure> {
    let ReadMark { room, seq } = mark;
    let (who, head) = try_join!(room::member(cx, &room, connection), log::head(cx, &room))?;
    let seq = seq.min(head);
    if advance(cx, &who.user, &room, seq).await? {
        let others = devices::others(cx, &who.user, connection).await?;
        devices::post(cx, &who.user, &others, &Frame::Read(ReadMark { room, seq })).await;
    }
    Ok(())
}

/// Stores marks, and posts those that are further than before to these devices. A mark that fails does not fail the
/// others: the client learns of it by its next `welcome`.
pub async fn read_all(cx: &Context, user: &UserId, marks: Vec<ReadMark>, others: &[Device]) {
    let marks = stream::iter(marks).map(async |mark| match advance(cx, user, &mark.room, mark.seq).await {
        Ok(true) => devices::post(cx, user, others, &Frame::Read(mark)).await,
        Ok(false) => {}
        Err(error) => {
            let (room, error) = (mark.room, format!("{error:#}"));
            tracing::warn!(%room, error, "a read mark was not stored");
        }
    });
    marks.buffer_unordered(CONCURRENT).collect::<()>().await;
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
