//! Asks before a message is deleted.

use client::Command;
use common::{Change, Delete, Seq};
use leptos::prelude::*;

use crate::chat::Chat;
use crate::state::language::Language;
use crate::state::open_room::OpenRoom;
use crate::widgets::modal::Confirm;

/// The message that is about to be deleted: a context.
#[derive(Clone, Copy)]
pub(super) struct Deleting {
    target: StoredValue<Option<Seq>>,
    open: RwSignal<bool>,
}

impl Deleting {
    pub fn new() -> Self {
        Self { target: StoredValue::new(None), open: RwSignal::new(false) }
    }

    /// Asks whether to delete this message.
    pub fn ask(self, target: Seq) {
        self.target.set_value(Some(target));
        self.open.set(true);
    }
}

#[component]
pub(super) fn ConfirmDelete() -> impl IntoView {
    let (chat, room, language) =
        (expect_context::<Chat>(), expect_context::<OpenRoom>(), expect_context::<Language>());
    let Deleting { target, open } = expect_context();
    let delete = move |()| {
        if let Some(target) = target.get_value() {
            let change = Change::Delete(Delete { target });
            chat.command(Command::Change { room: room.id(), change });
        }
    };
    view! {
        <Confirm
            open
            title=language.text(|t| t.delete_question)
            text=language.text(|t| t.delete_hint)
            yes=language.text(|t| t.delete)
            on_yes=delete
        />
    }
}
