//! The way in for those who have an account, and the way out.

use client::{Command, Status};

use super::flow::{SignIn, Stage};
use crate::chat::Chat;
use crate::widgets::element::{El, button, el};
use crate::words::current::t;

/// A button, and what went wrong the last time.
pub(crate) fn sign_in() -> [El; 2] {
    let busy = move || SignIn.stage() == Stage::Busy;
    let wrong = move || match SignIn.stage() {
        Stage::Failed => t().sign_in_failed,
        Stage::Idle if Chat.with(|client| client.status() == Status::SignedOut) => t().signed_out,
        Stage::Idle | Stage::Busy => "",
    };
    let leave = button("button primary wide")
        .bind("disabled", move || busy().then_some(""))
        .says(move || if busy() { t().signing_in } else { t().sign_in })
        .click(move || SignIn.leave());
    [leave, el("p.hint.wrong").attr("role", "alert").says(wrong)]
}

/// Who came in with an account can leave with it; a guest can come to have one.
pub(crate) fn account() -> Option<El> {
    let is_guest = Chat.glance(|client| client.me().is_none_or(|me| me.user.is_guest()));
    let leave = || button("button wide").says(|| t().sign_out).click(|| Chat.command(Command::SignOut));
    match (is_guest, SignIn.offer().issuer) {
        (false, _) => Some(el("div.account").add(leave())),
        (true, Some(_)) => Some(el("div.account").add(sign_in())),
        (true, None) => None,
    }
}
