//! Leaves a room, after a question.

use client::Command;
use leptos::prelude::*;

use crate::chat::Chat;
use crate::route::Route;
use crate::route::current::{Here, forget_last_room};
use crate::shell::room::OpenRoom;
use crate::widgets::modal::confirm;

/// The question.
pub(crate) fn leave(open: RwSignal<bool>) -> AnyView {
    let (chat, here, OpenRoom(id)) = (expect_context::<Chat>(), expect_context::<Here>(), expect_context());
    let leave = move || {
        chat.command(Command::Leave(id.clone()));
        forget_last_room();
        here.go(&Route::Directory);
    };
    confirm(open, |t| t.leave_question.to_owned(), |t| t.leave_hint, |t| t.leave_now, leave)
}
