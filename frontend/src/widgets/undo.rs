//! Offers to undo the last deletion, as long as it was not sent.

use client::{Command, Pending};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::chat::Chat;
use crate::device::{events, keys};
use crate::state::language::Language;
use crate::widgets::focus::{focus_message, is_focus_lost};

/// Ctrl+Z (⌘Z) does what its button does.
#[component]
pub(crate) fn UndoToast() -> impl IntoView {
    let (chat, language) = (expect_context::<Chat>(), expect_context::<Language>());
    events::listen_to_default(&document(), "keydown", move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        if event.key() == "z" && keys::is_command(event) && !keys::is_typing(event) && undo(chat) {
            event.prevent_default();
        }
    });
    // The notice may leave with the focus in it.
    Effect::new(move |before: Option<Option<Pending>>| {
        let now = chat.undoable.get();
        if let Some(target) = before.flatten().and_then(|pending| pending.change.target()) {
            request_animation_frame(move || {
                if is_focus_lost() {
                    focus_message(target);
                }
            });
        }
        now
    });
    move || {
        chat.undoable.read().is_some().then(|| {
            view! {
                <p class="toast">
                    {language.text(|t| t.deleted)}
                    <button type="button" class="button-link" on:click=move |_| _ = undo(chat)>
                        {language.text(|t| t.undo)}
                    </button>
                </p>
            }
        })
    }
}

/// Undoes the last deletion, and puts the focus on its message. Returns whether there was one.
fn undo(chat: Chat) -> bool {
    let Some(pending) = chat.undoable.get_untracked() else { return false };
    let target = pending.change.target();
    chat.command(Command::Undo(pending.client_id));
    target.into_iter().for_each(focus_message);
    true
}
