//! Leaves a room, after a question.

use client::Command;

use crate::chat::Chat;
use crate::route::Route;
use crate::route::current::{Here, forget_last_room};
use crate::shell::room::ShownRoom;
use crate::widgets::element::El;
use crate::widgets::modal::{Question, confirm};
use crate::widgets::state::{Watched, context};
use crate::words::current::t;

/// The question.
pub(crate) fn leave(open: Watched<bool>) -> El {
    let room = context::<ShownRoom>();
    let leave = move || {
        Chat.command(Command::Leave(room.id()));
        forget_last_room();
        Here.go(&Route::Directory);
    };
    let question = Question { title: || t().leave_question, hint: || t().leave_hint, yes: || t().leave_now };
    confirm(open, question, leave)
}
