//! The list of this person's rooms.

use client::Room;
use common::RoomId;
use leptos::prelude::*;

use super::badge::badge;
use crate::chat::Chat;
use crate::state::language::Language;
use crate::state::location::Location;
use crate::state::open_room::title;
use crate::state::route::Route;

#[component]
pub(crate) fn RoomList() -> impl IntoView {
    let (chat, language) = (expect_context::<Chat>(), expect_context::<Language>());
    view! {
        <div class="room-list">
            <h2 class="room-list-title">{language.text(|t| t.rooms)}</h2>
            <ul>
                <For each=move || chat.rooms.get() key=RoomId::clone let(id)>
                    <RoomItem id />
                </For>
            </ul>
        </div>
    }
}

#[component]
fn RoomItem(id: RoomId) -> impl IntoView {
    let (chat, location, language) =
        (expect_context::<Chat>(), expect_context::<Location>(), expect_context::<Language>());
    let href = Route::Room(id.clone()).href();
    let id = StoredValue::new(id);
    let is_open = Memo::new(move |_| location.room().as_ref() == Some(&*id.read_value()));
    let name = Memo::new(move |_| {
        chat.with_room(&id.read_value(), |room| title(room, language.words())).unwrap_or_default()
    });
    // The unread messages of the open room are on the screen already, unless the person wants them back.
    let unread = Memo::new(move |_| {
        let is_counted = |room: &Room| !is_open.get() || room.is_marked_unread();
        let unread = |room: &Room| is_counted(room).then(|| room.unread());
        chat.with_room(&id.read_value(), unread).flatten().and_then(badge)
    });
    let has_unread = Memo::new(move |_| unread.read().is_some());
    let hidden = move || has_unread.get().then_some("true");
    // A screen reader hears one phrase in place of the name and the number.
    let badge = move |count: String| {
        let phrase = (language.words().unread_in)(&name.get(), &count);
        view! {
            <span class="visually-hidden">{phrase}</span>
            <span class="room-list-badge" aria-hidden="true">
                {count}
            </span>
        }
    };
    view! {
        <li>
            <a
                class="sidebar-row"
                class:is-unread=has_unread
                href=href
                aria-current=move || is_open.get().then_some("page")
            >
                <span class="room-list-hash" aria-hidden="true">
                    "#"
                </span>
                <span class="room-list-name" dir="auto" aria-hidden=hidden>
                    {name}
                </span>
                {move || unread.get().map(badge)}
            </a>
        </li>
    }
}
