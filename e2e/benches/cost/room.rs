//! A room of real connections, whose people send messages in turn.

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

use crate::usage::{Frames, Usage};
use crate::{TEXT, processor};

/// The room's name.
pub const NAME: &str = "lobby";
/// The number of people. Further connections are these people's other devices, because each join of a new person is a
/// post to everybody in the room.
const PEOPLE: usize = 10;
/// The number of messages before the count starts. After them the processes are warm, and the log's tail consists of
/// messages.
const WARM_UP: usize = 10;
/// The number of counted messages.
pub const MESSAGES: usize = 20;
/// The time between two messages. In a room with ten events in five seconds, the server reads more to limit a person.
const PAUSE: Duration = Duration::from_millis(550);
/// The function that the end of a connection invokes.
const DISCONNECT: &str = "DisconnectFunction";
/// Longer than anything takes on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(60);

type Sink = SplitSink<WebSocketStream<MaybeTlsStream<TcpStream>>, Message>;

/// What the sender of a frame receives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Frame,
    /// The function's response has no body. API Gateway may send an empty frame then, so one is counted.
    Empty,
}

/// A room, its connections, and the frames that they receive.
pub struct Room {
    connections: Vec<Sink>,
    received: UnboundedReceiver<String>,
    sender: UnboundedSender<String>,
    sent: usize,
    /// The token of the person who came first.
    token: Value,
}

impl Room {
    /// A room with this number of connections.
    pub async fn open(stack: &Stack, connections: usize) -> Result<Self> {
        let (sender, received) = unbounded_channel();
        let mut room = Self { connections: Vec::new(), received, sender, sent: 0, token: Value::Null };
        let mut tokens = Vec::new();
        for number in 0..connections {
            let (socket, _) = connect_async(stack.websocket_url())
                .await
                .context("a connection is refused, allow more open files with `ulimit -n 4096`")?;
            room.add(socket);
            match tokens.get(number % PEOPLE) {
                Some(token) => drop(room.ask(json!({"action": "hello", "token": token})).await?),
                None => tokens.push(room.join(number).await?),
            }
        }
        room.token = tokens.swap_remove(0);
        Ok(room)
    }

    /// The number of connections.
    pub fn connections(&self) -> usize {
        self.connections.len()
    }

    fn add(&mut self, socket: WebSocketStream<MaybeTlsStream<TcpStream>>) {
        let (sink, mut frames) = socket.split();
        self.connections.push(sink);
        let sender = self.sender.clone();
        tokio::spawn(async move {
            while let Some(Ok(message)) = frames.next().await {
                if let Message::Text(text) = message
                    && !text.is_empty()
                    && sender.send(text.to_string()).is_err()
                {
                    return;
                }
            }
        });
    }

    /// Says hello as a new person on the last connection, joins the room, and returns the person's token.
    async fn join(&mut self, number: usize) -> Result<Value> {
        let mut welcome = self.ask(json!({"action": "hello", "name": format!("Person {number}")})).await?;
        self.ask(json!({"action": "join", "room": NAME})).await?;
        Ok(welcome["token"].take())
    }

    /// Sends a request over the last connection and waits for its answer.
    async fn ask(&mut self, mut request: Value) -> Result<Value> {
        let id = format!("request {}", self.connections.len());
        (request["id"], request["version"]) = (json!(id), json!(1));
        let connection = self.connections.last_mut().context("the room has no connection")?;
        connection.send(Message::text(request.to_string())).await?;
        loop {
            let answer: Value = serde_json::from_str(&self.receive().await?)?;
            if answer["id"] == id {
                ensure!(answer["type"] != "error", "{request} is refused: {answer}");
                return Ok(answer);
            }
        }
    }

    /// Sends messages from each person in turn, and counts the usage of one message.
    pub async fn measure(&mut self, stack: &Stack, functions: &BTreeMap<String, Function>) -> Result<Usage> {
        let (mut sent, mut received) = (Frames::default(), Frames::default());
        for _ in 0..WARM_UP {
            self.send_message(&mut Frames::default(), &mut Frames::default()).await?;
        }
        let (before, cpu_before) = (stack.calls(), processor::milliseconds(stack));
        for _ in 0..MESSAGES {
            self.send_message(&mut sent, &mut received).await?;
        }
        let cpu = processor::milliseconds(stack) - cpu_before;
        Ok(Usage::of(MESSAGES, &stack.calls().since(&before), functions, sent, received, cpu))
    }

    /// Sends a kind of frame repeatedly, and counts the usage of one frame. The server pushes each to `pushes` connections.
    pub async fn measure_frame(
        &mut self,
        stack: &Stack,
        functions: &BTreeMap<String, Function>,
        answer: Answer,
        pushes: usize,
        frame: impl Fn(usize) -> Value,
    ) -> Result<Usage> {
        let (mut sent, mut received) = (Frames::default(), Frames::default());
        let (before, cpu_before) = (stack.calls(), processor::milliseconds(stack));
        for number in 0..MESSAGES {
            let billed = stack.calls().billed_ms;
            let frame = frame(number).to_string();
            sent.add(&frame);
            let connection = self.connections.last_mut().context("the room has no connection")?;
            connection.send(Message::text(frame)).await?;
            for _ in 0..pushes + usize::from(answer == Answer::Frame) {
                received.add(&self.receive().await?);
            }
            if answer == Answer::Empty {
                received.add("");
            }
            while stack.calls().billed_ms == billed {
                sleep(Duration::from_millis(1)).await;
            }
        }
        ensure!(
            self.received.try_recv().is_err(),
            "the server sends more frames than it should, correct the expected answers"
        );
        let cpu = processor::milliseconds(stack) - cpu_before;
        Ok(Usage::of(MESSAGES, &stack.calls().since(&before), functions, sent, received, cpu))
    }

    /// Opens and closes connections of a person who has been here, and counts the usage of one.
    pub async fn measure_sessions(
        &mut self,
        stack: &Stack,
        functions: &BTreeMap<String, Function>,
    ) -> Result<Usage> {
        let (mut sent, mut received) = (Frames::default(), Frames::default());
        let (before, cpu_before) = (stack.calls(), processor::milliseconds(stack));
        let hello = json!({"action": "hello", "id": 1, "version": 2, "token": self.token}).to_string();
        for number in 1..=MESSAGES as u64 {
            let (mut socket, _) = connect_async(stack.websocket_url()).await?;
            sent.add(&hello);
            socket.send(Message::text(hello.clone())).await?;
            let welcome = timeout(TIMEOUT, socket.next()).await?.context("there is no welcome")??;
            received.add(welcome.to_text()?);
            socket.close(None).await?;
            let disconnects =
                |stack: &Stack| stack.calls().since(&before).invocations.get(DISCONNECT).copied();
            while disconnects(stack).is_none_or(|count| count < number) {
                sleep(Duration::from_millis(1)).await;
            }
        }
        let cpu = processor::milliseconds(stack) - cpu_before;
        Ok(Usage::of(MESSAGES, &stack.calls().since(&before), functions, sent, received, cpu))
    }

    /// Sends a message and waits until everybody has received it. The sender receives the answer.
    async fn send_message(&mut self, sent: &mut Frames, received: &mut Frames) -> Result<()> {
        sleep(PAUSE).await;
        self.sent += 1;
        // The length of the ids that clients generate.
        let client_id = format!("01900000-0000-7000-8000-{:012}", self.sent);
        let messages = json!([{"clientId": client_id, "text": TEXT}]);
        let frame =
            json!({"action": "send", "id": self.sent, "room": NAME, "messages": messages}).to_string();
        let count = self.connections.len();
        sent.add(&frame);
        self.connections[self.sent % count.min(PEOPLE)].send(Message::text(frame)).await?;
        let mut missing = count;
        while missing > 0 {
            let frame = self.receive().await?;
            if frame.contains(&client_id) {
                received.add(&frame);
                missing -= 1;
            } else {
                ensure!(!frame.contains(r#""type":"error""#), "a message is refused: {frame}");
            }
        }
        Ok(())
    }

    async fn receive(&mut self) -> Result<String> {
        let frame = timeout(TIMEOUT, self.received.recv()).await;
        frame
            .context("a frame never came, try again when the machine is less busy")?
            .context("every connection is closed, see the functions' errors with LOCAL_LOGS=1")
    }
}
