//! What a key press is for.

use leptos::ev::KeyboardEvent;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Whether Ctrl or Meta (⌘) is pressed, and neither Shift nor Alt.
pub(crate) fn is_command(event: &KeyboardEvent) -> bool {
    (event.ctrl_key() || event.meta_key()) && !event.shift_key() && !event.alt_key()
}

/// Whether Ctrl, Meta (⌘) or Alt is pressed.
pub(crate) fn is_modified(event: &KeyboardEvent) -> bool {
    event.ctrl_key() || event.meta_key() || event.alt_key()
}

/// Whether an input method has the key. Some browsers tell it only by the key code 229.
pub(crate) fn has_input_method(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == 229
}

/// Whether the key goes into a text field.
pub(crate) fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.matches("textarea, input, [contenteditable]").unwrap_or(false))
}
