//! The sidebar: the rooms, and this person. On small screens it is a drawer.

use leptos::{html, prelude::*};

use crate::chat::Chat;
use crate::rooms::list::RoomList;
use crate::state::dialogs::{Drawer, NewRoomOpen, SettingsOpen};
use crate::state::language::Language;
use crate::state::location::Location;
use crate::state::route::Route;
use crate::widgets::avatar::Avatar;
use crate::widgets::icon::{CLOSE, Icon, IconButton, Logo, PLUS, SEARCH, SLIDERS};

#[component]
pub(super) fn Sidebar() -> impl IntoView {
    let (drawer, NewRoomOpen(new_room), language) =
        (expect_context::<Drawer>(), expect_context(), expect_context::<Language>());
    let location = expect_context::<Location>();
    let in_directory = move || (location.route() == Route::Directory).then_some("page");
    view! {
        // A click closes the drawer, also one on the room that is open already.
        <nav
            class="sidebar"
            id="rooms"
            aria-label=language.text(|t| t.rooms)
            on:click=move |_| drawer.dismiss()
        >
            <header class="sidebar-brand">
                <Logo />
                <span class="sidebar-brand-name">"Confab"</span>
                <CloseDrawer />
            </header>
            <RoomList />
            <div class="sidebar-actions">
                <a class="sidebar-row" href=Route::Directory.href() aria-current=in_directory>
                    <Icon path=SEARCH />
                    {language.text(|t| t.find_a_room)}
                </a>
                <button type="button" class="sidebar-row" on:click=move |_| new_room.set(true)>
                    <Icon path=PLUS />
                    {language.text(|t| t.new_room)}
                </button>
            </div>
            <User />
        </nav>
    }
}

/// Takes the focus when the drawer opens.
#[component]
fn CloseDrawer() -> impl IntoView {
    let (drawer, language) = (expect_context::<Drawer>(), expect_context::<Language>());
    let button = NodeRef::<html::Button>::new();
    Effect::new(move || {
        if drawer.is_open()
            && let Some(button) = button.get()
        {
            // The stylesheet shows the drawer in the next frame; a hidden button cannot have the focus.
            request_animation_frame(move || _ = button.focus());
        }
    });
    view! {
        <button
            type="button"
            class="icon-button shell-drawer-only"
            node_ref=button
            aria-label=language.text(|t| t.hide_rooms)
            title=language.text(|t| t.hide_rooms)
            on:click=move |_| drawer.dismiss()
        >
            <Icon path=CLOSE />
        </button>
    }
}

/// This person's name, and the button for the settings.
#[component]
fn User() -> impl IntoView {
    let (chat, SettingsOpen(settings), language) =
        (expect_context::<Chat>(), expect_context(), expect_context::<Language>());
    let name = move || chat.name.get().map(String::from).unwrap_or_default();
    let id = move || chat.user.get().map(String::from);
    view! {
        <footer class="sidebar-user">
            {move || view! { <Avatar id=id().unwrap_or_else(name) name=name() /> }}
            <span class="sidebar-user-name" dir="auto">{name}</span>
            <IconButton
                icon=SLIDERS
                label=language.text(|t| t.settings)
                on_click=move |_| settings.set(true)
            />
        </footer>
    }
}
