//! Moves the keyboard's focus.

use leptos::ev::KeyboardEvent;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

/// Gives the focus to an element, if it can have it.
pub(crate) fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Browsers refuse it only to elements that cannot have the focus.
        let _ = element.focus();
    }
}

/// Gives the focus to the first element within another one that a selector finds.
pub(crate) fn focus_in(within: Option<Element>, css: &str) {
    focus(within.and_then(|within| within.query_selector(css).ok()?));
}

/// The nearest element that a selector finds, from the target of an event outwards.
pub(crate) fn closest(event: &Event, css: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(css).ok()?
}

/// The element with the focus may have left the screen. The content takes the focus then, unless the composer has taken
/// it.
pub(crate) fn keep_focus() {
    if document().active_element().is_none_or(|active| active.tag_name() == "BODY") {
        focus_content();
    }
}

/// Gives the focus to the room, or to what is in its place.
pub(crate) fn focus_content() {
    focus(document().query_selector(".shell-content").ok().flatten());
}

/// Moves the focus among the buttons of a toolbar by the arrow keys, Home and End, as the ARIA toolbar pattern has it.
/// Returns whether the key was one of these.
pub(crate) fn move_in_toolbar(event: &KeyboardEvent, toolbar: &Element) -> bool {
    let Ok(buttons) = toolbar.query_selector_all("button") else { return false };
    let button = |index: u32| buttons.get(index).and_then(|node| node.dyn_into::<Element>().ok());
    let (count, active) = (buttons.length(), document().active_element());
    let Some(index) = (0..count).find(|&index| button(index) == active) else { return false };
    let next = match event.key().as_str() {
        "ArrowRight" => (index + 1) % count,
        "ArrowLeft" => (index + count - 1) % count,
        "Home" => 0,
        "End" => count - 1,
        _ => return false,
    };
    event.prevent_default();
    focus(button(next));
    true
}
