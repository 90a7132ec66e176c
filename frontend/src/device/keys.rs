//! What a key press is for.

use leptos::ev::KeyboardEvent;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Whether Ctrl is pressed, or ⌘ on a Mac, and neither Shift nor Alt.
pub(crate) fn is_command(event: &KeyboardEvent) -> bool {
    (event.ctrl_key() || event.meta_key()) && !event.shift_key() && !event.alt_key()
}

/// Whether the key goes into a text field.
pub(crate) fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.matches("textarea, input, [contenteditable]").unwrap_or(false))
}
