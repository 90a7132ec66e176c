//! The place where the app is now.

use common::RoomId;
use leptos::prelude::*;

use super::Route;
use crate::device::{self, storage};
use crate::widgets::state::{Only, Watched};

const LAST_ROOM: &str = "confab.room";
const FIRST_ROOM: &str = "lobby";

/// Where we are; the address bar decides.
#[derive(Clone, Copy)]
pub(crate) struct Here;

thread_local! {
    static ROUTE: Only<Watched<Route>> = const { Only::new() };
}

impl Here {
    /// Follows the address bar from now on.
    pub fn follow() {
        ROUTE.with(|route| route.begin(Watched::new(settle())));
        window_event_listener(leptos::ev::hashchange, move |_| ROUTE.with(Only::get).set(settle()));
    }

    /// The place.
    pub fn route(self) -> Route {
        ROUTE.with(Only::get).get()
    }

    /// The room, if the place is one.
    pub fn room(self) -> Option<RoomId> {
        match self.route() {
            Route::Room(id) => Some(id),
            _ => None,
        }
    }

    /// Goes somewhere else.
    pub fn go(self, route: &Route) {
        // The browser answers with `hashchange`.
        let _ = window().location().set_hash(&route.href());
    }

    /// The address of a place, for other people.
    pub fn link(route: &Route) -> String {
        let page = window().location().href().unwrap_or_default();
        let page = page.split('#').next().unwrap_or_default();
        format!("{page}{}", route.href())
    }
}

/// The next visit does not begin in the room that was left.
pub(crate) fn forget_last_room() {
    storage::remove(LAST_ROOM);
}

/// Reads the address bar. Without a place in it, it gets the room that was open last, or the lobby.
fn settle() -> Route {
    let route = Route::parse(&window().location().hash().unwrap_or_default(), device::lowercase);
    match route {
        Route::Home => {
            let last = storage::get(LAST_ROOM).unwrap_or_else(|| FIRST_ROOM.to_owned());
            let room = last.parse().map_or(Route::Directory, Route::Room);
            // Replaced, so that the way back leads out of the app and not here again.
            let _ = window().location().replace(&room.href());
            room
        }
        Route::Room(id) => {
            storage::set(LAST_ROOM, id.as_str());
            Route::Room(id)
        }
        Route::Directory => route,
    }
}
