//! Fan-out: posts frames to the listeners of a room, through `@connections`.

use std::pin::pin;
use std::time::Duration;

use aws_sdk_apigatewaymanagement::error::SdkError;
use aws_sdk_apigatewaymanagement::operation::post_to_connection::PostToConnectionError;
use aws_sdk_apigatewaymanagement::primitives::Blob;
use common::{Event, Events, Frame, RoomId, limits};
use futures::{StreamExt, stream};
use serde::Serialize;
use tokio::time::{Instant, timeout_at};

use crate::context::Context;
use crate::key::Key;
use crate::metrics::Counts;
use crate::row::Listener;

/// Posts in flight at once.
const CONCURRENT: usize = 50;

/// How long the sender's `ack` waits for the posts. A listener that is not reached by then finds the event by its next
/// ping.
const TIMEOUT: Duration = Duration::from_secs(1);

/// Posts new events of the log.
pub async fn events(cx: &Context, room: &RoomId, to: &[Listener], events: Vec<Event>) {
    if !events.is_empty() && !to.is_empty() {
        let frames = frames(room, events);
        cx.metrics.count(|counts| counts.fan_out += (to.len() * frames.len()) as u64);
        post(cx, room, to, &frames).await;
        cx.metrics.count(Counts::posted);
    }
}

/// Posts a frame that is not about the log.
pub async fn frame(cx: &Context, room: &RoomId, to: &[Listener], frame: &Frame) {
    post(cx, room, to, &[json(frame)]).await;
}

async fn post(cx: &Context, room: &RoomId, to: &[Listener], frames: &[String]) {
    // In another order each time, so that it is not always the same people who are last, and given up.
    let mut to: Vec<&Listener> = to.iter().collect();
    fastrand::shuffle(&mut to);
    let posts = to.iter().map(|listener| post_to(cx, room, listener, frames));
    let mut posts = pin!(stream::iter(posts).buffer_unordered(CONCURRENT));
    let (end, mut waiting) = (Instant::now() + TIMEOUT, to.len());
    while let Ok(Some(())) = timeout_at(end, posts.next()).await {
        waiting -= 1;
    }
    if waiting > 0 {
        cx.metrics.count(|counts| counts.given_up(waiting));
        tracing::warn!(%room, listeners = to.len(), waiting, "not everybody was reached in time");
    }
}

/// Posts the frames to one connection, in order. The SDK retries 429, timeouts and 5xx.
async fn post_to(cx: &Context, room: &RoomId, listener: &Listener, frames: &[String]) {
    let connection = &listener.connection;
    for frame in frames {
        let post = cx.gateway.post_to_connection().connection_id(connection);
        match post.data(Blob::new(frame.as_bytes())).send().await {
            Ok(_) => {}
            Err(error) if error.as_service_error().is_some_and(|error| error.is_gone_exception()) => {
                return remove_listener(cx, room, connection).await;
            }
            Err(error) => {
                cx.metrics.count(|counts| count_failure(&error, counts));
                let error = format!("{:#}", anyhow::Error::from(error));
                return tracing::warn!(%room, connection, error, "a listener was not reached");
            }
        }
    }
}

/// Counts a post that failed, by its cause.
fn count_failure(error: &SdkError<PostToConnectionError>, counts: &mut Counts) {
    counts.posts_failed += 1;
    let is_throttled = error.raw_response().is_some_and(|response| response.status().as_u16() == 429);
    let is_late = match error {
        SdkError::TimeoutError(_) => true,
        SdkError::DispatchFailure(failure) => failure.is_timeout(),
        _ => false,
    };
    *match (is_throttled, is_late) {
        (true, _) => &mut counts.posts_failed_limit,
        (_, true) => &mut counts.posts_failed_timeout,
        _ => &mut counts.posts_failed_other,
    } += 1;
}

/// Removes the listener of a connection that is gone, in this room.
async fn remove_listener(cx: &Context, room: &RoomId, connection: &str) {
    cx.metrics.count(|counts| counts.gone_connections += 1);
    if let Err(error) = cx.table.delete(Key::listener(room, connection)).await {
        tracing::warn!(%room, connection, error = format!("{error:#}"), "a row of a gone connection stays");
    }
}

/// Splits events over frames that keep to [`limits::FRAME`].
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
    chunks.into_iter().map(|events| json(&Frame::Events(Events { room: room.clone(), events }))).collect()
}

/// A frame always becomes JSON. If it did not, clients would skip the empty frame.
fn json(frame: &Frame) -> String {
    serde_json::to_string(frame).unwrap_or_default()
}

/// The bytes that are left of a frame.
pub struct Budget(usize);

impl Budget {
    /// Bytes of a frame that are reserved for everything but its events: type, ids, numbers.
    const ENVELOPE: usize = 512;

    /// The budget of a frame that has so many bytes already.
    pub fn new(used: usize) -> Self {
        Self(limits::FRAME.saturating_sub(used + Self::ENVELOPE))
    }

    /// Takes the bytes of an event, or of another entry of a list. Returns false if they do not fit.
    pub fn take(&mut self, entry: &impl Serialize) -> bool {
        let size = serde_json::to_vec(entry).map_or(usize::MAX, |json| json.len() + 1);
        let fits = size <= self.0;
        self.0 = self.0.saturating_sub(size);
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::anyhow;
    use aws_sdk_apigatewaymanagement::config::http::HttpResponse;
    use common::{Kind, Message, Post};

    type Error = SdkError<PostToConnectionError>;

    fn failure(status: u16) -> Error {
        let response = HttpResponse::new(status.try_into().unwrap(), "".into());
        Error::service_error(PostToConnectionError::unhandled(anyhow!("no")), response)
    }

    #[test]
    fn a_failed_post_is_counted_by_its_cause() {
        let timeout = Error::timeout_error(anyhow!("late"));
        for (error, [limit, timeout, other]) in
            [(failure(429), [1, 0, 0]), (timeout, [0, 1, 0]), (failure(500), [0, 0, 1])]
        {
            let mut counts = Counts::default();
            count_failure(&error, &mut counts);
            assert_eq!(counts.posts_failed, 1);
            let kinds = [counts.posts_failed_limit, counts.posts_failed_timeout, counts.posts_failed_other];
            assert_eq!(kinds, [limit, timeout, other], "{error:?}");
        }
    }

    fn event(seq: u64, bytes: usize) -> Event {
        let post = Post { text: "\"".repeat(bytes).parse().unwrap(), reply_to: None };
        let kind = Kind::Message(Message::new("c-1".parse().unwrap(), post));
        Event { seq, at: 0, by: "u-1".parse().unwrap(), name: "Ada".parse().unwrap(), messages: None, kind }
    }

    #[test]
    fn a_batch_of_the_longest_texts_is_split_over_frames() {
        let batch = (1..=limits::BATCH as u64).map(|seq| event(seq, limits::TEXT)).collect();
        let frames = frames(&"lobby".parse().unwrap(), batch);
        assert_eq!(frames.len(), limits::BATCH);
        assert!(frames.iter().all(|frame| frame.len() < limits::FRAME));
    }

    #[test]
    fn short_events_share_a_frame_in_order() {
        let batch = (1..=limits::BATCH as u64).map(|seq| event(seq, 1)).collect();
        let frames = frames(&"lobby".parse().unwrap(), batch);
        let [frame] = frames.as_slice() else { panic!("one frame: {frames:?}") };
        let Frame::Events(Events { events, .. }) = serde_json::from_str(frame).unwrap() else {
            panic!("events")
        };
        assert!(events.iter().map(|event| event.seq).eq(1..=10));
    }
}
