//! How the connection stands, said quietly and only when it does not.

use std::time::Duration;

use client::{Client, Status};
use leptos::prelude::*;

use crate::chat::Chat;
use crate::device::time;
use crate::widgets::erased::{click, effect, memo, when};
use crate::words::Words;
use crate::words::current::words;

/// A line below the room's header. The stylesheet lets it appear after a moment: most connections are
/// there before anybody would read it.
#[component]
pub(crate) fn Connection() -> impl IntoView {
    let (chat, t) = (expect_context::<Chat>(), words());
    let status = move || chat.with(Client::status);
    let offline = memo(move || matches!(status(), Status::Offline { .. }));
    let outdated = memo(move || status() == Status::Outdated);
    let now = clock_while(offline);
    // For the eyes only: a screen reader would have to read every second of it.
    let countdown = move || match status() {
        Status::Offline { retry_at } => (t().retry_in)(retry_at.saturating_sub(now.get()).div_ceil(1000)),
        _ => String::new(),
    };
    let act = move || if outdated.get_untracked() { reload() } else { chat.hurry() };
    let button = move || {
        let label = move || if outdated.get() { t().reload } else { t().retry_now };
        view! { <button type="button" class="text-button" on:click=click(act)>{move || label()}</button> }
            .into_any()
    };
    view! {
        <div class=move || kind(status())>
            <span role="status">{move || said(status(), t())}</span>
            <span aria-hidden="true">{move || countdown()}</span>
            {when(move || offline.get() || outdated.get(), button)}
        </div>
    }
}

fn kind(status: Status) -> &'static str {
    match status {
        Status::Nameless | Status::SignedOut | Status::Online => "connection",
        Status::Connecting => "connection connecting",
        Status::Offline { .. } => "connection offline",
        Status::Outdated => "connection outdated",
    }
}

fn said(status: Status, t: &Words) -> &'static str {
    match status {
        Status::Nameless | Status::SignedOut | Status::Online => "",
        Status::Connecting => t.connecting,
        Status::Offline { .. } => t.offline,
        Status::Outdated => t.outdated,
    }
}

fn reload() {
    // Refused only in documents that are being torn down.
    let _ = window().location().reload();
}

/// The time, moving on each second while `wanted`.
fn clock_while(wanted: Memo<bool>) -> RwSignal<common::Millis> {
    let now = RwSignal::new(time::now());
    effect(move || {
        if wanted.get() {
            now.set(time::now());
            let tick = set_interval_with_handle(move || now.set(time::now()), Duration::from_secs(1));
            on_cleanup(move || {
                let _ = tick.map(|tick| tick.clear());
            });
        }
    });
    now
}
