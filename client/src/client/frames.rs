//! The server's frames.

use common::{
    Ack, Change, Event, Events, Frame, GatewayError, Kind, Message, Millis, Outcome, Page, RoomId, Rooms,
    Seq, Verdict, from_json,
};

use super::Client;
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
            Err(_) => match from_json::<GatewayError>(text) {
                Ok(error) if error.is_throttle() => self.throttled(socket, now),
                Ok(_) => self.gateway_failed(socket, now),
                Err(_) => {}
            },
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
            Frame::Read(mark) if mark.back => {
                self.with_room(&mark.room, |room| room.read.went_back_elsewhere(mark.seq));
            }
            Frame::Read(mark) => self.with_room(&mark.room, |room| room.read.read_elsewhere(mark.seq)),
            Frame::Joined(joined) => self.joined_elsewhere(joined.room.room, now),
            Frame::Left(left) => self.left_elsewhere(&left.room),
            Frame::Renamed(renamed) => self.renamed_elsewhere(renamed.name),
            Frame::Pong(pong) => self.receive_pong(pong, now),
            Frame::Error(refusal) => self.refused(socket, refusal, now),
            Frame::Unknown => {}
        }
    }

    fn acknowledged(&mut self, ack: Ack, now: Millis) {
        match self.requests.finish(&ack.id) {
            Some(RequestKind::Create(room) | RequestKind::Join(room) | RequestKind::Listen(room)) => {
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
        self.learn_names(&events);
        self.with_room(&room, |room| events.into_iter().for_each(|event| room.receive(event, now)));
    }

    /// Removes from the outbox the messages that are in the log, also those of a former person of this device.
    pub(super) fn remove_delivered(&mut self, events: &[Event]) {
        for event in events {
            let Some(message) = event.kind.message() else { continue };
            let author = self.outbox.get(&message.client_id).map(|pending| pending.author.as_ref());
            if author.is_some_and(|author| author.is_none_or(|author| *author == event.by)) {
                self.discard(&message.client_id);
            }
        }
    }

    /// A person who has a new name has it in all rooms.
    pub(super) fn learn_names(&mut self, events: &[Event]) {
        let renamed = events.iter().filter(|event| self.names.learn(event)).count();
        if renamed > 0 {
            self.changed_rooms.extend(self.rooms.keys().cloned());
        }
    }

    fn receive_page(&mut self, page: Page, now: Millis) {
        match self.requests.finish(&page.id) {
            Some(RequestKind::Part(_, part)) => {
                self.learn_names(&page.events);
                self.remove_delivered(&page.events);
                self.with_room(&page.room, |room| room.receive_part(part, page.events));
            }
            Some(RequestKind::Newer(_)) => {
                self.learn_names(&page.events);
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
}

/// Whether the frame answers a request. A proxy that opens and closes sockets sends none, so the back-off goes on.
fn is_answer(frame: &Frame) -> bool {
    matches!(frame, Frame::Welcome(_) | Frame::Ack(_) | Frame::Page(_) | Frame::Rooms(_) | Frame::Pong(_))
}
