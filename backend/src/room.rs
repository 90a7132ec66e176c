//! The members and listeners of a room, and the person behind a connection.

use std::collections::BTreeSet;

use common::{Code, Name, RoomId, UserId};

use crate::context::Context;
use crate::failure::{Failure, refused};
use crate::key::{self, Key};
use crate::row::{Connection, Listener};
use crate::table::{all, first};
use crate::{clock, row};

/// The person who has said hello on a connection.
pub struct Caller {
    pub user: UserId,
    pub name: Name,
    /// The rooms in which the connection listens.
    pub rooms: BTreeSet<RoomId>,
}

/// The listener that this connection is in the room. Only members have one, so that this checks the membership too.
///
/// # Errors
/// `unauthorized` before `hello`, `forbidden` for a person who has not joined the room on this connection.
pub async fn listener(cx: &Context, room: &RoomId, connection: &str) -> Result<Listener, Failure> {
    let listener = cx.table.get::<Listener>(Key::listener(room, connection)).await?;
    match listener.filter(is_current) {
        Some(listener) => Ok(listener),
        None => Err(not_listening(cx, connection).await),
    }
}

/// Why a connection does not listen in the room: its person has not said hello, or has not joined.
async fn not_listening(cx: &Context, connection: &str) -> Failure {
    let message = "You are not in this room; join it first.";
    caller(cx, connection).await.err().unwrap_or_else(|| refused(Code::Forbidden, message))
}

/// The person who has said hello on this connection.
///
/// # Errors
/// `unauthorized` before `hello`.
pub async fn caller(cx: &Context, connection: &str) -> Result<Caller, Failure> {
    let row = cx.table.get::<Connection>(Key::connection(connection)).await?;
    match row.filter(|row| row.expires > clock::seconds()) {
        Some(Connection { user: Some(user), name: Some(name), rooms, .. }) => {
            Ok(Caller { user, name, rooms })
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

/// The listeners in the room, except this connection; none if there are `many` or more of them. It reads only as many
/// rows as that takes. In a room with many expired rows, it may find none where there are few.
pub async fn few_other_listeners(
    cx: &Context,
    room: &RoomId,
    connection: &str,
    many: usize,
) -> Result<Option<Vec<Listener>>, Failure> {
    let most = many + 1;
    let query = cx.table.query(key::room(room), key::CONN);
    let mut listeners: Vec<Listener> = first(query, u32::try_from(most).unwrap_or(u32::MAX)).await?;
    if listeners.len() == most {
        return Ok(None);
    }
    listeners.retain(|listener| is_current(listener) && listener.connection != connection);
    Ok(Some(listeners).filter(|listeners| listeners.len() < many))
}

async fn listeners(cx: &Context, room: &RoomId) -> Result<Vec<Listener>, Failure> {
    let mut listeners = all(cx.table.query(key::room(room), key::CONN)).await?;
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
