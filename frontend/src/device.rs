//! What the page needs of the browser.

pub(crate) mod dates;
pub(crate) mod events;
pub(crate) mod keys;
pub(crate) mod locks;
pub(crate) mod scroll;
pub(crate) mod sound;
pub(crate) mod storage;

use leptos::prelude::{document, window};
use wasm_bindgen_futures::JsFuture;

/// A random number, for ids and suggestions.
pub(crate) fn random() -> u64 {
    let mut bytes = [0; 8];
    match window().crypto() {
        Ok(crypto) if crypto.get_random_values_with_u8_array(&mut bytes).is_ok() => u64::from_le_bytes(bytes),
        // It only has to differ from other pages, so this suffices where there is no better source.
        _ => js_sys::Math::random().to_bits() ^ dates::now(),
    }
}

/// The content of a `<meta>` tag of the page.
pub(crate) fn meta(name: &str) -> Option<String> {
    let meta = document().query_selector(&format!("meta[name={name}]")).ok().flatten();
    meta.and_then(|meta| meta.get_attribute("content"))
}

/// Whether the page is visible and has the focus.
pub(crate) fn is_attentive() -> bool {
    is_visible() && document().has_focus().unwrap_or(true)
}

/// Whether the page is visible.
pub(crate) fn is_visible() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Visible
}

/// Whether a media query matches now.
pub(crate) fn matches_media(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// Whether the device is used by touch.
pub(crate) fn is_touch() -> bool {
    matches_media("(pointer: coarse)")
}

/// Whether the keyboard has a ⌘ in place of Ctrl.
pub(crate) fn is_mac() -> bool {
    window().navigator().platform().is_ok_and(|platform| platform.starts_with("Mac"))
}

/// The reader's languages, best first.
pub(crate) fn languages() -> Vec<String> {
    window().navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

/// A text in lower case. The browser has the tables for all scripts, so the page need not bring them.
pub(crate) fn lowercase(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// Copies a text to the clipboard. Returns whether the browser allowed it.
pub(crate) async fn copy(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    // A page that came over plain HTTP has no clipboard.
    !clipboard.is_undefined() && JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Shows a text in the browser's own dialog, from which a person can copy it.
pub(crate) fn show(title: &str, text: &str) {
    // Browsers refuse it only where they refuse all dialogs.
    let _ = window().prompt_with_message_and_default(title, text);
}

/// Loads the page again.
pub(crate) fn reload() {
    // Browsers refuse it only in documents that are being closed.
    let _ = window().location().reload();
}
