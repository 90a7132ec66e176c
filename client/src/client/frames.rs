//! What the server says.

use common::{
    Ack, Code, Event, Frame, FromFields, GatewayError, Json, Kind, Listing, Message, Millis, Outcome, Page,
    RequestId, RoomId, RoomState, Seqs, Verdict, Welcome,
};

use super::{Client, Goal};
use crate::link::Stage;
use crate::requests::Asked;
use crate::room::Room;
use crate::{Deed, Effect, Identity, Keep, Pending, SocketId};

/// A directory longer than this is not loaded to its end.
const DIRECTORY: usize = 200;

impl Client {
    pub(super) fn heard(&mut self, socket: SocketId, frame: Json, now: Millis) {
        if self.link.line_mut(socket).is_none() {
            return;
        }
        let Json::Object(mut fields) = frame else { return };
        match Frame::from_fields(&mut fields) {
            Ok(frame) => self.frame(socket, frame, now),
            Err(_) if GatewayError::from_fields(&mut fields).is_ok() => self.gateway_failed(socket, now),
            Err(_) => {}
        }
    }

    fn frame(&mut self, socket: SocketId, frame: Frame, now: Millis) {
        let is_answer = matches!(
            frame,
            Frame::Welcome(_) | Frame::Ack(_) | Frame::Page(_) | Frame::Rooms { .. } | Frame::Pong { .. }
        );
        if is_answer {
            self.link.backoff.reset();
        }
        match frame {
            Frame::Welcome(welcome) => self.welcomed(socket, *welcome, now),
            Frame::Ack(ack) => self.acknowledged(ack, now),
            Frame::Events { room, events } => self.hear(&room, events, now),
            Frame::Page(page) => self.page(page, now),
            Frame::Rooms { id, rooms, cursor } => self.listed(&id, rooms, cursor),
            Frame::Typing { room, user, name } => {
                self.with_room(&room, |room| room.heard_typing(user, name, now));
            }
            Frame::Read { room, seq } => self.with_room(&room, |room| room.read_elsewhere(seq)),
            Frame::Pong { id, heads, .. } => self.ponged(&id, heads, now),
            Frame::Error(refusal) => self.refused(socket, refusal, now),
            Frame::Unknown => {}
        }
    }

    /// A function failed, and API Gateway does not say which request it was: all are asked again, later.
    /// What was committed all the same is recognised by its clientId.
    fn gateway_failed(&mut self, socket: SocketId, now: Millis) {
        let greeting = self.link.line_mut(socket).is_some_and(|line| line.stage == Stage::Greeting);
        if greeting || self.requests.is_waiting(|asked| *asked == Asked::Hello) {
            return self.hang_up(socket, now);
        }
        let later = now + self.link.backoff.next(&mut self.random);
        self.ask_again(socket, later);
    }

    fn welcomed(&mut self, socket: SocketId, welcome: Welcome, now: Millis) {
        if self.requests.answered(&welcome.id) != Some(Asked::Hello) {
            return;
        }
        self.proof = None;
        self.become_known(Identity { user: welcome.user, name: welcome.name, token: welcome.token }, now);
        if self.link.ready() != Some(socket) {
            // Only a first greeting lists all rooms: a later one may have crossed a join on its way.
            self.rooms.retain(|id, _| welcome.rooms.iter().any(|state| state.room == *id));
        }
        welcome.rooms.into_iter().for_each(|state| self.found(state, now));
        if let Some(replaced) = self.link.welcomed(socket, now, &mut self.random) {
            self.effects.push(Effect::Close(replaced));
            self.ask_again(replaced, now);
        }
        self.link.beat(now, self.visible, &mut self.random);
        self.link.settle(now);
    }

    fn become_known(&mut self, identity: Identity, now: Millis) {
        if self.identity.as_ref().is_none_or(|known| known.user != identity.user) {
            // Somebody new: what was joined under the old identity is joined again.
            self.leave_nothing_unsent();
            for (id, room) in std::mem::take(&mut self.rooms) {
                self.wish(id, Goal::In(Some(room.title().clone())), now);
            }
            self.wish_to_see(now);
        }
        if self.name.as_ref() == Some(&identity.name) || !self.renamed {
            self.name = Some(identity.name.clone());
            self.renamed = false;
        }
        if self.identity.as_ref() != Some(&identity) || !self.renamed {
            self.save(Keep::Identity(identity.clone()));
            self.identity = Some(identity);
            if let Some(name) = self.name.clone().filter(|_| self.renamed) {
                self.save(Keep::Name(name));
            }
        }
    }

    /// A room that I am a member of, as the server has it.
    fn found(&mut self, state: RoomState, now: Millis) {
        let id = state.room.clone();
        if self.wishes.get(&id).is_some_and(|wish| matches!(wish.goal, Goal::In(_))) {
            self.wishes.remove(&id);
        }
        self.refusals.remove(&id);
        self.drop_heard(&state.events);
        if !self.rooms.contains_key(&id) {
            let me = self.identity.as_ref().map(|me| me.user.clone());
            self.rooms.insert(id.clone(), Room::new(&state, me));
        }
        let open = self.on_screen.as_ref() == Some(&id);
        self.with_room(&id, |room| {
            room.refresh(state, now);
            if open {
                room.open(now);
            }
        });
    }

    fn acknowledged(&mut self, ack: Ack, now: Millis) {
        match self.requests.answered(&ack.id) {
            Some(Asked::Join(room)) => {
                self.fulfilled(&room, false);
                self.link.settle(now);
                if let Some(state) = ack.room {
                    self.found(state, now);
                }
            }
            Some(Asked::Leave(room)) => {
                self.fulfilled(&room, true);
                self.rooms.remove(&room);
            }
            Some(Asked::Deeds(room, _)) => {
                ack.results.into_iter().for_each(|outcome| self.settle(&room, outcome, now));
            }
            _ => {}
        }
    }

    /// What became of one deed.
    fn settle(&mut self, room: &RoomId, outcome: Outcome, now: Millis) {
        let Outcome { client_id, verdict } = outcome;
        match verdict {
            Verdict::Committed { seq, at, duplicate } => {
                self.with_room(room, |room| room.backoff.reset());
                let done = self.outbox.remove(&client_id);
                self.save(Keep::Drop(client_id));
                match done.and_then(|pending| self.as_event(pending, seq, at)) {
                    Some(event) if !duplicate => self.with_room(room, |room| room.hear(event, now)),
                    _ => self.with_room(room, |room| room.grown_to(seq, now)),
                }
            }
            Verdict::Refused { error, retry_after_ms } if error.is_worth_retrying() => {
                let later = now + retry_after_ms.unwrap_or_else(|| self.room_backoff(room));
                self.with_room(room, |room| room.send_at = room.send_at.max(later));
            }
            Verdict::Refused { error, .. } => self.fail(&client_id, error),
        }
    }

    /// The event that a deed of mine became.
    fn as_event(&self, pending: Pending, seq: u64, at: Millis) -> Option<Event> {
        let Identity { user, name, .. } = self.identity.clone()?;
        let kind = match pending.deed {
            Deed::Post { text, reply_to } => Kind::Message(Message::new(pending.client_id, text, reply_to)),
            Deed::Edit { target, text } => Kind::Edit { target, text },
            Deed::Delete { target } => Kind::Delete { target },
            Deed::React { target, emoji, on } => Kind::React { target, emoji, on },
        };
        Some(Event { seq, at, by: user, name, kind })
    }

    pub(super) fn fail(&mut self, client_id: &common::ClientId, code: Code) {
        if let Some(pending) = self.outbox.mark(client_id, Some(code)).cloned() {
            self.save(Keep::Pending(pending));
        }
    }

    fn room_backoff(&mut self, room: &RoomId) -> Millis {
        self.rooms.get_mut(room).map_or(0, |room| room.backoff.next(&mut self.random))
    }

    fn hear(&mut self, room: &RoomId, events: Vec<Event>, now: Millis) {
        self.drop_heard(&events);
        let left = events.iter().any(|event| event.kind == Kind::Leave && self.is_mine(event));
        if left && self.on_screen.as_ref() != Some(room) {
            // On another device of mine: here nothing more will be heard of it.
            self.rooms.remove(room);
        }
        self.with_room(room, |room| events.into_iter().for_each(|event| room.hear(event, now)));
    }

    fn is_mine(&self, event: &Event) -> bool {
        self.identity.as_ref().is_some_and(|me| me.user == event.by)
    }

    /// A message of mine that stands in the log need not be sent any more.
    fn drop_heard(&mut self, events: &[Event]) {
        for event in events {
            if let Kind::Message(message) = &event.kind
                && self.is_mine(event)
            {
                self.forget_pending(&message.client_id);
            }
        }
    }

    fn page(&mut self, page: Page, now: Millis) {
        match self.requests.answered(&page.id) {
            Some(Asked::Older(_)) => self.with_room(&page.room, |room| {
                room.loading_older = false;
                room.log.prepend(page.events);
            }),
            Some(Asked::Newer(_)) => {
                self.drop_heard(&page.events);
                self.with_room(&page.room, |room| room.catch_up(page.events, page.head, now));
            }
            _ => {}
        }
    }

    fn listed(&mut self, id: &RequestId, rooms: Vec<Listing>, cursor: Option<RoomId>) {
        if self.requests.answered(id) != Some(Asked::Directory) {
            return;
        }
        let first_page = self.directory_page.is_none();
        let directory = self.directory.get_or_insert_default();
        if first_page {
            directory.clear();
        }
        directory.extend(rooms);
        self.directory_page = cursor.filter(|_| directory.len() < DIRECTORY);
        self.directory_wanted = self.directory_page.is_some().then_some(0);
    }

    fn ponged(&mut self, id: &RequestId, heads: Seqs, now: Millis) {
        self.requests.answered(id);
        self.link.beat(now, self.visible, &mut self.random);
        for (id, head) in heads {
            self.with_room(&id, |room| room.grown_to(head, now));
        }
    }
}
