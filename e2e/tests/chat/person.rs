//! A person with a WebSocket, who uses only the protocol's JSON.

use std::collections::VecDeque;
use std::time::Duration;

use e2e::Stack;
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::fixture::TIMEOUT;

pub struct Person {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    requests: u64,
    /// The pushed frames that no test has read yet.
    pushed: VecDeque<Value>,
    pub user: String,
    pub token: String,
    pub welcome: Value,
}

impl Person {
    /// Connects, without a hello.
    pub async fn stranger(stack: &Stack) -> Self {
        let (socket, _) = connect_async(stack.websocket_url()).await.unwrap();
        let (user, token, welcome) = (String::new(), String::new(), Value::Null);
        Self { socket, requests: 0, pushed: VecDeque::new(), user, token, welcome }
    }

    /// A new guest.
    pub async fn guest(stack: &Stack, name: &str) -> Self {
        Self::hello(stack, json!({"name": name})).await
    }

    /// A guest in a room.
    pub async fn in_room(stack: &Stack, name: &str, room: &str) -> Self {
        let mut person = Self::guest(stack, name).await;
        person.join(room).await;
        person
    }

    /// The same person on another connection.
    pub async fn device(&self, stack: &Stack) -> Self {
        Self::hello(stack, json!({"token": self.token})).await
    }

    pub async fn hello(stack: &Stack, hello: Value) -> Self {
        let mut person = Self::stranger(stack).await;
        person.say_hello(hello).await;
        person
    }

    /// Says hello in version 1, in which a `join` makes a room that does not exist, or in the given version.
    pub async fn say_hello(&mut self, mut hello: Value) {
        if hello["version"].is_null() {
            hello["version"] = 1.into();
        }
        let welcome = self.ask("hello", hello).await;
        assert_eq!(welcome["type"], "welcome", "{welcome}");
        self.user = welcome["user"].as_str().unwrap().to_owned();
        self.token = welcome["token"].as_str().unwrap().to_owned();
        self.welcome = welcome;
    }

    pub async fn join(&mut self, room: &str) -> Value {
        let ack = self.ask("join", json!({"room": room})).await;
        assert_eq!(ack["type"], "ack", "{ack}");
        ack["room"].clone()
    }

    /// Sends messages and returns the results in the ack.
    pub async fn send(&mut self, room: &str, messages: Value) -> Vec<Value> {
        let ack = self.ask("send", json!({"room": room, "messages": messages})).await;
        assert_eq!(ack["type"], "ack", "{ack}");
        ack["results"].as_array().unwrap().clone()
    }

    /// Sends one message and returns its seq.
    pub async fn says(&mut self, room: &str, client_id: &str, text: &str) -> u64 {
        let results = self.send(room, json!([{"clientId": client_id, "text": text}])).await;
        results[0]["seq"].as_u64().unwrap_or_else(|| panic!("{results:?}"))
    }

    /// All events of a room, read page by page.
    pub async fn log(&mut self, room: &str) -> Vec<Value> {
        let mut events: Vec<Value> = Vec::new();
        loop {
            let after = events.last().map_or(0, |last| last["seq"].as_u64().unwrap());
            let page = self.ask("history", json!({"room": room, "after": after})).await;
            assert_eq!(page["type"], "page", "{page}");
            events.extend(page["events"].as_array().unwrap().iter().cloned());
            if page["more"] == false {
                return events;
            }
        }
    }

    /// Sends a request and waits for its answer. Frames that are pushed meanwhile are kept.
    pub async fn ask(&mut self, action: &str, fields: Value) -> Value {
        let id = self.post(action, fields).await;
        self.answer(id).await
    }

    /// Sends a request again, as a client does, until the answer is final. Panics if the answer is a final error.
    pub async fn ask_until_accepted(&mut self, action: &str, fields: Value) -> Value {
        loop {
            let answer = self.ask(action, fields.clone()).await;
            let failed = answer["message"] == "Internal server error";
            match answer["code"].as_str() {
                None if failed => {}
                None => return answer,
                Some("rate_limited" | "conflict" | "unavailable") => {}
                Some(_) => panic!("{action}: {answer}"),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Sends a request without waiting, and returns its id.
    pub async fn post(&mut self, action: &str, mut fields: Value) -> u64 {
        self.requests += 1;
        fields["action"] = action.into();
        fields["id"] = self.requests.into();
        self.say(&fields.to_string()).await;
        self.requests
    }

    /// Sends a frame.
    pub async fn say(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    /// The answer to a request. Frames that are pushed meanwhile are kept. API Gateway's own errors have no request
    /// id, so they count as the answer.
    pub async fn answer(&mut self, id: u64) -> Value {
        loop {
            let frame = self.next_frame().await;
            if frame["id"] == id || frame["type"].is_null() {
                return frame;
            }
            self.pushed.push_back(frame);
        }
    }

    /// The next answer to any request. Frames that are pushed meanwhile are kept.
    pub async fn next_answer(&mut self) -> Value {
        loop {
            let frame = self.next_frame().await;
            if !frame["id"].is_null() || frame["type"].is_null() {
                return frame;
            }
            self.pushed.push_back(frame);
        }
    }

    /// The next frame of this type, from the kept frames or from the socket.
    pub async fn hears(&mut self, kind: &str) -> Value {
        if let Some(index) = self.pushed.iter().position(|frame| frame["type"] == kind) {
            return self.pushed.remove(index).unwrap();
        }
        loop {
            let frame = self.next_frame().await;
            if frame["type"] == kind {
                return frame;
            }
            self.pushed.push_back(frame);
        }
    }

    /// The text of the next message that is pushed.
    pub async fn hears_text(&mut self) -> String {
        loop {
            let frame = self.hears("events").await;
            if let Some(text) = frame["events"][0]["text"].as_str() {
                return text.to_owned();
            }
        }
    }

    /// The frames that were pushed before the answer to a ping.
    pub async fn pushed(&mut self) -> Vec<Value> {
        let pong = self.ask("ping", json!({})).await;
        assert_eq!(pong["type"], "pong", "{pong}");
        self.pushed.drain(..).collect()
    }

    /// Skips empty frames, as every client must: API Gateway may send one where a function has returned no body.
    pub async fn next_frame(&mut self) -> Value {
        loop {
            let message = timeout(TIMEOUT, self.socket.next()).await.expect("a frame").unwrap().unwrap();
            if let Message::Text(text) = message
                && !text.is_empty()
            {
                return serde_json::from_str(&text).unwrap();
            }
        }
    }

    /// Sends a frame that makes the server close the connection, and returns the close code.
    pub async fn close_code_after(&mut self, text: &str) -> u16 {
        // The server may close the connection before it has read the whole frame.
        let _ = self.socket.send(Message::text(text)).await;
        loop {
            match timeout(TIMEOUT, self.socket.next()).await.expect("a close frame").unwrap().unwrap() {
                Message::Close(frame) => return frame.unwrap().code.into(),
                other => assert!(!other.is_text(), "{other}"),
            }
        }
    }

    pub async fn close(mut self) {
        self.socket.close(None).await.unwrap();
    }
}

/// The seq of each event.
pub fn seqs(events: &[Value]) -> Vec<u64> {
    events.iter().map(|event| event["seq"].as_u64().unwrap()).collect()
}

/// The texts of the messages among the events.
pub fn texts(events: &[Value]) -> Vec<&str> {
    events.iter().filter_map(|event| event["text"].as_str()).collect()
}
