//! My rooms, with what waits in them.

use common::RoomId;
use leptos::prelude::*;

use super::item::{Item, badge};
use crate::chat::Chat;
use crate::route::Route;
use crate::route::current::Here;
use crate::words::current::words;

/// The list in the sidebar.
#[component]
pub(crate) fn RoomList() -> impl IntoView {
    let (chat, t) = (expect_context::<Chat>(), words());
    let items = Memo::new(move |_| chat.with(|client| client.rooms().map(Item::of).collect::<Vec<_>>()));
    let ids = move || items.with(|items| items.iter().map(|item| item.id.clone()).collect::<Vec<_>>());
    view! {
        <div class="room-list">
            <h2 class="side-title">{move || t().rooms}</h2>
            <ul>
                <For each=ids key=Clone::clone let:id>
                    <RoomRow items id/>
                </For>
            </ul>
        </div>
    }
}

#[component]
fn RoomRow(items: Memo<Vec<Item>>, id: RoomId) -> impl IntoView {
    let (here, t) = (expect_context::<Here>(), words());
    let href = Route::Room(id.clone()).href();
    let item = Memo::new({
        let id = id.clone();
        move |_| items.with(|items| items.iter().find(|item| item.id == id).cloned())
    });
    let is_open = Memo::new(move |_| here.room().as_ref() == Some(&id));
    let title = move || item.get().map(|item| item.title.to_string()).unwrap_or_default();
    // The open room's news are on the screen already.
    let count = move || item.get().and_then(|item| badge(item.unread)).filter(|_| !is_open.get());
    let label = move || count().map(|count| (t().unread_in)(&title(), &count));
    view! {
        <li>
            <a class="side-row" class:unread=move || count().is_some() href=href aria-label=label
                aria-current=move || is_open.get().then_some("page")>
                <span class="hash" aria-hidden="true">"#"</span>
                <span class="side-text">{title}</span>
                {move || count().map(|count| view! { <span class="badge">{count}</span> })}
            </a>
        </li>
    }
}
