//! The client as signals: a frame notifies only those who read what it changed.

use client::{Client, Effect, Input, Pending, Question, Room, Status};
use common::{Listing, Millis, Name, RoomId, UserId};
use leptos::prelude::*;
use litemap::LiteMap;

use super::persist::Stored;
use super::sockets::Sockets;

/// The page's client: a context. Components read it and tell it what the person wants.
///
/// What is about one room is read by [`with_room`](Self::with_room) and [`with_client`](Self::with_client), which track
/// that room only. What is about the person and the connection has a signal of its own.
#[derive(Clone, Copy)]
pub struct Chat {
    client: StoredValue<Client>,
    room_triggers: StoredValue<LiteMap<RoomId, ArcTrigger>>,
    pub(super) sockets: StoredValue<Sockets, LocalStorage>,
    pub(super) stored: StoredValue<Stored, LocalStorage>,
    /// The state of the connection.
    pub status: RwSignal<Status>,
    /// This person's name, or the one that was chosen and is not confirmed yet.
    pub name: RwSignal<Option<Name>>,
    /// This person's id, once the server has told it.
    pub user: RwSignal<Option<UserId>>,
    /// The rooms that this person is a member of, by title.
    pub rooms: RwSignal<Vec<RoomId>>,
    /// The public rooms, once they are loaded.
    pub directory: RwSignal<Option<Vec<Listing>>>,
    /// The first pending change about which the person has to decide.
    pub question: RwSignal<Option<(Pending, Question)>>,
    /// The last deletion that the person can still undo.
    pub undoable: RwSignal<Option<Pending>>,
    /// The person's other sessions are to end, and the server has not confirmed it yet.
    pub is_signing_out_others: RwSignal<bool>,
    /// The server speaks a newer version of the protocol than this page.
    pub is_behind_server: RwSignal<bool>,
    /// The device has stored all that it should.
    pub is_stored: RwSignal<bool>,
}

impl Chat {
    /// Signals over a client that has not started yet.
    pub fn new(client: Client) -> Self {
        Self {
            status: RwSignal::new(client.status()),
            name: RwSignal::new(client.name().cloned()),
            user: RwSignal::new(None),
            rooms: RwSignal::new(Vec::new()),
            directory: RwSignal::new(None),
            question: RwSignal::new(None),
            undoable: RwSignal::new(None),
            is_signing_out_others: RwSignal::new(false),
            is_behind_server: RwSignal::new(false),
            is_stored: RwSignal::new(true),
            stored: StoredValue::new_local(Stored::default()),
            room_triggers: StoredValue::default(),
            sockets: StoredValue::new_local(Sockets::default()),
            client: StoredValue::new(client),
        }
    }

    /// Tells the client what has happened, and notifies those who read what has changed. Returns what the driver has to
    /// do.
    pub fn handle(self, now: Millis, input: Input) -> Vec<Effect> {
        let effects = self.client.write_value().handle(now, input);
        self.notify();
        effects
    }

    fn notify(self) {
        let changed = self.client.write_value().take_changed_rooms();
        let client = self.client.read_value();
        set(self.status, client.status());
        set(self.name, client.name().cloned());
        set(self.user, client.me().map(|me| me.user.clone()));
        set(self.directory, client.directory().map(<[_]>::to_vec));
        set(self.question, client.question().map(|(pending, question)| (pending.clone(), question)));
        set(self.undoable, client.undoable().cloned());
        set(self.is_signing_out_others, client.is_signing_out_others());
        set(self.is_behind_server, client.is_behind_server());
        if !changed.is_empty() {
            set(self.rooms, client.rooms().iter().map(|room| room.id().clone()).collect());
        }
        let triggers = self.room_triggers.read_value();
        changed.iter().filter_map(|room| triggers.get(room)).for_each(Notify::notify);
    }

    /// Reads a room, if this person is a member of it, and tracks it.
    pub fn with_room<T>(self, id: &RoomId, read: impl FnOnce(&Room) -> T) -> Option<T> {
        self.with_client(id, |client| client.room(id).map(read))
    }

    /// Reads from the client what is about one room, and tracks that room.
    pub fn with_client<T>(self, room: &RoomId, read: impl FnOnce(&Client) -> T) -> T {
        self.track_room(room);
        read(&self.client.read_value())
    }

    /// Reads the client without tracking.
    pub fn with_client_untracked<T>(self, read: impl FnOnce(&Client) -> T) -> T {
        read(&self.client.read_value())
    }

    fn track_room(self, id: &RoomId) {
        self.room_triggers.write_value().entry(id.clone()).or_default().track();
    }
}

/// Sets a signal only to another value, so that nobody is notified of nothing.
pub(super) fn set<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if *signal.read_untracked() != value {
        signal.set(value);
    }
}
