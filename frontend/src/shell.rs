//! The frame around the rooms: a sidebar that is a drawer on small screens, and the room.

pub(crate) mod connection;
pub(crate) mod room;
mod sidebar;

use leptos::prelude::*;

use self::room::RoomPane;
use self::sidebar::Sidebar;
use crate::chat::Chat;
use crate::rooms::directory::Directory;
use crate::rooms::item::tab_title;
use crate::rooms::new_room::new_room;
use crate::route::Route;
use crate::route::current::Here;
use crate::settings::dialog::settings;
use crate::widgets::erased::{click, effect, live, memo};

/// Whether the drawer is out; only small screens look at it.
#[derive(Clone, Copy)]
pub(crate) struct Drawer(pub RwSignal<bool>);

/// Whether the dialog for a new room is open.
#[derive(Clone, Copy)]
pub(crate) struct NewRoomOpen(pub RwSignal<bool>);

/// Whether the settings are open.
#[derive(Clone, Copy)]
pub(crate) struct SettingsOpen(pub RwSignal<bool>);

/// The app for somebody with a name.
#[component]
pub(crate) fn Shell() -> impl IntoView {
    let here = expect_context::<Here>();
    let drawer = RwSignal::new(false);
    provide_context(Drawer(drawer));
    provide_context(NewRoomOpen(RwSignal::new(false)));
    provide_context(SettingsOpen(RwSignal::new(false)));
    effect(move || {
        here.route();
        drawer.set(false);
    });
    title_the_tab();
    let pane = live(move || match here.route() {
        Route::Room(id) => view! { <RoomPane id/> }.into_any(),
        Route::Home | Route::Directory => view! { <Directory/> }.into_any(),
    });
    view! {
        <div class="shell" class:drawer-out=move || drawer.get()>
            <Sidebar/>
            <div class="scrim" on:click=click(move || drawer.set(false))></div>
            <div class="pane">{pane}</div>
        </div>
        {new_room()}
        {settings()}
    }
}

/// The tab says what waits in all rooms, and where we are.
fn title_the_tab() {
    let (chat, here) = (expect_context::<Chat>(), expect_context::<Here>());
    let title = memo(move || {
        chat.with(|client| {
            let unread = client.rooms().map(|room| room.unread().count).sum();
            let room = here.room().and_then(|id| client.room(&id)).map(|room| room.title().as_str());
            tab_title(unread, room)
        })
    });
    effect(move || document().set_title(&title.get()));
}
