//! What `welcome` says about the rooms.

use std::collections::{BTreeMap, HashMap};

use common::{Event, RoomId, RoomState, Seq, Title, Welcome, limits};
use futures::{StreamExt, TryStreamExt, stream};
use tokio::try_join;

use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::log;
use crate::post::Budget;
use crate::row::{Membership, Meta};

/// Rooms read at once.
const CONCURRENT: usize = 20;

/// The rooms as their member finds them, each with what is missing after its cursor.
pub async fn states(
    cx: &Context,
    rooms: Vec<Membership>,
    cursors: &BTreeMap<RoomId, Seq>,
) -> Result<Vec<RoomState>, Failure> {
    let metas = rooms.iter().map(|mine| Key::meta(&mine.room)).collect();
    let logs = stream::iter(&rooms).map(|mine| missing(cx, &mine.room, cursors));
    let logs = logs.buffered(CONCURRENT).try_collect::<Vec<_>>();
    let (metas, logs) = try_join!(cx.table.get_all::<Meta>(metas), logs)?;
    let mut titles: HashMap<RoomId, Title> = metas.into_iter().map(|meta| (meta.room, meta.title)).collect();
    let state = |(Membership { room, read, .. }, (head, events))| {
        let title = titles.remove(&room)?;
        Some(RoomState { room, title, head, read, events })
    };
    Ok(rooms.into_iter().zip(logs).filter_map(state).collect())
}

/// The head, and the events after the cursor, if there is one.
async fn missing(
    cx: &Context,
    room: &RoomId,
    cursors: &BTreeMap<RoomId, Seq>,
) -> Result<(Seq, Vec<Event>), Failure> {
    let head = log::head(cx, room).await?;
    match cursors.get(room) {
        Some(&cursor) if cursor < head => Ok((head, log::after(cx, room, cursor, limits::PAGE).await?)),
        _ => Ok((head, vec![])),
    }
}

/// Leaves out the events that would make the frame too large. What is left of each room's is without holes.
pub fn trim(mut welcome: Welcome) -> Welcome {
    let events: Vec<Vec<Event>> =
        welcome.rooms.iter_mut().map(|room| std::mem::take(&mut room.events)).collect();
    let held = serde_json::to_vec(&welcome).map_or(0, |json| json.len());
    let mut budget = Budget::new(held);
    for (room, events) in welcome.rooms.iter_mut().zip(events) {
        room.events = events.into_iter().take_while(|event| budget.take(event)).collect();
    }
    welcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use common::{Frame, Kind, Limits, Message, RequestId};

    fn room(id: &str, count: u64, bytes: usize) -> RoomState {
        let text = || "x".repeat(bytes).parse().unwrap();
        let kind = || Kind::Message(Message::new("c".parse().unwrap(), text(), None));
        let (by, name) = ("u-1".parse::<common::UserId>().unwrap(), "Ada".parse::<common::Name>().unwrap());
        let event = |seq| Event { seq, at: 0, by: by.clone(), name: name.clone(), kind: kind() };
        let events = (1..=count).map(event).collect();
        RoomState { room: id.parse().unwrap(), title: id.parse().unwrap(), head: count, read: 0, events }
    }

    #[test]
    fn a_welcome_stays_below_the_limit_and_a_room_s_events_without_holes() {
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
