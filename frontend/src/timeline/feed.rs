//! The rows, and which of them one points at.

use std::sync::Arc;

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement};

use super::divider::Divider;
use super::message::Message;
use super::reader::Reader;
use super::row::{Body, Row};
use super::sheet::{Followed, Sheet};
use crate::chat::Chat;
use crate::shell::room::OpenRoom;
use crate::words::current::words;

/// Which message one points at; the last one is where the Tab key enters the feed.
#[derive(Clone, Copy)]
pub(super) struct Active {
    row: RwSignal<Option<String>>,
    last: Memo<Option<String>>,
}

impl Active {
    pub fn new(sheet: Memo<Sheet>) -> Self {
        let last = Memo::new(move |_| sheet.with(Sheet::last_message));
        Self { row: RwSignal::new(None), last }
    }

    pub fn set(self, key: String) {
        if self.row.with_untracked(|row| row.as_ref() != Some(&key)) {
            self.row.set(Some(key));
        }
    }

    pub fn clear(self) {
        self.row.set(None);
    }

    pub fn is(self, key: &str) -> bool {
        self.row.with(|row| row.as_deref() == Some(key))
    }

    pub fn is_tab_stop(self, key: &str) -> bool {
        self.last.with(|last| last.as_deref() == Some(key))
    }
}

/// The rows.
#[component]
pub(super) fn Feed(sheet: Memo<Sheet>, reader: Reader) -> impl IntoView {
    let (chat, t, OpenRoom(room)) = (expect_context::<Chat>(), words(), expect_context());
    let active = expect_context::<Active>();
    let state = Memo::new(move |_| {
        chat.with(|client| client.room(&room).map(|room| (room.title().to_string(), room.is_loading_older())))
    });
    let label = move || (t().history_of)(&state.get().unwrap_or_default().0);
    let busy = move || state.get().is_none_or(|(_, busy)| busy).to_string();
    let row = move |row: Arc<Row>| {
        let is_message = matches!(row.body, Body::Message(_));
        let row = Followed::new(sheet, row);
        if is_message { view! { <Message row/> }.into_any() } else { view! { <Divider row/> }.into_any() }
    };
    view! {
        <div class="feed" role="feed" aria-label=label aria-busy=busy node_ref=reader.feed on:keydown=walk
            on:focusout=move |event| if leaves(&event) { active.clear() }
            on:pointerleave=move |event| if event.pointer_type() == "mouse" { active.clear() }>
            <For each=move || sheet.with(Sheet::rows) key=|row| row.key.clone() children=row/>
        </div>
    }
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

/// Whether the focus goes to something outside the rows; to nothing at all it only goes when what had it is
/// gone.
fn leaves(event: &ev::FocusEvent) -> bool {
    let to = element(event.related_target());
    to.is_some_and(|to| to.closest("[role=feed]").ok().flatten().is_none())
}

fn element(target: Option<EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}
