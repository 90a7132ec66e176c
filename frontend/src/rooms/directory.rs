//! All public rooms.

use client::{Client, Command, Status};
use common::RoomId;
use leptos::prelude::*;

use super::header::DrawerButton;
use crate::chat::Chat;
use crate::route::Route;
use crate::shell::NewRoomOpen;
use crate::shell::connection::Connection;
use crate::widgets::erased::{click, each, effect, memo, when};
use crate::words::current::words;

/// The page; asks for the list whenever it can get a fresh one.
#[component]
pub(crate) fn Directory() -> impl IntoView {
    let (chat, t, NewRoomOpen(new_room)) = (expect_context::<Chat>(), words(), expect_context());
    let online = memo(move || chat.with(|client| client.status() == Status::Online));
    effect(move || {
        if online.get() {
            chat.command(Command::Directory);
        }
    });
    let ids = move || chat.with(ids).unwrap_or_default();
    let loading = move || chat.with(|client| client.directory().is_none());
    let empty = move || chat.with(|client| client.directory().is_some_and(<[_]>::is_empty));
    view! {
        <main class="room">
            <header class="room-header">
                <DrawerButton/>
                <h1 class="room-title">{move || t().find_a_room}</h1>
            </header>
            <Connection/>
            <div class="directory-page">
                <p class="hint">{move || t().directory_hint}</p>
                {when(loading, || view! { <div class="skeleton"><i></i><i></i><i></i></div> }.into_any())}
                {when(empty, move || view! { <p class="hint">{move || t().directory_is_empty}</p> }.into_any())}
                <ul class="directory">{each(ids, move |id| row(chat, id))}</ul>
                <button type="button" class="button" on:click=click(move || new_room.set(true))>{move || t().create}</button>
            </div>
        </main>
    }
}

fn ids(client: &Client) -> Option<Vec<String>> {
    Some(client.directory()?.iter().map(|listing| listing.room.to_string()).collect())
}

fn row(chat: Chat, id: String) -> AnyView {
    let title = chat.glance(|client| {
        let listing = client.directory()?.iter().find(|listing| listing.room.as_str() == id)?;
        Some(listing.title.to_string())
    });
    let href = id.parse::<RoomId>().map_or(Route::Directory, Route::Room).href();
    view! {
        <li>
            <a class="directory-row" href=href>
                <span class="hash" aria-hidden="true">"#"</span>
                <span class="side-text">{title.unwrap_or(id)}</span>
            </a>
        </li>
    }
    .into_any()
}
