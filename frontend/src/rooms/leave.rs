//! Leaves a room, after a question.

use client::Command;
use leptos::prelude::*;

use crate::chat::Chat;
use crate::route::Route;
use crate::route::current::{Here, forget_last_room};
use crate::shell::room::OpenRoom;
use crate::widgets::modal::Confirm;
use crate::words::current::words;

/// The question.
#[component]
pub(crate) fn Leave(open: RwSignal<bool>, title: Memo<String>) -> impl IntoView {
    let (chat, here, t, OpenRoom(id)) =
        (expect_context::<Chat>(), expect_context::<Here>(), words(), expect_context());
    let leave = Callback::new(move |()| {
        chat.command(Command::Leave(id.clone()));
        forget_last_room();
        here.go(&Route::Directory);
    });
    view! {
        <Confirm open question=Signal::derive(move || (t().leave_question)(&title.get()))
            hint=Signal::derive(move || t().leave_hint.to_owned())
            yes=Signal::derive(move || t().leave_now.to_owned()) on_yes=leave/>
    }
}
