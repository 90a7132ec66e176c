//! Checks that [`Client::take_changed_rooms`] names every room that looks different.

use std::collections::BTreeSet;

use client::{Client, Effect, Input, Room};
use common::{Millis, RoomId};

/// Feeds an input to the client, and checks the rooms that it marks as changed.
pub fn handle(client: &mut Client, now: Millis, input: Input) -> Vec<Effect> {
    let before = client.clone();
    let cause = format!("{input:?}");
    let effects = client.handle(now, input);
    let marked = client.take_changed_rooms();
    for room in known_rooms(&before).union(&known_rooms(client)) {
        let differs = looks_different(&before, client, room);
        assert!(!differs || marked.contains(room), "{room} is not marked as changed after {cause}");
    }
    effects
}

/// The rooms that a client shows anything of.
fn known_rooms(client: &Client) -> BTreeSet<RoomId> {
    let members = client.rooms().into_iter().map(|room| room.id().clone());
    members.chain(["lobby", "elsewhere"].map(|id| id.parse().unwrap())).collect()
}

fn looks_different(one: &Client, other: &Client, id: &RoomId) -> bool {
    !one.pending(id).eq(other.pending(id))
        || one.refusal(id) != other.refusal(id)
        || one.was_left(id) != other.was_left(id)
        || match (one.room(id), other.room(id)) {
            (Some(one), Some(other)) => {
                facts(one) != facts(other)
                    || !one.events().eq(other.events())
                    || !one.events_at(1).eq(other.events_at(1))
            }
            (one, other) => one.is_some() != other.is_some(),
        }
}

/// What a screen reads of a room, except its events.
fn facts(room: &Room) -> impl PartialEq {
    let loaded = (room.is_loaded(), room.is_loading());
    let typing: Vec<String> = room.typing().map(|(user, name)| format!("{user} {name}")).collect();
    let read = (room.read(), room.unread(), room.is_marked_unread());
    (room.title().clone(), room.head(), read, loaded, typing)
}
