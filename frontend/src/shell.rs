//! The frame around the rooms: a sidebar that is a drawer on small screens, and the room.

pub(crate) mod connection;
pub(crate) mod room;
mod sidebar;

use leptos::prelude::*;

use self::room::room_pane;
use self::sidebar::sidebar;
use crate::chat::Chat;
use crate::device;
use crate::rooms::directory::directory;
use crate::rooms::item::tab_title;
use crate::rooms::new_room::new_room;
use crate::route::Route;
use crate::route::current::Here;
use crate::settings::dialog::settings;
use crate::widgets::element::{El, el};
use crate::widgets::erased::{effect, live};
use crate::widgets::state::{Watched, memo};

/// Whether the drawer is out; only small screens look at it.
#[derive(Clone, Copy)]
pub(crate) struct Drawer(pub Watched<bool>);

/// Whether the dialog for a new room is open.
#[derive(Clone, Copy)]
pub(crate) struct NewRoomOpen(pub Watched<bool>);

/// Whether the settings are open.
#[derive(Clone, Copy)]
pub(crate) struct SettingsOpen(pub Watched<bool>);

/// The app for somebody with a name.
pub(crate) fn shell() -> Vec<El> {
    let drawer = Watched::new(false);
    provide_context(Drawer(drawer));
    provide_context(NewRoomOpen(Watched::new(false)));
    provide_context(SettingsOpen(Watched::new(false)));
    effect(move || {
        Here.route();
        drawer.set(false);
    });
    window_event_listener_untyped("resize", move |_| {
        if !device::matches("(width <= 45rem)") {
            drawer.set(false);
        }
    });
    title_the_tab();
    let pane = live(move || match Here.route() {
        Route::Room(id) => vec![room_pane(id)],
        Route::Home | Route::Directory => vec![directory()],
    });
    let shell = el("div.shell")
        .toggle("drawer-out", move || drawer.get())
        .add(sidebar())
        .add(el("div.scrim").click(move || drawer.set(false)))
        // What the drawer covers is out of reach.
        .add(el("div.pane").bind("inert", move || drawer.get().then_some("")).add(pane));
    vec![shell, new_room(), settings()]
}

/// The tab says what waits in all rooms, and where we are.
fn title_the_tab() {
    let title = memo(move || {
        Chat.with(|client| {
            let unread = client.rooms().map(|room| room.unread().count).sum();
            let room = Here.room().and_then(|id| client.room(&id)).map(|room| room.title().as_str());
            tab_title(unread, room)
        })
    });
    effect(move || document().set_title(&title.get()));
}
