//! The address bar.

use common::{RoomId, limits};
use leptos::prelude::*;

use super::route::Route;
use crate::device::{self, events, storage};

const LAST_ROOM: &str = "confab.room";

/// The route that the address bar shows: a context.
#[derive(Clone, Copy)]
pub(crate) struct Location(RwSignal<Route>);

impl Location {
    /// Follows the address bar from now on.
    pub fn follow() -> Self {
        let route = RwSignal::new(route_from_address());
        events::listen(&window(), "hashchange", move |_| route.set(route_from_address()));
        Self(route)
    }

    pub fn route(self) -> Route {
        self.0.get()
    }

    /// The id of the room, if the route is a room.
    pub fn room(self) -> Option<RoomId> {
        match self.route() {
            Route::Room(id) => Some(id),
            _ => None,
        }
    }

    /// Goes to a route.
    pub fn go(self, route: &Route) {
        // The browser answers with `hashchange`.
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
        Route::Room(id) => _ = storage::set(LAST_ROOM, id.as_str()),
        Route::Directory | Route::About | Route::Invalid { .. } => {}
    }
    route
}
