//! A network that loses, doubles, delays and reorders packets.

use std::collections::{BTreeMap, BTreeSet};

use client::SocketId;
use common::Millis;

/// A connection between a device and the server: the device's number, and its socket.
pub type Connection = (usize, SocketId);

#[derive(Debug, Clone)]
pub enum Packet {
    /// The socket is open.
    Opened,
    /// A frame to the server.
    Up(String),
    /// A frame to the device.
    Down(String),
}

/// The shares of packets and requests that fail, and the longest delay.
#[derive(Debug, Clone, Copy, Default)]
pub struct Faults {
    pub lost: f64,
    pub doubled: f64,
    /// Requests during which the server crashes.
    pub crashing: f64,
    pub delay: Millis,
}

pub struct Network {
    random: fastrand::Rng,
    pub faults: Faults,
    open: BTreeSet<Connection>,
    /// Packets by the time at which they arrive, and by a number that keeps them apart.
    in_transit: BTreeMap<(Millis, u64), (Connection, Packet)>,
    sent: u64,
}

impl Network {
    pub fn new(seed: u64, faults: Faults) -> Self {
        let random = fastrand::Rng::with_seed(seed ^ 1);
        Self { random, faults, open: BTreeSet::new(), in_transit: BTreeMap::new(), sent: 0 }
    }

    pub fn connect(&mut self, now: Millis, connection: Connection) {
        self.open.insert(connection);
        self.put(now, connection, Packet::Opened);
    }

    pub fn close(&mut self, connection: Connection) {
        self.open.remove(&connection);
        self.in_transit.retain(|_, (on, _)| *on != connection);
    }

    pub fn connections_of(&self, device: usize) -> Vec<Connection> {
        self.open.iter().filter(|connection| connection.0 == device).copied().collect()
    }

    /// Sends a frame or an opening; it may be lost, or arrive twice.
    pub fn send(&mut self, now: Millis, connection: Connection, packet: Packet) {
        if !self.open.contains(&connection) || self.random.f64() < self.faults.lost {
            return;
        }
        if self.random.f64() < self.faults.doubled {
            self.put(now, connection, packet.clone());
        }
        self.put(now, connection, packet);
    }

    pub fn next_arrival(&self) -> Option<Millis> {
        self.in_transit.keys().next().map(|(at, _)| *at)
    }

    /// The next packet that has arrived.
    pub fn receive(&mut self, now: Millis) -> Option<(Connection, Packet)> {
        let entry = self.in_transit.first_entry()?;
        (entry.key().0 <= now).then(|| entry.remove())
    }

    fn put(&mut self, now: Millis, connection: Connection, packet: Packet) {
        self.sent += 1;
        let at = now + self.random.u64(0..=self.faults.delay);
        self.in_transit.insert((at, self.sent), (connection, packet));
    }
}
