//! Fan-out: hints over the sockets that a log has grown.

use std::time::Duration;

use aws_sdk_apigatewaymanagement::primitives::Blob;
use common::{Event, Frame, RoomId, limits};
use futures::{StreamExt, stream};

use crate::context::Context;
use crate::key::Key;
use crate::row::Listener;

/// Posts in flight at once.
const CONCURRENT: usize = 50;

/// How long the sender's answer may wait for the others; who is not reached by then repairs by itself.
const PATIENCE: Duration = Duration::from_secs(3);

/// Tells listeners what is new in the log.
pub async fn events(cx: &Context, room: &RoomId, to: &[Listener], events: Vec<Event>) {
    if !events.is_empty() {
        post(cx, room, to, &frames(room, events)).await;
    }
}

/// Tells listeners something that is not in the log.
pub async fn frame(cx: &Context, room: &RoomId, to: &[Listener], frame: &Frame) {
    post(cx, room, to, &[json(frame)]).await;
}

async fn post(cx: &Context, room: &RoomId, to: &[Listener], frames: &[String]) {
    let posts =
        stream::iter(to).for_each_concurrent(CONCURRENT, |listener| post_to(cx, room, listener, frames));
    if tokio::time::timeout(PATIENCE, posts).await.is_err() {
        tracing::warn!(%room, listeners = to.len(), "not everybody was reached in time");
    }
}

/// Posts one connection's frames in their order. The SDK retries what is worth it (429, timeouts, 5xx).
async fn post_to(cx: &Context, room: &RoomId, listener: &Listener, frames: &[String]) {
    let connection = &listener.connection;
    for frame in frames {
        let post = cx.gateway.post_to_connection().connection_id(connection);
        match post.data(Blob::new(frame.as_bytes())).send().await {
            Ok(_) => {}
            Err(error) if error.as_service_error().is_some_and(|error| error.is_gone_exception()) => {
                return forget(cx, room, connection).await;
            }
            Err(error) => {
                let error = format!("{:#}", anyhow::Error::from(error));
                return tracing::warn!(%room, connection, error, "a listener was not reached");
            }
        }
    }
}

/// Removes the row of a connection that is gone: that connection's, in the room where it was missed.
async fn forget(cx: &Context, room: &RoomId, connection: &str) {
    if let Err(error) = cx.table.delete(Key::listener(room, connection)).await {
        tracing::warn!(%room, connection, error = format!("{error:#}"), "a row of a gone connection stays");
    }
}

/// `events` frames, each below the limit.
fn frames(room: &RoomId, events: Vec<Event>) -> Vec<String> {
    let mut chunks: Vec<Vec<Event>> = Vec::new();
    let mut budget = Budget::new(0);
    for event in events {
        if budget.take(&event)
            && let Some(chunk) = chunks.last_mut()
        {
            chunk.push(event);
        } else {
            budget = Budget::new(0);
            budget.take(&event);
            chunks.push(vec![event]);
        }
    }
    chunks.into_iter().map(|events| json(&Frame::Events { room: room.clone(), events })).collect()
}

/// Our own types always become JSON; if one did not, an empty frame would do no harm.
fn json(frame: &Frame) -> String {
    serde_json::to_string(frame).unwrap_or_default()
}

/// How much of a frame is left.
pub struct Budget(usize);

impl Budget {
    /// What stands around the events of any frame but `welcome`: type, ids, numbers.
    const AROUND: usize = 512;

    /// A frame that holds so many bytes already.
    pub fn new(held: usize) -> Self {
        Self(limits::FRAME.saturating_sub(held + Self::AROUND))
    }

    /// Takes room for an event; false if there is not enough.
    pub fn take(&mut self, event: &Event) -> bool {
        let size = serde_json::to_vec(event).map_or(usize::MAX, |json| json.len() + 1);
        let fits = size <= self.0;
        self.0 = self.0.saturating_sub(size);
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use common::{Kind, Message};

    fn event(seq: u64, bytes: usize) -> Event {
        let text = "\"".repeat(bytes).parse().unwrap();
        let kind = Kind::Message(Message::new("c-1".parse().unwrap(), text, None));
        Event { seq, at: 0, by: "u-1".parse().unwrap(), name: "Ada".parse().unwrap(), kind }
    }

    #[test]
    fn a_full_batch_of_the_longest_texts_is_split_into_frames_below_the_limit() {
        let batch = (1..=limits::BATCH as u64).map(|seq| event(seq, limits::TEXT)).collect();
        let frames = frames(&"lobby".parse().unwrap(), batch);
        assert_eq!(frames.len(), limits::BATCH);
        assert!(frames.iter().all(|frame| frame.len() < limits::FRAME));
    }

    #[test]
    fn short_events_share_a_frame_in_their_order() {
        let batch = (1..=limits::BATCH as u64).map(|seq| event(seq, 1)).collect();
        let frames = frames(&"lobby".parse().unwrap(), batch);
        let [frame] = frames.as_slice() else { panic!("one frame: {frames:?}") };
        let Frame::Events { events, .. } = serde_json::from_str(frame).unwrap() else { panic!("events") };
        assert!(events.iter().map(|event| event.seq).eq(1..=10));
    }
}
