//! The way in for those who have an account.

use client::Status;
use leptos::prelude::*;

use super::flow::{SignIn, Stage};
use crate::chat::Chat;
use crate::words::current::words;

/// A button, and what went wrong the last time.
#[component]
pub(crate) fn SignInPart() -> impl IntoView {
    let (chat, sign_in, t) = (expect_context::<Chat>(), expect_context::<SignIn>(), words());
    let busy = move || sign_in.stage() == Stage::Busy;
    let wrong = move || match sign_in.stage() {
        Stage::Busy => None,
        Stage::Failed => Some(t().sign_in_failed),
        Stage::Idle => chat.with(|client| client.status() == Status::SignedOut).then_some(t().signed_out),
    };
    view! {
        <button type="button" class="button primary wide" disabled=busy on:click=move |_| sign_in.leave()>
            {move || if busy() { t().signing_in } else { t().sign_in }}
        </button>
        <p class="hint wrong" role="alert">{wrong}</p>
    }
}
