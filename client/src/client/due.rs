//! What is to be done without anybody asking: everything here follows from the state and the time.

use common::{History, Millis, Request, RequestId, RoomId, Seq};

use super::{Client, Goal};
use crate::link::{Line, Stage};
use crate::requests::Asked;
use crate::room::{Missing, Room};
use crate::{Effect, Pending, SocketId, outbox};

impl Client {
    pub(super) fn do_what_is_due(&mut self, now: Millis) {
        self.rooms.iter_mut().for_each(|(_, room)| room.forget_typing(now));
        if self.stands_still() {
            return;
        }
        self.keep_connected(now);
        let Some(socket) = self.link.ready() else { return };
        self.beat(socket, now);
        self.pursue_wishes(socket, now);
        for id in self.rooms.keys().cloned().collect::<Vec<_>>() {
            self.repair(socket, &id, now);
            self.send(socket, &id, now);
            self.tell_read(socket, &id, now);
        }
        self.list_rooms(socket, now);
    }

    fn keep_connected(&mut self, now: Millis) {
        for line in [self.link.next.clone(), self.link.current.clone()].into_iter().flatten() {
            if self.gives_up_at(&line).is_some_and(|at| at <= now) {
                self.hang_up(line.socket, now);
            }
        }
        match &self.link.current {
            None if self.link.retry_at <= now => self.link.current = Some(self.dial(now)),
            Some(Line { stage: Stage::Ready { renew_at }, .. })
                if *renew_at <= now && self.link.next.is_none() =>
            {
                self.link.next = Some(self.dial(now));
            }
            _ => {}
        }
    }

    fn dial(&mut self, now: Millis) -> Line {
        let line = self.link.dial(now);
        self.effects.push(Effect::Connect(line.socket));
        line
    }

    /// When a socket that neither opens nor answers is given up.
    fn gives_up_at(&self, line: &Line) -> Option<Millis> {
        match line.stage {
            Stage::Opening { until } => Some(until),
            Stage::Greeting | Stage::Ready { .. } => self.requests.deadline(line.socket),
        }
    }

    fn beat(&mut self, socket: SocketId, now: Millis) {
        if self.renamed && !self.requests.is_waiting(|asked| *asked == Asked::Hello) {
            self.say_hello(socket, now);
        }
        if self.link.ping_at <= now && !self.requests.is_waiting(|asked| *asked == Asked::Ping) {
            self.ask(socket, now, Asked::Ping, |id| Request::Ping { id });
        }
    }

    fn pursue_wishes(&mut self, socket: SocketId, now: Millis) {
        for (room, wish) in self.wishes.clone() {
            let asked = match wish.goal {
                Goal::In(_) => Asked::Join(room.clone()),
                Goal::Out => Asked::Leave(room.clone()),
            };
            if wish.not_before <= now && !self.is_moving(&room) {
                self.ask(socket, now, asked, |id| match wish.goal {
                    Goal::In(title) => Request::Join { id, room, title },
                    Goal::Out => Request::Leave { id, room },
                });
            }
        }
    }

    /// Whether a join or leave of this room waits for its answer.
    fn is_moving(&self, id: &RoomId) -> bool {
        self.requests
            .is_waiting(|asked| matches!(asked, Asked::Join(room) | Asked::Leave(room) if room == id))
    }

    fn is_repairing(&self, id: &RoomId) -> bool {
        self.requests.is_waiting(|asked| matches!(asked, Asked::Newer(room) if room == id))
    }

    fn repair(&mut self, socket: SocketId, id: &RoomId, now: Millis) {
        if self.is_repairing(id) {
            return;
        }
        let Some(room) = self.rooms.get_mut(id).filter(|room| room.repair_at.is_some_and(|at| at <= now))
        else {
            return;
        };
        room.repair_at = None;
        if let Some(missing) = room.missing() {
            let after = match missing {
                Missing::After(cursor) => Some(cursor),
                Missing::Newest => None,
            };
            let asked = Asked::Newer(id.clone());
            self.ask(socket, now, asked, |request| history(request, id.clone(), after, None));
        }
    }

    fn is_sending(&self, id: &RoomId) -> bool {
        self.requests.is_waiting(|asked| matches!(asked, Asked::Deeds(room, _) if room == id))
    }

    /// One frame in flight for each room: this keeps a sender's own messages in order.
    fn send(&mut self, socket: SocketId, id: &RoomId, now: Millis) {
        if self.is_sending(id) || self.rooms.get(id).is_none_or(|room| room.send_at > now) {
            return;
        }
        let entries: Vec<Pending> = self.outbox.next(id).into_iter().cloned().collect();
        if entries.is_empty() {
            return;
        }
        let client_ids = entries.iter().map(|entry| entry.client_id.clone()).collect();
        let request_id = self.requests.ask(Asked::Deeds(id.clone(), client_ids), socket, now);
        if let Some(request) = outbox::request(request_id, id, &entries) {
            self.transmit(socket, &request);
        }
    }

    fn tell_read(&mut self, socket: SocketId, id: &RoomId, now: Millis) {
        let Some(room) = self.rooms.get_mut(id) else { return };
        if room.read_tell_at().is_some_and(|at| at <= now) {
            room.told_read(now);
            let read = Request::Read { room: id.clone(), seq: room.read() };
            self.transmit(socket, &read);
        }
    }

    fn list_rooms(&mut self, socket: SocketId, now: Millis) {
        if self.directory_wanted.is_some_and(|at| at <= now) {
            self.directory_wanted = None;
            let cursor = self.directory_page.clone();
            self.ask(socket, now, Asked::Directory, |id| Request::Rooms { id, cursor });
        }
    }

    /// When [`Input::Tick`](crate::Input::Tick) is to come next; set one timer to it after each input.
    pub fn deadline(&self) -> Option<Millis> {
        let typing = self.rooms.values().filter_map(Room::typing_fades_at).min();
        if self.stands_still() {
            return typing;
        }
        let lines = [&self.link.current, &self.link.next].into_iter().flatten();
        let give_up = lines.filter_map(|line| self.gives_up_at(line)).min();
        let next = match &self.link.current {
            None => Some(self.link.retry_at),
            Some(Line { stage: Stage::Ready { renew_at }, .. }) => self.ready_deadline(*renew_at),
            Some(_) => None,
        };
        [typing, give_up, next].into_iter().flatten().min()
    }

    fn ready_deadline(&self, renew_at: Millis) -> Option<Millis> {
        let renew = self.link.next.is_none().then_some(renew_at);
        let pinging = self.requests.is_waiting(|asked| *asked == Asked::Ping);
        let ping = (!pinging).then_some(self.link.ping_at);
        let idle = self.wishes.iter().filter(|(id, _)| !self.is_moving(id));
        let wishes = idle.map(|(_, wish)| wish.not_before).min();
        let rooms = self.rooms.values().filter_map(|room| self.room_deadline(room)).min();
        [renew, ping, wishes, rooms, self.directory_wanted].into_iter().flatten().min()
    }

    fn room_deadline(&self, room: &Room) -> Option<Millis> {
        let repair = room.repair_at.filter(|_| !self.is_repairing(room.id()));
        let idle = self.outbox.has_work(room.id()) && !self.is_sending(room.id());
        let send = idle.then_some(room.send_at);
        [repair, send, room.read_tell_at()].into_iter().flatten().min()
    }
}

/// A request for a page of history.
pub(super) fn history(id: RequestId, room: RoomId, after: Option<Seq>, before: Option<Seq>) -> Request {
    Request::History(History { id, room, before, after, limit: None })
}
