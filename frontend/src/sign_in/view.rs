//! The way in for those who have an account, and the way out.

use client::{Command, Status};
use leptos::prelude::*;

use super::flow::{SignIn, Stage};
use crate::chat::Chat;
use crate::widgets::erased::click;
use crate::words::current::words;

/// A button, and what went wrong the last time.
#[component]
pub(crate) fn SignInPart() -> impl IntoView {
    let (chat, sign_in, t) = (expect_context::<Chat>(), expect_context::<SignIn>(), words());
    let busy = move || sign_in.stage() == Stage::Busy;
    let wrong = move || match sign_in.stage() {
        Stage::Failed => t().sign_in_failed,
        Stage::Idle if chat.with(|client| client.status() == Status::SignedOut) => t().signed_out,
        Stage::Idle | Stage::Busy => "",
    };
    view! {
        <button type="button" class="button primary wide" disabled=move || busy() on:click=click(move || sign_in.leave())>
            {move || if busy() { t().signing_in } else { t().sign_in }}
        </button>
        <p class="hint wrong" role="alert">{move || wrong()}</p>
    }
}

/// Who came in with an account can leave with it; a guest can come to have one.
#[component]
pub(crate) fn Account() -> impl IntoView {
    let (chat, sign_in, t) = (expect_context::<Chat>(), expect_context::<SignIn>(), words());
    let is_guest = chat.glance(|client| client.me().is_none_or(|me| me.user.is_guest()));
    let leave = move || {
        view! {
            <button type="button" class="button wide" on:click=click(move || chat.command(Command::SignOut))>
                {move || t().sign_out}
            </button>
        }
    };
    let part = match (is_guest, sign_in.offer().issuer) {
        (false, _) => leave().into_any(),
        (true, Some(_)) => view! { <SignInPart/> }.into_any(),
        (true, None) => return ().into_any(),
    };
    view! { <div class="account">{part}</div> }.into_any()
}
