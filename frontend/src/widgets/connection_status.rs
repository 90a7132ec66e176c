//! The state of the connection. It says something only while there is no connection.

use client::Status;
use gloo_timers::callback::Interval;
use leptos::prelude::*;

use crate::chat::Chat;
use crate::device::{self, dates};
use crate::state::language::Language;
use crate::words::Words;

/// A line below the room's header. The stylesheet lets it appear after a moment, because most connections are there
/// before anybody would read it.
#[component]
pub(crate) fn ConnectionStatus() -> impl IntoView {
    let (chat, language) = (expect_context::<Chat>(), expect_context::<Language>());
    let status = chat.status;
    let is_offline = Memo::new(move |_| matches!(status.get(), Status::Offline { .. }));
    let is_outdated = Memo::new(move |_| status.get() == Status::Outdated);
    let now = clock_while(is_offline);
    let countdown = move || match status.get() {
        Status::Offline { retry_at } => {
            (language.words().retry_in)(retry_at.saturating_sub(now.get()).div_ceil(1000))
        }
        _ => String::new(),
    };
    let act = move |_| if is_outdated.get_untracked() { device::reload() } else { chat.reconnect_now() };
    view! {
        <div class="connection-status" data-status=move || name(status.get())>
            <span role="status">{move || text(status.get(), language.words())}</span>
            // A screen reader would read out every second of it.
            <span aria-hidden="true">{countdown}</span>
            <Show when=move || is_offline.get() || is_outdated.get()>
                <button type="button" class="button-link" on:click=act>
                    {move || {
                        if is_outdated.get() { language.words().reload } else { language.words().retry_now }
                    }}
                </button>
            </Show>
        </div>
    }
}

/// The value of `data-status`, which the stylesheet knows.
fn name(status: Status) -> Option<&'static str> {
    match status {
        Status::Nameless | Status::SignedOut | Status::Online => None,
        Status::Connecting => Some("connecting"),
        Status::Offline { .. } => Some("offline"),
        Status::Outdated => Some("outdated"),
    }
}

fn text(status: Status, t: &Words) -> &'static str {
    match status {
        Status::Nameless | Status::SignedOut | Status::Online => "",
        Status::Connecting => t.connecting,
        Status::Offline { .. } => t.offline,
        Status::Outdated => t.outdated,
    }
}

/// The time, updated each second while `wanted`.
fn clock_while(wanted: Memo<bool>) -> RwSignal<common::Millis> {
    let now = RwSignal::new(dates::now());
    let interval = StoredValue::new_local(None::<Interval>);
    Effect::new(move || {
        let start = || {
            now.set(dates::now());
            Interval::new(1_000, move || now.set(dates::now()))
        };
        interval.set_value(wanted.get().then(start));
    });
    now
}
