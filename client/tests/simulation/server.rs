//! The protocol's server, as plain as it can be: one room in memory. Devices 0 and 1 are those of one person.

use std::collections::BTreeMap;

use common::*;

use crate::network::Connection;

/// One in so many `send`s is refused as too fast.
const RATE_LIMITED: u32 = 20;

pub struct Server {
    random: fastrand::Rng,
    /// The share of requests during which the server crashes.
    pub crashing: f64,
    log: Vec<Event>,
    /// Every text as it was first committed, in order.
    posted: Vec<String>,
    committed: BTreeMap<(UserId, ClientId), (Seq, Millis)>,
    /// The members, and how far each has read.
    members: BTreeMap<UserId, Seq>,
    /// The open connections, and who has said hello on each.
    connections: BTreeMap<Connection, Option<Person>>,
}

#[derive(Debug, Clone)]
struct Person {
    user: UserId,
    name: Name,
}

/// When the server crashes during a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Crash {
    Before,
    After,
}

impl Server {
    pub fn new(seed: u64, crashing: f64) -> Self {
        Self {
            random: fastrand::Rng::with_seed(seed ^ 2),
            crashing,
            log: vec![],
            posted: vec![],
            committed: BTreeMap::new(),
            members: BTreeMap::new(),
            connections: BTreeMap::new(),
        }
    }

    pub fn log(&self) -> &[Event] {
        &self.log
    }

    pub fn posted(&self) -> &[String] {
        &self.posted
    }

    pub fn connected(&mut self, connection: Connection) {
        self.connections.insert(connection, None);
    }

    pub fn disconnected(&mut self, connection: Connection) {
        self.connections.remove(&connection);
    }

    /// Handles a frame. Returns the frames that it causes, and where to.
    pub fn handle(&mut self, now: Millis, connection: Connection, text: &str) -> Vec<(Connection, String)> {
        let crash = self.crash();
        if crash == Some(Crash::Before) {
            return vec![(connection, self.gateway_error())];
        }
        let request: Request = serde_json::from_str(text).unwrap();
        let before = self.log.len();
        let mark = match &request {
            Request::Read(mark) => Some(mark.clone()),
            _ => None,
        };
        let (typing, answer) = (self.typing(connection, &request), self.answer(now, connection, request));
        if crash == Some(Crash::After) {
            return vec![(connection, self.gateway_error())];
        }
        let events = self.log[before..].to_vec();
        let events = (!events.is_empty()).then(|| Frame::Events(Events { room: lobby(), events }));
        let mut frames = vec![];
        for push in events.into_iter().chain(typing) {
            let listeners = self.connections.iter().filter(|(_, person)| person.is_some());
            let others = listeners.map(|(listener, _)| *listener).filter(|listener| *listener != connection);
            frames.extend(others.map(|listener| (listener, json(&push))));
        }
        if let (Some(mark), Some(person)) = (mark, self.connections.get(&connection).cloned().flatten()) {
            let devices = self.other_devices(connection, &person.user);
            frames.extend(devices.into_iter().map(|device| (device, json(&Frame::Read(mark.clone())))));
        }
        frames.extend(answer.map(|frame| (connection, json(&frame))));
        frames
    }

    /// API Gateway refuses one in so many of the requests that fail.
    fn gateway_error(&mut self) -> String {
        let message = if self.random.u32(0..4) == 0 { "Too Many Requests" } else { "Internal server error" };
        format!(r#"{{"message":"{message}","connectionId":"x=","requestId":"y="}}"#)
    }

    fn crash(&mut self) -> Option<Crash> {
        let crash = if self.random.bool() { Crash::Before } else { Crash::After };
        (self.random.f64() < self.crashing).then_some(crash)
    }

    fn typing(&self, connection: Connection, request: &Request) -> Option<Frame> {
        let Request::Typing { room } = request else { return None };
        let Person { user, name } = self.connections.get(&connection).cloned().flatten()?;
        Some(Frame::Typing(Typing { room: room.clone(), user, name }))
    }

    fn answer(&mut self, now: Millis, connection: Connection, request: Request) -> Option<Frame> {
        let person = self.connections.get(&connection).cloned().flatten();
        let (request, person) = match (request, person) {
            (Request::Hello(hello), _) => return Some(self.welcome(now, connection, hello)),
            (request, Some(person)) => (request, person),
            (request, None) => return Some(unauthorized(&request)),
        };
        Some(match request {
            Request::Join { id, .. } | Request::Listen { id, .. } => self.join(now, &person, id),
            Request::Send { id, messages, .. } => self.send(now, &person, id, messages.into_messages()),
            Request::Change { id, client_id, change, .. } => self.change(now, &person, id, client_id, change),
            Request::History(history) => Frame::Page(self.page(history)),
            Request::Ping { id, read } => {
                read.values().for_each(|seq| self.read(&person.user, *seq));
                let is_member = self.members.contains_key(&person.user);
                let heads = is_member.then(|| (lobby(), self.head())).into_iter().collect();
                let devices = self.other_devices(connection, &person.user).len();
                Frame::Pong(Pong { id, now, heads, name: None, rooms: vec![], devices })
            }
            Request::Read(mark) => {
                self.read(&person.user, mark.seq);
                return None;
            }
            _ => return None,
        })
    }

    fn other_devices(&self, connection: Connection, user: &UserId) -> Vec<Connection> {
        let is_theirs = |person: &Option<Person>| person.as_ref().is_some_and(|person| person.user == *user);
        let devices = self.connections.iter().filter(|(_, person)| is_theirs(person));
        devices.map(|(device, _)| *device).filter(|device| *device != connection).collect()
    }

    fn read(&mut self, user: &UserId, seq: Seq) {
        if let Some(read) = self.members.get_mut(user) {
            *read = seq.max(*read);
        }
    }

    fn welcome(&mut self, now: Millis, connection: Connection, hello: Hello) -> Frame {
        let device = connection.0;
        let user = hello.token.map_or_else(|| format!("u-{}", device / 2), |token| token.reveal().to_owned());
        let user: UserId = user.parse().unwrap();
        let name: Name = format!("Person {device}").parse().unwrap();
        let is_member = self.members.contains_key(&user);
        self.connections.insert(connection, Some(Person { user: user.clone(), name: name.clone() }));
        Frame::Welcome(Box::new(Welcome {
            id: hello.id,
            user: user.clone(),
            name,
            token: user.to_string().try_into().unwrap(),
            now,
            version: None,
            limits: Limits::default(),
            rooms: is_member.then(|| self.room(&user)).into_iter().collect(),
            more: false,
            devices: self.other_devices(connection, &user).len(),
        }))
    }

    fn join(&mut self, now: Millis, person: &Person, id: RequestId) -> Frame {
        if !self.members.contains_key(&person.user) {
            self.members.insert(person.user.clone(), 0);
            self.append(now, person, Kind::Join);
        }
        Frame::Ack(Ack { id, results: vec![], room: Some(self.room(&person.user)) })
    }

    fn send(&mut self, now: Millis, person: &Person, id: RequestId, messages: Vec<NewMessage>) -> Frame {
        let is_too_fast = self.random.u32(0..RATE_LIMITED) == 0;
        let results = messages.into_iter().map(|NewMessage { client_id, post }| match is_too_fast {
            true => refused(client_id, Code::RateLimited, Some(700)),
            false => {
                let kind = Kind::Message(Message::new(client_id.clone(), post));
                self.commit(now, person, client_id, kind)
            }
        });
        Frame::Ack(Ack { id, results: results.collect(), room: None })
    }

    /// Commits a change of a message. A deleted message is refused, unless the change was committed before.
    fn change(
        &mut self,
        now: Millis,
        person: &Person,
        id: RequestId,
        client_id: ClientId,
        change: Change,
    ) -> Frame {
        let is_deleted = change
            .target()
            .and_then(|target| self.message_mut(target))
            .is_none_or(|message| message.is_deleted());
        let is_new = !self.committed.contains_key(&(person.user.clone(), client_id.clone()));
        let result = match is_deleted && is_new {
            true => refused(client_id, Code::NotFound, None),
            false => self.commit(now, person, client_id, Kind::Change(change)),
        };
        Frame::Ack(Ack { id, results: vec![result], room: None })
    }

    fn page(&mut self, History { id, room, before, after, limit }: History) -> Page {
        // A page may have fewer events than it could.
        let limit = self.random.u64(1..=u64::from(limit.unwrap_or(limits::PAGE)));
        let head = self.head();
        let (from, to) = match (after, before) {
            (Some(after), _) => (after, (after + limit).min(head)),
            (None, before) => {
                let to = before.map_or(head, |before| before - 1);
                (to.saturating_sub(limit), to)
            }
        };
        let events = self.log[from as usize..to as usize].to_vec();
        let more = if after.is_some() { to < head } else { from > 0 };
        Page { id, room, events, head, more }
    }

    fn head(&self) -> Seq {
        self.log.len() as Seq
    }

    fn room(&self, user: &UserId) -> RoomState {
        let (head, read) = (self.head(), self.members[user]);
        let unread = self.log[read.min(head) as usize..].iter();
        let unread = unread.filter(|event| event.by != *user && event.kind.message().is_some()).count();
        RoomState {
            room: lobby(),
            title: "Lobby".parse().unwrap(),
            head,
            read,
            messages: Some(self.messages()),
            unread: Some(unread as u64),
            events: vec![],
        }
    }

    fn commit(&mut self, now: Millis, person: &Person, client_id: ClientId, kind: Kind) -> Outcome {
        let key = (person.user.clone(), client_id.clone());
        let committed = self.committed.get(&key).copied();
        let (seq, at) = committed.unwrap_or_else(|| (self.append(now, person, kind), now));
        self.committed.insert(key, (seq, at));
        let (messages, duplicate) = (committed.is_none().then(|| self.messages()), committed.is_some());
        Outcome { client_id, verdict: Verdict::Committed { seq, at, messages, duplicate } }
    }

    fn append(&mut self, at: Millis, Person { user, name }: &Person, kind: Kind) -> Seq {
        let seq = self.head() + 1;
        if let Some(Message { text: Some(text), .. }) = kind.message() {
            self.posted.push(text.to_string());
        }
        let messages = Some(self.messages() + u64::from(kind.message().is_some()));
        let event = Event { seq, at, by: user.clone(), name: name.clone(), messages, kind };
        let target = event.kind.change().and_then(Change::target);
        if let Some(message) = target.and_then(|target| self.message_mut(target)) {
            message.apply(&event);
        }
        if let Kind::Change(Change::Edit(Edit { target, .. }) | Change::Delete(Delete { target })) =
            event.kind
        {
            self.clear_edits(target);
        }
        self.log.push(event);
        seq
    }

    /// The messages of the log, deleted ones too.
    fn messages(&self) -> u64 {
        self.log.last().and_then(|event| event.messages).unwrap_or_default()
    }

    /// Clears the texts of the earlier edits of a message.
    fn clear_edits(&mut self, edited: Seq) {
        for event in &mut self.log {
            if matches!(&event.kind, Kind::Change(Change::Edit(edit)) if edit.target == edited) {
                event.kind = Kind::ClearedEdit { target: edited };
            }
        }
    }

    fn message_mut(&mut self, seq: Seq) -> Option<&mut Message> {
        match &mut self.log.get_mut(seq as usize - 1)?.kind {
            Kind::Message(message) => Some(message),
            _ => None,
        }
    }
}

fn lobby() -> RoomId {
    "lobby".parse().unwrap()
}

fn json(frame: &Frame) -> String {
    serde_json::to_string(frame).unwrap()
}

fn refused(client_id: ClientId, error: Code, retry_after_ms: Option<Millis>) -> Outcome {
    Outcome { client_id, verdict: Verdict::Refused { error, retry_after_ms } }
}

fn unauthorized(request: &Request) -> Frame {
    let id = serde_json::to_value(request).unwrap().get("id").cloned();
    let id = id.map(|id| serde_json::from_value(id).unwrap());
    Frame::Error(Refusal { id, code: Code::Unauthorized, message: "no".into(), retry_after_ms: None })
}
