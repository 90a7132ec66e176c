//! A room of real connections, in which people speak in turn.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use futures::stream::SplitSink;
use futures::{SinkExt, StreamExt};
use local::Stack;
use local::template::Function;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::TEXT;
use crate::usage::{Frames, Usage};

/// What the room is called.
pub const NAME: &str = "lobby";
/// People; further connections are these people's other devices, so that filling the room is not itself a storm.
const PEOPLE: usize = 10;
/// Messages before the count starts: processes are warm then, and the log's tail is one of messages.
const WARM_UP: usize = 10;
/// Messages that are counted.
const MESSAGES: usize = 20;
/// Longer than anything takes on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(60);

type Sink = SplitSink<WebSocketStream<MaybeTlsStream<TcpStream>>, Message>;

/// A room, and everything that is heard in it.
pub struct Room {
    connections: Vec<Sink>,
    heard: UnboundedReceiver<String>,
    hears: UnboundedSender<String>,
    said: usize,
}

impl Room {
    /// A room with so many connections.
    pub async fn of(stack: &Stack, connections: usize) -> Result<Self> {
        let (hears, heard) = unbounded_channel();
        let mut room = Self { connections: Vec::new(), heard, hears, said: 0 };
        let mut tokens = Vec::new();
        for number in 0..connections {
            let (socket, _) = connect_async(stack.websocket_url())
                .await
                .context("a connection is refused, allow more open files with `ulimit -n 4096`")?;
            room.add(socket);
            match tokens.get(number % PEOPLE) {
                Some(token) => drop(room.ask(json!({"action": "hello", "token": token})).await?),
                None => tokens.push(room.enter(number).await?),
            }
        }
        Ok(room)
    }

    /// How many are in it.
    pub fn connections(&self) -> usize {
        self.connections.len()
    }

    fn add(&mut self, socket: WebSocketStream<MaybeTlsStream<TcpStream>>) {
        let (sink, mut frames) = socket.split();
        self.connections.push(sink);
        let hears = self.hears.clone();
        tokio::spawn(async move {
            while let Some(Ok(message)) = frames.next().await {
                if let Message::Text(text) = message
                    && hears.send(text.to_string()).is_err()
                {
                    return;
                }
            }
        });
    }

    /// The last connection becomes a new person's; the person's token.
    async fn enter(&mut self, number: usize) -> Result<Value> {
        let mut welcome = self.ask(json!({"action": "hello", "name": format!("Person {number}")})).await?;
        self.ask(json!({"action": "join", "room": NAME})).await?;
        Ok(welcome["token"].take())
    }

    /// Asks over the last connection and waits for the answer.
    async fn ask(&mut self, mut request: Value) -> Result<Value> {
        let id = format!("request {}", self.connections.len());
        (request["id"], request["version"]) = (json!(id), json!(1));
        let connection = self.connections.last_mut().context("nobody is here")?;
        connection.send(Message::text(request.to_string())).await?;
        loop {
            let answer: Value = serde_json::from_str(&self.hear().await?)?;
            if answer["id"] == id {
                ensure!(answer["type"] != "error", "{request} is refused: {answer}");
                return Ok(answer);
            }
        }
    }

    /// Lets people speak in turn and counts what each message takes.
    pub async fn measure(&mut self, stack: &Stack, functions: &BTreeMap<String, Function>) -> Result<Usage> {
        let (mut sent, mut heard) = (Frames::default(), Frames::default());
        for _ in 0..WARM_UP {
            self.say(&mut Frames::default(), &mut Frames::default()).await?;
        }
        let before = stack.calls();
        for _ in 0..MESSAGES {
            self.say(&mut sent, &mut heard).await?;
        }
        Ok(Usage::of(MESSAGES, &stack.calls().since(&before), functions, sent, heard))
    }

    /// Counts what a frame takes that somebody sends again and again, and that so many frames answer.
    pub async fn measure_habit(
        &mut self,
        stack: &Stack,
        functions: &BTreeMap<String, Function>,
        answers: usize,
        frame: impl Fn(usize) -> Value,
    ) -> Result<Usage> {
        let (mut sent, mut heard) = (Frames::default(), Frames::default());
        let before = stack.calls();
        for number in 0..MESSAGES {
            let billed = stack.calls().billed_ms;
            let frame = frame(number).to_string();
            sent.add(&frame);
            let connection = self.connections.last_mut().context("nobody is here")?;
            connection.send(Message::text(frame)).await?;
            for _ in 0..answers {
                heard.add(&self.hear().await?);
            }
            while stack.calls().billed_ms == billed {
                sleep(Duration::from_millis(1)).await;
            }
        }
        ensure!(self.heard.try_recv().is_err(), "more is answered than is expected");
        Ok(Usage::of(MESSAGES, &stack.calls().since(&before), functions, sent, heard))
    }

    /// Says something and waits until everybody has heard it, the sender by its answer.
    async fn say(&mut self, sent: &mut Frames, heard: &mut Frames) -> Result<()> {
        self.said += 1;
        // As long as the ids that clients make.
        let client_id = format!("01900000-0000-7000-8000-{:012}", self.said);
        let messages = json!([{"clientId": client_id, "text": TEXT}]);
        let frame =
            json!({"action": "send", "id": self.said, "room": NAME, "messages": messages}).to_string();
        let count = self.connections.len();
        sent.add(&frame);
        self.connections[self.said % count.min(PEOPLE)].send(Message::text(frame)).await?;
        let mut missing = count;
        while missing > 0 {
            let frame = self.hear().await?;
            if frame.contains(&client_id) {
                heard.add(&frame);
                missing -= 1;
            } else {
                ensure!(!frame.contains(r#""type":"error""#), "a message is refused: {frame}");
            }
        }
        Ok(())
    }

    async fn hear(&mut self) -> Result<String> {
        let frame = timeout(PATIENCE, self.heard.recv()).await;
        frame
            .context("a frame never came, try again when the machine is less busy")?
            .context("everybody left")
    }
}
