//! Fan-out: hints over the sockets that a log has grown.

use std::pin::pin;
use std::time::Duration;

use aws_sdk_apigatewaymanagement::error::SdkError;
use aws_sdk_apigatewaymanagement::operation::post_to_connection::PostToConnectionError;
use aws_sdk_apigatewaymanagement::primitives::Blob;
use common::{Event, Frame, RoomId, limits};
use futures::{StreamExt, stream};
use tokio::time::{Instant, timeout_at};

use crate::context::Context;
use crate::key::Key;
use crate::metrics::Counts;
use crate::row::Listener;

/// Posts in flight at once.
const CONCURRENT: usize = 50;

/// How long the sender's answer may wait for the others; who is not reached by then repairs by itself.
const PATIENCE: Duration = Duration::from_secs(3);

/// Tells listeners what is new in the log.
pub async fn events(cx: &Context, room: &RoomId, to: &[Listener], events: Vec<Event>) {
    if !events.is_empty() && !to.is_empty() {
        let frames = frames(room, events);
        cx.metrics.count(|counts| counts.fan_out += (to.len() * frames.len()) as u64);
        post(cx, room, to, &frames).await;
        cx.metrics.count(Counts::posted);
    }
}

/// Tells listeners something that is not in the log.
pub async fn frame(cx: &Context, room: &RoomId, to: &[Listener], frame: &Frame) {
    post(cx, room, to, &[json(frame)]).await;
}

async fn post(cx: &Context, room: &RoomId, to: &[Listener], frames: &[String]) {
    let posts = to.iter().map(|listener| post_to(cx, room, listener, frames));
    let mut posts = pin!(stream::iter(posts).buffer_unordered(CONCURRENT));
    let (end, mut waiting) = (Instant::now() + PATIENCE, to.len());
    while let Ok(Some(())) = timeout_at(end, posts.next()).await {
        waiting -= 1;
    }
    if waiting > 0 {
        cx.metrics.count(|counts| counts.given_up(waiting));
        tracing::warn!(%room, listeners = to.len(), waiting, "not everybody was reached in time");
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
                cx.metrics.count(|counts| failed(&error, counts));
                let error = format!("{:#}", anyhow::Error::from(error));
                return tracing::warn!(%room, connection, error, "a listener was not reached");
            }
        }
    }
}

/// Counts a post that failed, by what it failed from.
fn failed(error: &SdkError<PostToConnectionError>, counts: &mut Counts) {
    counts.posts_failed += 1;
    let limited = error.raw_response().is_some_and(|response| response.status().as_u16() == 429);
    let late = match error {
        SdkError::TimeoutError(_) => true,
        SdkError::DispatchFailure(failure) => failure.is_timeout(),
        _ => false,
    };
    *match (limited, late) {
        (true, _) => &mut counts.posts_failed_limit,
        (_, true) => &mut counts.posts_failed_timeout,
        _ => &mut counts.posts_failed_other,
    } += 1;
}

/// Removes the row of a connection that is gone: that connection's, in the room where it was missed.
async fn forget(cx: &Context, room: &RoomId, connection: &str) {
    cx.metrics.count(|counts| counts.gone_connections += 1);
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
    use anyhow::anyhow;
    use aws_sdk_apigatewaymanagement::config::http::HttpResponse;
    use common::{Kind, Message};

    type Failed = SdkError<PostToConnectionError>;

    fn answered(status: u16) -> Failed {
        let response = HttpResponse::new(status.try_into().unwrap(), "".into());
        Failed::service_error(PostToConnectionError::unhandled(anyhow!("no")), response)
    }

    #[test]
    fn a_failed_post_is_counted_by_what_it_failed_from() {
        let timeout = Failed::timeout_error(anyhow!("late"));
        for (error, [limit, timeout, other]) in
            [(answered(429), [1, 0, 0]), (timeout, [0, 1, 0]), (answered(500), [0, 0, 1])]
        {
            let mut counts = Counts::default();
            failed(&error, &mut counts);
            assert_eq!(counts.posts_failed, 1);
            let kinds = [counts.posts_failed_limit, counts.posts_failed_timeout, counts.posts_failed_other];
            assert_eq!(kinds, [limit, timeout, other], "{error:?}");
        }
    }

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
