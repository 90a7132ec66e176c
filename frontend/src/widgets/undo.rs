//! Offers to undo the last deletion, as long as it was not sent.

use client::{Command, Pending};
use common::{ClientId, Seq};
use leptos::prelude::*;

use crate::chat::Chat;
use crate::state::language::Language;
use crate::widgets::focus::{focus_message, is_focus_lost};

/// Shows the last deletion while it can be undone, with a button that undoes it.
#[component]
pub(crate) fn UndoToast() -> impl IntoView {
    let (chat, language) = (expect_context::<Chat>(), expect_context::<Language>());
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
                    <button type="button" class="button-link" on:click=move |_| undo_last(chat)>
                        {language.text(|t| t.undo)}
                    </button>
                </p>
            }
        })
    }
}

/// Undoes the last deletion, if it was not sent yet.
pub(crate) fn undo_last(chat: Chat) {
    if let Some(Pending { client_id, change, .. }) = chat.undoable.get_untracked() {
        undo(chat, client_id, change.target());
    }
}

/// Undoes a deletion, and puts the focus on its message.
pub(crate) fn undo(chat: Chat, deletion: ClientId, target: Option<Seq>) {
    chat.command(Command::Undo(deletion));
    target.into_iter().for_each(focus_message);
}
