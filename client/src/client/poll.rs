//! What follows from the state and the time alone: connecting, pinging, joining, fetching, sending.

use common::{ClientId, History, Millis, ReadMark, Request, RequestId, RoomId, Seq, Seqs};

use super::Client;
use super::commands::SignOutOthers;
use crate::connections::{Connection, Stage};
use crate::requests::RequestKind;
use crate::room::{Missing, Room};
use crate::{Effect, Part, Pending, SocketId, StorageChange, outbox};

/// Events before the one that somebody wants to see, in the page that has it.
const CONTEXT: Seq = 16;

impl Client {
    pub(super) fn poll(&mut self, now: Millis) {
        self.expire_typing(now);
        self.end_undo(now, |_| false);
        if self.is_paused() {
            return;
        }
        self.resume(now);
        self.maintain_connections(now);
        let Some(socket) = self.connections.usable() else { return };
        self.ping_if_due(socket, now);
        self.sync_memberships(socket, now);
        for id in self.rooms.keys().cloned().collect::<Vec<_>>() {
            self.fetch_missing(socket, &id, now);
            self.load_wanted(socket, &id, now);
            self.send(socket, &id, now);
            self.send_read_mark(socket, &id, now);
        }
        self.load_directory(socket, now);
    }

    fn expire_typing(&mut self, now: Millis) {
        for (id, room) in &mut self.rooms {
            if room.typing.expire(now) {
                self.changed_rooms.push(id.clone());
            }
        }
    }

    fn maintain_connections(&mut self, now: Millis) {
        let connections = [self.connections.next.clone(), self.connections.current.clone()];
        for connection in connections.into_iter().flatten() {
            if self.times_out_at(&connection).is_some_and(|at| at <= now) {
                self.close_socket(connection.socket, now);
            }
        }
        match &self.connections.current {
            None if self.connections.retry_at <= now => self.connections.current = Some(self.connect(now)),
            Some(Connection { stage: Stage::Ready { renew_at }, .. })
                if *renew_at <= now && self.connections.next.is_none() =>
            {
                self.connections.next = Some(self.connect(now));
            }
            _ => {}
        }
    }

    fn connect(&mut self, now: Millis) -> Connection {
        let connection = self.connections.new_connection(now);
        self.effects.push(Effect::Connect(connection.socket));
        connection
    }

    /// When a socket that neither opens nor answers is closed.
    fn times_out_at(&self, connection: &Connection) -> Option<Millis> {
        match connection.stage {
            Stage::Opening { until } => Some(until),
            Stage::AwaitingWelcome | Stage::Ready { .. } => self.requests.deadline(connection.socket),
        }
    }

    fn ping_if_due(&mut self, socket: SocketId, now: Millis) {
        let has_news = self.renamed || self.sign_out_others == SignOutOthers::Wanted;
        if has_news && !self.requests.is_in_flight(|kind| *kind == RequestKind::Hello) {
            self.send_hello(socket, now);
        }
        if self.connections.ping_at <= now && !self.is_pinging() {
            let read = self.due_marks(now);
            self.connections.pinged_at = now;
            self.request(socket, now, RequestKind::Ping(read.clone()), |id| Request::Ping { id, read });
        }
    }

    /// The read marks that go out with a ping, unless the ping before it had some.
    fn due_marks(&self, now: Millis) -> Seqs {
        let is_due = self.marks_at <= now;
        let rooms = self.rooms.iter().filter(|_| is_due);
        rooms.filter_map(|(id, room)| Some((id.clone(), room.read.unsent()?))).collect()
    }

    fn is_pinging(&self) -> bool {
        self.requests.is_in_flight(|kind| matches!(kind, RequestKind::Ping(_)))
    }

    fn is_fetching(&self, id: &RoomId) -> bool {
        self.requests.is_in_flight(|kind| matches!(kind, RequestKind::Newer(room) if room == id))
    }

    fn fetch_missing(&mut self, socket: SocketId, id: &RoomId, now: Millis) {
        if self.is_fetching(id) {
            return;
        }
        if self.rooms.get(id).is_none_or(|room| room.fetch_at.is_none_or(|at| at > now)) {
            return;
        }
        let Some(room) = self.room_mut(id) else { return };
        room.fetch_at = None;
        if let Some(missing) = room.missing_page() {
            let after = match missing {
                Missing::After(cursor) => Some(cursor),
                Missing::Newest => None,
            };
            let kind = RequestKind::Newer(id.clone());
            self.request(socket, now, kind, |request| history(request, id.clone(), after, None));
        }
    }

    /// Requests the earlier events that a screen wants.
    fn load_wanted(&mut self, socket: SocketId, id: &RoomId, now: Millis) {
        let Some(part) = self.rooms.get_mut(id).and_then(|room| room.take_due_part(now)) else { return };
        let (after, before) = match part {
            Part::Before(first) => (None, Some(first)),
            Part::After(last) => (Some(last), None),
            Part::Around(seq) => (Some(seq.saturating_sub(CONTEXT + 1)), None),
        };
        let kind = RequestKind::Part(id.clone(), part);
        self.request(socket, now, kind, |request| history(request, id.clone(), after, before));
    }

    pub(super) fn is_sending(&self, id: &RoomId) -> bool {
        self.requests.is_in_flight(|kind| matches!(kind, RequestKind::Changes(room, _) if room == id))
    }

    /// Sends one frame at a time in each room, which keeps a sender's own messages in order.
    fn send(&mut self, socket: SocketId, id: &RoomId, now: Millis) {
        if self.is_sending(id) || self.rooms.get(id).is_none_or(|room| room.send_at > now) {
            return;
        }
        let entries: Vec<Pending> = self.outbox.next(id).into_iter().cloned().collect();
        if entries.is_empty() {
            return;
        }
        let client_ids: Vec<ClientId> = entries.iter().map(|entry| entry.client_id.clone()).collect();
        let at = self.clock.server_time();
        for client_id in &client_ids {
            if let Some(pending) = self.outbox.mark_transmitted(client_id, at).cloned() {
                self.mark_changed(id);
                self.persist(StorageChange::PutPending(pending));
            }
        }
        let request_id = self.requests.start(RequestKind::Changes(id.clone(), client_ids), socket, now);
        if let Some(request) = outbox::request(request_id, id, &entries) {
            self.transmit(socket, &request);
        }
    }

    fn send_read_mark(&mut self, socket: SocketId, id: &RoomId, now: Millis) {
        let send_at = self.rooms.get(id).and_then(|room| self.read_mark_at(room));
        let Some(room) = self.rooms.get_mut(id).filter(|_| send_at.is_some_and(|at| at <= now)) else {
            return;
        };
        let mark = ReadMark { room: id.clone(), seq: room.read(), back: room.read.goes_back() };
        room.read.sent(now);
        self.transmit(socket, &Request::Read(mark));
    }

    /// When the room's read mark goes out alone, if it does. A mark that goes back waits while a ping has a mark of the
    /// room: the server handles requests at the same time, and could carry out the two in the other order.
    fn read_mark_at(&self, room: &Room) -> Option<Millis> {
        let is_in_ping =
            |kind: &RequestKind| matches!(kind, RequestKind::Ping(marks) if marks.contains_key(room.id()));
        let has_to_wait = room.read.goes_back() && self.requests.is_in_flight(is_in_ping);
        room.read.send_at(self.devices > 0).filter(|_| !has_to_wait)
    }

    fn load_directory(&mut self, socket: SocketId, now: Millis) {
        if self.directory_at.is_some_and(|at| at <= now) {
            self.directory_at = None;
            let cursor = self.directory_page.clone();
            self.request(socket, now, RequestKind::Directory, |id| Request::Rooms { id, cursor });
        }
    }

    /// When the next [`Input::Tick`](crate::Input::Tick) is due, by the driver's clock. The driver sets one timer to it
    /// after each input.
    pub fn deadline(&self) -> Option<Millis> {
        self.next_deadline().map(|at| self.clock.driver_time(at))
    }

    fn next_deadline(&self) -> Option<Millis> {
        let typing = self.rooms.values().filter_map(|room| room.typing.expires_at()).min();
        let shown = [typing, self.outbox.undo_ends_at()].into_iter().flatten().min();
        if self.is_paused() {
            return shown;
        }
        let connections = [&self.connections.current, &self.connections.next].into_iter().flatten();
        let time_out = connections.filter_map(|connection| self.times_out_at(connection)).min();
        let next = match &self.connections.current {
            None => Some(self.connections.retry_at),
            Some(Connection { stage: Stage::Ready { renew_at }, .. }) => self.ready_deadline(*renew_at),
            Some(_) => None,
        };
        [shown, time_out, next].into_iter().flatten().min()
    }

    fn ready_deadline(&self, renew_at: Millis) -> Option<Millis> {
        if let Some(until) = self.connections.throttle.until() {
            return Some(until);
        }
        let renew = self.connections.next.is_none().then_some(renew_at);
        let ping = (!self.is_pinging()).then_some(self.connections.ping_at);
        let rooms = self.rooms.values().filter_map(|room| self.room_deadline(room)).min();
        [renew, ping, self.memberships_deadline(), rooms, self.directory_at].into_iter().flatten().min()
    }

    fn room_deadline(&self, room: &Room) -> Option<Millis> {
        let repair = room.fetch_at.filter(|_| !self.is_fetching(room.id()));
        let idle = self.outbox.has_work(room.id()) && !self.is_sending(room.id());
        let send = idle.then_some(room.send_at);
        let load = room.wanted.as_ref().and_then(|wanted| wanted.request_at);
        [repair, load, send, self.read_mark_at(room)].into_iter().flatten().min()
    }
}

/// A request for a page of history.
fn history(id: RequestId, room: RoomId, after: Option<Seq>, before: Option<Seq>) -> Request {
    Request::History(History { id, room, before, after, limit: None })
}
