//! One client's connection: its properties, its outgoing messages, and the time of its last traffic.

use std::net::IpAddr;
use std::sync::Mutex;
use std::sync::PoisonError;
use time::OffsetDateTime;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use super::close::CloseReason;
use super::ids;
use super::settings::SEND_BUFFER;

/// A connection from its `$connect` to its `$disconnect`.
#[derive(Debug)]
pub struct Connection {
    pub id: String,
    pub connected_at: OffsetDateTime,
    pub source: IpAddr,
    pub user_agent: Option<String>,
    pub host: String,
    messages: mpsc::Sender<String>,
    close: watch::Sender<Option<CloseReason>>,
    last_active: Mutex<(Instant, OffsetDateTime)>,
}

/// The socket's ends of a connection's channels.
#[derive(Debug)]
pub struct SocketChannels {
    /// The messages to send to the client.
    pub messages: mpsc::Receiver<String>,
    /// Set once the connection is to be closed.
    pub close: watch::Receiver<Option<CloseReason>>,
}

/// Why a message cannot be posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostError {
    /// The connection is closed.
    Gone,
    /// The client does not read, and its send buffer is full.
    BufferFull,
}

impl Connection {
    pub fn new(source: IpAddr, host: String, user_agent: Option<String>) -> (Self, SocketChannels) {
        let (messages, outgoing) = mpsc::channel(SEND_BUFFER);
        let (close, close_requests) = watch::channel(None);
        let now = OffsetDateTime::now_utc();
        let connection = Self {
            id: ids::random(),
            connected_at: now,
            source,
            user_agent,
            host,
            messages,
            close,
            last_active: Mutex::new((Instant::now(), now)),
        };
        (connection, SocketChannels { messages: outgoing, close: close_requests })
    }

    /// Posts a message without waiting.
    pub fn post(&self, message: String) -> Result<(), PostError> {
        self.messages.try_send(message).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => PostError::BufferFull,
            mpsc::error::TrySendError::Closed(_) => PostError::Gone,
        })
    }

    /// Sends the response to a frame as soon as the buffer has room for it. If the client is gone, the response is
    /// dropped.
    pub async fn respond(&self, message: String) {
        let _ = self.messages.send(message).await;
    }

    /// Asks the socket to close.
    pub fn close(&self, reason: CloseReason) {
        self.close.send_replace(Some(reason));
    }

    /// Records traffic in either direction.
    pub fn touch(&self) {
        *self.last_active.lock().unwrap_or_else(PoisonError::into_inner) =
            (Instant::now(), OffsetDateTime::now_utc());
    }

    /// The time of the last traffic.
    pub fn last_active(&self) -> (Instant, OffsetDateTime) {
        *self.last_active.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
