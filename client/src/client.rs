//! The client: its state, what a screen reads of it, and the one way in.

mod commands;
mod devices;
mod frames;
mod gateway;
mod memberships;
mod poll;
mod refusals;
mod sockets;
mod tabs;
mod welcome;

use common::{Code, Listing, Millis, Name, Request, RequestId, RoomId, Token, UserId, limits};
use litemap::LiteMap;

use self::commands::SignOutOthers;
use self::memberships::Intent;
use crate::clock::Clock;
use crate::connections::{Connections, Stage};
use crate::names::Names;
use crate::outbox::Outbox;
use crate::requests::{RequestKind, Requests};
use crate::{Effect, Identity, Input, Pending, Question, Room, Saved, SocketId, StorageChange};

/// A chat client without a screen.
///
/// ```
/// use client::{Client, Command, Effect, Input, Saved, Status};
/// let mut client = Client::new(Saved::default(), 7);
/// assert_eq!(client.status(), Status::Nameless);
/// let effects = client.handle(0, Input::Command(Command::Rename("Ada".parse().unwrap())));
/// assert!(matches!(effects[..], [Effect::Persist(_), Effect::Connect(1)]));
/// let effects = client.handle(20, Input::Opened(1));
/// assert!(matches!(&effects[..], [Effect::Transmit(1, hello)] if hello.contains(r#""name":"Ada""#)));
/// ```
#[derive(Debug, Clone)]
pub struct Client {
    name: Option<Name>,
    /// The name was chosen here, and the server has not confirmed it yet.
    renamed: bool,
    identity: Option<Identity>,
    /// An issuer's ID token, until the server has accepted it.
    id_token: Option<Token>,
    signed_out: bool,
    rooms: LiteMap<RoomId, Room>,
    open_room: Option<RoomId>,
    intents: LiteMap<RoomId, Intent>,
    refusals: LiteMap<RoomId, Code>,
    directory: Option<Vec<Listing>>,
    /// Where the directory's next page begins, while it is being loaded.
    directory_page: Option<RoomId>,
    /// When to request the directory, if somebody wants it.
    directory_at: Option<Millis>,
    outbox: Outbox,
    requests: Requests,
    connections: Connections,
    /// How many other connections this person has.
    devices: usize,
    /// No ping has read marks before this time.
    marks_at: Millis,
    names: Names,
    /// The room on the screen, if another device has left it.
    left_elsewhere: Option<RoomId>,
    sign_out_others: SignOutOthers,
    visible: bool,
    outdated: bool,
    /// The version of the protocol that `hello` names.
    version: u32,
    /// The newest version that the server speaks, if it has told.
    server_version: Option<u32>,
    clock: Clock,
    random: fastrand::Rng,
    effects: Vec<Effect>,
    /// The rooms that look different since the last [`Client::take_changed_rooms`].
    changed_rooms: Vec<RoomId>,
}

/// The state of the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// This device knows neither a name nor a token. The client does not connect.
    Nameless,
    /// The server accepts neither the token nor a guest: sign in, or give a name where guests are welcome.
    SignedOut,
    /// A socket is opening, or waits for `welcome`.
    Connecting,
    /// Requests are sent.
    Online,
    /// The client waits before it connects again.
    Offline {
        /// When it connects again, by the driver's clock.
        retry_at: Millis,
    },
    /// The server does not accept this version of the client: load the page again.
    Outdated,
}

impl Client {
    /// A client that continues from what the device stored. `seed` must differ from client to client: ids and
    /// jitter come from it.
    pub fn new(saved: Saved, seed: u64) -> Self {
        let me = saved.identity.as_ref().map(|identity| identity.user.clone());
        let mut outbox = Outbox::new(me);
        let claimed = saved.outbox.into_iter().filter_map(|pending| outbox.restore(pending));
        let effects = claimed.map(|pending| Effect::Persist(StorageChange::PutPending(pending))).collect();
        Self {
            renamed: saved.name.is_some() && saved.identity.is_some(),
            name: saved.name.or_else(|| saved.identity.as_ref().map(|identity| identity.name.clone())),
            identity: saved.identity,
            id_token: None,
            signed_out: false,
            rooms: LiteMap::new(),
            open_room: None,
            intents: Intent::for_outbox(&outbox),
            refusals: LiteMap::new(),
            directory: None,
            directory_page: None,
            directory_at: None,
            outbox,
            requests: Requests::default(),
            connections: Connections::default(),
            devices: 0,
            marks_at: 0,
            names: Names::default(),
            left_elsewhere: None,
            sign_out_others: SignOutOthers::default(),
            visible: true,
            outdated: false,
            version: limits::VERSION,
            server_version: None,
            clock: Clock::default(),
            random: fastrand::Rng::with_seed(seed),
            effects,
            changed_rooms: Vec::new(),
        }
    }

    /// Handles what has happened, when the driver's clock shows `now`. That clock may jump either way. Returns what the
    /// driver has to do, in order.
    pub fn handle(&mut self, now: Millis, input: Input) -> Vec<Effect> {
        let now = self.clock.advance(now);
        match input {
            Input::Start | Input::Tick => {}
            Input::Opened(socket) => self.socket_opened(socket, now),
            Input::Frame(socket, text) => self.receive(socket, &text, now),
            Input::Closed(socket) => self.socket_closed(socket, now),
            Input::Online => self.reconnect_now(now, true),
            Input::Visible(visible) => {
                self.visible = visible;
                if !visible {
                    self.end_undo(now, |_| true);
                    self.rooms.iter_mut().for_each(|(_, room)| room.read.finish());
                }
                self.reconnect_now(now, false);
            }
            Input::IdentityStored(identity) => self.identity_stored(identity, now),
            Input::PendingFound(pending) => self.pending_found(pending, now),
            Input::PendingRemoved(client_id) => _ = self.outbox_remove(&client_id),
            Input::Command(command) => self.command(command, now),
        }
        self.poll(now);
        std::mem::take(&mut self.effects)
    }

    /// The state of the connection.
    pub fn status(&self) -> Status {
        match &self.connections.current {
            _ if self.signed_out => Status::SignedOut,
            _ if self.is_nobody() => Status::Nameless,
            _ if self.outdated => Status::Outdated,
            Some(connection) if matches!(connection.stage, Stage::Ready { .. }) => Status::Online,
            Some(_) => Status::Connecting,
            None => Status::Offline { retry_at: self.clock.driver_time(self.connections.retry_at) },
        }
    }

    /// Whether the server speaks a newer version of the protocol than this program. Both go on working; a page that is
    /// loaded again is new.
    pub fn is_behind_server(&self) -> bool {
        self.server_version.is_some_and(|version| version > limits::VERSION)
    }

    fn is_nobody(&self) -> bool {
        self.name.is_none() && self.id_token.is_none()
    }

    /// Whether the client stays disconnected until the person acts.
    fn is_paused(&self) -> bool {
        self.is_nobody() || self.signed_out || self.outdated
    }

    /// This person, once the server has told who it is.
    pub fn me(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    /// This person's name, or the one that was chosen and is not confirmed yet.
    pub fn name(&self) -> Option<&Name> {
        self.name.as_ref()
    }

    /// The rooms that this person is a member of, by title.
    pub fn rooms(&self) -> Vec<&Room> {
        let mut rooms: Vec<&Room> = self.rooms.values().collect();
        rooms.sort_unstable_by_key(|room| (room.title().as_str(), room.id()));
        rooms
    }

    /// A room that this person is a member of.
    pub fn room(&self, id: &RoomId) -> Option<&Room> {
        self.rooms.get(id)
    }

    /// This person's changes in a room that are not acknowledged yet, in order, without those about which the person
    /// has to decide.
    pub fn pending(&self, room: &RoomId) -> impl Iterator<Item = &Pending> {
        self.outbox.of_room(room)
    }

    /// The first pending change about which the person has to decide: [`Command::Retry`](crate::Command::Retry) or
    /// [`Command::Discard`](crate::Command::Discard).
    pub fn question(&self) -> Option<(&Pending, Question)> {
        self.outbox.first_question()
    }

    /// The last deletion that the person can still undo, by [`Command::Undo`](crate::Command::Undo).
    pub fn undoable(&self) -> Option<&Pending> {
        self.outbox.undoable()
    }

    /// Why the server refused to let this person into the room.
    pub fn refusal(&self, room: &RoomId) -> Option<Code> {
        self.refusals.get(room).copied()
    }

    /// Whether the room is on the screen although this person has left it on another device.
    pub fn was_left(&self, room: &RoomId) -> bool {
        self.left_elsewhere.as_ref() == Some(room)
    }

    /// The newest name that is known of a person. An event has the name of its time.
    pub fn name_of(&self, user: &UserId) -> Option<&Name> {
        let is_me = self.identity.as_ref().is_some_and(|me| me.user == *user);
        if is_me { self.name.as_ref() } else { self.names.get(user) }
    }

    /// The public rooms, once they are loaded.
    pub fn directory(&self) -> Option<&[Listing]> {
        self.directory.as_deref()
    }

    /// The rooms that look different since the last call: in their state or events, in what is pending there, or in
    /// [`refusal`](Self::refusal). A screen renders these again, and no others.
    pub fn take_changed_rooms(&mut self) -> Vec<RoomId> {
        std::mem::take(&mut self.changed_rooms)
    }

    fn mark_changed(&mut self, room: &RoomId) {
        if !self.changed_rooms.contains(room) {
            self.changed_rooms.push(room.clone());
        }
    }

    fn take_rooms(&mut self) -> LiteMap<RoomId, Room> {
        self.changed_rooms.extend(self.rooms.keys().cloned());
        std::mem::take(&mut self.rooms)
    }

    /// A room that is going to change.
    fn room_mut(&mut self, id: &RoomId) -> Option<&mut Room> {
        if self.rooms.contains_key(id) {
            self.mark_changed(id);
        }
        self.rooms.get_mut(id)
    }

    fn with_room(&mut self, id: &RoomId, change: impl FnOnce(&mut Room)) {
        if let Some(room) = self.room_mut(id) {
            change(room);
        }
    }

    fn persist(&mut self, change: StorageChange) {
        self.effects.push(Effect::Persist(change));
    }

    fn transmit(&mut self, socket: SocketId, request: &Request) {
        // Requests hold nothing that JSON cannot say, so this never fails.
        if let Ok(text) = serde_json::to_string(request) {
            self.effects.push(Effect::Transmit(socket, text));
        }
    }

    fn request(
        &mut self,
        socket: SocketId,
        now: Millis,
        kind: RequestKind,
        request: impl FnOnce(RequestId) -> Request,
    ) {
        let id = self.requests.start(kind, socket, now);
        self.transmit(socket, &request(id));
    }
}
