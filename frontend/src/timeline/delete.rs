//! Asks before a message is taken back.

use client::Command;
use common::Seq;
use leptos::prelude::*;

use crate::chat::Chat;
use crate::shell::room::OpenRoom;
use crate::widgets::modal::Confirm;
use crate::words::current::words;

/// The message that is about to be deleted.
#[derive(Clone, Copy)]
pub(super) struct Deleting {
    target: RwSignal<Option<Seq>>,
    open: RwSignal<bool>,
}

impl Deleting {
    pub fn new() -> Self {
        Self { target: RwSignal::new(None), open: RwSignal::new(false) }
    }

    /// Asks about this message.
    pub fn ask(self, seq: Seq) {
        self.target.set(Some(seq));
        self.open.set(true);
    }
}

/// The question.
#[component]
pub(super) fn Delete() -> impl IntoView {
    let (chat, t, OpenRoom(room)) = (expect_context::<Chat>(), words(), expect_context());
    let Deleting { target, open } = expect_context();
    let delete = Callback::new(move |()| {
        if let Some(target) = target.get_untracked() {
            chat.command(Command::Delete { room: room.clone(), target });
        }
    });
    view! {
        <Confirm open question=Signal::derive(move || t().delete_question.to_owned())
            hint=Signal::derive(move || t().delete_hint.to_owned())
            yes=Signal::derive(move || t().delete.to_owned()) on_yes=delete/>
    }
}
