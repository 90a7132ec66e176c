//! Several clients, one server and a bad network in simulated time. Whatever is lost, doubled, delayed,
//! reordered, cut, or reloaded: in the end everybody has the server's log, and every message is in it once.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "world/network.rs"]
mod network;
#[path = "world/server.rs"]
mod server;

use std::collections::BTreeMap;

use client::{Client, Command, Effect, Input, Keep, Saved, SocketId, Status};
use common::{Event, Kind, Millis, RoomId, Seq};
use network::{Faults, Network, Parcel};
use proptest::prelude::*;
use server::Server;

const CLIENTS: usize = 3;
/// Twice the longest back-off, a heartbeat, and time for a long outbox at the rate limit.
const CALM: Millis = 10 * 60_000;

/// A device with its storage, which survives a reload.
struct Device {
    client: Client,
    saved: Saved,
    number: usize,
    posted: Vec<String>,
    reloads: u64,
}

struct World {
    now: Millis,
    random: fastrand::Rng,
    network: Network,
    server: Server,
    devices: Vec<Device>,
}

fn lobby() -> RoomId {
    "lobby".parse().unwrap()
}

impl Device {
    fn new(number: usize) -> Self {
        let (client, saved) = (Client::new(Saved::default(), number as u64), Saved::default());
        Self { client, saved, number, posted: vec![], reloads: 0 }
    }

    fn keep(&mut self, keep: Keep) {
        match keep {
            Keep::Name(name) => self.saved.name = Some(name),
            Keep::Identity(identity) => {
                self.saved.identity = Some(identity);
                self.saved.name = None;
            }
            Keep::Forget => self.saved.identity = None,
            Keep::Pending(pending) => {
                self.saved.outbox.retain(|kept| kept.client_id != pending.client_id);
                self.saved.outbox.push(pending);
            }
            Keep::Drop(client_id) => self.saved.outbox.retain(|kept| kept.client_id != client_id),
        }
    }

    fn events(&self) -> Vec<Event> {
        self.client.room(&lobby()).unwrap().events().cloned().collect()
    }
}

impl World {
    fn new(seed: u64, faults: Faults) -> Self {
        let random = fastrand::Rng::with_seed(seed);
        let devices = (0..CLIENTS).map(Device::new).collect();
        let mut world =
            Self { now: 0, random, network: Network::new(seed, faults), server: Server::new(seed), devices };
        for device in 0..CLIENTS {
            let name = format!("Person {device}").parse().unwrap();
            world.feed(device, Input::Command(Command::Rename(name)));
            world.feed(device, Input::Command(Command::Open(lobby())));
        }
        world
    }

    fn feed(&mut self, device: usize, input: Input) {
        let effects = self.devices[device].client.handle(self.now, input);
        for effect in effects {
            match effect {
                Effect::Connect(socket) => self.network.connect(self.now, (device, socket)),
                Effect::Transmit(socket, text) => self.network.upload(self.now, (device, socket), text),
                Effect::Close(socket) => self.close((device, socket)),
                Effect::Save(keep) => self.devices[device].keep(keep),
            }
        }
    }

    fn close(&mut self, line: (usize, SocketId)) {
        self.network.close(line);
        self.server.disconnected(line);
    }

    fn cut(&mut self, device: usize) {
        for line in self.network.lines_of(device) {
            self.close(line);
            self.feed(device, Input::Closed(line.1));
        }
    }

    /// The page is loaded anew: what was not saved is gone.
    fn reload(&mut self, number: usize) {
        self.network.lines_of(number).into_iter().for_each(|line| self.close(line));
        let device = &mut self.devices[number];
        device.reloads += 1;
        // Socket ids start again in a new page; lines are told apart by what is left of the old ones: nothing.
        device.client = Client::new(device.saved.clone(), device.number as u64 + 1_000 * device.reloads);
        self.feed(number, Input::Start);
        self.feed(number, Input::Command(Command::Open(lobby())));
    }

    /// Goes to the next thing that happens, at most to `end`.
    fn step(&mut self, end: Millis) {
        let deadlines = self.devices.iter().filter_map(|device| device.client.deadline());
        let due = deadlines.chain(self.network.next_at()).min().unwrap_or(end).max(self.now);
        self.now = due.min(end);
        for device in 0..CLIENTS {
            if self.devices[device].client.deadline().is_some_and(|at| at <= self.now) {
                self.feed(device, Input::Tick);
            }
        }
        while let Some((line, parcel)) = self.network.next_due(self.now) {
            self.deliver(line, parcel);
        }
    }

    fn deliver(&mut self, line: (usize, SocketId), parcel: Parcel) {
        match parcel {
            Parcel::Opened => {
                self.server.connected(line);
                self.feed(line.0, Input::Opened(line.1));
            }
            Parcel::Down(text) => {
                self.feed(line.0, Input::Frame(line.1, serde_json::from_str(&text).unwrap()))
            }
            Parcel::Up(text) => {
                let fate = self.network.fate();
                for (to, frame) in self.server.handle(self.now, line, &text, fate) {
                    self.network.download(self.now, to, frame);
                }
            }
        }
    }

    fn run_until(&mut self, end: Millis) {
        let mut steps = 0;
        while self.now < end {
            self.step(end);
            steps += 1;
            assert!(steps < 200_000, "a client is busy without end: {:?}", self.devices[0].client.status());
        }
    }

    /// Somebody does something.
    fn act(&mut self) {
        let device = self.random.usize(0..CLIENTS);
        match self.random.u32(0..20) {
            0 => self.cut(device),
            1 => self.reload(device),
            2..=4 => self.change_own_message(device),
            _ => self.post(device),
        }
    }

    fn post(&mut self, device: usize) {
        let text = format!("{device}/{:04}", self.devices[device].posted.len());
        self.devices[device].posted.push(text.clone());
        let (room, text) = (lobby(), text.parse().unwrap());
        self.feed(device, Input::Command(Command::Post { room, text, reply_to: None }));
    }

    fn change_own_message(&mut self, device: usize) {
        let Some((room, me)) =
            self.devices[device].client.room(&lobby()).zip(self.devices[device].client.me())
        else {
            return;
        };
        let mine = |event: &&Event| event.by == me.user && matches!(event.kind, Kind::Message(_));
        let own: Vec<Seq> = room.events().filter(mine).map(|event| event.seq).collect();
        let Some(target) = self.random.choice(&own).copied() else { return };
        let (room, emoji) = (lobby(), "👍".parse().unwrap());
        let command = match self.random.u32(0..3) {
            0 => Command::Edit { room, target, text: format!("edited at {}", self.now).parse().unwrap() },
            1 => Command::React { room, target, emoji, on: self.random.bool() },
            _ => Command::Delete { room, target },
        };
        self.feed(device, Input::Command(command));
    }

    fn calm_down(&mut self) {
        self.network.faults = Faults::default();
        self.run_until(self.now + CALM);
    }

    fn check(&self) {
        let log = self.server.log();
        let mut said: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for text in self.server.said() {
            said.entry(text[..1].parse().unwrap()).or_default().push(text);
        }
        for device in &self.devices {
            assert_eq!(device.client.status(), Status::Online);
            assert_eq!(device.client.pending(&lobby()).count(), 0, "nothing is left to send");
            assert!(device.saved.outbox.is_empty(), "nothing is left on the device");
            let window = device.events();
            assert_eq!(
                window,
                log[log.len() - window.len()..],
                "device {} has the server's log",
                device.number
            );
            let said = said.remove(&device.number).unwrap_or_default();
            assert_eq!(said, device.posted, "each message is there once, in order");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn everybody_ends_with_the_servers_log(
        seed: u64,
        lost in 0.0..0.3,
        doubled in 0.0..0.3,
        failing in 0.0..0.2,
        delay in 1u64..3_000,
        actions in 1usize..150,
    ) {
        let mut world = World::new(seed, Faults { lost, doubled, failing, delay });
        for _ in 0..actions {
            let pause = world.random.u64(0..2_000);
            world.run_until(world.now + pause);
            world.act();
        }
        world.calm_down();
        world.check();
    }
}
