//! The rooms, and who I am.

use web_sys::KeyboardEvent;

use super::{Drawer, NewRoomOpen, SettingsOpen};
use crate::chat::Chat;
use crate::people::avatar::avatar;
use crate::rooms::list::room_list;
use crate::route::Route;
use crate::route::current::Here;
use crate::widgets::element::{El, button, el};
use crate::widgets::erased::live;
use crate::widgets::icon::{CLOSE, PLUS, SEARCH, SLIDERS, icon, icon_button, mark};
use crate::widgets::state::{context, memo};
use crate::words::current::t;

/// A sidebar on wide screens, a drawer on small ones.
pub(super) fn sidebar() -> El {
    let (Drawer(drawer), NewRoomOpen(new_room)) = (context(), context());
    let in_directory = move || (Here.route() == Route::Directory).then_some("page");
    let close_on_escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            drawer.set(false);
        }
    };
    let close = icon_button(CLOSE, || t().hide_rooms, move || drawer.set(false));
    let brand = el("header.brand").add([
        mark(),
        el("span.brand-name").text("Confab"),
        close.attr("class", "icon-button drawer-only"),
    ]);
    let actions = el("div.sidebar-actions").add([
        el("a.side-row")
            .attr("href", &Route::Directory.href())
            .bind("aria-current", in_directory)
            .add(icon(SEARCH))
            .says(|| t().find_a_room),
        button("side-row").click(move || new_room.set(true)).add(icon(PLUS)).says(|| t().new_room),
    ]);
    el("nav.sidebar")
        .attr("id", "rooms")
        .bind("aria-label", || t().rooms)
        .on("keydown", close_on_escape)
        // Also where the tap leads nowhere new: to the room that is open already.
        .click(move || drawer.set(false))
        .add([brand, room_list(), actions, me()])
}

/// Who I am; opens the settings.
fn me() -> El {
    let SettingsOpen(settings) = context();
    let name = memo(move || Chat.with(|client| client.name().map(ToString::to_string)).unwrap_or_default());
    let id = memo(move || Chat.with(|client| client.me().map(|me| me.user.to_string())).unwrap_or_default());
    let picture = live(move || {
        let (id, name) = (id.get(), name.get());
        vec![avatar(if id.is_empty() { &name } else { &id }, &name)]
    });
    el("footer.me").add(picture).add(el("span.me-name").says(move || name.get())).add(icon_button(
        SLIDERS,
        || t().settings,
        move || settings.set(true),
    ))
}
