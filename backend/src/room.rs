//! Who is in a room, and who hears it.

use common::{Code, RoomId, UserId};

use crate::context::Context;
use crate::failure::{Failure, refused};
use crate::key::{self, Key};
use crate::row::{Connection, Listener};
use crate::table::all;
use crate::{clock, row};

/// Who is at the other end of a connection.
pub struct Caller {
    pub user: UserId,
    pub name: common::Name,
    pub rooms: std::collections::BTreeSet<RoomId>,
}

/// Who speaks, from the connection's own row in the room: whoever has none is not in it.
pub async fn speaker(cx: &Context, room: &RoomId, connection: &str) -> Result<Listener, Failure> {
    let listener = cx.table.get::<Listener>(Key::listener(room, connection)).await?;
    match listener.filter(is_current) {
        Some(listener) => Ok(listener),
        None => Err(stranger(cx, connection).await),
    }
}

/// What somebody without a row in the room did not do: say hello, or join.
async fn stranger(cx: &Context, connection: &str) -> Failure {
    let message = "You are not in this room; join it first.";
    caller(cx, connection).await.err().unwrap_or_else(|| refused(Code::Forbidden, message))
}

/// Who has said hello on this connection.
pub async fn caller(cx: &Context, connection: &str) -> Result<Caller, Failure> {
    let row = cx.table.get::<Connection>(Key::connection(connection)).await?;
    match row.filter(|row| row.expires > clock::seconds()) {
        Some(Connection { user: Some(user), name: Some(name), rooms, .. }) => {
            Ok(Caller { user, name, rooms })
        }
        _ => Err(refused(Code::Unauthorized, "Say hello first.")),
    }
}

/// Who hears the room, but for this connection.
pub async fn others(cx: &Context, room: &RoomId, connection: &str) -> Result<Vec<Listener>, Failure> {
    let mut listeners = listeners(cx, room).await?;
    listeners.retain(|listener| listener.connection != connection);
    Ok(listeners)
}

async fn listeners(cx: &Context, room: &RoomId) -> Result<Vec<Listener>, Failure> {
    let mut listeners = all(cx.table.query(key::room(room), key::CONN)).await?;
    listeners.retain(is_current);
    Ok(listeners)
}

/// TTL deletes late.
fn is_current(listener: &Listener) -> bool {
    listener.expires > clock::seconds()
}

/// All rooms of a person.
pub async fn memberships(cx: &Context, user: &UserId) -> Result<Vec<row::Membership>, Failure> {
    all(cx.table.query(key::user(user), key::ROOM)).await
}
