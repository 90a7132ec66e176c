//! Counts what runs again when a frame arrives: only what the frame has changed.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use any_spawner::Executor;
use client::{Client, Command, Input, Saved, SocketId};
use common::RoomId;
use frontend::chat::Chat;
use frontend::state::timeline::day::Day;
use frontend::state::timeline::row_signal::Timeline;
use frontend::state::timeline::rows::room_rows;
use frontend::state::timeline::window::Window;
use leptos::prelude::*;
use serde_json::{Value, json};

const SOCKET: SocketId = 1;

fn room(id: &str) -> RoomId {
    id.parse().unwrap()
}

/// A client that is connected, a member of two rooms, and shows the lobby.
struct Fixture {
    chat: Chat,
    sent: Vec<Value>,
    _owner: Owner,
}

impl Fixture {
    fn new() -> Self {
        // Each test has a thread of its own, and so an executor of its own. A second call on one thread changes nothing.
        let _ = Executor::init_futures_executor();
        let owner = Owner::new();
        owner.set();
        let saved = Saved { name: Some("Ada".parse().unwrap()), ..Saved::default() };
        let mut fixture = Self { chat: Chat::new(Client::new(saved, 7)), sent: vec![], _owner: owner };
        fixture.input(Input::Start);
        fixture.input(Input::Opened(SOCKET));
        let rooms =
            ["lobby", "garden"].map(|room| json!({"room": room, "title": room, "head": 3, "read": 3}));
        let id = fixture.request_id("hello");
        fixture.receive(
            json!({"type": "welcome", "id": id, "user": "u-me", "name": "Ada", "token": "t", "now": 0,
            "rooms": rooms}),
        );
        for id in ["garden", "lobby"] {
            fixture.input(Input::Command(Command::Open(room(id))));
            let request = fixture.request_id("history");
            let events: Vec<Value> = (1..=3).map(message).collect();
            fixture.receive(json!({"type": "page", "id": request, "room": id, "events": events, "head": 3, "more": false}));
        }
        Executor::poll_local();
        fixture
    }

    fn input(&mut self, input: Input) {
        for effect in self.chat.handle(0, input) {
            if let client::Effect::Transmit(_, text) = effect {
                self.sent.push(serde_json::from_str(&text).unwrap());
            }
        }
    }

    /// Receives a frame, and lets the effects run.
    fn receive(&mut self, frame: Value) {
        self.input(Input::Frame(SOCKET, frame.to_string()));
        Executor::poll_local();
    }

    fn receive_event(&mut self, room: &str, event: Value) {
        self.receive(json!({"type": "events", "room": room, "events": [event]}));
    }

    fn request_id(&self, action: &str) -> Value {
        self.sent.iter().rfind(|request| request["action"] == action).unwrap()["id"].clone()
    }
}

fn message(seq: u64) -> Value {
    json!({"seq": seq, "at": seq, "by": "u-bob", "name": "Bob", "kind": "message", "clientId": format!("c-{seq}"),
        "text": format!("text {seq}")})
}

fn reaction(seq: u64, target: u64) -> Value {
    json!({"seq": seq, "at": seq, "by": "u-bob", "name": "Bob", "kind": "react", "target": target, "emoji": "🎉",
        "on": true})
}

/// Counts how often an effect runs.
fn count_runs(read: impl Fn() + 'static) -> Arc<AtomicUsize> {
    let runs = Arc::new(AtomicUsize::new(0));
    let counter = runs.clone();
    Effect::new(move || {
        read();
        counter.fetch_add(1, Ordering::Relaxed);
    });
    Executor::poll_local();
    runs.store(0, Ordering::Relaxed);
    runs
}

fn runs(counter: &AtomicUsize) -> usize {
    counter.swap(0, Ordering::Relaxed)
}

/// The timeline of the lobby, as the page keeps it.
fn lobby_timeline(chat: Chat) -> (Timeline, Arc<AtomicUsize>) {
    let timeline = Timeline::new();
    let computed = count_runs(move || {
        let day = |at| Day::of(at, 0);
        timeline.update(chat.with_client(&room("lobby"), |client| {
            room_rows(client, &room("lobby"), Window::default(), None, &|_| None, (Day(0), &day))
        }));
    });
    (timeline, computed)
}

#[test]
fn a_frame_for_another_room_runs_nothing_of_the_open_one() {
    let mut fixture = Fixture::new();
    let chat = fixture.chat;
    let (_, computed) = lobby_timeline(chat);
    let lobby = count_runs(move || _ = chat.with_room(&room("lobby"), client::Room::unread));
    let garden = count_runs(move || _ = chat.with_room(&room("garden"), client::Room::unread));
    let person = count_runs(move || {
        chat.status.get();
        chat.name.get();
        chat.user.get();
        chat.rooms.get();
        chat.directory.get();
    });
    fixture.receive_event("garden", message(4));
    assert_eq!((runs(&computed), runs(&lobby), runs(&garden), runs(&person)), (0, 0, 1, 0));
    fixture.receive(json!({"type": "typing", "room": "garden", "user": "u-bob", "name": "Bob"}));
    assert_eq!((runs(&computed), runs(&lobby), runs(&garden), runs(&person)), (0, 0, 1, 0));
    fixture.receive_event("lobby", message(4));
    assert_eq!((runs(&computed), runs(&lobby), runs(&garden), runs(&person)), (1, 1, 0, 0));
}

#[test]
fn a_reaction_renders_one_row() {
    let mut fixture = Fixture::new();
    let (timeline, _) = lobby_timeline(fixture.chat);
    let list = count_runs(move || _ = timeline.rows());
    let rows: Vec<_> = timeline.rows().iter().map(|row| row.signal()).collect();
    let counters: Vec<_> = rows.into_iter().map(|row| count_runs(move || row.with(|_| ()))).collect();
    let per_row = |counters: &[Arc<AtomicUsize>]| counters.iter().map(|row| runs(row)).collect::<Vec<_>>();
    assert_eq!(counters.len(), 4, "a day and three messages");

    fixture.receive_event("lobby", reaction(4, 2));
    assert_eq!((per_row(&counters), runs(&list)), (vec![0, 0, 1, 0], 0));

    fixture.receive_event("lobby", message(5));
    assert_eq!(
        (per_row(&counters), runs(&list)),
        (vec![0, 0, 0, 0], 1),
        "a new message renders only its own row"
    );
}
