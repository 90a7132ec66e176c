//! Asks before a message is taken back.

use client::Command;
use common::Seq;

use crate::chat::Chat;
use crate::shell::room::ShownRoom;
use crate::widgets::element::El;
use crate::widgets::modal::{Question, confirm};
use crate::widgets::state::{Kept, Watched, context};
use crate::words::current::t;

/// The message that is about to be deleted.
#[derive(Clone, Copy)]
pub(super) struct Deleting {
    target: Kept<Option<Seq>>,
    open: Watched<bool>,
}

impl Deleting {
    pub fn new() -> Self {
        Self { target: Kept::new(None), open: Watched::new(false) }
    }

    /// Asks about this message.
    pub fn ask(self, seq: Seq) {
        self.target.set(Some(seq));
        self.open.set(true);
    }
}

/// The question.
pub(super) fn delete() -> El {
    let room = context::<ShownRoom>();
    let Deleting { target, open } = context();
    let delete = move || {
        if let Some(target) = target.get() {
            Chat.command(Command::Delete { room: room.id(), target });
        }
    };
    let question = Question { title: || t().delete_question, hint: || t().delete_hint, yes: || t().delete };
    confirm(open, question, delete)
}
