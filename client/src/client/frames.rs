//! The server's frames.

use common::{
    Ack, Change, ClientId, Event, Events, Frame, GatewayError, Kind, Message, Millis, Outcome, Page, Pong,
    RoomId, Rooms, Seq, Verdict, from_json,
};

use super::Client;
use crate::connections::{Connection, Stage};
use crate::requests::RequestKind;
use crate::{Identity, Pending, SocketId};

/// The directory stops loading at this number of rooms.
const DIRECTORY: usize = 200;

impl Client {
    pub(super) fn receive(&mut self, socket: SocketId, text: &str, now: Millis) {
        if self.connections.get_mut(socket).is_none() {
            return;
        }
        match from_json(text) {
            Ok(frame) => self.frame(socket, frame, now),
            Err(_) if from_json::<GatewayError>(text).is_ok() => self.gateway_failed(socket, now),
            Err(_) => {}
        }
    }

    fn frame(&mut self, socket: SocketId, frame: Frame, now: Millis) {
        if is_answer(&frame) {
            self.connections.backoff.reset();
        }
        match frame {
            Frame::Welcome(welcome) => self.welcomed(socket, *welcome, now),
            Frame::Ack(ack) => self.acknowledged(ack, now),
            Frame::Events(events) => self.receive_events(events, now),
            Frame::Page(page) => self.receive_page(page, now),
            Frame::Rooms(rooms) => self.receive_directory(rooms),
            Frame::Typing(typing) => {
                self.with_room(&typing.room, |room| room.typing.start(typing.user, typing.name, now));
            }
            Frame::Read(mark) => self.with_room(&mark.room, |room| room.read.advance_elsewhere(mark.seq)),
            Frame::Pong(pong) => self.receive_pong(&pong, now),
            Frame::Error(refusal) => self.refused(socket, refusal, now),
            Frame::Unknown => {}
        }
    }

    /// A function failed. API Gateway does not tell which request it was, so that all are sent again later. The server
    /// recognises a committed change by its clientId.
    fn gateway_failed(&mut self, socket: SocketId, now: Millis) {
        let awaits_welcome = |connection: &mut Connection| connection.stage == Stage::AwaitingWelcome;
        if self.connections.get_mut(socket).is_some_and(awaits_welcome)
            || self.requests.is_in_flight(|kind| *kind == RequestKind::Hello)
        {
            return self.close_socket(socket, now);
        }
        let later = now + self.connections.backoff.next(&mut self.random);
        self.retry_requests(socket, later);
    }

    fn acknowledged(&mut self, ack: Ack, now: Millis) {
        match self.requests.finish(&ack.id) {
            Some(RequestKind::Join(room)) => {
                self.intent_settled(&room, false);
                self.connections.ping_soon(now);
                if let Some(state) = ack.room {
                    self.enter_room(state, now);
                }
            }
            Some(RequestKind::Leave(room)) => {
                self.intent_settled(&room, true);
                self.remove_room(&room);
            }
            Some(RequestKind::Changes(room, _)) => {
                ack.results.into_iter().for_each(|outcome| self.settle_change(&room, outcome, now));
            }
            _ => {}
        }
    }

    /// The server has committed a pending change, or refused it.
    fn settle_change(&mut self, room: &RoomId, outcome: Outcome, now: Millis) {
        let Outcome { client_id, verdict } = outcome;
        match verdict {
            Verdict::Committed { seq, at, messages, duplicate } => {
                self.with_room(room, |room| room.backoff.reset());
                let committed = self.discard(&client_id);
                match committed.and_then(|pending| self.event(pending, seq, at, messages)) {
                    Some(event) if !duplicate => self.with_room(room, |room| room.receive(event, now)),
                    _ => self.with_room(room, |room| room.raise_head(seq, now)),
                }
            }
            Verdict::Refused { error, retry_after_ms } if error.is_worth_retrying() => {
                let later = now + retry_after_ms.unwrap_or_else(|| self.room_backoff(room));
                self.with_room(room, |room| room.send_at = room.send_at.max(later));
            }
            Verdict::Refused { error, .. } => self.mark_failed(&client_id, Some(error)),
        }
    }

    /// The event that a committed change became.
    fn event(&self, pending: Pending, seq: Seq, at: Millis, messages: Option<u64>) -> Option<Event> {
        let Identity { user, name, .. } = self.identity.clone()?;
        let kind = match pending.change {
            Change::Post(post) => Kind::Message(Message::new(pending.client_id, post)),
            change => Kind::Change(change),
        };
        Some(Event { seq, at, by: user, name, messages, kind })
    }

    fn room_backoff(&mut self, id: &RoomId) -> Millis {
        self.rooms.get_mut(id).map_or(0, |room| room.backoff.next(&mut self.random))
    }

    fn receive_events(&mut self, Events { room, events }: Events, now: Millis) {
        self.remove_delivered(&events);
        let left = events.iter().any(|event| event.kind == Kind::Leave && self.is_mine(event));
        if left && self.open_room.as_ref() != Some(&room) {
            // Another device of this person left the room: the server sends no more of its events.
            self.remove_room(&room);
        }
        self.with_room(&room, |room| events.into_iter().for_each(|event| room.receive(event, now)));
    }

    fn is_mine(&self, event: &Event) -> bool {
        self.identity.as_ref().is_some_and(|me| me.user == event.by)
    }

    /// Removes from the outbox the messages that are in the log.
    pub(super) fn remove_delivered(&mut self, events: &[Event]) {
        let mine = events.iter().filter(|event| self.is_mine(event));
        let delivered = mine.filter_map(|event| Some(event.kind.message()?.client_id.clone()));
        for client_id in delivered.collect::<Vec<ClientId>>() {
            self.discard(&client_id);
        }
    }

    fn receive_page(&mut self, page: Page, now: Millis) {
        match self.requests.finish(&page.id) {
            Some(RequestKind::Older(_)) => self.with_room(&page.room, |room| {
                room.loading_older = false;
                room.log.prepend(page.events);
            }),
            Some(RequestKind::Newer(_)) => {
                self.remove_delivered(&page.events);
                self.with_room(&page.room, |room| room.catch_up(page.events, page.head, now));
            }
            _ => {}
        }
    }

    fn receive_directory(&mut self, page: Rooms) {
        if self.requests.finish(&page.id) != Some(RequestKind::Directory) {
            return;
        }
        let is_first_page = self.directory_page.is_none();
        let directory = self.directory.get_or_insert_default();
        if is_first_page {
            directory.clear();
        }
        directory.extend(page.rooms);
        self.directory_page = page.cursor.filter(|_| directory.len() < DIRECTORY);
        self.directory_at = self.directory_page.is_some().then_some(0);
    }

    fn receive_pong(&mut self, pong: &Pong, now: Millis) {
        self.requests.finish(&pong.id);
        self.connections.schedule_ping(now, self.visible, &mut self.random);
        for (id, head) in &pong.heads {
            if self.rooms.get(id).is_some_and(|room| room.lags_behind(*head)) {
                self.with_room(id, |room| room.raise_head(*head, now));
            }
        }
    }
}

/// Whether the frame answers a request. A proxy that opens and closes sockets sends none, so the back-off goes on.
fn is_answer(frame: &Frame) -> bool {
    matches!(frame, Frame::Welcome(_) | Frame::Ack(_) | Frame::Page(_) | Frame::Rooms(_) | Frame::Pong(_))
}
