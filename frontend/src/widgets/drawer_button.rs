//! The button that opens the drawer with the rooms. Only small screens show it.

use client::{Room, Unread};
use leptos::prelude::*;

use super::icon::{Icon, MENU};
use crate::chat::Chat;
use crate::state::dialogs::Drawer;
use crate::state::language::Language;
use crate::state::location::Location;

#[component]
pub(crate) fn DrawerButton() -> impl IntoView {
    let (chat, location, drawer) =
        (expect_context::<Chat>(), expect_context::<Location>(), expect_context::<Drawer>());
    let language = expect_context::<Language>();
    let has_unread = |room: &Room| room.unread() != Unread::default();
    let unread_elsewhere = Memo::new(move |_| {
        let open = location.room();
        let others = chat.rooms.get().into_iter().filter(|id| Some(id) != open.as_ref());
        others.into_iter().any(|id| chat.with_room(&id, has_unread) == Some(true))
    });
    view! {
        <button
            type="button"
            class="icon-button shell-drawer-only room-header-menu"
            class:is-unread=unread_elsewhere
            aria-label=language.text(|t| t.rooms)
            aria-controls="rooms"
            aria-expanded=move || drawer.is_open().to_string()
            on:click=move |_| drawer.open()
        >
            <Icon path=MENU />
        </button>
    }
}
