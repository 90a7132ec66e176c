//! The rows, and which of them one points at.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement};

use super::divider::divider;
use super::message::message;
use super::reader::Reader;
use super::row::Body;
use super::sheet::{Followed, Sheet};
use crate::chat::Chat;
use crate::shell::room::OpenRoom;
use crate::widgets::erased::{each, memo, on};
use crate::words::current::words;

/// Which message one points at; the last one is where the Tab key enters the feed. Rows go by their keys.
#[derive(Clone, Copy)]
pub(super) struct Active {
    row: RwSignal<String>,
    last: Memo<String>,
}

impl Active {
    pub fn new(sheet: Memo<Sheet>) -> Self {
        let last = memo(move || sheet.with(Sheet::last_message));
        Self { row: RwSignal::new(String::new()), last }
    }

    pub fn set(self, key: String) {
        if self.row.with_untracked(|row| *row != key) {
            self.row.set(key);
        }
    }

    pub fn clear(self) {
        self.set(String::new());
    }

    pub fn is(self, key: &str) -> bool {
        self.row.with(|row| row == key)
    }

    pub fn is_tab_stop(self, key: &str) -> bool {
        self.last.with(|last| last == key)
    }
}

/// The rows.
pub(super) fn feed(sheet: Memo<Sheet>, reader: Reader) -> AnyView {
    let (chat, t, OpenRoom(room)) = (expect_context::<Chat>(), words(), expect_context());
    let active = expect_context::<Active>();
    let of = room.clone();
    let title = memo(move || {
        chat.with(|client| client.room(&of).map(|room| room.title().to_string())).unwrap_or_default()
    });
    let busy = move || chat.with(|client| client.room(&room).is_none_or(client::Room::is_loading_older));
    let leave = on(move |event: ev::FocusEvent| {
        if leaves(&event) {
            active.clear();
        }
    });
    let point_away = on(move |event: ev::PointerEvent| {
        if event.pointer_type() == "mouse" {
            active.clear();
        }
    });
    view! {
        <div class="feed" role="feed" aria-label=move || (t().history_of)(&title.get())
            aria-busy=move || busy().to_string() node_ref=reader.feed on:keydown=on(walk) on:focusout=leave
            on:pointerleave=point_away>
            {each(move || sheet.with(Sheet::keys), move |key| row(sheet, &key))}
        </div>
    }
    .into_any()
}

fn row(sheet: Memo<Sheet>, key: &str) -> AnyView {
    let Some(row) = Followed::new(sheet, key) else { return ().into_any() };
    if matches!(row.now().body, Body::Message(_)) { message(row) } else { divider(row) }
}

/// From one message to the next by keys, as the feed pattern has it.
fn walk(event: ev::KeyboardEvent) {
    let back = match event.key().as_str() {
        "ArrowUp" | "PageUp" => true,
        "ArrowDown" | "PageDown" => false,
        _ => return,
    };
    let Some(mut row) = element(event.target()).filter(|row| row.tag_name() == "ARTICLE") else { return };
    while let Some(next) = if back { row.previous_element_sibling() } else { row.next_element_sibling() } {
        if next.tag_name() == "ARTICLE" {
            event.prevent_default();
            // Refused only for elements that cannot have the focus.
            let _ = next.dyn_into::<HtmlElement>().map(|next| next.focus());
            return;
        }
        row = next;
    }
}

/// Whether the focus goes to something outside the rows; from a dialog it comes back, and to nothing at all it
/// only goes when what had it is gone.
fn leaves(event: &web_sys::FocusEvent) -> bool {
    let to = element(event.related_target());
    to.is_some_and(|to| to.closest("[role=feed], dialog").ok().flatten().is_none())
}

fn element(target: Option<EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}
