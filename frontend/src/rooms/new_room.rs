//! Makes a room, or joins the one that has the name already.

use client::Command;
use common::{RoomId, Title};
use leptos::prelude::*;
use web_sys::Event;

use crate::chat::Chat;
use crate::device;
use crate::route::Route;
use crate::route::current::Here;
use crate::shell::NewRoomOpen;
use crate::widgets::element::{El, button, el};
use crate::widgets::modal::modal;
use crate::widgets::state::{Watched, context};
use crate::words::current::t;

/// The dialog.
pub(crate) fn new_room() -> El {
    let NewRoomOpen(open) = context();
    modal(open, || t().new_room, move || form(open))
}

fn form(open: Watched<bool>) -> El {
    let (name, wrong) = (Watched::new(String::new()), Watched::new(false));
    let create = move |event: Event| {
        event.prevent_default();
        let Some((room, title)) = named(&name.get_untracked()) else { return wrong.set(true) };
        Chat.command(Command::Join { room: room.clone(), title: Some(title) });
        open.set(false);
        Here.go(&Route::Room(room));
    };
    let write = move |event: Event| {
        wrong.set(false);
        name.set(event_target_value(&event));
    };
    let input = el("input.field")
        .attr("id", "room-name")
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("maxlength", "80")
        .attr("autofocus", "")
        .attr("aria-describedby", "room-name-hint")
        .bind("aria-invalid", move || wrong.get())
        .on("input", write);
    let hint = el("p.hint")
        .attr("id", "room-name-hint")
        .attr("role", "status")
        .toggle("wrong", move || wrong.get())
        .says(move || if wrong.get() { t().room_name_does_not_fit } else { t().new_room_hint });
    let actions = el("div.modal-actions").add([
        button("button").says(|| t().cancel).click(move || open.set(false)),
        el("button.button.primary").attr("type", "submit").says(|| t().create),
    ]);
    let label = el("label").attr("for", "room-name").says(|| t().room_name);
    el("form").attr("novalidate", "").on("submit", create).add([label, input, hint, actions])
}

fn named(name: &str) -> Option<(RoomId, Title)> {
    Some((RoomId::from_title(name, device::lowercase).ok()?, name.parse().ok()?))
}
