//! The rows between messages.

use common::Name;
use leptos::prelude::*;

use crate::device::dates;
use crate::state::language::Language;
use crate::state::timeline::day::RelativeDay;
use crate::state::timeline::row::{Content, System};
use crate::state::timeline::row_signal::RowSignal;
use crate::words::Words;

/// A day, the unread line, or something that happened to the room.
#[component]
pub(super) fn Divider(row: RowSignal) -> impl IntoView {
    let language = expect_context::<Language>();
    view! {
        <div
            class="divider"
            data-kind=row.with_untracked(|row| kind(&row.content))
            data-seq=move || row.with(|row| row.seq)
        >
            <span title=move || row.with(|row| exact_day(&row.content, language.tag()))>
                {move || row.with(|row| text(&row.content, language.words(), language.tag()))}
            </span>
        </div>
    }
}

/// The date of a day that is named otherwise.
fn exact_day(content: &Content, language: &str) -> Option<String> {
    match content {
        Content::Day(RelativeDay::Today | RelativeDay::Yesterday, at) => Some(dates::day(*at, language)),
        _ => None,
    }
}

/// The value of `data-kind`. The stylesheet and `Viewport` select by it.
fn kind(content: &Content) -> &'static str {
    match content {
        Content::Day(..) => "day",
        Content::Unread => "unread",
        Content::System(_) | Content::Message(_) => "system",
    }
}

fn text(content: &Content, t: &Words, language: &str) -> String {
    match content {
        Content::Day(RelativeDay::Today, _) => t.today.to_owned(),
        Content::Day(RelativeDay::Yesterday, _) => t.yesterday.to_owned(),
        Content::Day(RelativeDay::Other, at) => dates::day(*at, language),
        Content::Unread => t.new_messages.to_owned(),
        Content::System(system) => system_text(system, t),
        Content::Message(_) => String::new(),
    }
}

fn system_text(system: &System, t: &Words) -> String {
    let list = |names: &[Name]| (t.names)(&names.iter().map(Name::as_str).collect::<Vec<_>>());
    match system {
        System::Joined(names) => (t.joined)(&list(names)),
        System::Left(names) => (t.left)(&list(names)),
        System::Titled(name, title) => (t.titled)(name.as_str(), title.as_str()),
    }
}
