//! The directory of public rooms.

use client::{Command, Status};
use common::Listing;
use leptos::prelude::*;

use crate::chat::Chat;
use crate::state::dialogs::NewRoomOpen;
use crate::state::language::Language;
use crate::state::route::Route;
use crate::widgets::connection_status::ConnectionStatus;
use crate::widgets::drawer_button::DrawerButton;

/// The page. It loads the list whenever the connection comes back.
#[component]
pub(crate) fn Directory() -> impl IntoView {
    let (chat, NewRoomOpen(new_room), language) =
        (expect_context::<Chat>(), expect_context(), expect_context::<Language>());
    let is_online = Memo::new(move |_| chat.status.get() == Status::Online);
    Effect::new(move || {
        if is_online.get() {
            chat.command(Command::LoadDirectory);
        }
    });
    let is_loading = move || chat.directory.read().is_none();
    let is_empty = move || chat.directory.read().as_ref().is_some_and(Vec::is_empty);
    let row = |listing| view! { <DirectoryRow listing /> };
    let rows = move || chat.directory.get().unwrap_or_default().into_iter().map(row).collect_view();
    view! {
        <main class="shell-content" tabindex="-1">
            <header class="room-header">
                <DrawerButton />
                <h1 class="room-header-title">{language.text(|t| t.find_a_room)}</h1>
            </header>
            <ConnectionStatus />
            <div class="directory">
                <p class="directory-hint">{language.text(|t| t.directory_hint)}</p>
                <Show when=is_loading>
                    <div class="skeleton">
                        <i></i>
                        <i></i>
                        <i></i>
                    </div>
                </Show>
                <Show when=is_empty>
                    <p class="directory-hint">{language.text(|t| t.directory_is_empty)}</p>
                </Show>
                <ul class="directory-list">{rows}</ul>
                <button type="button" class="button" on:click=move |_| new_room.set(true)>
                    {language.text(|t| t.create)}
                </button>
            </div>
        </main>
    }
}

#[component]
fn DirectoryRow(listing: Listing) -> impl IntoView {
    view! {
        <li>
            <a class="directory-row" href=Route::Room(listing.room).href()>
                <span class="directory-hash" aria-hidden="true">
                    "#"
                </span>
                <span class="directory-name" dir="auto">{String::from(listing.title)}</span>
            </a>
        </li>
    }
}
