//! How the connection stands, said quietly and only when it does not.

use std::time::Duration;

use client::Status;
use leptos::prelude::*;

use crate::chat::Chat;
use crate::device::time;
use crate::words::current::words;

/// A line below the room's header. The stylesheet lets it appear after a moment: most connections are
/// there before anybody would read it.
#[component]
pub(crate) fn Connection() -> impl IntoView {
    let (chat, t) = (expect_context::<Chat>(), words());
    let status = Memo::new(move |_| chat.with(client::Client::status));
    let now = clock_while(move || matches!(status.get(), Status::Offline { .. }));
    let said = move || match status.get() {
        Status::Nameless | Status::SignedOut | Status::Online => None,
        Status::Connecting => Some((t().connecting, None)),
        Status::Offline { .. } => Some((t().offline, Some((t().retry_now, false)))),
        Status::Outdated => Some((t().outdated, Some((t().reload, true)))),
    };
    // For the eyes only: a screen reader would have to read every second of it.
    let countdown = move || match status.get() {
        Status::Offline { retry_at } => (t().retry_in)(retry_at.saturating_sub(now.get()).div_ceil(1000)),
        _ => String::new(),
    };
    let kind = move || match status.get() {
        Status::Nameless | Status::SignedOut | Status::Online => "connection",
        Status::Connecting => "connection connecting",
        Status::Offline { .. } => "connection offline",
        Status::Outdated => "connection outdated",
    };
    let button = move |(label, reload): (&'static str, bool)| {
        let act = move |_| if reload { reload_page() } else { chat.hurry() };
        view! { <button type="button" class="text-button" on:click=act>{label}</button> }
    };
    view! {
        <div class=kind>
            <span role="status">{move || said().map(|(text, _)| text)}</span>
            <span aria-hidden="true">{countdown}</span>
            {move || said().and_then(|(_, action)| action).map(button)}
        </div>
    }
}

fn reload_page() {
    // Refused only in documents that are being torn down.
    let _ = window().location().reload();
}

/// The time, moving on each second while `wanted`.
fn clock_while(wanted: impl Fn() -> bool + Send + Sync + 'static) -> ReadSignal<common::Millis> {
    let (now, set_now) = signal(time::now());
    Effect::new(move |_| {
        if wanted() {
            set_now.set(time::now());
            let tick = set_interval_with_handle(move || set_now.set(time::now()), Duration::from_secs(1));
            on_cleanup(move || {
                let _ = tick.map(|tick| tick.clear());
            });
        }
    });
    now
}
