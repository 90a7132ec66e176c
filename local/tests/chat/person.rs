//! Somebody with a WebSocket and PROTOCOL in hand.

use std::collections::VecDeque;
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use local::Stack;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::stage::PATIENCE;

pub struct Person {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    requests: u64,
    /// What was pushed and not yet looked at.
    pushed: VecDeque<Value>,
    pub user: String,
    pub token: String,
    pub welcome: Value,
}

impl Person {
    /// Connects and says nothing.
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

    /// The same person on another device, or after a while.
    pub async fn device(&self, stack: &Stack) -> Self {
        Self::hello(stack, json!({"token": self.token})).await
    }

    pub async fn hello(stack: &Stack, hello: Value) -> Self {
        let mut person = Self::stranger(stack).await;
        person.say_hello(hello).await;
        person
    }

    pub async fn say_hello(&mut self, mut hello: Value) {
        hello["version"] = 1.into();
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

    /// Sends messages; the results of the ack.
    pub async fn send(&mut self, room: &str, messages: Value) -> Vec<Value> {
        let ack = self.ask("send", json!({"room": room, "messages": messages})).await;
        assert_eq!(ack["type"], "ack", "{ack}");
        ack["results"].as_array().unwrap().clone()
    }

    /// Sends one message; its seq.
    pub async fn says(&mut self, room: &str, client_id: &str, text: &str) -> u64 {
        let results = self.send(room, json!([{"clientId": client_id, "text": text}])).await;
        results[0]["seq"].as_u64().unwrap_or_else(|| panic!("{results:?}"))
    }

    /// The events of a room, from the first, page by page.
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

    /// Asks and waits for the answer; what is pushed meanwhile is kept.
    pub async fn ask(&mut self, action: &str, fields: Value) -> Value {
        let id = self.post(action, fields).await;
        self.answer(id).await
    }

    /// Asks as a client does: again, as long as that is worth it.
    pub async fn insist(&mut self, action: &str, fields: Value) -> Value {
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

    /// Asks without waiting.
    pub async fn post(&mut self, action: &str, mut fields: Value) -> u64 {
        self.requests += 1;
        fields["action"] = action.into();
        fields["id"] = self.requests.into();
        self.say(&fields.to_string()).await;
        self.requests
    }

    pub async fn say(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    /// The answer to a request; what is pushed meanwhile is kept. API Gateway's own errors answer whatever
    /// was asked last.
    pub async fn answer(&mut self, id: u64) -> Value {
        loop {
            let frame = self.hear().await;
            if frame["id"] == id || frame["type"].is_null() {
                return frame;
            }
            self.pushed.push_back(frame);
        }
    }

    /// The next frame of a type, kept or new.
    pub async fn hears(&mut self, kind: &str) -> Value {
        if let Some(index) = self.pushed.iter().position(|frame| frame["type"] == kind) {
            return self.pushed.remove(index).unwrap();
        }
        loop {
            let frame = self.hear().await;
            if frame["type"] == kind {
                return frame;
            }
            self.pushed.push_back(frame);
        }
    }

    /// The next message's text, from a push.
    pub async fn hears_text(&mut self) -> String {
        loop {
            let frame = self.hears("events").await;
            if let Some(text) = frame["events"][0]["text"].as_str() {
                return text.to_owned();
            }
        }
    }

    /// What has been pushed by the time that a question is answered.
    pub async fn pushed(&mut self) -> Vec<Value> {
        let pong = self.ask("ping", json!({})).await;
        assert_eq!(pong["type"], "pong", "{pong}");
        self.pushed.drain(..).collect()
    }

    pub async fn hear(&mut self) -> Value {
        loop {
            let message = timeout(PATIENCE, self.socket.next()).await.expect("a frame").unwrap().unwrap();
            if let Message::Text(text) = message {
                return serde_json::from_str(&text).unwrap();
            }
        }
    }

    /// Says something that ends the connection; the close code.
    pub async fn is_thrown_out(&mut self, text: &str) -> u16 {
        // The server need not listen to the end of it.
        let _ = self.socket.send(Message::text(text)).await;
        loop {
            match timeout(PATIENCE, self.socket.next()).await.expect("a close frame").unwrap().unwrap() {
                Message::Close(frame) => return frame.unwrap().code.into(),
                other => assert!(!other.is_text(), "{other}"),
            }
        }
    }

    pub async fn close(mut self) {
        self.socket.close(None).await.unwrap();
    }
}

/// `[1, 2, 3 …]`
pub fn seqs(events: &[Value]) -> Vec<u64> {
    events.iter().map(|event| event["seq"].as_u64().unwrap()).collect()
}

/// The texts of the messages among events.
pub fn texts(events: &[Value]) -> Vec<&str> {
    events.iter().filter_map(|event| event["text"].as_str()).collect()
}
