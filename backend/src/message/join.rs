//! `join`: become a member; a room that nobody has made yet is made.

use common::{Ack, Code, Event, Frame, Kind, RequestId, RoomId, RoomState, Seq, Title, limits};
use tokio::try_join;

use crate::clock;
use crate::context::Context;
use crate::failure::{Failure, refused};
use crate::key::Key;
use crate::log::Tail;
use crate::log::append::crowded;
use crate::log::attempt::{Attempt, Entry, ROUNDS, attempt, pause};
use crate::room::Caller;
use crate::row::{Access, Listener, Listing, Made, Member, Membership, Meta, Role};
use crate::table::set;
use crate::transaction::{Outcome, Transaction};
use crate::{log, post, room};

/// Rooms that one person can make, so that nobody fills the directory.
const MADE: u64 = 50;

/// Makes the caller a member, and this connection one that hears the room.
pub async fn join(
    cx: &Context,
    connection: &str,
    id: RequestId,
    room: RoomId,
    title: Option<Title>,
) -> Result<Frame, Failure> {
    let caller = room::caller(cx, connection).await?;
    let visit = Visit { cx, connection, caller: &caller, room: &room };
    for round in 0..ROUNDS {
        if let Some(state) = visit.enter(title.as_ref()).await? {
            return Ok(Frame::Ack(Ack { id, results: vec![], room: Some(state) }));
        }
        pause(round).await;
    }
    Err(crowded())
}

struct Visit<'a> {
    cx: &'a Context,
    connection: &'a str,
    caller: &'a Caller,
    room: &'a RoomId,
}

impl Visit<'_> {
    /// One try; none if somebody else changed the room meanwhile.
    async fn enter(&self, title: Option<&Title>) -> Result<Option<RoomState>, Failure> {
        let (meta, tail, rooms) = try_join!(
            self.cx.table.get::<Meta>(Key::meta(self.room)),
            log::rated_tail(self.cx, self.room),
            room::memberships(self.cx, &self.caller.user),
        )?;
        let mine = rooms.iter().find(|membership| membership.room == *self.room);
        match (meta, mine) {
            (Some(meta), Some(mine)) => self.listen(meta, mine, &tail).await,
            (Some(meta), None) if meta.kind != Access::Public => Err(closed()),
            (meta, _) => {
                check_count(rooms.len())?;
                if meta.is_none() {
                    self.check_made().await?;
                }
                tail.check_coming(&self.caller.user)?;
                self.become_member(meta, title, tail.head()).await
            }
        }
    }

    /// A member already: no event, but this connection hears the room from now on.
    async fn listen(&self, meta: Meta, mine: &Membership, tail: &Tail) -> Result<Option<RoomState>, Failure> {
        let mut writes = Transaction::default();
        self.hear(&mut writes, mine.role)?;
        match writes.write(&self.cx.table).await? {
            Outcome::Written => Ok(Some(self.state(meta.title, tail.head(), mine.read))),
            Outcome::Cancelled(_) => Ok(None),
        }
    }

    async fn become_member(
        &self,
        meta: Option<Meta>,
        title: Option<&Title>,
        head: Seq,
    ) -> Result<Option<RoomState>, Failure> {
        let role = match &meta {
            Some(meta) if meta.owner != self.caller.user => Role::Member,
            _ => Role::Owner,
        };
        let title = match (&meta, title) {
            (Some(meta), _) => meta.title.clone(),
            (None, Some(title)) => title.clone(),
            (None, None) => title_of(self.room)?,
        };
        let entry = [Entry::new(&self.listener(role), head + 1, Kind::Join, None)];
        let attempt = attempt(self.cx, self.room, &entry, |writes| {
            if meta.is_none() {
                self.make(writes, &title)?;
            }
            self.belong(writes, role, head + 1)?;
            self.hear(writes, role)
        });
        if !matches!(attempt.await?, Attempt::Committed) {
            return Ok(None);
        }
        self.tell(entry.map(|entry| entry.event).into()).await;
        Ok(Some(self.state(title, head + 1, head + 1)))
    }

    /// Refuses who has made enough rooms. [`make`](Self::make) guards it against two at once; who loses there
    /// is refused here in the next round.
    async fn check_made(&self) -> Result<(), Failure> {
        let made = self.cx.table.get::<Made>(Key::made(&self.caller.user)).await?;
        let message = format!("You have made {MADE} rooms, as many as one may; join one that there is.");
        let full = made.is_some_and(|row| row.made >= MADE);
        if full { Err(refused(Code::TooLarge, message)) } else { Ok(()) }
    }

    /// A new room, in the directory too.
    fn make(&self, writes: &mut Transaction, title: &Title) -> Result<(), Failure> {
        let (room, title) = (self.room.clone(), title.clone());
        let listing = Listing { room: room.clone(), title: title.clone() };
        let meta = Meta { room, title, kind: Access::Public, owner: self.caller.user.clone() };
        writes.create(self.cx.table.putting(Key::meta(self.room), &meta)?);
        writes.put(self.cx.table.putting(Key::listing(self.room), &listing)?);
        writes.update(self.cx.table.counting(Key::made(&self.caller.user), "made", MADE)?);
        Ok(())
    }

    /// A new member, from both sides.
    fn belong(&self, writes: &mut Transaction, role: Role, read: Seq) -> Result<(), Failure> {
        let (user, room) = (&self.caller.user, self.room);
        let member = Member { role, name: self.caller.name.clone() };
        let membership = Membership { room: room.clone(), role, read };
        writes.create(self.cx.table.putting(Key::member(room, user), &member)?);
        writes.put(self.cx.table.putting(Key::membership(user, room), &membership)?);
        Ok(())
    }

    /// This connection hears the room, and `disconnect` will know.
    fn hear(&self, writes: &mut Transaction, role: Role) -> Result<(), Failure> {
        let (table, connection) = (&self.cx.table, self.connection);
        let rooms = set([self.room]);
        writes.put(table.putting(Key::listener(self.room, connection), &self.listener(role))?);
        writes.update(table.updating(Key::connection(connection), "ADD rooms :value", rooms)?);
        Ok(())
    }

    fn listener(&self, role: Role) -> Listener {
        let Caller { user, name, .. } = self.caller;
        let (connection, expires) = (self.connection.to_owned(), clock::connection_expires());
        Listener { connection, user: user.clone(), name: name.clone(), role, expires }
    }

    fn state(&self, title: Title, head: Seq, read: Seq) -> RoomState {
        RoomState { room: self.room.clone(), title, head, read, events: vec![] }
    }

    /// It is committed: whoever cannot be told now will find it.
    async fn tell(&self, events: Vec<Event>) {
        match room::others(self.cx, self.room, self.connection).await {
            Ok(others) => post::events(self.cx, self.room, &others, events).await,
            Err(error) => tracing::warn!(error = format!("{error:#}"), "nobody was told of a join"),
        }
    }
}

fn closed() -> Failure {
    refused(Code::Forbidden, "This room is for its members; ask one of them to invite you.")
}

fn check_count(rooms: usize) -> Result<(), Failure> {
    let full = || refused(Code::TooLarge, format!("You can be in {} rooms; leave one first.", limits::ROOMS));
    (rooms < limits::ROOMS).then_some(()).ok_or_else(full)
}

/// The words of a room's id, as a title.
fn title_of(room: &RoomId) -> Result<Title, Failure> {
    let words = room.as_str().replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    let title: String =
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    let title = if title.is_empty() { room.to_string() } else { title };
    title.try_into().map_err(|error: common::Invalid| Failure::Broken(error.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_without_a_title_is_called_by_the_words_of_its_id() {
        for (id, title) in
            [("lobby", "Lobby"), ("tea-and_cake", "Tea and cake"), ("茶馆", "茶馆"), ("-", "-")]
        {
            assert_eq!(title_of(&id.parse().unwrap()).unwrap().as_str(), title);
        }
    }
}
