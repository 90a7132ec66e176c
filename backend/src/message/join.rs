//! `join`: become a member. A room that does not exist is created.

use common::{Ack, Code, Event, Frame, Kind, RequestId, RoomId, RoomState, Seq, Title, limits};
use tokio::try_join;

use crate::clock;
use crate::context::Context;
use crate::failure::{Failure, refused};
use crate::key::Key;
use crate::log::Tail;
use crate::log::append::contended;
use crate::log::attempt::{Attempt, Entry, ROUNDS, attempt, pause};
use crate::log::count::{MessageCount, count};
use crate::room::Caller;
use crate::row::{Access, Listener, Listing, Member, Membership, Meta, Role, RoomsMade};
use crate::table::set;
use crate::transaction::{Outcome, Transaction};
use crate::{log, post, room};

/// Rooms that one person may create, so that nobody fills the directory.
const ROOMS_MADE: u64 = 50;

/// Makes the caller a member of the room, and this connection a listener.
pub async fn join(
    cx: &Context,
    connection: &str,
    id: RequestId,
    room: RoomId,
    title: Option<Title>,
) -> Result<Frame, Failure> {
    let caller = room::caller(cx, connection).await?;
    let join = Join { cx, connection, caller: &caller, room: &room };
    for round in 0..ROUNDS {
        if let Some(state) = join.attempt(title.as_ref()).await? {
            return Ok(Frame::Ack(Ack { id, results: vec![], room: Some(state) }));
        }
        pause(round).await;
    }
    Err(contended())
}

struct Join<'a> {
    cx: &'a Context,
    connection: &'a str,
    caller: &'a Caller,
    room: &'a RoomId,
}

impl Join<'_> {
    /// One attempt. Returns nothing if somebody else has changed the room meanwhile.
    async fn attempt(&self, title: Option<&Title>) -> Result<Option<RoomState>, Failure> {
        let (meta, tail, memberships) = try_join!(
            self.cx.table.get::<Meta>(Key::meta(self.room)),
            log::rate_tail(self.cx, self.room),
            room::memberships(self.cx, &self.caller.user),
        )?;
        let membership = memberships.iter().find(|membership| membership.room == *self.room);
        match (meta, membership) {
            (Some(meta), Some(membership)) => self.listen(meta, membership, &tail).await,
            (Some(meta), None) if meta.kind != Access::Public => Err(not_public()),
            (meta, _) => {
                check_memberships(memberships.len())?;
                if meta.is_none() {
                    self.check_rooms_made().await?;
                }
                tail.check_join(&self.caller.user)?;
                self.become_member(meta, title, &tail).await
            }
        }
    }

    /// Adds the listener of somebody who is a member already. That is no event.
    async fn listen(
        &self,
        meta: Meta,
        membership: &Membership,
        tail: &Tail,
    ) -> Result<Option<RoomState>, Failure> {
        let mut writes = Transaction::default();
        self.add_listener(&mut writes, membership.role)?;
        match writes.write(&self.cx.table).await? {
            Outcome::Written => {
                let read = membership.read;
                let count = count(self.cx, self.room, &self.caller.user, tail, read).await;
                Ok(Some(self.state(meta.title, read, count)))
            }
            Outcome::Cancelled(_) => Ok(None),
        }
    }

    async fn become_member(
        &self,
        meta: Option<Meta>,
        title: Option<&Title>,
        tail: &Tail,
    ) -> Result<Option<RoomState>, Failure> {
        let role = match &meta {
            Some(meta) if meta.owner != self.caller.user => Role::Member,
            _ => Role::Owner,
        };
        let title = match (&meta, title) {
            (Some(meta), _) => meta.title.clone(),
            (None, Some(title)) => title.clone(),
            (None, None) => title_from_id(self.room)?,
        };
        let head = tail.head() + 1;
        let mut entry = [Entry::new(&self.listener(role), head, Kind::Join, None)];
        let attempt = attempt(self.cx, self.room, tail, &mut entry, |writes| {
            if meta.is_none() {
                self.create_room(writes, &title)?;
            }
            self.add_member(writes, role, head)?;
            self.add_listener(writes, role)
        });
        if !matches!(attempt.await?, Attempt::Committed) {
            return Ok(None);
        }
        let [Entry { event, .. }] = entry;
        let count = MessageCount { head, messages: event.messages, unread: Some(0) };
        self.post_join(vec![event]).await;
        Ok(Some(self.state(title, head, count)))
    }

    /// Refuses a person who has created enough rooms. The condition in [`create_room`](Self::create_room) holds against
    /// two creations at once; the one that fails there is refused here in its next round.
    async fn check_rooms_made(&self) -> Result<(), Failure> {
        let row = self.cx.table.get::<RoomsMade>(Key::rooms_made(&self.caller.user)).await?;
        let message =
            format!("You have made {ROOMS_MADE} rooms, as many as one may; join one that there is.");
        let is_full = row.is_some_and(|row| row.made >= ROOMS_MADE);
        if is_full { Err(refused(Code::TooLarge, message)) } else { Ok(()) }
    }

    /// Writes the room, its entry in the directory, and the count of rooms that the caller has created.
    fn create_room(&self, writes: &mut Transaction, title: &Title) -> Result<(), Failure> {
        let (room, title) = (self.room.clone(), title.clone());
        let listing = Listing { room: room.clone(), title: title.clone() };
        let meta = Meta { room, title, kind: Access::Public, owner: self.caller.user.clone() };
        writes.create(self.cx.table.build_put(Key::meta(self.room), &meta)?);
        writes.put(self.cx.table.build_put(Key::listing(self.room), &listing)?);
        writes.update(self.cx.table.build_count(Key::rooms_made(&self.caller.user), "made", ROOMS_MADE)?);
        Ok(())
    }

    /// Writes the member, under the room and under the person.
    fn add_member(&self, writes: &mut Transaction, role: Role, read: Seq) -> Result<(), Failure> {
        let (user, room) = (&self.caller.user, self.room);
        let member = Member { role, name: self.caller.name.clone() };
        let membership = Membership { room: room.clone(), role, read };
        writes.create(self.cx.table.build_put(Key::member(room, user), &member)?);
        writes.put(self.cx.table.build_put(Key::membership(user, room), &membership)?);
        Ok(())
    }

    /// Writes the listener, and adds the room to the connection's row, from which `disconnect` learns of it.
    fn add_listener(&self, writes: &mut Transaction, role: Role) -> Result<(), Failure> {
        let (table, connection) = (&self.cx.table, self.connection);
        let rooms = set([self.room]);
        writes.put(table.build_put(Key::listener(self.room, connection), &self.listener(role))?);
        writes.update(table.build_update(Key::connection(connection), "ADD rooms :value", rooms)?);
        Ok(())
    }

    fn listener(&self, role: Role) -> Listener {
        let Caller { user, name, .. } = self.caller;
        let (connection, expires) = (self.connection.to_owned(), clock::connection_expires());
        Listener { connection, user: user.clone(), name: name.clone(), role, expires }
    }

    fn state(&self, title: Title, read: Seq, count: MessageCount) -> RoomState {
        let MessageCount { head, messages, unread } = count;
        RoomState { room: self.room.clone(), title, head, read, messages, unread, events: vec![] }
    }

    /// Posts the event. If that fails, the join is committed all the same, and the others' next ping finds it.
    async fn post_join(&self, events: Vec<Event>) {
        match room::other_listeners(self.cx, self.room, self.connection).await {
            Ok(others) => post::events(self.cx, self.room, &others, events).await,
            Err(error) => tracing::warn!(error = format!("{error:#}"), "a join was not posted"),
        }
    }
}

fn not_public() -> Failure {
    refused(Code::Forbidden, "This room is for its members; ask one of them to invite you.")
}

fn check_memberships(count: usize) -> Result<(), Failure> {
    let full = || refused(Code::TooLarge, format!("You can be in {} rooms; leave one first.", limits::ROOMS));
    (count < limits::ROOMS).then_some(()).ok_or_else(full)
}

/// A title made of the words of a room's id.
fn title_from_id(room: &RoomId) -> Result<Title, Failure> {
    let words = room.as_str().replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    let title: String =
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    let title = if title.is_empty() { room.to_string() } else { title };
    title.try_into().map_err(|error: common::Invalid| Failure::Internal(error.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_without_a_title_is_called_by_the_words_of_its_id() {
        for (id, title) in
            [("lobby", "Lobby"), ("tea-and_cake", "Tea and cake"), ("茶馆", "茶馆"), ("-", "-")]
        {
            assert_eq!(title_from_id(&id.parse().unwrap()).unwrap().as_str(), title);
        }
    }
}
