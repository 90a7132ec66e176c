//! The rooms in a `welcome`.

use std::collections::HashMap;

use common::{Event, RoomId, RoomState, Seq, Seqs, Title, UserId, Welcome, limits};
use futures::{StreamExt, TryStreamExt, stream};
use tokio::try_join;

use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::log::count::{MessageCount, count};
use crate::log::{self, Tail};
use crate::post::Budget;
use crate::row::{Membership, Meta};

/// Rooms read at once.
const CONCURRENT: usize = 20;

/// Events that are read for a `welcome`, all rooms together. More of them fit a frame only if they are very short.
const EVENTS: u32 = 4 * limits::PAGE;

/// The states of a person's rooms, each with events after its cursor.
pub async fn states(
    cx: &Context,
    user: &UserId,
    memberships: &[Membership],
    cursors: &Seqs,
) -> Result<Vec<RoomState>, Failure> {
    let metas = memberships.iter().map(|mine| Key::meta(&mine.room)).collect();
    let (metas, logs) = try_join!(cx.table.get_all::<Meta>(metas), logs(cx, user, memberships, cursors))?;
    let mut titles: HashMap<RoomId, Title> = metas.into_iter().map(|meta| (meta.room, meta.title)).collect();
    let state = |(mine, (count, events)): (&Membership, _)| {
        let (room, title, read) = (mine.room.clone(), titles.remove(&mine.room)?, mine.read);
        let MessageCount { head, messages, unread } = count;
        Some(RoomState { room, title, head, read, messages, unread, events })
    };
    Ok(memberships.iter().zip(logs).filter_map(state).collect())
}

/// Each room's count, and the events after its cursor if it has one. The rooms that are behind share [`EVENTS`].
async fn logs(
    cx: &Context,
    user: &UserId,
    memberships: &[Membership],
    cursors: &Seqs,
) -> Result<Vec<(MessageCount, Vec<Event>)>, Failure> {
    let tails = stream::iter(memberships).map(|mine| log::tail(cx, &mine.room, 1));
    let tails: Vec<Tail> = tails.buffered(CONCURRENT).try_collect().await?;
    let counts = stream::iter(memberships.iter().zip(&tails));
    let counts = counts.map(|(mine, tail)| count(cx, &mine.room, user, tail, mine.read));
    let counts: Vec<MessageCount> = counts.buffered(CONCURRENT).collect().await;
    let cursor = |(mine, count): (&Membership, &MessageCount)| {
        cursors.get(&mine.room).copied().filter(|cursor| *cursor < count.head)
    };
    let behind: Vec<Option<Seq>> = memberships.iter().zip(&counts).map(cursor).collect();
    let share = share(behind.iter().flatten().count());
    let missing = stream::iter(memberships.iter().zip(behind)).map(async |(mine, cursor)| match cursor {
        Some(cursor) => log::after(cx, &mine.room, cursor, share).await,
        None => Ok(vec![]),
    });
    let missing: Vec<Vec<Event>> = missing.buffered(CONCURRENT).try_collect().await?;
    Ok(counts.into_iter().zip(missing).collect())
}

/// How many events are read of each room, if this many rooms are behind.
fn share(behind: usize) -> u32 {
    let behind = u32::try_from(behind).unwrap_or(u32::MAX).max(1);
    (EVENTS / behind).clamp(1, limits::PAGE)
}

/// Drops the events that would make the frame too large. The remaining events of each room have no holes.
pub fn trim(mut welcome: Welcome) -> Welcome {
    let events: Vec<Vec<Event>> =
        welcome.rooms.iter_mut().map(|room| std::mem::take(&mut room.events)).collect();
    let used = serde_json::to_vec(&welcome).map_or(0, |json| json.len());
    let mut budget = Budget::new(used);
    for (room, events) in welcome.rooms.iter_mut().zip(events) {
        room.events = events.into_iter().take_while(|event| budget.take(event)).collect();
    }
    welcome
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

    #[test]
    fn rooms_share_the_events_of_a_welcome() {
        assert_eq!([0, 1, 4, 5, 100, 1_000].map(share), [50, 50, 50, 40, 2, 1]);
    }

    #[test]
    fn a_welcome_fits_a_frame_and_its_events_have_no_holes() {
        let welcome = Welcome {
            id: RequestId::Number(1),
            user: "u-1".parse().unwrap(),
            name: "Ada".parse().unwrap(),
            token: "t".repeat(200).try_into().unwrap(),
            now: 0,
            limits: Limits::default(),
            rooms: vec![room("a", 2, 8_000), room("b", 5, 5_000), room("c", 3, 100)],
        };
        let welcome = trim(welcome);
        let counts: Vec<usize> = welcome.rooms.iter().map(|room| room.events.len()).collect();
        assert_eq!((counts[0], counts[1]), (2, 2));
        assert!(serde_json::to_vec(&Frame::Welcome(Box::new(welcome))).unwrap().len() < limits::FRAME);
    }
}
