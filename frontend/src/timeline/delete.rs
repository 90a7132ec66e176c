//! Asks before a message is taken back.

use client::Command;
use common::Seq;
use leptos::prelude::*;

use crate::chat::Chat;
use crate::shell::room::OpenRoom;
use crate::widgets::modal::confirm;

/// The message that is about to be deleted.
#[derive(Clone, Copy)]
pub(super) struct Deleting {
    target: StoredValue<Option<Seq>>,
    open: RwSignal<bool>,
}

impl Deleting {
    pub fn new() -> Self {
        Self { target: StoredValue::new(None), open: RwSignal::new(false) }
    }

    /// Asks about this message.
    pub fn ask(self, seq: Seq) {
        self.target.set_value(Some(seq));
        self.open.set(true);
    }
}

/// The question.
pub(super) fn delete() -> AnyView {
    let (chat, OpenRoom(room)) = (expect_context::<Chat>(), expect_context());
    let Deleting { target, open } = expect_context();
    let delete = move || {
        if let Some(target) = target.get_value() {
            chat.command(Command::Delete { room: room.clone(), target });
        }
    };
    confirm(open, |t| t.delete_question.to_owned(), |t| t.delete_hint, |t| t.delete, delete)
}
