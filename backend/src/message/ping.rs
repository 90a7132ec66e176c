//! `ping`: the heads of the rooms that this connection listens in.

use common::{Frame, Pong, RequestId, Seqs};
use futures::{StreamExt, TryStreamExt, stream};

use crate::context::Context;
use crate::failure::Failure;
use crate::{clock, log, room};

/// Reads in flight at once.
const CONCURRENT: usize = 20;

/// Answers with the heads, and the server's clock.
pub async fn ping(cx: &Context, connection: &str, id: RequestId) -> Result<Frame, Failure> {
    let caller = room::caller(cx, connection).await?;
    let heads = stream::iter(caller.rooms).map(async |room| {
        let head = log::head(cx, &room).await?;
        Ok::<_, Failure>((room, head))
    });
    let heads: Seqs = heads.buffer_unordered(CONCURRENT).try_collect().await?;
    Ok(Frame::Pong(Pong { id, now: clock::now(), heads }))
}
