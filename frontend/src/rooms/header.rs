//! The room's title and what can be done with the room.

use std::time::Duration;

use wasm_bindgen_futures::spawn_local;

use super::leave::leave;
use crate::chat::Chat;
use crate::device;
use crate::route::Route;
use crate::route::current::Here;
use crate::shell::Drawer;
use crate::shell::room::ShownRoom;
use crate::widgets::element::{El, button, el};
use crate::widgets::erased::{later, live};
use crate::widgets::icon::{CHECK, LEAVE, LINK, MENU, icon, icon_button};
use crate::widgets::state::{Watched, context};
use crate::words::current::t;

/// The line above the history.
pub(crate) fn room_header() -> [El; 2] {
    let room = context::<ShownRoom>();
    let leaving = Watched::new(false);
    let title = move || room.with(|room| room.title().to_string()).unwrap_or_else(|| room.id().to_string());
    let header = el("header.room-header").add([
        drawer_button(),
        el("h1.room-title").says(title),
        copy_link(Route::Room(room.id())),
        icon_button(LEAVE, || t().leave, move || leaving.set(true)),
    ]);
    [header, leave(leaving)]
}

/// On small screens: brings the rooms.
pub(crate) fn drawer_button() -> El {
    let Drawer(drawer) = context();
    let news_elsewhere = move || {
        let open = Here.room();
        let has_news = |room: &client::Room| room.unread() != client::Unread::default();
        Chat.with(|client| client.rooms().any(|room| Some(room.id()) != open.as_ref() && has_news(room)))
    };
    button("icon-button drawer-only")
        .toggle("news", news_elsewhere)
        .bind("aria-label", || t().rooms)
        .attr("aria-controls", "rooms")
        .bind("aria-expanded", move || drawer.get())
        .click(move || drawer.set(true))
        .add(icon(MENU))
}

/// Copies the room's link, and says so for a moment.
fn copy_link(link: Route) -> El {
    let copied = Watched::new(false);
    let copy = move || {
        let link = Here::link(&link);
        spawn_local(async move {
            if device::copy(&link).await {
                copied.set(true);
                later(Duration::from_secs(2), move || copied.set(false));
            } else {
                device::show(t().copy_link, &link);
            }
        });
    };
    let label = move || if copied.get() { t().link_copied } else { t().copy_link };
    button("icon-button")
        .toggle("done", move || copied.get())
        .bind("aria-label", label)
        .bind("title", label)
        .click(copy)
        .add(live(move || vec![icon(if copied.get() { CHECK } else { LINK })]))
}
