//! Several of Confab's own clients use the real stack while the functions' processes are killed. In the end no message
//! is lost or duplicated, and everybody has the same log.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use client::{Client, Command, Effect, Input, Saved, SocketId, Status};
use common::{Change, Event, Kind, Post, RoomId};
use e2e::Stack;
use e2e::process::{Signal, signal};
use futures::{SinkExt, StreamExt};
use local::{Options, build};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;

/// Longer than anything takes on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(180);
const PEOPLE: usize = 5;
const MESSAGES: usize = 12;

/// A client with real sockets and a real clock.
struct Person {
    client: Arc<Mutex<Client>>,
    inputs: UnboundedSender<Input>,
}

impl Person {
    fn new(url: &str, number: usize) -> Self {
        let client = Arc::new(Mutex::new(Client::new(Saved::default(), number as u64)));
        let (inputs, inbox) = unbounded_channel();
        tokio::spawn(drive(client.clone(), inputs.clone(), inbox, url.to_owned()));
        let person = Self { client, inputs };
        person.wants(Command::Rename(format!("Person {number}").parse().unwrap()));
        person.wants(Command::Open(lobby()));
        person
    }

    fn wants(&self, command: Command) {
        self.inputs.send(Input::Command(command)).unwrap();
    }

    fn say(&self, text: &str) {
        let change = Change::Post(Post { text: text.parse().unwrap(), reply_to: None });
        self.wants(Command::Change { room: lobby(), change });
    }

    /// Whether the client is online, has no pending message, and has all events up to the head.
    fn is_settled(&self) -> bool {
        let client = self.client.lock().unwrap();
        let Some(room) = client.room(&lobby()) else { return false };
        let is_complete = room.events().next_back().is_some_and(|last| last.seq == room.head());
        client.status() == Status::Online && client.pending(&lobby()).count() == 0 && is_complete
    }

    fn log(&self) -> Vec<Event> {
        self.client.lock().unwrap().room(&lobby()).unwrap().events().cloned().collect()
    }
}

/// Runs the client: performs its effects on real sockets, and feeds it with their events and with the clock.
async fn drive(
    client: Arc<Mutex<Client>>,
    inputs: UnboundedSender<Input>,
    mut inbox: UnboundedReceiver<Input>,
    url: String,
) {
    let mut sockets: BTreeMap<SocketId, UnboundedSender<Message>> = BTreeMap::new();
    loop {
        let deadline = client.lock().unwrap().deadline();
        let wait = deadline.map_or(3_600_000, |at| at.saturating_sub(now()));
        let input = tokio::select! {
            input = inbox.recv() => input.unwrap(),
            () = sleep_until(Instant::now() + Duration::from_millis(wait)) => Input::Tick,
        };
        let effects = client.lock().unwrap().handle(now(), input);
        for effect in effects {
            match effect {
                Effect::Connect(socket) => {
                    let (outbox, frames) = unbounded_channel();
                    sockets.insert(socket, outbox);
                    tokio::spawn(connection(socket, url.clone(), inputs.clone(), frames));
                }
                Effect::Transmit(socket, text) => drop(sockets[&socket].send(Message::text(text))),
                Effect::Close(socket) => drop(sockets.remove(&socket)),
                Effect::Persist(_) => {}
            }
        }
    }
}

async fn connection(
    id: SocketId,
    url: String,
    inputs: UnboundedSender<Input>,
    mut frames: UnboundedReceiver<Message>,
) {
    if let Ok((mut socket, _)) = connect_async(url).await {
        drop(inputs.send(Input::Opened(id)));
        loop {
            tokio::select! {
                frame = frames.recv() => match frame {
                    Some(frame) => drop(socket.send(frame).await),
                    None => break,
                },
                frame = socket.next() => match frame {
                    Some(Ok(Message::Text(text))) => drop(inputs.send(Input::Frame(id, text.to_string()))),
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => break,
                },
            }
        }
    }
    drop(inputs.send(Input::Closed(id)));
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as u64
}

fn lobby() -> RoomId {
    "lobby".parse().unwrap()
}

async fn until(what: &str, holds: impl Fn() -> bool) {
    let wait = async {
        while !holds() {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(TIMEOUT, wait).await.unwrap_or_else(|_| panic!("never happened: {what}"));
}

/// Kills one process of the function. False if there was none, or if it exited before.
fn kill_a_process(stack: &Stack, round: usize) -> bool {
    let pids = stack.processes("MessageFunction");
    pids.get(round % pids.len().max(1)).is_some_and(|pid| signal(*pid, Signal::Kill))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_processes_neither_lose_nor_duplicate_messages() {
    let binaries = build::functions(&e2e::template(), !cfg!(debug_assertions)).unwrap();
    let stack = Stack::start(Options::new(e2e::template(), binaries)).await.unwrap();
    let people: Vec<Person> = (0..PEOPLE).map(|number| Person::new(&stack.websocket_url(), number)).collect();
    until("everybody has joined", || people.iter().all(Person::is_settled)).await;

    let mut killed = 0;
    for round in 0..MESSAGES {
        people.iter().enumerate().for_each(|(number, person)| person.say(&format!("{number}/{round:02}")));
        // The pause grows, so that each kill hits another moment of the commit.
        sleep(Duration::from_millis(7 * round as u64)).await;
        killed += usize::from(kill_a_process(&stack, round));
    }
    assert!(killed > MESSAGES / 2, "{killed} processes were killed");
    until("everything is sent", || people.iter().all(Person::is_settled)).await;
    let everything = || people.iter().all(|person| texts(&person.log()).len() == PEOPLE * MESSAGES);
    until("everybody has everything", everything).await;

    let log = people[0].log();
    let texts = texts(&log);
    assert_eq!(texts.len(), texts.iter().collect::<BTreeSet<_>>().len(), "no message is duplicated");
    for number in 0..PEOPLE {
        let own: Vec<_> = texts.iter().filter(|text| text.starts_with(&format!("{number}/"))).collect();
        assert!(own.is_sorted(), "each person's messages are in order: {own:?}");
    }
    for person in &people {
        let theirs = person.log();
        let common = theirs.len().min(log.len());
        assert_eq!(theirs[theirs.len() - common..], log[log.len() - common..], "everybody has the same log");
    }
    assert!(log.windows(2).all(|pair| pair[1].seq == pair[0].seq + 1), "the log has no gap");
    stack.stop().await;
}

fn texts(log: &[Event]) -> Vec<String> {
    log.iter()
        .filter_map(|event| match &event.kind {
            Kind::Message(message) => message.text.as_ref().map(ToString::to_string),
            _ => None,
        })
        .collect()
}
