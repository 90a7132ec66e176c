//! The rows, and which of them one points at.

use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, FocusEvent, HtmlElement, KeyboardEvent, PointerEvent};

use super::divider::divider;
use super::message::message;
use super::reader::Reader;
use super::row::Body;
use super::sheet::{Followed, Sheet};
use crate::shell::room::ShownRoom;
use crate::widgets::element::{El, el};
use crate::widgets::erased::each;
use crate::widgets::state::{Derived, Watched, context, memo};
use crate::words::current::t;

/// Which message one points at; the last one is where the Tab key enters the feed. Rows go by their keys.
#[derive(Clone, Copy)]
pub(super) struct Active {
    row: Watched<String>,
    last: Derived<String>,
}

impl Active {
    pub fn new(sheet: Derived<Sheet>) -> Self {
        let last = memo(move || sheet.with(Sheet::last_message));
        Self { row: Watched::new(String::new()), last }
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
pub(super) fn feed(sheet: Derived<Sheet>, reader: Reader) -> El {
    let room = context::<ShownRoom>();
    let active = context::<Active>();
    let title = memo(move || room.title());
    let busy = move || room.with(client::Room::is_loading_older).unwrap_or(true);
    let leave = move |event: FocusEvent| {
        if leaves(&event) {
            active.clear();
        }
    };
    let point_away = move |event: PointerEvent| {
        if event.pointer_type() == "mouse" {
            active.clear();
        }
    };
    el("div.feed")
        .attr("role", "feed")
        .bind("aria-label", move || (t().history_of)(&title.get()))
        .bind("aria-busy", busy)
        .at(reader.feed)
        .on("keydown", walk)
        .on("focusout", leave)
        .on("pointerleave", point_away)
        .add(each(move || sheet.with(Sheet::keys), move |key| row(sheet, key)))
}

fn row(sheet: Derived<Sheet>, key: &str) -> Option<El> {
    let row = Followed::new(sheet, key)?;
    Some(if matches!(row.now().body, Body::Message(_)) { message(row) } else { divider(row) })
}

/// From one message to the next by keys, as the feed pattern has it.
fn walk(event: KeyboardEvent) {
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
fn leaves(event: &FocusEvent) -> bool {
    let to = element(event.related_target());
    to.is_some_and(|to| to.closest("[role=feed], dialog").ok().flatten().is_none())
}

fn element(target: Option<EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}
