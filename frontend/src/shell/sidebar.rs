//! The rooms, and who I am.

use leptos::{ev, prelude::*};

use super::{Drawer, NewRoomOpen, SettingsOpen};
use crate::chat::Chat;
use crate::people::avatar::Avatar;
use crate::rooms::list::RoomList;
use crate::route::Route;
use crate::route::current::Here;
use crate::widgets::erased::{click, live, memo, on};
use crate::widgets::icon::{CLOSE, Icon, Mark, PLUS, SEARCH, SLIDERS};
use crate::words::current::words;

/// A sidebar on wide screens, a drawer on small ones.
#[component]
pub(super) fn Sidebar() -> impl IntoView {
    let (t, Drawer(drawer), NewRoomOpen(new_room)) = (words(), expect_context(), expect_context());
    let here = expect_context::<Here>();
    let in_directory = move || (here.route() == Route::Directory).then_some("page");
    let close_on_escape = on(move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            drawer.set(false);
        }
    });
    view! {
        <nav class="sidebar" id="rooms" aria-label=move || t().rooms on:keydown=close_on_escape>
            <header class="brand">
                <Mark/>
                <span class="brand-name">"Confab"</span>
                <button type="button" class="icon-button drawer-only" aria-label=move || t().hide_rooms
                    on:click=click(move || drawer.set(false))>
                    <Icon path=CLOSE/>
                </button>
            </header>
            <RoomList/>
            <div class="sidebar-actions">
                <a class="side-row" href=Route::Directory.href() aria-current=move || in_directory()>
                    <Icon path=SEARCH/>
                    {move || t().find_a_room}
                </a>
                <button type="button" class="side-row" on:click=click(move || new_room.set(true))>
                    <Icon path=PLUS/>
                    {move || t().new_room}
                </button>
            </div>
            <Me/>
        </nav>
    }
}

/// Who I am; opens the settings.
#[component]
fn Me() -> impl IntoView {
    let (chat, t, SettingsOpen(settings)) = (expect_context::<Chat>(), words(), expect_context());
    let name = memo(move || chat.with(|client| client.name().map(ToString::to_string)).unwrap_or_default());
    let id = memo(move || chat.with(|client| client.me().map(|me| me.user.to_string())).unwrap_or_default());
    let avatar = live(move || {
        let (id, name) = (id.get(), name.get());
        view! { <Avatar id=if id.is_empty() { name.clone() } else { id } name/> }.into_any()
    });
    view! {
        <footer class="me">
            {avatar}
            <span class="me-name">{move || name.get()}</span>
            <button type="button" class="icon-button" aria-label=move || t().settings title=move || t().settings
                on:click=click(move || settings.set(true))>
                <Icon path=SLIDERS/>
            </button>
        </footer>
    }
}
