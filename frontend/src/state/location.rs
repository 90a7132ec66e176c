//! The address bar.

use common::{RoomId, Seq, limits};
use leptos::prelude::*;

use super::route::Route;
use crate::device::{self, events, storage};

const LAST_ROOM: &str = "confab.room";

/// The route that the address bar shows: a context.
#[derive(Clone, Copy)]
pub(crate) struct Location(RwSignal<Route>);

impl Location {
    /// Follows the address bar from now on. `popstate` also tells of a link to the address that it shows already, which
    /// leads back to its message.
    pub fn follow() -> Self {
        let route = RwSignal::new(route_from_address());
        events::listen(&window(), "popstate", move |_| route.set(route_from_address()));
        Self(route)
    }

    pub fn route(self) -> Route {
        self.0.get()
    }

    /// The id of the room, if the route is in a room.
    pub fn room(self) -> Option<RoomId> {
        self.0.read().room().cloned()
    }

    /// The number of the message, if the route is a message of this room.
    pub fn message_of(self, room: &RoomId) -> Option<Seq> {
        match &*self.0.read() {
            Route::Message(id, seq) if id == room => Some(*seq),
            _ => None,
        }
    }

    /// Goes to a route.
    pub fn go(self, route: &Route) {
        // The browser answers with `popstate`.
        let _ = window().location().set_hash(&route.href());
    }
}

/// The full address of a route, for other people.
pub(crate) fn address(route: &Route) -> String {
    let page = window().location().href().unwrap_or_default();
    let page = page.split('#').next().unwrap_or_default();
    format!("{page}{}", route.href())
}

/// Forgets the room that was open last, so that the next visit does not begin in a room that was left.
pub(crate) fn forget_last_room() {
    storage::remove(LAST_ROOM);
}

/// Reads the route from the address bar. An address without a route is replaced by that of the last room, or of the
/// lobby. The device stores a room as the last one.
fn route_from_address() -> Route {
    let route = Route::parse(&window().location().hash().unwrap_or_default(), device::lowercase);
    match &route {
        Route::Home => {
            let last = storage::get(LAST_ROOM).unwrap_or_else(|| limits::FIRST_ROOM.to_owned());
            let room = last.parse().map_or(Route::Directory, Route::Room);
            // The entry is replaced, so that the browser's Back button leads out of the app and not here again.
            let _ = window().location().replace(&room.href());
            return room;
        }
        Route::Room(id) | Route::Message(id, _) => _ = storage::set(LAST_ROOM, id.as_str()),
        Route::Directory | Route::About | Route::Invalid { .. } => {}
    }
    route
}
