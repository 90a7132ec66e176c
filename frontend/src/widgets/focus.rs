//! Moves the keyboard's focus.

use common::Seq;
use leptos::ev::KeyboardEvent;
use leptos::prelude::{document, window};
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

/// Whether no element has the focus, because the one that had it has left the screen.
pub(crate) fn is_focus_lost() -> bool {
    document().active_element().is_none_or(|active| active.tag_name() == "BODY")
}

/// Whether a modal dialog is open.
pub(crate) fn is_dialog_open() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

/// Whether text is selected.
pub(crate) fn has_selection() -> bool {
    let selection = window().get_selection().ok().flatten();
    selection.is_some_and(|selection| !selection.is_collapsed())
}

/// Whether the focus is on a message of the history, or inside one.
pub(crate) fn is_in_feed() -> bool {
    let active = document().active_element();
    active.is_some_and(|active| active.closest("[role=feed]").ok().flatten().is_some())
}

/// Selects nothing any more. From the history the focus goes to the composer, or to the room if there is none.
pub(crate) fn clear_selection() {
    if let Ok(Some(selection)) = window().get_selection() {
        // It fails only for a selection of another document.
        let _ = selection.remove_all_ranges();
    }
    if is_in_feed() {
        let composer = document().query_selector(".composer textarea").ok().flatten();
        if composer.is_some() { focus(composer) } else { focus_content() }
    }
}

/// The element with the focus may have left the screen. The content takes the focus then, unless the composer has taken
/// it.
pub(crate) fn keep_focus() {
    if is_focus_lost() {
        focus_content();
    }
}

/// Gives the focus to a message, or to the room if the message is not on the screen.
pub(crate) fn focus_message(seq: Seq) {
    let article = document().query_selector(&format!("article[data-seq='{seq}']")).ok().flatten();
    if article.is_some() { focus(article) } else { focus_content() }
}

/// Gives the focus to the room, or to what is in its place.
pub(crate) fn focus_content() {
    focus(document().query_selector(".shell-content").ok().flatten());
}

/// Moves the focus in a menu. Up and Down lead from item to item; Left and Right also through a row of small items.
/// Returns whether the key was one of these.
pub(crate) fn move_in_menu(event: &KeyboardEvent, menu: &Element) -> bool {
    let Ok(buttons) = menu.query_selector_all("[role=menuitem]") else { return false };
    let items = (0..buttons.length()).filter_map(|index| buttons.get(index)?.dyn_into::<Element>().ok());
    let items: Vec<Element> = items.collect();
    let active = document().active_element();
    let Some(index) = items.iter().position(|item| Some(item) == active.as_ref()) else { return false };
    let is_in_row = |item: &Element| item.closest("[role=group]").ok().flatten().is_some();
    let count = items.len();
    // The first of a row stands for the row.
    let is_stop = |index: &usize| *index == 0 || !is_in_row(&items[*index]);
    let next = match event.key().as_str() {
        "ArrowRight" => (index + 1) % count,
        "ArrowLeft" => (index + count - 1) % count,
        "ArrowDown" => (index + 1..count).find(is_stop).unwrap_or(0),
        "ArrowUp" if is_in_row(&items[index]) => count - 1,
        "ArrowUp" => (0..index).rev().find(is_stop).unwrap_or(count - 1),
        "Home" => 0,
        "End" => count - 1,
        _ => return false,
    };
    event.prevent_default();
    focus(items.into_iter().nth(next));
    true
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
