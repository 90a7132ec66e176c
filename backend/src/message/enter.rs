//! What `create`, `join` and `listen` share: the ways into a room.

use common::{Ack, Code, Event, Frame, Joined, Kind, RequestId, RoomId, RoomState, Seq, Title, limits};
use tokio::{join, try_join};

use crate::context::Context;
use crate::failure::{Failure, refused};
use crate::key::Key;
use crate::log::Tail;
use crate::log::attempt::{Attempt, attempt, entries};
use crate::log::count::{MessageCount, count};
use crate::room::Caller;
use crate::rounds::{ROUNDS, contended, pause};
use crate::row::{Listener, Member, Membership, Meta, Role};
use crate::table::set;
use crate::transaction::{Outcome, Transaction};
use crate::{clock, devices, joined, log, post, room};

/// A person on the way into a room.
pub struct Enter<'a> {
    pub cx: &'a Context,
    pub caller: Caller,
    pub room: &'a RoomId,
    connection: &'a str,
}

/// What an attempt depends on.
pub struct Before {
    pub meta: Option<Meta>,
    pub tail: Tail,
    pub memberships: Vec<Membership>,
}

/// Makes attempts until one returns the room's state. An attempt returns nothing if somebody else was faster. Each round
/// reads the connection's row, so that a connection that has closed meanwhile ends this with `unauthorized`.
pub async fn enter(
    cx: &Context,
    connection: &str,
    (id, room): (RequestId, &RoomId),
    attempt: impl AsyncFn(&Enter<'_>) -> Result<Option<RoomState>, Failure>,
) -> Result<Frame, Failure> {
    for round in 0..ROUNDS {
        let enter = Enter { cx, caller: room::caller(cx, connection).await?, room, connection };
        if let Some(state) = attempt(&enter).await? {
            return Ok(Frame::Ack(Ack { id, results: vec![], room: Some(state) }));
        }
        pause(round).await;
    }
    Err(contended())
}

impl Enter<'_> {
    pub async fn read(&self) -> Result<Before, Failure> {
        let (meta, tail, memberships) = try_join!(
            self.cx.table.get(Key::meta(self.room)),
            log::rate_tail(self.cx, self.room),
            room::memberships(self.cx, &self.caller.user),
        )?;
        let tail = tail.with_events_of(self.cx, self.room, &self.caller.user).await?;
        Ok(Before { meta, tail, memberships })
    }

    /// Makes this connection of a member a listener, unless the membership has ended meanwhile. That is no event.
    pub async fn listen(
        &self,
        title: Title,
        membership: &Membership,
        tail: &Tail,
    ) -> Result<Option<RoomState>, Failure> {
        let mut writes = Transaction::default();
        let member = Key::member(self.room, &self.caller.user);
        writes.check(self.cx.table.build_check(member, "attribute_exists(pk)")?);
        self.add_listener(&mut writes, membership.role)?;
        match writes.write(&self.cx.table).await? {
            Outcome::Written => {
                let count = count(self.cx, self.room, &self.caller.user, tail, membership.read).await;
                Ok(Some(self.state(title, count, membership.read)))
            }
            Outcome::Cancelled(_) => Ok(None),
        }
    }

    /// Commits the join, with what `also` adds. Posts it to the other listeners, and to the person's other devices.
    pub async fn become_member(
        &self,
        role: Role,
        title: Title,
        before: &Before,
        also: impl FnOnce(&mut Transaction) -> Result<(), Failure>,
    ) -> Result<Option<RoomState>, Failure> {
        let join = entries(&before.tail, &self.caller, [(Kind::Join, None)]);
        let head = before.tail.head() + 1;
        let attempt = attempt(self.cx, self.room, before.tail.bucket(), &join, |writes| {
            also(writes)?;
            self.add_member(writes, role, head)?;
            writes.update(joined::one_more(self.cx, &self.caller.user, before.memberships.len())?);
            self.add_listener(writes, role)
        });
        if !matches!(attempt.await?, Attempt::Committed) {
            return Ok(None);
        }
        let events: Vec<Event> = join.into_iter().map(|entry| entry.event).collect();
        let messages = events.first().and_then(|join| join.messages);
        let state = self.state(title, MessageCount { head, messages, unread: Some(0) }, head);
        join!(self.post_join(events), self.tell_devices(state.clone()));
        Ok(Some(state))
    }

    /// Writes the member, under the room and under the person.
    fn add_member(&self, writes: &mut Transaction, role: Role, read: Seq) -> Result<(), Failure> {
        let (user, room, table) = (&self.caller.user, self.room, &self.cx.table);
        let membership = Membership { room: room.clone(), role, read };
        writes.create(table.build_put(Key::member(room, user), &Member { role })?);
        writes.put(table.build_put(Key::membership(user, room), &membership)?);
        Ok(())
    }

    /// Writes the listener, and adds the room to the connection's row.
    fn add_listener(&self, writes: &mut Transaction, role: Role) -> Result<(), Failure> {
        let (table, connection) = (&self.cx.table, self.connection);
        let (user, expires) = (self.caller.user.clone(), clock::connection_expires());
        let listener = Listener { connection: connection.to_owned(), user, role, expires };
        writes.put(table.build_put(Key::listener(self.room, connection), &listener)?);
        let rooms = set([self.room]);
        writes.update(table.build_update(Key::connection(connection), "ADD rooms :value", rooms)?);
        Ok(())
    }

    fn state(&self, title: Title, count: MessageCount, read: Seq) -> RoomState {
        let MessageCount { head, messages, unread } = count;
        RoomState { room: self.room.clone(), title, head, read, messages, unread, events: vec![] }
    }

    /// Posts the event. If that fails, the join is committed all the same, and the others' next ping finds it.
    async fn post_join(&self, events: Vec<Event>) {
        let others = room::audience(self.cx, self.room, self.connection).await;
        post::events(self.cx, self.room, &others, events).await;
    }

    /// Tells the person's other devices, which begin to listen by themselves. One that is not told finds out by its ping.
    async fn tell_devices(&self, room: RoomState) {
        match devices::others(self.cx, &self.caller.user, self.connection).await {
            Ok(others) => {
                let frame = Frame::Joined(Joined { room });
                devices::post(self.cx, &self.caller.user, &others, &frame).await;
            }
            Err(error) => tracing::warn!(error = format!("{error:#}"), "no device was told of a join"),
        }
    }
}

impl Before {
    pub fn membership(&self, room: &RoomId) -> Option<&Membership> {
        self.memberships.iter().find(|membership| membership.room == *room)
    }

    /// Refuses a person who is in enough rooms, or who joins and leaves too often. The count in the transaction of
    /// [`Enter::become_member`] holds against several at once; the one that fails there is refused here in its next round.
    pub fn check_may_join(&self, caller: &Caller) -> Result<(), Failure> {
        if self.memberships.len() >= limits::ROOMS {
            let message = format!("You can be in {} rooms; leave one first.", limits::ROOMS);
            return Err(refused(Code::TooLarge, message));
        }
        self.tail.check_join_rate(&caller.user)
    }
}
