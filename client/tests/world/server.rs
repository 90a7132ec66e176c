//! The protocol's server, as plain as it can be: one room in memory.

use std::collections::BTreeMap;

use client::SocketId;
use common::*;

use crate::network::Fate;

type Line = (usize, SocketId);

pub struct Server {
    random: fastrand::Rng,
    log: Vec<Event>,
    said: Vec<String>,
    done: BTreeMap<(UserId, ClientId), (Seq, Millis)>,
    members: BTreeMap<UserId, Seq>,
    /// Who is greeted on which line.
    lines: BTreeMap<Line, Option<(UserId, Name)>>,
}

impl Server {
    pub fn new(seed: u64) -> Self {
        Self {
            random: fastrand::Rng::with_seed(seed ^ 2),
            log: vec![],
            said: vec![],
            done: BTreeMap::new(),
            members: BTreeMap::new(),
            lines: BTreeMap::new(),
        }
    }

    pub fn log(&self) -> &[Event] {
        &self.log
    }

    /// Every text as it was first committed, in order.
    pub fn said(&self) -> Vec<String> {
        self.said.clone()
    }

    pub fn connected(&mut self, line: Line) {
        self.lines.insert(line, None);
    }

    pub fn disconnected(&mut self, line: Line) {
        self.lines.remove(&line);
    }

    /// A frame arrived; returns what goes out.
    pub fn handle(&mut self, now: Millis, line: Line, text: &str, fate: Fate) -> Vec<(Line, String)> {
        if fate == Fate::CrashBefore {
            return vec![(line, failure())];
        }
        let request: Request = serde_json::from_str(text).unwrap();
        let before = self.log.len();
        let answer = self.answer(now, line, request);
        let mut out = self.pushes(line, before);
        match (fate, answer) {
            (Fate::Answered, Some(frame)) => out.push((line, serde_json::to_string(&frame).unwrap())),
            (Fate::Answered, None) => {}
            _ => out = vec![(line, failure())],
        }
        out
    }

    fn pushes(&self, author: Line, before: usize) -> Vec<(Line, String)> {
        let events = self.log[before..].to_vec();
        let push = serde_json::to_string(&Frame::Events { room: lobby(), events }).unwrap();
        let listening = self.lines.iter().filter(|(line, who)| **line != author && who.is_some());
        if before == self.log.len() {
            vec![]
        } else {
            listening.map(|(line, _)| (*line, push.clone())).collect()
        }
    }

    fn answer(&mut self, now: Millis, line: Line, request: Request) -> Option<Frame> {
        let hello = match request {
            Request::Hello(hello) => return Some(self.welcome(now, line, hello)),
            other => other,
        };
        let Some((user, name)) = self.lines.get(&line).cloned().flatten() else {
            return refuse(hello, Code::Unauthorized, None);
        };
        let head = self.log.len() as Seq;
        Some(match hello {
            Request::Join { id, .. } => {
                if !self.members.contains_key(&user) {
                    self.members.insert(user.clone(), 0);
                    self.append(now, &user, &name, Kind::Join);
                }
                Frame::Ack(Ack { id, results: vec![], room: Some(self.room(&user)) })
            }
            Request::Send { ref messages, .. } if self.random.u32(0..20) == 0 => {
                let drafts = messages.clone().into_drafts();
                let (error, retry_after_ms) = (Code::RateLimited, Some(700));
                let refused = |draft: Draft| Outcome {
                    client_id: draft.client_id,
                    verdict: Verdict::Refused { error, retry_after_ms },
                };
                let Request::Send { id, .. } = hello else { unreachable!() };
                Frame::Ack(Ack { id, results: drafts.into_iter().map(refused).collect(), room: None })
            }
            Request::Send { id, messages, .. } => {
                let commit = |draft: Draft| {
                    let kind =
                        Kind::Message(Message::new(draft.client_id.clone(), draft.text, draft.reply_to));
                    self.commit(now, &user, &name, draft.client_id, kind)
                };
                let results = messages.into_drafts().into_iter().map(commit).collect();
                Frame::Ack(Ack { id, results, room: None })
            }
            Request::Edit { id, client_id, target, text, .. } => {
                let kind = Kind::Edit { target, text };
                Frame::Ack(Ack {
                    id,
                    results: vec![self.commit(now, &user, &name, client_id, kind)],
                    room: None,
                })
            }
            Request::Delete { id, client_id, target, .. } => {
                let kind = Kind::Delete { target };
                Frame::Ack(Ack {
                    id,
                    results: vec![self.commit(now, &user, &name, client_id, kind)],
                    room: None,
                })
            }
            Request::React { id, client_id, target, emoji, on, .. } => {
                let kind = Kind::React { target, emoji, on };
                Frame::Ack(Ack {
                    id,
                    results: vec![self.commit(now, &user, &name, client_id, kind)],
                    room: None,
                })
            }
            Request::History(History { id, room, before, after, limit }) => {
                let limit = Seq::from(limit.unwrap_or(limits::PAGE));
                let (from, to) = match (after, before) {
                    (Some(after), _) => (after, (after + limit).min(head)),
                    (_, before) => {
                        let to = before.map_or(head, |before| before - 1);
                        (to.saturating_sub(limit), to)
                    }
                };
                let events = self.log[from as usize..to as usize].to_vec();
                let more = if after.is_some() { to < head } else { from > 0 };
                Frame::Page(Page { id, room, events, head, more })
            }
            Request::Ping { id } => {
                let heads = self.members.contains_key(&user).then(|| (lobby(), head)).into_iter().collect();
                Frame::Pong { id, now, heads }
            }
            Request::Read { seq, .. } => {
                let read = self.members.entry(user).or_default();
                *read = (*read).max(seq);
                return None;
            }
            _ => return None,
        })
    }

    fn welcome(&mut self, now: Millis, line: Line, hello: Hello) -> Frame {
        let user = hello.token.map_or_else(|| format!("u-{}", line.0), |token| token.reveal().to_owned());
        let user: UserId = user.parse().unwrap();
        let name: Name = format!("Person {}", line.0).parse().unwrap();
        self.lines.insert(line, Some((user.clone(), name.clone())));
        let member = self.members.contains_key(&user);
        Frame::Welcome(Box::new(Welcome {
            id: hello.id,
            user: user.clone(),
            name,
            token: user.to_string().try_into().unwrap(),
            now,
            limits: Limits::default(),
            rooms: member.then(|| self.room(&user)).into_iter().collect(),
        }))
    }

    fn room(&self, user: &UserId) -> RoomState {
        let (head, read) = (self.log.len() as Seq, self.members[user]);
        RoomState { room: lobby(), title: "Lobby".parse().unwrap(), head, read, events: vec![] }
    }

    fn commit(
        &mut self,
        now: Millis,
        user: &UserId,
        name: &Name,
        client_id: ClientId,
        kind: Kind,
    ) -> Outcome {
        let key = (user.clone(), client_id.clone());
        let duplicate = self.done.contains_key(&key);
        let (seq, at) = match self.done.get(&key) {
            Some(done) => *done,
            None => (self.append(now, user, name, kind), now),
        };
        self.done.insert(key, (seq, at));
        Outcome { client_id, verdict: Verdict::Committed { seq, at, duplicate } }
    }

    fn append(&mut self, at: Millis, user: &UserId, name: &Name, kind: Kind) -> Seq {
        let seq = self.log.len() as Seq + 1;
        if let Kind::Message(Message { text: Some(text), .. }) = &kind {
            self.said.push(text.to_string());
        }
        let event = Event { seq, at, by: user.clone(), name: name.clone(), kind };
        if let Some(Kind::Message(message)) =
            event.kind.target().map(|target| &mut self.log[target as usize - 1].kind)
        {
            message.apply(&event);
        }
        self.log.push(event);
        seq
    }
}

fn lobby() -> RoomId {
    "lobby".parse().unwrap()
}

fn failure() -> String {
    r#"{"message":"Internal server error","connectionId":"x=","requestId":"y="}"#.to_owned()
}

fn refuse(request: Request, code: Code, retry_after_ms: Option<Millis>) -> Option<Frame> {
    let json = serde_json::to_value(request).unwrap();
    let id = json.get("id").map(|id| serde_json::from_value(id.clone()).unwrap());
    Some(Frame::Error(Refusal { id, code, message: "no".into(), retry_after_ms }))
}
