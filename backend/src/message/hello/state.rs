//! The rooms in a `welcome`.

use std::collections::HashMap;

use common::{Event, RoomId, RoomState, Seq, Seqs, Title, UserId, Welcome, limits};
use futures::{StreamExt, stream};
use tokio::join;

use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::log;
use crate::log::count::{MessageCount, count};
use crate::post::Budget;
use crate::row::{Membership, Meta};

/// Rooms read at once.
const CONCURRENT: usize = 20;

/// Events that are read for a `welcome`, all rooms together. More of them fit a frame only if they are very short.
const EVENTS: u32 = 4 * limits::PAGE;

/// The states of a person's rooms, each with events after its cursor. Rooms that cannot be read are left out.
pub async fn states(
    cx: &Context,
    user: &UserId,
    memberships: &[Membership],
    cursors: &Seqs,
) -> Result<Vec<RoomState>, Failure> {
    let metas = memberships.iter().map(|mine| Key::meta(&mine.room)).collect();
    let (metas, logs) = join!(cx.table.get_all::<Meta>(metas), logs(cx, user, memberships, cursors));
    let metas = metas?;
    let mut titles: HashMap<RoomId, Title> = metas.into_iter().map(|meta| (meta.room, meta.title)).collect();
    let state = |(mine, log): (&Membership, Option<_>)| {
        let ((count, events), title) = (log?, titles.remove(&mine.room)?);
        let MessageCount { head, messages, unread } = count;
        Some(RoomState { room: mine.room.clone(), title, head, read: mine.read, messages, unread, events })
    };
    Ok(memberships.iter().zip(logs).filter_map(state).collect())
}

/// Each room's counts, and the events after its cursor if it has one. The rooms that are behind share [`EVENTS`]. A room
/// that cannot be read has neither, so that it does not take the others down.
async fn logs(
    cx: &Context,
    user: &UserId,
    memberships: &[Membership],
    cursors: &Seqs,
) -> Vec<Option<(MessageCount, Vec<Event>)>> {
    let counts = stream::iter(memberships).map(async |mine| {
        let tail = read(mine, log::tail(cx, &mine.room, 1)).await?;
        Some(count(cx, &mine.room, user, &tail, mine.read).await)
    });
    let counts: Vec<Option<MessageCount>> = counts.buffered(CONCURRENT).collect().await;
    let cursor = |(mine, count): (&Membership, &Option<MessageCount>)| {
        let head = count.as_ref()?.head;
        cursors.get(&mine.room).copied().filter(|cursor| *cursor < head)
    };
    let behind: Vec<Option<Seq>> = memberships.iter().zip(&counts).map(cursor).collect();
    let share = share(behind.iter().flatten().count());
    let missing = stream::iter(memberships.iter().zip(behind)).map(async |(mine, cursor)| match cursor {
        Some(cursor) => read(mine, log::after(cx, &mine.room, cursor, share)).await,
        None => Some(vec![]),
    });
    let missing: Vec<Option<Vec<Event>>> = missing.buffered(CONCURRENT).collect().await;
    counts.into_iter().zip(missing).map(|(count, events)| Some((count?, events?))).collect()
}

/// What was read of a room; none, and a line in the log, if it could not be read.
async fn read<T>(mine: &Membership, read: impl Future<Output = Result<T, Failure>>) -> Option<T> {
    let (read, room) = (read.await, &mine.room);
    read.inspect_err(|error| tracing::error!(%room, error = format!("{error:#}"), "a room cannot be read"))
        .ok()
}

/// How many events are read of each room, if this many rooms are behind.
fn share(behind: usize) -> u32 {
    let behind = u32::try_from(behind).unwrap_or(u32::MAX).max(1);
    (EVENTS / behind).clamp(1, limits::PAGE)
}

/// Drops the rooms, and then the events, that would make the frame too large. The remaining events of each room have no
/// holes. A client of version 1 takes a missing room for one that was left, so that it gets all of them.
pub fn trim(mut welcome: Welcome, version: u32) -> Welcome {
    let events: Vec<Vec<Event>> =
        welcome.rooms.iter_mut().map(|room| std::mem::take(&mut room.events)).collect();
    if version > 1 {
        let rooms = std::mem::take(&mut welcome.rooms);
        let (mut budget, count) = (Budget::new(size(&welcome)), rooms.len());
        welcome.rooms = rooms.into_iter().take_while(|room| budget.take(room)).collect();
        welcome.more |= welcome.rooms.len() < count;
    }
    let mut budget = Budget::new(size(&welcome));
    for (room, events) in welcome.rooms.iter_mut().zip(events) {
        room.events = events.into_iter().take_while(|event| budget.take(event)).collect();
    }
    welcome
}

fn size(welcome: &Welcome) -> usize {
    serde_json::to_vec(welcome).map_or(0, |json| json.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use common::{Frame, Kind, Limits, Message, Post, RequestId};

    fn room(id: &str, count: u64, bytes: usize) -> RoomState {
        let post = || Post { text: "x".repeat(bytes).parse().unwrap(), reply_to: None };
        let kind = || Kind::Message(Message::new("c".parse().unwrap(), post()));
        let (by, name) = ("u-1".parse::<common::UserId>().unwrap(), "Ada".parse::<common::Name>().unwrap());
        let event =
            |seq| Event { seq, at: 0, by: by.clone(), name: name.clone(), messages: None, kind: kind() };
        let events = (1..=count).map(event).collect();
        let (room, title) = (id.parse().unwrap(), id.parse().unwrap());
        RoomState { room, title, head: count, read: 0, messages: None, unread: None, events }
    }

    fn welcome(rooms: Vec<RoomState>) -> Welcome {
        Welcome {
            id: RequestId::Number(1),
            user: "u-1".parse().unwrap(),
            name: "Ada".parse().unwrap(),
            token: "t".repeat(200).try_into().unwrap(),
            now: 0,
            version: Some(limits::VERSION),
            limits: Limits::default(),
            more: false,
            devices: 0,
            rooms,
        }
    }

    #[test]
    fn rooms_share_the_events_of_a_welcome() {
        assert_eq!([0, 1, 4, 5, 100, 1_000].map(share), [50, 50, 50, 40, 2, 1]);
    }

    #[test]
    fn a_welcome_fits_a_frame_and_its_events_have_no_holes() {
        let welcome = welcome(vec![room("a", 2, 8_000), room("b", 5, 5_000), room("c", 3, 100)]);
        let welcome = trim(welcome, 2);
        let counts: Vec<usize> = welcome.rooms.iter().map(|room| room.events.len()).collect();
        assert_eq!((counts[0], counts[1]), (2, 2));
        assert!(serde_json::to_vec(&Frame::Welcome(Box::new(welcome))).unwrap().len() < limits::FRAME);
    }

    #[test]
    fn rooms_that_do_not_fit_are_left_for_the_next_pong() {
        let rooms = |version| {
            let id = |n: u32| format!("{n:03}{}", "茶".repeat(60));
            let welcome = welcome((0..100).map(|n| room(&id(n), 1, 10)).collect());
            let welcome = trim(welcome, version);
            let (count, more) = (welcome.rooms.len(), welcome.more);
            (count, more, serde_json::to_vec(&Frame::Welcome(Box::new(welcome))).unwrap().len())
        };
        let (count, more, size) = rooms(2);
        assert!((50..100).contains(&count) && more && size < limits::FRAME, "{count} rooms in {size} bytes");
        assert_eq!((rooms(1).0, rooms(1).1), (100, false));
    }
}
