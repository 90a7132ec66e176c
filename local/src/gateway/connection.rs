//! One client's connection, as the rest of the gateway sees it.

use std::net::IpAddr;
use std::sync::Mutex;
use std::sync::PoisonError;
use time::OffsetDateTime;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use super::ending::Ending;
use super::ids;
use super::settings::OUTBOX;

/// A connection from its `$connect` to its `$disconnect`.
#[derive(Debug)]
pub struct Connection {
    pub id: String,
    pub connected_at: OffsetDateTime,
    pub source: IpAddr,
    pub user_agent: Option<String>,
    pub host: String,
    outbox: mpsc::Sender<String>,
    closing: watch::Sender<Option<Ending>>,
    last_active: Mutex<(Instant, OffsetDateTime)>,
}

/// The socket's side of a connection: what is to be sent, and when to stop.
#[derive(Debug)]
pub struct Mailbox {
    pub outbox: mpsc::Receiver<String>,
    pub closing: watch::Receiver<Option<Ending>>,
}

/// Why a message cannot be posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The client is not there any more.
    Gone,
    /// The client does not read, and what waits for it fills its buffer.
    Full,
}

impl Connection {
    pub fn new(source: IpAddr, host: String, user_agent: Option<String>) -> (Self, Mailbox) {
        let (sender, outbox) = mpsc::channel(OUTBOX);
        let (closer, closing) = watch::channel(None);
        let now = OffsetDateTime::now_utc();
        let connection = Self {
            id: ids::fresh(),
            connected_at: now,
            source,
            user_agent,
            host,
            outbox: sender,
            closing: closer,
            last_active: Mutex::new((Instant::now(), now)),
        };
        (connection, Mailbox { outbox, closing })
    }

    /// Posts a message without waiting.
    pub fn post(&self, message: String) -> Result<(), Refusal> {
        self.outbox.try_send(message).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => Refusal::Full,
            mpsc::error::TrySendError::Closed(_) => Refusal::Gone,
        })
    }

    /// Sends the answer to a frame, when there is room for it. A client that is gone needs none.
    pub async fn answer(&self, message: String) {
        let _ = self.outbox.send(message).await;
    }

    /// Asks the socket to close.
    pub fn close(&self, ending: Ending) {
        self.closing.send_replace(Some(ending));
    }

    /// Notes traffic in either direction.
    pub fn touch(&self) {
        *self.last_active.lock().unwrap_or_else(PoisonError::into_inner) =
            (Instant::now(), OffsetDateTime::now_utc());
    }

    /// When traffic was last seen.
    pub fn last_active(&self) -> (Instant, OffsetDateTime) {
        *self.last_active.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
