//! The rows between messages.

use super::row::{Body, System};
use super::sheet::Followed;
use crate::device::time;
use crate::widgets::element::{El, el};
use crate::words::current::{lang, t};
use crate::words::{Lang, Words};

/// A day, the unread line, or something that happened to the room.
pub(super) fn divider(row: Followed) -> El {
    let kind = match row.now().body {
        Body::Day(..) => "day-line",
        Body::Unread => "unread-line",
        _ => "system-line",
    };
    el("div")
        .attr("class", kind)
        .bind("data-seq", move || row.with(|row| row.seq).map(|seq| seq.to_string()))
        .add(el("span").says(move || row.with(|row| said(&row.body, t(), lang()))))
}

fn said(body: &Body, t: &Words, lang: Lang) -> String {
    match body {
        Body::Day(nearness, at) => time::day_name(*nearness, *at, lang),
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
