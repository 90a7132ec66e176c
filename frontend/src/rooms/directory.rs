//! All public rooms.

use client::{Command, Status};
use common::Listing;
use leptos::prelude::*;

use super::header::DrawerButton;
use crate::chat::Chat;
use crate::route::Route;
use crate::shell::NewRoomOpen;
use crate::shell::connection::Connection;
use crate::words::current::words;

/// The page; asks for the list whenever it can get a fresh one.
#[component]
pub(crate) fn Directory() -> impl IntoView {
    let (chat, t, NewRoomOpen(new_room)) = (expect_context::<Chat>(), words(), expect_context());
    let online = Memo::new(move |_| chat.with(|client| client.status() == Status::Online));
    Effect::new(move |_| {
        if online.get() {
            chat.command(Command::Directory);
        }
    });
    let listings = Memo::new(move |_| chat.with(|client| client.directory().map(<[Listing]>::to_vec)));
    let list = move || match listings.get() {
        None => view! { <div class="skeleton"><i></i><i></i><i></i></div> }.into_any(),
        Some(rooms) if rooms.is_empty() => {
            view! { <p class="hint">{move || t().directory_is_empty}</p> }.into_any()
        }
        Some(rooms) => {
            view! { <ul class="directory">{rooms.into_iter().map(row).collect_view()}</ul> }.into_any()
        }
    };
    view! {
        <main class="room">
            <header class="room-header">
                <DrawerButton/>
                <h1 class="room-title">{move || t().find_a_room}</h1>
            </header>
            <Connection/>
            <div class="directory-page">
                <p class="hint">{move || t().directory_hint}</p>
                {list}
                <button type="button" class="button" on:click=move |_| new_room.set(true)>{move || t().create}</button>
            </div>
        </main>
    }
}

fn row(listing: Listing) -> impl IntoView {
    view! {
        <li>
            <a class="directory-row" href=Route::Room(listing.room.clone()).href()>
                <span class="hash" aria-hidden="true">"#"</span>
                <span class="side-text">{listing.title.to_string()}</span>
            </a>
        </li>
    }
}
