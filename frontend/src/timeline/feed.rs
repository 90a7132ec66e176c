//! The rows.

use leptos::ev::{FocusEvent, KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget};

use super::active_row::ActiveRow;
use super::divider::Divider;
use super::message::MessageView;
use crate::state::language::Language;
use crate::state::open_room::OpenRoom;
use crate::state::timeline::row_signal::{Timeline, TimelineRow};
use crate::state::viewport::Viewport;
use crate::widgets::focus::focus;

#[component]
pub(super) fn Feed() -> impl IntoView {
    let (timeline, viewport) = (expect_context::<Timeline>(), expect_context::<Viewport>());
    let (room, active, language) =
        (expect_context::<OpenRoom>(), expect_context::<ActiveRow>(), expect_context::<Language>());
    let is_busy = move || room.with(|room| !room.is_loaded() || room.is_loading()).unwrap_or(true);
    let focus_left = move |event: FocusEvent| {
        if leaves_feed(&event) {
            active.blur();
        }
    };
    let pointer_left = move |event: PointerEvent| {
        if event.pointer_type() == "mouse" {
            active.clear();
        }
    };
    // A feed owns articles; while nobody has said anything, there is none.
    let has_messages = Memo::new(move |_| timeline.last_message().is_some());
    let row = |row: TimelineRow| {
        let signal = row.signal();
        if row.is_message() {
            view! { <MessageView key=row.key row=signal /> }.into_any()
        } else {
            view! { <Divider row=signal /> }.into_any()
        }
    };
    view! {
        <div
            class="timeline-feed"
            role=move || if has_messages.get() { "feed" } else { "group" }
            node_ref=viewport.feed
            aria-label=move || (language.words().history_of)(&room.title(language.words()))
            aria-busy=move || is_busy().to_string()
            on:keydown=move_between_messages
            on:focusout=focus_left
            on:pointerleave=pointer_left
        >
            <For each=move || timeline.rows() key=|row| row.key.clone() children=row />
        </div>
    }
}

/// Moves the focus between messages by the arrow keys, as the ARIA feed pattern has it, and by Home and End.
fn move_between_messages(event: KeyboardEvent) {
    let Some(mut row) = element(event.target()).filter(is_message) else { return };
    let up = match event.key().as_str() {
        "ArrowUp" | "PageUp" => true,
        "ArrowDown" | "PageDown" => false,
        "Home" => return focus_end(&event, &row, "article"),
        "End" => return focus_end(&event, &row, "article:nth-last-child(1 of article)"),
        _ => return,
    };
    while let Some(next) = if up { row.previous_element_sibling() } else { row.next_element_sibling() } {
        if is_message(&next) {
            event.prevent_default();
            return focus(Some(next));
        }
        row = next;
    }
}

/// Gives the focus to the message that this CSS selector finds among the rows.
fn focus_end(event: &KeyboardEvent, row: &Element, selector: &str) {
    event.prevent_default();
    focus(row.parent_element().and_then(|feed| feed.query_selector(selector).ok().flatten()));
}

fn is_message(row: &Element) -> bool {
    row.tag_name() == "ARTICLE"
}

/// Whether the focus moves to an element outside the feed. It comes back from a dialog, and it moves to nothing at all
/// when the element that had it is removed: neither leaves the feed.
fn leaves_feed(event: &FocusEvent) -> bool {
    let to = element(event.related_target());
    to.is_some_and(|to| to.closest("[role=feed], dialog").ok().flatten().is_none())
}

fn element(target: Option<EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}
