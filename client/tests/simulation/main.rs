//! Several clients, one server and a bad network in simulated time. Packets are lost, doubled, delayed and reordered,
//! connections are cut, pages are reloaded, clocks
//! are set forward and back, and the server crashes. In the end every client has the server's log, and
//! every message is in it once.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../support/changed_rooms.rs"]
mod changed_rooms;
mod device;
mod network;
mod server;

use client::{Command, Effect, Input, Part, Status};
use common::{Change, Millis, Post};
use device::{Device, lobby};
use network::{Connection, Faults, Network, Packet};
use proptest::prelude::*;
use server::Server;

const DEVICES: usize = 3;
/// Twice the longest back-off, a ping, and time for a long outbox at the rate limit.
const CALM: Millis = 10 * 60_000;
/// How far somebody sets the clock of a device, at most.
const HOUR: i64 = 3_600_000;

struct Simulation {
    now: Millis,
    random: fastrand::Rng,
    network: Network,
    server: Server,
    devices: Vec<Device>,
}

impl Simulation {
    fn new(seed: u64, faults: Faults) -> Self {
        let mut simulation = Self {
            now: 0,
            random: fastrand::Rng::with_seed(seed),
            network: Network::new(seed, faults),
            server: Server::new(seed, faults.crashing),
            devices: (0..DEVICES).map(Device::new).collect(),
        };
        for device in 0..DEVICES {
            let name = format!("Person {device}").parse().unwrap();
            simulation.command(device, Command::Rename(name));
            simulation.command(device, Command::Open(lobby()));
        }
        simulation
    }

    fn command(&mut self, device: usize, command: Command) {
        self.feed(device, Input::Command(command));
    }

    fn feed(&mut self, device: usize, input: Input) {
        for effect in self.devices[device].handle(self.now, input) {
            match effect {
                Effect::Connect(socket) => self.network.connect(self.now, (device, socket)),
                Effect::Transmit(socket, text) => {
                    self.network.send(self.now, (device, socket), Packet::Up(text));
                }
                Effect::Close(socket) => self.close((device, socket)),
                Effect::Persist(_) => unreachable!("the device stores it"),
            }
        }
    }

    fn close(&mut self, connection: Connection) {
        self.network.close(connection);
        self.server.disconnected(connection);
    }

    /// Cuts the connections of a device, which is told.
    fn cut(&mut self, device: usize) {
        for connection in self.network.connections_of(device) {
            self.close(connection);
            self.feed(device, Input::Closed(connection.1));
        }
    }

    /// Loads the page again: what is not stored is gone. The connections close, because socket ids start again.
    fn reload(&mut self, device: usize) {
        let connections = self.network.connections_of(device);
        connections.into_iter().for_each(|connection| self.close(connection));
        self.devices[device].reload();
        self.feed(device, Input::Start);
        self.command(device, Command::Open(lobby()));
    }

    fn run_until(&mut self, end: Millis) {
        let mut steps = 0;
        while self.now < end {
            self.step(end);
            steps += 1;
            assert!(steps < 200_000, "a client does not come to rest: {:?}", self.devices[0].client.status());
        }
    }

    /// Goes to the next deadline or arrival, at most to `end`.
    fn step(&mut self, end: Millis) {
        let timers = self.devices.iter().filter_map(|device| device.timer);
        let next = timers.chain(self.network.next_arrival()).min().unwrap_or(end);
        self.now = next.max(self.now).min(end);
        for device in 0..DEVICES {
            if self.devices[device].timer.is_some_and(|at| at <= self.now) {
                self.feed(device, Input::Tick);
            }
        }
        while let Some((connection, packet)) = self.network.receive(self.now) {
            self.deliver(connection, packet);
        }
    }

    fn deliver(&mut self, connection: Connection, packet: Packet) {
        let (device, socket) = connection;
        match packet {
            Packet::Opened => {
                self.server.connected(connection);
                self.feed(device, Input::Opened(socket));
            }
            Packet::Down(text) => self.feed(device, Input::Frame(socket, text)),
            Packet::Up(text) => {
                for (to, frame) in self.server.handle(self.now, connection, &text) {
                    self.network.send(self.now, to, Packet::Down(frame));
                }
            }
        }
    }

    /// Somebody does something.
    fn act(&mut self) {
        let device = self.random.usize(0..DEVICES);
        self.discard_failed(device);
        match self.random.u32(0..23) {
            0 => self.cut(device),
            1 => self.reload(device),
            2 => self.command(device, Command::Typing(lobby())),
            4 => {
                let seq = self.devices[device].client.room(&lobby()).map_or(0, client::Room::head);
                self.command(device, Command::MarkRead { room: lobby(), seq });
            }
            5..=7 => {
                if let Some(change) = self.devices[device].random_change(&mut self.random, self.now) {
                    self.command(device, Command::Change { room: lobby(), change });
                }
            }
            8 => self.devices[device].set_clock(self.random.i64(-HOUR..=HOUR)),
            3 | 9 | 10 => self.load_part(device),
            _ => self.post(device),
        }
    }

    /// Wants to see some event, or more of those around one.
    fn load_part(&mut self, device: usize) {
        let Some(room) = self.devices[device].client.room(&lobby()) else { return };
        let seq = self.random.u64(0..=room.head() + 1);
        let (first, last) = {
            let mut events = room.events_at(seq).map(|event| event.seq);
            (events.next().unwrap_or(seq), events.next_back().unwrap_or(seq))
        };
        let part = *self.random.choice(&[Part::Around(seq), Part::Before(first), Part::After(last)]).unwrap();
        self.command(device, Command::Load { room: lobby(), part });
    }

    fn post(&mut self, device: usize) {
        let text = format!("{device}/{:04}", self.devices[device].posted.len());
        self.devices[device].posted.push(text.clone());
        let change = Change::Post(Post { text: text.parse().unwrap(), reply_to: None });
        self.command(device, Command::Change { room: lobby(), change });
    }

    fn discard_failed(&mut self, device: usize) {
        for client_id in self.devices[device].failed() {
            self.command(device, Command::Discard(client_id));
        }
    }

    /// Ends all faults, and waits until everything has arrived.
    fn calm_down(&mut self) {
        self.network.faults = Faults::default();
        self.server.crashing = 0.0;
        self.run_until(self.now + CALM);
        (0..DEVICES).for_each(|device| self.discard_failed(device));
    }

    fn check(&self) {
        let log = self.server.log();
        for Device { client, saved, number, posted, .. } in &self.devices {
            assert_eq!(client.status(), Status::Online);
            assert_eq!(client.pending(&lobby()).count(), 0, "nothing is left to send");
            assert!(saved.outbox.is_empty(), "nothing is left in the storage");
            let events = self.devices[*number].events();
            let loaded = &log[log.len() - events.len()..];
            let difference = events.iter().zip(loaded).find(|(here, there)| here != there);
            assert_eq!(difference, None, "device {number} has the server's log");
            self.check_passage(client);
            self.check_unread(client);
            let author = format!("{number}/");
            let committed = self.server.posted().iter().filter(|text| text.starts_with(&author));
            assert!(committed.eq(posted), "each message of device {number} is there once, in order");
        }
    }

    /// What the client has around another place is what the server has there.
    fn check_passage(&self, client: &client::Client) {
        let mut passage = client.room(&lobby()).unwrap().events_at(1).peekable();
        let before = passage.peek().map_or(0, |event| event.seq as usize - 1);
        let difference = passage.zip(&self.server.log()[before..]).find(|(here, there)| here != there);
        assert_eq!(difference, None, "it is as on the server");
    }

    /// What the client tells as unread is what its mark and the server's log say, or a part of it with "or more".
    fn check_unread(&self, client: &client::Client) {
        let (room, me) = (client.room(&lobby()).unwrap(), client.me().unwrap());
        let is_unread = |event: &&common::Event| {
            event.seq > room.read() && event.by != me.user && event.kind.message().is_some()
        };
        let count = self.server.log().iter().filter(is_unread).count();
        let told = room.unread();
        let is_right = if told.or_more { told.count <= count } else { told.count == count };
        assert!(is_right, "{told:?} of {count}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_clients_end_with_the_servers_log(
        seed: u64,
        lost in 0.0..0.3,
        doubled in 0.0..0.3,
        crashing in 0.0..0.2,
        delay in 1u64..3_000,
        actions in 1usize..150,
    ) {
        let mut simulation = Simulation::new(seed, Faults { lost, doubled, crashing, delay });
        for _ in 0..actions {
            let pause = simulation.random.u64(0..2_000);
            simulation.run_until(simulation.now + pause);
            simulation.act();
        }
        simulation.calm_down();
        simulation.check();
    }
}
