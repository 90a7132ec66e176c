//! Fan-out: posts frames to the listeners of a room, through `@connections`.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use aws_sdk_apigatewaymanagement::error::{DisplayErrorContext, SdkError};
use aws_sdk_apigatewaymanagement::operation::post_to_connection::PostToConnectionError;
use aws_sdk_apigatewaymanagement::primitives::Blob;
use common::{Event, Events, Frame, RoomId, limits};
use futures::future::{Either, select};
use futures::{StreamExt, stream};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::time::{Instant, timeout, timeout_at};

use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::metrics::Counts;
use crate::room;
use crate::row::Listener;
use crate::table::Table;

/// Posts in flight at once.
const CONCURRENT: usize = 50;

/// How long the sender's `ack` waits for the posts. They go on after that while the process runs; a listener that they do
/// not reach finds the event by its next ping.
const TIMEOUT: Duration = Duration::from_secs(1);

/// How long the query for the listeners may take longer than the commit beside it.
const QUERY_TIMEOUT: Duration = Duration::from_millis(500);

/// Runs a commit, and beside it the query for the other listeners. A query that fails or is late costs the posts, but not the
/// answer, because the commit stands; the listeners find the event by their next ping.
///
/// # Errors
/// Those of the commit.
pub async fn beside_listeners<T>(
    cx: &Context,
    room: &RoomId,
    connection: &str,
    commit: impl Future<Output = Result<T, Failure>>,
) -> Result<(T, Vec<Listener>), Failure> {
    let (commit, query) = (pin!(commit), pin!(room::other_listeners(cx, room, connection)));
    let (committed, listeners) = match select(commit, query).await {
        Either::Left((committed, query)) => (committed?, timeout(QUERY_TIMEOUT, query).await.ok()),
        Either::Right((listeners, commit)) => (commit.await?, Some(listeners)),
    };
    let error = match listeners {
        Some(Ok(listeners)) => return Ok((committed, listeners)),
        Some(Err(error)) => format!("{error:#}"),
        None => "it takes too long".to_owned(),
    };
    cx.metrics.count(Counts::unknown_listeners);
    tracing::warn!(%room, error, "the listeners cannot be read, so that nobody was posted to");
    Ok((committed, vec![]))
}

/// Posts new events of the log.
pub async fn events(cx: &Context, room: &RoomId, to: &[Listener], events: Vec<Event>) {
    if !events.is_empty() && !to.is_empty() {
        let frames = frames(room, events);
        cx.metrics.count(|counts| counts.fan_out += (to.len() * frames.len()) as u64);
        post(cx, room, to, frames).await;
        cx.metrics.count(Counts::posted);
    }
}

/// Posts a frame that is not about the log.
pub async fn frame(cx: &Context, room: &RoomId, to: &[Listener], frame: &Frame) {
    post(cx, room, to, vec![json(frame)]).await;
}

/// Posts in a task of its own, which goes on when the time is over. What has happened by then is counted.
async fn post(cx: &Context, room: &RoomId, to: &[Listener], frames: Vec<String>) {
    let (sender, mut posted) = unbounded_channel();
    let (gateway, table) = (cx.gateway.clone(), cx.table.clone());
    let poster = Poster { gateway, table, room: room.clone(), frames, posted: sender };
    let connections = to.iter().map(|listener| listener.connection.clone()).collect();
    tokio::spawn(poster.post_all(shuffled(connections)));
    let (end, mut waiting) = (Instant::now() + TIMEOUT, to.len());
    while let Ok(Some(posted)) = timeout_at(end, posted.recv()).await {
        waiting -= 1;
        cx.metrics.count(|counts| posted.count(counts));
    }
    if waiting > 0 {
        cx.metrics.count(|counts| counts.given_up(waiting));
        tracing::warn!(%room, listeners = to.len(), waiting, "not everybody was reached in time");
    }
}

/// The connections in a random order, so that the last are not always the same.
fn shuffled(mut connections: Vec<String>) -> Vec<String> {
    fastrand::shuffle(&mut connections);
    connections
}

/// What came of the posts to a connection.
enum Posted {
    Reached,
    Gone,
    Failed(Box<SdkError<PostToConnectionError>>),
}

impl Posted {
    fn count(&self, counts: &mut Counts) {
        match self {
            Self::Reached => {}
            Self::Gone => counts.gone_connections += 1,
            Self::Failed(error) => count_failure(error, counts),
        }
    }
}

/// All that posts need, so that they can outlive the request that caused them.
struct Poster {
    gateway: aws_sdk_apigatewaymanagement::Client,
    table: Table,
    room: RoomId,
    frames: Vec<String>,
    posted: UnboundedSender<Posted>,
}

impl Poster {
    async fn post_all(self, connections: Vec<String>) {
        let poster = Arc::new(self);
        let posts = connections.into_iter().map(|connection| poster.clone().post_to(connection));
        stream::iter(posts).buffer_unordered(CONCURRENT).collect::<()>().await;
    }

    /// Posts to one connection, and reports what came of it.
    async fn post_to(self: Arc<Self>, connection: String) {
        let posted = self.try_post(&connection).await;
        if let Posted::Failed(error) = &posted {
            let (room, error) = (&self.room, DisplayErrorContext(error).to_string());
            tracing::warn!(%room, connection, error, "a listener was not reached");
        }
        // Fails if nobody waits any more.
        let _ = self.posted.send(posted);
    }

    /// Posts the frames in order. The SDK retries 429, timeouts and 5xx.
    async fn try_post(&self, connection: &str) -> Posted {
        for frame in &self.frames {
            let post = self.gateway.post_to_connection().connection_id(connection);
            match post.data(Blob::new(frame.as_bytes())).send().await {
                Ok(_) => {}
                Err(error) if error.as_service_error().is_some_and(|error| error.is_gone_exception()) => {
                    self.remove_listener(connection).await;
                    return Posted::Gone;
                }
                Err(error) => return Posted::Failed(Box::new(error)),
            }
        }
        Posted::Reached
    }

    /// Removes the listener of a connection that is gone, in this room.
    async fn remove_listener(&self, connection: &str) {
        let room = &self.room;
        if let Err(error) = self.table.delete(Key::listener(room, connection)).await {
            tracing::warn!(%room, connection, error = format!("{error:#}"), "a row of a gone connection stays");
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

    /// Takes the bytes of an event. Returns false if they do not fit.
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

    #[test]
    fn no_connection_is_always_the_last() {
        let connections: Vec<String> = (0..20).map(|n| n.to_string()).collect();
        let orders: Vec<Vec<String>> = (0..20).map(|_| shuffled(connections.clone())).collect();
        assert!(orders.iter().any(|order| order.last() != orders[0].last()), "{orders:?}");
        for mut order in orders {
            order.sort_by_key(|connection| connection.parse::<u32>().unwrap());
            assert_eq!(order, connections);
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
