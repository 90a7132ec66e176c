//! The members and listeners of a room, and the person behind a connection.

use std::collections::BTreeSet;

use common::{Code, Name, RoomId, UserId, limits};

use crate::context::Context;
use crate::failure::{Failure, refused};
use crate::key::{self, Key};
use crate::rounds::{ROUNDS, contended, pause};
use crate::row::{Connection, Listener, Role};
use crate::table::{all, first, set};
use crate::transaction::{Outcome, Reason, Transaction};
use crate::{clock, row};

/// The person who has said hello on a connection.
#[derive(Debug)]
pub struct Caller {
    pub user: UserId,
    pub name: Name,
    /// The rooms in which the connection listens.
    pub rooms: BTreeSet<RoomId>,
    /// The protocol's version that the client speaks.
    pub version: u32,
}

/// The person who speaks in this room on this connection. A connection listens only in rooms of which its person is a
/// member, so that this checks the membership too.
///
/// # Errors
/// `unauthorized` before `hello`, `forbidden` for a person who has not joined the room on this connection.
pub async fn member(cx: &Context, room: &RoomId, connection: &str) -> Result<Caller, Failure> {
    let caller = caller(cx, connection).await?;
    let not_here = || refused(Code::Forbidden, "You are not in this room; join it first.");
    if caller.rooms.contains(room) { Ok(caller) } else { Err(not_here()) }
}

/// What this connection's person may do in the room.
pub async fn role(cx: &Context, room: &RoomId, connection: &str) -> Result<Role, Failure> {
    let listener = cx.table.get::<Listener>(Key::listener(room, connection)).await?;
    Ok(listener.filter(is_current).map_or(Role::Member, |listener| listener.role))
}

/// The person who has said hello on this connection.
///
/// # Errors
/// `unauthorized` before `hello`.
pub async fn caller(cx: &Context, connection: &str) -> Result<Caller, Failure> {
    let row = cx.table.get::<Connection>(Key::connection(connection)).await?;
    match row.filter(|row| row.expires > clock::seconds()) {
        Some(Connection { user: Some(user), name: Some(name), rooms, version, .. }) => {
            let version = version.unwrap_or(limits::OLDEST_VERSION);
            Ok(Caller { user, name, rooms, version })
        }
        _ => Err(refused(Code::Unauthorized, "Say hello first.")),
    }
}

/// The listeners in the room, except this connection.
pub async fn other_listeners(
    cx: &Context,
    room: &RoomId,
    connection: &str,
) -> Result<Vec<Listener>, Failure> {
    let mut listeners = listeners(cx, room).await?;
    listeners.retain(|listener| listener.connection != connection);
    Ok(listeners)
}

/// The listeners to whom a committed event goes, except this connection. If they cannot be read, the event goes to nobody:
/// the commit stands, and they find it by their next ping.
pub async fn audience(cx: &Context, room: &RoomId, connection: &str) -> Vec<Listener> {
    other_listeners(cx, room, connection).await.unwrap_or_else(|error| {
        tracing::error!(%room, connection, error = format!("{error:#}"), "a commit is not posted");
        vec![]
    })
}

/// The listeners in the room, except this connection; none if there are `many` or more of them. It reads only as many
/// rows as that takes. In a room with many expired rows, it may find none where there are few.
pub async fn few_other_listeners(
    cx: &Context,
    room: &RoomId,
    connection: &str,
    many: usize,
) -> Result<Option<Vec<Listener>>, Failure> {
    let most = many + 1;
    let query = cx.table.query(key::listeners(room), key::CONN);
    let mut listeners: Vec<Listener> = first(query, u32::try_from(most).unwrap_or(u32::MAX)).await?;
    if listeners.len() == most {
        return Ok(None);
    }
    listeners.retain(|listener| is_current(listener) && listener.connection != connection);
    Ok(Some(listeners).filter(|listeners| listeners.len() < many))
}

async fn listeners(cx: &Context, room: &RoomId) -> Result<Vec<Listener>, Failure> {
    let mut listeners = all(cx.table.query(key::listeners(room), key::CONN)).await?;
    listeners.retain(is_current);
    Ok(listeners)
}

/// Whether the row has not expired. DynamoDB deletes expired rows late.
fn is_current(listener: &Listener) -> bool {
    listener.expires > clock::seconds()
}

/// The memberships of a person.
pub async fn memberships(cx: &Context, user: &UserId) -> Result<Vec<row::Membership>, Failure> {
    all(cx.table.query(key::user(user), key::ROOM)).await
}

/// Ends the listening of a connection in a room that its person has left. Returns false if the person has joined again
/// meanwhile: then the connection goes on listening.
pub async fn stop_listening(
    cx: &Context,
    room: &RoomId,
    user: &UserId,
    connection: &str,
) -> Result<bool, Failure> {
    for round in 0..ROUNDS {
        let mut writes = Transaction::default();
        writes.check(cx.table.build_check(Key::member(room, user), "attribute_not_exists(pk)")?);
        let rooms = set([room]);
        writes.update(cx.table.build_update(Key::connection(connection), "DELETE rooms :value", rooms)?);
        writes.delete(cx.table.build_delete(Key::listener(room, connection))?);
        let Outcome::Cancelled(reasons) = writes.write(&cx.table).await? else { return Ok(true) };
        match reasons[..] {
            [Reason::Condition(_), ..] => return Ok(false),
            [_, Reason::Condition(_), ..] => {
                // The connection is closed, and its row gone.
                return cx.table.delete(Key::listener(room, connection)).await.map(|()| true);
            }
            _ => pause(round).await,
        }
    }
    Err(contended())
}
