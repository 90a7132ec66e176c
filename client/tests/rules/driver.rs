//! A driver that a test controls: it plays the server, and lets time pass.

use client::{Client, Command, Effect, Identity, Input, Part, Saved, SocketId, StorageChange};
use common::{Change, Delete, Millis, Post, RoomId, Seq, UserId};
use serde_json::{Value, json};

use crate::changed_rooms;

pub fn lobby() -> RoomId {
    "lobby".parse().unwrap()
}

pub fn elsewhere() -> RoomId {
    "elsewhere".parse().unwrap()
}

/// An event with a message by somebody else.
pub fn message(seq: u64) -> Value {
    let client_id = format!("c-{seq}");
    json!({"seq": seq, "at": seq, "by": "u-other", "name": "Bob", "kind": "message", "clientId": client_id, "text": "hi"})
}

/// A client, its clock, and the effects that it wanted so far.
pub struct Driver {
    pub client: Client,
    pub now: Millis,
    /// The socket on which the server's frames arrive.
    pub socket: SocketId,
    pub stored: Vec<StorageChange>,
    pub sent: Vec<Value>,
    pub connected: Vec<SocketId>,
    pub closed: Vec<SocketId>,
}

impl Driver {
    /// A client that has started on the device of a guest.
    pub fn guest() -> Self {
        Self::person(&"u-me".parse().unwrap())
    }

    /// A client that has started on the device of this person.
    pub fn person(user: &UserId) -> Self {
        let (name, token) = ("Ada".parse().unwrap(), "t".to_owned().try_into().unwrap());
        Self::start(Saved {
            identity: Some(Identity { user: user.clone(), name, token }),
            ..Saved::default()
        })
    }

    /// A client that has started with what its device stored.
    pub fn start(saved: Saved) -> Self {
        let client = Client::new(saved, 7);
        let (stored, sent, connected, closed) = Default::default();
        let mut driver = Self { client, now: 0, socket: 1, stored, sent, connected, closed };
        driver.feed(Input::Start);
        driver
    }

    /// A guest who is connected, in the lobby. The lobby's log ends at `head`; only its last event is loaded.
    pub fn online(head: u64) -> Self {
        let mut driver = Self::guest();
        driver.feed(Input::Opened(1));
        driver.welcome(head);
        driver.command(Command::Open(lobby()));
        driver.page(head, head);
        driver.wait(client::timing::SETTLE);
        driver.pong(json!({}));
        driver.sent.clear();
        driver
    }

    pub fn feed(&mut self, input: Input) {
        for effect in changed_rooms::handle(&mut self.client, self.now, input) {
            match effect {
                Effect::Connect(socket) => self.connected.push(socket),
                Effect::Close(socket) => self.closed.push(socket),
                Effect::Transmit(_, text) => self.sent.push(serde_json::from_str(&text).unwrap()),
                Effect::Persist(change) => self.stored.push(change),
            }
        }
    }

    pub fn command(&mut self, command: Command) {
        self.feed(Input::Command(command));
    }

    /// Wants a part of the lobby's earlier events.
    pub fn load(&mut self, part: Part) {
        self.command(Command::Load { room: lobby(), part });
    }

    pub fn post(&mut self, text: &str) {
        let change = Change::Post(Post { text: text.parse().unwrap(), reply_to: None });
        self.command(Command::Change { room: lobby(), change });
    }

    pub fn delete(&mut self, target: Seq) {
        self.command(Command::Change { room: lobby(), change: Change::Delete(Delete { target }) });
    }

    pub fn sign_in(&mut self, token: &str) {
        self.command(Command::SignIn(token.to_owned().try_into().unwrap()));
        self.socket = *self.connected.last().unwrap();
        self.feed(Input::Opened(self.socket));
    }

    /// Lets time pass, and ticks whenever the client wants to.
    pub fn wait(&mut self, time: Millis) {
        let until = self.now + time;
        while let Some(at) = self.client.deadline().filter(|at| *at <= until) {
            self.now = self.now.max(at);
            self.feed(Input::Tick);
        }
        self.now = until;
    }
}

// The server's frames.
impl Driver {
    pub fn receive(&mut self, frame: Value) {
        self.feed(Input::Frame(self.socket, frame.to_string()));
    }

    pub fn welcome(&mut self, head: u64) {
        self.welcome_as("u-me", head);
    }

    pub fn welcome_as(&mut self, user: &str, head: u64) {
        let lobby = json!({"room": "lobby", "title": "Lobby", "head": head, "read": head});
        self.welcome_to(user, "Ada", json!([lobby]));
    }

    pub fn welcome_to(&mut self, user: &str, name: &str, rooms: Value) {
        self.welcome_of(json!({"user": user, "name": name, "rooms": rooms}));
    }

    /// Answers the last `hello` of a guest who is in no room, but for these fields.
    pub fn welcome_of(&mut self, fields: Value) {
        let mut welcome = json!({"type": "welcome", "id": self.last("hello")["id"], "user": "u-me", "name": "Ada",
            "token": "t", "now": 0, "rooms": []});
        welcome.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        self.receive(welcome);
    }

    /// Answers the last request of this action with an error that is no use to retry, or with one that is.
    pub fn refuse(&mut self, action: &str, code: &str) {
        let id = self.last(action)["id"].clone();
        self.receive(json!({"type": "error", "id": id, "code": code, "message": "no", "retryAfterMs": 700}));
    }

    pub fn refuse_hello(&mut self) {
        self.refuse("hello", "unauthorized");
    }

    /// A welcome to a guest in the lobby, which is not on the screen: up to event 30 there are 25 messages, 12 of them unread.
    pub fn in_unopened_room() -> Self {
        let mut driver = Self::guest();
        driver.feed(Input::Opened(1));
        let lobby = json!({
            "room": "lobby", "title": "Lobby", "head": 30, "read": 10, "messages": 25, "unread": 12,
        });
        driver.welcome_to("u-me", "Ada", json!([lobby]));
        driver.wait(client::timing::SETTLE);
        driver
    }

    /// Acknowledges the first message of the last `send`.
    pub fn ack(&mut self, seq: u64) {
        let send = self.last("send");
        let result = json!({"clientId": send["messages"][0]["clientId"], "seq": seq, "at": 9});
        self.receive(json!({"type": "ack", "id": send["id"], "results": [result]}));
    }

    /// Answers the last `history` with a page of one event.
    pub fn page(&mut self, seq: u64, head: u64) {
        let (id, events) = (self.last("history")["id"].clone(), json!([message(seq)]));
        self.receive(
            json!({"type": "page", "id": id, "room": "lobby", "events": events, "head": head, "more": true}),
        );
    }

    /// Answers the last ping. The rooms that the client knows, and that have no head here, have not grown.
    pub fn pong(&mut self, mut heads: Value) {
        for room in self.client.rooms() {
            if heads.get(room.id().as_str()).is_none() {
                heads[room.id().as_str()] = room.head().into();
            }
        }
        self.pong_of(json!({"heads": heads}));
    }

    /// Answers the last ping with these fields.
    pub fn pong_of(&mut self, fields: Value) {
        let mut pong = json!({"type": "pong", "id": self.last("ping")["id"], "now": 0});
        pong.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        self.receive(pong);
    }

    pub fn push(&mut self, event: Value) {
        self.receive(json!({"type": "events", "room": "lobby", "events": [event]}));
    }
}

// What a test looks at.
impl Driver {
    /// The last request of this action.
    pub fn last(&self, action: &str) -> Value {
        self.all(action).pop().unwrap_or_else(|| panic!("no {action} in {:?}", self.sent))
    }

    pub fn all(&self, action: &str) -> Vec<Value> {
        self.sent.iter().filter(|request| request["action"] == action).cloned().collect()
    }

    pub fn count(&self, action: &str) -> usize {
        self.all(action).len()
    }

    pub fn room(&self) -> &client::Room {
        self.client.room(&lobby()).unwrap()
    }

    pub fn seqs(&self) -> Vec<u64> {
        self.room().events().map(|event| event.seq).collect()
    }

    pub fn pending(&self) -> usize {
        self.client.pending(&lobby()).count()
    }
}
