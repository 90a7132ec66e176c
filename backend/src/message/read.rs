//! `read`, and the marks that come with `ping`: how far a person has read rooms. A mark goes forward, unless the person
//! says that it goes back.

use common::{Frame, ReadMark, UserId};
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

/// Stores the mark, and posts it to the person's other devices if it has moved.
pub async fn read(cx: &Context, connection: &str, mark: ReadMark) -> Result<(), Failure> {
    let (who, head) = try_join!(room::member(cx, &mark.room, connection), log::head(cx, &mark.room))?;
    let mark = ReadMark { seq: mark.seq.min(head), ..mark };
    if store(cx, &who.user, &mark).await? {
        let others = devices::others(cx, &who.user, connection).await?;
        devices::post(cx, &who.user, &others, &Frame::Read(mark)).await;
    }
    Ok(())
}

/// Stores marks, and posts those that are further than before to these devices. A mark that fails does not fail the
/// others: the client learns of it by its next `welcome`.
pub async fn read_all(cx: &Context, user: &UserId, marks: Vec<ReadMark>, others: &[Device]) {
    let marks = stream::iter(marks).map(async |mark| match store(cx, user, &mark).await {
        Ok(true) => devices::post(cx, user, others, &Frame::Read(mark)).await,
        Ok(false) => {}
        Err(error) => {
            let (room, error) = (mark.room, format!("{error:#}"));
            tracing::warn!(%room, error, "a read mark was not stored");
        }
    });
    marks.buffer_unordered(CONCURRENT).collect::<()>().await;
}

/// Returns whether the mark has moved. A mark that comes late moves nothing.
async fn store(cx: &Context, user: &UserId, mark: &ReadMark) -> Result<bool, Failure> {
    let update = cx
        .table
        .update(Key::membership(user, &mark.room))
        .update_expression("SET #read = :seq")
        .condition_expression(if mark.back { "#read > :seq" } else { "#read < :seq" })
        .expression_attribute_names("#read", "read")
        .expression_attribute_values(":seq", number(mark.seq));
    try_update(update).await
}
