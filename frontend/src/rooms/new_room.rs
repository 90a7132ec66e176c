//! Makes a room, or joins the one that has the name already.

use client::Command;
use common::{RoomId, Title};
use leptos::{ev, prelude::*};

use crate::chat::Chat;
use crate::route::Route;
use crate::route::current::Here;
use crate::shell::NewRoomOpen;
use crate::widgets::erased::{click, on};
use crate::widgets::modal::modal;
use crate::words::current::words;

/// The dialog.
pub(crate) fn new_room() -> AnyView {
    let NewRoomOpen(open) = expect_context();
    modal(open, |t| t.new_room.to_owned(), move || form(open))
}

fn form(open: RwSignal<bool>) -> AnyView {
    let (chat, here, t) = (expect_context::<Chat>(), expect_context::<Here>(), words());
    let (name, wrong) = (RwSignal::new(String::new()), RwSignal::new(false));
    let create = on(move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some((room, title)) = named(&name.get_untracked()) else { return wrong.set(true) };
        chat.command(Command::Join { room: room.clone(), title: Some(title) });
        open.set(false);
        here.go(&Route::Room(room));
    });
    let write = on(move |event: ev::Event| {
        wrong.set(false);
        name.set(event_target_value(&event));
    });
    view! {
        <form on:submit=create novalidate>
            <label for="room-name">{move || t().room_name}</label>
            <input id="room-name" class="field" type="text" autocomplete="off" maxlength="80" autofocus
                aria-describedby="room-name-hint" aria-invalid=move || wrong.get().to_string() on:input=write/>
            <p id="room-name-hint" class="hint" role="status" class:wrong=move || wrong.get()>
                {move || if wrong.get() { t().room_name_does_not_fit } else { t().new_room_hint }}
            </p>
            <div class="modal-actions">
                <button type="button" class="button" on:click=click(move || open.set(false))>{move || t().cancel}</button>
                <button type="submit" class="button primary">{move || t().create}</button>
            </div>
        </form>
    }
    .into_any()
}

fn named(name: &str) -> Option<(RoomId, Title)> {
    Some((RoomId::from_title(name).ok()?, name.parse().ok()?))
}
