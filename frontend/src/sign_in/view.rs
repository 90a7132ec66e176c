//! The buttons to sign in and to sign out.

use client::{Command, Status};
use leptos::prelude::*;

use super::flow::{SignIn, Stage};
use crate::chat::Chat;
use crate::state::language::Language;

/// Goes to the issuer. Tells what went wrong the last time.
#[component]
pub(crate) fn SignInButton() -> impl IntoView {
    let (chat, sign_in, language) =
        (expect_context::<Chat>(), expect_context::<SignIn>(), expect_context::<Language>());
    let is_busy = move || sign_in.stage.get() == Stage::Busy;
    let error = move || match sign_in.stage.get() {
        Stage::Failed => language.words().sign_in_failed,
        Stage::Idle if chat.status.get() == Status::SignedOut => language.words().signed_out,
        Stage::Idle | Stage::Busy => "",
    };
    view! {
        <button
            type="button"
            class="button is-primary is-wide"
            disabled=is_busy
            on:click=move |_| sign_in.start()
        >
            {move || if is_busy() { language.words().signing_in } else { language.words().sign_in }}
        </button>
        <p class="sign-in-error" role="alert">
            {error}
        </p>
    }
}

/// In the settings: a person with an account can sign out, and a guest can sign in.
#[component]
pub(crate) fn Account() -> impl IntoView {
    let (chat, sign_in, language) =
        (expect_context::<Chat>(), expect_context::<SignIn>(), expect_context::<Language>());
    let is_guest = chat.user.read_untracked().as_ref().is_none_or(|user| user.is_guest());
    let sign_out = move |_| chat.command(Command::SignOut);
    let account = match (is_guest, sign_in.offer().issuer) {
        (false, _) => view! {
            <div class="sign-in-account">
                <button type="button" class="button is-wide" on:click=sign_out>
                    {language.text(|t| t.sign_out)}
                </button>
            </div>
        }
        .into_any(),
        (true, Some(_)) => view! {
            <div class="sign-in-account">
                <SignInButton />
            </div>
        }
        .into_any(),
        (true, None) => ().into_any(),
    };
    view! {
        {account}
        <SignOutOthers />
    }
}

/// Ends the person's sessions on all other devices. Says so only when the server has done it.
#[component]
fn SignOutOthers() -> impl IntoView {
    let (chat, language) = (expect_context::<Chat>(), expect_context::<Language>());
    let is_wanted = RwSignal::new(false);
    let sign_out = move |_| {
        chat.command(Command::SignOutOthers);
        is_wanted.set(true);
    };
    let progress = move || match (chat.is_signing_out_others.get(), is_wanted.get()) {
        (true, _) => language.words().sending,
        (false, true) => language.words().signed_out_others,
        (false, false) => "",
    };
    view! {
        <div class="sign-in-account">
            <button type="button" class="button is-wide" on:click=sign_out>
                {language.text(|t| t.sign_out_others)}
            </button>
            <p class="field-hint" role="status">
                {progress}
            </p>
        </div>
    }
}
