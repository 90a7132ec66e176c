//! The rows between messages.

use leptos::prelude::*;

use super::row::{Body, Row, System};
use super::sheet::Followed;
use crate::device::time;
use crate::words::Words;
use crate::words::current::{lang, words};

/// A day, the unread line, or something that happened to the room.
#[component]
pub(super) fn Divider(row: Followed) -> impl IntoView {
    let (t, lang) = (words(), lang());
    let first = row.now();
    let text = row.part(body);
    let said = move || match text.get() {
        Body::Day(day, at) => time::day_name(day, at, lang()),
        Body::Unread => t().new_messages.to_owned(),
        Body::System(system) => sentence(&system, t()),
        Body::Message(_) => String::new(),
    };
    let kind = match first.body {
        Body::Day(..) => "day-line",
        Body::Unread => "unread-line",
        _ => "system-line",
    };
    let seq = row.part(|row| row.seq);
    view! { <div class=kind data-seq=move || seq.get()><span>{said}</span></div> }
}

fn body(row: &Row) -> Body {
    row.body.clone()
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
