//! The client: its state, what it shows, and the one way in.

mod commands;
mod connection;
mod due;
mod frames;
mod refusals;

use common::{Code, Listing, Millis, Name, Request, RequestId, RoomId, Title, Token};

use litemap::LiteMap;

use crate::link::{Link, Stage};
use crate::outbox::Outbox;
use crate::requests::{Asked, Requests};
use crate::{Effect, Identity, Input, Keep, Pending, Room, Saved, SocketId};

/// A chat client without a screen.
///
/// ```
/// use client::{Client, Command, Effect, Input, Saved, Status};
/// let mut client = Client::new(Saved::default(), 7);
/// assert_eq!(client.status(), Status::Nameless);
/// let effects = client.handle(0, Input::Command(Command::Rename("Ada".parse().unwrap())));
/// assert!(matches!(effects[..], [Effect::Save(_), Effect::Connect(1)]));
/// let effects = client.handle(20, Input::Opened(1));
/// assert!(matches!(&effects[..], [Effect::Transmit(1, hello)] if hello.contains(r#""name":"Ada""#)));
/// ```
#[derive(Debug, Clone)]
pub struct Client {
    name: Option<Name>,
    /// The name was chosen here, and the server has not confirmed it yet.
    renamed: bool,
    identity: Option<Identity>,
    /// What an issuer says of me, until the server has taken it.
    proof: Option<Token>,
    signed_out: bool,
    rooms: LiteMap<RoomId, Room>,
    on_screen: Option<RoomId>,
    wishes: LiteMap<RoomId, Wish>,
    refusals: LiteMap<RoomId, Code>,
    directory: Option<Vec<Listing>>,
    /// Where the directory's next page begins, while it is being loaded.
    directory_page: Option<RoomId>,
    /// When to ask for the directory, if somebody wants it.
    directory_wanted: Option<Millis>,
    outbox: Outbox,
    requests: Requests,
    link: Link,
    visible: bool,
    outdated: bool,
    last_id_at: Millis,
    random: fastrand::Rng,
    effects: Vec<Effect>,
}

/// What the person wants of a room, until the server has confirmed it.
#[derive(Debug, Clone)]
struct Wish {
    goal: Goal,
    not_before: Millis,
}

impl Wish {
    /// What waits to be sent needs its room.
    fn to_send(outbox: &[Pending]) -> LiteMap<RoomId, Self> {
        let mut wishes = LiteMap::new();
        for pending in outbox.iter().filter(|pending| pending.failed.is_none()) {
            wishes.insert(pending.room.clone(), Self { goal: Goal::In(None), not_before: 0 });
        }
        wishes
    }
}

#[derive(Debug, Clone)]
enum Goal {
    In(Option<Title>),
    Out,
}

/// How the connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Nobody has said yet who is here.
    Nameless,
    /// The server takes neither the token nor a guest: sign in, or give a name where guests are welcome.
    SignedOut,
    /// On the way.
    Connecting,
    /// Connected and greeted.
    Online,
    /// Waiting for the next attempt.
    Offline {
        /// When it is made.
        retry_at: Millis,
    },
    /// The server does not take this program any more: load the page again.
    Outdated,
}

impl Client {
    /// A client that remembers what the device kept. `seed` must differ from client to client: ids and
    /// jitter come from it.
    pub fn new(saved: Saved, seed: u64) -> Self {
        Self {
            renamed: saved.name.is_some() && saved.identity.is_some(),
            name: saved.name.or_else(|| saved.identity.as_ref().map(|identity| identity.name.clone())),
            identity: saved.identity,
            proof: None,
            signed_out: false,
            rooms: LiteMap::new(),
            on_screen: None,
            wishes: Wish::to_send(&saved.outbox),
            refusals: LiteMap::new(),
            directory: None,
            directory_page: None,
            directory_wanted: None,
            outbox: Outbox::new(saved.outbox),
            requests: Requests::default(),
            link: Link::default(),
            visible: true,
            outdated: false,
            last_id_at: 0,
            random: fastrand::Rng::with_seed(seed),
            effects: Vec::new(),
        }
    }

    /// Tells the client what has happened, and when. Returns what is to be done about it, in order.
    pub fn handle(&mut self, now: Millis, input: Input) -> Vec<Effect> {
        match input {
            Input::Start | Input::Tick => {}
            Input::Opened(socket) => self.opened(socket, now),
            Input::Frame(socket, frame) => self.heard(socket, frame, now),
            Input::Closed(socket) => self.lost(socket, now),
            Input::Online => self.hurry(now, true),
            Input::Visible(visible) => {
                self.visible = visible;
                self.hurry(now, false);
            }
            Input::Command(command) => self.command(command, now),
        }
        self.do_what_is_due(now);
        std::mem::take(&mut self.effects)
    }

    /// How the connection stands.
    pub fn status(&self) -> Status {
        match &self.link.current {
            _ if self.signed_out => Status::SignedOut,
            _ if self.is_nobody() => Status::Nameless,
            _ if self.outdated => Status::Outdated,
            Some(line) if matches!(line.stage, Stage::Ready { .. }) => Status::Online,
            Some(_) => Status::Connecting,
            None => Status::Offline { retry_at: self.link.retry_at },
        }
    }

    fn is_nobody(&self) -> bool {
        self.name.is_none() && self.proof.is_none()
    }

    /// Whether there is nothing to connect for.
    fn stands_still(&self) -> bool {
        self.is_nobody() || self.signed_out || self.outdated
    }

    /// Who I am, once the server has said so.
    pub fn me(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    /// What I am called, or want to be called.
    pub fn name(&self) -> Option<&Name> {
        self.name.as_ref()
    }

    /// My rooms, by title.
    pub fn rooms(&self) -> impl Iterator<Item = &Room> {
        let mut rooms = LiteMap::new_vec();
        for room in self.rooms.values() {
            rooms.insert((room.title().as_str(), room.id()), room);
        }
        rooms.into_tuple_vec().into_iter().map(|(_, room)| room)
    }

    /// One of my rooms.
    pub fn room(&self, id: &RoomId) -> Option<&Room> {
        self.rooms.get(id)
    }

    /// What is not acknowledged yet in a room, in order.
    pub fn pending(&self, room: &RoomId) -> impl Iterator<Item = &Pending> {
        self.outbox.of_room(room)
    }

    /// Why this room would not have me.
    pub fn refusal(&self, room: &RoomId) -> Option<Code> {
        self.refusals.get(room).copied()
    }

    /// The public rooms, once they have been asked for.
    pub fn directory(&self) -> Option<&[Listing]> {
        self.directory.as_deref()
    }

    fn save(&mut self, keep: Keep) {
        self.effects.push(Effect::Save(keep));
    }

    fn transmit(&mut self, socket: SocketId, request: &Request) {
        // Requests hold nothing that JSON cannot say, so this never fails.
        if let Ok(text) = serde_json::to_string(request) {
            self.effects.push(Effect::Transmit(socket, text));
        }
    }

    fn ask(
        &mut self,
        socket: SocketId,
        now: Millis,
        asked: Asked,
        request: impl FnOnce(RequestId) -> Request,
    ) {
        let id = self.requests.ask(asked, socket, now);
        self.transmit(socket, &request(id));
    }
}
