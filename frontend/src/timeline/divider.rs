//! The rows between messages.

use leptos::prelude::*;

use super::row::{Body, System};
use super::sheet::Followed;
use crate::device::time;
use crate::words::current::{lang, words};
use crate::words::{Lang, Words};

/// A day, the unread line, or something that happened to the room.
pub(super) fn divider(row: Followed) -> AnyView {
    let (t, lang) = (words(), lang());
    let kind = match row.now().body {
        Body::Day(..) => "day-line",
        Body::Unread => "unread-line",
        _ => "system-line",
    };
    view! {
        <div class=kind data-seq=move || row.with(|row| row.seq).map(|seq| seq.to_string())>
            <span>{move || row.with(|row| said(&row.body, t(), lang()))}</span>
        </div>
    }
    .into_any()
}

fn said(body: &Body, t: &Words, lang: Lang) -> String {
    match body {
        Body::Day(day, at) => time::day_name(*day, *at, lang),
        Body::Unread => t.new_messages.to_owned(),
        Body::System(system) => sentence(system, t),
        Body::Message(_) => String::new(),
    }
}

fn sentence(system: &System, t: &Words) -> String {
    let listed =
        |names: &[common::Name]| (t.names)(&names.iter().map(|name| name.as_str()).collect::<Vec<_>>());
    match system {
        System::Joined(names) => (t.joined)(&listed(names)),
        System::Left(names) => (t.left)(&listed(names)),
        System::Titled(name, title) => (t.titled)(name.as_str(), title.as_str()),
    }
}
