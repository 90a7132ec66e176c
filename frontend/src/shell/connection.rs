//! How the connection stands, said quietly and only when it does not.

use std::time::Duration;

use client::{Client, Status};
use leptos::prelude::*;

use crate::chat::Chat;
use crate::device::time;
use crate::widgets::element::{El, button, el};
use crate::widgets::erased::{effect, when};
use crate::widgets::state::{Derived, Watched, memo};
use crate::words::Words;
use crate::words::current::t;

/// A line below the room's header. The stylesheet lets it appear after a moment: most connections are
/// there before anybody would read it.
pub(crate) fn connection() -> El {
    let status = move || Chat.with(Client::status);
    let offline = memo(move || matches!(status(), Status::Offline { .. }));
    let outdated = memo(move || status() == Status::Outdated);
    let now = clock_while(offline);
    // For the eyes only: a screen reader would have to read every second of it.
    let countdown = move || match status() {
        Status::Offline { retry_at } => (t().retry_in)(retry_at.saturating_sub(now.get()).div_ceil(1000)),
        _ => String::new(),
    };
    let act = move || if outdated.get_untracked() { reload() } else { Chat.hurry() };
    let label = move || if outdated.get() { t().reload } else { t().retry_now };
    el("div")
        .bind("class", move || kind(status()))
        .add(el("span").attr("role", "status").says(move || said(status(), t())))
        .add(el("span").attr("aria-hidden", "true").says(countdown))
        .add(when(
            move || offline.get() || outdated.get(),
            move || button("text-button").says(label).click(act),
        ))
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
fn clock_while(wanted: Derived<bool>) -> Watched<common::Millis> {
    let now = Watched::new(time::now());
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
