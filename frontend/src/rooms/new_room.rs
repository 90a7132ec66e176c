//! Makes a room, or joins the one that has the name already.

use client::Command;
use common::{RoomId, Title};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::chat::Chat;
use crate::device;
use crate::state::dialogs::NewRoomOpen;
use crate::state::language::Language;
use crate::state::location::Location;
use crate::state::route::Route;
use crate::widgets::modal::Modal;

#[component]
pub(crate) fn NewRoomDialog() -> impl IntoView {
    let (NewRoomOpen(open), language) = (expect_context(), expect_context::<Language>());
    view! {
        <Modal open title=language.text(|t| t.new_room)>
            <Form open />
        </Modal>
    }
}

#[component]
fn Form(open: RwSignal<bool>) -> impl IntoView {
    let (chat, location, language) =
        (expect_context::<Chat>(), expect_context::<Location>(), expect_context::<Language>());
    let (name, is_invalid) = (RwSignal::new(String::new()), RwSignal::new(false));
    let create = move |event: SubmitEvent| {
        event.prevent_default();
        let Some((room, title)) = parse(&name.get_untracked()) else { return is_invalid.set(true) };
        chat.command(Command::Create { room: room.clone(), title: Some(title) });
        open.set(false);
        location.go(&Route::Room(room));
    };
    view! {
        <form novalidate on:submit=create>
            <label class="field-label" for="room-name">
                {language.text(|t| t.room_name)}
            </label>
            <input
                class="field-input"
                id="room-name"
                type="text"
                dir="auto"
                autocomplete="off"
                maxlength="80"
                autofocus
                aria-describedby="room-name-hint"
                aria-invalid=move || is_invalid.get().to_string()
                on:input:target=move |event| {
                    is_invalid.set(false);
                    name.set(event.target().value());
                }
            />
            <p class="field-hint" class:is-error=is_invalid id="room-name-hint" role="status">
                {move || {
                    if is_invalid.get() {
                        language.words().room_name_does_not_fit
                    } else {
                        language.words().new_room_hint
                    }
                }}
            </p>
            <div class="modal-actions">
                <button type="button" class="button" on:click=move |_| open.set(false)>
                    {language.text(|t| t.cancel)}
                </button>
                <button type="submit" class="button is-primary">
                    {language.text(|t| t.create)}
                </button>
            </div>
        </form>
    }
}

fn parse(name: &str) -> Option<(RoomId, Title)> {
    Some((RoomId::from_title(name, device::lowercase).ok()?, name.parse().ok()?))
}
