//! A network that loses, doubles, delays and reorders.

use std::collections::{BTreeMap, BTreeSet};

use client::SocketId;
use common::Millis;

/// A device and one of its sockets.
pub type Line = (usize, SocketId);

#[derive(Debug, Clone)]
pub enum Parcel {
    Opened,
    Up(String),
    Down(String),
}

/// What happens to a request at the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Answered,
    CrashBefore,
    CrashAfter,
}

/// Shares of frames, and the longest delay.
#[derive(Debug, Clone, Copy, Default)]
pub struct Faults {
    pub lost: f64,
    pub doubled: f64,
    pub failing: f64,
    pub delay: Millis,
}

pub struct Network {
    random: fastrand::Rng,
    pub faults: Faults,
    open: BTreeSet<Line>,
    under_way: BTreeMap<(Millis, u64), (Line, Parcel)>,
    sent: u64,
}

impl Network {
    pub fn new(seed: u64, faults: Faults) -> Self {
        let random = fastrand::Rng::with_seed(seed ^ 1);
        Self { random, faults, open: BTreeSet::new(), under_way: BTreeMap::new(), sent: 0 }
    }

    pub fn connect(&mut self, now: Millis, line: Line) {
        self.open.insert(line);
        self.put(now, line, Parcel::Opened);
    }

    pub fn close(&mut self, line: Line) {
        self.open.remove(&line);
        self.under_way.retain(|_, (on, _)| *on != line);
    }

    pub fn lines_of(&self, device: usize) -> Vec<Line> {
        self.open.iter().filter(|line| line.0 == device).copied().collect()
    }

    pub fn upload(&mut self, now: Millis, line: Line, text: String) {
        self.send(now, line, Parcel::Up(text));
    }

    pub fn download(&mut self, now: Millis, line: Line, text: String) {
        self.send(now, line, Parcel::Down(text));
    }

    pub fn fate(&mut self) -> Fate {
        match self.random.f64() < self.faults.failing {
            true if self.random.bool() => Fate::CrashBefore,
            true => Fate::CrashAfter,
            false => Fate::Answered,
        }
    }

    pub fn next_at(&self) -> Option<Millis> {
        self.under_way.keys().next().map(|(at, _)| *at)
    }

    pub fn next_due(&mut self, now: Millis) -> Option<(Line, Parcel)> {
        let entry = self.under_way.first_entry()?;
        (entry.key().0 <= now).then(|| entry.remove())
    }

    fn send(&mut self, now: Millis, line: Line, parcel: Parcel) {
        if !self.open.contains(&line) || self.random.f64() < self.faults.lost {
            return;
        }
        if self.random.f64() < self.faults.doubled {
            self.put(now, line, parcel.clone());
        }
        self.put(now, line, parcel);
    }

    fn put(&mut self, now: Millis, line: Line, parcel: Parcel) {
        self.sent += 1;
        let at = now + self.random.u64(0..=self.faults.delay);
        self.under_way.insert((at, self.sent), (line, parcel));
    }
}
