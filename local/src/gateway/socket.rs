//! One WebSocket from its upgrade to its close: reading, writing, and the limits in size and time.

use futures::stream::{SplitSink, SplitStream};
use futures::{SinkExt, StreamExt};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::close::CloseReason;
use super::connection::{Connection, SocketChannels};
use super::settings::{FRAME_LIMIT, FrameOrder, MAX_IN_FLIGHT, MESSAGE_LIMIT};
use super::{Gateway, event};

type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// The time that a client has to complete the closing handshake.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);
/// The longest delay of a frame in the shuffled order, in milliseconds.
const MAX_SHUFFLE_MS: u64 = 40;

impl Gateway {
    /// Serves a connection from its upgrade to its `$disconnect`.
    pub async fn serve(
        self: Arc<Self>,
        upgrade: OnUpgrade,
        connection: Arc<Connection>,
        channels: SocketChannels,
    ) {
        let (reason, socket) = match upgrade.await {
            Ok(upgraded) => {
                let limits = WebSocketConfig::default()
                    .read_buffer_size(8 * 1024)
                    .write_buffer_size(0)
                    .max_message_size(Some(MESSAGE_LIMIT))
                    .max_frame_size(Some(FRAME_LIMIT));
                let raw = TokioIo::new(upgraded);
                let mut socket = WebSocketStream::from_raw_socket(raw, Role::Server, Some(limits)).await;
                let reason = self.run(&connection, channels, &mut socket).await;
                (reason, Some(socket))
            }
            Err(_) => (CloseReason::ABNORMAL, None),
        };
        self.connections().remove(&connection.id);
        let close = async {
            if let Some(socket) = socket {
                let _ = timeout(CLOSE_TIMEOUT, closing_handshake(socket, &reason)).await;
            }
        };
        tokio::join!(close, self.invoke_disconnect(&connection, &reason));
    }

    async fn invoke_disconnect(&self, connection: &Connection, reason: &CloseReason) {
        if let Some(route) = self.routes.get("$disconnect") {
            let event = event::disconnect(&self.context(connection), reason.code, &reason.reason);
            // Best effort, as on AWS: no client is left that could receive an error.
            let _ = self.invoke(route, &event).await;
        }
    }

    /// Reads and writes until something closes the connection.
    async fn run(
        self: &Arc<Self>,
        connection: &Arc<Connection>,
        channels: SocketChannels,
        socket: &mut Socket,
    ) -> CloseReason {
        let (mut sink, mut stream) = socket.split();
        tokio::select! {
            reason = self.read(connection, &mut stream) => reason,
            reason = write(connection, &mut sink, channels.messages, channels.close.clone()) => reason,
            reason = self.expiry(connection) => reason,
            reason = close_timeout(channels.close) => reason,
        }
    }

    /// Reads until the client closes the connection or breaks a rule.
    async fn read(
        self: &Arc<Self>,
        connection: &Arc<Connection>,
        stream: &mut SplitStream<&mut Socket>,
    ) -> CloseReason {
        let permits = Arc::new(Semaphore::new(match self.settings.order {
            FrameOrder::Serial => 1,
            FrameOrder::Concurrent | FrameOrder::Shuffled { .. } => MAX_IN_FLIGHT,
        }));
        let mut count = 0;
        while let Some(message) = stream.next().await {
            connection.touch();
            match message {
                Ok(Message::Text(text)) => {
                    count += 1;
                    self.start_frame(connection, text.to_string(), count, &permits).await;
                }
                Ok(Message::Binary(_)) => return CloseReason::BINARY,
                Ok(Message::Close(frame)) => return CloseReason::from_client(frame),
                Ok(_) => {}
                Err(error) => return CloseReason::from_error(&error),
            }
        }
        CloseReason::ABNORMAL
    }

    /// Waits for a permit, then routes the frame in a task of its own.
    async fn start_frame(
        self: &Arc<Self>,
        connection: &Arc<Connection>,
        frame: String,
        count: u64,
        permits: &Arc<Semaphore>,
    ) {
        let permit = permits.clone().acquire_owned().await;
        let delay = delay(self.settings.order, count);
        let (gateway, connection) = (self.clone(), connection.clone());
        tokio::spawn(async move {
            sleep(delay).await;
            gateway.route_frame(&connection, frame).await;
            drop(permit);
        });
    }

    /// Returns when the connection reaches its idle timeout or its lifetime.
    async fn expiry(&self, connection: &Connection) -> CloseReason {
        let end_of_lifetime = Instant::now() + self.settings.lifetime;
        loop {
            let (active, _) = connection.last_active();
            let deadline = end_of_lifetime.min(active + self.settings.idle_timeout);
            if Instant::now() >= deadline {
                return CloseReason::GOING_AWAY;
            }
            sleep_until(deadline).await;
        }
    }
}

fn delay(order: FrameOrder, count: u64) -> Duration {
    match order {
        FrameOrder::Concurrent | FrameOrder::Serial => Duration::ZERO,
        FrameOrder::Shuffled { seed } => {
            let mut random = StdRng::seed_from_u64(seed.wrapping_mul(1_000_003).wrapping_add(count));
            Duration::from_millis(random.random_range(0..=MAX_SHUFFLE_MS))
        }
    }
}

/// Writes the posted messages. A close request waits until the messages that were posted before it are written.
async fn write(
    connection: &Connection,
    sink: &mut SplitSink<&mut Socket, Message>,
    mut messages: mpsc::Receiver<String>,
    mut close: watch::Receiver<Option<CloseReason>>,
) -> CloseReason {
    loop {
        let message = tokio::select! {
            biased;
            Some(message) = messages.recv() => message,
            reason = close_requested(&mut close) => return reason,
        };
        if let Err(error) = sink.send(Message::text(message)).await {
            return CloseReason::from_error(&error);
        }
        connection.touch();
    }
}

async fn close_requested(close: &mut watch::Receiver<Option<CloseReason>>) -> CloseReason {
    let reason = close.wait_for(Option::is_some).await.ok().and_then(|reason| reason.clone());
    reason.unwrap_or(CloseReason::GOING_AWAY)
}

/// Returns some time after a close request, because a client that does not read blocks `write`, which then never
/// gets to the request.
async fn close_timeout(mut close: watch::Receiver<Option<CloseReason>>) -> CloseReason {
    let reason = close_requested(&mut close).await;
    sleep(CLOSE_TIMEOUT).await;
    reason
}

/// Completes the closing handshake, whichever side began it. It reads and drops what the client still sends: a close
/// with unread data would reset the connection, and the client would not get the reason.
async fn closing_handshake(mut socket: Socket, reason: &CloseReason) {
    // Fails if the client began: the flush then answers the client's close frame.
    let _ = socket.send(Message::Close(Some(reason.frame()))).await;
    let _ = socket.flush().await;
    while let Some(Ok(_)) = socket.next().await {}
    let raw = socket.get_mut();
    let _ = raw.shutdown().await;
    let mut dropped = [0; 4096];
    while raw.read(&mut dropped).await.is_ok_and(|read| read > 0) {}
}
