//! My rooms, with what waits in them.

use common::RoomId;
use leptos::prelude::*;

use super::item::badge;
use crate::chat::Chat;
use crate::route::Route;
use crate::route::current::Here;
use crate::widgets::erased::{each, memo, when};
use crate::words::current::words;

/// The list in the sidebar.
#[component]
pub(crate) fn RoomList() -> impl IntoView {
    let (chat, t) = (expect_context::<Chat>(), words());
    let ids = move || chat.with(|client| client.rooms().map(|room| room.id().to_string()).collect());
    let row = move |id: String| id.parse().map_or_else(|_| ().into_any(), |id| row(chat, id));
    view! {
        <div class="room-list">
            <h2 class="side-title">{move || t().rooms}</h2>
            <ul>{each(ids, row)}</ul>
        </div>
    }
}

fn row(chat: Chat, id: RoomId) -> AnyView {
    let (here, t) = (expect_context::<Here>(), words());
    let href = Route::Room(id.clone()).href();
    let (of, of_too) = (id.clone(), id.clone());
    let is_open = memo(move || here.room().as_ref() == Some(&id));
    let title = memo(move || {
        chat.with(|client| client.room(&of).map(|room| room.title().to_string())).unwrap_or_default()
    });
    // The open room's news are on the screen already.
    let count = memo(move || {
        let unread = chat.with(|client| client.room(&of_too).and_then(|room| badge(room.unread())));
        unread.filter(|_| !is_open.get()).unwrap_or_default()
    });
    let news = move || count.with(|count| !count.is_empty());
    view! {
        <li>
            <a class="side-row" class:unread=move || news() href=href
                aria-label=move || news().then(|| (t().unread_in)(&title.get(), &count.get()))
                aria-current=move || is_open.get().then_some("page")>
                <span class="hash" aria-hidden="true">"#"</span>
                <span class="side-text">{move || title.get()}</span>
                {when(news, move || view! { <span class="badge">{move || count.get()}</span> }.into_any())}
            </a>
        </li>
    }
    .into_any()
}
