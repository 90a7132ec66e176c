//! Leaves a room, after a question.

use client::Command;
use leptos::prelude::*;

use crate::chat::Chat;
use crate::state::language::Language;
use crate::state::location::{Location, forget_last_room};
use crate::state::open_room::OpenRoom;
use crate::state::route::Route;
use crate::widgets::modal::Confirm;

#[component]
pub(super) fn ConfirmLeave(open: RwSignal<bool>) -> impl IntoView {
    let (chat, location, room) =
        (expect_context::<Chat>(), expect_context::<Location>(), expect_context::<OpenRoom>());
    let language = expect_context::<Language>();
    let leave = move |()| {
        chat.command(Command::Leave(room.id()));
        forget_last_room();
        location.go(&Route::Directory);
    };
    view! {
        <Confirm
            open
            title=language.text(|t| t.leave_question)
            text=language.text(|t| t.leave_hint)
            yes=language.text(|t| t.leave_now)
            on_yes=leave
        />
    }
}
