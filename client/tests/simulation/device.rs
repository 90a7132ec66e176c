//! A device: the client, and its storage, which survives a reload.

use client::{Client, Effect, Input, Saved, StorageChange};
use common::{Change, ClientId, Edit, Event, Millis, React, RoomId, Seq};

use crate::changed_rooms;

pub fn lobby() -> RoomId {
    "lobby".parse().unwrap()
}

pub struct Device {
    pub client: Client,
    pub saved: Saved,
    pub number: usize,
    /// Every text that was posted here, in order.
    pub posted: Vec<String>,
    reloads: u64,
    /// The device's clock minus the simulation's, which begins when the device's shows [`EPOCH`].
    drift: i64,
    /// When the timer rings that the client's last deadline has set. A clock that jumps does not move it.
    pub timer: Option<Millis>,
}

/// What the clock of a device shows in the beginning.
const EPOCH: i64 = 100 * 3_600_000;

impl Device {
    pub fn new(number: usize) -> Self {
        let client = Client::new(Saved::default(), number as u64);
        Self {
            client,
            saved: Saved::default(),
            number,
            posted: vec![],
            reloads: 0,
            drift: EPOCH,
            timer: None,
        }
    }

    /// Starts a new client with what is stored.
    pub fn reload(&mut self) {
        self.reloads += 1;
        let seed = self.number as u64 + 1_000 * self.reloads;
        self.client = Client::new(self.saved.clone(), seed);
    }

    /// Somebody sets the clock.
    pub fn set_clock(&mut self, by: i64) {
        self.drift += by;
    }

    /// Feeds an input to the client. Stores what it wants stored, and returns the other effects.
    pub fn handle(&mut self, now: Millis, input: Input) -> Vec<Effect> {
        let clock = now.saturating_add_signed(self.drift);
        let mut effects = changed_rooms::handle(&mut self.client, clock, input);
        self.timer = self.client.deadline().map(|deadline| now + deadline.saturating_sub(clock));
        effects.retain(|effect| match effect {
            Effect::Persist(change) => {
                self.store(change.clone());
                false
            }
            _ => true,
        });
        effects
    }

    fn store(&mut self, change: StorageChange) {
        match change {
            StorageChange::SetName(name) => self.saved.name = Some(name),
            StorageChange::SetIdentity(identity) => {
                self.saved.identity = Some(identity);
                self.saved.name = None;
            }
            StorageChange::ClearIdentity => self.saved.identity = None,
            StorageChange::PutPending(pending) => {
                self.saved.outbox.retain(|stored| stored.client_id != pending.client_id);
                self.saved.outbox.push(pending);
            }
            StorageChange::RemovePending(client_id) => {
                self.saved.outbox.retain(|stored| stored.client_id != client_id);
            }
        }
    }

    pub fn events(&self) -> Vec<Event> {
        self.client.room(&lobby()).unwrap().events().cloned().collect()
    }

    /// The changes that the server refused for good.
    pub fn failed(&self) -> Vec<ClientId> {
        let failed = self.saved.outbox.iter().filter(|pending| pending.failed.is_some());
        failed.map(|pending| pending.client_id.clone()).collect()
    }

    /// An edit, a deletion or a reaction of one of this person's own messages, if there is one.
    pub fn random_change(&self, random: &mut fastrand::Rng, now: Millis) -> Option<Change> {
        let (room, me) = self.client.room(&lobby()).zip(self.client.me())?;
        let own = room.events().filter(|event| event.by == me.user && event.kind.message().is_some());
        let own: Vec<Seq> = own.map(|event| event.seq).collect();
        let target = *random.choice(&own)?;
        Some(match random.u32(0..3) {
            0 => Change::Edit(Edit { target, text: format!("edited at {now}").parse().unwrap() }),
            1 => Change::React(React { target, emoji: "👍".parse().unwrap(), on: random.bool() }),
            _ => Change::Delete(common::Delete { target }),
        })
    }
}
