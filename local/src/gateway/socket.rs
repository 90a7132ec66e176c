//! The life of one socket: reading, writing, its limits in size and time, and its end.

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

use super::connection::{Connection, Mailbox};
use super::ending::Ending;
use super::settings::{FRAME_LIMIT, FrameOrder, IN_FLIGHT, MESSAGE_LIMIT};
use super::{Gateway, event};

type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// How long a client may take to say goodbye.
const FAREWELL: Duration = Duration::from_secs(2);
/// The longest delay of a frame in the shuffled order.
const SHUFFLE: u64 = 40;

impl Gateway {
    /// Serves a connection from its upgrade to its `$disconnect`.
    pub async fn serve(self: Arc<Self>, upgrade: OnUpgrade, connection: Arc<Connection>, mailbox: Mailbox) {
        let (ending, socket) = match upgrade.await {
            Ok(upgraded) => {
                let limits = WebSocketConfig::default()
                    .read_buffer_size(8 * 1024)
                    .write_buffer_size(0)
                    .max_message_size(Some(MESSAGE_LIMIT))
                    .max_frame_size(Some(FRAME_LIMIT));
                let raw = TokioIo::new(upgraded);
                let mut socket = WebSocketStream::from_raw_socket(raw, Role::Server, Some(limits)).await;
                let ending = self.converse(&connection, mailbox, &mut socket).await;
                (ending, Some(socket))
            }
            Err(_) => (Ending::LOST, None),
        };
        self.connections().remove(&connection.id);
        let farewell = async {
            if let Some(socket) = socket {
                let _ = timeout(FAREWELL, say_goodbye(socket, &ending)).await;
            }
        };
        tokio::join!(farewell, self.disconnected(&connection, &ending));
    }

    async fn disconnected(&self, connection: &Connection, ending: &Ending) {
        if let Some(target) = self.routes.get("$disconnect") {
            let event = event::disconnect(&self.place(connection), ending.code, &ending.reason);
            // Best effort, as on AWS: nobody is left who could hear of a failure.
            let _ = self.ask(target, &event).await;
        }
    }

    async fn converse(
        self: &Arc<Self>,
        connection: &Arc<Connection>,
        mailbox: Mailbox,
        socket: &mut Socket,
    ) -> Ending {
        let (mut sink, mut stream) = socket.split();
        tokio::select! {
            ending = self.read(connection, &mut stream) => ending,
            ending = write(connection, &mut sink, mailbox.outbox, mailbox.closing.clone()) => ending,
            ending = self.expiry(connection) => ending,
            ending = told_and_stuck(mailbox.closing) => ending,
        }
    }

    /// Reads until the client closes or breaks a rule.
    async fn read(
        self: &Arc<Self>,
        connection: &Arc<Connection>,
        stream: &mut SplitStream<&mut Socket>,
    ) -> Ending {
        let turns = Arc::new(Semaphore::new(match self.settings.order {
            FrameOrder::Serial => 1,
            FrameOrder::Concurrent | FrameOrder::Shuffled { .. } => IN_FLIGHT,
        }));
        let mut count = 0;
        while let Some(message) = stream.next().await {
            connection.touch();
            match message {
                Ok(Message::Text(text)) => {
                    count += 1;
                    self.take(connection, text.to_string(), count, &turns).await;
                }
                Ok(Message::Binary(_)) => return Ending::BINARY,
                Ok(Message::Close(frame)) => return Ending::of_client(frame),
                Ok(_) => {}
                Err(error) => return Ending::of_error(&error),
            }
        }
        Ending::LOST
    }

    /// Lets a frame go its way as soon as there is a turn for it.
    async fn take(
        self: &Arc<Self>,
        connection: &Arc<Connection>,
        frame: String,
        count: u64,
        turns: &Arc<Semaphore>,
    ) {
        let turn = turns.clone().acquire_owned().await;
        let delay = delay(self.settings.order, count);
        let (gateway, connection) = (self.clone(), connection.clone());
        tokio::spawn(async move {
            sleep(delay).await;
            gateway.deliver(&connection, frame).await;
            drop(turn);
        });
    }

    /// Ends when the connection was idle for too long, or is too old.
    async fn expiry(&self, connection: &Connection) -> Ending {
        let end_of_life = Instant::now() + self.settings.life;
        loop {
            let (active, _) = connection.last_active();
            let end = end_of_life.min(active + self.settings.idle);
            if Instant::now() >= end {
                return Ending::GOING_AWAY;
            }
            sleep_until(end).await;
        }
    }
}

fn delay(order: FrameOrder, count: u64) -> Duration {
    match order {
        FrameOrder::Concurrent | FrameOrder::Serial => Duration::ZERO,
        FrameOrder::Shuffled { seed } => {
            let mut chance = StdRng::seed_from_u64(seed.wrapping_mul(1_000_003).wrapping_add(count));
            Duration::from_millis(chance.random_range(0..=SHUFFLE))
        }
    }
}

/// Writes what is posted, and what was posted before a close comes before it.
async fn write(
    connection: &Connection,
    sink: &mut SplitSink<&mut Socket, Message>,
    mut outbox: mpsc::Receiver<String>,
    mut closing: watch::Receiver<Option<Ending>>,
) -> Ending {
    loop {
        let message = tokio::select! {
            biased;
            Some(message) = outbox.recv() => message,
            ending = told(&mut closing) => return ending,
        };
        if let Err(error) = sink.send(Message::text(message)).await {
            return Ending::of_error(&error);
        }
        connection.touch();
    }
}

async fn told(closing: &mut watch::Receiver<Option<Ending>>) -> Ending {
    let told = closing.wait_for(Option::is_some).await.ok().and_then(|ending| ending.clone());
    told.unwrap_or(Ending::GOING_AWAY)
}

/// A client that does not read keeps the writer from hearing that it shall close.
async fn told_and_stuck(mut closing: watch::Receiver<Option<Ending>>) -> Ending {
    let ending = told(&mut closing).await;
    sleep(FAREWELL).await;
    ending
}

/// Ends the closing handshake, whoever began it. What the client still sends is read and dropped: closing with
/// unread data would reset the connection, and the client would never learn why it was closed.
async fn say_goodbye(mut socket: Socket, ending: &Ending) {
    // Fails if the client began: its close frame is then answered by the flush.
    let _ = socket.send(Message::Close(Some(ending.frame()))).await;
    let _ = socket.flush().await;
    while let Some(Ok(_)) = socket.next().await {}
    let raw = socket.get_mut();
    let _ = raw.shutdown().await;
    let mut dropped = [0; 4096];
    while raw.read(&mut dropped).await.is_ok_and(|read| read > 0) {}
}
